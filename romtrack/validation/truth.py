"""The truth beside a clip (``x.gt.json``): read, checked, and reduced to what is compared."""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Final, NamedTuple

import numpy as np
from cattrs import ClassValidationError, Converter, transform_error

from romtrack.errors import InputError
from romtrack.exercises import exercise as card_of
from romtrack.exercises import exercise_ids
from romtrack.sane import median_of
from romtrack.types import SIDES, FloatArray, QuantityName, Side

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

__all__ = ["Scene", "Span", "Truth", "exercise_of", "read_truth"]

_CONVERTER: Final = Converter()
_OTHER_NAMES: Final = {
    "seated_ir_measure": "seated-ir-measure",
    "seated_resisted_ir": "seated-resisted-ir",
    "pigeon_hold": "pigeon",
    "lateral_lunge": "lateral-lunge-reach",
    "standing_hip_abduction": "standing-abduction-measure",
}
_COLUMNS: Final[Mapping[QuantityName, str]] = {
    "hip_rotation": "hip_rot_gravity_{side}",
    "hip_abduction": "hip_abduction_{side}",
}
_HANGING_S: Final = 1.5  # every clip idles for two seconds first


class Span(NamedTuple):
    """Something that lasted: a repetition (name: its direction; with its peak), an attempt or a fault."""

    start_s: float
    end_s: float
    name: str = ""
    peak_s: float = np.nan

    def overlap_s(self, start_s: float, end_s: float) -> float:
        """Return for how long both last; negative = the time between them."""
        return min(self.end_s, end_s) - max(self.start_s, start_s)


class Scene(NamedTuple):
    """Who is in a rendered clip, and in what picture; what a file does not say is empty.

    lens_k1: the first coefficient of its distortion. knee_deg: how far the working knee is bent at rest.
    """

    body: str = ""
    clothes: str = ""
    width_px: int = 0
    height_px: int = 0
    lens_k1: float = 0.0
    knee_deg: float = np.nan


NOWHERE: Final = Scene()


@dataclass(frozen=True, slots=True)
class Truth:
    """What is known of a clip.

    Attributes
    ----------
    yaw_deg: how far the camera stands to the side. roll_deg: how far it is tilted; pitch_deg: - = it looks
        down, NaN where the file does not say.
    exposure: brightness of the picture, 1 = usual.
    time_s: (T,). true_deg: (T,) the quantity that the exercise reads, of the working leg, NaN where it is
        not defined; None where the exercise reads none.
    hang_deg: the larger of both legs' value at rest, signed.
    shank_px: (T, 2, 2) knee and ankle of the working leg in the picture; None where the file does not say.
    """

    exercise: str
    side: Side
    yaw_deg: float
    roll_deg: float
    exposure: float
    time_s: FloatArray
    true_deg: FloatArray | None
    hang_deg: float
    reps: tuple[Span, ...] = ()
    holds: tuple[Span, ...] = ()
    partials: tuple[Span, ...] = ()
    faults: tuple[Span, ...] = ()
    pitch_deg: float = np.nan
    scene: Scene = NOWHERE
    shank_px: FloatArray | None = None


@dataclass(frozen=True)
class _Camera:
    yaw_deg: float
    roll_deg: float
    pitch_deg: float = np.nan


@dataclass(frozen=True)
class _Realism:
    bottoms: str = ""
    k1: float = 0.0


@dataclass(frozen=True)
class _Rep:
    start_s: float
    peak_s: float
    end_s: float
    direction: str = ""


@dataclass(frozen=True)
class _Hold:
    start_s: float
    end_s: float


@dataclass(frozen=True)
class _NotRep:
    start_s: float
    end_s: float
    why: str


@dataclass(frozen=True)
class _Fault:
    name: str
    start_s: float
    end_s: float


@dataclass(frozen=True)
class _File:
    """The fields of the file that are used; the rest may be anything."""

    motion: str
    side: Side
    camera: _Camera
    reps: list[_Rep]
    not_reps: list[_NotRep]
    faults: list[_Fault]
    frames: dict[str, list[Any]]
    holds: list[_Hold] = field(default_factory=list)
    exposure: float = 1.0
    body: str = ""
    width: int = 0
    height: int = 0
    joint_names: list[str] = field(default_factory=list)
    realism: _Realism | None = None


def exercise_of(motion: str) -> str | None:
    """Return the id of the exercise that ``motion`` shows; None when the catalog does not hold it."""
    wanted = _OTHER_NAMES.get(motion, motion.replace("_", "-"))
    return wanted if wanted in exercise_ids() else None


def read_truth(path: Path) -> Truth | str:
    """Read a truth file; return its motion instead when the catalog holds no exercise for it.

    Raises
    ------
    InputError: the file cannot be read, or lacks something; one line names it.
    """
    held = _load(path)
    motion = held.get("motion")
    if not isinstance(motion, str):
        raise _damaged(path, "the key 'motion' is missing")
    exercise = exercise_of(motion)
    if exercise is None:
        return motion
    try:
        return _truth(exercise, _CONVERTER.structure(held, _File))
    except ClassValidationError as error:
        reasons = transform_error(error, format_exception=_reason)
        raise _damaged(
            path, "; ".join(line.replace(" @ $.", " at ").replace(" @ $", "") for line in reasons)
        ) from error
    except ValueError as error:
        raise _damaged(path, str(error)) from error


def _load(path: Path) -> Mapping[str, Any]:
    try:
        held = json.loads(path.read_text(encoding="utf-8"))
    except OSError as error:
        raise InputError(f"{path.name} cannot be read ({error.strerror}): check its permissions") from error
    except (ValueError, RecursionError) as error:
        raise _damaged(path, f"not valid JSON ({error})") from error
    if not isinstance(held, dict):
        raise _damaged(path, "it holds no object of named fields")
    return held


def _damaged(path: Path, what: str) -> InputError:
    return InputError(f"{path.name} is no truth file that can be used: {what}; render the clip again")


def _reason(error: BaseException, _wanted: type | None) -> str:
    return f"the key {error} is missing" if isinstance(error, KeyError) else str(error)


def _truth(exercise: str, held: _File) -> Truth:
    time_s = _column(held.frames, "t")
    if not len(time_s) or not np.all(np.diff(time_s) > 0):
        raise ValueError("frames.t must be times that increase")
    reads = card_of(exercise).reads
    legs = {side: _column(held.frames, name, len(time_s)) for side, name in _columns(reads).items()}
    hangs_deg = [_hang_deg(time_s, leg) for leg in legs.values()]
    return Truth(
        exercise=exercise,
        side=held.side,
        yaw_deg=held.camera.yaw_deg,
        roll_deg=held.camera.roll_deg,
        exposure=held.exposure,
        time_s=time_s,
        true_deg=legs.get(held.side),
        hang_deg=max(hangs_deg, key=abs, default=0.0),
        reps=tuple(Span(rep.start_s, rep.end_s, rep.direction, rep.peak_s) for rep in held.reps),
        holds=tuple(Span(hold.start_s, hold.end_s) for hold in held.holds if reads is None),
        partials=tuple(Span(no.start_s, no.end_s) for no in held.not_reps if no.why == "partial"),
        faults=tuple(Span(fault.start_s, fault.end_s, fault.name) for fault in held.faults),
        pitch_deg=held.camera.pitch_deg,
        scene=_scene(held, time_s),
        shank_px=_shank_px(held, len(time_s)),
    )


def _scene(held: _File, time_s: FloatArray) -> Scene:
    drawn, knee = held.realism or _Realism(), f"knee_flexion_{held.side}"
    knee_deg = (
        _column(held.frames, knee, len(time_s)) if knee in held.frames else np.full(len(time_s), np.nan)
    )
    return Scene(
        held.body, drawn.bottoms, held.width, held.height, drawn.k1, _hang_deg(time_s, knee_deg, np.nan)
    )


def _shank_px(held: _File, length: int) -> FloatArray | None:
    """Return knee and ankle of the working leg, (T, 2, 2)."""
    ends = [f"{held.side}_{joint}" for joint in ("knee", "ankle")]
    if "joints_px" not in held.frames or not set(ends) <= set(held.joint_names):
        return None
    joints_px = np.array(held.frames["joints_px"], dtype=float)
    if joints_px.shape != (length, len(held.joint_names), 2):
        raise ValueError("frames.joints_px must be two numbers for each of joint_names in every frame")
    return joints_px[:, [held.joint_names.index(end) for end in ends]]


def _columns(quantity: QuantityName | None) -> dict[Side, str]:
    """Return the column of each leg that holds a quantity; none where none is read."""
    return {} if quantity is None else {side: _COLUMNS[quantity].format(side=side) for side in SIDES}


def _column(frames: Mapping[str, list[Any]], name: str, length: int | None = None) -> FloatArray:
    """Return one column of the file as numbers, null as NaN."""
    if name not in frames:
        raise ValueError(f"the key 'frames.{name}' is missing")
    try:
        column = np.array([np.nan if one is None else float(one) for one in frames[name]])
    except (TypeError, ValueError, OverflowError):
        raise ValueError(f"frames.{name} holds something that is no number") from None
    if length is not None and len(column) != length:
        raise ValueError(f"frames.{name} has {len(column)} entries, but frames.t has {length}")
    return column


def _hang_deg(time_s: FloatArray, leg_deg: FloatArray, unknown_deg: float = 0.0) -> float:
    return median_of(leg_deg[time_s < time_s[0] + _HANGING_S], unknown_deg)
