"""The way in: the address with the key, printed and opened in the browser.

The key must not stand in a command line, which every user of the machine can read. So the browser is
given a file that only this user can read, and which goes on to the address.
"""

from __future__ import annotations

import secrets
import sys
import webbrowser
from contextlib import contextmanager
from html import escape
from threading import Thread
from typing import TYPE_CHECKING, Final

from streamlit import config

from romtrack.app.guard import TOKEN, address_of
from romtrack.app.jobs import private_folder
from romtrack.scratch import remove

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

__all__ = ["KEY", "open_door"]

KEY: Final = secrets.token_urlsafe(24)
"""What a visitor has to hold; another one each time the app is started."""

_FILE: Final = """<!doctype html><html lang="en"><meta charset="utf-8"><title>romtrack</title>
<meta name="referrer" content="no-referrer"><meta http-equiv="refresh" content="0; url={url}">
<a href="{url}">romtrack</a></html>"""


def _url() -> str:
    server = address_of(config.get_option("server.address"), config.get_option("server.port"))
    return f"http://{server}/?{TOKEN}={KEY}"


@contextmanager
def open_door() -> Iterator[None]:
    """Print the address; unless Streamlit runs headless, open it in the browser."""
    url = _url()
    _tell(f"romtrack is open at {url}\nWhoever has this address can use it. Ctrl-C ends it.\n")
    folder = None if config.get_option("server.headless") else _open_browser(url)
    try:
        yield
    finally:
        if folder is not None:
            remove(folder)


def _open_browser(url: str) -> Path | None:
    """Open the browser; return the folder of the file that it was given, None = there was no room for it."""
    try:
        folder = private_folder()
        file = folder / "open.html"
        file.touch(mode=0o600)
        file.write_text(_FILE.format(url=escape(url)), encoding="utf-8")
    except OSError as error:
        _tell(f"No browser was opened ({error.strerror or error}): copy the address.\n")
        return None
    Thread(target=webbrowser.open, args=(file.as_uri(),), daemon=True).start()  # some browsers do not return
    return folder


def _tell(text: str) -> None:
    """Write where it can be read: on stderr, when stdout is full or gone."""
    try:
        sys.stdout.write(text)
        sys.stdout.flush()
    except (OSError, AttributeError):  # it is None where nothing was open
        sys.stderr.write(text)
