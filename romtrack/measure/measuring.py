"""From a reading to measurements: the trials of one leg, judged and summarised in each direction."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from romtrack.kinematics.posture import Posture
from romtrack.kinematics.quantities import QUANTITIES
from romtrack.language import N_
from romtrack.measure.acceptance import judge
from romtrack.measure.result import Zero, summarise
from romtrack.measure.trials import SMALL, Moment, TrialDetector
from romtrack.types import Measurement, Notice, Side, Trial

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from romtrack.kinematics.quantities import Quantity
    from romtrack.measure.findings import Finding
    from romtrack.measure.reading import QuantityReading, ViewSpan
    from romtrack.measure.trials import Attempt
    from romtrack.types import Direction, QuantityName, SignalTrack

__all__ = ["measure"]


def measure(
    reading: QuantityReading,
    *,
    clear: bool = True,
    setup: Iterable[Finding] = (),
    wanted: tuple[Direction, ...] | None = None,
) -> tuple[Measurement, ...]:
    """Find the chosen leg's trials and summarise each direction; those that the quantity wants are answered.

    A hip that was asked to turn, and nowhere turns as far as a turn goes, is stiff: its smaller turns are
    trials, then. Where nobody was asked they may be anything.
    ``clear``: whether it is clear whose leg it is; without that there is no number, nor with a
    ``setup`` that has something to stop for. ``wanted``: the directions that were asked for; without
    it, another direction is answered where a trial of it was accepted.
    """
    signal, rest_deg, quantity = reading.signal, reading.rest_deg, QUANTITIES[reading.quantity]
    if signal is None:
        return ()
    if not clear:
        return (_refused(quantity, signal.side, _WHO),)
    stops = [finding.notice for finding in setup if finding.severity == "stop"]
    if stops:
        return (_refused(quantity, signal.side, *stops),)
    if rest_deg is None:
        unsure = reading.hang and np.any(np.isfinite(signal.value) & ~signal.ok)
        return (_refused(quantity, signal.side, _UNSURE if unsure else _NO_REST[quantity.name]),)
    trials = _trials(quantity, reading, signal, wanted)
    sigma_deg = float(np.median(signal.sigma[signal.ok]))
    accepted = {trial.direction for trial in trials if trial.accepted}
    done = tuple(way.name for way in quantity.ways if way.name in {*quantity.wanted, *accepted})
    directions = done if wanted is None else wanted
    zero = Zero("gravity", rest_deg)
    return tuple(
        summarise(quantity.name, signal.side, direction, trials, sigma_deg, zero) for direction in directions
    )


def _trials(
    quantity: Quantity, reading: QuantityReading, signal: SignalTrack, wanted: tuple[Direction, ...] | None
) -> tuple[Trial, ...]:
    """Find and judge the turns; of a way that is wanted and that none goes, those small ones that count."""
    whole = judge(quantity, signal.side, list(_attempts(quantity, reading, signal)))
    missing = set(wanted or ()) - {trial.direction for trial in whole}
    if not missing:
        return whole
    small = judge(quantity, signal.side, list(_attempts(quantity, reading, signal, SMALL)))
    return (*whole, *(trial for trial in small if trial.accepted and trial.direction in missing))


def _attempts(
    quantity: Quantity, reading: QuantityReading, signal: SignalTrack, scale: float = 1.0
) -> Iterator[Attempt]:
    """Fold a detector over the signal of each stretch."""
    for span in reading.spans:
        yield from _turns(quantity, signal, reading.postures[signal.side], span, scale)


def _turns(
    quantity: Quantity, signal: SignalTrack, held: Posture, span: ViewSpan, scale: float
) -> Iterator[Attempt]:
    """Find the turns of one stretch."""
    detector = TrialDetector(quantity, span.rest_deg, scale)
    part = slice(span.first, span.last)
    rows = zip(
        signal.time_s[part].tolist(),
        signal.value[part].tolist(),
        signal.sigma[part].tolist(),
        zip(*(column[part] for column in held), strict=True),
        strict=True,
    )
    ended = [detector.update(Moment(*row[:3], Posture(*row[3]))) for row in rows]
    return (attempt for attempt in (*ended, detector.finish()) if attempt is not None)


def _refused(quantity: Quantity, side: Side, *why: Notice) -> Measurement:
    return Measurement(
        quantity=quantity.name,
        side=side,
        direction=quantity.wanted[0],
        value_deg=None,
        sd_deg=None,
        sigma_deg=None,
        reference="gravity",
        offset_deg=None,
        trials=(),
        warnings=why,
    )


_WHO = Notice(
    "no_clear_subject",
    N_(
        "several people sit in front of the camera, and it is not clear whose hip is meant: point at the "
        "person (--person-at X,Y, or on the Analyze page), or film one person alone."
    ),
)
_UNSURE = Notice(
    "too_unsure",
    N_(
        "the leg is seen, but its angle is too uncertain to be told: wear shorts, sit with the thighs toward "
        "the camera and the feet under the knees."
    ),
)
_NO_REST: dict[QuantityName, Notice] = {
    "hip_rotation": Notice(
        "no_hang",
        N_(
            "no moment was found in which the leg hangs still: let its shank hang for three seconds first; "
            "the other foot may hang, too, rest on the floor, or be under the chair."
        ),
    ),
    "hip_abduction": Notice(
        "no_neutral",
        N_("no moment was found in which both feet stand still: stand on both feet for three seconds first."),
    ),
}
