"""A log as it is after years: half measurements, half exercises, three persons."""

from __future__ import annotations

from collections import defaultdict
from datetime import UTC, datetime, timedelta
from random import Random
from typing import TYPE_CHECKING, Any
from uuid import UUID

from sessions import measurement, partial, rep, session_of, trial
from sqlalchemy import insert

from romtrack.store._open import find_database, open_engine
from romtrack.store._rows import rows_of
from romtrack.store._writing import person_id_of
from romtrack.store.tables import sessions
from romtrack.types import (
    SIDES,
    Measurement,
    Session,
    SetRecord,
    Side,
    VideoInfo,
)

if TYPE_CHECKING:
    from collections.abc import Sequence

    from sqlalchemy import Table

PERSONS = ("Ada", "Grace", "Mary")
FIRST = datetime(2020, 1, 1, 9, 0, tzinfo=UTC)
_AT_ONCE = 500  # sessions


def make_log(url: str, count: int, persons: Sequence[str] = PERSONS) -> None:
    """Write ``count`` sessions of ``persons`` into a new log, two a day."""
    chance = Random(5)  # noqa: S311  no secret
    opened = open_engine(find_database(url))
    with opened.engine.begin() as connection:
        ids = {name: person_id_of(connection, name) for name in persons}
        for first in range(0, count, _AT_ONCE):
            by_table: dict[Table, list[dict[str, Any]]] = defaultdict(list)
            for number in range(first, min(first + _AT_ONCE, count)):
                session = _session(number, persons[number // 2 % len(persons)], chance)
                for table, row in rows_of(session):
                    by_table[table].append(
                        row | {"person_id": ids[session.person]} if table is sessions else row
                    )
            for table, rows in by_table.items():
                connection.execute(insert(table), rows)
    opened.engine.dispose()


def _session(number: int, person: str, chance: Random) -> Session:
    is_measured = number % 2 == 0
    return session_of(
        id=UUID(int=chance.getrandbits(128), version=4),
        person=person,
        exercise="seated-ir-measure" if is_measured else "seated-resisted-ir",
        side="both" if is_measured else "left",
        analysed_at=FIRST + timedelta(hours=12 * number),
        video=VideoInfo("clip.mp4", f"{number:064x}", 640, 480, 60.0, 1800),
        sets=() if is_measured else tuple(_set(at, chance) for at in range(3)),
        measurements=tuple(_measurement(side, chance) for side in SIDES) if is_measured else (),
        settings={"side": "auto", "mirrored": False},
    )


def _measurement(side: Side, chance: Random) -> Measurement:
    peaks = [chance.gauss(33, 2) for _ in range(3)]
    trials = [trial(peak, (8.0 * at, 8.0 * at + 2, 8.0 * at + 5), side=side) for at, peak in enumerate(peaks)]
    return measurement(sum(peaks) / 3, trials, side=side, sd_deg=1.1, sigma_deg=1.7)


def _set(at: int, chance: Random) -> SetRecord:
    start_s = 120.0 * at
    reps = tuple(rep(start_s + 4 * place, chance.gauss(28, 3), lasts_s=3.0) for place in range(12))
    return SetRecord(start_s, start_s + 60, reps, (partial(start_s + 50),))
