"""From a command to its exit code; the signals are ours by now."""

from __future__ import annotations

from romtrack.cli._ending import ENDING, Ended
from romtrack.cli._streams import PipeClosedError, complain, standard_streams
from romtrack.errors import RomtrackError

__all__ = ["run"]

_PIPE_CLOSED = 128 + 13  # SIGPIPE, as the shell tells it


def run() -> int:
    """Run the command that the arguments name; say in one line why it failed; return the exit code."""
    try:
        with standard_streams():
            from romtrack.cli import _root  # noqa: PLC0415  the heavy ones

            return _root.run()
    except Ended as ended:
        complain(ENDING.line)
        return ended.code
    except PipeClosedError:  # whoever reads has seen enough
        return _PIPE_CLOSED
    except RomtrackError as error:
        complain(f"{error}; {ENDING.kept}" if ENDING.kept else str(error))
        return error.exit_code
