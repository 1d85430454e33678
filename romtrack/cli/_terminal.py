"""All that the command says, in one place: nothing in it steers a terminal or is taken for markup."""

from __future__ import annotations

import json
import os
import sys
import textwrap
from contextlib import contextmanager
from typing import TYPE_CHECKING, Final

from rich.console import Console
from rich.progress import BarColumn, Progress, ProgressColumn, TaskID, TextColumn, TimeRemainingColumn
from rich.table import Table
from rich.text import Text

from romtrack import units
from romtrack.cli._streams import STDERR, readable

if TYPE_CHECKING:
    from collections.abc import Container, Iterable, Iterator

    from rich.console import JustifyMethod
    from rich.progress import Task
    from rich.style import StyleType

__all__ = ["COLUMNS", "PLUS_MINUS", "Bars", "bars", "say", "say_json", "say_table", "say_wrapped", "warn"]

PLUS_MINUS: Final = (
    "± is one standard uncertainty: the true value lies within it in about two of three sessions."
)
_WIDE = 160


def say(line: str, style: StyleType = "") -> None:
    """Print a line; a terminal folds it."""
    _console().print(Text(readable(line), style), soft_wrap=True)


def say_wrapped(line: str, indent: str = "") -> None:
    """Print a line, broken between words where it is too long."""
    console = _console()
    text = readable(" ".join(line.split()))
    wrapped = textwrap.wrap(
        text, console.width, initial_indent=indent, subsequent_indent=indent, break_on_hyphens=False
    )
    for part in wrapped:
        console.print(Text(part), soft_wrap=True)


def say_json(value: object) -> None:
    """Print JSON in one line of ASCII, which any terminal and any encoding takes as it is."""
    sys.stdout.write(json.dumps(value).replace("\x7f", "\\u007f") + "\n")


def say_table(
    title: str,
    headings: Iterable[str],
    rows: Iterable[Iterable[str]],
    *,
    figures: bool = False,
    whole: Container[int] = (),
) -> None:
    """Print a table if it has rows; what is too wide is folded, never cut. Where ± stands in it, it is told.

    figures: all columns but the first are numbers. whole: columns that are not even folded.
    """
    table = Table(title=Text(readable(title), "italic"), title_justify="left")
    for number, heading in enumerate(headings):
        justify: JustifyMethod = "right" if figures and number else "left"
        table.add_column(Text(readable(heading)), justify=justify, overflow="fold", no_wrap=number in whole)
    has_sigma = False
    for row in rows:
        cells = tuple(row)
        has_sigma = has_sigma or any("±" in cell for cell in cells)
        table.add_row(*(Text("\n".join(map(readable, cell.split("\n")))) for cell in cells))
    if table.row_count:
        _console().print(table)
    if has_sigma:
        say_wrapped(PLUS_MINUS)


def warn(line: str) -> None:
    """Print a warning to stderr."""
    console = Console(stderr=True, highlight=False, markup=False, emoji=False)
    console.print(Text(f"warning: {readable(line)}", "yellow"), soft_wrap=True)


def _console() -> Console:
    """Return stdout; where it is no terminal, lines are not folded to the width of one."""
    width = None if sys.stdout.isatty() else _WIDE
    return Console(width=width, highlight=False, markup=False, emoji=False)


class _FramesPerSecond(ProgressColumn):
    def render(self, task: Task) -> Text:
        return Text("" if task.speed is None else f"{units.number(task.speed, 0)} frames/s")


COLUMNS: Final = (
    TextColumn("{task.description}", markup=False),
    BarColumn(),
    TextColumn("{task.completed} frames"),
    _FramesPerSecond(),
    TimeRemainingColumn(),
)


class Bars:
    """Shows the pipeline's progress as bars on stderr."""

    def __init__(self, shown: Progress) -> None:
        self._shown = shown
        self._task: TaskID | None = None

    def begin(self, stage: str, expected_frames: int | None) -> None:
        """Show a new bar."""
        self._task = self._shown.add_task(readable(stage), total=expected_frames)

    def step(self) -> None:
        """Count a frame."""
        if self._task is not None:
            self._shown.advance(self._task)


@contextmanager
def bars() -> Iterator[Bars]:
    """Show bars on stderr where it is a terminal; they are gone in the end."""
    # A descriptor of its own: the pose backend closes number 2 to its libraries now and then.
    with os.fdopen(os.dup(STDERR), "w", encoding="utf-8") as stderr:
        console = Console(file=stderr, emoji=False)
        with Progress(*COLUMNS, console=console, transient=True, disable=not console.is_terminal) as shown:
            yield Bars(shown)
