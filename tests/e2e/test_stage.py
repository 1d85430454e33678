"""The live stage as it is seen from the chair: how large, how clear, and that it covers no legs.

A browser shows recorded answers, whole clips, on a page that is nothing but the stage.
"""

from __future__ import annotations

from dataclasses import asdict, replace
from itertools import groupby
from typing import TYPE_CHECKING, Any, Final

import axe
import cv2
import numpy as np
import pytest
from axe import AXE, violations
from chromium import CHROMIUM, MISSING
from conftest import ROOT
from stage_alone import a_browser, exercised, measured, open_stage, picture, play, stage_in

from romtrack.app.live.onstage import LargeNumber, pain_asked, saved
from romtrack.language import SOURCE, retold, speaking
from romtrack.types import Pain

if TYPE_CHECKING:
    from collections.abc import Iterator

    from playwright.sync_api import Browser, Page

SCREEN_MM, AWAY_MM = 288.0, 2000.0  # a 13.3-inch screen, and the chair
READ_ARCMIN, NUMBER_ARCMIN = 10.0, 29.0
WINDOWS = ((1280, 800), (1440, 900), (3840, 2160), (640, 400), (844, 390), (390, 844), (360, 740))
VGA: Final = (640, 480)
MEASURED, EXERCISED = "measure_elderly_left", "fault_clamshell_feet"
NOTICES = (
    "asking",
    "NotAllowedError",
    "NotFoundError",
    "ended",
    "connecting",
    "lost",
    "4001",
    "4004",
    "4006",
)
WRITTEN = ("title", "advice", "unit", "cue", "steps")  # a phase and a side are names, not words
AA = 4.5
SHOWN: Final = "stage.readout.demonstration.video"

pytestmark = [
    pytest.mark.xdist_group("stage"),
    pytest.mark.skipif(CHROMIUM is None, reason=MISSING),
]


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with a_browser() as opened:
        yield opened


@pytest.fixture(scope="module")
def clips(tmp_path_factory: pytest.TempPathFactory) -> dict[str, list[dict[str, Any]]]:
    return {
        MEASURED: measured(MEASURED, tmp_path_factory.mktemp(MEASURED)),
        EXERCISED: exercised(EXERCISED, tmp_path_factory.mktemp(EXERCISED)),
    }


def states(clips: dict[str, list[dict[str, Any]]]) -> list[dict[str, Any]]:
    """Return an answer of each state, which tells all of it."""
    found: dict[tuple[str, ...], dict[str, Any]] = {}
    for answers in clips.values():
        told: dict[str, Any] = {}
        for answer in answers:
            told = told | answer["screen"]
            found.setdefault((told["phase"], told["title"], told["cue"]), answer | {"screen": told})
    return list(found.values())


def arc_minutes(pixels: float, width: int) -> float:
    return float(np.degrees(pixels * SCREEN_MM / width / AWAY_MM)) * 60


def check_texts(page: Page, width: int) -> None:
    """Check all that is written now."""
    texts = page.evaluate("texts()")
    assert texts
    for text in texts:
        size = arc_minutes(text["capital"], width)
        assert size >= (NUMBER_ARCMIN if text["part"] in {"output", "value"} else READ_ARCMIN), text
        if text["part"] == "output":
            assert text["size"] >= 0.14 * width - 0.1
        if text["part"] == "instruction":
            assert text["size"] >= 0.06 * width - 0.1


def in_language(value: Any, language: str) -> Any:  # noqa: ANN401  JSON
    """Return what is told as it would be told in another language."""
    if isinstance(value, str):
        with speaking(language):
            return retold(value)
    if isinstance(value, list):
        return [in_language(one, language) for one in value]
    if isinstance(value, dict):
        return {name: in_language(one, language) for name, one in value.items()}
    return value


@pytest.mark.parametrize(
    ("width", "height", "language"),
    [*((*window, SOURCE) for window in WINDOWS), (1280, 800, "de"), (360, 740, "de")],
)
def test_every_word_is_read_from_the_chair_and_the_picture_fills_the_window(
    browser: Browser, clips: dict[str, list[dict[str, Any]]], width: int, height: int, language: str
) -> None:
    page = stage_in(browser, width, height, language)
    picture(page, *VGA)
    phases = set()
    for answer in states(clips):
        answer["sounds"] = [(kind, in_language(what, language)) for kind, what in answer["sounds"]]
        answer["screen"] |= in_language(
            {name: answer["screen"][name] for name in WRITTEN if name in answer["screen"]}, language
        )
        (seen,) = play(page, [answer])
        phases.add(seen["phase"])
        check_texts(page, width)
        for block in seen["blocks"]:
            assert block["left"] >= 0
            assert block["left"] + block["width"] <= width
            assert block["top"] >= 0
            assert block["top"] + block["height"] <= height
    assert phases == {"position", "neutral", "trials", "ready", "set", "rest", "done"}
    if (width, height) in {(1280, 800), (1440, 900)}:
        assert page.evaluate("share(still)") >= 0.7
    for name in NOTICES:
        page.evaluate("name => stage.say(name)", name)
        check_texts(page, width)
    page.context.close()


HIP = LargeNumber("38°", "left hip ± 1.5°", "16 more than 3 weeks ago: no change that can be told.")


@pytest.mark.parametrize(("width", "height"), [(1280, 800), (1440, 900), (390, 844)])
@pytest.mark.parametrize("hips", [1, 2, 4])
def test_the_result_stays_on_the_stage_to_be_read_from_the_chair(
    browser: Browser, width: int, height: int, hips: int
) -> None:
    page = stage_in(browser, width, height)
    page.evaluate("outcome => { component.data.outcome = outcome; }", asdict(saved((HIP,) * hips)))
    page.evaluate("stage.keep(component)")
    check_texts(page, width)
    if hips < 4 and width > height:
        box = page.locator(".outcome")
        assert box.evaluate("box => box.scrollHeight <= box.clientHeight")
    assert page.evaluate("stage.root.getRootNode().activeElement.textContent") == "Saved"
    assert not page.get_by_role("toolbar").is_visible()
    for told in ("Undo", "Details", "Again"):
        page.get_by_role("button", name=told).click()
    assert page.evaluate("told") == [["told", "undo"], ["told", "details"], ["told", "again"]]
    page.context.close()


DONE = LargeNumber("24", "repetitions in 2 sets", "Keep: your feet together. Change: go further.")


@pytest.mark.parametrize(("width", "height"), [(1280, 800), (390, 844)])
def test_how_much_it_hurts_is_said_on_the_stage(browser: Browser, width: int, height: int) -> None:
    page = stage_in(browser, width, height)
    shown = replace(saved((DONE,)), pain=pain_asked(Pain()))
    page.evaluate("outcome => { component.data.outcome = outcome; }", asdict(shown))
    page.evaluate("stage.keep(component)")
    check_texts(page, width)
    assert page.locator(".outcome").evaluate("box => box.scrollWidth <= box.clientWidth")
    page.get_by_role("button", name="3", exact=True).focus()
    page.keyboard.press("Enter")
    assert page.evaluate("told") == [["told", "pain-3"]]
    shown = replace(shown, pain=pain_asked(Pain(before=0, after=3)))
    page.evaluate("outcome => { component.data.outcome = outcome; }", asdict(shown))
    page.evaluate("stage.keep(component)")
    chosen = page.get_by_role("button", name="3", exact=True, pressed=True)
    assert chosen.evaluate("chosen => chosen.matches(':focus')")
    assert page.get_by_role("alert").filter(has_text="Stop here for today").is_visible()
    check_texts(page, width)
    page.context.close()


WAITING = {"phase": "trials", "title": "Turn your left foot outward", "advice": ""}


def a_trial(clips: dict[str, list[dict[str, Any]]], *says: str) -> dict[str, Any]:
    """Return an answer while a turn is waited for, in which something is said."""
    found = next(one for one in states(clips) if WAITING.items() <= one["screen"].items())
    return found | {"sounds": [["say", one] for one in says]}


def spoken(page: Page) -> str:
    return str(page.locator(".spoken").inner_text())


def listen(page: Page, answer: dict[str, Any]) -> None:
    """Note what is sent, as if an answer was the last one."""
    page.evaluate(
        """screen => {
            window.sent = [];
            stage.connection.screen = screen;
            stage.connection.send = request => sent.push(request.do);
        }""",
        answer["screen"],
    )


def test_a_hand_that_stays_up_means_next_and_is_asked_about_from_the_chair(
    browser: Browser, clips: dict[str, list[dict[str, Any]]]
) -> None:
    page = stage_in(browser, 1280, 800)
    picture(page, *VGA)
    trial = a_trial(clips)
    hand = {"left_wrist": [420, 90], "left_elbow": [425, 150]}

    def up(held_s: float) -> None:
        play(page, [trial | {"hand": held_s, "points": trial["points"] | hand}])

    listen(page, trial)
    ring, question = page.locator(".ring"), page.get_by_role("alertdialog")
    up(0.0)
    assert not ring.is_visible()
    up(1.0)
    box = ring.bounding_box()
    assert box is not None
    assert box["x"] + box["width"] / 2 == pytest.approx(640 - (417.5 - 320) * 800 / 480, abs=15)
    assert not question.is_visible()
    up(2.0)
    assert question.is_visible()
    assert "Keep your hand up" in question.inner_text()
    check_texts(page, 1280)
    assert "Keep your hand up" in page.evaluate("uttered.at(-1).text")
    assert spoken(page) == ""
    up(3.0)
    assert ring.is_visible()
    assert page.evaluate("sent") == []
    up(4.9)
    assert page.evaluate("sent") == []
    up(5.0)
    assert page.evaluate("sent") == ["skip"]
    assert not question.is_visible()
    up(9.0)
    assert not ring.is_visible()
    assert page.evaluate("sent") == ["skip"]
    page.context.close()


def test_next_and_end_are_meant_when_they_are_said_twice(
    browser: Browser, clips: dict[str, list[dict[str, Any]]]
) -> None:
    page = stage_in(browser, 1280, 800)
    picture(page, *VGA)
    trials = next(one for one in states(clips) if one["screen"]["phase"] == "trials")
    listen(page, trials)
    play(page, [trials])
    question = page.get_by_role("alertdialog")
    for first, second in (("n", "PageDown"), (" ", "n")):
        page.keyboard.press(first)
        assert question.is_visible()
        check_texts(page, 1280)
        page.keyboard.press(second)
        assert not question.is_visible()
    assert page.evaluate("sent") == ["skip", "skip"]
    page.keyboard.press("e")
    page.keyboard.press("Escape")
    assert not question.is_visible()
    assert page.evaluate("told") == []
    page.keyboard.press("e")
    page.get_by_role("button", name="Yes").click()
    assert page.evaluate("told") == [["told", "ended"]]
    assert page.evaluate("stage.root.getRootNode().activeElement === stage.root")
    page.context.close()


@pytest.mark.parametrize("clip", [MEASURED, EXERCISED])
@pytest.mark.parametrize(("width", "height"), [(1280, 800), (390, 844)])
def test_over_a_whole_clip_no_word_covers_a_leg_and_the_words_do_not_wander(
    browser: Browser, clips: dict[str, list[dict[str, Any]]], clip: str, width: int, height: int
) -> None:
    page = stage_in(browser, width, height)
    picture(page, *VGA)
    play(page, clips[clip][:1])
    page.wait_for_function(f"{SHOWN}.videoWidth > 0")
    seen = play(page, clips[clip], each=2)
    assert [each for each in seen if each["covered"]] == []
    assert sum(each["demonstrates"] for each in seen) > 20
    places = [place for place, _ in groupby(each["place"].split()[0] for each in seen)]
    assert len(places) <= 5, places
    page.context.close()


def test_a_demonstration_goes_on_for_the_leg_and_the_way_that_are_asked_for(
    browser: Browser, clips: dict[str, list[dict[str, Any]]]
) -> None:
    page = stage_in(browser, 1280, 800)
    picture(page, *VGA)
    hang = next(one for one in states(clips) if one["screen"]["phase"] == "neutral")
    for side, direction in (("left", "internal"), ("right", "external")):
        name = f"seated-ir-measure.{direction}"
        asked = hang | {"screen": hang["screen"] | {"side": side, "demonstration": name}}
        play(page, [asked])
        page.wait_for_function(f"{SHOWN}.src.endsWith('{name}.mp4') && {SHOWN}.currentTime > 0.2")
        across = page.evaluate(f"new DOMMatrix(getComputedStyle({SHOWN}).transform).a")
        assert across == (-1 if side == "left" else 1)  # a left leg works in it, and the picture is a mirror
        (seen,) = play(page, [asked])
        assert seen["demonstrates"]
    page.evaluate(f"{SHOWN}.currentTime = {SHOWN}.duration - 0.1")
    page.wait_for_function(f"!{SHOWN}.paused && {SHOWN}.currentTime < 1 && {SHOWN}.currentTime > 0")
    (seen,) = play(page, [hang | {"screen": hang["screen"] | {"demonstration": ""}}])
    assert not seen["demonstrates"]
    page.context.close()


def test_a_demonstration_stands_still_for_who_wants_no_motion_until_it_is_played(
    browser: Browser, clips: dict[str, list[dict[str, Any]]]
) -> None:
    page = stage_in(browser, 1280, 800)
    page.emulate_media(reduced_motion="reduce")
    picture(page, *VGA)
    play(page, clips[MEASURED][:1])
    page.wait_for_function(f"{SHOWN}.readyState >= 2")
    play(page, clips[MEASURED][:1])
    assert page.evaluate(f"{SHOWN}.paused && {SHOWN}.currentTime === 0")
    page.evaluate("stage.near.set('near')")
    page.get_by_role("button", name="Play", exact=True).click()
    page.wait_for_function(f"{SHOWN}.currentTime > 0.2")
    page.get_by_role("button", name="Pause", exact=True).click()
    assert page.evaluate(f"{SHOWN}.paused")
    page.context.close()


def luminance(colours: Any) -> Any:  # noqa: ANN401  (..., 3) of 0..255
    """Return the relative luminance of WCAG 2."""
    share = np.asarray(colours, float) / 255
    linear = np.where(share <= 0.04045, share / 12.92, ((share + 0.055) / 1.055) ** 2.4)
    return linear @ (0.2126, 0.7152, 0.0722)


def shot(page: Page, block: dict[str, float]) -> Any:  # noqa: ANN401  an RGB picture
    size = {"width": block["width"], "height": block["height"]}
    png = page.screenshot(clip={"x": block["left"], "y": block["top"], **size})  # type: ignore[arg-type]
    decoded = cv2.imdecode(np.frombuffer(png, np.uint8), cv2.IMREAD_COLOR_RGB)
    assert decoded is not None
    return decoded


def rgb(colour: str) -> list[float]:
    return [float(part) for part in colour.removeprefix("rgb(").removesuffix(")").split(",")]


@pytest.mark.parametrize("colour", ["#ffffff", "#000000", "#ff3300"])
def test_words_stand_out_from_any_picture(
    browser: Browser, clips: dict[str, list[dict[str, Any]]], colour: str
) -> None:
    page = stage_in(browser, 1280, 800)
    picture(page, *VGA, colour)
    for wanted in ({"phase": "trials"}, {"phase": "set", "cue": "Keep your feet together."}):
        play(page, [next(one for one in states(clips) if wanted.items() <= one["screen"].items())])
        texts = page.evaluate("texts()")
        for name in ("--white", "--good"):
            page.evaluate("name => stage.root.style.setProperty(name, 'transparent')", name)
        for text in texts:
            behind = luminance(shot(page, text)).ravel()
            lit = luminance(rgb(text["colour"]))
            assert (lit + 0.05) / (np.percentile(behind, 99) + 0.05) >= AA, text
        page.evaluate("stage.root.removeAttribute('style')")
    page.context.close()


def test_what_a_cue_is_about_is_marked_in_the_picture(
    browser: Browser, clips: dict[str, list[dict[str, Any]]]
) -> None:
    page = stage_in(browser, 1280, 800)
    picture(page, *VGA)

    def red(answer: dict[str, Any]) -> int:
        play(page, [answer])
        image = shot(page, {"left": 0, "top": 0, "width": 1280, "height": 800}).astype(int)
        return int(np.sum(np.abs(image - (255, 93, 59)).max(axis=-1) < 10))

    cued, plain = (
        next(
            one
            for one in states(clips)
            if one["screen"]["fault"] == fault and one["screen"]["phase"] == "set"
        )
        for fault in ("feet", None)
    )
    assert red(plain) == 0
    assert red(cued) > 500
    page.context.close()


def test_what_is_said_is_to_be_read_beside_the_title(
    browser: Browser, clips: dict[str, list[dict[str, Any]]]
) -> None:
    page = stage_in(browser, 1280, 800)
    picture(page, *VGA)
    play(page, [a_trial(clips, "Not counted. Keep your knee still.")])
    assert spoken(page) == "Not counted. Keep your knee still."
    check_texts(page, 1280)
    play(page, [a_trial(clips)] * 70)  # 2.8 s
    assert spoken(page) == "Not counted. Keep your knee still."
    play(page, [a_trial(clips)] * 20)
    assert spoken(page) == ""
    play(page, [a_trial(clips, "Turn your left foot outward.")])
    assert spoken(page) == ""
    assert [one["text"] for one in page.evaluate("uttered")] == [
        "Not counted. Keep your knee still.",
        "Turn your left foot outward.",
    ]
    page.context.close()


def test_a_screen_reader_speaks_where_the_stage_does_not(
    browser: Browser, clips: dict[str, list[dict[str, Any]]]
) -> None:
    page = stage_in(browser, 1280, 800)
    picture(page, *VGA)
    live = "stage.root.querySelectorAll('[aria-live=polite], [role=status], [role=alert]').length"
    play(page, [a_trial(clips, "Again.")])
    assert page.evaluate(live) == 0
    page.keyboard.press("m")
    play(page, [a_trial(clips, "Again.")])
    title, said = page.locator(".instruction"), page.locator(".spoken")
    assert [one.get_attribute("aria-live") for one in (title, said)] == ["polite", "polite"]
    assert page.evaluate(live) == 2
    page.keyboard.press("m")
    page.evaluate("stage.say('ended')")
    assert title.get_attribute("aria-live") == "polite"
    page.context.close()


def test_the_voice_is_chosen_by_keyboard_tried_and_remembered(
    browser: Browser, clips: dict[str, list[dict[str, Any]]]
) -> None:
    page = stage_in(browser, 1280, 800)
    picture(page, *VGA)
    play(page, [a_trial(clips)])
    page.keyboard.press("v")
    box = page.get_by_role("group", name="Voice")
    voice = box.get_by_role("combobox", name="Voice")
    assert voice.evaluate("one => one.matches(':focus-visible')")
    page.keyboard.press("b")  # Ben
    page.keyboard.press("Tab")
    page.keyboard.press("ArrowLeft")
    page.keyboard.press("Tab")
    page.keyboard.press("ArrowLeft")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    (tried,) = page.evaluate("uttered")
    assert (tried["voice"], tried["rate"], tried["volume"]) == ("Ben", 0.9, 0.9)
    play(page, [a_trial(clips)])
    assert tried["text"].startswith("Turn your left foot outward as far as it goes")
    if AXE.exists():
        assert violations(page) == []
    page.evaluate("() => { stage.near.leave(); }")
    assert box.is_visible()  # the keyboard is in it
    again = page.context.new_page()
    open_stage(again)
    again.keyboard.press("v")
    box = again.get_by_role("group", name="Voice")
    assert box.get_by_role("combobox", name="Voice").input_value() == "Ben"
    assert [box.get_by_role("slider", name=name).input_value() for name in ("Speed", "Loudness")] == [
        "0.9"
    ] * 2
    page.context.close()


def test_a_browser_without_a_voice_says_so_once_in_writing(
    browser: Browser, clips: dict[str, list[dict[str, Any]]]
) -> None:
    page = stage_in(browser, 1280, 800)
    page.evaluate(
        "() => { window.voices = []; speechSynthesis.onvoiceschanged(); stage.sounds.beganMs = -9e9; }"
    )
    picture(page, *VGA)
    play(page, [a_trial(clips)])
    assert spoken(page).startswith("This browser has no voice")
    check_texts(page, 1280)
    play(page, [a_trial(clips, "Keep your knee still.")])
    assert spoken(page) == "Keep your knee still."
    play(page, [a_trial(clips)] * 330)
    assert spoken(page) == ""
    page.keyboard.press("v")
    assert page.get_by_role("combobox", name="Voice").inner_text() == "No voice on this machine"
    page.context.close()


def test_sound_that_the_browser_refuses_is_told_of_and_begins_with_the_next_press(
    browser: Browser, clips: dict[str, list[dict[str, Any]]]
) -> None:
    page = stage_in(
        browser,
        1280,
        800,
        first="const early = new AudioContext(); window.AudioContext = function () { return early; };",
    )
    picture(page, *VGA)
    assert page.evaluate("stage.sounds.audio.state") == "suspended"
    play(page, [a_trial(clips)] * 100)
    assert spoken(page).startswith("The browser gives no sound yet: press any key once.")
    check_texts(page, 1280)
    play(page, [a_trial(clips, "Again.")])
    assert spoken(page) == "Again."
    page.keyboard.press("i")
    page.wait_for_function("stage.sounds.audio.state === 'running'")
    play(page, [a_trial(clips)] * 100)
    assert spoken(page) == ""
    page.context.close()


def test_the_stage_has_the_focus_and_shows_it_where_keys_are_used(
    browser: Browser, clips: dict[str, list[dict[str, Any]]]
) -> None:
    page = stage_in(browser, 640, 400)
    picture(page, *VGA, "#ffffff")
    assert page.evaluate("stage.root.getRootNode().activeElement === stage.root")
    page.keyboard.press("m")
    play(page, [a_trial(clips)])
    page.evaluate("stage.near.set('')")
    edge = shot(page, {"left": 0, "top": 200, "width": 3, "height": 20}).reshape(-1, 3)
    assert np.abs(edge.astype(int) - (255, 210, 63)).max() < 20
    page.keyboard.press("Tab")
    assert page.evaluate("stage.root.getRootNode().activeElement.textContent").startswith("Pause")
    page.context.close()


def test_what_moves_stands_still_where_motion_is_not_wanted(browser: Browser) -> None:
    for still in (True, False):
        page = stage_in(browser, 640, 400)
        page.emulate_media(reduced_motion="reduce" if still else "no-preference")
        moving = page.evaluate(
            """[...stage.root.querySelectorAll('*')].filter(one => {
                const { transitionDuration, animationName } = getComputedStyle(one);
                return parseFloat(transitionDuration) > 0 || animationName !== 'none';
            }).length"""
        )
        assert (moving == 0) == still
        page.context.close()


def test_nothing_can_be_pressed_until_somebody_is_near(browser: Browser) -> None:
    page = stage_in(browser, 1280, 800)
    controls = page.get_by_role("toolbar")
    page.evaluate("stage.say('')")
    assert not controls.is_visible()
    page.keyboard.press("Tab")
    assert controls.is_visible()
    page.evaluate("stage.near.set('')")
    page.mouse.move(100, 100)
    page.mouse.move(200, 180)
    assert controls.is_visible()
    page.context.close()


def test_every_check_that_can_fail_has_its_picture(browser: Browser) -> None:
    html = (ROOT / "romtrack/app/live/web/stage.html").read_text(encoding="utf-8")
    checks = ["person", "seated", "whole", "distance", "straight", "clear", "rate", "position"]
    assert [check for check in checks if f'data-check="{check}"' not in html] == []
    page = stage_in(browser, 1280, 800)
    for check in checks:
        page.evaluate("check => stage.readout.hint(check)", check)
        assert (
            page.evaluate(
                "[...stage.root.querySelectorAll('svg')].filter(one => one.checkVisibility()).length"
            )
            <= 1
        )
    page.context.close()


@pytest.mark.skipif(not AXE.exists(), reason=axe.MISSING)
@pytest.mark.parametrize(("width", "height"), [(1280, 800), (390, 844)])
def test_every_state_can_be_used_by_everybody(
    browser: Browser, clips: dict[str, list[dict[str, Any]]], width: int, height: int
) -> None:
    page = stage_in(browser, width, height)
    picture(page, *VGA, "#ffffff")
    by_phase = {answer["screen"]["phase"]: answer for answer in states(clips)}
    for near in ("", "near"):
        page.evaluate("near => stage.near.set(near)", near)
        for phase, answer in by_phase.items():
            play(page, [answer])
            assert violations(page) == [], phase
    play(page, [by_phase["trials"]])
    page.evaluate("stage.question.about('end', screenNow)")
    assert page.get_by_role("alertdialog").is_visible()
    assert violations(page) == []
    page.evaluate("stage.say('NotAllowedError')")
    assert violations(page) == []
    page.evaluate("outcome => { component.data.outcome = outcome; }", asdict(saved((HIP, HIP))))
    page.evaluate("stage.keep(component)")
    assert violations(page) == []
    page.context.close()
