"""Writing a video that browsers and phones play: H.264 in MP4, with true times."""

from __future__ import annotations

import contextlib
import secrets
from fractions import Fraction
from pathlib import Path
from typing import TYPE_CHECKING, Final, Self, cast

import av
import cv2
import numpy as np
from av.video.frame import VideoFrame
from av.video.reformatter import ColorPrimaries, ColorRange, Colorspace, ColorTrc, VideoReformatter

from romtrack.errors import OutputError, ShapeError

if TYPE_CHECKING:
    from collections.abc import Iterator
    from types import TracebackType

    from av.packet import Packet
    from av.video.stream import VideoStream

    from romtrack.types import Frame, Image

__all__ = ["VideoWriter"]

_TICKS_HZ: Final = 90_000  # 11 us: the clock of MPEG, exact for 24, 25, 30 and 60 frames a second
_NOMINAL_HZ: Final = 30  # for the encoder's level and rate control; the times are the frames' own
_MUXER_OPTIONS: Final = {"movflags": "+faststart"}  # the index first: a browser starts at once
# No B-frames: packets come in the order of display, so that each carries its own duration.
_CODEC_OPTIONS: Final = {"preset": "veryfast", "crf": "23", "profile": "high", "bf": "0"}


class VideoWriter:
    """Context manager that writes frames to an MP4 file, whole or not at all.

    The file grows under a hidden name beside ``path`` and takes its place at the end. After an
    exception, or without a single frame, nothing is left and an older file stays as it was.
    Odd sizes are padded to even by repeating the last row or column.

    Parameters
    ----------
    path: the file to write; its folder must exist.
    width_px, height_px: size of the frames.

    Raises
    ------
    OutputError: the file cannot be written; one line says why.
    """

    def __init__(self, path: Path, width_px: int, height_px: int) -> None:
        self.path = Path(path)
        self.width_px, self.height_px = width_px, height_px
        self.frames = 0
        self._ticks = -1
        self._step = _TICKS_HZ // _NOMINAL_HZ
        self._convert = VideoReformatter()
        self._part = self.path.with_name(f".romtrack-{secrets.token_hex(6)}.part")

    def __enter__(self) -> Self:
        with self._disk():
            if self.path.is_dir():
                raise OutputError(f"{self.path} is a folder; name a file in it")
            self._part.open("xb").close()  # refuse now, not after the analysis
        try:
            with self._disk():
                self._container = av.open(
                    str(self._part.absolute()), "w", format="mp4", options=_MUXER_OPTIONS
                )
                self._stream = self._new_stream()
        except BaseException:  # whatever it is (Ctrl-C, too) is raised again; no half file stays
            self._part.unlink(missing_ok=True)
            raise
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        try:
            if kind is None and self.frames:
                self._finish()
        finally:
            self._discard()

    def write(self, frame: Frame) -> None:
        """Append one frame; its time must be later than that of the frame before.

        Raises
        ------
        ShapeError: the frame has another size than the video.
        OutputError: the disk does not take it.
        """
        if frame.image.shape != (self.height_px, self.width_px, 3):
            expected = (self.height_px, self.width_px, 3)
            raise ShapeError(
                f"VideoWriter.write: frame must have shape {expected}, but has {frame.image.shape}"
            )
        ticks = max(round(frame.time_s * _TICKS_HZ), self._ticks + 1)
        if self.frames:
            self._step = ticks - self._ticks
        self._ticks = ticks
        picture = self._picture(frame.image)
        picture.pts = ticks
        with self._disk():
            self._mux(self._stream.encode(picture))
        self.frames += 1

    def _new_stream(self) -> VideoStream:
        stream = self._container.add_stream("libx264", rate=_NOMINAL_HZ, options=_CODEC_OPTIONS)
        stream.width, stream.height = self.width_px + self.width_px % 2, self.height_px + self.height_px % 2
        stream.pix_fmt = "yuv420p"
        stream.time_base = stream.codec_context.time_base = Fraction(1, _TICKS_HZ)
        stream.color_range = ColorRange.MPEG
        stream.colorspace = Colorspace.ITU709
        stream.color_primaries = ColorPrimaries.BT709
        stream.color_trc = ColorTrc.BT709
        return stream

    def _picture(self, image: Image) -> VideoFrame:
        """Pad to an even size and convert to what players expect of a high-definition video."""
        right, below = self.width_px % 2, self.height_px % 2
        if right or below:
            padded = cv2.copyMakeBorder(image, 0, below, 0, right, cv2.BORDER_REPLICATE)
            image = cast("Image", padded)
        rgb = VideoFrame.from_ndarray(np.ascontiguousarray(image), format="rgb24")
        rgb.time_base = Fraction(1, _TICKS_HZ)
        return self._convert.reformat(
            rgb,
            format="yuv420p",
            dst_colorspace=Colorspace.ITU709,
            src_color_range=ColorRange.JPEG,
            dst_color_range=ColorRange.MPEG,
        )

    def _mux(self, packets: list[Packet[VideoStream]]) -> None:
        for packet in packets:
            packet.duration = packet.duration or self._step  # of use for the last one: the rest follows
            self._container.mux(packet)

    def _finish(self) -> None:
        with self._disk():
            self._mux(self._stream.encode(None))
            self._container.close()
            self._part.replace(self.path)

    def _discard(self) -> None:
        """Close and remove what is left of an unfinished file."""
        with contextlib.suppress(av.error.FFmpegError):
            self._container.close()
        with contextlib.suppress(OSError):
            self._part.unlink(missing_ok=True)

    @contextlib.contextmanager
    def _disk(self) -> Iterator[None]:
        """Turn what the system says into one line."""
        try:
            yield
        except FileNotFoundError as error:
            raise OutputError(f"{self.path}: its folder does not exist; make it first") from error
        except PermissionError as error:
            raise OutputError(
                f"{self.path} may not be written (permission denied); choose another folder"
            ) from error
        except (OSError, av.error.FFmpegError) as error:
            if isinstance(error, OutputError):
                raise
            reason = error.strerror or type(error).__name__
            raise OutputError(
                f"{self.path} cannot be written ({reason}); check the disk and the name"
            ) from error
