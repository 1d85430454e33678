"""How many samples an MP4 claims: FFmpeg lists each of them in memory, whether it is there or not.

Boxes: ISO/IEC 14496-12, 4.2 and 8. A few hundred bytes may claim hundreds of millions.
"""

from __future__ import annotations

import struct
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Iterator

    from romtrack.video._source import Source

__all__ = ["claimed_samples"]

_HOLD_OTHERS: Final = {b"moov", b"trak", b"edts", b"mdia", b"minf", b"stbl", b"moof", b"traf"}
_DEEPEST: Final = 8
_MOST_BOXES: Final = 200_000  # three hours in pieces of a tenth of a second
_LOOKED_AT_BYTES: Final = 16


@dataclass(slots=True)
class _Track:
    """What is said of a track: samples, how often they are listed, whether as sound without a codec."""

    samples: int = 0
    edits: int = 1
    steps: tuple[int, int] = (0, 0)
    kinds: set[bytes] = field(default_factory=set)

    def read(self, kind: bytes, content: bytes) -> None:
        numbers = struct.unpack(">4I", content.ljust(_LOOKED_AT_BYTES, b"\0"))
        if kind in {b"stsz", b"stz2"}:
            self.samples += numbers[2]
        elif kind == b"trun":
            self.samples += numbers[1]
        elif kind == b"elst":
            self.edits = max(self.edits, numbers[1])
        elif kind == b"stts":
            self.steps = numbers[1], numbers[3]
        elif kind == b"hdlr":
            self.kinds.add(content[8:12])

    @property
    def listed(self) -> int:
        """Samples that take memory; of sound without a codec each is one, but they are listed by chunks."""
        plain_sound = b"soun" in self.kinds and b"vide" not in self.kinds and self.steps == (1, 1)
        return 0 if plain_sound else self.samples * self.edits


def claimed_samples(source: Source) -> int:
    """Return how many samples FFmpeg would list; 0 for what is no MP4."""
    tracks = [_Track()]
    for kind, content in _boxes(source, 0, source.size_bytes, _DEEPEST):
        if kind in {b"trak", b"traf"}:
            tracks.append(_Track())
        tracks[-1].read(kind, content)
    source.seek(0)
    return sum(track.listed for track in tracks)


def _boxes(source: Source, start: int, end: int, depth: int) -> Iterator[tuple[bytes, bytes]]:
    """Yield the kind of each box and how its content begins, those inside others, too."""
    for _ in range(_MOST_BOXES):
        source.seek(start)
        head = source.read(8)
        if len(head) < 8:  # noqa: PLR2004  a size and a kind
            return
        size, kind = int.from_bytes(head[:4]), head[4:]
        inner = start + 8
        if size == 1:  # the size follows, in 64 bits
            size, inner = int.from_bytes(source.read(8)), start + 16
        stop = end if size == 0 else start + size
        if stop < inner or stop > end:
            stop = end  # cut off
        yield kind, source.read(min(_LOOKED_AT_BYTES, stop - inner))
        if kind in _HOLD_OTHERS and depth:
            yield from _boxes(source, inner, stop, depth - 1)
        start = stop
        if start >= end:
            return
