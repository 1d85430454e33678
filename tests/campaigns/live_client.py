"""A client of the live socket that sends a clip as fast as it is answered, for the campaigns."""

from __future__ import annotations

import json
import struct
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

import cv2
import numpy as np
from websockets.sync.client import connect
from websockets.typing import Origin

from romtrack.video import VideoReader

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path


def frames(clip: Path, before_s: float = 0.0) -> list[tuple[float, bytes]]:
    """Return times and JPEGs of a clip, its first picture ``before_s`` longer."""
    found: list[tuple[float, bytes]] = []
    with VideoReader(clip) as reader:
        for frame in reader:
            image = np.ascontiguousarray(frame.image[..., ::-1])
            jpeg = cv2.imencode(".jpg", image, [cv2.IMWRITE_JPEG_QUALITY, 90])[1].tobytes()
            if not found:
                found += [(at / 25, jpeg) for at in range(round(before_s * 25))]
            found.append((frame.time_s + before_s, jpeg))
    return found


@contextmanager
def talking(port: int, token: str) -> Iterator[Talk]:
    """Connect to the session with this token."""
    origin = Origin(f"http://127.0.0.1:{port}")
    with connect(f"ws://127.0.0.1:{port}/live/socket", origin=origin) as websocket:
        websocket.send(json.dumps({"token": token}))
        assert json.loads(websocket.recv(60)) == {"ready": True}
        yield Talk(websocket)


class Talk:
    """Sends frames and keeps what the screen would show."""

    def __init__(self, websocket: Any) -> None:  # noqa: ANN401  a connection
        self._websocket = websocket
        self._seq = 0
        self.screen: dict[str, Any] = {}

    def show(self, time_s: float, jpeg: bytes) -> dict[str, Any]:
        """Send one frame; return the screen after its answer."""
        self._seq += 1
        self._websocket.send(struct.pack("!Id", self._seq, time_s * 1000) + jpeg)
        answer = json.loads(self._websocket.recv(30))
        self.screen |= answer.get("screen", {})
        return self.screen
