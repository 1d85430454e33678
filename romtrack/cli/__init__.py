"""The command line. It reads options, shows progress and tables, and ends with an exit code.

This module is light: a Ctrl-C while the heavy ones load already ends in one line.
"""

import sys

from romtrack.cli._ending import ENDING, Ended
from romtrack.cli._streams import PipeClosedError, complain, standard_streams
from romtrack.errors import RomtrackError

__all__ = ["main"]

_PIPE_CLOSED = 128 + 13  # SIGPIPE, as the shell tells it


def main() -> None:
    """Run the command line; every failure is one line on stderr and an exit code."""
    ENDING.take_signals()
    sys.exit(_code())


def _code() -> int:
    try:
        with standard_streams():
            from romtrack.cli import _commands  # noqa: PLC0415  the heavy ones

            return _commands.run()
    except Ended as ended:
        complain(ENDING.line)
        return ended.code
    except PipeClosedError:  # whoever reads has seen enough
        return _PIPE_CLOSED
    except RomtrackError as error:
        complain(f"{error}; {ENDING.kept}" if ENDING.kept else str(error))
        return error.exit_code
