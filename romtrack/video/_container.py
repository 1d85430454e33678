"""Opening what a file holds, or saying in one line why it is no video."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import av
from av.stream import Disposition

from romtrack.errors import InputError
from romtrack.video._boxes import claimed_samples
from romtrack.video._limits import MOST_PIXELS, MOST_SAMPLES, MOST_STREAMS, check_size

if TYPE_CHECKING:
    from pathlib import Path

    from av.container import InputContainer
    from av.video.stream import VideoStream

    from romtrack.video._source import Source

__all__ = ["open_container", "video_stream"]

# FFmpeg would also read play lists, which name other files and servers, and draw text as pictures.
_VIDEO_FORMATS: Final = (
    "mov,matroska,avi,gif,apng,mpegts,mpeg,mpegvideo,flv,asf,ogg,m4v,h264,hevc,mjpeg,mxf,dv"
)
_SOUND_FORMATS: Final = "mp3,wav,flac,aac,aiff,w64,amr,caf,ac3"
_PICTURE_FORMATS: Final = (
    "image2,jpeg_pipe,png_pipe,bmp_pipe,webp_pipe,tiff_pipe,psd_pipe,svg_pipe,jpegxl_pipe,j2k_pipe,ppm_pipe"
)
_OPTIONS: Final = {
    "protocol_whitelist": "",  # it reads from our own source, and opens nothing by name
    "format_whitelist": f"{_VIDEO_FORMATS},{_SOUND_FORMATS},{_PICTURE_FORMATS}",
    "max_streams": str(MOST_STREAMS),
}
_DECODER_OPTIONS: Final = {"max_pixels": str(MOST_PIXELS)}  # before a picture's memory is asked for
_BUFFER_BYTES: Final = 2**16
_PICTURE_BRANDS: Final = {"heic", "heix", "heim", "heis", "mif1", "avif"}
_MP4_BOXES: Final = {b"ftyp", b"mdat", b"moov", b"free", b"wide", b"skip"}
_NO_VIDEO: Final = "give a video recording (MP4, MOV or WebM)"

av.logging.set_level(None)  # FFmpeg's own chatter stays off the terminal: errors come as exceptions


def open_container(path: Path, source: Source) -> InputContainer:
    """Find out what a file holds.

    Raises
    ------
    InputError: it is cut off before its index, of a kind that holds no video, or larger than any recording.
    """
    if claimed_samples(source) > MOST_SAMPLES:
        raise InputError(
            f"{path}: its index lists more than {MOST_SAMPLES // 1_000_000} million pictures and pieces of "
            "sound, which is more than ten hours; cut it, or export it again"
        )
    source.renew()
    try:
        container = av.open(
            source,
            mode="r",
            metadata_errors="ignore",
            options=_DECODER_OPTIONS,
            container_options=_OPTIONS,
            buffer_size=_BUFFER_BYTES,
        )
    except av.error.FFmpegError as error:
        raise InputError(_unopened(path, source, error)) from error
    source.renew()
    if _is_picture(container):
        container.close()
        raise InputError(f"{path} is a picture, not a video; {_NO_VIDEO}")
    return container


def video_stream(path: Path, container: InputContainer) -> VideoStream:
    """Return the best stream of moving pictures; cover art and thumbnails are none.

    The default stream goes before others, then the larger picture, then the earlier stream.

    Raises
    ------
    InputError: there is none, its codec is not known, or its pictures are too large or too small.
    """
    still = Disposition.attached_pic | Disposition.timed_thumbnails | Disposition.still_image
    streams = [stream for stream in container.streams.video if not stream.disposition & still]
    if not streams:
        content = "sound only, no video" if container.streams.audio else "no video"
        raise InputError(f"{path} holds {content}; {_NO_VIDEO}")
    known = [stream for stream in streams if stream.codec_context is not None]
    if not known:
        raise InputError(f"{path}: the codec of its video is not known here; export it again as H.264 MP4")
    best = max(known, key=_rank)
    _check_size(path, best)
    best.codec_context.options = dict(_DECODER_OPTIONS)
    return best


def _check_size(path: Path, stream: VideoStream) -> None:
    """Check what the file says of its pictures; over the limit, some codecs tell no size at all."""
    context = stream.codec_context
    if not context.width * context.height:
        raise InputError(
            f"{path}: its pictures have no size, or more than {MOST_PIXELS // 1_000_000} million pixels "
            "(8K); export it again in the size in which it was recorded"
        )
    check_size(str(path), context.width, context.height)


def _rank(stream: VideoStream) -> tuple[bool, int, int]:
    context = stream.codec_context
    return bool(stream.disposition & Disposition.default), context.width * context.height, -stream.index


def _unopened(path: Path, source: Source, error: av.error.FFmpegError) -> str:
    if source.exhausted:
        return f"{path} begins with 128 MiB or more that are no pictures; export it again as H.264 MP4"
    if isinstance(error, av.error.MemoryError):
        return f"{path} holds more than {MOST_STREAMS} streams; export it again as H.264 MP4"
    if source.head[4:8] in _MP4_BOXES:
        return (
            f"{path} is an incomplete MP4: the recording or copy was cut off before its index was written; "
            "copy or export it again"
        )
    return f"{path} is not a video that can be read (unknown or damaged format); {_NO_VIDEO}"


def _is_picture(container: InputContainer) -> bool:
    name = container.format.name
    brand = container.metadata.get("major_brand", "").strip()
    return name == "image2" or name.endswith("_pipe") or brand in _PICTURE_BRANDS
