"""Presentation times of a stream of decoded pictures, made strictly increasing."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from fractions import Fraction

__all__ = ["PresentationClock"]

_RESTART_S = 1  # a jump back by more than this is a clock that started again, not a stray stamp


class PresentationClock:
    """Turns stamps in ticks of ``time_base`` into seconds from the first picture.

    A picture without a stamp gets the previous time plus the last step (at first ``step_s``,
    from the average rate). A picture whose stamp repeats the previous one or lies before it has
    no place in time and is dropped. When the stamps fall back by more than a second (pieces of
    two recordings in one file), what follows is appended one step after the last picture.

    Attributes
    ----------
    repaired: pictures that were dropped, moved, or given a time of our own.
    """

    def __init__(self, time_base: Fraction, step_s: float) -> None:
        self._time_base = time_base
        self._restart = _RESTART_S / time_base
        self._step = max(1, round(step_s / time_base))
        self._shift = 0
        self._first: int | None = None
        self._last = 0
        self._last_length = 0
        self.repaired = 0

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
        elif stamp is not None:
            self._step = ticks - self._last
        self._last, self._last_length = ticks, length
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
        if self._first is None or ticks > self._last:
            return ticks
        self.repaired += 1
        if self._last - ticks <= self._restart:
            return None
        self._shift += self._last + self._step - ticks
        return self._last + self._step

    def _seconds(self, ticks: int) -> float:
        return ticks * self._time_base.numerator / self._time_base.denominator
