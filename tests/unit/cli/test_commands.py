"""The commands: each has its file, and all are explained without loading what they need to work."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING

from typer.core import TyperArgument, TyperGroup, TyperOption
from typer.main import get_command

from romtrack import cli
from romtrack.cli._root import _ROOT

if TYPE_CHECKING:
    from collections.abc import Iterator

    from typer._click import Command

HEAVY = {"altair", "av", "cv2", "mediapipe", "numpy", "scipy", "sqlalchemy", "streamlit"}


def test_each_command_has_the_file_of_its_name() -> None:
    known = {
        *(str(one.name) for one in _ROOT.registered_commands),
        *(str(one.name) for one in _ROOT.registered_groups),
    }
    # import is a word of Python's, so its file is import_.py
    files = {path.stem.removesuffix("_") for path in Path(str(cli.__file__)).parent.glob("[!_]*.py")}
    assert files == known


def test_each_command_and_option_is_explained_and_has_an_example() -> None:
    group = get_command(_ROOT)
    assert isinstance(group, TyperGroup)
    for name, command in _commands(group):
        assert command.help
        assert str(command.epilog).startswith(f"Example: romtrack {name}")
        assert all(isinstance(one, TyperOption | TyperArgument) and one.help for one in command.params)


def _commands(group: TyperGroup, path: str = "") -> Iterator[tuple[str, Command]]:
    for name, command in group.commands.items():
        if isinstance(command, TyperGroup):
            yield from _commands(command, f"{path}{name} ")
        else:
            yield f"{path}{name}", command


def test_help_loads_no_heavy_library() -> None:
    code = f"""import sys
from romtrack.cli import _root
print(sorted({HEAVY} & set(sys.modules)))"""
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout == "[]\n"
