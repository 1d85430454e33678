"""Who does what, when and how: the part of a clip that needs no picture."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from . import timeline
from .behaviour import Moment, sit_restlessly, stand_restlessly
from .body import BODIES, SKIN_VERTICES, SUFFIX, Body
from .chairs import Support
from .faults import FAULTS, amount, mark
from .geometry import SIDES, FloatArray, Side, other, sign
from .kinematics import place
from .motions import MOTIONS
from .motions.abduction import support_point
from .switches import settle

if TYPE_CHECKING:
    from .options import Options
    from .poses import Bones, Pose
    from .switches import Switches

HEAD_POINTS = (np.array([0, -0.04, 0.22]), np.array([0, -0.16, 0.05]))  # crown and nose, metres
LAG_STEP_S = 0.04
QUICK_REPS = {"seated_resisted_ir": 4}  # of the short script; 2 for the others
STYLE_OF_SWITCH = {
    "knee": "knee",
    "knee_other": "knee_other",
    "air": "air",
    "arms": "arms",
    "hip_flexion": "flexion",
}


class Performance:
    """A body, its motion, its time line; everything random comes from the seed.

    Attributes
    ----------
    switches: None where no realism is asked for.
    camera_rng: for the camera that films it.
    faulty: when the fault is laid over the motion, seconds.
    """

    def __init__(self, options: Options) -> None:
        self.options, self.motion = options, MOTIONS[options.motion]
        seeds = np.random.SeedSequence(options.seed).spawn(3)
        style_rng, self.camera_rng, script_rng = (np.random.default_rng(seed) for seed in seeds)
        self.switches = settle(options)
        self.side: Side = options.side
        self.body = Body(options.body, options.bodies)
        self.style = self.motion.style(style_rng)
        self.style["rest_offset"] = options.rest_offset
        self.style["rest_offset_other"] = options.rest_offset_other
        if options.range_deg is not None:
            self.style["peak"] = self.style["peak_outward"] = options.range_deg
        if options.other_foot != "hanging":
            self.style["other_foot"] = options.other_foot
        if self.switches and self.switches.prosthesis is not None:
            self.body.thin_shank(self.side, self.switches.prosthesis)
        if self.switches:
            self.style |= _seated_style(self.switches, self.body)
        self.script = timeline.Script(script_rng)
        reps = options.reps or self.motion.reps
        self._write(reps)
        self.faulty = []
        if options.fault:
            size = FAULTS[options.motion][options.fault] * style_rng.uniform(0.9, 1.1)
            self.style |= {"fault": options.fault, "fault_size": size, "drift": options.drift}
            self.faulty = mark(self.script, max(1, reps // 3))
        self.sway = style_rng.uniform(0, 6.3, 6)
        self.phases = np.random.default_rng([options.seed, 21]).uniform(0, 6.3, 10)

    def _write(self, reps: int) -> None:
        options, script = self.options, self.script
        if self.switches and options.script == "short" and self.motion.stance == "chair":
            trials = options.reps or QUICK_REPS.get(options.motion, 2)
            repeated = options.motion in QUICK_REPS
            incomplete = self.switches.incomplete
            timeline.short_test(script, trials, options.tempo, incomplete=incomplete, repeated=repeated)
        elif options.script == "sweep":
            timeline.sweeps(script, options.reps or 2, options.tempo)
        elif self.motion.script is timeline.range_test:
            timeline.range_test(script, reps, self.motion.rep_s, outward=options.outward)
        else:
            self.motion.script(script, reps, self.motion.rep_s * options.tempo)

    @property
    def support(self) -> Support | None:
        """The chair that somebody who stands holds on to."""
        if self.motion.stance != "support":
            return None
        hand = support_point(self.body, self.side, self.style)
        return Support(hand, sign(other(self.side)), self.style["support_facing"])

    def channel(self, name: str, t: float) -> float:
        """Return a channel's value at time ``t``."""
        if name == "fault":
            return amount(self.faulty, t, self.script.value("phase", t))
        return self.script.value(name, t)

    def pose(self, t: float) -> Pose:
        """Return the pose at time ``t``: the motion and the sway of a living trunk (under 1 degree)."""
        pose = self.motion.pose(self.body, self.side, lambda name: self.channel(name, t), self.style)
        a = self.sway + t * np.array([1.5, 0.83, 1.1, 0.71, 0.37, 1.9])
        b, s, turn = pose.spine
        pose.spine = (
            b + 0.5 * np.sin(a[0]) + 0.3 * np.sin(a[1]),
            s + 0.4 * np.sin(a[2]),
            turn + 0.5 * np.sin(a[3]),
        )
        pose.head = (pose.head[0] + 0.6 * np.sin(a[1]), pose.head[1] + 1.5 * np.sin(a[4]))
        if self.switches:
            now = Moment(t, self.script.value("phase", t), self.phases)
            if self.motion.stance == "chair":
                sit_restlessly(pose, self.side, self.switches, now)
            elif self.motion.stance == "support":
                stand_restlessly(pose, self.side, self.switches, now)
        return pose

    def bones(self, t: float) -> Bones:
        """Return the posed skeleton at time ``t``."""
        return place(self.body, self.pose(t))

    def swept(self) -> FloatArray:
        """Return where joints and head come during the clip, (N, 3), metres."""
        points: list[FloatArray] = []
        head = self.body.index["head"]
        for t in np.linspace(0, self.script.time, 50):
            bones = self.bones(float(t))
            points += [*bones.at, *(bones.at[head] + bones.turns[head] @ top for top in HEAD_POINTS)]
        return np.array(points)

    def trailing(self) -> dict[Side, FloatArray]:
        """Return how far loose cloth at each ankle trails it, (T, 3) metres, every ``LAG_STEP_S``.

        A damped follower of the ankle (14 rad/s, half of the critical damping).
        """
        times = np.arange(0, self.script.time + LAG_STEP_S, LAG_STEP_S)
        skeletons = [self.bones(float(t)) for t in times]
        return {
            side: _followed(
                np.array([bones.at[self.body.index[f"foot.{SUFFIX[side]}"]] for bones in skeletons])
            )
            for side in SIDES
        }


def _followed(path: FloatArray) -> FloatArray:
    at: FloatArray = path[0].copy()
    speed, out = np.zeros(3), []
    for here in path:
        for _ in range(8):
            speed += 0.005 * ((here - at) * 14**2 - 2 * 0.5 * 14 * speed)
            at = at + 0.005 * speed
        out.append(at - here)
    trail: FloatArray = np.clip(np.array(out), -0.05, 0.05)
    return trail


def _seated_style(q: Switches, body: Body) -> dict[str, Any]:
    """Return the sizes that the switches set, and those that depend on how thick this body's legs are."""
    radius, thick = _thigh(body)
    style: dict[str, Any] = {"thick": thick}
    style |= {to: value for name, to in STYLE_OF_SWITCH.items() if (value := getattr(q, name)) is not None}
    if q.hip_flexion is not None:
        style["flexion_other"] = q.hip_flexion + 1
    room = (radius + 0.004 - body.hip_half) / (0.45 * body.thigh)
    least = float(np.degrees(np.arcsin(np.clip(room, -0.2, 0.4))))  # the thighs do not cut into each other
    for out, to in ((q.thigh_out, "abduction"), (q.thigh_out_other, "abduction_other")):
        if out is not None or body.name not in BODIES:
            style[to] = max(4.0 if out is None else out, least)
    if q.air is not None and q.air < 0.03:  # noqa: PLR2004  metres: the feet are on the floor
        style["point"] = 0.0
    return style


def _thigh(body: Body) -> tuple[float, float]:
    """Return the radius of the thigh in its middle, and how high a hand lies on it, metres."""
    if body.name in BODIES:
        return 0.08, 0.115 if body.name == "heavy_female" else 0.095
    hip, knee = (body.head(f"{bone}.L") for bone in ("upperleg01", "lowerleg01"))
    skin = body.rest[:SKIN_VERTICES]
    along = (skin - hip) @ (knee - hip) / ((knee - hip) @ (knee - hip))
    near = (np.abs(along - 0.45) < 0.08) & (skin[:, 0] > 0.02)  # noqa: PLR2004  a slice of the left one
    off_axis = skin[near] - hip - along[near, None] * (knee - hip)
    radius = float(np.median(np.linalg.norm(off_axis, axis=1)))
    return radius, radius + 0.025
