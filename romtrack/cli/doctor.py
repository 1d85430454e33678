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

    diagnoses = diagnose()
    for diagnosis in diagnoses:
        say(f"{_MARKS[diagnosis.status]} {diagnosis.name}: {diagnosis.detail}")
        if diagnosis.remedy and diagnosis.status != "ok":
            say(f"          {diagnosis.remedy}")
    if any(diagnosis.status == "problem" for diagnosis in diagnoses):
        raise typer.Exit(OutputError.exit_code)
