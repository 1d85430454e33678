"""All that is held about a person goes along in one file, and comes into another log once."""

from __future__ import annotations

import csv
import io
import json
import zipfile
from dataclasses import replace
from datetime import timedelta
from typing import TYPE_CHECKING
from uuid import uuid4

import jsonschema
import numpy as np
import pandas as pd
import pytest
from conftest import reading_of, recorded
from sessions import START, VIDEO, full_session, measurement, session_of, trial, url_of

from romtrack.errors import InputError, StorageError
from romtrack.exercises import exercise
from romtrack.export import result_schema, to_result
from romtrack.store import Correction, load_tracks, open_repository
from romtrack.takeout import bring_in, take_out
from romtrack.types import Goal, HandMeasurement, Pain, PlanItem, opposite

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from romtrack.store import Repository
    from romtrack.types import Entry, Session

SEATED = exercise("seated-ir-measure")
DAY = START.date()
SAID: tuple[Entry, ...] = (
    PlanItem(uuid4(), "clamshell", "both", 3, 20, None, ("monday",), DAY, DAY + timedelta(days=30)),
    Goal(uuid4(), "hip_rotation", "left", "internal", 35.0, START),
    HandMeasurement(uuid4(), DAY, "hip_rotation", "right", "external", -12.5, START, "goniometer", "<b>"),
)
GONE = Goal(uuid4(), "hip_rotation", "left", "internal", 99.0, START)
NAME = "=Anna <b>&</b> \u202e"


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "taken.zip"


@pytest.fixture
def mine(repository: Repository) -> list[Session]:
    """Return somebody's sessions, in a log with somebody else's: with tracks and note, live, in the bin."""
    measured = measurement(31.0, [trial(31.0)])
    first = session_of(id=uuid4(), person=NAME, measurements=(measured,))
    track = recorded("measure_male_left_offset").track
    with repository.new_tracks(first.id, track, {}) as name:
        first = replace(first, tracks_file=name)
        repository.save(first)
    repository.records.correct(first.id, Correction(note="cold day", pain=Pain(1, 3, sharp=True)))
    live, gone = (replace(full_session(), person=NAME, id=uuid4()) for _ in range(2))
    live = replace(live, video=None)
    for session in (live, gone, session_of(id=uuid4(), person="Ben", video=replace(VIDEO, sha256="0" * 64))):
        repository.save(session)
    repository.records.delete(gone.id)
    person = repository.roster.find(NAME)
    assert person is not None
    repository.roster.change(replace(person, sex="female", birth_year=1980, notes="left"))
    repository.entries.add(NAME, [*SAID, GONE])
    repository.entries.change(NAME, [], without=[GONE])
    return [first, live]


def test_it_holds_everything_and_nothing_of_others(
    repository: Repository, mine: list[Session], file: Path
) -> None:
    assert take_out(repository, NAME.upper(), file) == (3, 1)
    with zipfile.ZipFile(file) as archive:
        names = set(archive.namelist())
        about = json.loads(archive.read("about.json"))
        results = [json.loads(archive.read(name)) for name in names if name.startswith("sessions/")]
        table = list(csv.DictReader(io.StringIO(archive.read("measurements.csv").decode())))
        frame = pd.read_parquet(io.BytesIO(archive.read("measurements.parquet")))
        everything = b"".join(archive.read(name) for name in names)
    assert f"tracks/{mine[0].id}.npz" in names
    assert b"Ben" not in everything
    assert about["person"] == {"name": NAME, "sex": "female", "birth_year": 1980, "notes": "left"}
    told = {one["id"]: one for one in about["sessions"]}
    assert told[str(mine[0].id)]["note"] == "cold day"
    assert told[str(mine[0].id)]["pain"] == {"before": 1, "after": 3, "sharp": True}
    assert [one["exercise"] for one in about["plan"]] == ["clamshell"]
    assert [one["value_deg"] for one in about["measured_by_hand"]] == [-12.5]
    assert [(one["value_deg"], one["in_the_bin"]) for one in about["goals"]] == [(35.0, False), (99.0, True)]
    assert [one["kind"] for one in told[str(mine[0].id)]["changes"]] == ["edit"]
    assert [one["in_the_bin"] for one in about["sessions"]].count(True) == 1
    for result in results:
        jsonschema.validate(result, result_schema())
    assert {row["person"] for row in table} == {f"'{NAME}"}, "no formula for a spreadsheet"
    assert frame.value_deg.max() == 33.1
    assert file.stat().st_mode & 0o077 == 0


def test_it_comes_into_another_log_once(
    repository: Repository, mine: list[Session], file: Path, tmp_path: Path
) -> None:
    take_out(repository, NAME, file)
    with open_repository(url_of(tmp_path / "another" / "romtrack.db")) as other:
        assert bring_in(other, file) == (NAME, 2, 0)
        assert bring_in(other, file) == (NAME, 0, 2)
        found = other.sessions()
        assert [to_result(one) for one in found] == [to_result(one) for one in mine]
        assert [one.note for one in other.summaries()] == ["", "cold day"]
        assert other.summaries()[1].pain == Pain(1, 3, sharp=True)
        assert [other.entries.of(NAME, type(one)) for one in SAID] == [[one] for one in SAID]
        person = other.roster.find(NAME)
        assert person is not None
        assert (person.sex, person.birth_year, person.notes) == ("female", 1980, "left")
        track, _ = load_tracks(other.tracks_folder / str(found[0].tracks_file))
        assert np.array_equal(
            track.image_px, recorded("measure_male_left_offset").track.image_px, equal_nan=True
        )
        assert other.check() == []


def test_a_session_whose_legs_were_exchanged_knows_it(
    repository: Repository, mine: list[Session], file: Path, tmp_path: Path
) -> None:
    session, signals = mine[0], reading_of(recorded("measure_male_left_offset").track, SEATED).own
    with repository.new_tracks(uuid4(), recorded("measure_male_left_offset").track, signals) as name:
        again = replace(session, id=uuid4(), video=None, tracks_file=name)
        repository.save(again)
    repository.records.correct(again.id, Correction(exchanged=True))
    take_out(repository, NAME, file)
    with open_repository(url_of(tmp_path / "another" / "romtrack.db")) as other:
        bring_in(other, file)
        there, here = other.get(again.id), repository.get(again.id)
        assert there is not None
        assert here is not None
        assert to_result(there) == to_result(here)
        assert {one.side for one in there.measurements} == {"right"}
        for side, signal in other.signals(there).items():
            assert np.array_equal(signal.value, repository.signals(here)[side].value, equal_nan=True)
            assert np.array_equal(signal.value, signals[opposite(side)].value, equal_nan=True)
        assert not other.records.is_exchanged(session.id)
        while other.records.undo() is not None:
            pass
        back = other.get(again.id)
        assert back is not None
        assert {one.side for one in back.measurements} == {"left"}, "as the camera saw it"


def test_it_can_become_somebody_elses(
    repository: Repository, mine: list[Session], file: Path, tmp_path: Path
) -> None:
    take_out(repository, NAME, file)
    with open_repository(url_of(tmp_path / "another" / "romtrack.db")) as other:
        other.roster.add("Cleo")
        assert bring_in(other, file, "cleo").new == len(mine)
        assert other.people() == ["Cleo"]


def cut(image: bytes) -> bytes:
    return image[: len(image) // 2]


def with_(name: str, change: Callable[[bytes], bytes]) -> Callable[[bytes], bytes]:
    """Return what changes one entry of a file; one that is not there is added."""

    def changed(image: bytes) -> bytes:
        with zipfile.ZipFile(io.BytesIO(image)) as archive:
            entries = {one: archive.read(one) for one in archive.namelist()}
        entries |= {one: change(content) for one, content in entries.items() if name in one} or {
            name: change(b"")
        }
        made = io.BytesIO()
        with zipfile.ZipFile(made, "w") as archive:
            for one, content in entries.items():
                archive.writestr(one, content)
        return made.getvalue()

    return changed


DAMAGE: dict[str, tuple[Callable[[bytes], bytes], str]] = {
    "cut off": (cut, "damaged"),
    "another file": (lambda _: b"no zip", "damaged"),
    "an entry that leads elsewhere": (with_("../evil", lambda _: b"x"), "damaged"),
    "damaged tracks": (with_("tracks/", cut), "damaged"),
    "a damaged session": (with_("sessions/", cut), "damaged"),
    "a goal of no joint": (
        with_("about.json", lambda text: text.replace(b'"internal"', b'"abduction"')),
        "damaged",
    ),
    "a plan for no day": (
        with_("about.json", lambda text: text.replace(b'"monday"', b'"someday"')),
        "damaged",
    ),
    "about nothing": (with_("about.json", lambda _: b"[]"), "damaged"),
    "newer": (with_("about.json", lambda text: text.replace(b"person/1", b"person/9")), "update romtrack"),
}


@pytest.mark.usefixtures("mine")
def test_what_is_damaged_logs_nothing(repository: Repository, file: Path, tmp_path: Path) -> None:
    take_out(repository, NAME, file)
    sound = file.read_bytes()
    with open_repository(url_of(tmp_path / "another" / "romtrack.db")) as other:
        for damage, why in DAMAGE.values():
            file.write_bytes(damage(sound))
            with pytest.raises(InputError, match=why) as refused:
                bring_in(other, file)
            assert len(str(refused.value).splitlines()) == 1
            assert (other.sessions(), other.people(), other.unnamed_tracks()) == ([], [], [])
    assert not (tmp_path / "evil").exists()


def test_nobody_is_nobody(repository: Repository, file: Path) -> None:
    with pytest.raises(StorageError, match="nobody in the log is called Nobody"):
        take_out(repository, "Nobody", file)
    assert not file.exists()
