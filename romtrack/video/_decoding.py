"""Decoding that keeps what a damaged file still gives."""

from __future__ import annotations

from typing import TYPE_CHECKING

import av

if TYPE_CHECKING:
    from collections.abc import Iterator

    from av.container import InputContainer
    from av.packet import Packet
    from av.video.frame import VideoFrame
    from av.video.stream import VideoStream

    from romtrack.video._source import Source

__all__ = ["TolerantDecoder"]


class TolerantDecoder:
    """Iterates over the intact pictures of a stream, in the order in which they are shown.

    Packets that cannot be decoded, and pictures that the decoder had to make up in part, are
    left out: a missing frame does no harm to a measurement, an invented one does.

    Attributes
    ----------
    damaged: packets and pictures left out before a later intact picture.
    cut_off: whether the stream ended in damage, not in its end.
    """

    def __init__(self, container: InputContainer, stream: VideoStream, source: Source) -> None:
        self._container = container
        self._source = source
        self._stream = stream
        self._pending = 0  # damage since the last intact picture
        self._incomplete = 0  # broken packets since the last whole one
        self._demuxer_failed = False
        self.damaged = 0

    @property
    def cut_off(self) -> bool:
        """Whether nothing intact followed the last damage."""
        return self._demuxer_failed or self._incomplete > 0 or self._pending > 0

    def __iter__(self) -> Iterator[VideoFrame]:
        for packet in self._packets():
            for picture in self._decoded(packet):
                if picture.is_corrupt:
                    self._pending += 1
                    continue
                self.damaged += self._pending
                self._pending = 0
                yield picture

    def _packets(self) -> Iterator[Packet[VideoStream] | None]:
        """Yield the whole packets, and at last an empty one that flushes the decoder."""
        try:
            for packet in self._container.demux(self._stream):
                self._source.renew()
                if packet.is_corrupt:  # most often the file ends inside it
                    self._incomplete += 1
                    continue
                if packet.size:
                    self.damaged += self._incomplete
                    self._incomplete = 0
                yield packet
        except av.error.FFmpegError:
            self._demuxer_failed = True
            yield None

    def _decoded(self, packet: Packet[VideoStream] | None) -> list[VideoFrame]:
        try:
            return self._stream.decode(packet)
        except av.error.MemoryError:
            raise  # no damage: without memory no picture can be decoded
        except av.error.FFmpegError:
            self._pending += 1
            return []
