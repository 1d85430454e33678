"""Which codecs the installed FFmpeg has; a PyAV built from source may lack some."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, Literal

from av.codec import Codec
from av.codec.codec import UnknownCodecError

if TYPE_CHECKING:
    from collections.abc import Mapping

__all__ = ["missing_codecs"]

# Phones (h264, hevc), browsers (vp8, vp9, av1), webcams (mjpeg). FFmpeg's own "av1" decodes only
# with a graphics card.
_READ: Final = {
    "h264": ("h264",),
    "hevc": ("hevc",),
    "vp8": ("vp8", "libvpx"),
    "vp9": ("vp9", "libvpx-vp9"),
    "av1": ("libdav1d", "libaom-av1"),
    "mjpeg": ("mjpeg",),
    "gif": ("gif",),
}
_WRITE: Final = {"libx264": ("libx264",)}


def missing_codecs() -> tuple[str, ...]:
    """Return what cannot be done, as ``read vp9`` or ``write libx264``; empty = nothing is missing."""
    return _missing("read", "r", _READ) + _missing("write", "w", _WRITE)


def _missing(verb: str, mode: Literal["r", "w"], table: Mapping[str, tuple[str, ...]]) -> tuple[str, ...]:
    return tuple(
        f"{verb} {name}" for name, codecs in table.items() if not any(_has(codec, mode) for codec in codecs)
    )


def _has(codec: str, mode: Literal["r", "w"]) -> bool:
    try:
        Codec(codec, mode)
    except UnknownCodecError:
        return False
    return True
