"""Realism, each switch by itself: people, clothes, rooms, lens, blur, light, codec, camera, behaviour.

All are off by default. ``Switches`` lists them, ``draw`` draws those that were not given for a difficulty.
"""

from __future__ import annotations

from dataclasses import dataclass, field, fields
from typing import TYPE_CHECKING, Any, TypeVar

import numpy as np

from .chairs import CHAIRS, DRAWN
from .outfits import BOTTOMS, SHOES

if TYPE_CHECKING:
    from collections.abc import Sequence

    from .options import Options

T = TypeVar("T")
ARMS = ("thighs", "sides", "crossed", "edge", "knees")
CODECS = ("h264", "low", "mjpeg")
CHAIR_LIKE = ("clothes", "skin")
DRAWN_LENGTH_S = 17.0  # of the clips that the drawn switches are made for


def _switch(kind: type | tuple[str, ...], text: str, off: Any = None) -> Any:  # noqa: ANN401  as dataclasses.field
    return field(default=off, metadata={"kind": kind, "help": text})


@dataclass
class Switches:
    """What is on; metadata of each field: its kind and what it does."""

    clothes: int | None = _switch(
        int, "seed of random clothes, hair and skin (otherwise the outfit of the body)"
    )
    bottoms: str | None = _switch(BOTTOMS, "what the legs wear")
    shoes: str | None = _switch(SHOES, "what the feet wear")
    flare: float = _switch(float, "trousers: metres of slack at the hem; skirt: its drop", 0.0)
    wrinkles: float = _switch(float, "trousers: height of the wrinkles, metres", 0.0)
    skin: float | None = _switch(float, "skin tone, 0 dark .. 1 light")
    room: int | None = _switch(int, "seed of a furnished room with things in it")
    clutter: float = _switch(float, "how full the room is, 0 .. 1.5", 1.0)
    chair: str | None = _switch(CHAIRS, "kind of chair")
    chair_like: str | None = _switch(
        CHAIR_LIKE, "colour of the chair close to that of the bottoms or the skin"
    )
    backlight: float = _switch(float, "light through a window behind, 0 .. 1", 0.0)
    light: float = _switch(float, "light level, 1 .. .15: darker and noisier", 1.0)
    k1: float = _switch(float, "radial lens distortion (OpenCV k1)", 0.0)
    shutter: float = _switch(float, "exposure time, share of the frame interval: motion blur", 0.0)
    rolling: float = _switch(float, "rolling shutter: read-out of a frame, ms", 0.0)
    drift_light: float = _switch(float, "drift of exposure and white balance, share", 0.0)
    codec: str = _switch(CODECS, "low: few bits; mjpeg: a web cam's JPEG before H.264", "h264")
    vfr: float = _switch(float, "jitter of the frame times, share of the interval", 0.0)
    bump: float = _switch(
        float, "the camera is knocked in the middle: its roll changes by that many degrees", 0.0
    )
    handheld: float = _switch(float, "sway of a camera in the hand, about degrees", 0.0)
    fidget: float = _switch(float, "restlessness of trunk, head, arms and the other leg, 0 .. 1.5", 0.0)
    knee: float | None = _switch(float, "knee flexion of the working leg, degrees")
    knee_other: float | None = _switch(float, "of the other leg")
    thigh_out: float | None = _switch(float, "abduction of the working thigh, degrees")
    thigh_out_other: float | None = _switch(float, "of the other")
    hip_flexion: float | None = _switch(float, "of both legs, degrees (90 = level thighs)")
    air: float | None = _switch(float, "metres of air under the feet (0: a low chair, the feet touch)")
    arms: str | None = _switch(ARMS, "where the hands are")
    trunk_sway: float = _switch(float, "the trunk leans with the movement, degrees at the end of range", 0.0)
    tremor: float = _switch(float, "shaking at the end of range, degrees", 0.0)
    incomplete: float = _switch(float, "returns stop short, share of the range", 0.0)
    bystander: float | None = _switch(float, "somebody walks by behind, starting at this second")
    passer: float | None = _switch(float, "somebody walks through before the person, starting at this second")
    neighbour: float | None = _switch(float, "somebody sits beside, metres to the left (+) or right (-)")
    cat: float | None = _switch(float, "a box as big as a cat crosses the floor, starting at this second")
    prosthesis: float | None = _switch(float, "the working shank is a tube of that radius, metres")
    aside: float = _switch(float, "the person is off the middle of the picture, metres", 0.0)

    @property
    def moves_camera(self) -> bool:
        """Whether the camera does not stand still."""
        return bool(self.bump or self.handheld)

    def somebody_passes(self, t: float) -> bool:
        """Whether somebody or the cat is on the way at time ``t``."""
        began_s = (self.bystander, self.passer, self.cat)
        return any(began is not None and began < t < began + 7 for began in began_s)


NAMES = tuple(one.name for one in fields(Switches))


class _Luck:
    """Draws in the ways that the switches need; ``wide``: how much more of everything."""

    def __init__(self, seed: int, *, hard: bool) -> None:
        self.g, self.hard = np.random.default_rng([seed, 5]), hard
        self.wide = 1.3 if hard else 1.0

    def uniform(self, low: float, high: float) -> float:
        return float(self.g.uniform(low, high))

    def normal(self, mean: float, deviation: float, low: float = -np.inf, high: float = np.inf) -> float:
        return float(np.clip(self.g.normal(mean, deviation), low, high))

    def maybe(self, share: float, value: T) -> T | None:
        """Return ``value`` in a share of the cases, in more of them where it is hard."""
        return value if self.g.random() < share * (1.6 if self.hard else 1.0) else None

    def pick(self, names: Sequence[str], weights: Sequence[float]) -> str:
        return str(self.g.choice(names, p=np.array(weights) / sum(weights)))

    def either_way(self, low: float, high: float) -> float:
        return float(self.g.choice([-1, 1]) * self.g.uniform(low, high))


def draw(seed: int, *, hard: bool) -> tuple[dict[str, Any], dict[str, Any]]:
    """Draw every switch, and what the camera and the tempo are. The order of the draws makes the scene."""
    luck = _Luck(seed, hard=hard)
    q = {**_drawn_looks(luck), **_drawn_picture(luck), **_drawn_posture(luck), **_drawn_manners(luck)}
    q["knee_other"] = float(np.clip(q["knee"] + luck.g.normal(0, 4), 70, 110))
    q["air"] = 0.0 if q["air"] is None else q["air"]
    flares = {
        "loose": luck.uniform(0.02, 0.045),
        "trousers": luck.uniform(0.005, 0.02),
        "jeans": luck.uniform(0, 0.01),
        "skirt": luck.uniform(0.01, 0.06),
    }
    q["flare"] = flares.get(q["bottoms"], 0.0)
    wrinkles = {
        "loose": luck.uniform(0.004, 0.010),
        "trousers": luck.uniform(0.003, 0.007),
        "jeans": luck.uniform(0.002, 0.004),
    }
    q["wrinkles"] = wrinkles.get(q["bottoms"], 0.0)
    return q, _drawn_camera(luck)


def _drawn_looks(luck: _Luck) -> dict[str, Any]:
    g = luck.g
    return {
        "clothes": int(g.integers(1 << 30)),
        "bottoms": luck.pick(BOTTOMS, (0.22, 0.06, 0.18, 0.18, 0.10, 0.18, 0.08)),
        "shoes": luck.pick(SHOES, (0.26, 0.22, 0.08, 0.26, 0.06, 0.12)),
        "skin": float(g.random() ** 0.65),
        "room": int(g.integers(1 << 30)),
        "clutter": float(g.uniform(0.3, 1.1) * luck.wide),
        "chair": luck.pick(DRAWN, np.ones(7).tolist()),
        "chair_like": luck.maybe(0.35, str(g.choice(CHAIR_LIKE))),
        "backlight": luck.maybe(0.25, luck.uniform(0.3, 1.0)),
    }


def _drawn_picture(luck: _Luck) -> dict[str, Any]:
    g = luck.g
    return {
        "light": luck.uniform(0.25 if luck.hard else 0.45, 1.0),
        "k1": luck.uniform(-0.25, 0.05),
        "shutter": luck.uniform(0.15, 0.8),
        "rolling": luck.maybe(0.6, luck.uniform(5, 25)),
        "drift_light": luck.maybe(0.5, luck.uniform(0.02, 0.12)),
        "codec": luck.pick(CODECS, (0.4, 0.35, 0.25)),
        "vfr": luck.maybe(0.3, luck.uniform(0.05, 0.3)),
        "bump": luck.maybe(0.15, luck.either_way(1, 4)),
        "handheld": luck.maybe(0.15, luck.uniform(0.2, 0.8)),
        "fidget": float(g.uniform(0.15, 0.9) * luck.wide),
    }


def _drawn_posture(luck: _Luck) -> dict[str, Any]:
    return {
        "knee": luck.normal(88, 8 * luck.wide, 70, 110),
        "thigh_out": luck.normal(4, 4.5, -5, 15),
        "thigh_out_other": luck.normal(5, 4.5, -5, 15),
        "hip_flexion": luck.uniform(82, 92),
        "air": luck.maybe(0.75, luck.uniform(0.02, 0.2)),
        "arms": luck.pick(ARMS, np.ones(5).tolist()),
    }


def _drawn_manners(luck: _Luck) -> dict[str, Any]:
    late = DRAWN_LENGTH_S - 6
    return {
        "trunk_sway": abs(luck.normal(0, 2.5)),
        "tremor": luck.maybe(0.4, luck.uniform(0.3, 1.2)),
        "incomplete": luck.maybe(0.3, luck.uniform(0.05, 0.2)),
        "bystander": luck.maybe(0.15, luck.uniform(2, late)),
        "neighbour": luck.maybe(0.12, luck.either_way(0.85, 1.15)),
        "cat": luck.maybe(0.15, luck.uniform(2, late)),
        "aside": luck.uniform(-0.25, 0.25),
    }


def _drawn_camera(luck: _Luck) -> dict[str, Any]:
    return {
        "hfov": luck.uniform(50, 100 if luck.hard else 85),
        "cam_yaw": luck.normal(0, 9 * luck.wide, -25, 25),
        "cam_roll": luck.normal(0, 2.0 * luck.wide, -5, 5),
        "cam_height": luck.uniform(0.45, 1.1),
        "rest_offset": luck.normal(0, 4.2, -8, 8),
        "rest_offset_other": luck.normal(0, 4.2, -8, 8),
        "tempo": luck.uniform(0.75, 1.25),
        "size": str(luck.g.choice(("640x360", "640x480"))),
    }


def settle(options: Options) -> Switches | None:
    """Return what is on, None where no switch is used.

    With a scene seed, what was not given is drawn; the drawn camera and tempo go into ``options``.
    """
    given = {name: value for name in NAMES if (value := getattr(options, name)) is not None}
    used = options.scene_seed is not None or options.bodies or options.script
    if not (used or given):
        return None
    drawn: dict[str, Any] = {}
    if options.scene_seed is not None:
        drawn, camera = draw(options.scene_seed, hard=options.difficulty == "hard")
        for name, value in camera.items():
            if name not in options.given:
                setattr(options, name, value)
        if options.motion.startswith("seated") and not options.script:
            options.script = "short"
        if options.motion == "standing_hip_abduction":
            drawn |= _for_somebody_who_stands(drawn)
    known = {**{name: value for name, value in drawn.items() if value is not None}, **given}
    return Switches(**known)


def _for_somebody_who_stands(drawn: dict[str, Any]) -> dict[str, Any]:
    """Return what differs: a skirt is a sheet over a sitter's thighs, chair and leg need their place."""
    return {
        "bottoms": "trousers" if drawn["bottoms"] == "skirt" else drawn["bottoms"],
        "neighbour": None if drawn["neighbour"] is None else 1.7 * drawn["neighbour"],
    }
