"""romtrack exercises: the catalog, or one exercise explained."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from romtrack.cli._terminal import say, say_json, say_table, say_wrapped
from romtrack.errors import ExerciseError

if TYPE_CHECKING:
    from romtrack.exercises import Exercise

__all__ = ["exercises"]


def exercises(
    exercise_id: Annotated[str | None, typer.Argument(metavar="ID", help="Explain this one.")] = None,
    as_json: Annotated[bool, typer.Option("--json", help="Print the same as JSON, on stdout.")] = False,
) -> None:
    """List the exercises, or explain one: movement, camera, dose, what is counted and what is told.

    Cards of your own are read from the folder "exercises" beside the log, or from ROMTRACK_EXERCISES.
    """
    from romtrack import exercises as catalog  # noqa: PLC0415  the command has the same name

    if exercise_id is not None:
        _show_exercise(catalog.exercise(exercise_id), as_json=as_json)
        return
    found = [catalog.exercise(known) for known in catalog.exercise_ids()]
    if as_json:
        say_json([catalog.to_json(one) for one in found])
    else:
        rows = (
            (one.id, one.title, catalog.position_text(one), catalog.view_text(one), catalog.dose_text(one))
            for one in found
        )
        say_table("Exercises", ("id", "title", "position", "camera", "dose"), rows)
    if broken := catalog.broken_cards():
        raise ExerciseError(f"not usable: {'; '.join(broken)}")


def _show_exercise(one: Exercise, *, as_json: bool) -> None:
    from romtrack import exercises as catalog  # noqa: PLC0415

    if as_json:
        say_json(catalog.to_json(one))
        return
    pain = ["Does it pinch or hurt at the front of the hip? Then leave it out."] if one.ask_pain else []
    told = [f"{catalog.fault_text(cue.fault)}: {cue.say}" for cue in one.cues]
    not_told = [f"{catalog.fault_text(each.fault)}: {each.why}" for each in one.not_cued]
    parts = {
        "": [one.movement],
        "First": pain,
        "Steps": one.steps,
        "Camera": [one.camera],
        "Dose": [catalog.dose_text(one)],
        "Muscles": [", ".join(one.muscles)],
        "What it tells you": told,
        "What one camera cannot tell, so watch it yourself": not_told,
        "What is read from the picture": catalog.rule_texts(one),
        "Sources": one.sources,
    }
    say(f"{one.title} ({one.id})", "bold")
    for heading, lines in parts.items():
        if heading and lines:
            say("")
            say(heading, "bold")
        for number, line in enumerate(lines, 1):
            text = f"{number}. {line}" if heading == "Steps" else line
            say_wrapped(text, "  " if heading else "")
