"""Small files that claim, or unfold to, what no machine can hold."""

from __future__ import annotations

import os
import struct
import zlib
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path


def gif(width: int, height: int, frames: int = 3) -> bytes:
    """An animation whose pictures are an 8 x 8 patch (or less) on a canvas of any size."""
    patch = struct.pack("<4HB", 0, 0, min(width, 8), min(height, 8), 0)
    # Codes of three bits each: clear, nothing more; FFmpeg draws what there is.
    picture = b"\x21\xf9\x04\x04\x04\0\0\0," + patch + b"\x02\x02\x4c\x01\0"
    return (
        b"GIF89a"
        + struct.pack("<2H3B", width, height, 0x80, 0, 0)
        + b"\0\0\0\xff\xff\xff"
        + picture * frames
        + b";"
    )


def apng(width: int, height: int, frames: int = 3) -> bytes:
    """An animation in black and white."""
    lines = zlib.compress(bytes((width // 8 + 1) * min(height, 64)))
    control = [
        _chunk(b"fcTL", struct.pack(">5I2H2B", max(2 * n - 1, 0), width, height, 0, 0, 1, 25, 0, 0))
        for n in range(frames)
    ]
    rest = [_chunk(b"fdAT", struct.pack(">I", 2 * n) + lines) for n in range(1, frames)]
    pictures = [_chunk(b"IDAT", lines), *rest]
    return (
        b"\x89PNG\r\n\x1a\n"
        + _chunk(b"IHDR", struct.pack(">2I5B", width, height, 1, 0, 0, 0, 0))
        + _chunk(b"acTL", struct.pack(">2I", frames, 0))
        + b"".join(one + other for one, other in zip(control, pictures, strict=True))
        + _chunk(b"IEND", b"")
    )


def _chunk(kind: bytes, data: bytes) -> bytes:
    return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))


def with_samples(clip: Path, count: int, claimed_by: str) -> Path:
    """Let an MP4 claim ``count`` samples: in its table of sizes, by its edits, or in a fragment."""
    data = clip.read_bytes()
    if claimed_by == "stsz":
        data = _overwritten(data, b"stsz", struct.pack(">3I", 0, 1, count))
    elif claimed_by == "elst":
        data = _overwritten(data, b"elst", struct.pack(">2I", 0, count))
    else:
        run = _box(b"trun", struct.pack(">2I", 0, count))
        data += _box(b"moof", _box(b"traf", _box(b"tfhd", struct.pack(">2I", 0x20000, 1)) + run))
    clip.write_bytes(data)
    return clip


def _overwritten(data: bytes, kind: bytes, content: bytes) -> bytes:
    at = data.index(kind) + 4
    return data[:at] + content + data[at + len(content) :]


def _box(kind: bytes, content: bytes) -> bytes:
    return struct.pack(">I", 8 + len(content)) + kind + content


def matroska(*, tracks: int = 1, more: bytes = b"", room: int = 0) -> bytes:
    """A recording with that many tracks of VP8, whose pictures are nonsense; room: bytes to be put in."""
    head = _element("1A45DFA3", _element("4282", b"matroska"), _element("4287", b"\4"))
    info = _element("1549A966", _element("2AD7B1", struct.pack(">Q", 1_000_000)))
    listed = _element("1654AE6B", *(_track(number + 1) for number in range(tracks)))
    blocks = (_element("A3", b"\x81\0\0\x80" + bytes(20)) for _ in range(5))
    cluster = _element("1F43B675", _element("E7", b"\0"), *blocks)
    return head + _element("18538067", info, listed, more, cluster, room=room)


def with_attachment(path: Path, size: int) -> Path:
    """A recording that carries a font of ``size`` bytes along (a hole on the disk)."""
    carried = _element("1941A469", _element("61A7", *_font(size), room=size), room=size)
    whole = matroska(more=carried, room=size)
    hole_at = whole.index(carried) + len(carried)
    with path.open("wb") as file:
        file.write(whole[:hole_at])
        file.seek(size, os.SEEK_CUR)
        file.write(whole[hole_at:])
    return path


def _font(size: int) -> tuple[bytes, ...]:
    name, kind = _element("466E", b"a.ttf"), _element("4660", b"application/x-truetype-font")
    return name, kind, _element("46AE", b"\1"), _element("465C", room=size)


def tagged(count: int) -> bytes:
    """A recording with that many texts."""
    names = (_element("45A3", b"K%08d" % number) for number in range(count))
    texts = (_element("67C8", name, _element("4487", b"v")) for name in names)
    return matroska(more=_element("1254C367", _element("7373", _element("63C0"), *texts)))


def _track(number: int) -> bytes:
    wide, high = (struct.pack(">Q", size) for size in (640, 480))
    name = struct.pack(">Q", number)
    picture = _element("E0", _element("B0", wide), _element("BA", high))
    about = _element("D7", name), _element("73C5", name), _element("83", b"\1"), _element("86", b"V_VP8")
    return _element("AE", *about, picture)


def _element(identity: str, *content: bytes, room: int = 0) -> bytes:
    data = b"".join(content)
    return bytes.fromhex(identity) + struct.pack(">Q", (len(data) + room) | 1 << 56) + data
