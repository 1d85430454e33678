"""The websocket of a live session, on the app's own port.

It takes frames from one page and answers each; a newer frame replaces one that waits, so that a
slow machine sees fewer frames, never old ones. Whatever is wrong with a message closes this socket
alone, with a code and a reason that the page can show. Who may connect at all, the guard has judged.
Nothing that may have to wait for the log, another thread or the pose model runs on the event loop: all
pages and sockets share it.
"""

from __future__ import annotations

import asyncio
import json
import logging
from collections import deque
from contextlib import suppress
from functools import partial
from time import monotonic, perf_counter
from typing import TYPE_CHECKING, Any, Final, TypeVar

from starlette.routing import WebSocketRoute
from starlette.websockets import WebSocketDisconnect, WebSocketState

from romtrack.app.live.booths import BOOTHS, Booth
from romtrack.app.live.wire import Answers, Message, unpacked
from romtrack.errors import RomtrackError
from romtrack.language import N_, retold, speak, speaking
from romtrack.live import FrameError, LiveSession, decoded
from romtrack.types import Camera, Frame

if TYPE_CHECKING:
    from collections.abc import Callable

    from starlette.websockets import WebSocket

__all__ = ["PATH", "ROUTES"]

PATH: Final = "/live/socket"
TAKEN, BAD_FRAME, TOO_FAST, UNKNOWN, FAILED, OVER = 4001, 4002, 4003, 4004, 4005, 4006
MOST_FRAMES: Final = 100  # in a second; a page sends at most as many as its camera takes
_HELLO_WITHIN_S: Final = 10.0
_LONGEST_REASON: Final = 120  # bytes: a close frame holds 123
_LONGEST_TEXT: Final = 1000  # what a page says of itself is short
_LARGEST_PX: Final = 1 << 15  # on an edge of a camera's picture
_REQUESTS: Final[dict[str, Callable[[LiveSession], None]]] = {
    "pause": LiveSession.pause,
    "resume": LiveSession.resume,
    "skip": LiveSession.skip,
}
_T = TypeVar("_T")


def _object(text: str) -> dict[str, Any]:
    """Return the JSON object that a page has sent, empty = it is none."""
    try:
        found = json.loads(text) if len(text) <= _LONGEST_TEXT else None
    except (ValueError, RecursionError):
        return {}
    return found if isinstance(found, dict) else {}


def _field(text: str, name: str) -> str:
    """Return a field of a JSON object that a page has sent, empty = there is no such text in it."""
    found = _object(text).get(name)
    return found if isinstance(found, str) else ""


def _request(text: str) -> Callable[[LiveSession], None] | None:
    """Return what a page asks for, None = that is not known."""
    told = _object(text)
    match told:
        case {"do": "camera", "label": str(label), "width_px": int(width_px), "height_px": int(height_px)}:
            is_size = 0 < width_px <= _LARGEST_PX and 0 < height_px <= _LARGEST_PX
            camera = Camera(label, width_px, height_px)
            return (lambda session: session.seen_with(camera)) if is_size else None
        case {"do": str(name)}:
            return _REQUESTS.get(name)
    return None


class _Closing(Exception):  # noqa: N818  it ends a connection, no more
    def __init__(self, code: int, reason: str) -> None:
        super().__init__(reason)
        self.code, self.reason = code, reason


async def _live(websocket: WebSocket) -> None:
    await websocket.accept()
    try:
        booth = await _booth(websocket)
        speak(booth.language)  # each connection is a task of its own
        await _Connection(websocket, booth).serve()
    except _Closing as closing:
        await _close(websocket, closing.code, closing.reason)
    except FrameError as error:
        await _close(websocket, BAD_FRAME, str(error))
    except RomtrackError as error:
        await _close(websocket, FAILED, str(error))
    except WebSocketDisconnect:
        pass
    except Exception as error:  # the page has to say something, whatever happened
        logging.getLogger(__name__).exception("a live session failed")
        said = N_("this should not have happened ({error})").format(error=type(error).__name__)
        await _close(websocket, FAILED, said)


async def _close(websocket: WebSocket, code: int, reason: str) -> None:
    short = retold(reason).encode()[:_LONGEST_REASON].decode(errors="ignore")
    with suppress(RuntimeError):  # it is closed already
        if websocket.application_state is not WebSocketState.DISCONNECTED:
            await websocket.close(code, short)


async def _booth(websocket: WebSocket) -> Booth:
    """Return the booth that the first message names by its token."""
    try:
        async with asyncio.timeout(_HELLO_WITHIN_S):
            token = _field(await websocket.receive_text(), "token")
    except (TimeoutError, KeyError):  # bytes are no text
        token = ""
    if not token:
        raise _Closing(UNKNOWN, "no token was sent")
    booth = BOOTHS.find(token)
    if booth is None:
        raise _Closing(UNKNOWN, "this session is not held here any more")
    return booth


class _Connection:
    """One page connected to a booth."""

    def __init__(self, websocket: WebSocket, booth: Booth) -> None:
        self._websocket, self._booth = websocket, booth
        self._answers = Answers()
        self._waiting: Message | None = None
        self._arrived = asyncio.Event()
        self._times: deque[float] = deque()
        self._offset_s: float | None = None
        self._evicted = asyncio.Event()
        self._loop = asyncio.get_running_loop()

    async def serve(self) -> None:
        """Serve the page until it leaves, is replaced, or sends something wrong."""
        self._booth.enter(self._evict)
        tasks: list[asyncio.Task[None]] = []
        try:
            await self._work(lambda: self._booth.session)
            await self._websocket.send_text('{"ready": true}')
            tasks = [asyncio.create_task(one()) for one in (self._receive, self._answer, self._wait_evicted)]
            done, _ = await asyncio.wait(tasks, return_when=asyncio.FIRST_COMPLETED)
            for task in done:
                task.result()
        finally:
            for task in tasks:
                task.cancel()
            await asyncio.gather(*tasks, return_exceptions=True)
            self._booth.exit(self._evict)

    async def _work(self, work: Callable[[], _T]) -> _T:
        def speaking_it() -> _T:
            with speaking(self._booth.language):
                return work()

        return await asyncio.get_running_loop().run_in_executor(self._booth.executor, speaking_it)

    def _evict(self) -> None:
        self._loop.call_soon_threadsafe(self._evicted.set)

    async def _wait_evicted(self) -> None:
        await self._evicted.wait()
        raise _Closing(TAKEN, "this session goes on in another tab")

    async def _receive(self) -> None:
        while True:
            message = await self._websocket.receive()
            if message["type"] == "websocket.disconnect":
                return
            if message.get("bytes") is not None:
                await self._take(unpacked(message["bytes"]))
            elif message.get("text") is not None:
                await self._do(message["text"])

    async def _take(self, message: Message) -> None:
        now_s = monotonic()
        self._times.append(now_s)
        while now_s - self._times[0] > 1:
            self._times.popleft()
        if len(self._times) > MOST_FRAMES:
            raise _Closing(TOO_FAST, f"more than {MOST_FRAMES} frames in a second")
        dropped, self._waiting = self._waiting, message
        self._arrived.set()
        if dropped is not None:
            await self._websocket.send_text(json.dumps({"seq": dropped.seq, "dropped": True}))

    async def _do(self, text: str) -> None:
        """Follow a request of the page; unknown ones are an error of the page."""
        request = _request(text)
        if request is None:
            raise _Closing(BAD_FRAME, "an unknown request")
        await self._work(lambda: request(self._booth.session))

    async def _answer(self) -> None:
        while True:
            await self._arrived.wait()
            self._arrived.clear()
            message, self._waiting = self._waiting, None
            if message is not None:
                await self._websocket.send_text(await self._work(partial(self._looked, message)))

    def _looked(self, message: Message) -> str:
        """Look at one frame (on the booth's thread); return the answer."""
        began_s = perf_counter()
        if self._offset_s is None:  # a new connection, maybe a new page: its clock begins now
            self._offset_s = monotonic() - self._booth.origin_s - message.time_ms / 1000
        frame = Frame(self._offset_s + message.time_ms / 1000, decoded(message.jpeg))
        update = self._booth.session.update(frame)
        if update is None:
            if self._booth.session.closed:
                raise _Closing(OVER, "this session is over")
            return json.dumps({"seq": message.seq, "dropped": True})
        return self._answers.answer(message.seq, update, (perf_counter() - began_s) * 1000)


ROUTES: Final = [WebSocketRoute(PATH, _live, name="live")]
