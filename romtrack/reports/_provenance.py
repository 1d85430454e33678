"""Where a report's numbers come from."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, NamedTuple

from romtrack import units
from romtrack.language import N_, gettext
from romtrack.reports._words import moment, plain
from romtrack.trends import RECORDED_BY

if TYPE_CHECKING:
    from collections.abc import Iterator

    from romtrack.types import Session

__all__ = ["Fact", "provenance_of"]

_SHORT_HASH: Final = 12
_SETTINGS: Final = {
    "side": N_("Leg asked for"),
    "mirrored": N_("Mirror image"),
    "all_frames": N_("All frames asked for"),
    "frames_looked_at": N_("Frames looked at"),
    "model": N_("Pose model"),
    "camera": N_("Lens"),
    "camera_roll_deg": N_("Camera tilt"),
    "body_yaw_deg": N_("Turn of the body"),
}
_VALUES: Final = {
    ("camera", "assumed"): N_("typical field of view assumed"),
    ("camera", "profile"): N_("calibrated"),
}


class Fact(NamedTuple):
    """A name, its value, and the value in full where ``text`` shortens it."""

    name: str
    text: str
    full: str = ""


def provenance_of(session: Session) -> tuple[Fact, ...]:
    """Return who, when, from what, and made by what."""
    return (
        *((Fact(gettext("Person"), session.person),) if session.person else ()),
        *_dates(session),
        *_about_video(session),
        *(_setting(name, value) for name, value in session.settings.items()),
        Fact(gettext("Made by"), f"romtrack {session.romtrack_version}".strip()),
        Fact(gettext("Session"), str(session.id)),
    )


def _dates(session: Session) -> Iterator[Fact]:
    if session.recorded_at is None or session.recorded_by is None:
        yield Fact(gettext("Recorded"), gettext("not known when"))
    else:
        yield Fact(
            gettext("Recorded"), moment(session.recorded_at), gettext(RECORDED_BY[session.recorded_by])
        )
    if session.recorded_by != "camera":
        yield Fact(gettext("Analysed"), moment(session.analysed_at))


def _about_video(session: Session) -> Iterator[Fact]:
    video, camera = session.video, session.camera
    if camera is not None:
        yield Fact(gettext("Camera"), camera.text)
    if video is None:
        yield Fact(gettext("Source"), gettext("live camera, not recorded"))
        return
    yield Fact(gettext("Video"), video.name)
    yield Fact("SHA-256", f"{video.sha256[:_SHORT_HASH]}…", video.sha256)
    yield Fact(
        gettext("Length"),
        gettext("{time}, {frames} frames", time=units.seconds(video.duration_s), frames=video.frames),
    )
    yield Fact(
        gettext("Size"),
        units.size(video.width_px, video.height_px),
    )


def _setting(name: str, value: str | float | bool) -> Fact:  # noqa: FBT001  it is data
    label = gettext(_SETTINGS[name]) if name in _SETTINGS else plain(name.removesuffix("_deg"))
    if isinstance(value, bool):
        return Fact(label, gettext("yes") if value else gettext("no"))
    if isinstance(value, str):
        return Fact(label, gettext(_VALUES.get((name, value), value)))
    return Fact(label, units.amount(value, "deg") if name.endswith("_deg") else units.figure(value))
