"""Opening a video file, or saying in one line why it is none."""

from __future__ import annotations

from stat import S_ISDIR, S_ISREG
from typing import TYPE_CHECKING, Final

import av
from av.stream import Disposition

from romtrack.errors import InputError

if TYPE_CHECKING:
    from pathlib import Path

    from av.container import InputContainer
    from av.video.stream import VideoStream

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
    "protocol_whitelist": "file",
    "format_whitelist": f"{_VIDEO_FORMATS},{_SOUND_FORMATS},{_PICTURE_FORMATS}",
}
_PICTURE_BRANDS: Final = {"heic", "heix", "heim", "heis", "mif1", "avif"}
_MP4_BOXES: Final = {b"ftyp", b"mdat", b"moov", b"free", b"wide", b"skip"}
_NO_VIDEO: Final = "give a video recording (MP4, MOV or WebM)"

av.logging.set_level(None)  # FFmpeg's own chatter stays off the terminal: errors come as exceptions


def open_container(path: Path) -> InputContainer:
    """Open a video file for reading.

    Raises
    ------
    InputError: the file is missing, unreadable, empty, cut off before its index, or of a kind
        that holds no video.
    """
    head = _first_bytes(path)
    try:
        # An absolute path: FFmpeg reads "name:..." as a protocol.
        container = av.open(
            str(path.absolute()), mode="r", metadata_errors="ignore", container_options=_OPTIONS
        )
    except av.error.FFmpegError as error:
        raise InputError(_unopened(path, head)) from error
    if _is_picture(container):
        container.close()
        raise InputError(f"{path} is a picture, not a video; {_NO_VIDEO}")
    return container


def video_stream(path: Path, container: InputContainer) -> VideoStream:
    """Return the best stream of moving pictures; cover art and thumbnails are none.

    The default stream goes before others, then the larger picture, then the earlier stream.

    Raises
    ------
    InputError: there is none, or its codec is not known.
    """
    still = Disposition.attached_pic | Disposition.timed_thumbnails | Disposition.still_image
    streams = [stream for stream in container.streams.video if not stream.disposition & still]
    if not streams:
        content = "sound only, no video" if container.streams.audio else "no video"
        raise InputError(f"{path} holds {content}; {_NO_VIDEO}")
    known = [stream for stream in streams if stream.codec_context is not None]
    if not known:
        raise InputError(f"{path}: the codec of its video is not known here; export it again as H.264 MP4")
    return max(known, key=_rank)


def _rank(stream: VideoStream) -> tuple[bool, int, int]:
    context = stream.codec_context
    return bool(stream.disposition & Disposition.default), context.width * context.height, -stream.index


def _first_bytes(path: Path) -> bytes:
    """Read the start of the file, so that the system's own refusals are told apart."""
    try:
        mode = path.stat().st_mode
        head = _read_head(path) if S_ISREG(mode) else b""  # opening a pipe would wait for ever
    except FileNotFoundError as error:
        raise InputError(f"{path} does not exist; check the name and the folder") from error
    except PermissionError as error:
        raise InputError(f"{path} may not be read (permission denied); change its permissions") from error
    except OSError as error:
        raise InputError(
            f"{path} cannot be opened ({error.strerror}); check the name and the disk"
        ) from error
    except ValueError as error:  # a NUL inside the name
        raise InputError(f"{path} is no possible file name; check the name") from error
    if S_ISDIR(mode):
        raise InputError(f"{path} is a folder; name one video file in it")
    if not S_ISREG(mode):
        raise InputError(f"{path} is not an ordinary file; {_NO_VIDEO}")
    if not head:
        raise InputError(f"{path} is empty (0 bytes); copy or export the recording again")
    return head


def _read_head(path: Path) -> bytes:
    with path.open("rb") as file:
        return file.read(12)


def _unopened(path: Path, head: bytes) -> str:
    if head[4:8] in _MP4_BOXES:
        return (
            f"{path} is an incomplete MP4: the recording or copy was cut off before its index was written; "
            "copy or export it again"
        )
    return f"{path} is not a video that can be read (unknown or damaged format); {_NO_VIDEO}"


def _is_picture(container: InputContainer) -> bool:
    name = container.format.name
    brand = container.metadata.get("major_brand", "").strip()
    return name == "image2" or name.endswith("_pipe") or brand in _PICTURE_BRANDS
