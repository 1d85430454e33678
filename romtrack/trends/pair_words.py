"""What two values say together, in words: left and right, both directions, one session and another."""

from __future__ import annotations

from math import isfinite
from typing import TYPE_CHECKING, Final

from romtrack import units
from romtrack.clock import here
from romtrack.kinematics.quantities import quantity_of
from romtrack.language import N_, gettext
from romtrack.trends.words import VERDICTS, development_text, is_nothing

if TYPE_CHECKING:
    from collections.abc import Mapping

    from romtrack.trends.pairs import Arc, Comparison, Difference
    from romtrack.types import Side

__all__ = ["arc_text", "comparison_text", "difference_text"]

_ARCS: Final[Mapping[Side, str]] = {
    "left": N_("Left, both directions together"),
    "right": N_("Right, both directions together"),
}
_DIFFERENCES: Final[Mapping[Side | None, str]] = {
    None: N_("Left and right differ by {size} in {way}: no difference that can be told (under {limit})"),
    "left": N_(
        "Left and right differ by {size} in {way}: the left hip goes farther (more than {limit}); it says "
        "where, not why"
    ),
    "right": N_(
        "Left and right differ by {size} in {way}: the right hip goes farther (more than {limit}); it says "
        "where, not why"
    ),
}


def difference_text(found: Difference) -> str:
    """Return left against right, and what that can tell."""
    size = units.degrees(abs(found.left_deg - found.right_deg))
    way = gettext(quantity_of(found.quantity).way(found.direction).title)
    if is_nothing(found.left_deg - found.right_deg):
        return gettext("Left and right are the same in {way}", way=way)
    return gettext(_DIFFERENCES[found.farther], size=size, way=way, limit=units.degrees(found.detectable_deg))


def comparison_text(name: str, found: Comparison) -> str:
    """Return what became of a range from one session to another, in a sentence that begins with its name."""
    change = found.change
    digits = 0 if abs(round(change.now_deg) - round(change.before_deg)) >= 1 else 1
    first, last = (units.number(value, digits) for value in (change.before_deg, change.now_deg))
    return gettext(
        "{name}: {first} \N{RIGHTWARDS ARROW} {last} degrees from {since} to {until}: {verdict} ({why})",
        name=name,
        first=first,
        last=last,
        since=units.day(here(found.since)),
        until=units.day(here(found.until)),
        verdict=gettext(VERDICTS[found.verdict]),
        why=_why_compared(found),
    )


def _why_compared(found: Comparison) -> str:
    if found.is_off:
        return gettext("one of them is off the line of the others: the next session will tell")
    size, limit = (
        units.degrees(value) for value in (abs(found.change.change_deg), found.change.detectable_deg)
    )
    own = units.plus_minus(found.sigma_deg) if isfinite(found.sigma_deg) else ""
    if found.is_unsure and found.change.verdict != "none":
        return gettext(
            "the difference of {size} is more than the {limit} that this instrument can mistake, but not "
            "more than twice its own uncertainty of {own}, which both values bring along",
            size=size,
            limit=limit,
            own=own,
        )
    within = N_("the difference of {size} is within the {limit} that this instrument can mistake")
    beyond = N_("the difference of {size} is more than the {limit} that this instrument can mistake")
    told = within if found.change.verdict == "none" else beyond
    size = f"{size} {own}".strip()
    return gettext(told, size=size, limit=limit)


def arc_text(found: Arc) -> str:
    """Return how far a hip turns in all, and what became of it."""
    return development_text(gettext(_ARCS[found.side]), found.development)
