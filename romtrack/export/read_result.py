"""result.json as a session again: schemas ``romtrack.result/1`` and ``/2``."""

from __future__ import annotations

import json
import math
from dataclasses import fields
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any, Final, TypeVar
from uuid import NAMESPACE_URL, UUID, uuid5

from romtrack.errors import InputError, ShapeError
from romtrack.export.result_json import EVENTS, NEWEST
from romtrack.files import read_ordinary
from romtrack.kinematics.quantities import QUANTITIES
from romtrack.types import (
    Camera,
    Fault,
    Hold,
    Measurement,
    Notice,
    Partial,
    Quality,
    Rep,
    Session,
    SetRecord,
    Trial,
    VideoInfo,
)

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from pathlib import Path

__all__ = ["read_result"]

_T = TypeVar("_T")
_MOST_BYTES: Final = 1 << 28  # days of movements
_DAMAGE: Final = (KeyError, TypeError, ValueError, OverflowError, RecursionError, ShapeError)
_SCHEMAS: Final = tuple(f"romtrack.result/{version}" for version in range(1, NEWEST + 1))
_MADE: Final[dict[str, type]] = {"reps": Rep, "partials": Partial, "holds": Hold, "faults": Fault}


def read_result(path: Path) -> Session:
    """Return the session that ``write_result`` wrote; numbers are as they were rounded.

    A result of schema 1 says neither who it was nor when: its person is empty, ``recorded_at`` is not known,
    and ``analysed_at`` is when the file was written.

    Raises
    ------
    InputError: there is no such file, or it is no result, or one of a schema that is not known here.
    """
    try:
        content = read_ordinary(path, _MOST_BYTES)
        written_at = datetime.fromtimestamp(path.stat().st_mtime, UTC)
    except OSError as error:
        raise InputError(f"{path} cannot be read ({error.strerror}); check the name and the disk") from error
    try:
        plain = json.loads(content, parse_constant=_one_of())  # NaN and Infinity are no JSON
        schema = plain["schema"]
    except _DAMAGE as error:
        raise InputError(f"{path} is no result of romtrack; name a result.json") from error
    if schema not in _SCHEMAS:
        raise InputError(f"{path} has the schema {schema!r}, which is not known here; update romtrack")
    try:
        return _session(plain if schema != _SCHEMAS[0] else _renewed(plain, content, written_at))
    except _DAMAGE as error:
        raise InputError(f"{path} is a damaged result; analyse the recording again") from error


def _renewed(plain: Mapping[str, Any], content: bytes, written_at: datetime) -> dict[str, Any]:
    """Return a result of schema 1 as one of schema 2: all is one set, all is rotation of the hip."""
    events = {kind: [{"set": 0, **one} for one in plain[kind]] for kind in EVENTS}
    ends = [end for found in events.values() for one in found for end in (one["start_s"], one["end_s"])]
    named = {"quantity": "hip_rotation"}
    return {
        **plain,
        **events,
        "id": str(uuid5(NAMESPACE_URL, content.hex())),
        "person": "",
        "recorded_at": None,
        "recorded_by": None,
        "analysed_at": written_at.isoformat(),
        "sets": [{"start_s": min(ends), "end_s": max(ends)}] if ends else [],
        "measurements": [
            {**named, **one, "trials": [{**named, **trial} for trial in one["trials"]]}
            for one in plain["measurements"]
        ],
    }


def _session(plain: Mapping[str, Any]) -> Session:
    return _made(
        Session,
        plain,
        id=UUID(plain["id"]),
        side=_one_of("left", "right", "both", None)(plain["side"]),
        analysed_at=datetime.fromisoformat(plain["analysed_at"]),
        recorded_at=None if plain["recorded_at"] is None else datetime.fromisoformat(plain["recorded_at"]),
        recorded_by=_one_of("container", "file", "user", "camera", None)(plain["recorded_by"]),
        video=None if plain["video"] is None else _made(VideoInfo, plain["video"], warnings=()),
        camera=None if plain.get("camera") is None else _made(Camera, plain["camera"]),
        sets=_sets(plain),
        measurements=tuple(map(_measurement, _list(plain["measurements"]))),
        quality=_made(Quality, plain["quality"], warnings=_notices(plain["quality"]["warnings"])),
        settings=dict(plain["settings"]),
        tracks_file=None,
    )


def _sets(plain: Mapping[str, Any]) -> tuple[SetRecord, ...]:
    records = _list(plain["sets"])
    known = _one_of(*range(len(records)))
    for one in (one for kind in _MADE for one in _list(plain[kind])):
        known(one["set"])
    return tuple(_set(number, one, plain) for number, one in enumerate(records))


def _set(number: int, plain: Mapping[str, Any], result: Mapping[str, Any]) -> SetRecord:
    events: dict[str, Any] = {
        kind: tuple(_made(made, one) for one in _list(result[kind]) if one["set"] == number)
        for kind, made in _MADE.items()
    }
    return _made(SetRecord, plain, **events)


def _measurement(plain: Mapping[str, Any]) -> Measurement:
    quantity = QUANTITIES[plain["quantity"]]
    way = quantity.way(_one_of(*(way.name for way in quantity.ways))(plain["direction"])).name
    trials = tuple(_made(Trial, one, side=plain["side"], direction=way) for one in _list(plain["trials"]))
    return _made(Measurement, plain, trials=trials, warnings=_notices(plain["warnings"]))


def _notices(plain: Any) -> tuple[Notice, ...]:  # noqa: ANN401
    return tuple(_made(Notice, one) for one in _list(plain))


def _made(made: type[_T], plain: Mapping[str, Any], **given: object) -> _T:
    """Return a value type from what is named as its fields, each as its annotation asks for."""
    read = {
        field.name: _KINDS[str(field.type)](plain[field.name])
        for field in fields(made)  # type: ignore[arg-type]  # each is a dataclass
        if field.name not in given
    }
    return made(**read, **given)


def _one_of(*words: str | int | None) -> Callable[[Any], Any]:
    def read(value: Any) -> Any:  # noqa: ANN401
        if value not in words:
            raise ValueError(value)
        return value

    return read


def _exactly(kind: type) -> Callable[[Any], Any]:
    def read(value: Any) -> Any:  # noqa: ANN401
        if type(value) is not kind:
            raise TypeError(value)
        return value

    return read


def _list(value: Any) -> list[Any]:  # noqa: ANN401
    return _exactly(list)(value)  # type: ignore[no-any-return]


def _number(value: Any) -> float:  # noqa: ANN401
    """Return a number; null is one that is missing."""
    if isinstance(value, bool) or not isinstance(value, int | float | None):
        raise TypeError(value)
    return math.nan if value is None else float(value)


_KINDS: Final[dict[str, Callable[[Any], Any]]] = {
    "float": _number,
    "float | None": lambda value: None if value is None else _number(value),
    "int": _exactly(int),
    "str": _exactly(str),
    "bool": _exactly(bool),
    "tuple[str, ...]": lambda value: tuple(_exactly(str)(one) for one in _list(value)),
    "QuantityName": _one_of(*QUANTITIES),
    "Side": _one_of("left", "right"),
    "Direction": _one_of(*(way.name for one in QUANTITIES.values() for way in one.ways)),
    "Reference": _one_of("gravity", "neutral"),
}
