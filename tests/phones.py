"""Phones on the shank of a phantom: what their sensor would have written, from the true joints."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from scipy.interpolate import make_smoothing_spline
from scipy.spatial.transform import Rotation

if TYPE_CHECKING:
    from pathlib import Path

    from romtrack.types import FloatArray, Side

G = 9.80665


@dataclass(frozen=True)
class Phone:
    """How it is strapped, and how its sensor and clock are off.

    rate_hz, offset_s, drift: of its clock. mounted_deg: turned on the shank about x, y, z (z: in the plane of
    the screen). noise, bias: m/s2. before_s: of handling before the clip begins.
    """

    rate_hz: float = 100.0
    offset_s: float = 7.0
    drift: float = 0.0
    mounted_deg: tuple[float, float, float] = (6.0, -9.0, 25.0)
    noise: float = 0.05
    bias: tuple[float, float, float] = (0.04, -0.03, 0.05)
    before_s: float = 4.0
    seed: int = 1


@dataclass(frozen=True)
class Clip:
    """The truth of a clip: angles (T,) of both legs at its times, joints (T, J, 3), m."""

    side: Side
    time_s: FloatArray
    angle_deg: dict[Side, FloatArray]
    joints_m: FloatArray
    names: list[str]
    holds: list[tuple[float, float]]


def clip_of(path: Path) -> Clip:
    held = json.loads(path.read_text("utf-8"))
    frames = held["frames"]
    sides: tuple[Side, Side] = ("left", "right")
    return Clip(
        held["side"],
        np.array(frames["t"]),
        {side: np.array(frames[f"hip_rot_gravity_{side}"], float) for side in sides},
        np.array(frames["joints_m"]),
        held["joint_names"],
        [(one["start_s"], one["end_s"]) for one in held["holds"]],
    )


def recorded(clip: Clip, phone: Phone, leg: Side | None = None) -> tuple[FloatArray, FloatArray]:
    """Return times of the phone's clock (N,), and specific force in its axes (N, 3), m/s2."""
    rng = np.random.default_rng(phone.seed)
    end_s = clip.time_s[-1]
    true_s = np.arange(-phone.before_s, end_s, 1 / phone.rate_hz)
    at_s = np.clip(true_s, clip.time_s[0], end_s)  # before the clip it hangs where the clip begins
    hip, knee, ankle = (
        _smooth(clip, f"{leg or clip.side}_{joint}", at_s) for joint in ("hip", "knee", "ankle")
    )
    down = _unit(ankle - knee)
    forward = _unit(knee - hip)
    forward = _unit(forward - np.sum(forward * down, axis=1, keepdims=True) * down)
    right = np.cross(-down, forward)
    place = knee + 0.2 * down + 0.05 * forward
    motion = np.gradient(np.gradient(place, 1 / phone.rate_hz, axis=0), 1 / phone.rate_hz, axis=0)
    force = motion + np.array([0, 0, G])
    shank = np.stack((right, -down, forward), axis=1)  # rows: x, y, z of a phone that is strapped straight
    turned = Rotation.from_euler("xyz", phone.mounted_deg, degrees=True).as_matrix()
    felt = np.einsum("ij,njk,nk->ni", turned, shank, force)
    felt += np.array(phone.bias) + phone.noise * rng.normal(size=felt.shape)
    handled = true_s < -phone.before_s / 2  # in the hand, any way up
    tumbling = Rotation.from_rotvec(np.outer(true_s[handled], [1.0, 2.0, 0.5])).apply([0, 0, G])
    felt[handled] = tumbling
    return (1 + phone.drift) * true_s + phone.offset_s, felt


def _smooth(clip: Clip, joint: str, at_s: FloatArray) -> FloatArray:
    """Return a joint between the frames; its places are rounded, which must not shake the phone."""
    places = clip.joints_m[:, clip.names.index(joint)]
    return np.stack([make_smoothing_spline(clip.time_s, axis, lam=1e-6)(at_s) for axis in places.T], axis=1)


def _unit(vectors: FloatArray) -> FloatArray:
    return np.asarray(vectors / np.linalg.norm(vectors, axis=-1, keepdims=True))


def written(path: Path, time_s: FloatArray, force: FloatArray, head: str = "", fmt: str = "%.9E") -> Path:
    """Write it as phyphox does, or below another head."""
    head = head or '"Time (s)","Acceleration x (m/s^2)","Acceleration y (m/s^2)","Acceleration z (m/s^2)"'
    np.savetxt(path, np.column_stack((time_s, force)), fmt, ",", header=head, comments="")
    return path
