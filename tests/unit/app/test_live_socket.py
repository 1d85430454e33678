"""The websocket: what it takes, that what is wrong closes it alone, and that nobody else has to wait."""

from __future__ import annotations

import json
import socket
import sqlite3
import struct
import threading
import time
from collections import deque
from contextlib import ExitStack, closing, contextmanager
from dataclasses import asdict
from typing import TYPE_CHECKING, Any
from urllib.request import urlopen

import cv2
import numpy as np
import pytest
import uvicorn
from starlette.applications import Starlette
from starlette.responses import PlainTextResponse
from starlette.routing import Route
from websockets.exceptions import ConnectionClosed
from websockets.sync.client import ClientConnection, connect

from romtrack.app.live import BOOTHS, ROUTES
from romtrack.app.live.socket import MOST_FRAMES, PATH
from romtrack.live import Plan
from romtrack.store import open_repository
from romtrack.types import Camera

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from romtrack.store import Repository

ALIVE = Route("/alive", lambda _: PlainTextResponse("yes"))
GREY = bytes(cv2.imencode(".jpg", np.full((96, 128, 3), 127, np.uint8))[1])


@pytest.fixture(scope="module")
def port() -> Iterator[int]:
    with socket.create_server(("127.0.0.1", 0)) as listening:
        server = uvicorn.Server(
            uvicorn.Config(Starlette(routes=[*ROUTES, ALIVE]), log_level="error", ws="websockets-sansio")
        )
        thread = threading.Thread(target=server.run, kwargs={"sockets": [listening]})
        thread.start()
        while not server.started:
            time.sleep(0.01)
        yield listening.getsockname()[1]
        BOOTHS.close()
        server.should_exit = True
        thread.join()


@pytest.fixture
def token(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[str]:
    monkeypatch.setenv("ROMTRACK_DATABASE_URL", f"sqlite:///{tmp_path / 'romtrack.db'}")
    made = BOOTHS.start(Plan())
    yield made
    BOOTHS.drop(made)


@contextmanager
def opened(port: int, hello: str | bytes) -> Iterator[ClientConnection]:
    with connect(f"ws://127.0.0.1:{port}{PATH}") as websocket:
        websocket.send(hello)
        yield websocket


@contextmanager
def ready(port: int, token: str) -> Iterator[ClientConnection]:
    with opened(port, json.dumps({"token": token})) as websocket:
        assert json.loads(websocket.recv(30)) == {"ready": True}
        yield websocket


def frame(seq: int, jpeg: bytes = GREY, time_ms: float | None = None) -> bytes:
    return struct.pack("!Id", seq, 40.0 * seq if time_ms is None else time_ms) + jpeg


def answer(websocket: ClientConnection) -> dict[str, Any]:
    found: dict[str, Any] = json.loads(websocket.recv(10))
    return found


def closed(websocket: ClientConnection) -> tuple[int, str]:
    with pytest.raises(ConnectionClosed) as ended:
        deque(iter(lambda: websocket.recv(10), None), maxlen=0)
    assert ended.value.rcvd is not None
    return ended.value.rcvd.code, ended.value.rcvd.reason


@pytest.mark.parametrize(
    "wrong",
    [
        '{"token": "guessed"}',
        '{"token": 3}',
        "{}",
        "[]",
        "no json",
        '{"token": null}',
        "[" * 200_000,
        '{"token": ' + "[" * 900,
        b"bytes",
    ],
    ids=["guessed", "number", "empty", "list", "no-json", "null", "deep", "nested", "bytes"],
)
def test_a_wrong_greeting_closes_and_is_logged_nowhere(
    port: int, wrong: str | bytes, caplog: pytest.LogCaptureFixture
) -> None:
    with opened(port, wrong) as websocket:
        assert closed(websocket)[0] == 4004
    assert caplog.messages == []


def test_while_the_log_is_locked_everybody_else_is_answered(
    port: int, token: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked = threading.Event()

    def asking() -> Repository:
        asked.set()
        return open_repository()

    open_repository().close()  # its tables exist
    monkeypatch.setattr("romtrack.app.live.booths.open_repository", asking)
    with (
        closing(sqlite3.connect(tmp_path / "romtrack.db", isolation_level=None)) as holder,
        ExitStack() as tabs,
    ):
        holder.execute("BEGIN EXCLUSIVE")
        for _ in range(4):  # tabs of one new session
            last = tabs.enter_context(opened(port, json.dumps({"token": token})))
            assert asked.wait(10)
            with urlopen(f"http://127.0.0.1:{port}/alive", timeout=5) as alive:
                assert alive.read() == b"yes"
        holder.execute("ROLLBACK")
        assert json.loads(last.recv(30)) == {"ready": True}


def test_a_frame_is_answered_with_what_to_do(port: int, token: str) -> None:
    with ready(port, token) as websocket:
        websocket.send(frame(1))
        first = answer(websocket)
        assert (first["seq"], first["found"]) == (1, False)
        assert first["screen"]["phase"] == "position"
        assert first["screen"]["title"] == "Sit facing the laptop"
        websocket.send(frame(2, time_ms=40.0))  # no later than the first
        assert answer(websocket) == {"seq": 2, "dropped": True}


@pytest.mark.parametrize(
    ("message", "said"),
    [
        (b"short", "too short"),
        (frame(1, b"GIF89a" + bytes(50)), "no JPEG"),
        (frame(1, GREY, time_ms=float("nan")), "time is no number"),
        (frame(1, bytes(4_000_001)), "bytes, more than"),
        ('{"do": "format"}', "unknown request"),
        ('{"do": "camera", "label": "x", "width_px": 0, "height_px": 1}', "unknown request"),
        ('{"do": "camera", "label": "x", "width_px": 1e9, "height_px": 1}', "unknown request"),
        ('{"do": "camera", "label": ["x"], "width_px": 1, "height_px": 1}', "unknown request"),
        ('{"do": "camera"}', "unknown request"),
        ("[]", "unknown request"),
        ("[" * 200_000, "unknown request"),
        ('{"do": ' + "[" * 900, "unknown request"),
    ],
    ids=[
        "short",
        "gif",
        "no-time",
        "huge",
        "request",
        "no-size",
        "no-number",
        "no-label",
        "no-camera",
        "list",
        "deep",
        "nested",
    ],
)
def test_a_wrong_message_closes_this_socket_alone(
    port: int, token: str, message: bytes | str, said: str
) -> None:
    other = BOOTHS.start(Plan())
    with ready(port, other) as bystander, ready(port, token) as websocket:
        websocket.send(message)
        code, reason = closed(websocket)
        assert code == 4002
        assert said in reason
        bystander.send(frame(1))
        assert answer(bystander)["seq"] == 1
    BOOTHS.drop(other)
    with ready(port, token) as again:  # the session goes on
        again.send(frame(1))
        assert answer(again)["seq"] == 1


def test_the_session_keeps_which_camera_looks(port: int, token: str) -> None:
    booth = BOOTHS.find(token)
    assert booth is not None
    for camera in (Camera("Webcam <b> (04f2:b6d9)", 1280, 720), Camera("", 640, 480)):
        with ready(port, token) as websocket:
            websocket.send(json.dumps({"do": "camera", **asdict(camera)}))
            websocket.send(frame(1))
            answer(websocket)
        with open_repository() as repository:
            assert [one.session.camera for one in repository.open_sessions()] == [camera]
        assert booth.session.session.camera == camera


def test_frames_that_come_too_fast_close_the_socket(port: int, token: str) -> None:
    with ready(port, token) as websocket:
        for seq in range(MOST_FRAMES + 2):
            websocket.send(frame(seq))
        assert closed(websocket) == (4003, f"more than {MOST_FRAMES} frames in a second")


def test_a_newer_frame_replaces_one_that_waits(port: int, token: str) -> None:
    with ready(port, token) as websocket:
        for seq in range(1, 41):
            websocket.send(frame(seq))
        answers = [answer(websocket) for _ in range(40)]
        looked = [each["seq"] for each in answers if "screen" in each]
        assert looked == sorted(looked)
        assert looked[-1] == 40
        assert len(looked) < 40
        assert {each["seq"] for each in answers} == set(range(1, 41))


def test_the_newer_tab_has_the_session(port: int, token: str) -> None:
    with ready(port, token) as first, ready(port, token) as second:
        assert closed(first) == (4001, "this session goes on in another tab")
        second.send(frame(1))
        assert answer(second)["seq"] == 1


def test_time_goes_on_over_a_new_connection(port: int, token: str) -> None:
    with ready(port, token) as websocket:
        websocket.send(frame(1, time_ms=500_000.0))
        answer(websocket)
    booth = BOOTHS.find(token)
    assert booth is not None
    assert booth.known is not None
    before_s = booth.known.now_s()
    with ready(port, token) as websocket:
        websocket.send(frame(1, time_ms=3.0))  # a reloaded page counts from 0
        assert "screen" in answer(websocket)
    assert before_s < booth.known.now_s() < before_s + 10


def test_what_was_saved_takes_no_more_frames(port: int, token: str) -> None:
    with ready(port, token) as websocket:
        booth = BOOTHS.find(token)
        assert booth is not None
        assert booth.known is not None
        booth.known.leave()
        websocket.send(frame(1))
        assert closed(websocket)[0] == 4006
