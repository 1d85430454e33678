"""Results as tables (pandas) and labelled arrays (xarray), for those who analyse many of them."""

from __future__ import annotations

from types import MappingProxyType
from typing import TYPE_CHECKING, Final

from romtrack.errors import UsageError
from romtrack.types import SIDES

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    import pandas as pd
    import xarray as xr

    from romtrack.protocols import Reading
    from romtrack.types import PoseTrack, Session

__all__ = ["frame_of", "measurements_frame", "signals_frame", "track_dataset"]

_NO_TYPES: Final[Mapping[str, str]] = MappingProxyType({})
_MEASURED = (
    "session",
    "recording",
    "person",
    "recorded_at",
    "exercise",
    "quantity",
    "side",
    "direction",
    "value_deg",
    "sd_deg",
    "sigma_deg",
    "accepted",
    "trials",
    "refused",
)


def frame_of(
    rows: Iterable[tuple[object, ...]], columns: Iterable[str], types: Mapping[str, str] = _NO_TYPES
) -> pd.DataFrame:
    """Return a table of rows; ``types``: of columns that may be empty."""
    import pandas as pd  # noqa: PLC0415  only who asks for a table waits for it

    return pd.DataFrame(list(rows), columns=list(columns)).astype(dict(types))


def measurements_frame(sessions: Iterable[Session]) -> pd.DataFrame:
    """Return one row for each measured direction of each session.

    ``value_deg``, ``sd_deg``, ``sigma_deg``: NaN where the measurement was refused; ``refused`` says why.
    """
    return frame_of(_rows(sessions), _MEASURED)


def _rows(sessions: Iterable[Session]) -> Iterator[tuple[object, ...]]:
    for session in sessions:
        recording = "" if session.video is None else session.video.name
        for one in session.measurements:
            yield (
                str(session.id),
                recording,
                session.person,
                session.recorded_at,
                session.exercise,
                one.quantity,
                one.side,
                one.direction,
                *(
                    float("nan") if value is None else value
                    for value in (one.value_deg, one.sd_deg, one.sigma_deg)
                ),
                sum(trial.accepted for trial in one.trials),
                len(one.trials),
                " ".join(notice.text for notice in one.warnings),
            )


def signals_frame(reading: Reading, names: Iterable[str] | None = None) -> pd.DataFrame:
    """Return one row for each frame, leg and signal; ``names``: only these signals.

    Columns: ``time_s``, ``signal``, ``side``, ``unit``, ``value``, ``sigma`` (standard uncertainty, NaN = not
    known), ``ok``.
    """
    import pandas as pd  # noqa: PLC0415  as above

    wanted = list(reading.signals) if names is None else list(names)
    for name in wanted:
        if name not in reading.signals:
            raise UsageError(
                f"{name!r} is no signal of this reading", f"it has {', '.join(sorted(reading.signals))}"
            )
    parts = [
        pd.DataFrame(
            {
                "time_s": signal.time_s,
                "signal": name,
                "side": side,
                "unit": signal.unit,
                "value": signal.value,
                "sigma": signal.sigma,
                "ok": signal.ok,
            }
        )
        for name in wanted
        for side in SIDES
        for signal in (reading.signals[name][side],)
    ]
    return pd.concat(parts, ignore_index=True)


def track_dataset(track: PoseTrack) -> xr.Dataset:
    """Return a pose track as labelled arrays, with units.

    ``image`` (time, keypoint, xy), pixels of the upright picture; ``world`` (time, keypoint, xyz), metres
    from between the hips; ``visibility`` (time, keypoint), 0..1.

    Raises
    ------
    UsageError: xarray is not installed.
    """
    try:
        import xarray as xr  # noqa: PLC0415  as above
    except ImportError as error:
        raise UsageError("xarray is not installed", "pip install 'romtrack[research]'") from error
    frames = ("time", "keypoint")
    return xr.Dataset(
        {
            "image": ((*frames, "xy"), track.image_px, {"units": "px"}),
            "world": ((*frames, "xyz"), track.world_m, {"units": "m"}),
            "visibility": (frames, track.visibility, {"units": "1"}),
        },
        coords={
            "time": ("time", track.time_s, {"units": "s"}),
            "keypoint": list(track.skeleton.keypoints),
            "xy": ["x", "y"],
            "xyz": ["x", "y", "z"],
        },
        attrs={
            "width_px": track.width_px,
            "height_px": track.height_px,
            "provenance": list(track.provenance),
        },
    )
