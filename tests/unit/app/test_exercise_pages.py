"""The pages about exercises: all of them, one, the question about pain, the way to Analyze, Learn."""

from __future__ import annotations

import os
import re
from importlib.resources import files
from pathlib import Path
from typing import Any

import pytest
from streamlit.testing.v1 import AppTest

from romtrack.app import MAIN
from romtrack.app.analysis import JOBS
from romtrack.exercises import exercise, exercise_ids

PAGE = """
import streamlit as st
from romtrack.app import {page}
from romtrack.app.ways import Ways
other = st.Page(lambda: st.title("Other"), title="Other", url_path="other")
st.navigation([st.Page(lambda: {page}.show(other), title="This", url_path="this"), other]).run()
"""
EXERCISES = PAGE.format(page="exercises").replace("show(other)", "show(Ways(*[other] * 8))")
ANALYZE = PAGE.format(page="analyze")
LEARN = PAGE.format(page="learn")
TRAIN = PAGE.format(page="train")


@pytest.fixture(autouse=True)
def own(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("ROMTRACK_EXERCISES", str(tmp_path))
    monkeypatch.setenv("ROMTRACK_DATABASE_URL", f"sqlite:///{tmp_path / 'romtrack.db'}")
    return tmp_path


def shown(page: str, opened: str = "", **state: str) -> AppTest:
    test = AppTest.from_string(page, default_timeout=20)
    if opened:
        test.query_params["exercise"] = opened
    for name, value in state.items():
        test.session_state[name] = value
    test.run()
    assert not test.exception
    return test


def texts(test: AppTest) -> str:
    kinds: tuple[Any, ...] = (test.title, test.header, test.markdown, test.warning, test.error)
    return re.sub(r"\\(.)", r"\1", "\n".join(str(each.value) for kind in kinds for each in kind))


def labels(test: AppTest) -> list[str]:
    return [each.label.replace("\\", "") for each in test.button]


def press(test: AppTest, label: str) -> None:
    next(each for each in test.button if each.label == label).click().run()
    assert not test.exception


def pictures(test: AppTest) -> list[str]:
    """Return the alternative texts of the pictures."""
    pages = [html.proto.body for html in test.get("html")]
    return [text for page in pages for text in re.findall('<img [^>]*alt="([^"]+)"', page)]


def test_all_are_shown_with_picture_and_dose() -> None:
    test = shown(EXERCISES)
    said = texts(test)
    assert "2-3 sets of 10-12 repetitions a side" in said
    assert len(pictures(test)) == len(exercise_ids())
    assert labels(test) == [exercise(known).title for known in exercise_ids()]


def test_one_is_opened_and_left_again() -> None:
    test = shown(EXERCISES)
    test.button(key="open-clamshell").click().run()
    assert [title.value for title in test.title] == ["Clam shell"]
    press(test, "All exercises")
    assert [title.value for title in test.title] == ["Exercises"]


@pytest.mark.parametrize("known", [known for known in exercise_ids() if not exercise(known).ask_pain])
def test_one_says_all_that_its_card_says(known: str) -> None:
    said, one = texts(shown(EXERCISES, known)), exercise(known)
    for part in (one.title, one.movement, one.camera, *one.steps, *one.sources):
        assert part in said
    assert all(cue.say in said for cue in one.cues)
    assert all(each.why in said for each in one.not_cued)
    assert "not medical advice" in said


@pytest.mark.parametrize("known", ["ninety-ninety", "pigeon"])
def test_the_demanding_ones_ask_first_and_stop_when_it_hurts(known: str) -> None:
    test = shown(EXERCISES, known)
    (question,) = test.segmented_control
    assert "front of the hip" in question.label
    assert exercise(known).steps[0] not in texts(test)
    assert "Analyze a video of it" not in labels(test)
    question.set_value("Yes").run()
    assert "Leave this one out" in texts(test)
    assert "Analyze a video of it" not in labels(test)
    test.segmented_control[0].set_value("No").run()
    assert exercise(known).steps[0] in texts(test)
    assert "Analyze a video of it" in labels(test)


def test_it_leads_to_analyze_with_the_exercise_chosen() -> None:
    test = shown(EXERCISES, "clamshell")
    press(test, "Analyze a video of it")
    assert [title.value for title in test.title] == ["Other"]
    assert test.session_state["exercise"] == "clamshell"
    (choice,) = (each for each in shown(ANALYZE, exercise="clamshell").selectbox if each.label == "Exercise")
    assert choice.value == "clamshell"


def test_analyze_offers_all_by_title_the_measurement_first() -> None:
    test = shown(ANALYZE)
    (choice,) = (each for each in test.selectbox if each.label == "Exercise")
    assert choice.options == [
        *(exercise(known).title for known in exercise_ids()),
        "Find out from the video",
    ]
    assert choice.value == "seated-ir-measure"
    choice.select_index(3).run()
    assert exercise(exercise_ids()[3]).camera in texts(test)


def test_an_unknown_exercise_in_the_address_shows_all() -> None:
    assert "ten exercises" in texts(shown(EXERCISES, "handstand"))
    assert shown(ANALYZE, exercise="handstand").selectbox[0].value == "seated-ir-measure"


def test_a_bad_card_of_ones_own_is_said_and_the_rest_is_there(own: Path) -> None:
    (own / "march.toml").write_text('id = "march"\ncolour = 3\n', encoding="utf-8")
    test = shown(EXERCISES)
    assert "march.toml: colour: is not a key" in texts(test)
    assert "Clam shell" in labels(test)


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="the system has no pipes in its file system")
def test_cards_that_cannot_be_read_are_said_and_no_page_fails(own: Path) -> None:
    os.mkfifo(own / "pipe.toml")
    (own / "gone.toml").symlink_to(own / "nowhere")
    (own / "deep.toml").write_text("a = " + "[" * 20_000, encoding="utf-8")
    Path(os.fsdecode(bytes(own) + b"/\xff.toml")).touch()
    said = texts(shown(EXERCISES))
    assert all(f"{name}.toml" in said.replace("\\", "") for name in ("pipe", "gone", "deep", "udcff"))
    for each in (TRAIN, ANALYZE):
        shown(each)


def test_a_card_may_ask_for_more_than_can_be_chosen(own: Path) -> None:
    text = (files("romtrack.exercises") / "catalog" / "clamshell.toml").read_text(encoding="utf-8")
    more = re.sub(r"(?m)^(sets|reps|rest_s) = .*$", r"\1 = [5000, 5000]", text)
    mine = more.replace('id = "clamshell"', 'id = "mine"').replace('"Clam shell"', '"Many clams"')
    (own / "mine.toml").write_text(mine, encoding="utf-8")
    test = shown(TRAIN)
    press(test, "Many clams")
    assert [number.value for number in test.number_input] == [300, 10, 300]


def test_every_page_has_the_way_to_the_exercises() -> None:
    test = AppTest.from_file(MAIN, default_timeout=20).run()
    assert "Exercises" in [link.proto.label for link in test.get("page_link")]
    JOBS.close()


@pytest.mark.parametrize(
    "fact",
    [
        *("car", "bathtub", "squat", "pinches at the front", "the way you walk", "feet that point inward"),
        *("tensor fasciae latae", "gluteus minimus", "anterior fibres", "adductor brevis", "hamstring part"),
        *("gracilis", "bent by more than 60°", "bent by less than 60°", "pectineus", "hamstrings help"),
        *("gluteus maximus", "posterior fibres", "adductor part", "adductor longus", "quadratus femoris"),
        *("obturator internus and externus", "gemellus superior and inferior"),
        *("Tight external rotators", "Arthritis", "Femoroacetabular impingement", "pincer", "cam", "both"),
        *("Pilates", "59 to 65", "2018", "2013", "electrical activity", "clam shell"),
        *("PT Complete", "American Council on Exercise", "NUHS Sports Medicine"),
        *("Princeton University Athletic Medicine", "Journal of Bodywork and Movement Therapies (July 2018)"),
        *("Journal of Orthopaedic and Sports Physical Therapy (February 2013)", "not medical advice", "stop"),
    ],
)
def test_learn_tells(fact: str, learn: str) -> None:
    assert fact in learn


@pytest.fixture(scope="module")
def learn() -> str:
    test = AppTest.from_string(LEARN, default_timeout=20).run()
    return " ".join(texts(test).split())
