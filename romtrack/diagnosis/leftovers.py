"""What processes that were killed left on the disk: how much, where, and how it goes."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Final

from romtrack import scratch
from romtrack.diagnosis._diagnosis import Diagnosis
from romtrack.diagnosis.data import database_url, records_folder, sqlite_path
from romtrack.errors import StorageError

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

__all__ = ["check_leftovers", "leftovers_diagnosis"]

_NAME: Final = "leftovers"
_SWEPT: Final = "the next romtrack analyze or romtrack app removes them, each where it writes"
_BY_HAND: Final = "delete them, unless another log in that folder needs them"


def check_leftovers() -> Diagnosis:
    """Count what is left among the temporary files, beside the log and beside results; remove nothing."""
    records = records_folder()
    places = [*_temporary(), Path(), Path("romtrack-out"), *([records] if records else [])]
    swept = [folder for place in dict.fromkeys(places) for folder in scratch.abandoned(place)]
    kept = [] if records is None else [*_parts(records), *_unnamed_tracks()]
    return leftovers_diagnosis(swept, kept)


def leftovers_diagnosis(swept: list[Path], kept: list[Path]) -> Diagnosis:
    """Judge what was found. swept: what a next start removes. kept: what only a person can judge."""
    if not swept and not kept:
        return Diagnosis(_NAME, "ok", "nothing of a killed romtrack")
    counted = [
        f"{len(found)} {what} in {', '.join(sorted({str(path.parent) for path in found}))}"
        for what, found in (
            ("folder(s) of killed romtracks", swept),
            ("file(s) that the log does not name", kept),
        )
        if found
    ]
    remedies = [remedy for remedy, found in ((_SWEPT, swept), (_BY_HAND, kept)) if found]
    return Diagnosis(_NAME, "warning", "; ".join(counted), "; ".join(remedies))


def _temporary() -> Iterator[Path]:
    try:
        yield scratch.temporary()
    except OSError:  # the diagnosis about their room says so
        return


def _parts(records: Path) -> Iterator[Path]:
    """Yield the half-written files of versions that did not mark them."""
    for folder in (records, records / "tracks"):
        yield from folder.glob(".*.part")


def _unnamed_tracks() -> Iterable[Path]:
    url = database_url()
    path = sqlite_path(url)
    if path is None or not path.exists():
        return ()
    try:
        from romtrack.store import open_repository  # noqa: PLC0415  its absence must not stop the others

        with open_repository(url) as repository:
            return repository.unnamed_tracks()
    except (ImportError, StorageError):  # the diagnosis about the database says so
        return ()
