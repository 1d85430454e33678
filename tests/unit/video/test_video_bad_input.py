"""Every kind of bad input: one line that names the file and says what to do."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

import pytest
from video_clips import corners, noise, write_clip, write_picture, write_sound

from romtrack.errors import InputError
from romtrack.video import VideoReader, sha256_of

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path


def _written(path: Path, data: bytes) -> Path:
    path.write_bytes(data)
    return path


def _folder(path: Path) -> Path:
    path.mkdir()
    return path


CASES: dict[str, tuple[str, Callable[[Path], Path], str]] = {
    "missing": ("gone.mp4", lambda path: path, "does not exist"),
    "missing folder": ("no/gone.mp4", lambda path: path, "does not exist"),
    "folder": ("clips.mp4", _folder, "is a folder"),
    "empty": ("empty.mp4", lambda path: _written(path, b""), r"is empty \(0 bytes\)"),
    "text": (
        "text.mp4",
        lambda path: _written(path, b"hello\n" * 50),
        "is not a video that can be read",
    ),
    "text by name": ("notes.txt", lambda path: _written(path, b"hello\n" * 500), "is not a video"),
    "play list": (
        "list.m3u8",
        lambda path: _written(
            path, b"#EXTM3U\n#EXT-X-TARGETDURATION:9\n#EXTINF:9,\nhttp://localhost:9/a.ts\n"
        ),
        "is not a video",
    ),
    "noise": ("noise.mp4", lambda path: _written(path, noise(1)[0].tobytes()), "is not a video"),
    "header": (
        "head.mp4",
        lambda path: _written(path, write_clip(path, noise(5)).read_bytes()[:258]),
        "is an incomplete MP4: the recording or copy was cut off before its index",
    ),
    "sound": ("sound.mp4", write_sound, "holds sound only, no video"),
    "png": ("still.png", lambda path: write_picture(path, corners()), "is a picture, not a video"),
    "jpg": ("still.jpg", lambda path: write_picture(path, corners(), "mjpeg"), "is a picture, not a video"),
    "png as mp4": ("still.mp4", lambda path: write_picture(path, corners()), "is a picture, not a video"),
    "still gif": (
        "still.gif",
        lambda path: write_clip(path, [corners()], codec="gif", pix_fmt="rgb8"),
        "is a picture, not a video",
    ),
    "long name": ("n" * 300 + ".mp4", lambda path: path, "cannot be opened"),
    "impossible name": ("a\0b.mp4", lambda path: path, "is no possible file name"),
}


@pytest.mark.parametrize(("name", "make", "said"), CASES.values(), ids=CASES.keys())
def test_one_line_says_what_is_wrong(
    tmp_path: Path, name: str, make: Callable[[Path], Path], said: str, capfd: pytest.CaptureFixture[str]
) -> None:
    path = make(tmp_path / name)
    with pytest.raises(InputError, match=said) as caught:
        VideoReader(path)
    message = str(caught.value)
    assert path.name[:150] in message
    assert "\n" not in message
    assert "Errno" not in message
    assert ";" in message, "what to do next"
    assert capfd.readouterr() == ("", "")


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="the system has no pipes in its file system")
def test_a_pipe_does_not_block(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe.mp4")
    with pytest.raises(InputError, match="is not an ordinary file"):
        VideoReader(tmp_path / "pipe.mp4")


@pytest.mark.skipif(not hasattr(os, "geteuid") or os.geteuid() == 0, reason="root may read everything")
def test_permission_denied(tmp_path: Path) -> None:
    clip = write_clip(tmp_path / "secret.mp4", [corners()])
    clip.chmod(0)
    with pytest.raises(InputError, match=r"may not be read \(permission denied\)"):
        VideoReader(clip)


def test_sha256_of_a_missing_file(tmp_path: Path) -> None:
    with pytest.raises(InputError, match=r"gone\.mp4 does not exist"):
        sha256_of(tmp_path / "gone.mp4")
