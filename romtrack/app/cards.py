"""Exercises as cards with pictures, two abreast."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import streamlit as st

from romtrack.app.look import show_picture
from romtrack.exercises import picture

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from romtrack.exercises import Exercise

__all__ = ["each_card", "show_still"]

_ABREAST: Final = 2


def each_card(known: Sequence[Exercise]) -> Iterator[Exercise]:
    """Show the picture of each; what is shown before the next is asked for stands on its card, below it."""
    for row in (known[at : at + _ABREAST] for at in range(0, len(known), _ABREAST)):
        for column, one in zip(st.columns(_ABREAST), row, strict=False):
            with column, st.container(border=True, height="stretch"):
                show_still(one)
                yield one


def show_still(one: Exercise) -> None:
    """Show the picture of an exercise, if it has one."""
    jpeg = picture(one.id)
    if jpeg is not None:
        show_picture(jpeg, one.movement)
