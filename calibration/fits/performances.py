"""Exercise clips as the project's signals show them: each repetition, partial attempt and rest."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final, Literal

import numpy as np

from romtrack.exercises import exercise
from romtrack.kinematics.view import camera_for
from romtrack.protocols.reading import read
from romtrack.sane import median_of
from romtrack.validation.truth import Span

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from calibration.fits.clips import Clip
    from romtrack.exercises import Exercise
    from romtrack.types import FloatArray

__all__ = ["Move", "directed", "lasting", "moves_of"]

_REST_S: Final = 0.5  # before a movement, for where it starts
_IDLE_S: Final = 1.5  # every clip idles for two seconds first
Kind = Literal["rep", "partial", "rest", "hold"]


@dataclass(frozen=True, slots=True)
class Move:
    """What a clip shows in one stretch of time.

    faults: that were rendered in it. number: of the repetition in its clip. typical: the median size of the
    clip's repetitions, in its exercise's signal; size: of this one. changes: every signal against where it
    was before, (N,) each; starts: where that was. frames_s: from one frame to the next.
    """

    clip: str
    body: str
    card: Exercise
    kind: Kind
    faults: frozenset[str]
    number: int
    lasts_s: float
    frames_s: float
    changes: Mapping[str, FloatArray]
    starts: Mapping[str, float]

    def size(self, signal: str, direction: str) -> float:
        """Return how far the signal goes at most."""
        return max(directed(self.changes[signal], direction).tolist(), default=np.nan)


def moves_of(clips: Iterable[Clip]) -> Iterator[Move]:
    """Yield what is shown of each clip's exercise."""
    for clip in clips:
        yield from _moves(clip)


def directed(change: FloatArray, direction: str) -> FloatArray:
    """Return the known changes the way that a rule looks."""
    known = change[np.isfinite(change)]
    ways = {"increase": known, "above": known, "decrease": -known, "below": -known}
    return ways.get(direction, np.abs(known))


def lasting(change: FloatArray, frames_s: float, lasts_s: float) -> float:
    """Return what known changes exceed for so long, all times together."""
    ordered = np.sort(change)[::-1]
    at = max(round(lasts_s / frames_s), 1) - 1
    return float(ordered[at]) if at < len(ordered) else np.nan


def _moves(clip: Clip) -> Iterator[Move]:
    truth, start_s = clip.truth, float(clip.track.time_s[0])
    signals = _signals(clip, exercise(truth.exercise))
    spans: dict[Kind, tuple[Span, ...]] = {
        "rep": truth.reps,
        "partial": truth.partials,
        "hold": truth.holds,
        "rest": (Span(start_s, start_s + _IDLE_S),),
    }
    for kind, each in spans.items():
        for number, span in enumerate(each):
            yield _move(clip, (kind, number), span, signals)


def _move(clip: Clip, which: tuple[Kind, int], span: Span, signals: Mapping[str, FloatArray]) -> Move:
    time_s = clip.track.time_s
    during = (time_s >= span.start_s) & (time_s <= span.end_s)
    before_s = max(span.start_s, float(time_s[0]) + _REST_S)
    before = (time_s > before_s - _REST_S) & (time_s <= before_s)
    starts = {name: median_of(value[before]) for name, value in signals.items()}
    return Move(
        clip.name,
        clip.body,
        exercise(clip.truth.exercise),
        which[0],
        frozenset(one.name for one in clip.truth.faults if one.overlap_s(span.start_s, span.end_s) > 0),
        which[1],
        span.end_s - span.start_s,
        float(np.median(np.diff(time_s))),
        {name: value[during] - starts[name] for name, value in signals.items()},
        starts,
    )


def _signals(clip: Clip, card: Exercise) -> dict[str, FloatArray]:
    """Return the card's signals of the working leg, (T,) each, as the project reads them."""
    track, side = clip.track, clip.truth.side
    signals = read(track, card, camera_for(track.width_px, track.height_px), side).signals
    return {name: np.asarray(signals[name][side].value, dtype=np.float64) for name in card.signals}
