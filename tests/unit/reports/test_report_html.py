from __future__ import annotations

import re
from dataclasses import replace
from html.parser import HTMLParser
from itertools import pairwise

import numpy as np
import pytest
from report_sessions import EXERCISE, EXTERNAL, NOBODY, PARTIAL, REFUSED, RESTLESS, SESSION, TRIALS, VIDEO

from romtrack.charts import signal_chart, to_svg
from romtrack.errors import UsageError
from romtrack.reports import report_html
from romtrack.types import Fault, Hold, Notice, Rep, Session, SetRecord, SignalTrack

EVIL = "<script>alert('x')</script>\"'>&"
DASHES = str.maketrans({"\N{EN DASH}": "-", "\N{MINUS SIGN}": "-"})
VOID = {"meta", "br", "img", "input", "link", "hr"}


class Page(HTMLParser):
    """A page as a reader meets it: its text, and the elements it consists of."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.text = ""
        self.elements: list[tuple[str, dict[str, str | None]]] = []
        self._open: list[str] = []
        self.feed(html)
        self.close()
        assert not self._open
        self.text = " ".join(self.text.split()).translate(DASHES)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.elements.append((tag, dict(attrs)))
        if tag not in VOID:
            self._open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self._open.pop() == tag

    def handle_data(self, data: str) -> None:
        if "style" not in self._open:
            self.text += f" {data}" if self._open else data

    def tags(self, tag: str) -> list[dict[str, str | None]]:
        return [attributes for name, attributes in self.elements if name == tag]


def drawn(session: Session) -> str:
    time_s = np.arange(300) / 30
    flat = np.full(300, 10.0)
    signal = SignalTrack("hip_rotation", "left", "deg", time_s, flat, flat / 10, np.ones(300, bool))
    return to_svg(signal_chart(signal, session))


@pytest.fixture(scope="module")
def measured() -> Page:
    return Page(report_html(SESSION, drawn(SESSION)))


def test_a_value_is_a_magnitude_with_its_word_uncertainty_and_spread(measured: Page) -> None:
    assert "Left leg, external rotation 34.4° external ± 1.7°" in measured.text
    assert "accepted trials 2 of 3" in measured.text
    assert "spread of the trials 2.0°" in measured.text
    assert "relaxed leg hung at 1.2° external" in measured.text
    assert "counted from gravity" in measured.text


def test_every_trial_is_listed_with_times_and_every_reason(measured: Page) -> None:
    for trial in TRIALS:
        assert f"{trial.start_s:.1f}-{trial.end_s:.1f} {trial.peak_s:.1f} " in measured.text
        assert f"{-trial.peak_deg:.1f}° external" in measured.text
    assert measured.text.count("Accepted") == 2
    assert f"Not counted · {PARTIAL}; {RESTLESS}" in measured.text


def test_every_warning_is_shown_once(measured: Page) -> None:
    for warning in (*SESSION.quality.warnings, *VIDEO.warnings):
        assert measured.text.count(warning.text[1:]) == 1
    repeated = replace(SESSION, video=replace(VIDEO, warnings=SESSION.quality.warnings))
    assert Page(report_html(repeated, "")).text.count("witch on a light") == 1


def test_what_refuses_a_value_is_said_beside_it_and_not_again() -> None:
    why, other = Notice("shank_hidden", "the shank is hidden"), Notice("too_dark", "it is dark")
    value = replace(EXTERNAL, value_deg=None, sd_deg=None, sigma_deg=None, trials=(), warnings=(why,))
    for warnings in ((why, other), (why,)):
        session = replace(SESSION, measurements=(value,), quality=replace(SESSION.quality, warnings=warnings))
        text = Page(report_html(replace(session, video=None), "")).text
        assert text.count("shank is hidden") == 1
        assert text.count("It is dark") == (other in warnings)
        assert "No problems were found" not in text
        assert ("stands above" in text) == (other not in warnings)


def test_where_nothing_was_measured_it_is_said_once_why() -> None:
    dark = replace(SESSION.quality, warnings=(Notice("too_dark", "it is dark"),))
    text = Page(report_html(replace(SESSION, video=None, measurements=(), sets=(), quality=dark), "")).text
    assert text.count("It is dark") == 1
    assert "No problems were found" not in text


def test_reference_change_and_limits_stand_beside_the_number(measured: Page) -> None:
    assert "men 44.7° ± 10.9°, women 49.7° ± 10.4° (Czuppon 2017, n = 430)" in measured.text
    assert "Passive range of young athletes" in measured.text
    assert "exceed 6.5°" in measured.text
    assert "Not a medical device, not medical advice" in measured.text
    assert "no clinical validation" in measured.text


def test_the_reference_belongs_to_the_direction() -> None:
    internal = replace(SESSION, measurements=(replace(EXTERNAL, direction="internal", value_deg=34.4),))
    text = Page(report_html(internal, "")).text
    assert "men 26.9° ± 9.8°, women 34.7° ± 10.7°" in text
    assert "44.7°" not in text


def test_it_says_where_it_comes_from(measured: Page) -> None:
    for words in (
        "Person Ada Lovelace",
        "3 Mar 2026, 14:05 (UTC+01:00)",
        "Video clip.mp4",
        "SHA-256 ab12cd34ab12…",
        "Length 12.0 s, 361 frames",
        "Size 640 x 480 pixels",
        "Camera tilt -1.3°",
        "Turn of the body 9.9°",
        "Mirror image no",
        "romtrack 0.1.0",
    ):
        assert words in measured.text
    assert VIDEO.sha256 in [attributes.get("title") for attributes in measured.tags("dd")]


def test_a_share_is_never_rounded_up_to_all(measured: Page) -> None:
    assert "person found 99 % of the time" in measured.text
    assert "leg readable 87 % of the time" in measured.text


def test_a_refusal_shows_its_reason_and_no_number() -> None:
    text = Page(report_html(replace(SESSION, measurements=(REFUSED,)), "")).text
    assert "Left leg, internal rotation No number Two are needed." in text
    card = text.split("Result", 1)[1].split("Trials", 1)[0]
    assert "°" not in card
    assert "35.8° external" in text.split("Trials", 1)[1]


def test_nobody_in_view_is_said_first() -> None:
    page = Page(report_html(NOBODY, ""))
    assert "No number" in page.text
    assert page.text.index("Switch on a light.") < page.text.index("How it was measured")
    assert not page.tags("svg")
    assert not page.tags("table")


def test_an_exercise_lists_repetitions_partial_attempts_holds_and_form() -> None:
    text = Page(report_html(EXERCISE, drawn(EXERCISE))).text
    assert "Set 1 3 repetitions" in text
    assert "average range 31.0°" in text
    assert "without a form fault 2 of 3" in text
    assert "2 5.0-7.0 6.0 32.0° internal 31.0° 44.4°/s Knee drift, Trunk lean" in text
    assert "20.0-22.0 9.0° internal 8.0° Under 40 % of the range." in text
    assert "Set 2 32.3 s held longest hold 32.3 s dose of a set not reached: 0 of" in text
    assert "Knee drift 5.5-6.5" in text
    assert "Czuppon" not in text


def test_a_length_is_a_share_of_the_persons_best_and_a_fault_has_its_cue() -> None:
    rep = Rep("left", "knee_rise", "torso", 1.0, 2.0, 3.0, -0.25, 0.15, 0.4, 0.5, ("pelvis_roll",))
    small = replace(rep, start_s=4.0, peak_s=5.0, end_s=6.0, range_value=0.3, faults=())
    done = SetRecord(1.0, 6.0, (rep, small), faults=(Fault("pelvis_roll", "left", 1.5, 2.5, float("nan")),))
    text = Page(report_html(replace(EXERCISE, exercise="clamshell", sets=(done,)), "")).text
    assert "1 1.0-3.0 2.0 100% of the best Pelvis roll" in text
    assert "2 4.0-6.0 5.0 75% of the best no fault" in text
    assert "trunk length" not in text
    assert "Pelvis roll 1.5-2.5 Keep the pelvis still" in text
    assert "dose of a set not reached: 2 of 20 repetitions" in text
    assert "height of the working knee over its hip" in text
    assert "nan" not in text


def test_a_hold_is_told_in_seconds() -> None:
    done = SetRecord(5.0, 37.3, holds=(Hold("left", 5.0, 37.3, 0.3),))
    text = Page(report_html(replace(EXERCISE, exercise="pigeon", sets=(done,)), "")).text
    assert "The set 32.3 s held" in text
    assert "dose of a set reached: 32.3 of 30 s held" in text
    assert "Attempts" not in text


def test_both_legs_are_told_apart_in_the_table() -> None:
    left, right, *others = EXERCISE.sets[0].reps
    turns = replace(EXERCISE.sets[0], reps=(left, replace(right, side="right"), *others))
    text = Page(report_html(replace(EXERCISE, side="both", sets=(turns,)), "")).text
    assert "1 left 0.0-2.0" in text
    assert "2 right 5.0-7.0" in text


def test_a_live_session_without_a_name() -> None:
    text = Page(report_html(replace(SESSION, person="", video=None, settings={}), "")).text
    assert "live camera" in text
    assert "Person" not in text


def test_what_the_session_says_is_text_and_nothing_else() -> None:
    notice = Notice(EVIL, EVIL)
    trial = replace(TRIALS[1], reasons=(EVIL,))
    rep = replace(EXERCISE.sets[0].reps[0], faults=(EVIL,), unit=EVIL, signal=EVIL)
    partial = replace(EXERCISE.sets[0].partials[0], reason=EVIL)
    evil = replace(
        SESSION,
        person=EVIL,
        exercise=EVIL,
        romtrack_version=EVIL,
        video=replace(VIDEO, name=EVIL, sha256=EVIL, warnings=(notice,)),
        measurements=(replace(EXTERNAL, trials=(trial,), warnings=(notice,)),),
        sets=(replace(EXERCISE.sets[0], reps=(rep,), partials=(partial,)),),
        quality=replace(SESSION.quality, warnings=(notice,)),
        settings={EVIL: EVIL},
    )
    html = report_html(evil, drawn(evil))
    assert not Page(html).tags("script")
    assert "<script" not in html.lower()
    assert Page(html).text.count("alert('x')") >= 8


@pytest.mark.parametrize("session", [SESSION, EXERCISE, NOBODY])
def test_the_file_needs_nothing_else(session: Session) -> None:
    html = report_html(session, drawn(session))
    assert not re.search(r"https?://|url\((?!#)|@import|<link|<iframe|\son\w+=", html)
    assert not any({"src", "href", "xlink:href"} & attributes.keys() for _, attributes in Page(html).elements)


@pytest.mark.parametrize("session", [SESSION, EXERCISE, NOBODY])
def test_it_can_be_read_with_a_screen_reader(session: Session) -> None:
    page = Page(report_html(session, drawn(session)))
    ids = [attributes["id"] for _, attributes in page.elements if "id" in attributes]
    assert page.tags("html")[0]["lang"] == "en"
    assert all(attributes.get("scope") in {"col", "row"} for attributes in page.tags("th"))
    assert page.tags("svg")[0]["role"] == "img"
    assert page.tags("svg")[0]["aria-labelledby"] in ids
    assert len(ids) == len(set(ids))
    levels = [int(tag[1]) for tag, _ in page.elements if re.fullmatch(r"h\d", tag)]
    assert levels[0] == 1
    assert levels.count(1) == 1
    assert all(after <= before + 1 for before, after in pairwise(levels))


@pytest.mark.parametrize(
    "chart", ["<p>no</p>", "<svg><script>alert(1)</script></svg>", "<svg><SCRIPT/></svg>"]
)
def test_only_a_picture_is_taken_for_a_chart(chart: str) -> None:
    with pytest.raises(UsageError, match="to_svg"):
        report_html(SESSION, chart)


@pytest.mark.parametrize("value_deg", [-200.0, -0.01, 95.0])
def test_a_value_off_the_scale_stays_on_the_page(value_deg: float) -> None:
    html = report_html(replace(SESSION, measurements=(replace(EXTERNAL, value_deg=value_deg),)), "")
    places = [float(place) for place in re.findall(r"(?:left|width):([-\d.]+)%", html)]
    assert places
    assert all(0 <= place <= 100 for place in places)


def test_no_minus_zero_and_no_nan() -> None:
    vague = replace(EXTERNAL, value_deg=-0.01, offset_deg=-0.04, sd_deg=float("nan"))
    text = Page(report_html(replace(SESSION, measurements=(vague,)), "")).text
    assert "-0.0" not in text
    assert "nan" not in text
