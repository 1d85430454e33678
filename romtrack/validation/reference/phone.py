"""romtrack beside a phone on the shank: clocks brought together, then frame by frame and trial by trial."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, NamedTuple

import numpy as np

from romtrack import units
from romtrack.errors import InputError, UsageError
from romtrack.types import opposite
from romtrack.validation.agreement import Agreement, agreement
from romtrack.validation.reference.clocks import Clocks, found_again, interpolated, refined
from romtrack.validation.reference.swing import Swing, swing_of, turned_deg

if TYPE_CHECKING:
    from collections.abc import Iterator

    from numpy.typing import NDArray

    from romtrack.types import Direction, FloatArray, Side
    from romtrack.validation.reference.phone_csv import PhoneRecording
    from romtrack.validation.reference.recording import Recording

__all__ = ["PhoneComparison", "PhoneTrial", "compare_phone"]

# Share of the swing that both must have in common: 0.97 to 0.99 where they belong together. Another recording
# of the same paced protocol can reach 0.98, too; only the people who took them know better.
_COMMON: Final = 0.9
_CLEARER: Final = 0.1
_LIKELY_GAIN: Final = (0.85, 1.18)
_FACING: Final = 0.5  # 60 degrees off: the screen tells no more which way is which
_STILL_DPS: Final = 10.0
_STAYS_S: Final = 0.2  # before and after
_NEAR_HANG_DEG: Final = 4.0
_LEAST_HANG_S: Final = 0.5
_PLATEAU_S: Final = 0.5  # the value of a trial is the median of so long


class PhoneTrial(NamedTuple):
    """A trial by both, in the direction of its turn, from the hang; degrees. accepted: by romtrack."""

    direction: Direction
    peak_s: float
    romtrack_deg: float
    phone_deg: float
    accepted: bool

    @property
    def difference_deg(self) -> float:
        """Return romtrack less phone: + = romtrack reads further."""
        return self.romtrack_deg - self.phone_deg


class PhoneComparison(NamedTuple):
    """What came of it.

    time_s: (T,) of the video. romtrack_deg, phone_deg: (T,) from the hang, + = internal; NaN = missing.
    still: (T,) the leg moves by under 10 degrees a second for 0.4 s, so that the phone feels gravity alone.
    frames, held: romtrack less phone over all frames, and over the still ones.
    offset_deg: what romtrack reads in the hang, which the phone cannot know.
    """

    recording: Recording
    phone: PhoneRecording
    side: Side
    clocks: Clocks
    swing: Swing
    time_s: FloatArray
    romtrack_deg: FloatArray
    phone_deg: FloatArray
    still: NDArray[np.bool_]
    offset_deg: float
    frames: Agreement
    held: Agreement
    trials: tuple[PhoneTrial, ...]
    remarks: tuple[str, ...]


def compare_phone(phone: PhoneRecording, recording: Recording, side: Side | None = None) -> PhoneComparison:
    """Compare both angles from the hang on.

    Parameters
    ----------
    side: the leg that carries the phone; None: the one that was measured.

    Raises
    ------
    InputError: the phone did not swing with this leg, swung the other way, or there is no hang: why, and what
        to do.
    UsageError: the recording has both legs measured, or none, and no side was named.
    """
    leg = side or _measured(recording)
    angle_deg, video_s = recording.angle_deg[leg], recording.time_s
    clocks, swing, turned, remarks = _brought_together(phone, recording, leg)
    at_s = clocks.of_phone(video_s)
    beside, still = interpolated(phone.time_s, turned, at_s), _still(phone.time_s, turned, at_s)
    hang = _hang(recording, leg, still & np.isfinite(beside) & np.isfinite(angle_deg))
    offset_deg = float(np.median(angle_deg[hang]))
    ours, theirs = angle_deg - offset_deg, beside - float(np.median(beside[hang]))
    return PhoneComparison(
        recording,
        phone,
        leg,
        clocks,
        swing,
        video_s,
        ours,
        theirs,
        still,
        offset_deg,
        agreement(ours, theirs),
        agreement(ours[still], theirs[still]),
        tuple(_trials(recording, leg, video_s, theirs, offset_deg)),
        (*phone.remarks, *remarks),
    )


def _brought_together(
    phone: PhoneRecording, recording: Recording, leg: Side
) -> tuple[Clocks, Swing, FloatArray, list[str]]:
    """Return the clocks, the swing, how far the phone turned (N,), + = internal, and what is odd about it."""
    angle_deg, video_s = recording.angle_deg[leg], recording.time_s
    clocks = _common(phone, recording, leg)
    at_s = clocks.of_phone(video_s)
    within = (phone.time_s >= at_s[0]) & (phone.time_s <= at_s[-1]) & np.isfinite(phone.up).all(axis=1)
    swing = swing_of(phone.up[within])
    sign = 1 if leg == "left" else -1
    turned = sign * turned_deg(phone.up, swing.axis, phone.up[within].mean(axis=0))
    clocks, gain = refined(clocks, phone.time_s, turned, video_s, angle_deg)
    remarks = []
    if abs(swing.facing) < _FACING:
        turned *= np.sign(gain)
        remarks.append("the screen does not face forward: which way is internal was taken from romtrack")
    elif gain < 0:
        raise InputError(
            f"the phone turned the other way than the {leg} leg: it must lie on the front of the shank, its "
            "screen forward, and the video must not be a mirror image (romtrack analyze --mirrored)"
        )
    if not _LIKELY_GAIN[0] < abs(gain) < _LIKELY_GAIN[1]:
        times = units.number(abs(gain), 2)
        remarks.append(f"romtrack turned {times} times as far as the phone: do they belong together?")
    return clocks, swing, turned, remarks


def _measured(recording: Recording) -> Side:
    side = recording.session.side
    if side is None or side == "both":
        raise UsageError("say which leg carries the phone: --side left or --side right")
    return side


def _common(phone: PhoneRecording, recording: Recording, leg: Side) -> Clocks:
    """Return the clocks where the phone swung with this leg; refuse where it did not."""
    found = {
        one: found_again(phone.time_s, phone.up, recording.time_s, recording.angle_deg[one])
        for one in (leg, opposite(leg))
    }
    clocks, other = found[leg], found[opposite(leg)]
    if other.explained > _COMMON and 1 - other.explained < (1 - clocks.explained) / 2:
        raise InputError(
            f"the phone swung with the {opposite(leg)} leg, not with the {leg} one: strap it to the leg that "
            f"is measured, or say --side {opposite(leg)}"
        )
    if clocks.explained < _COMMON:
        raise InputError(
            f"no common swing: the phone has {units.percent(max(clocks.explained, 0.0))} of the {leg} leg's "
            "turning at best: was it on this leg, and does its recording hold the whole video?"
        )
    if clocks.rival > clocks.explained - _CLEARER:
        raise InputError(
            "the swing fits at two times of the phone's recording equally well: record one measurement only, "
            "and turn once more, slowly, at its beginning"
        )
    return clocks


def _still(time_s: FloatArray, turned: FloatArray, at_s: FloatArray) -> NDArray[np.bool_]:
    """Return when (T,) the leg stays: at the turn of a swing it is slow, too, but pulls the most."""
    moves = ~(np.abs(np.gradient(turned, time_s)) < _STILL_DPS)
    before = np.concatenate(([0], np.cumsum(moves)))
    first, last = (np.searchsorted(time_s, at_s + away) for away in (-_STAYS_S, _STAYS_S))
    return np.asarray((before[last] == before[first]) & (last > first))


def _hang(recording: Recording, leg: Side, still: NDArray[np.bool_]) -> NDArray[np.bool_]:
    """Return the frames (T,) in which the leg hangs."""
    angle_deg, time_s = recording.angle_deg[leg], recording.time_s
    known = (one.offset_deg for one in recording.session.measurements if one.side == leg)
    rest_deg = next((one for one in known if one is not None), None)
    outside = np.ones(len(time_s), dtype=bool)
    for one in recording.session.measurements:
        for trial in one.trials:
            if trial.side == leg:
                outside &= (time_s < trial.start_s) | (time_s > trial.end_s)
    candidates = still & outside
    if rest_deg is None and candidates.any():
        rest_deg = float(np.median(angle_deg[candidates]))
    hang = candidates & (np.abs(angle_deg - (rest_deg or 0.0)) < _NEAR_HANG_DEG)
    if hang.sum() * float(np.median(np.diff(time_s))) < _LEAST_HANG_S:
        raise InputError(
            "no hang was found that both saw: let the shank hang still for three seconds before the first "
            "turn"
        )
    return np.asarray(hang, dtype=bool)


def _trials(
    recording: Recording, leg: Side, time_s: FloatArray, phone_deg: FloatArray, offset_deg: float
) -> Iterator[PhoneTrial]:
    """Yield the trials that the phone saw, too."""
    for one in recording.session.measurements:
        for trial in one.trials:
            around = np.abs(time_s - trial.peak_s) <= _PLATEAU_S / 2
            seen = phone_deg[around & np.isfinite(phone_deg)]
            if trial.side != leg or trial.quantity != "hip_rotation" or not len(seen):
                continue
            sign = 1 if trial.direction == "internal" else -1
            yield PhoneTrial(
                trial.direction,
                trial.peak_s,
                sign * (trial.peak_deg - offset_deg),
                sign * float(np.median(seen)),
                trial.accepted,
            )
