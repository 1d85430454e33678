"""The app as a process of its own."""

from __future__ import annotations

import os
import re
import shutil
import socket
import subprocess
import sys
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from threading import Timer
from types import MappingProxyType
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

START_WITHIN_S = 60
ADDRESS = re.compile(r"http://127\.0\.0\.1:\d+/\?token=(\S+)")


@dataclass(frozen=True)
class App:
    """A running app; ``scratch`` is where it keeps what it keeps for a while."""

    port: int
    scratch: Path
    key: str

    @property
    def url(self) -> str:
        """Its address, which lets nobody in."""
        return f"http://127.0.0.1:{self.port}"

    def at(self, path: str = "/") -> str:
        """Return the address of a page with the key, as it was printed."""
        return f"{self.url}{path}?token={self.key}"

    @property
    def cookie(self) -> dict[str, str]:
        """The headers of somebody who was let in."""
        return {"Cookie": f"romtrack-{self.port}={self.key}"}

    def kept(self) -> set[str]:
        """Return the private folders that there are now."""
        return {path.name for path in self.scratch.glob("romtrack-*")}


WEAK: Final = {
    "STREAMLIT_SERVER_ENABLE_CORS": "false",
    "STREAMLIT_SERVER_ENABLE_XSRF_PROTECTION": "false",
    "STREAMLIT_SERVER_ENABLE_STATIC_SERVING": "true",
    "STREAMLIT_SERVER_ENABLE_AGENT_API": "true",
    "STREAMLIT_SERVER_BASE_URL_PATH": "elsewhere",
    "STREAMLIT_BROWSER_GATHER_USAGE_STATS": "true",
    "STREAMLIT_CLIENT_ALLOWED_ORIGINS": "http://evil.example",
}
"""Settings that would open the app to others; none of them may count."""

_WEAK_FILE: Final = """
[server]
address = "0.0.0.0"
enableCORS = false
enableXsrfProtection = false
enableStaticServing = true
baseUrlPath = "elsewhere"
[browser]
gatherUsageStats = true
serverAddress = "evil.example"
[client]
allowedOrigins = ["http://evil.example"]
[theme]
base = "http://127.0.0.1:9/theme.toml"
[global]
developmentMode = true
"""


def leave_weak_settings(folder: Path) -> None:
    """Leave a config.toml that opens everything, as a downloaded folder could hold it."""
    target = folder / ".streamlit"
    target.mkdir()
    (target / "config.toml").write_text(_WEAK_FILE, encoding="utf-8")


def tool(name: str) -> str:
    """Return the command beside this Python."""
    found = shutil.which(name, path=str(Path(sys.executable).parent)) or shutil.which(name)
    assert found, f"{name} is not installed in this environment: pip install -e ."
    return found


@contextmanager
def running(
    *command: str,
    folder: Path,
    cwd: Path,
    port_option: str,
    environment: Mapping[str, str] = MappingProxyType({}),
) -> Iterator[App]:
    """Run the app with a log of its own; at the end it must leave nothing behind."""
    scratch = folder / "scratch"
    scratch.mkdir()
    own = {"TMPDIR": str(scratch), "ROMTRACK_DATABASE_URL": f"sqlite:///{folder / 'romtrack.db'}"}
    words, port = [*command, port_option], free_port()
    with subprocess.Popen(
        [*words, str(port)],
        cwd=cwd,
        env={**os.environ, **own, **environment},
        stdout=subprocess.PIPE,
        text=True,
    ) as process:
        app = App(port, scratch, printed_key(process))
        try:
            yield app
        finally:
            process.terminate()
            process.wait(20)
    assert app.kept() == set()


def free_port() -> int:
    """Return a port that nobody has at this moment."""
    with socket.create_server(("127.0.0.1", 0)) as probe:
        port: int = probe.getsockname()[1]
    return port


def printed_key(process: subprocess.Popen[str]) -> str:
    """Wait until an app prints its address; return the key that stands in it."""
    assert process.stdout is not None
    late = Timer(START_WITHIN_S, process.kill)
    late.start()
    try:
        return next(found[1] for line in process.stdout if (found := ADDRESS.search(line)))
    except StopIteration:
        raise AssertionError("the app ended, or has printed no address") from None
    finally:
        late.cancel()
