"""Files that are cut off or damaged: what is whole is read, and the reader says what is not."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from video_clips import (
    corners,
    cut,
    ids,
    noise,
    packet_spans,
    read,
    spoil,
    write_clip,
    write_clip_with_longer_sound,
)

from romtrack.errors import InputError
from romtrack.video import VideoReader

if TYPE_CHECKING:
    from pathlib import Path


@pytest.mark.parametrize(
    ("name", "codec", "muxer"),
    [
        ("cut.mp4", "libx264", {"movflags": "+faststart"}),
        ("cut.mkv", "libx264", {}),
        ("cut.webm", "libvpx", {}),
        ("cut.avi", "mpeg4", {}),
    ],
)
def test_a_cut_file_gives_its_first_part_and_says_where_it_ends(
    tmp_path: Path, name: str, codec: str, muxer: dict[str, str]
) -> None:
    clip = write_clip(tmp_path / name, noise(50), codec=codec, muxer=muxer, coder={"g": "10"})
    cut(clip, 0.6)
    frames, warnings = read(clip)
    assert 20 <= len(frames) <= 45
    assert [frame.time_s for frame in frames] == pytest.approx([0.04 * step for step in range(len(frames))])
    assert ids(warnings) == ["truncated"]
    assert f"from {0.04 * len(frames):.1f} s on" in warnings[0].text
    assert "2.0 s" in warnings[0].text


def test_a_cut_file_is_called_cut_only_when_it_was_read_to_its_end(tmp_path: Path) -> None:
    clip = cut(write_clip(tmp_path / "cut.mp4", noise(50), muxer={"movflags": "+faststart"}), 0.6)
    with VideoReader(clip) as reader:
        next(reader)
        assert reader.warnings == ()


def test_an_mp4_cut_before_its_index_cannot_be_read(tmp_path: Path) -> None:
    clip = cut(write_clip(tmp_path / "cut.mp4", noise(20)), 0.6)
    with pytest.raises(InputError, match=r"cut\.mp4 is an incomplete MP4: .* cut off .* export it again"):
        VideoReader(clip)


def test_a_damaged_frame_is_left_out_and_the_others_keep_their_times(tmp_path: Path) -> None:
    clip = write_clip(tmp_path / "damaged.mov", [corners()] * 10, codec="png", pix_fmt="rgb24")
    spoil(clip, *_inside(packet_spans(clip)[4]))
    frames, warnings = read(clip)
    expected = [0.04 * step for step in range(10) if step != 4]
    assert [frame.time_s for frame in frames] == pytest.approx(expected, abs=1e-9)
    assert ids(warnings) == ["damaged"]
    assert warnings[0].text.startswith("1 frames")


def test_a_picture_that_the_decoder_made_up_in_part_is_left_out(tmp_path: Path) -> None:
    clip = write_clip(tmp_path / "patched.mkv", noise(10), codec="mpeg4", coder={"g": "1"})
    offset, size = packet_spans(clip)[4]
    spoil(clip, offset + size // 2, size // 2)
    frames, warnings = read(clip)
    expected = [0.04 * step for step in range(10) if step != 4]
    assert [frame.time_s for frame in frames] == pytest.approx(expected, abs=1e-9)
    assert ids(warnings) == ["damaged"]


def test_damage_up_to_the_end_counts_as_cut_off(tmp_path: Path) -> None:
    clip = write_clip(tmp_path / "damaged.mov", [corners()] * 10, codec="png", pix_fmt="rgb24")
    for span in packet_spans(clip)[7:]:
        spoil(clip, *_inside(span))
    frames, warnings = read(clip)
    assert len(frames) == 7
    assert ids(warnings) == ["truncated"]
    assert "from 0.3 s on" in warnings[0].text


def test_no_picture_can_be_decoded(tmp_path: Path) -> None:
    clip = write_clip(tmp_path / "hopeless.mov", [corners()] * 5, codec="png", pix_fmt="rgb24")
    for span in packet_spans(clip):
        spoil(clip, *_inside(span))
    with pytest.raises(InputError, match=r"hopeless\.mov: no picture of its video can be decoded"):
        VideoReader(clip)


def test_sound_that_goes_on_longer_is_no_damage(tmp_path: Path) -> None:
    clip = write_clip_with_longer_sound(tmp_path / "sound.mp4", [corners()] * 10, sound_s=3)
    frames, warnings = read(clip)
    assert len(frames) == 10
    assert warnings == ()


def test_ffmpeg_keeps_silent(tmp_path: Path, capfd: pytest.CaptureFixture[str]) -> None:
    clip = write_clip(tmp_path / "cut.mp4", noise(20), muxer={"movflags": "+faststart"})
    spoil(clip, len(clip.read_bytes()) // 2, 3000)
    _, warnings = read(cut(clip, 0.9))
    assert "truncated" in ids(warnings)
    assert capfd.readouterr() == ("", "")


def _inside(span: tuple[int, int]) -> tuple[int, int]:
    """Spare the container's framing around a packet, and the packet's first bytes."""
    offset, size = span
    return offset + 16, size - 16
