"""What is written beside a clip (``x.gt.json``; every field: ``README.md``)."""

from __future__ import annotations

import json
from dataclasses import asdict
from typing import TYPE_CHECKING, Any

import numpy as np

from .aim import bumped_at_s, camera_at
from .body import JOINTS
from .truth import angles

if TYPE_CHECKING:
    from .optics import Camera, Lens
    from .performance import Performance
    from .poses import Bones
    from .timeline import Event

FORMAT = 3  # version of the layout


class GroundTruth:
    """The truth of one clip, collected frame by frame. ``camera`` is where it stands before it moves."""

    def __init__(self, performance: Performance, lens: Lens, camera: Camera) -> None:
        self.performance, self.lens, self.camera = performance, lens, camera
        self.frames: list[dict[str, Any]] = []

    def add(self, t: float, bones: Bones, linger: int = 1) -> None:
        """Add the frame at time ``t``; one that lingers for some frames has the times at which it is seen."""
        performance, q = self.performance, self.performance.switches
        joints, pelvis = performance.body.joints(bones.at), bones.turns[performance.body.index["root"]]
        found = angles(joints, pelvis)
        progress = performance.motion.progress(found, performance.side)
        phase = performance.script.value("phase", t) or performance.script.value("turn", t)
        digits = 3 if q else 4
        camera, places = camera_at(performance, self.camera, t), np.array([joints[name] for name in JOINTS])
        row: dict[str, Any] = {
            "t": round(t, 4),
            "phase": round(phase, 4),
            "progress_deg": None if progress is None else round(progress, 2),
            **found,
            "pelvis_axes": np.round(pelvis.T, digits).tolist(),
            "joints_px": np.round(self.lens.project(camera, places), 1).tolist(),
            "joints_m": np.round(places, digits).tolist(),
        }
        if q and q.moves_camera:
            turned = {"roll": camera.roll, "pitch": camera.pitch, "yaw": camera.yaw}
            row |= {f"camera_{name}_deg": round(float(value), 2) for name, value in turned.items()}
        if linger == 1:
            self.frames.append(row)
            return
        first, fps = len(self.frames), self.performance.options.fps
        self.frames += [row | {"t": round((first + at) / fps, 4)} for at in range(linger)]

    def header(self, notes: dict[str, Any]) -> dict[str, Any]:
        """Return everything but the frames; ``notes``: what the scene says of its room."""
        performance, options = self.performance, self.performance.options
        asked = ("motion", "body", "side", "seed", "outfit", "exposure", "fps")
        header: dict[str, Any] = {
            "format": FORMAT,
            **{name: getattr(options, name) for name in asked},
            "width": self.lens.width,
            "height": self.lens.height,
            "camera": self._camera(),
            "style": performance.style,
            **self._events(),
            "joint_names": list(JOINTS),
        }
        if performance.switches is None:
            return header
        on = {name: value for name, value in asdict(performance.switches).items() if value is not None}
        header["realism"] = {
            **{name: _short(value, 3) for name, value in on.items()},
            "scene_seed": options.scene_seed,
            "difficulty": None if options.scene_seed is None else options.difficulty,
            "person": performance.body.person,
            **notes,
        }
        short: dict[str, Any] = _short(header, 4)
        return short

    def _events(self) -> dict[str, Any]:
        """Return what happens when; nothing in frames that linger, which have other times."""
        performance, options, script = self.performance, self.performance.options, self.performance.script
        if options.linger > 1:
            return {name: [] for name in ("reps", "holds", "not_reps", "switches", "faults")}
        faults = [
            {"name": options.fault, "start_s": float(start), "end_s": float(end)}
            for start, end in performance.faulty
        ]
        reps = [{**rep, "peak_deg": self._progress_at(rep["peak_s"])} for rep in script.reps]
        return {
            "reps": _seconds(reps),
            "holds": _seconds(script.holds),
            "not_reps": _seconds(sorted(script.not_reps, key=lambda event: float(event["start_s"]))),
            "switches": _seconds(script.switches),
            "faults": _seconds(faults),
        }

    def _progress_at(self, t: float) -> float | None:
        nearest: float | None = min(self.frames, key=lambda row: abs(float(row["t"]) - t))["progress_deg"]
        return nearest

    def _camera(self) -> dict[str, Any]:
        lens, still, q = self.lens, self.camera, self.performance.switches
        camera: dict[str, Any] = {
            "fx": lens.f,
            "fy": lens.f,
            "cx": lens.width / 2,
            "cy": lens.height / 2,
            "hfov_deg": lens.hfov,
            "pitch_deg": still.pitch,
            "roll_deg": still.roll,
            "yaw_deg": float(still.yaw),
            "height_m": float(still.eye[2]),
            "eye_m": still.eye.tolist(),
            "world_to_camera_gl": still.view.tolist(),
        }
        if q:
            camera["distortion"] = {"model": "opencv", "k1": lens.k1, "k2": 0.0, "p1": 0.0, "p2": 0.0}
            if q.bump:
                at_s = round(bumped_at_s(self.performance), 3)
                camera["bump"] = {"at_s": at_s, "seconds": 0.2, "roll_deg": round(q.bump, 3)}
        return camera

    def text(self, notes: dict[str, Any]) -> str:
        """Return the file: the header, then one column a line."""
        columns = [
            f"{json.dumps(name)}:{json.dumps([row[name] for row in self.frames], separators=(',', ':'))}"
            for name in self.frames[0]
        ]
        header = json.dumps(self.header(notes))[:-1]
        return header + ',\n"frames": {\n' + ",\n".join(columns) + "}}\n"


def _seconds(events: list[Event]) -> list[Event]:
    return [
        {name: round(value, 3) if isinstance(value, float) else value for name, value in event.items()}
        for event in events
    ]


def _short(value: Any, digits: int) -> Any:  # noqa: ANN401  whatever JSON holds
    """Return the same with every number rounded."""
    if isinstance(value, dict):
        return {name: _short(held, digits) for name, held in value.items()}
    if isinstance(value, (list, tuple)):
        return [_short(held, digits) for held in value]
    return round(float(value), digits) if isinstance(value, (float, np.floating)) else value
