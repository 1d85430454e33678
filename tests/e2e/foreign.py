"""A page of another server on this machine, and all that it tries with the app (``foreign.js``)."""

from __future__ import annotations

import threading
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Iterator

    from playwright.sync_api import Page

_SCRIPT: Final = Path(__file__).with_suffix(".js").read_text(encoding="utf-8")
_FRAMES: Final = 4


class _Page(BaseHTTPRequestHandler):
    def do_GET(self) -> None:
        self.send_response(200)
        self.send_header("Content-Type", "text/html")
        self.end_headers()
        self.wfile.write(b"<!doctype html><title>foreign</title><body></body>")

    def log_message(self, *_: object) -> None:
        """Say nothing."""


@contextmanager
def foreign_server() -> Iterator[int]:
    """Serve an empty page on another port of this machine; yield the port."""
    with ThreadingHTTPServer(("127.0.0.1", 0), _Page) as server:
        thread = threading.Thread(target=server.serve_forever)
        thread.start()
        yield server.server_port
        server.shutdown()
        thread.join()


def tried(page: Page, app: str, handshakes: int = 1) -> dict[str, str]:
    """Let a page try all ways in; return how each ended."""
    found: dict[str, str] = page.evaluate(
        f"([app, handshakes]) => {_SCRIPT}.tried(app, handshakes)", [app, handshakes]
    )
    return found


def framed(page: Page, app: str) -> set[int]:
    """Let a page put the app into frames, and post a form to it; return the statuses of the answers."""
    statuses: list[int] = []
    page.on("response", lambda response: statuses.append(response.status))
    page.evaluate(f"app => {_SCRIPT}.framed(app)", app)
    while len(statuses) < _FRAMES:
        page.wait_for_event("response")
    return set(statuses)
