"""romtrack app: the app in the browser."""

from __future__ import annotations

from typing import Annotated

import typer

from romtrack.cli._ending import ENDING

__all__ = ["open_app"]


def open_app(
    port: Annotated[
        int | None,
        typer.Option(min=1, max=65535, help="Port to listen on [default: 8501, or the next free one]."),
    ] = None,
    address: Annotated[
        str, typer.Option(help="Listen on this address instead: others on its network can reach the app.")
    ] = "127.0.0.1",
    no_browser: Annotated[bool, typer.Option("--no-browser", help="Do not open a browser.")] = False,
) -> None:
    """Open the app in the browser; it listens on this machine only. End it with Ctrl-C.

    Whoever uses it needs the address that it prints, with its key. Another --address than this machine's
    own carries all that is shown and uploaded unencrypted over that network.
    """
    from romtrack.app import serve  # noqa: PLC0415

    ENDING.kept = "the app is closed; what a session in front of the camera holds is in the log"
    with ENDING.orderly(), ENDING.at_once():
        serve(port, address, browser=not no_browser)
