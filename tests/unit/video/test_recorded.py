"""When a video was recorded: what its container says, if that is likely, else the file's own time."""

from __future__ import annotations

import os
from datetime import UTC, datetime, timedelta, timezone
from typing import TYPE_CHECKING

import av
import numpy as np
import pytest

from romtrack.errors import UsageError
from romtrack.settings import moment_of
from romtrack.video import origin_of

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from romtrack.video import Recorded

APPLES = "com.apple.quicktime."
APPLE = f"{APPLES}creationdate"
MODIFIED = datetime(2025, 6, 1, 10, 0, tzinfo=UTC)


def clip(path: Path, metadata: Mapping[str, str], of_stream: Mapping[str, str] | None = None) -> Path:
    """Write half a second of grey with these dates, in a file that was changed on 1 June 2025."""
    options = {"movflags": "use_metadata_tags"} if path.suffix in {".mp4", ".mov"} else {}
    with av.open(str(path), "w", options=options) as container:
        stream = container.add_stream("libx264" if path.suffix != ".avi" else "mpeg4", rate=10)
        stream.width, stream.height, stream.pix_fmt = 64, 48, "yuv420p"
        container.metadata.update(metadata)
        stream.metadata.update(of_stream or {})
        for _ in range(5):
            picture = av.VideoFrame.from_ndarray(np.full((48, 64, 3), 90, np.uint8), "rgb24")
            container.mux(stream.encode(picture))
        container.mux(stream.encode(None))
    os.utime(path, (MODIFIED.timestamp(),) * 2)
    return path


def told(path: Path) -> Recorded:
    found = origin_of(path).recorded
    assert found is not None
    assert found.at.tzinfo is not None
    return found


@pytest.mark.parametrize("ending", ["mp4", "mov", "mkv"])
def test_the_creation_time_is_utc(tmp_path: Path, ending: str) -> None:
    found = told(clip(tmp_path / f"a.{ending}", {"creation_time": "2024-11-25T16:20:00.000000Z"}))
    assert found == (datetime(2024, 11, 25, 16, 20, tzinfo=UTC), "container")


def test_apples_date_has_its_zone_and_goes_first(tmp_path: Path) -> None:
    dates = {APPLE: "2024-11-20T18:30:00+0530", "creation_time": "2024-11-25T16:20:00Z"}
    found = told(clip(tmp_path / "a.mov", dates))
    assert found.at == datetime(2024, 11, 20, 13, 0, tzinfo=UTC)
    assert found.at.utcoffset() == timedelta(hours=5, minutes=30)


def test_a_stream_may_tell_it(tmp_path: Path) -> None:
    dates = {"creation_time": "2023-01-05T08:00:00Z"}
    assert told(clip(tmp_path / "a.mkv", {"DATE_UTC": "soon"}, dates)).by == "file"
    assert told(clip(tmp_path / "b.mkv", {"DATE_UTC": "2023-01-05 08:00:00"})) == (
        datetime(2023, 1, 5, 8, tzinfo=UTC),
        "container",
    )


@pytest.mark.parametrize(
    "absurd",
    [
        "1904-01-01T00:00:00Z",
        "1970-01-01T00:00:00Z",
        "1994-12-31T23:00:00Z",
        "yesterday",
        "9999-12-31T23:59:59Z",
    ],
)
def test_what_is_absurd_is_not_believed(tmp_path: Path, absurd: str) -> None:
    assert told(clip(tmp_path / "a.mov", {APPLE: absurd})) == (MODIFIED, "file")


def test_the_future_is_not_believed_but_for_a_clock_of_another_zone(tmp_path: Path) -> None:
    later = {days: (datetime.now(UTC) + timedelta(days=days)).isoformat() for days in (0.5, 2)}
    assert told(clip(tmp_path / "a.mp4", {"creation_time": later[0.5]})).by == "container"
    assert told(clip(tmp_path / "b.mp4", {"creation_time": later[2]})).by == "file"


def test_nobody_knows(tmp_path: Path) -> None:
    path = clip(tmp_path / "a.mp4", {})
    assert told(path) == (MODIFIED, "file")
    os.utime(path, (0, 0))
    assert origin_of(path).recorded is None


@pytest.mark.parametrize(
    ("tags", "camera"),
    [
        ({f"{APPLES}make": "Apple", f"{APPLES}model": "iPhone 13"}, "Apple iPhone 13"),
        ({"com.android.manufacturer": "Google", "com.android.model": "Pixel 7"}, "Google Pixel 7"),
        ({"make": "Canon", "model": "Canon EOS 80D"}, "Canon EOS 80D"),
        ({"model": "  GoPro\nMax \x1b[31m\u202e "}, "GoPro Max [31m"),
        ({"make": "x" * 500}, "x" * 80),
        ({"make": " "}, ""),
        ({"encoder": "Lavf", "handler_name": "Core Media Video"}, ""),
    ],
)
def test_the_camera_is_what_the_container_says_or_nothing(
    tmp_path: Path, tags: Mapping[str, str], camera: str
) -> None:
    assert origin_of(clip(tmp_path / "iPhone of Anna.mov", tags)).camera == camera


def test_what_somebody_says() -> None:
    assert moment_of("2024-11-25").strftime("%Y-%m-%d %H:%M") == "2024-11-25 12:00"
    assert moment_of(" 2024-11-25T18:30 ").strftime("%Y-%m-%d %H:%M") == "2024-11-25 18:30"
    assert moment_of("2024-11-25T18:30+05:45").utcoffset() == timedelta(hours=5, minutes=45)
    assert moment_of("2024-11-25 18:30Z") == datetime(2024, 11, 25, 18, 30, tzinfo=timezone.utc)  # noqa: UP017


@pytest.mark.parametrize(
    "text", ["", "25.11.2024", "2024-02-30", "2024-11-25T25:00", "0001-01-01", "1970-01-01", "9999-12-31"]
)
def test_what_is_no_date_is_refused_in_one_line(text: str) -> None:
    with pytest.raises(UsageError) as refused:
        moment_of(text)
    assert "\n" not in str(refused.value)
    assert "date" in str(refused.value)
