"""Every page says all through the catalogue: in the false language nothing stands outside of it."""

from __future__ import annotations

import html
import json
import re
from dataclasses import replace
from typing import TYPE_CHECKING, Any, Final, Protocol
from uuid import uuid4

import numpy as np
import pytest
from app_sessions import held, measured, page, rolled
from conftest import recorded
from pseudo import untranslated
from streamlit.testing.v1 import AppTest

from romtrack.charts import signal_chart, to_svg
from romtrack.clock import local_now
from romtrack.exercises import exercise, exercise_ids, own_folder, ready_plans
from romtrack.language import speaking
from romtrack.plans import planned
from romtrack.reports import report_html
from romtrack.store import Correction, open_repository
from romtrack.types import SIDES, WEEKDAYS, Goal, HandMeasurement, Notice, Pain, Partial, SignalTrack

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from romtrack.types import Session, Side

WAYS: Final = ("home", "plan", "exercises")
"""The pages that lead to all others."""

LABELS: Final = frozenset(
    {"label", "body", "help", "placeholder", "options", "text", "title", "alt", "caption"}
)
"""The fields of Streamlit's messages that people see."""

DRAWN: Final = frozenset({"title", "description", "domain", "what", "verdict", "short", "who", "text"})
"""The keys of a chart's specification and rows that people see."""

NAMES: Final = (
    "Ada", "Grace", "SHA-256", "clip.mp4", "a note", "Deutsch", "English", "Español", "Czuppon 2017, n = 430",
    "NUHS Sports Medicine", "American Council on Exercise", "Princeton University Athletic Medicine",
    "Journal of Bodywork and Movement Therapies (July 2018)", str(own_folder()),
    *(source for each in exercise_ids() for source in exercise(each).sources),
    *(source for plan in ready_plans() for source in plan.sources),
)  # fmt: skip
"""What is called the same in every language: people, files, and what sources say."""

NOBODY: Final = "me"  # the name of who has not said one
DATES: Final = re.compile(r"\d{1,2} [A-Z][a-z]{2} \d{4}|\b[A-Z][a-z]+ \d{4}\b|UTC[+-]?[\d:]*")
MARKUP: Final = re.compile(r":(?:small|gray|green|blue|material)(?=[\[/])|<[^>]*>|&\w+;|[\u200b\u2068\u2069]")


def refused(session: Session) -> Session:
    """Return a session without a value, as the log keeps it."""
    (measurement,) = session.measurements
    few = (
        "1 of 3 trials could be accepted, and two are needed: hang the leg still, turn it to the end, hold "
        "it there for a second, and come back, three times."
    )
    return replace(session, measurements=(replace(measurement, warnings=(Notice("trials_few", few),)),))


SESSIONS: Final[dict[str, Session]] = {
    "first": measured(0, left=20.0, right=31.0),
    "refused": refused(measured(3, left=None)),
    "later": measured(9, left=32.0, right=33.0),
    "held": held(11, 31.0),
    "rolled": rolled(12),
}


@pytest.fixture(scope="module")
def full_url(tmp_path_factory: pytest.TempPathFactory) -> str:
    """Return the address of a log that has something for every page to show."""
    url = f"sqlite:///{tmp_path_factory.mktemp('log') / 'romtrack.db'}"
    later, rolled_one = SESSIONS["later"], SESSIONS["rolled"]
    tried = Partial("left", "knee_rise", "torso", 7.0, 8.0, 9.0, -0.25, 0.0, 0.1, "it did not come back")
    (done,) = rolled_one.sets
    SESSIONS["rolled"] = replace(rolled_one, sets=(replace(done, end_s=9.0, partials=(tried,)),))
    now = local_now()
    with open_repository(url) as repository:
        for name, session in SESSIONS.items():
            signals = tracks(session)
            with repository.new_tracks(
                session.id, recorded("measure_male_left_offset").track, signals
            ) as file:
                repository.save(replace(session, tracks_file=file) if name != "first" else session)
        repository.save(measured(1, "Grace", left=30.0))
        repository.records.correct(later.id, Correction(note="a note"))
        repository.records.correct(SESSIONS["rolled"].id, Correction(pain=Pain(2, 6, sharp=True)))
        repository.entries.add("Ada", [planned(exercise("clamshell"), list(WEEKDAYS), now.date(), "both")])
        repository.entries.add("Ada", [Goal(uuid4(), "hip_rotation", "left", "internal", 40.0, now)])
        hand = HandMeasurement(uuid4(), now.date(), "hip_rotation", "left", "internal", 28.0, now)
        repository.entries.add("Ada", [hand])
    return url


def tracks(session: Session) -> dict[Side, SignalTrack]:
    """Return a signal for each leg of a session."""
    time_s = recorded("measure_male_left_offset").track.time_s
    name, unit = ("hip_rotation", "deg") if session.measurements else ("knee_rise", "torso")
    many = len(time_s)
    return {
        side: SignalTrack(
            name, side, unit, time_s, np.full(many, 0.2), np.ones(many), np.ones(many, dtype=bool)
        )
        for side in SIDES
    }


def seen(test: AppTest) -> set[str]:
    """Return what a page shows: its labels, texts, tables, and what its charts and pictures say."""
    found: set[str] = set()
    for message in messages(test.main):
        found |= set(texts_of(message))
    for table in test.table:
        cells = (*table.value.columns, *table.value.to_numpy().ravel())
        found |= {text for cell in cells for text in shown_by(str(cell))}
    return found


class Message(Protocol):
    """What Streamlit sends to the browser."""

    def ListFields(self) -> list[tuple[Any, Any]]: ...  # noqa: N802  its own name


def messages(node: object) -> Iterator[Message]:
    message = getattr(node, "proto", None)
    if message is not None:
        yield message
    for child in getattr(node, "children", {}).values():
        yield from messages(child)


def texts_of(message: Message) -> Iterator[str]:
    for field, value in message.ListFields():
        if field.name == "spec":
            yield from drawn_in(json.loads(value))
        elif field.message_type is not None:
            for each in [value] if hasattr(value, "ListFields") else list(value):
                if hasattr(each, "ListFields"):
                    yield from texts_of(each)
        elif field.name in LABELS:
            for text in [value] if isinstance(value, str) else value:
                yield from shown_by(str(text))


def shown_by(text: str) -> Iterator[str]:
    """Yield a text without its marks; what HTML says to those who do not see it, too."""
    if "<style" in text:
        return
    yield from re.findall(r'(?:alt|title|aria-label)="([^"]*)"', text)
    yield html.unescape(MARKUP.sub(" ", text.replace("\\", "")))


def drawn_in(spec: object, key: str = "") -> Iterator[str]:
    if isinstance(spec, dict):
        for name, value in spec.items():
            yield from drawn_in(value, name)
    elif isinstance(spec, list):
        for value in spec:
            yield from drawn_in(value, key)
    elif isinstance(spec, str) and key in DRAWN and not re.match(r"\d{4}-", spec):
        yield spec


def left_over(texts: set[str]) -> dict[str, str]:
    """Return the texts that have words outside the catalogue, with those."""
    named = sorted(NAMES, key=len, reverse=True)  # those that hold others first
    words = {text: DATES.sub(" ", untranslated_of(text, named)) for text in texts}
    return {text: said for text, said in words.items() if untranslated(said) not in {"", NOBODY}}


def untranslated_of(text: str, names: list[str]) -> str:
    for name in names:
        text = text.replace(name, " ")
    return text


def shown(name: str, language: str = "xx", **address: str) -> AppTest:
    script = page(name).replace(
        "people.show()", "from romtrack.app import tongue; tongue.keep(); people.show()"
    )
    if name in WAYS:
        script = script.replace("show(other)", "show(Ways(*[other] * 8))")
    if name == "people":
        script = script.replace("import people", "import everybody").replace(
            "people.show(other)", "everybody.show(other, other)"
        )
    script = script.replace('title="Other"', 'title="2"').replace('title="This"', 'title="1"')
    test = AppTest.from_string(script, default_timeout=30)
    test.query_params["lang"] = language
    for key, value in address.items():
        test.query_params[key] = value
    test.run()
    assert not test.exception
    return test


@pytest.mark.parametrize(
    ("name", "address"),
    [
        ("home", {}),
        ("learn", {}),
        ("analyze", {}),
        ("measure", {}),
        ("train", {}),
        ("exercises", {}),
        ("exercises", {"exercise": "clamshell"}),
        ("plan", {}),
        ("progress", {}),
        ("sessions", {}),
        *(("sessions", {"session": name}) for name in SESSIONS),
        ("sessions", {"session": "later", "with": "refused"}),
        ("sessions", {"session": "later", "with": "later"}),
        ("people", {}),
        ("people", {"who": "Ada"}),
    ],
    ids=str,
)
def test_a_page_says_nothing_that_cannot_be_translated(
    name: str, address: dict[str, str], full_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("ROMTRACK_DATABASE_URL", full_url)
    with open_repository(full_url) as repository:
        person = repository.roster.find("Ada")
    assert person is not None
    ids = {"Ada": person.id.hex, **{key: session.id.hex for key, session in SESSIONS.items()}}
    where = {key: ids.get(value, value) for key, value in address.items()}
    assert left_over(seen(shown(name, person=person.id.hex, **where))) == {}


@pytest.mark.parametrize("name", ["home", "plan", "progress", "sessions", "people"])
def test_a_page_without_anything_says_nothing_else(
    name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("ROMTRACK_DATABASE_URL", f"sqlite:///{tmp_path / 'romtrack.db'}")
    assert left_over(seen(shown(name))) == {}


@pytest.mark.parametrize("name", ["refused", "later", "held", "rolled"])
def test_a_report_says_nothing_that_cannot_be_translated(name: str) -> None:
    session = SESSIONS[name]
    with speaking("xx"):
        page = report_html(session, to_svg(signal_chart(tracks(session)["left"], session)))
    body = re.sub(r"<style>.*?</style>|</?strong>", "", page, flags=re.DOTALL).replace(str(session.id), "")
    assert left_over({html.unescape(text) for text in re.split(r"<[^>]*>", body)}) == {}


def test_a_page_in_german_says_which_way_the_foot_goes() -> None:
    texts = " ".join(seen(shown("learn", "de")))
    assert "schwingen Sie den Fuß nach außen" in texts.replace("**", "").replace("\n", " ")
