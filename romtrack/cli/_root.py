"""The command ``romtrack`` and its commands; each stands in the file of its name."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING, Annotated, Final

import typer

from romtrack import __version__
from romtrack.cli._terminal import say
from romtrack.cli.add import add
from romtrack.cli.agreement import agreement
from romtrack.cli.analyze import analyze
from romtrack.cli.app import open_app
from romtrack.cli.backup import backup
from romtrack.cli.batch import batch
from romtrack.cli.delete import delete
from romtrack.cli.doctor import doctor
from romtrack.cli.edit import edit
from romtrack.cli.exercises import exercises
from romtrack.cli.export import export
from romtrack.cli.import_ import import_file
from romtrack.cli.people import people
from romtrack.cli.plan import plan
from romtrack.cli.progress import progress
from romtrack.cli.purge import purge
from romtrack.cli.restore import restore
from romtrack.cli.sessions import sessions
from romtrack.cli.undo import undo
from romtrack.cli.validate import validate
from romtrack.errors import UsageError

if TYPE_CHECKING:
    from collections.abc import Callable

__all__ = ["run"]

_ROOT: Final = typer.Typer(
    help="Measure seated hip internal rotation in a video. Nothing leaves this machine.",
    add_completion=False,
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
)
# In the order of the help, each with an example of what stands behind its name.
_COMMANDS: Final[dict[str, tuple[Callable[..., None], str]]] = {
    "analyze": (analyze, "sample_videos/seated_measure.mp4 --person Ada"),
    "batch": (batch, "recordings --out results"),
    "progress": (progress, "--person Ada"),
    "plan": (plan, "--person Ada --page plan.html --reminders plan.ics"),
    "people": (people, "Ana --merge-into Anna"),
    "sessions": (sessions, "--person Ada --since 2026-11-01"),
    "edit": (edit, "3f2a91c4 --person Ada"),
    "delete": (delete, "3f2a91c4"),
    "undo": (undo, ""),
    "purge": (purge, ""),
    "export": (export, "Ada --out ada.zip"),
    "add": (add, "ada.zip"),
    "import": (import_file, "goniometer.csv"),
    "backup": (backup, "/media/stick/romtrack.zip"),
    "restore": (restore, "/media/stick/romtrack.zip"),
    "exercises": (exercises, "clamshell"),
    "doctor": (doctor, ""),
    "app": (open_app, "--port 8600"),
    "validate": (validate, "clips --compare landmarks,world,mask,fused"),
}
for _name, (_command, _example) in _COMMANDS.items():
    _ROOT.command(_name, epilog=f"Example: romtrack {_name} {_example}".rstrip())(_command)
_ROOT.add_typer(agreement, name="agreement")


def run() -> int:
    """Run the command that the arguments name; return its exit code.

    Raises
    ------
    RomtrackError: it failed, or the arguments make no sense.
    """
    try:
        code: int | None = _ROOT(standalone_mode=False)
    except typer.TyperException as error:
        raise UsageError(f"{str(error).rstrip('.')}: see romtrack --help") from error
    return code or 0


def _show_version(asked: bool) -> None:  # noqa: FBT001  typer's callback
    if asked:
        say(f"romtrack {__version__}")
        raise typer.Exit


@_ROOT.callback(invoke_without_command=True)
def _root(
    context: typer.Context,
    _version: Annotated[
        bool, typer.Option("--version", callback=_show_version, is_eager=True, help="Show the version.")
    ] = False,
) -> None:
    """Measure seated hip internal rotation in a video. Nothing leaves this machine."""
    if context.invoked_subcommand is None:
        sys.stdout.write(f"{context.get_help()}\n")
