"""Who is let in, judged before Streamlit sees a page, an upload, media or a socket.

Asked in this order: does this user ask, from this machine (or anybody under an address that was opened);
does it name this very server (a name that somebody else points to this machine does not); does a page of
this server ask; and does it hold the key of this start. The key stands in the address that the start
prints; the first visit leaves it in a cookie.
"""

from __future__ import annotations

import secrets
from html import escape
from ipaddress import IPv6Address, ip_address
from typing import TYPE_CHECKING, Final
from urllib.parse import quote, urlencode

from starlette.datastructures import MutableHeaders
from starlette.requests import HTTPConnection
from starlette.responses import HTMLResponse, Response

from romtrack.app.headers import headers_for, is_static
from romtrack.app.peer import is_another_user
from romtrack.language import gettext, preferred, speaking, spoken

if TYPE_CHECKING:
    from ipaddress import IPv4Address

    from starlette.types import ASGIApp, Message, Receive, Scope, Send

__all__ = ["LOOPBACK", "TOKEN", "Doorkeeper", "address_of"]

LOOPBACK: Final = "127.0.0.1"
TOKEN: Final = "token"  # noqa: S105  what it is called in an address
_USUAL: Final = {"http": 80, "https": 443}  # browsers leave it out
_READING: Final = frozenset({"GET", "HEAD"})
_PROXIES: Final = frozenset({"x-forwarded-for", "x-forwarded-proto"})  # they change who asks, and how
_EMBEDDED: Final = frozenset({"iframe", "frame", "embed", "object", "fencedframe", "serviceworker"})
_OWN: Final = frozenset({"same-origin", "none"})  # none: typed, a bookmark, another program
_PAGE: Final = """<!doctype html><html lang="{language}"><meta charset="utf-8"><title>romtrack</title>{head}
<style>body {{ font: 1.1rem/1.5 sans-serif; max-width: 40rem; margin: 4rem auto; padding: 0 1rem }}
:root {{ color-scheme: light dark }}</style><h1>romtrack</h1><p>{text}</p></html>"""


def address_of(host: str, port: int) -> str:
    """Return how a browser names a server."""
    return f"[{host}]:{port}" if ":" in host else f"{host}:{port}"


class Doorkeeper:
    """ASGI middleware that answers for the app whenever somebody is not let in.

    Parameters
    ----------
    key: what a visitor has to hold.
    opened: the one address beyond this machine that may be reached, None = none.
    """

    def __init__(self, app: ASGIApp, key: str, opened: str | None = None) -> None:
        self._app, self._key = app, key
        self._opened = None if opened is None else _ip(opened)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Judge a request or a handshake; let everything else pass."""
        if scope["type"] not in {"http", "websocket"}:
            await self._app(scope, receive, send)
            return
        asked = HTTPConnection(scope)
        with speaking(preferred(asked.headers.get("accept-language"))):
            answer = self._answer(asked)
        if answer is None:
            await self._app(scope, receive, _with_headers(asked, send))
        elif scope["type"] == "http":
            await answer(scope, receive, _with_headers(asked, send))
        else:
            await send({"type": "websocket.close", "code": 1008})  # before it is accepted: 403

    def _answer(self, asked: HTTPConnection) -> Response | None:
        """Return what is said instead of the app's own answer, None = let in."""
        if not self._may_reach(asked):
            return _said(403, gettext("Only who started romtrack can use it, on the machine where it runs."))
        if not _names_us(asked):
            return _said(421, gettext("Here is no such name. Open the address that romtrack has printed."))
        if _is_foreign(asked):
            return _said(403, gettext("Only romtrack's own pages may ask for this."))
        if self._is_key(asked.query_params.get(TOKEN, "")) and asked.scope.get("method") == "GET":
            return self._welcome(asked)
        if any(self._is_key(value) for value in _cookies(asked, _cookie_name(asked))):
            return None
        return _said(
            403, gettext("Open the address that romtrack has printed in its terminal: it holds the key.")
        )

    def _may_reach(self, asked: HTTPConnection) -> bool:
        """Say whether this user asks, from this machine, or anybody under the address that was opened."""
        server, client = asked.scope.get("server"), asked.scope.get("client")
        if server is None or client is None or not _PROXIES.isdisjoint(asked.headers):
            return False
        reached, visitor = _ip(server[0]), _ip(client[0])
        if reached is None or visitor is None:
            return False
        if not reached.is_loopback:
            return reached == self._opened
        if is_static(asked.scope["path"]):  # looking up the user costs a few milliseconds
            return visitor.is_loopback
        ends = (str(visitor), client[1]), (str(reached), server[1])
        return visitor.is_loopback and not is_another_user(*ends)

    def _is_key(self, told: str) -> bool:
        return secrets.compare_digest(told.encode(errors="replace"), self._key.encode())

    def _welcome(self, asked: HTTPConnection) -> Response:
        """Leave the key in a cookie, and go on to the same address without it.

        A page that goes on, no redirect: a browser that came from elsewhere (the terminal, the file
        that opened it) would not send a strict cookie with the request that it was redirected to.
        """
        rest = [(name, value) for name, value in asked.query_params.multi_items() if name != TOKEN]
        target = quote("/" + asked.scope["path"].lstrip("/")) + (f"?{urlencode(rest)}" if rest else "")
        link, go_on = escape(target), gettext("Go on")
        going_on = _said(
            200, f'<a href="{link}">{go_on}</a>', f'<meta http-equiv="refresh" content="0; url={link}">'
        )
        secure = _scheme(asked) == "https"
        name = _cookie_name(asked)
        going_on.set_cookie(name, self._key, httponly=True, samesite="strict", secure=secure)
        return going_on


def _said(status: int, text: str, head: str = "") -> Response:
    return HTMLResponse(_PAGE.format(language=spoken(), text=text, head=head), status)


def _ip(host: str) -> IPv4Address | IPv6Address | None:
    """Return an address, None = it is none (a socket file, say)."""
    try:
        found = ip_address(host)
    except ValueError:
        return None
    mapped = found.ipv4_mapped if isinstance(found, IPv6Address) else None
    return mapped or found


def _names_us(asked: HTTPConnection) -> bool:
    """Say whether Host, told once, is the address that was reached: no name can be made to point there."""
    host, port = asked.scope["server"]
    reached = _ip(host)
    assert reached is not None  # noqa: S101  judged before
    known = [str(reached), *(["localhost"] if reached.is_loopback else [])]
    names = {address_of(name, port) for name in known}
    if port == _USUAL[_scheme(asked)]:
        names |= {name.rpartition(":")[0] for name in names}
    told = asked.headers.getlist("host")
    return len(told) == 1 and told[0].lower() in names


def _scheme(asked: HTTPConnection) -> str:
    return "https" if asked.scope["scheme"] in {"https", "wss"} else "http"


def _is_foreign(asked: HTTPConnection) -> bool:
    """Say whether a page of another server asks, or one that shows this one inside itself."""
    headers, reads = asked.headers, asked.scope.get("method") in _READING  # a handshake has no method
    origins = headers.getlist("origin")
    if origins or not reads:
        return origins != [f"{_scheme(asked)}://{headers['host'].lower()}"]
    where, what = headers.get("sec-fetch-site", "none"), headers.get("sec-fetch-dest", "document")
    visits = headers.get("sec-fetch-mode") == "navigate" and what == "document"
    return what in _EMBEDDED or not (where in _OWN or visits)


def _cookie_name(asked: HTTPConnection) -> str:
    """All ports of a machine share their cookies."""
    return f"romtrack-{asked.scope['server'][1]}"


def _cookies(asked: HTTPConnection, wanted: str) -> list[str]:
    """Return all cookies of one name: another server of this machine can add its own, not take ours away."""
    parts = (
        part.strip().partition("=") for line in asked.headers.getlist("cookie") for part in line.split(";")
    )
    return [value for name, _, value in parts if name == wanted]


def _with_headers(asked: HTTPConnection, send: Send) -> Send:
    async def sending(message: Message) -> None:
        if message["type"] == "http.response.start":
            headers = MutableHeaders(raw=message["headers"])
            for name, value in headers_for(asked.scope["path"]).items():
                headers[name] = value
        await send(message)

    return sending
