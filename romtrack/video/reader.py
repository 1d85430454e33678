"""Reading a video: upright pictures with square pixels at their true presentation times."""

from __future__ import annotations

from fractions import Fraction
from itertools import chain, islice
from pathlib import Path
from typing import TYPE_CHECKING, Final, Self

import av
from av.codec.context import ThreadType

from romtrack import units
from romtrack.errors import InputError
from romtrack.language import N_
from romtrack.types import Frame, Image, Notice, VideoInfo
from romtrack.video._clock import PresentationClock
from romtrack.video._container import open_container, video_stream
from romtrack.video._deadline import within
from romtrack.video._decoding import TolerantDecoder
from romtrack.video._expectation import Expectation, step_s, taken_hz
from romtrack.video._geometry import Uprighter
from romtrack.video._limits import MOST_FRAMES, OPEN_WITHIN_S, check_size
from romtrack.video._source import Source
from romtrack.video._thinning import thinned, thinned_count

if TYPE_CHECKING:
    from collections.abc import Iterator
    from types import TracebackType

    from av.container import InputContainer
    from av.video.frame import VideoFrame
    from av.video.stream import VideoStream

__all__ = ["VideoReader"]

_MAYBE_STILL: Final = {"gif", "apng"}
_DECODERS: Final = 4  # each holds pictures; the pose model is slower than any of them
_TIMELESS: Final = {"h264", "hevc", "mjpeg", "m4v"}  # bare streams: pictures one after the other, no clock
_CONSTANT_RATE: Final = {"avi"}  # knows no presentation times; see VideoReader._stamp
_SLOWER: Final = 1.5  # of pictures taken over pictures played: at the usual speed it is 1


class VideoReader:
    """Iterates once over the frames of a video file, holding one of them at a time.

    Times are the file's own presentation times, also at a variable frame rate, counted from the
    first frame and strictly increasing; frames whose time repeats or runs backward are dropped,
    those without one follow at the average rate, and what comes after a clock that was set follows
    two seconds later (warning ``timestamps_repaired``). A bare stream without any times is taken to
    run at an even rate (warning ``timestamps_guessed``). Rotation
    and mirroring that the file asks for are done, pixels that are not square are stretched, and
    every pixel format becomes RGB. A file that is cut off or damaged gives what can be decoded
    and a warning (``truncated``, ``damaged``); of one with more than a million frames, the first
    million are read (``too_long``). Of what a phone took at a higher rate than it is played at, the times are
    those of the film (``slow_motion``). Pictures have 32 pixels on the shorter edge at least, are at most
    six times as long as wide, and have at most 36 million pixels.

    Use it as a context manager, or call `close`.

    Parameters
    ----------
    path: the video file.
    start_s: pictures before it are decoded, counted and judged as all are, for every time hangs on those
        before it, but they are not given.
    all_frames: False = of a recording with 50 pictures a second and more, so many are given that no step is
        longer than 1/25 s (``thinned``), the same ones whatever ``start_s``. The others are decoded and
        counted, and cost little more.
    longest_px: pictures with a longer edge are shrunk to it, as their colours are converted; None = none is.

    Attributes
    ----------
    width_px, height_px: size of every frame before it is shrunk, known from the start.
    expected_duration_s, expected_frames: what the file claims, and how many of its frames will be given by
        that, for a progress bar; None = it does not say. Never compute with them.
    frames: frames of the file counted so far, those that are not given among them.

    Raises
    ------
    InputError: the file cannot be read or holds no video; one line says why.
    """

    def __init__(
        self, path: Path, start_s: float = 0.0, *, all_frames: bool = True, longest_px: int | None = None
    ) -> None:
        self.path = Path(path)
        self._longest_px = longest_px
        self._start_s = start_s
        self._all_frames = all_frames
        self.frames = 0
        self._frames: Iterator[Frame] = iter(())
        self._source = Source(self.path)
        self._container: InputContainer | None = None
        try:
            within(OPEN_WITHIN_S, self._open, late=self.close)
        except TimeoutError as error:
            raise InputError(
                f"{self.path}: how it begins was not read within {units.seconds(OPEN_WITHIN_S, 0)}; "
                "export it again as H.264 MP4, without texts and attachments"
            ) from error
        except InputError:
            self.close()
            raise

    def _open(self) -> None:
        self._container = open_container(self.path, self._source)
        self._prepare(self._container, video_stream(self.path, self._container))

    def _prepare(self, container: InputContainer, stream: VideoStream) -> None:
        stream.thread_type = ThreadType.AUTO
        stream.codec_context.thread_count = _DECODERS
        time_base = stream.time_base or Fraction(1, 1000)
        self._decoder = TolerantDecoder(container, stream, self._source)
        self._constant_rate = container.format.name in _CONSTANT_RATE
        self._timeless = container.format.name in _TIMELESS
        pictures = iter(self._decoder)
        first = self._first(pictures, 2 if container.format.name in _MAYBE_STILL else 1)
        start_s = float((self._stamp(first[0]) or 0) * time_base)
        self._expectation = Expectation.of(container, stream, start_s)
        self.expected_duration_s = self._expectation.duration_s
        frames = self._expectation.frames
        self.expected_frames = frames if self._all_frames else thinned_count(frames, self.expected_duration_s)
        self._step_s = step_s(stream, bare=self._timeless)
        self._taken_hz = taken_hz(container)
        self._clock = PresentationClock(time_base, self._step_s)
        self._upright = Uprighter(first[0], stream.sample_aspect_ratio, self._longest_px)
        self.width_px, self.height_px = self._upright.width_px, self._upright.height_px
        check_size(str(self.path), self.width_px, self.height_px)
        self._ended = self._too_long = False
        self._frames = self._read(chain(first, pictures))

    def _first(self, pictures: Iterator[VideoFrame], wanted: int) -> list[VideoFrame]:
        """Decode the first picture; of a GIF two, because one alone is a still."""
        first = list(islice(pictures, wanted))
        if not first:
            raise InputError(
                f"{self.path}: no picture of its video can be decoded; copy or export the recording again"
            )
        if len(first) < wanted:
            raise InputError(f"{self.path} is a picture, not a video; give a video (MP4, MOV or WebM)")
        return first

    def __iter__(self) -> Self:
        return self

    def __next__(self) -> Frame:
        return next(self._frames)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def close(self) -> None:
        """Let go of the file: no more frames come, but what was counted stays readable."""
        self._frames = iter(())
        if self._container is not None:
            self._container.close()
        self._source.close()

    @property
    def duration_s(self) -> float:
        """Length of what was decoded so far, up to the end of its last frame."""
        return self._clock.end_s

    @property
    def warnings(self) -> tuple[Notice, ...]:
        """What was wrong with the file; complete when the iteration has ended."""
        return tuple(self._warnings())

    def info(self) -> VideoInfo:
        """Describe the file by what was decoded; call it after the iteration.

        Raises
        ------
        InputError: the file cannot be read any more, to compute its sha256, or has changed meanwhile.
        """
        return VideoInfo(
            name=self.path.name,
            sha256=self.sha256(),
            width_px=self.width_px,
            height_px=self.height_px,
            duration_s=self.duration_s,
            frames=self.frames,
            warnings=self.warnings,
        )

    def sha256(self) -> str:
        """Return the SHA-256 of the file that is read, as 64 hex digits; not during the iteration.

        Raises
        ------
        InputError: the file cannot be read, or has changed since it was opened.
        """
        return self._source.sha256()

    def _read(self, pictures: Iterator[VideoFrame]) -> Iterator[Frame]:
        timed = self._timed(pictures)
        for time_s, picture in timed if self._all_frames else thinned(timed):
            if time_s >= self._start_s:
                yield Frame(time_s, self._image(picture))

    def _timed(self, pictures: Iterator[VideoFrame]) -> Iterator[tuple[float, VideoFrame]]:
        """Count the pictures that have a place in time."""
        for picture in pictures:
            time_s = self._clock.time_s(self._stamp(picture), picture.duration or 0)
            if time_s is None:
                continue
            if self.frames == MOST_FRAMES:
                self._too_long = True
                return
            self.frames += 1
            yield time_s, picture
        self._ended = True

    def _stamp(self, picture: VideoFrame) -> int | None:
        # FFmpeg invents presentation times for AVI; those of reordered pictures come out
        # shuffled. The decoding times of pictures in the order of display are the even grid.
        if self._timeless:
            return None
        return picture.dts if self._constant_rate else picture.pts

    def _image(self, picture: VideoFrame) -> Image:
        try:
            return self._upright(picture)
        except av.error.MemoryError:
            raise
        except av.error.FFmpegError as error:
            raise InputError(
                f"{self.path}: its pixel format {picture.format.name} cannot be turned into RGB; "
                "export it again as H.264 MP4"
            ) from error

    def _warnings(self) -> Iterator[Notice]:
        repaired = 0 if self._constant_rate or self._timeless else self._clock.repaired
        if self._timeless:
            rate = units.figure(1 / self._step_s, 4)
            yield Notice(
                "timestamps_guessed",
                N_(
                    "the file is a bare stream without times: {rate} pictures a second are assumed, so how "
                    "long anything took is a guess; give the recording as MP4, MOV or WebM."
                ).format(rate=rate),
            )
        if self._taken_hz * self._step_s > _SLOWER:
            yield Notice(
                "slow_motion",
                N_(
                    "The recording is in slow motion, {times} times slower than it happened: how long and "
                    "how fast anything was is that of the film; record at the usual speed."
                ).format(times=units.number(self._taken_hz * self._step_s, 0)),
            )
        if repaired:
            yield Notice(
                "timestamps_repaired",
                N_(
                    "{frames} frames had no time of their own, or one out of order; they were given one or "
                    "left out."
                ).format(frames=repaired),
            )
        if self._too_long:
            yield Notice(
                "too_long",
                N_(
                    "Only the first {frames} frames, to {hours} h, were read; cut the recording into parts."
                ).format(frames=MOST_FRAMES, hours=units.number(self.duration_s / 3600)),
            )
        if self._decoder.damaged:
            yield Notice(
                "damaged",
                N_("{frames} frames were damaged and left out; copy or export the recording again.").format(
                    frames=self._decoder.damaged
                ),
            )
        if self._ended and (self._decoder.cut_off or self._expectation.missing(self._claimed_s)):
            yield Notice("truncated", self._cut_text())

    @property
    def _claimed_s(self) -> float:
        """Length of what was decoded, as the file's own clock counts it."""
        return self.duration_s + self._clock.left_out_s

    def _cut_text(self) -> str:
        total_s = self.expected_duration_s
        at = units.seconds(self.duration_s)
        if total_s and total_s > self.duration_s:
            text = N_(
                "The recording is cut off: from {time} on of about {whole} nothing could be read; copy or "
                "export it again."
            )
            return text.format(time=at, whole=units.seconds(total_s))
        text = N_("The recording is cut off: from {time} on nothing could be read; copy or export it again.")
        return text.format(time=at)
