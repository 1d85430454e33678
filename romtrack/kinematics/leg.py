"""Hip rotation of one leg, put right: how the leg sits, what its line is off by, and how sure that is."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Final, NamedTuple

import numpy as np

from romtrack.kinematics.hip_rotation import (
    ShankHabit,
    StandIns,
    hip_rotation,
    read_shank,
    shank_habit,
    stand_ins,
)
from romtrack.kinematics.learned import Seat, heeded, line_sigma_deg, relations, sigma_terms
from romtrack.kinematics.leg_cues import hanging_frames, leg_cues, shank_length_px
from romtrack.signals.leaps import without_leaps
from romtrack.signals.zero_phase import smoothed

if TYPE_CHECKING:
    from romtrack.kinematics.view import View
    from romtrack.types import FloatArray, PoseTrack, Side, SignalTrack

__all__ = [
    "LegHabit",
    "SeatedLeg",
    "corrected",
    "heed",
    "leg_habit",
    "leg_rotation",
    "seated_leg",
    "uncorrected",
]

BEYOND_USE_DEG: Final = 10.0
"""Standard uncertainty beyond which a reading says nothing: 458 legs were off by 11 there, by 4 at 6 to 8."""


@dataclass(frozen=True, slots=True)
class LegHabit:
    """What one leg is mostly like in a recording, so that single frames can be read by it.

    stand_ins: how what stands in for the mask is set right. shank_px: the length of the shank while it hangs.
    seat: how it sits then.
    """

    shank: ShankHabit
    stand_ins: StandIns
    shank_px: float
    seat: Seat


class SeatedLeg(NamedTuple):
    """One leg as it was read.

    signal: the hip's rotation. terms: what its uncertainty is told by, (T, len(SIGMA_TERMS)).
    """

    signal: SignalTrack
    terms: FloatArray
    habit: LegHabit


def leg_habit(track: PoseTrack, side: Side, view: View) -> LegHabit:
    """Return what a leg is mostly like in ``track``, as seen by ``view``."""
    hanging, shank = hanging_frames(track, side, view), shank_habit(track, side)
    shank_px = shank_length_px(track, side, hanging)
    seat = relations().seat(_medians(leg_cues(track, side, view, shank_px)[hanging]))
    reading = read_shank(track, side, view, shank, seat.thigh(side))
    return LegHabit(shank, stand_ins(reading), shank_px, seat)


def _medians(cues: FloatArray) -> FloatArray:
    """Return the median of each cue (T, F) where it is known, NaN where it never is."""
    seen = np.isfinite(cues).any(axis=0)
    medians = np.full(cues.shape[1], np.nan)
    medians[seen] = np.nanmedian(cues[:, seen], axis=0)
    return medians


def leg_rotation(track: PoseTrack, side: Side, view: View, habit: LegHabit | None = None) -> SignalTrack:
    """Return a hip's rotation in every frame, degrees, + = internal.

    ``habit``: what is known of the leg already; without it, what it is in ``track``, without leaps, smoothed.
    """
    return seated_leg(track, side, view, habit).signal


def seated_leg(track: PoseTrack, side: Side, view: View, habit: LegHabit | None = None) -> SeatedLeg:
    """Return the same with what its uncertainty is made of."""
    known = leg_habit(track, side, view) if habit is None else habit
    leg = corrected(uncorrected(track, side, view, known), track, view, known)
    return leg if habit is not None else leg._replace(signal=smoothed(without_leaps(leg.signal)))


def uncorrected(track: PoseTrack, side: Side, view: View, habit: LegHabit) -> SignalTrack:
    """Return the rotation by the line of the shank alone, with how the leg sits."""
    reading = read_shank(track, side, view, habit.shank, habit.seat.thigh(side))
    return hip_rotation(reading, habit.stand_ins)


def corrected(signal: SignalTrack, track: PoseTrack, view: View, habit: LegHabit) -> SeatedLeg:
    """Return the rotation without what its line is off by, and with its standard uncertainty.

    What is more uncertain than ``BEYOND_USE_DEG`` is not ok; its value stays, to tell what was refused.
    """
    cues = leg_cues(track, signal.side, view, habit.shank_px)
    off_deg = relations().off_deg(signal.value, cues, habit.seat, heed(signal, view, habit))
    right = replace(signal, value=signal.value - off_deg, provenance=(*signal.provenance, "learned"))
    terms = sigma_terms(right, view, habit.seat, off_deg, relations())
    sigma_deg = np.where(signal.ok, relations().sigma_deg(terms), np.nan)
    known = replace(right, sigma=sigma_deg, ok=signal.ok & (sigma_deg <= BEYOND_USE_DEG))
    return SeatedLeg(known, terms, habit)


def heed(signal: SignalTrack, view: View, habit: LegHabit) -> FloatArray:
    """Return the share of what the cues tell that is heeded, (T,), by how sure the line is of itself.

    What covers the shank is no part of it: how uneven a mask's width is may change from one run to the next.
    """
    line_deg = line_sigma_deg(signal.sigma, view)
    return heeded(np.sqrt(np.maximum(line_deg**2 - habit.shank.hidden_deg**2, 0.0)))
