"""What happens when: key frames of the motion's channels and the events they amount to. Times in seconds.

Channel ``phase`` is 0 at rest and 1 at the motion's nominal end of range; motions may use further ones.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np

from .geometry import smooth

Event = dict[str, Any]  # as gt.json has them


class Script:
    """Builds the time line step by step; ``time`` is the writing position."""

    def __init__(self, rng: np.random.Generator) -> None:
        self.rng, self.time = rng, 0.0
        self.keys: dict[str, list[tuple[float, float]]] = {}
        self.reps: list[Event] = []
        self.holds: list[Event] = []
        self.not_reps: list[Event] = []
        self.switches: list[Event] = []

    def jitter(self, share: float) -> float:
        """Draw a factor within 1 +- ``share``."""
        return 1 + share * self.rng.uniform(-1, 1)

    def value(self, channel: str, t: float) -> float:
        """Return a channel's value at time ``t`` (minimum jerk between keys; 0 for one never used)."""
        keys = self.keys.get(channel)
        if not keys:
            return 0.0
        times = [key[0] for key in keys]
        i = int(np.searchsorted(times, t, side="right"))
        if i == 0 or i == len(keys):
            return keys[max(i - 1, 0)][1]
        (t0, a), (t1, b) = keys[i - 1], keys[i]
        return a + (b - a) * float(smooth((t - t0) / (t1 - t0)))

    def move(self, channel: str, value: float, seconds: float) -> None:
        """Move a channel to ``value``, taking ``seconds``."""
        keys = self.keys.setdefault(channel, [(0.0, 0.0)])
        if keys[-1][0] < self.time:
            keys.append((self.time, keys[-1][1]))
        self.time += seconds
        keys.append((self.time, float(value)))

    def wait(self, seconds: float) -> None:
        """Hold still."""
        self.time += seconds

    def excursion(
        self, peak: float, seconds: float, hold: float | None = None, channel: str = "phase"
    ) -> tuple[float, float, float]:
        """Go 0 -> ``peak`` -> 0 within ``seconds``, ``hold`` of them on top; return start, peak and end."""
        start = self.time
        hold = 0.12 * seconds if hold is None else hold
        half = (seconds - hold) / 2
        self.move(channel, peak, half * self.jitter(0.1))
        top = self.time
        self.wait(hold)
        self.move(channel, 0, half)
        return start, top + hold / 2, self.time

    def rep(
        self, peak: float, seconds: float, hold: float | None = None, channel: str = "phase", **extra: str
    ) -> None:
        """Make a counted repetition."""
        start, top, end = self.excursion(peak, seconds, hold, channel)
        self.reps.append({"start_s": start, "peak_s": top, "end_s": end, **extra})

    def held(self, seconds: float, **extra: str) -> None:
        """Note that the last repetition held its end for ``seconds`` about its peak."""
        peak_s = self.reps[-1]["peak_s"]
        self.holds.append({"start_s": peak_s - seconds / 2, "end_s": peak_s + seconds / 2, **extra})

    def partial(self, seconds: float, channel: str = "phase", sign: int = 1) -> None:
        """Make an attempt of 22-36 % of the range that must not be counted."""
        start, _, end = self.excursion(sign * self.rng.uniform(0.22, 0.36), seconds, channel=channel)
        self.not_reps.append({"start_s": start, "end_s": end, "why": "partial"})

    def rest(self, seconds: float = 2.0) -> None:
        """Pause; the pause must not be counted."""
        self.not_reps.append({"start_s": self.time, "end_s": self.time + seconds, "why": "rest"})
        self.wait(seconds)


Written = Callable[[Script, int, float], None]  # script, repetitions, seconds a repetition


def _plain_rep(script: Script, _index: int, seconds: float) -> None:
    script.rep(script.jitter(0.1), seconds)


def repetitions(script: Script, reps: int, rep_s: float, one: Written = _plain_rep) -> None:
    """2 s idle, repetitions with one rest in the middle and one partial attempt, 2 s idle.

    ``one(script, index, seconds)`` writes repetition number ``index``; by default phase 0 -> 1 -> 0.
    """
    middle = max(1, reps // 2)
    after = int(script.rng.integers(1, reps)) if reps > 1 else 0
    script.wait(2)
    for i in range(reps):
        if i == middle:
            script.rest()
        if i == after:
            script.partial(0.6 * rep_s * script.jitter(0.15))
            script.wait(script.rng.uniform(0.3, 0.6))
        one(script, i, rep_s * script.jitter(0.15))
        script.wait(script.rng.uniform(0.1, 0.4))
    script.wait(2)


def range_test(script: Script, reps: int, rep_s: float, *, outward: bool = False) -> None:
    """Do the seated test: 3 s neutral, then repetitions of 1 s out, 1.5 s hold, 1 s back, 1 s pause.

    One partial attempt and one 2 s rest come after the first repetition; with ``outward`` the same follows
    for external rotation (phase to -1). Its tempo is the test's own, whatever ``rep_s`` says.
    """
    del rep_s
    script.wait(3)
    for sign, direction in ((1, "internal"), (-1, "external"))[: 2 if outward else 1]:
        for i in range(reps):
            tempo = script.jitter(0.15)
            script.rep(sign * script.jitter(0.1), 3.5 * tempo, hold=1.5 * tempo, direction=direction)
            script.held(1.5 * tempo, direction=direction)
            script.wait(1)
            if i == 0 and sign == 1:
                script.partial(1.5 * script.jitter(0.15))
                script.rest()
    script.wait(1)


def side_lifts(script: Script, reps: int, rep_s: float) -> None:
    """Lift a leg sideways: 2 s still, then repetitions held for 3/7 of their time, 2 s still.

    One partial attempt and one 2 s rest come after the first repetition.
    """
    script.wait(2)
    for i in range(reps):
        seconds = rep_s * script.jitter(0.15)
        script.rep(script.jitter(0.1), seconds, hold=3 / 7 * seconds, direction="abduction")
        script.held(3 / 7 * seconds, direction="abduction")
        script.wait(script.rng.uniform(0.8, 1.2) if i + 1 < reps else 2.0)
        if i == 0:
            script.partial(1.5 * script.jitter(0.15))
            script.wait(script.rng.uniform(0.3, 0.6))
            script.rest()


def short_test(
    script: Script, inward: int, tempo: float, *, incomplete: float = 0.0, repeated: bool = False
) -> None:
    """Do the test as people do it in a quarter of a minute: 2 s still, trials inward, one outward.

    ``incomplete``: share of the range at which a return stops short. ``repeated``: quick repetitions
    inward without a hold (seated_resisted_ir).
    """
    script.wait(script.rng.uniform(1.8, 2.4))
    plan = [(1, "internal")] * inward + ([] if repeated else [(-1, "external")])
    for i, (sign, direction) in enumerate(plan):
        quick = tempo * script.jitter(0.2)
        peak, top = sign * script.jitter(0.12), (0.25 if repeated else 1.25) * script.jitter(0.2)
        out, back = (
            (0.8 if repeated else 0.95) * quick,
            (0.9 if repeated else 0.95) * quick * script.jitter(0.2),
        )
        start = script.time
        script.move("phase", peak, out)
        script.wait(top)
        last = i + 1 == len(plan)
        script.move("phase", 0.0 if last else sign * incomplete * script.rng.uniform(0.3, 1.0), back)
        extra = {} if repeated else {"direction": direction}
        script.reps.append({"start_s": start, "peak_s": start + out + top / 2, "end_s": script.time, **extra})
        if not repeated:
            script.holds.append({"start_s": start + out, "end_s": start + out + top, "direction": direction})
        script.wait(script.rng.uniform(0.2, 0.6) if repeated else script.rng.uniform(0.8, 1.3))
    script.wait(1.2)


def sweeps(script: Script, times: int, tempo: float) -> None:
    """Do the test in sweeps: 2 s still, then inward and without a rest straight on outward, each end held."""
    script.wait(script.rng.uniform(1.8, 2.4))
    for _ in range(times):
        quick, first = tempo * script.jitter(0.2), len(script.reps)
        for sign, direction in ((1, "internal"), (-1, "external")):
            start, seconds, top = script.time, (1.5 - 0.5 * sign) * quick, 1.25 * script.jitter(0.2)
            script.move("phase", sign * script.jitter(0.12), seconds)
            held_s = script.time
            script.wait(top)
            script.reps.append({"start_s": start, "peak_s": held_s + top / 2, "direction": direction})
            script.holds.append({"start_s": held_s, "end_s": held_s + top, "direction": direction})
        inward, outward = script.reps[first:]
        way = np.linspace(outward["start_s"], held_s, 200)
        hang = np.argmin(np.abs([script.value("phase", t) for t in way.tolist()]))
        inward["end_s"] = outward["start_s"] = float(way[hang])  # where the leg passes the hang
        script.move("phase", 0.0, quick)
        outward["end_s"] = script.time
        script.wait(script.rng.uniform(0.8, 1.3))
    script.wait(1.2)


def hold(script: Script, reps: int, rep_s: float) -> None:
    """Do a stretch: one partial attempt, a rest, then into the position, a hold of 15-20 s, and out again."""
    del reps
    script.wait(2)
    script.partial(0.8 * rep_s)
    script.rest()
    script.move("phase", script.jitter(0.05), 0.5 * rep_s * script.jitter(0.15))
    start = script.time
    script.wait(script.rng.uniform(15, 19))
    script.holds.append({"start_s": start, "end_s": script.time})
    script.move("phase", 0, 0.5 * rep_s * script.jitter(0.15))
    script.wait(2)


def switches(script: Script, reps: int, rep_s: float) -> None:
    """Go side to side: one repetition is there and back; every switch says the direction of the phase."""

    def one(script: Script, _index: int, seconds: float) -> None:
        script.rep(script.jitter(0.04), seconds, hold=0.2 * seconds)
        rep, half = script.reps[-1], 0.4 * seconds
        script.switches += [
            {"start_s": rep["start_s"], "end_s": rep["start_s"] + half, "working_leg": "internal"},
            {"start_s": rep["end_s"] - half, "end_s": rep["end_s"], "working_leg": "external"},
        ]

    repetitions(script, reps, rep_s, one)


def rotations_in_squat(script: Script, reps: int, rep_s: float) -> None:
    """Go down into the squat, turn to alternate sides (channel ``turn``, + = left), and up again."""
    script.wait(2)
    script.not_reps.append({"start_s": script.time, "end_s": script.time + 1.6, "why": "squat down"})
    script.move("depth", script.jitter(0.06), 1.6)
    script.wait(0.6)
    side = 1 if script.rng.random() < 0.5 else -1  # noqa: PLR2004  a coin
    middle, after = max(1, reps // 2), int(script.rng.integers(1, max(2, reps)))
    for i in range(reps):
        if i == middle:
            script.rest()
        if i == after:
            script.partial(0.6 * rep_s, "turn", side)
            script.wait(0.4)
        peak, seconds = side * script.jitter(0.1), rep_s * script.jitter(0.15)
        script.rep(peak, seconds, channel="turn", direction="left" if side > 0 else "right")
        script.wait(script.rng.uniform(0.1, 0.4))
        side = -side
    script.not_reps.append({"start_s": script.time, "end_s": script.time + 1.6, "why": "stand up"})
    script.move("depth", 0, 1.6)
    script.wait(2)


def lunges(script: Script, reps: int, rep_s: float) -> None:
    """Do lunges, each pushed back up to a short single-leg stand (channel ``lift``)."""

    def one(script: Script, _index: int, seconds: float) -> None:
        script.rep(script.jitter(0.1), 0.8 * seconds)
        script.time -= 0.15 * seconds
        script.excursion(script.jitter(0.1), 0.4 * seconds, channel="lift")

    repetitions(script, reps, rep_s, one)
