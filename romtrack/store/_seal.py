"""Whether the log is as romtrack left it, told without reading it.

Beside the file lies a seal (``romtrack.db.seal``): size and time of the file when romtrack closed it
last, the process that has it open, and whether a romtrack wrote into it since. A log whose seal does
not fit is read as a whole before anything is written: after a crash, a copy put in its place, or damage
that changed the file's time. A disk that changes bits without changing the time is noticed when the bits
are read, and by ``romtrack doctor``.
"""

from __future__ import annotations

import json
import os
from contextlib import suppress
from typing import TYPE_CHECKING, Any
from uuid import uuid4

from romtrack.owner import Owner

if TYPE_CHECKING:
    from pathlib import Path

__all__ = ["Seal"]


class Seal:
    """The seal of one log, for one opening of it.

    written: whether this opening has changed the log.
    """

    def __init__(self, path: Path) -> None:
        self.written = False
        self._path = path
        self._file = path.with_name(f"{path.name}.seal")
        self._opened = self._state()

    def fits(self) -> bool:
        """Say whether the log is as romtrack left it, or is open in a romtrack that has looked at it."""
        sealed = self._sealed()
        if not self._in_use():
            return sealed is not None and sealed.get("state") == self._state()
        return _is_here(sealed)

    def hold(self, *, looked_at: bool) -> None:
        """Say that this process has the log open.

        looked_at: it was read as a whole, with what a romtrack that was killed may have left to be written.
        """
        self.written |= looked_at
        self._opened = self._state()
        if not _is_here(self._sealed()):
            self._write(self._opened, Owner.here().mark)

    def put(self) -> None:
        """Seal the closed log, unless another program changed it meanwhile; who closes it last seals it."""
        state, sealed = self._state(), self._sealed() or {}
        written = self.written or sealed.get("written") is True
        if self._in_use():
            if self.written:
                self._write(sealed.get("state"), str(sealed.get("holder")), written=True)
        elif written or state == self._opened:
            self._write(state, "")

    def _in_use(self) -> bool:
        """Say whether somebody has it open, or left it without closing it."""
        return any(self._path.with_name(self._path.name + end).exists() for end in ("-wal", "-journal"))

    def _state(self) -> list[int] | None:
        try:
            known = self._path.stat()
        except OSError:
            return None
        return [known.st_size, known.st_mtime_ns]

    def _sealed(self) -> dict[str, Any] | None:
        try:
            sealed = json.loads(self._file.read_text(encoding="utf-8"))
        except (OSError, ValueError, RecursionError):
            return None
        return sealed if isinstance(sealed, dict) else None

    def _write(self, state: object, holder: str, *, written: bool = False) -> None:
        part = self._file.with_name(f".{self._file.name}.{uuid4().hex}.part")
        with suppress(OSError):  # without a seal the log is looked at again, that is all
            try:
                with os.fdopen(os.open(part, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as file:
                    json.dump({"state": state, "holder": holder, "written": written}, file)
                part.replace(self._file)
            finally:
                part.unlink(missing_ok=True)


def _is_here(sealed: dict[str, Any] | None) -> bool:
    """Say whether a seal names a process of this machine that is there."""
    owner = Owner.of(str((sealed or {}).get("holder")))
    return owner is not None and owner.machine == Owner.here().machine and not owner.gone
