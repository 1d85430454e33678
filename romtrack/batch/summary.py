"""What a batch found, in one table, and on one page that shows every video."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, NamedTuple

from romtrack import units
from romtrack.batch.listing import ALL_FILES
from romtrack.errors import OutputError
from romtrack.exercises import exercise, exercise_ids
from romtrack.export import write_csv, write_text
from romtrack.reports import Shown, batch_html
from romtrack.reps import held_s
from romtrack.tidy import frame_of

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path

    from romtrack.batch.many import VideoDone
    from romtrack.types import Measurement, Session, SetRecord

__all__ = ["words_of", "write_summary"]


class _Row(NamedTuple):
    """A measurement, a set, or a video that gave neither; what the columns hold: docs/batch.md."""

    file: str
    folder: str
    person: str
    recorded_at: str | None
    exercise: str
    kind: str
    side: str | None = None
    quantity: str | None = None
    direction: str | None = None
    value_deg: float | None = None
    sd_deg: float | None = None
    sigma_deg: float | None = None
    accepted: int | None = None
    trials: int | None = None
    set: int | None = None
    repetitions: int | None = None
    partials: int | None = None
    held_s: float | None = None
    notices: str = ""
    error: str = ""


_NUMBERS: Final = {
    **dict.fromkeys(("value_deg", "sd_deg", "sigma_deg", "held_s"), "float64"),
    **dict.fromkeys(("accepted", "trials", "set", "repetitions", "partials"), "Int64"),
}


def write_summary(done: Sequence[VideoDone], out: Path) -> None:
    """Write summary.csv, summary.parquet and index.html into the folder of all results.

    Raises
    ------
    OutputError: one of them cannot be written.
    """
    table, path, page = (out / name for name in ALL_FILES)
    rows = [tuple(map(_readable, row)) for one in done for row in _rows(one)]
    write_csv(table, _Row._fields, rows)
    try:
        frame_of(rows, _Row._fields, _NUMBERS).to_parquet(path, index=False)
    except OSError as error:
        raise OutputError(f"cannot write {path} ({error.strerror}): make room there") from error
    write_text(page, batch_html([_shown(one, out) for one in done]))


def _readable(cell: str | float | None) -> str | float | None:
    """Return a cell that Parquet takes, too: a name that is no text as ``write_text`` writes it."""
    return cell.encode(errors="backslashreplace").decode() if isinstance(cell, str) else cell


def _rows(done: VideoDone) -> Iterator[_Row]:
    task, session = done.task, done.session
    folder = done.same_as or task.name
    if session is None:
        person, asked = task.settings.person, task.settings.exercise
        yield _Row(task.file, "", person, None, asked, "error", error=done.error)
        return
    when = None if session.recorded_at is None else session.recorded_at.isoformat()
    base = _Row(task.file, folder, session.person, when, session.exercise, "nothing")
    notices = " ".join(_told(done, session))
    base = base._replace(side=session.side, notices=notices)
    for one in session.measurements:
        yield _measured(base, one)
    for number, record in enumerate(_sets(session), 1):
        yield _counted(base, number, record)
    if not session.measurements and not session.sets:
        yield base


def _sets(session: Session) -> tuple[SetRecord, ...]:
    """Return the sets; the turns of a measurement are trials, and told of as such."""
    return () if session.measurements else session.sets


def _measured(base: _Row, one: Measurement) -> _Row:
    return base._replace(
        kind="measurement",
        side=one.side,
        quantity=one.quantity,
        direction=one.direction,
        value_deg=one.value_deg,
        sd_deg=one.sd_deg,
        sigma_deg=one.sigma_deg,
        accepted=sum(trial.accepted for trial in one.trials),
        trials=len(one.trials),
    )


def _counted(base: _Row, number: int, record: SetRecord) -> _Row:
    return base._replace(
        kind="set",
        set=number,
        repetitions=len(record.reps),
        partials=len(record.partials),
        held_s=held_s([record]),
    )


def words_of(done: VideoDone) -> tuple[str, ...]:
    """Return what became of a video, a line each."""
    if done.session is None:
        return (done.error,)
    values = tuple(_values(done.session))
    return (*values, *filter(None, (done.remark,))) if values else _told(done, done.session)


def _told(done: VideoDone, session: Session) -> tuple[str, ...]:
    same = f"the same file, asked the same way, as {done.same_as}" if done.same_as else ""
    return tuple(filter(None, (same, done.remark, *(notice.text for notice in session.notices))))


def _shown(done: VideoDone, out: Path) -> Shown:
    """Return a video as the page shows it."""
    folder = done.same_as or done.task.name
    if done.session is None:
        return Shown(done.task.file, "", problem=done.error)
    has = {name: (out / folder / name).is_file() for name in ("chart.svg", "report.html", "annotated.mp4")}
    return Shown(
        done.task.file,
        _what(done.session),
        values=tuple(_values(done.session)),
        notices=_told(done, done.session),
        folder=folder,
        files=tuple(name for name, there in has.items() if there),
    )


def _what(session: Session) -> str:
    known = session.exercise in exercise_ids()
    title = exercise(session.exercise).title if known else session.exercise
    return f"{session.person}, {title}"


def _values(session: Session) -> Iterator[str]:
    for one in session.measurements:
        what = f"{one.side}, {one.direction}"
        if one.value_deg is None or one.sigma_deg is None:
            yield f"{what}: no number"
        else:
            yield f"{what}: {units.degrees(one.value_deg)} {units.plus_minus(one.sigma_deg)}"
    for number, record in enumerate(_sets(session), 1):
        yield f"set {number}: {units.counted(len(record.reps), 'repetition')}"
