"""romtrack doctor: whether everything that it needs is here and works."""

from __future__ import annotations

import typer

from romtrack.cli._terminal import say
from romtrack.errors import OutputError

__all__ = ["doctor"]

_MARKS = {"ok": "ok       ", "warning": "warning  ", "problem": "PROBLEM  "}


def doctor() -> None:
    """Check that everything romtrack needs is here and works; say what to do where it is not."""
    from romtrack.diagnosis import diagnose  # noqa: PLC0415

    findings = diagnose()
    for finding in findings:
        say(f"{_MARKS[finding.status]} {finding.name}: {finding.detail}")
        if finding.remedy and finding.status != "ok":
            say(f"          {finding.remedy}")
    if any(finding.status == "problem" for finding in findings):
        raise typer.Exit(OutputError.exit_code)
