"""romtrack import: what was measured by hand, or an earlier result."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from romtrack import units
from romtrack.cli._ending import ENDING
from romtrack.cli._terminal import say, warn
from romtrack.cli._whose import warn_of_slip
from romtrack.errors import UsageError

if TYPE_CHECKING:
    from romtrack.imports import Imported
    from romtrack.store import Repository

__all__ = ["import_file"]

InputFile = Annotated[Path, typer.Argument(help="A table (.csv) or a result of romtrack (.json).")]


def import_file(
    file: InputFile,
    person: Annotated[
        str | None,
        typer.Option(metavar="NAME", help="Whose result it is [default: as the file says]."),
    ] = None,
) -> None:
    """Log what a goniometer or inclinometer said, a row each, or an earlier result.json; nothing twice.

    The first line of a table names its columns: person, date, side, direction, quantity, value, instrument.
    All of it is logged, or nothing; romtrack undo takes it back.
    """
    from romtrack import store  # noqa: PLC0415

    kind = file.suffix.lower()
    if kind not in {".csv", ".json"}:
        raise UsageError(
            f"{file}: name a table (.csv) or a result.json; romtrack add takes what export wrote"
        )
    if kind == ".csv" and person is not None:
        raise UsageError("a table says in its column person whose values they are: leave --person out")
    with ENDING.orderly(), store.open_repository() as repository:
        done = _table(repository, file) if kind == ".csv" else _result(repository, file, person)
    what = "value" if kind == ".csv" else "session"
    say(f"{units.counted(done.new, f'new {what}')}; {done.known} in the log already")


def _table(repository: Repository, file: Path) -> Imported:
    from romtrack import imports  # noqa: PLC0415
    from romtrack.trends import is_short_of_neutral  # noqa: PLC0415

    values = imports.read_hand_values(file)
    for name in dict.fromkeys(one.person for one in values):
        warn_of_slip(repository, name)
    done = imports.import_hand_values(repository, values)
    # Whoever writes external rotation with a minus, as result.json does, must hear what it was taken for.
    short = sum(is_short_of_neutral(one.measured) for one in values)
    if short:
        warn(
            f"{units.counted(short, 'value')} below 0: of a hip that does not reach the straight position in "
            "that direction. If the minus was meant as the direction, romtrack undo takes the file back"
        )
    return done


def _result(repository: Repository, file: Path, person: str | None) -> Imported:
    from romtrack import imports  # noqa: PLC0415

    session = imports.read_session(file, person)
    warn_of_slip(repository, session.person)
    return imports.import_result(repository, session)
