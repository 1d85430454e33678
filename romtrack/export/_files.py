"""Writing a text file whole or not at all."""

from __future__ import annotations

import os
from contextlib import suppress
from typing import TYPE_CHECKING

from romtrack.errors import OutputError

if TYPE_CHECKING:
    from pathlib import Path

__all__ = ["write_text"]


def write_text(path: Path, text: str) -> None:
    """Write ``text`` as UTF-8 under another name and move it into place.

    Raises
    ------
    OutputError: the folder or the disk does not take it.
    """
    part = path.with_name(f".{path.name}.{os.getpid()}.part")
    try:
        part.write_text(text, encoding="utf-8", newline="")
        part.replace(path)
    except OSError as error:
        raise OutputError(
            f"cannot write {path} ({error.strerror}): choose another folder with --out, or make room"
        ) from error
    finally:
        with suppress(OSError):
            part.unlink(missing_ok=True)
