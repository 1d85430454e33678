"""Sessions for all tests: of what a test cares for, one that has everything, one with nothing, any at all."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta, timezone
from typing import TYPE_CHECKING
from uuid import uuid4

from hypothesis import strategies as st

from romtrack.types import (
    Camera,
    Fault,
    Hold,
    Measurement,
    Notice,
    Partial,
    Quality,
    Rep,
    Session,
    SetRecord,
    Trial,
    VideoInfo,
)

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from romtrack.types import Direction, Side

START = datetime(2026, 3, 1, 9, 30, tzinfo=UTC)
VIDEO = VideoInfo("knie — links.mp4", "ab" * 32, 640, 480, 21.0, 525, (Notice("dim", "Switch on a light."),))
_REP = Rep("left", "hip_rotation", "deg", 3.0, 4.4, 6.1, 0.4, 33.4, 33.0, 51.2, ("knee_drift", "trunk_lean"))
_PARTIAL = Partial("left", "hip_rotation", "deg", 7.8, 8.2, 9.1, 0.0, 9.0, 9.0, "under 40 % of the range")
_SET = SetRecord(
    0.0,
    21.0,
    (_REP, replace(_REP, start_s=6.1, peak_s=7.0, end_s=7.8)),
    (_PARTIAL,),
    (Hold("left", 4.0, 4.9, 33.1),),
    (Fault("knee_drift", "right", 3.2, 3.9, 0.21),),
)


def trial(
    peak_deg: float,
    span_s: tuple[float, float, float] = (2.0, 3.0, 4.0),
    *reasons: str,
    side: Side = "left",
    direction: Direction = "internal",
) -> Trial:
    """Return a trial of the hip's rotation; it is refused for ``reasons``. span_s: start, peak, end."""
    return Trial("hip_rotation", side, direction, *span_s, peak_deg, not reasons, reasons)


def measurement(  # noqa: PLR0913  what a measurement has
    value_deg: float,
    trials: Sequence[Trial] = (),
    *,
    side: Side = "left",
    direction: Direction = "internal",
    sd_deg: float = 1.0,
    sigma_deg: float = 1.6,
    offset_deg: float = 0.4,
) -> Measurement:
    """Return a measurement of the hip's rotation against gravity."""
    numbers = (value_deg, sd_deg, sigma_deg)
    return Measurement("hip_rotation", side, direction, *numbers, "gravity", offset_deg, tuple(trials))


def refused(
    why: Notice, trials: Sequence[Trial] = (), *, side: Side = "left", offset_deg: float | None = None
) -> Measurement:
    """Return a measurement that has no number."""
    return replace(
        measurement(0.0, trials, side=side),
        value_deg=None,
        sd_deg=None,
        sigma_deg=None,
        offset_deg=offset_deg,
        warnings=(why,),
    )


def rep(start_s: float, range_deg: float, rest_deg: float = 1.0, *faults: str, lasts_s: float = 2.0) -> Rep:
    """Return a repetition of the left hip's rotation."""
    span_s = (start_s, start_s + lasts_s / 2, start_s + lasts_s)
    values = (rest_deg, rest_deg + range_deg, range_deg, 44.0)
    return Rep("left", "hip_rotation", "deg", *span_s, *values, faults)


def partial(start_s: float, range_deg: float = 8.0, why: str = "under 40 % of the range") -> Partial:
    """Return a movement of two seconds that is no repetition."""
    span_s = (start_s, start_s + 1.0, start_s + 2.0)
    return Partial("left", "hip_rotation", "deg", *span_s, 1.0, 1.0 + range_deg, range_deg, why)


def session_of(**parts: object) -> Session:
    """Return a measurement's session with ``parts`` as they are said; recorded when it was analysed."""
    plain = Session(
        uuid4(), "Ada", "seated-ir-measure", "left", START, VIDEO, (), (), Quality(1.0, 0.98),
        romtrack_version="0.1.0",
    )  # fmt: skip
    made = replace(plain, **parts)  # type: ignore[arg-type]  # as replace would
    if "recorded_at" in parts or "recorded_by" in parts:
        return made
    return replace(made, recorded_at=made.analysed_at, recorded_by="file")


_TRIAL = trial(33.4, (3.0, 4.4, 6.1))
_MEASUREMENT = replace(
    measurement(
        33.1,
        (_TRIAL, replace(_TRIAL, accepted=False, reasons=("the knee moved", "not still"))),
        sd_deg=0.9,
        sigma_deg=1.4,
        offset_deg=0.3,
    ),
    warnings=(Notice("few", "Do three."),),
)


def empty_session() -> Session:
    """Return a session in which nothing is known and nothing happened."""
    return Session(uuid4(), "me", "seated-ir-measure", None, START, None, (), (), Quality(0.0, 0.0))


def full_session() -> Session:
    """Return a session that has something of everything."""
    return Session(
        id=uuid4(),
        person="Zoë Müller",
        exercise="seated-ir",
        side="both",
        analysed_at=START + timedelta(days=1),
        recorded_at=START.astimezone(timezone(timedelta(hours=5, minutes=45), "NPT")),
        recorded_by="container",
        video=VIDEO,
        sets=(_SET, SetRecord(30.0, 41.0), replace(_SET, start_s=50.0, end_s=61.0)),
        measurements=(_MEASUREMENT, replace(_MEASUREMENT, direction="external", value_deg=None, trials=())),
        quality=Quality(1.0, 0.98, (Notice("camera_turned", "Turn it a little."),)),
        settings={"side": "auto", "mirrored": True, "roll_deg": -1.25},
        romtrack_version="0.1.0",
        tracks_file="tracks.npz",
        camera=Camera("Fairphone 4 — Zoë", 640, 480),
    )


def url_of(path: Path) -> str:
    """Return the URL of a SQLite file."""
    return f"sqlite:///{path}"


_texts = st.text(st.characters(codec="utf-8", exclude_characters="\0"), max_size=8)
_numbers = st.floats(allow_nan=False)
_shares = st.floats(0, 1)
_sides = st.sampled_from(("left", "right"))
_directions = st.sampled_from(("internal", "external"))
_spans = st.tuples(st.floats(-1e6, 1e6), st.floats(-1e6, 1e6)).map(sorted)
_notices = st.lists(st.builds(Notice, _texts, _texts), max_size=2).map(tuple)
_names = st.lists(_texts, max_size=2).map(tuple)


@st.composite
def _in_time(draw: st.DrawFn, /, made: type, **parts: st.SearchStrategy[object]) -> object:
    start_s, end_s = draw(_spans)
    return made(start_s=start_s, end_s=end_s, **{name: draw(part) for name, part in parts.items()})


def _some(made: st.SearchStrategy[object]) -> st.SearchStrategy[tuple[object, ...]]:
    return st.lists(made, max_size=2).map(tuple)


_movement = {
    "side": _sides,
    "signal": _texts,
    "unit": _texts,
    "peak_s": _numbers,
    "rest_value": _numbers,
    "peak_value": _numbers,
    "range_value": _numbers,
}
_sets = _in_time(
    SetRecord,
    reps=_some(_in_time(Rep, **_movement, peak_speed=_numbers, faults=_names)),
    partials=_some(_in_time(Partial, **_movement, reason=_texts)),
    holds=_some(_in_time(Hold, side=_sides, median_value=_numbers)),
    faults=_some(_in_time(Fault, name=_texts, side=_sides, worst_value=_numbers)),
)
_trials = _in_time(
    Trial,
    quantity=st.just("hip_rotation"),
    side=_sides,
    direction=_directions,
    peak_s=_numbers,
    peak_deg=_numbers,
    accepted=st.booleans(),
    reasons=_names,
)
_measurements = st.builds(
    Measurement,
    quantity=st.just("hip_rotation"),
    side=_sides,
    direction=_directions,
    value_deg=st.none() | _numbers,
    sd_deg=st.none() | _numbers,
    sigma_deg=st.none() | _numbers,
    reference=st.sampled_from(("gravity", "neutral")),
    offset_deg=st.none() | _numbers,
    trials=_some(_trials),
    warnings=_notices,
)
_videos = st.builds(
    VideoInfo,
    name=_texts,
    sha256=_texts,
    width_px=st.integers(1, 10_000),
    height_px=st.integers(1, 10_000),
    duration_s=st.floats(0, 1e6),
    frames=st.integers(0, 2**31 - 1),
    warnings=_notices,
)
_offsets = st.timedeltas(timedelta(hours=-23), timedelta(hours=23)).map(timezone)
_times = st.datetimes(
    datetime(1980, 1, 1),  # noqa: DTZ001  # the strategy adds the zone
    datetime(2100, 1, 1),  # noqa: DTZ001
    timezones=_offsets | st.timezones(),
    allow_imaginary=False,
)
_cameras = st.builds(Camera, _texts, st.integers(1, 2**31 - 1), st.integers(1, 2**31 - 1))
_plain_sessions = st.builds(
    Session,
    id=st.uuids(),
    person=_texts,
    exercise=_texts,
    side=st.sampled_from(("left", "right", "both", None)),
    analysed_at=_times,
    video=st.none() | _videos,
    sets=_some(_sets),
    measurements=_some(_measurements),
    quality=st.builds(Quality, _shares, _shares, _notices),
    settings=st.dictionaries(_texts, _texts | st.floats(-1e9, 1e9) | st.booleans(), max_size=3),
    romtrack_version=_texts,
    tracks_file=st.none() | _texts,
    camera=st.none() | _cameras,
)
_by = st.sampled_from(("container", "file", "user", "camera"))
_dated = st.tuples(_times, _by) | st.just((None, None))
sessions = st.builds(
    lambda session, dated: replace(session, recorded_at=dated[0], recorded_by=dated[1]),
    _plain_sessions,
    _dated,
)
