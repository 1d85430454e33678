"""Where a report's numbers come from."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, NamedTuple

from romtrack import units
from romtrack.reports._words import moment, plain
from romtrack.trends import RECORDED_BY

if TYPE_CHECKING:
    from collections.abc import Iterator

    from romtrack.types import Session

__all__ = ["Fact", "provenance_of"]

_SHORT_HASH: Final = 12
_SETTINGS: Final = {
    "side": "Leg asked for",
    "mirrored": "Mirror image",
    "model": "Pose model",
    "camera": "Lens",
    "camera_roll_deg": "Camera tilt",
    "body_yaw_deg": "Turn of the body",
}
_VALUES: Final = {("camera", "assumed"): "typical field of view assumed", ("camera", "profile"): "calibrated"}


class Fact(NamedTuple):
    """A name, its value, and the value in full where ``text`` shortens it."""

    name: str
    text: str
    full: str = ""


def provenance_of(session: Session) -> tuple[Fact, ...]:
    """Return who, when, from what, and made by what."""
    return (
        *((Fact("Person", session.person),) if session.person else ()),
        *_dates(session),
        *_about_video(session),
        *(_setting(name, value) for name, value in session.settings.items()),
        Fact("Made by", f"romtrack {session.romtrack_version}".strip()),
        Fact("Session", str(session.id)),
    )


def _dates(session: Session) -> Iterator[Fact]:
    if session.recorded_at is None or session.recorded_by is None:
        yield Fact("Recorded", "not known when")
    else:
        yield Fact("Recorded", moment(session.recorded_at), RECORDED_BY[session.recorded_by])
    if session.recorded_by != "camera":
        yield Fact("Analysed", moment(session.analysed_at))


def _about_video(session: Session) -> Iterator[Fact]:
    video, camera = session.video, session.camera
    if camera is not None:
        yield Fact("Camera", camera.text)
    if video is None:
        yield Fact("Source", "live camera, not recorded")
        return
    yield Fact("Video", video.name)
    yield Fact("SHA-256", f"{video.sha256[:_SHORT_HASH]}…", video.sha256)
    yield Fact("Length", f"{units.seconds(video.duration_s)}, {video.frames} frames")
    yield Fact("Size", units.size(video.width_px, video.height_px))


def _setting(name: str, value: str | float | bool) -> Fact:  # noqa: FBT001  it is data
    label = _SETTINGS.get(name, plain(name.removesuffix("_deg")))
    if isinstance(value, bool):
        return Fact(label, "yes" if value else "no")
    if isinstance(value, str):
        return Fact(label, _VALUES.get((name, value), value))
    return Fact(label, units.amount(value, "deg") if name.endswith("_deg") else units.figure(value))
