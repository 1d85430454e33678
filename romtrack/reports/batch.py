"""Many videos on one page, which stands beside the folders of their results."""

from __future__ import annotations

import os
from dataclasses import dataclass
from urllib.parse import quote

from romtrack.reports.html import environment

__all__ = ["Shown", "batch_html"]


@dataclass(frozen=True, slots=True)
class Shown:
    """One video. folder: of its results, beside the page, with these files. problem: why there are none."""

    file: str
    what: str
    values: tuple[str, ...] = ()
    notices: tuple[str, ...] = ()
    folder: str = ""
    files: tuple[str, ...] = ()
    problem: str = ""

    def address(self, name: str) -> str:
        """Return where a file of its results is, seen from the page."""
        return f"{quote(os.fsencode(self.folder))}/{name}"


def batch_html(videos: list[Shown]) -> str:
    """Return the page, in English as the command speaks; those without a result come first."""
    order = sorted(videos, key=lambda one: not one.problem)
    return environment().get_template("batch.html.j2").render(videos=order)
