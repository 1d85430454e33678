"""The licences of what romtrack stands on, as the installed packages tell: ``python tests/licences.py``.

Prints the table of ``docs/licences.md``; a test holds that the page has all of it.
"""

from __future__ import annotations

import sys
import tomllib
from importlib.metadata import distribution
from pathlib import Path
from typing import TYPE_CHECKING, Final

from packaging.requirements import Requirement

if TYPE_CHECKING:
    from collections.abc import Iterable

_PROJECT: Final = Path(__file__).parents[1] / "pyproject.toml"
_LONGEST: Final = 60  # characters; beyond is no name of a licence but its text


def licences() -> dict[str, str]:
    """Return package and licence of everything that is installed at run time on this machine."""
    project = tomllib.loads(_PROJECT.read_text(encoding="utf-8"))["project"]
    found: dict[str, str] = {}
    todo = _wanted(project["dependencies"])
    while todo:
        name = todo.pop()
        if name not in found:
            found[name] = _licence(name)
            todo += _wanted(distribution(name).requires or ())
    return dict(sorted(found.items()))


def _wanted(lines: Iterable[str]) -> list[str]:
    asked = map(Requirement, lines)
    return [one.name.lower() for one in asked if one.marker is None or one.marker.evaluate({"extra": ""})]


def _licence(name: str) -> str:
    metadata = distribution(name).metadata
    given: list[str] = [metadata[key] for key in ("License-Expression", "License") if key in metadata]
    classified = (line for line in metadata.get_all("Classifier") or () if line.startswith("License ::"))
    given += [line.rpartition(" :: ")[2] for line in classified]
    return next(text for text in given if text and len(text) <= _LONGEST and "\n" not in text)


if __name__ == "__main__":
    sys.stdout.writelines(f"| {name} | {licence} |\n" for name, licence in licences().items())
