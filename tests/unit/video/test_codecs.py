from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from video_clips import corners, write_clip

from romtrack.video import VideoReader, codecs

if TYPE_CHECKING:
    from pathlib import Path


def test_the_wheel_of_pyav_has_every_codec() -> None:
    assert codecs.missing_codecs() == ()


def test_a_codec_that_is_not_there_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(codecs, "_READ", {"h264": ("h264",), "nine": ("no_such", "nor_this")})
    monkeypatch.setattr(codecs, "_WRITE", {"ten": ("no_such",)})
    assert codecs.missing_codecs() == ("read nine", "write ten")


def test_a_decoder_does_not_pass_for_an_encoder(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(codecs, "_WRITE", {"av1": ("libdav1d",)})
    assert codecs.missing_codecs() == ("write av1",)


# FFmpeg's own av1 decoder needs a graphics card; the wheel has to choose libdav1d by itself.
@pytest.mark.parametrize(
    ("codec", "name"),
    [("libx265", "a.mp4"), ("libvpx", "a.webm"), ("libvpx-vp9", "a.webm"), ("libsvtav1", "a.webm")],
)
def test_what_is_not_missing_is_read(codec: str, name: str, tmp_path: Path) -> None:
    path = write_clip(tmp_path / name, [corners()] * 3, codec=codec)
    with VideoReader(path) as reader:
        assert len(list(reader)) == 3
