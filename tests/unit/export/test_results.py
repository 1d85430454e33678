"""A result of every schema is read; of any other it is said in one line."""

from __future__ import annotations

import json
import math
from dataclasses import replace
from datetime import UTC, datetime, timedelta, timezone
from typing import TYPE_CHECKING, Any
from uuid import UUID

import jsonschema
import pytest
from sessions import full_session

from romtrack.errors import InputError
from romtrack.export import read_result, result_schema, to_result, write_result

if TYPE_CHECKING:
    from pathlib import Path

    from romtrack.types import Session

NEW_IN_2 = ("camera", "id", "person", "recorded_at", "recorded_by", "analysed_at", "sets")


def written() -> Session:
    """Return a session as its file keeps it: what is only in the log left out."""
    session = replace(full_session(), id=UUID(int=7))
    assert session.video is not None
    return replace(session, video=replace(session.video, warnings=()), tracks_file=None)


def as_1(result: dict[str, Any]) -> dict[str, Any]:
    """Return a result as the earlier schema had it."""
    old = {name: value for name, value in result.items() if name not in NEW_IN_2}
    for kind in ("reps", "partials", "holds", "faults"):
        old[kind] = [{name: value for name, value in one.items() if name != "set"} for one in result[kind]]
    old["measurements"] = [
        {
            **{name: value for name, value in one.items() if name != "quantity"},
            "trials": [
                {name: value for name, value in trial.items() if name != "quantity"}
                for trial in one["trials"]
            ],
        }
        for one in result["measurements"]
    ]
    return {**old, "schema": "romtrack.result/1"}


def test_it_comes_back_as_it_was_written(tmp_path: Path) -> None:
    write_result(written(), tmp_path / "result.json")
    assert read_result(tmp_path / "result.json") == written()


def test_it_fits_its_schema_and_another_quantity_does_too() -> None:
    result = to_result(written())
    jsonschema.validate(result, result_schema(), format_checker=jsonschema.FormatChecker())
    assert result["measurements"][0]["quantity"] == "hip_rotation"
    assert result["measurements"][0]["trials"][0]["quantity"] == "hip_rotation"
    result["measurements"][0] |= {"quantity": "hip_abduction", "direction": "abduction"}
    jsonschema.validate(result, result_schema())
    result["measurements"][0]["direction"] = "internal"
    with pytest.raises(jsonschema.ValidationError):
        jsonschema.validate(result, result_schema())


def test_an_earlier_result_is_read_as_far_as_it_tells(tmp_path: Path) -> None:
    plain = as_1(to_result(written()))
    jsonschema.validate(plain, result_schema(1))
    path = tmp_path / "result.json"
    path.write_text(json.dumps(plain), encoding="utf-8")
    found = read_result(path)
    assert found.measurements == written().measurements
    assert (found.person, found.recorded_at, found.recorded_by) == ("", None, None)
    assert found.analysed_at == datetime.fromtimestamp(path.stat().st_mtime, UTC)
    (record,) = found.sets
    assert len(record.reps) == sum(len(one.reps) for one in written().sets)
    assert read_result(path).id == found.id


def test_what_is_missing_stays_missing(tmp_path: Path) -> None:
    plain = to_result(written())
    plain["reps"][0]["peak_speed"] = None
    (tmp_path / "result.json").write_text(json.dumps(plain), encoding="utf-8")
    assert math.isnan(read_result(tmp_path / "result.json").sets[0].reps[0].peak_speed)


def test_the_dates_keep_their_zone() -> None:
    zone = timezone(timedelta(hours=5, minutes=45))
    session = replace(written(), id=UUID(int=1), recorded_at=datetime(2026, 3, 1, 15, 15, tzinfo=zone))
    assert to_result(session)["recorded_at"] == "2026-03-01T15:15:00+05:45"


def _without(*path: str) -> dict[str, Any]:
    result = to_result(written())
    inside: Any = result
    for name in path[:-1]:
        inside = inside[name][0] if isinstance(inside[name], list) else inside[name]
    del inside[path[-1]]
    return result


@pytest.mark.parametrize(
    ("content", "said"),
    [
        ("", "no result of romtrack"),
        ("[1, 2]", "no result of romtrack"),
        ('{"video": null}', "no result of romtrack"),
        ('{"schema": "romtrack.result/1", "x": NaN}', "no result of romtrack"),
        ('{"schema": "romtrack.result/3"}', "schema 'romtrack.result/3', which is not known here"),
        ('{"schema": ["romtrack.result/2"]}', "which is not known here"),
        ('{"schema": "romtrack.result/1"}', "damaged result"),
        ('{"schema": "romtrack.result/2"}', "damaged result"),
        (json.dumps(_without("measurements", "quantity")), "damaged result"),
        (json.dumps(_without("video", "sha256")), "damaged result"),
        (json.dumps(to_result(written()) | {"analysed_at": "2026-03-01T09:30:00"}), "damaged result"),
        (json.dumps(to_result(written()) | {"side": "middle"}), "damaged result"),
        (json.dumps(to_result(written()) | {"sets": []}), "damaged result"),
    ],
)
def test_anything_else_is_refused_in_one_line(tmp_path: Path, content: str, said: str) -> None:
    path = tmp_path / "result.json"
    path.write_text(content, encoding="utf-8")
    with pytest.raises(InputError) as refused:
        read_result(path)
    assert said in str(refused.value)
    assert "\n" not in str(refused.value)
    with pytest.raises(InputError, match="cannot be read"):
        read_result(tmp_path / "none.json")
