"""Starting the app: the same settings for both ways, and nothing left behind at the end."""

from __future__ import annotations

import asyncio
import signal
import socket
import threading
import tomllib
from contextlib import asynccontextmanager, suppress
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import streamlit as st

from romtrack.app.analysis import JOBS
from romtrack.app.live import BOOTHS, ROUTES
from romtrack.app.shipped import CONFIG
from romtrack.errors import UsageError
from romtrack.scratch import sweep_temporary

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Iterator

__all__ = ["MAIN", "ROUTES", "lifespan", "serve", "settings"]

MAIN: Final = Path(__file__).with_name("main.py")
_SWEEP_EVERY_S: Final = 10.0


@asynccontextmanager
async def lifespan(_app: st.App) -> AsyncIterator[None]:
    """While the app runs, drop what nobody asks for; at its end, everything.

    What killed processes left among the temporary files goes at the start. A closed terminal is a way to
    end it like any other.
    """
    sweep_temporary()
    _end_with_the_terminal()
    sweeping = asyncio.create_task(_sweep())
    try:
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


def serve(port: int | None = None, *, browser: bool = True) -> None:
    """Run the app on this machine's own address until it is interrupted.

    Parameters
    ----------
    port: None = 8501, or the next that is free. browser: open it there.

    Raises
    ------
    UsageError: the port is taken.
    """
    config = settings()
    if port is not None:
        _check_free(config["server.address"], port)
        config["server.port"] = port
    if not browser:
        config["server.headless"] = True
    st.App(MAIN, lifespan=lifespan, routes=ROUTES).run(config=config)


def settings() -> dict[str, Any]:
    """Return the shipped configuration with dotted names."""
    return dict(_dotted(tomllib.loads(CONFIG.read_text(encoding="utf-8"))))


def _dotted(table: dict[str, Any], prefix: str = "") -> Iterator[tuple[str, Any]]:
    for name, value in table.items():
        if isinstance(value, dict):
            yield from _dotted(value, f"{prefix}{name}.")
        else:
            yield f"{prefix}{name}", value


def _check_free(address: str, port: int) -> None:
    with socket.socket(socket.AF_INET, socket.SOCK_STREAM) as probe:
        if probe.connect_ex((address, port)) == 0:
            raise UsageError(f"port {port} is taken; choose another with --port, or leave it out")
