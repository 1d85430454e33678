"""Running the clips of a folder: what cannot be read does not stop the others."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from validation_clips import result, truth

from romtrack.errors import InputError
from romtrack.validation import Found, validate
from romtrack.validation.run import Clip, ClipResult

if TYPE_CHECKING:
    from pathlib import Path


class Told:
    """Progress that keeps what it is told."""

    def __init__(self) -> None:
        self.stages: list[str] = []

    def begin(self, stage: str, expected_frames: int | None) -> None:
        self.stages.append(f"{stage} {expected_frames}")

    def step(self) -> None:
        """Nothing to keep."""


def test_videos_that_are_none_are_listed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def measured(clip: Clip, progress: Told) -> ClipResult:
        progress.begin("pose", 7)
        if clip.name == "bad":
            raise InputError("bad.mp4 holds no video")
        return result(clip.name)

    monkeypatch.setattr("romtrack.validation.run.validate_clip", measured)
    clips = tuple(Clip(tmp_path / f"{name}.mp4", truth()) for name in ("bad", "good"))
    told = Told()
    found = validate(Found(clips, {"x": "walk"}, ("y.gt.json",)), tmp_path, ("mask",), told)
    assert [clip.name for clip in found.clips] == ["good"]
    assert found.damaged == ("y.gt.json", "bad.mp4 holds no video")
    assert found.skipped == {"x": "walk"}
    assert told.stages == ["1 of 2: bad 7", "2 of 2: good 7"]


def test_no_readable_video_at_all_is_an_input_error(tmp_path: Path) -> None:
    (tmp_path / "x.mp4").write_bytes(b"no video")
    found = Found((Clip(tmp_path / "x.mp4", truth()),), {}, ())
    with pytest.raises(InputError, match=r"x\.mp4"):
        validate(found, tmp_path, (), Told())
