"""Starting the app: the same for both ways, and nothing left behind at the end."""

from __future__ import annotations

import asyncio
import errno
import signal
import socket
import sys
import threading
from contextlib import asynccontextmanager, suppress
from ipaddress import ip_address
from pathlib import Path
from typing import TYPE_CHECKING, Final

import streamlit as st
from starlette.middleware import Middleware

from romtrack.app import demonstrations
from romtrack.app.analysis import JOBS
from romtrack.app.door import KEY, open_door
from romtrack.app.guard import LOOPBACK, Doorkeeper
from romtrack.app.live import BOOTHS
from romtrack.app.live import ROUTES as LIVE
from romtrack.app.settings import check_early, hold, settings
from romtrack.errors import UsageError
from romtrack.scratch import sweep_temporary

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

__all__ = ["MAIN", "ROUTES", "guarded", "lifespan", "serve"]

MAIN: Final = Path(__file__).with_name("main.py")
ROUTES: Final = [*LIVE, *demonstrations.ROUTES]
_SWEEP_EVERY_S: Final = 10.0
_OPENED: Final = (
    "warning: every machine that reaches {} can use the app once it has the printed address, and whoever "
    "listens in on that network sees all of it: it is not encrypted. Browsers give no camera there.\n"
)


@asynccontextmanager
async def lifespan(_app: st.App) -> AsyncIterator[None]:
    """Open the door; while the app runs, drop what nobody asks for; at its end, everything.

    What killed processes left among the temporary files goes at the start. A closed terminal is a way to
    end it like any other.
    """
    sweep_temporary()
    _end_with_the_terminal()
    sweeping = asyncio.create_task(_sweep())
    try:
        with open_door():
            yield
    finally:
        sweeping.cancel()
        with suppress(asyncio.CancelledError):
            await sweeping
        JOBS.close()
        BOOTHS.close()


def _end_with_the_terminal() -> None:
    """Let SIGHUP do what SIGTERM does: the server ends in order; ignored (nohup), it stays ignored."""
    on_main_thread = threading.current_thread() is threading.main_thread()
    if on_main_thread and hasattr(signal, "SIGHUP") and signal.getsignal(signal.SIGHUP) is not signal.SIG_IGN:
        signal.signal(signal.SIGHUP, lambda *_: signal.raise_signal(signal.SIGTERM))


async def _sweep() -> None:
    while True:
        await asyncio.sleep(_SWEEP_EVERY_S)
        await asyncio.to_thread(JOBS.sweep)
        await asyncio.to_thread(BOOTHS.sweep)


def guarded() -> list[Middleware]:
    """Return the guard for ``streamlit run app.py``, and hold its settings; end where that comes too late."""
    try:
        check_early()
    except UsageError as error:
        sys.stderr.write(f"romtrack: {error}\n")
        sys.exit(error.exit_code)
    hold()
    return [Middleware(Doorkeeper, key=KEY)]


def serve(port: int | None = None, address: str = LOOPBACK, *, browser: bool = True) -> None:
    """Run the app until it is interrupted.

    Parameters
    ----------
    port: None = 8501, or the next that is free.
    address: where it listens; one beyond this machine lets in whoever holds the key.
    browser: open it there.

    Raises
    ------
    UsageError: the port is taken, or there is no such address here.
    """
    _check(address, port)
    if not ip_address(address).is_loopback:
        sys.stderr.write(_OPENED.format(address))
    config = {**settings(address), "theme.base": "light"}  # or a config.toml could name one on the network
    if port is not None:
        config["server.port"] = port
    if not browser:
        config["server.headless"] = True
    hold(address)
    guard = Middleware(Doorkeeper, key=KEY, opened=address)
    st.App(MAIN, lifespan=lifespan, routes=ROUTES, middleware=[guard]).run(config=config)


def _check(address: str, port: int | None) -> None:
    """Listen for a moment: there, all that could be wrong can be said."""
    try:
        known = ip_address(address)
    except ValueError:
        known = None
    if known is None or known.is_unspecified:
        raise UsageError(f"{address} is not one address of this machine: give one as numbers, as 192.168.1.5")
    family = socket.AF_INET if known.version == 4 else socket.AF_INET6  # noqa: PLR2004
    try:
        socket.create_server((address, port or 0), family=family).close()
    except OSError as error:
        raise UsageError(_why(error, address, port)) from error


def _why(error: OSError, address: str, port: int | None) -> str:
    if error.errno == errno.EADDRINUSE:
        return f"port {port} is taken; choose another with --port, or leave it out"
    if error.errno == errno.EACCES:
        return f"port {port} is kept for the system; choose another with --port, or leave it out"
    return f"this machine has no address {address} ({error.strerror}); leave --address out"
