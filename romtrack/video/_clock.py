"""Presentation times of a stream of decoded pictures, made strictly increasing."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from fractions import Fraction

__all__ = ["PresentationClock"]

_RESTART_S = 1  # a jump back by more than this is a clock that started again, not a stray stamp
_LONGEST_PAUSE_S = 3600  # a jump ahead by more than this is a clock that was set, not a pause
_SEAM_S = 2  # between pieces whose distance is not known: everything that is read begins anew after it
_LONGEST_STEP_S = 1  # from picture to picture; longer is a pause


class PresentationClock:
    """Turns stamps in ticks of ``time_base`` into seconds from the first picture.

    A picture without a stamp gets the previous time plus the last step (at first ``step_s``,
    from the average rate). A picture whose stamp repeats the previous one or lies before it has
    no place in time and is dropped. When the stamps fall back by more than a second (pieces of
    two recordings in one file) or jump ahead by more than an hour (a clock that was set), what
    follows is appended two seconds after the last picture.

    Attributes
    ----------
    repaired: pictures that were dropped, moved, or given a time of our own.
    left_out_s: time that the stamps claim, and that was taken for no pause.
    """

    def __init__(self, time_base: Fraction, step_s: float) -> None:
        self._time_base = time_base
        self._restart = _RESTART_S / time_base
        self._longest_pause = _LONGEST_PAUSE_S / time_base
        self._longest_step = _LONGEST_STEP_S / time_base
        self._seam = max(1, round(_SEAM_S / time_base))
        self._step = max(1, round(step_s / time_base))
        self._shift = 0
        self._first: int | None = None
        self._last = 0
        self._last_length = 0
        self.repaired = 0
        self.left_out_s = 0.0

    def time_s(self, stamp: int | None, length: int) -> float | None:
        """Return the time of the next picture, or None if it has to be dropped.

        Parameters
        ----------
        stamp: presentation time in ticks; None = the file gives none.
        length: how long the picture is shown, ticks; 0 = not known.
        """
        ticks = self._placed(stamp)
        if ticks is None:
            return None
        if self._first is None:
            self._first = ticks
        elif stamp is not None and ticks - self._last <= self._longest_step:
            self._step = ticks - self._last
        self._last, self._last_length = ticks, length if length <= self._longest_pause else 0
        return self._seconds(ticks - self._first)

    @property
    def end_s(self) -> float:
        """End of the last picture: its time plus how long it is shown."""
        if self._first is None:
            return 0.0
        return self._seconds(self._last - self._first + (self._last_length or self._step))

    def _placed(self, stamp: int | None) -> int | None:
        """Return a tick later than the last one, or None."""
        if stamp is None:
            self.repaired += 1
            return 0 if self._first is None else self._last + self._step
        ticks = stamp + self._shift
        if self._first is None or 0 < ticks - self._last <= self._longest_pause:
            return ticks
        self.repaired += 1
        if 0 <= self._last - ticks <= self._restart:
            return None
        return self._seamed(ticks)

    def _seamed(self, ticks: int) -> int:
        """Put what begins at ``ticks`` in its place after the last picture."""
        place = self._last + self._seam
        self.left_out_s += self._seconds(max(ticks - place, 0))
        self._shift += place - ticks
        return place

    def _seconds(self, ticks: int) -> float:
        return ticks * self._time_base.numerator / self._time_base.denominator
