"""The limits of the exercise cards (exercises/catalog): between what the clips do and what they must not do.

``notice`` lies between rest and partial attempts, ``least`` between rest and repetitions, ``sure`` and
``partial_share`` between partial attempts and repetitions, ``enter`` of a hold between rest and hold. A cue's
limit lies between clean repetitions and those with its fault, less what is usual of the person, as the coach
takes it off. Of guards only the exercise's own side is seen here: the other one is other movements
(``foreign_motions.py``).
"""

from __future__ import annotations

from collections import defaultdict
from statistics import median
from typing import TYPE_CHECKING, Final

import numpy as np

from calibration.fits.command import main
from calibration.fits.performances import Move, directed, lasting, moves_of
from calibration.fits.statistics import Fitted, Seen, limit
from romtrack.sane import median_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from calibration.fits.clips import Clip
    from romtrack.exercises import CountRule, Cue, Exercise, Guard, HoldRule

__all__ = ["fit"]

# What lies below a limit of counting, and what above.
_KINDS: Final = {"notice": ("rest", "partial"), "least": ("rest", "rep"), "sure": ("partial", "rep")}
_PEAK_SHARE: Final = 0.95  # of a repetition's largest change: where it is at its peak


def fit(clips: Iterable[Clip]) -> list[Fitted]:
    """Find the limits of every card that a clip shows."""
    by_card: defaultdict[str, list[Move]] = defaultdict(list)
    for move in moves_of(clips):
        by_card[move.card.id].append(move)
    return [one for _, moves in sorted(by_card.items()) for one in _limits(moves[0].card, moves)]


def _limits(card: Exercise, moves: Sequence[Move]) -> Iterator[Fitted]:
    clean = [move for move in moves if not move.faults]
    if card.count is not None:
        yield from _count(card, card.count, clean)
    if card.hold is not None:
        yield limit(f"{card.id} hold.enter", card.hold.enter, _held(card.hold, clean))
    for guard in card.guards:
        yield from _guard(card, guard, [move for move in clean if move.kind == "rep"])
    for cue in card.cues:
        yield limit(f"{card.id} {cue.fault}", cue.limit, _cued(cue, moves))


def _count(card: Exercise, rule: CountRule, moves: Sequence[Move]) -> Iterator[Fitted]:
    """Return the limits of counting."""
    sizes = [(move, move.size(rule.signal, rule.direction)) for move in moves]
    for name, kinds in _KINDS.items():
        seen = (Seen(one.body, size, above=one.kind == kinds[1]) for one, size in sizes if one.kind in kinds)
        yield limit(f"{card.id} {name}", getattr(rule, name), seen)
    yield limit(f"{card.id} partial_share", rule.partial_share, _shares(sizes))
    lasts = (Seen(move.body, move.lasts_s, above=True) for move in moves if move.kind == "rep")
    yield limit(f"{card.id} shortest_s", rule.shortest_s, lasts)


def _shares(sizes: Sequence[tuple[Move, float]]) -> Iterator[Seen]:
    """Yield what share of its clip's typical repetition each attempt is."""
    whole: defaultdict[str, list[float]] = defaultdict(list)
    for move, size in sizes:
        if move.kind == "rep" and np.isfinite(size):
            whole[move.clip].append(size)
    for move, size in sizes:
        if move.clip in whole and move.kind in {"rep", "partial"}:
            yield Seen(move.body, size / median(whole[move.clip]), above=move.kind == "rep")


def _held(rule: HoldRule, moves: Sequence[Move]) -> Iterator[Seen]:
    """Yield the signal itself at rest and in holds."""
    above = "rest" if rule.direction == "below" else "hold"
    for move in moves:
        if move.kind in {"rest", "hold"}:
            level = median_of(move.changes[rule.signal] + move.starts[rule.signal])
            level = abs(level) if rule.direction == "away" else level
            yield Seen(move.body, level, above=move.kind == above)


def _guard(card: Exercise, guard: Guard, reps: Sequence[Move]) -> Iterator[Fitted]:
    """Return how near its own repetitions come to a guard."""
    gone = [(move.body, _gone(card, guard, move)) for move in reps]
    for name, bound in (("at_least", guard.at_least), ("at_most", guard.at_most)):
        if bound is not None:
            seen = (Seen(body, value, above=name == "at_least") for body, value in gone)
            yield limit(f"{card.id} guard {guard.signal} {name}", bound, seen)


def _gone(card: Exercise, guard: Guard, move: Move) -> float:
    """Return what a guard looks at in a repetition."""
    change, start = move.changes[guard.signal], move.starts[guard.signal]
    own = np.abs(move.changes[card.signal])
    top = own >= _PEAK_SHARE * np.nanmax(own, initial=0.0)
    at_peak = change[top & np.isfinite(change)]
    peak = float(np.median(at_peak)) if len(at_peak) else np.nan
    value = {"change": peak, "start": start, "peak": start + peak}[guard.at]
    return max(directed(np.array([value]), guard.direction).tolist(), default=np.nan)


def _cued(cue: Cue, moves: Sequence[Move]) -> Iterator[Seen]:
    """Yield how far repetitions depart from rest: clean ones, and those with the fault."""
    reps = [move for move in moves if move.kind == "rep" and move.number >= cue.settle_reps]
    for move in reps:
        if move.faults <= {cue.fault}:
            own = _own([other for other in reps if other.clip == move.clip and not other.faults], cue)
            change = directed(move.changes[cue.signal] - own, cue.direction)
            yield Seen(move.body, lasting(change, move.frames_s, cue.persist_s), above=bool(move.faults))


def _own(clean: Sequence[Move], cue: Cue) -> float:
    """Return how much of a departure is the person's own: what the best repetition shows."""
    most = [max(_known(move, cue), key=abs, default=0.0) for move in clean]
    return float(np.clip(min(most, key=abs, default=0.0), -cue.own, cue.own))


def _known(move: Move, cue: Cue) -> list[float]:
    change = move.changes[cue.signal]
    known: list[float] = change[np.isfinite(change)].tolist()
    return known


if __name__ == "__main__":
    main(__doc__, fit)
