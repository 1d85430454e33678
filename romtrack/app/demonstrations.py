"""Demonstrations on the pages: a loop of the movement, larger than on the stage, with pause and replay."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import streamlit as st
from starlette.responses import FileResponse, Response
from starlette.routing import Route

from romtrack.app.live.script import component, parts_of
from romtrack.exercises import demonstration, demonstration_file
from romtrack.kinematics.quantities import quantity_of
from romtrack.language import N_, gettext, spoken

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from starlette.requests import Request

    from romtrack.exercises import Exercise
    from romtrack.types import Direction, Side

__all__ = ["PLACE", "ROUTES", "show_demonstrations"]

PLACE: Final = "/demonstrations/"
"""Where a browser finds them, each under its name with .mp4."""


async def _send(request: Request) -> Response:
    path = demonstration_file(request.path_params["name"])
    return Response(status_code=404) if path is None else FileResponse(path)


_WORKS: Final[Mapping[Side, str]] = {
    "left": N_("Your left leg works."),
    "right": N_("Your right leg works."),
}
_TURNS: Final[Mapping[tuple[Side, Direction], str]] = {
    ("left", "internal"): N_("Internal rotation: your left foot outward."),
    ("right", "internal"): N_("Internal rotation: your right foot outward."),
    ("left", "external"): N_("External rotation: your left foot across, inward."),
    ("right", "external"): N_("External rotation: your right foot across, inward."),
    ("left", "abduction"): N_("Abduction: your left leg sideways."),
    ("right", "abduction"): N_("Abduction: your right leg sideways."),
    ("left", "adduction"): N_("Adduction: your left leg across."),
    ("right", "adduction"): N_("Adduction: your right leg across."),
}

ROUTES: Final = [Route(f"{PLACE}{{name}}.mp4", _send)]


def show_demonstrations(card: Exercise, side: Side = "left", directions: Sequence[Direction] = ()) -> bool:
    """Show how an exercise, or each direction of a measurement, is done; return whether anything shows it.

    ``directions``: of those that are measured; none = all.
    """
    if card.quantity is None:
        shown = {demonstration(card.id): _whose(card, side)}
    else:
        ways = [way for way in quantity_of(card.quantity).ways if not directions or way.name in directions]
        shown = {demonstration(card.id, way.name): gettext(_TURNS[side, way.name]) for way in ways}
    known = {name: caption for name, caption in shown.items() if name}
    if known:
        for column, (name, caption) in zip(st.columns(len(known)), known.items(), strict=True):
            with column:
                _show(card, name, side, caption)
    return bool(known)


def _whose(card: Exercise, side: Side) -> str:
    return "" if card.kind == "alternating" else gettext(_WORKS[side])


def _show(card: Exercise, name: str, side: Side, caption: str) -> None:
    data = {
        "source": f"{PLACE}{name}.mp4",
        "mirrored": side == "left",  # it is the left leg that works in it
        "label": gettext("Demonstration, as in a mirror: {movement}", movement=card.movement),
        "caption": caption,
        "texts": parts_of("shown", spoken()).texts,
    }
    component("shown", spoken())(key=f"shown-{name}", data=data)
