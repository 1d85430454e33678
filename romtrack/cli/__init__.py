"""The command line. It reads options, shows progress and tables, and ends with an exit code."""

import sys

__all__ = ["main"]


def main() -> None:
    """Run the command line; every failure is one line on stderr and an exit code."""
    try:  # nothing is imported before, not even what hears signals: a Ctrl-C may come that early
        from romtrack.cli._ending import ENDING  # noqa: PLC0415

        ENDING.take_signals()
    except KeyboardInterrupt:
        if sys.stderr is not None:
            sys.stderr.write("romtrack: interrupted: what was not finished is not kept\n")
        sys.exit(130)
    from romtrack.cli._run import run  # noqa: PLC0415

    sys.exit(run())
