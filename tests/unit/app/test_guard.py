"""The guard, before a small app behind a real server: who is let in, and what every answer says."""

from __future__ import annotations

import asyncio
import os
import socket
import subprocess
import sys
import threading
import time
from http.client import HTTPConnection
from typing import TYPE_CHECKING, NamedTuple

import pytest
import uvicorn
from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.responses import PlainTextResponse
from starlette.routing import Route, WebSocketRoute
from websockets.exceptions import InvalidStatus
from websockets.sync.client import connect

from romtrack.app.guard import Doorkeeper

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from starlette.requests import Request
    from starlette.types import Message, Scope
    from starlette.websockets import WebSocket

KEY = "the-key"
HERE = ("127.0.0.1", 8501)
FRAMED = {"Sec-Fetch-Site": "same-site", "Sec-Fetch-Mode": "navigate", "Sec-Fetch-Dest": "iframe"}


class Answer(NamedTuple):
    status: int
    headers: dict[str, str]
    body: str


async def inside(_: Request) -> PlainTextResponse:
    return PlainTextResponse("inside")


async def talk(websocket: WebSocket) -> None:
    await websocket.accept()
    await websocket.send_text("inside")


METHODS = ["GET", "HEAD", "POST", "PUT", "DELETE", "OPTIONS"]
APP = Starlette(
    routes=[WebSocketRoute("/live/socket", talk), Route("/{path:path}", inside, methods=METHODS)],
    middleware=[Middleware(Doorkeeper, key=KEY)],
)


@pytest.fixture(scope="module")
def port() -> Iterator[int]:
    with socket.create_server(("127.0.0.1", 0)) as listening:
        server = uvicorn.Server(uvicorn.Config(APP, log_level="error", ws="websockets-sansio"))
        thread = threading.Thread(target=server.run, kwargs={"sockets": [listening]})
        thread.start()
        while not server.started:
            time.sleep(0.01)
        yield listening.getsockname()[1]
        server.should_exit = True
        thread.join()


def asked(
    port: int,
    path: str = "/",
    headers: Sequence[tuple[str, str]] = (),
    method: str = "GET",
    *,
    key: str = KEY,
) -> Answer:
    """Ask with a good Host unless there is another; HTTP/1.0, since 1.1 must have one."""
    connection = HTTPConnection("127.0.0.1", port, timeout=10)
    connection._http_vsn, connection._http_vsn_str = 10, "HTTP/1.0"  # type: ignore[attr-defined]  # noqa: SLF001
    connection.putrequest(method, path, skip_host=True, skip_accept_encoding=True)
    known = {name.lower() for name, _ in headers}
    for name, value in (("Host", f"127.0.0.1:{port}"), ("Cookie", f"romtrack-{port}={key}")):
        if name.lower() not in known:
            connection.putheader(name, value)
    for name, value in headers:
        if value != "(none)":
            connection.putheader(name, value.replace("{port}", str(port)))
    connection.endheaders()
    with connection.getresponse() as response:
        found = {name.lower(): value for name, value in response.getheaders()}
        return Answer(response.status, found, response.read().decode())


@pytest.mark.parametrize("host", ["127.0.0.1:{port}", "localhost:{port}", "LocalHost:{port}"])
def test_its_own_names_are_let_in(port: int, host: str) -> None:
    assert asked(port, headers=[("Host", host)]).body == "inside"


@pytest.mark.parametrize(
    "host",
    [
        "rebind.test:{port}",
        "127.0.0.1",
        "127.0.0.1:1{port}",
        "127.0.0.1.:{port}",
        "127.0.0.1:{port}.rebind.test",
        "rebind.test@127.0.0.1:{port}",
        "127.0.0.2:{port}",
        "[::1]:{port}",
        "[",
        "",
        "(none)",
    ],
)
def test_a_name_that_somebody_points_here_is_refused(port: int, host: str) -> None:
    found = asked(port, "/?token=the-key", [("Host", host)])
    assert found.status == 421
    assert "set-cookie" not in found.headers


def test_two_names_are_refused(port: int) -> None:
    twice = [("Host", "127.0.0.1:{port}"), ("Host", "127.0.0.1:{port}")]
    assert asked(port, headers=twice).status in {400, 421}


@pytest.mark.parametrize(
    ("method", "headers"),
    [
        ("GET", {"Origin": "http://127.0.0.1:9"}),
        ("GET", {"Origin": "http://localhost:{port}"}),  # another of our names, but not this one
        ("GET", {"Origin": "https://127.0.0.1:{port}"}),
        ("GET", {"Origin": "null"}),
        ("PUT", {"Origin": "http://evil.example"}),
        ("POST", {"Origin": "null", "Content-Type": "text/plain"}),
        ("POST", {}),
        ("DELETE", {}),
        ("OPTIONS", {"Origin": "http://127.0.0.1:9", "Access-Control-Request-Method": "PUT"}),
        ("GET", {"Sec-Fetch-Site": "same-site", "Sec-Fetch-Mode": "no-cors", "Sec-Fetch-Dest": "image"}),
        ("GET", {"Sec-Fetch-Site": "cross-site", "Sec-Fetch-Mode": "no-cors", "Sec-Fetch-Dest": "script"}),
        ("GET", {"Sec-Fetch-Site": "cross-site", "Sec-Fetch-Mode": "no-cors"}),
        ("GET", FRAMED),
        ("GET", {**FRAMED, "Sec-Fetch-Site": "same-origin"}),
        ("GET", {**FRAMED, "Sec-Fetch-Site": "none", "Sec-Fetch-Dest": "object"}),
    ],
)
def test_another_page_is_refused(port: int, method: str, headers: dict[str, str]) -> None:
    found = asked(port, "/_stcore/upload_file/x", [*headers.items()], method)
    assert (found.status, "inside" in found.body) == (403, False)


@pytest.mark.parametrize(
    ("method", "headers"),
    [
        ("GET", {}),
        ("GET", {"Sec-Fetch-Site": "same-origin", "Sec-Fetch-Mode": "no-cors", "Sec-Fetch-Dest": "script"}),
        ("GET", {"Sec-Fetch-Site": "none", "Sec-Fetch-Mode": "navigate", "Sec-Fetch-Dest": "document"}),
        ("GET", {"Sec-Fetch-Site": "cross-site", "Sec-Fetch-Mode": "navigate", "Sec-Fetch-Dest": "document"}),
        ("PUT", {"Origin": "http://127.0.0.1:{port}", "Sec-Fetch-Site": "same-origin"}),
    ],
)
def test_its_own_pages_are_let_in(port: int, method: str, headers: dict[str, str]) -> None:
    assert asked(port, headers=[*headers.items()], method=method).body == "inside"


@pytest.mark.parametrize(
    "cookie", ["(none)", "romtrack-{port}=guess", "romtrack-1=the-key", "the-key", "romtrack-{port}=é"]
)
@pytest.mark.parametrize("path", ["/", "/_stcore/health", "/media/x.mp4", "/?token=guess", "/?token="])
def test_without_the_key_it_says_where_to_find_it(port: int, cookie: str, path: str) -> None:
    found = asked(port, path, [("Cookie", cookie.encode().decode("latin-1"))])
    assert found.status == 403
    assert "printed in its terminal" in found.body


def test_it_says_so_in_the_browsers_language(port: int) -> None:
    found = asked(port, headers=[("Cookie", "(none)"), ("Accept-Language", "fr;q=0.9,de-AT,de;q=0.8")])
    assert 'lang="de"' in found.body
    assert "Öffnen Sie die Adresse" in found.body


@pytest.mark.parametrize("header", ["X-Forwarded-For", "X-Forwarded-Proto"])
def test_nobody_stands_between(port: int, header: str) -> None:
    assert asked(port, headers=[(header, "127.0.0.1" if header.endswith("For") else "http")]).status == 403


ASK = """
import os, socket, sys
user, host, port = int(sys.argv[1]), sys.argv[2], int(sys.argv[3])
os.setuid(user)
asking = socket.socket(socket.AF_INET6 if ":" in host else socket.AF_INET)
asking.connect((host, port))
lines = "GET / HTTP/1.0", f"Host: 127.0.0.1:{port}", f"Cookie: romtrack-{port}=the-key", "", ""
asking.sendall("\\r\\n".join(lines).encode())
print(asking.recv(100).split()[1].decode())
"""
NOBODY = 65534


@pytest.mark.skipif(
    sys.platform != "linux" or os.getuid() != 0, reason="needs Linux, and root to be another user"
)
@pytest.mark.parametrize("host", ["127.0.0.1", "::ffff:127.0.0.1"])
@pytest.mark.parametrize(("user", "status"), [(NOBODY, 403), (0, 200)])
def test_another_user_who_has_found_out_the_key_gets_nothing(
    port: int, host: str, user: int, status: int
) -> None:
    command = [sys.executable, "-c", ASK, str(user), host, str(port)]
    done = subprocess.run(command, capture_output=True, text=True, check=True, cwd="/")
    assert int(done.stdout) == status


def test_another_server_of_this_machine_cannot_take_the_cookie_away(port: int) -> None:
    cookies = "romtrack-{port}=theirs; romtrack-{port}=the-key; romtrack-{port}=theirs"
    assert asked(port, headers=[("Cookie", cookies)]).body == "inside"


@pytest.mark.parametrize(
    ("path", "goes_on"),
    [
        ("/?token=the-key", "/"),
        ("/measure?live=a%26b&token=the-key", "/measure?live=a%26b"),
        ("//evil.example/?token=the-key", "/evil.example/"),
        ("/%5Cevil.example/?token=the-key", "/%5Cevil.example/"),
        ('/%22%3E%3Cscript%3E?token=the-key&x="><script>', "/%22%3E%3Cscript%3E?x=%22%3E%3Cscript%3E"),
    ],
)
def test_the_printed_address_leaves_the_key_and_goes_on(port: int, path: str, goes_on: str) -> None:
    found = asked(port, path.replace('"><', "%22%3E%3C").replace("script>", "script%3E"), key="none yet")
    assert found.status == 200
    assert f'content="0; url={goes_on}"' in found.body
    assert KEY not in found.body
    parts = found.headers["set-cookie"].split("; ")
    assert parts[0] == f"romtrack-{port}=the-key"
    assert {"HttpOnly", "SameSite=strict", "Path=/"} <= set(parts)


def test_every_answer_keeps_the_page_to_itself(port: int) -> None:
    let_in, refused = asked(port), asked(port, headers=[("Host", "rebind.test")])
    for found in (let_in, refused, asked(port, key="wrong"), asked(port, "/?token=the-key")):
        assert found.headers["x-frame-options"] == "DENY"
        assert "frame-ancestors 'none'" in found.headers["content-security-policy"]
        assert "unsafe-eval" not in found.headers["content-security-policy"]
        assert found.headers["referrer-policy"] == "no-referrer"
        assert found.headers["x-content-type-options"] == "nosniff"
        assert found.headers["cross-origin-resource-policy"] == "same-origin"
        assert found.headers["cache-control"] == "no-store"
    assert "cache-control" not in asked(port, "/static/js/index.js").headers


@pytest.mark.parametrize(
    ("headers", "let_in"),
    [
        ({"Origin": "http://127.0.0.1:{port}", "Cookie": "romtrack-{port}=the-key"}, True),
        ({"Origin": "http://127.0.0.1:9", "Cookie": "romtrack-{port}=the-key"}, False),
        ({"Origin": "null", "Cookie": "romtrack-{port}=the-key"}, False),
        ({"Cookie": "romtrack-{port}=the-key"}, False),
        ({"Origin": "http://127.0.0.1:{port}"}, False),
        ({"Origin": "http://127.0.0.1:{port}", "Cookie": "romtrack-{port}=guess"}, False),
    ],
)
def test_a_socket_needs_its_own_page_and_the_key(port: int, headers: dict[str, str], let_in: bool) -> None:  # noqa: FBT001
    told = {name: value.format(port=port) for name, value in headers.items()}
    for query in ("", "?token=the-key"):  # a key in the address is for pages
        if let_in:
            with connect(f"ws://127.0.0.1:{port}/live/socket{query}", additional_headers=told) as websocket:
                assert websocket.recv(10) == "inside"
        else:
            with (
                pytest.raises(InvalidStatus) as refused,
                connect(f"ws://127.0.0.1:{port}/live/socket{query}", additional_headers=told),
            ):
                pass
            assert refused.value.response.status_code == 403


@pytest.mark.parametrize(
    ("reached", "visitor", "opened", "host", "status"),
    [
        (HERE, "127.0.0.1", None, "127.0.0.1:8501", 200),
        (("::1", 8501), "::1", None, "[::1]:8501", 200),
        (("::ffff:127.0.0.1", 8501), "::ffff:127.0.0.1", None, "localhost:8501", 200),
        (("127.0.0.1", 80), "127.0.0.1", None, "localhost", 200),
        (HERE, "192.168.1.9", None, "127.0.0.1:8501", 403),  # a system that routes to its loopback
        (HERE, "192.168.1.9", "192.168.1.5", "127.0.0.1:8501", 403),
        (("192.168.1.5", 8501), "192.168.1.5", None, "192.168.1.5:8501", 403),
        (("192.168.1.5", 8501), "127.0.0.1", None, "127.0.0.1:8501", 403),
        (("192.168.1.5", 8501), "192.168.1.9", "192.168.1.5", "192.168.1.5:8501", 200),
        (("192.168.1.5", 8501), "192.168.1.9", "192.168.1.5", "localhost:8501", 421),
        (("192.168.1.5", 8501), "192.168.1.9", "192.168.1.5", "rebind.test:8501", 421),
        (("10.0.0.5", 8501), "10.0.0.9", "192.168.1.5", "10.0.0.5:8501", 403),
        (("2001:db8::5", 8501), "2001:db8::9", "2001:db8::5", "[2001:db8::5]:8501", 200),
        (("/run/socket", None), "127.0.0.1", None, "localhost", 403),
        (None, None, None, "127.0.0.1:8501", 403),
    ],
)
def test_only_what_was_opened_is_reached(
    reached: tuple[str, int | None] | None, visitor: str | None, opened: str | None, host: str, status: int
) -> None:
    name = f"romtrack-{reached[1] if reached else 8501}"
    headers = [(b"host", host.encode()), (b"cookie", f"{name}={KEY}".encode())]
    client = None if visitor is None else (visitor, 50000)
    scope = {"type": "http", "method": "GET", "path": "/", "query_string": b"", "scheme": "http"}
    said = _answered(
        Doorkeeper(APP.router, KEY, opened),
        {**scope, "server": reached, "client": client, "headers": headers},
    )
    assert said == status


def _answered(guard: Doorkeeper, scope: Scope) -> int:
    said: list[Message] = []

    async def receive() -> Message:
        return {"type": "http.request", "body": b"", "more_body": False}

    async def send(message: Message) -> None:
        said.append(message)

    asyncio.run(guard(scope, receive, send))
    status: int = said[0]["status"]
    return status
