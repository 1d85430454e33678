"""romtrack import: all of a file is in the log, once, or nothing of it."""

from __future__ import annotations

import json
from dataclasses import replace
from hashlib import sha256
from typing import TYPE_CHECKING, Any

import pytest
from conftest import SAMPLES
from sessions import START, VIDEO, measurement, session_of, trial, url_of

from romtrack.cli._root import run
from romtrack.errors import RomtrackError
from romtrack.export import write_result
from romtrack.imports import COLUMNS
from romtrack.store import open_repository
from romtrack.types import HandMeasurement, Quality

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from romtrack.types import Session

ROWS = (
    "Anna,2026-03-02,left,internal,hip_rotation,31,goniometer",
    "anna,2026-03-02,left,internal,hip_rotation,31,goniometer",
    "=cmd,2026-03-09,left,abduction,hip_abduction,25.5,inclinometer",
)


@pytest.fixture(autouse=True)
def url(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> str:
    found = url_of(tmp_path / "romtrack.db")
    monkeypatch.setenv("ROMTRACK_DATABASE_URL", found)
    return found


@pytest.fixture
def typed(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Callable[..., str]:
    """Types a command and returns what it said; a refusal is said, too."""

    def type_in(*words: str | Path) -> str:
        monkeypatch.setattr("sys.argv", ["romtrack", *map(str, words)])
        try:
            run()
        except RomtrackError as error:
            return f"refused: {error}"
        said = capsys.readouterr()
        return said.out + said.err

    return type_in


def table(tmp_path: Path, *rows: str) -> Path:
    path = tmp_path / "values.csv"
    path.write_text("\n".join([",".join(COLUMNS), *rows]), encoding="utf-8")
    return path


def held(person: str) -> list[float]:
    with open_repository() as repository:
        return [one.value_deg for one in repository.entries.of(person, HandMeasurement)]


def people() -> list[str]:
    with open_repository() as repository:
        return sorted(one.person.name for one in repository.roster.all(START))


def test_a_table_is_logged_once_and_taken_back_at_once(tmp_path: Path, typed: Callable[..., str]) -> None:
    path = table(tmp_path, *ROWS)
    assert typed("import", path) == "3 new values; 0 in the log already\n"
    assert typed("import", path) == "0 new values; 3 in the log already\n"
    assert (held("Anna"), held("=cmd")) == ([31.0, 31.0], [25.5]), "measured twice, as it is written"
    assert typed("import", table(tmp_path, *ROWS, ROWS[0].replace("31", "33"))).startswith(
        "1 new value; 3 in"
    )
    typed("undo")
    assert held("Anna") == [31.0, 31.0]
    typed("undo")
    assert (held("Anna"), held("=cmd")) == ([], []), "one change for all people of a table"


def test_of_a_bad_table_nothing_is_logged(tmp_path: Path, typed: Callable[..., str]) -> None:
    path = table(tmp_path, *ROWS, ROWS[0].replace("31", "400"))
    assert typed("import", path).startswith(f"refused: {path}, row 5, column value: 400 degrees")
    assert people() == []


def test_a_name_that_is_a_letter_away_is_asked_about(tmp_path: Path, typed: Callable[..., str]) -> None:
    typed("import", table(tmp_path, *ROWS))
    said = typed("import", table(tmp_path, ROWS[0].replace("Anna", "Ana")))
    assert "there is no Ana in the log yet; did you mean Anna?" in said


def result(tmp_path: Path, session: Session, **changed: Any) -> Path:  # noqa: ANN401  what JSON has
    path = tmp_path / "result.json"
    write_result(session, path)
    path.write_text(json.dumps(json.loads(path.read_text(encoding="utf-8")) | changed), encoding="utf-8")
    return path


def measured(**parts: Any) -> Session:  # noqa: ANN401  as session_of
    return session_of(person="Anna", measurements=(measurement(30.0, [trial(30.0)]),), video=VIDEO, **parts)


def test_a_result_is_logged_once_as_it_was(tmp_path: Path, typed: Callable[..., str]) -> None:
    session = measured()
    path = result(tmp_path, session)
    assert typed("import", path) == "1 new session; 0 in the log already\n"
    assert typed("import", path) == "0 new sessions; 1 in the log already\n"
    with open_repository() as repository:
        kept = repository.get(session.id)
    assert kept is not None
    assert (kept.person, kept.when, kept.measurements) == (session.person, session.when, session.measurements)


def test_a_result_of_before_does_not_say_whose_it_is(tmp_path: Path, typed: Callable[..., str]) -> None:
    path = result(tmp_path, measured(), schema="romtrack.result/1")
    assert typed("import", path).endswith(
        "a person needs a name, or an alias; say whose it is: --person NAME"
    )
    assert typed("import", path, "--person", "Grace") == "1 new session; 0 in the log already\n"
    assert typed("import", path, "--person", "Grace") == "0 new sessions; 1 in the log already\n"
    with open_repository() as repository:
        (kept,) = repository.summaries("Grace")
    assert kept.when.recorded_at is None


@pytest.mark.parametrize(
    ("changed", "said"),
    [
        ({"schema": "romtrack.result/9"}, "update romtrack"),
        ({"person": "a" * 10_000}, "a name of 10000 characters cannot be kept"),
        ({"measurements": 3}, "damaged result"),
    ],
)
def test_a_bad_result_is_refused_in_one_line(
    tmp_path: Path, typed: Callable[..., str], changed: dict[str, Any], said: str
) -> None:
    line = typed("import", result(tmp_path, measured(), **changed))
    assert line.startswith("refused: ")
    assert said in line
    assert people() == []


def test_what_is_nobodys_session_is_refused(tmp_path: Path, typed: Callable[..., str]) -> None:
    nobody = measured(quality=Quality(0.0, 0.0))
    assert "nobody was seen" in typed("import", result(tmp_path, nobody))
    sample = sha256((SAMPLES / "seated_measure.mp4").read_bytes()).hexdigest()
    ours = replace(measured(), video=replace(VIDEO, sha256=sample))
    assert "enters nobody's log" in typed("import", result(tmp_path, ours))
    assert "name a table (.csv) or a result.json" in typed("import", tmp_path / "anna.zip")
    assert "leave --person out" in typed("import", table(tmp_path, *ROWS), "--person", "Anna")
