"""A private PostgreSQL server (Debian's package), started for the tests that need one and gone with them."""

from __future__ import annotations

import os
import shutil
import subprocess
import tempfile
from contextlib import contextmanager
from pathlib import Path
from time import monotonic, sleep
from typing import TYPE_CHECKING, Final
from uuid import uuid4

import platformdirs
import psycopg
import pytest
from sessions import url_of
from sqlalchemy import make_url

from romtrack.store import open_repository

if TYPE_CHECKING:
    from collections.abc import Iterator

    from romtrack.store import Repository

_PROGRAMS: Final = Path("/usr/lib/postgresql")
_QUICK: Final = ("fsync=off", "full_page_writes=off", "synchronous_commit=off", "listen_addresses=")
_STARTS_S: Final = 60.0


class Server:
    """A server that listens on a socket in a folder of its own, with a database for whoever asks."""

    def __init__(self, folder: Path, user: str) -> None:
        self._folder, self._user = folder, user
        self._made = ""

    def new_database(self, template: str = "template1") -> str:
        """Return the URL of a new database, a copy of ``template``."""
        name = f"log_{uuid4().hex}"
        with self._connected("postgres") as connection:
            connection.execute(f'CREATE DATABASE "{name}" TEMPLATE "{template}"'.encode())
        return f"postgresql://{self._user}@/{name}?host={self._folder}"

    def new_log(self) -> str:
        """Return the URL of an empty log, whose tables are made once for all."""
        if not self._made:
            url = self.new_database()
            open_repository(url).close()
            self._made = str(make_url(url).database)
        return self.new_database(self._made)

    def wait(self) -> None:
        """Return once it answers."""
        until = monotonic() + _STARTS_S
        while True:
            try:
                self._connected("postgres").close()
            except psycopg.OperationalError:
                if monotonic() > until:
                    raise
                sleep(0.05)
            else:
                return

    def _connected(self, name: str) -> psycopg.Connection:
        return psycopg.connect(host=str(self._folder), user=self._user, dbname=name, autocommit=True)


@contextmanager
def running_server() -> Iterator[Server]:
    """Start a server, as another user where this one is root, whom it refuses; skip where there is none."""
    programs = sorted(_PROGRAMS.glob("*/bin"), key=lambda path: int(path.parent.name))
    if not programs:
        pytest.skip("no PostgreSQL here: apt install postgresql")
    import pwd  # noqa: PLC0415  Windows has none

    root = os.geteuid() == 0
    user = "postgres" if root else pwd.getpwuid(os.geteuid()).pw_name
    folder = Path(tempfile.mkdtemp(prefix="romtrack-test-pg-", dir="/tmp"))  # a socket's path is short
    if root:
        shutil.chown(folder, user)
    other = user if root else None  # whom it runs as
    data = str(folder / "data")
    make: list[str | Path] = [
        programs[-1] / "initdb",
        "--no-sync",
        "--auth=trust",
        "--encoding=UTF8",
        "--locale=C",
        "-D",
        data,
    ]
    subprocess.run(make, check=True, stdout=subprocess.DEVNULL, cwd=folder, user=other)
    run: list[str | Path] = [programs[-1] / "postgres", "-D", data, "-k", str(folder)]
    options = [word for setting in _QUICK for word in ("-c", setting)]
    with (folder / "said").open("wb") as said:
        process = subprocess.Popen([*run, *options], stdout=said, stderr=said, cwd=folder, user=other)
    try:
        server = Server(folder, user)
        server.wait()
        yield server
    finally:
        process.terminate()
        process.wait(timeout=60)
        shutil.rmtree(folder)


@pytest.fixture(scope="session")
def server() -> Iterator[Server]:
    """A PostgreSQL server of our own."""
    with running_server() as running:
        yield running


BOTH: Final = ("sqlite", pytest.param("postgresql", marks=pytest.mark.xdist_group("postgresql")))


@pytest.fixture(params=BOTH)
def log_url(request: pytest.FixtureRequest, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> str:
    """Return the URL of an empty log, in a file and on a server; its tracks are in ``tmp_path``."""
    monkeypatch.setattr(platformdirs, "user_data_path", lambda *_, **__: tmp_path)
    return url_of(tmp_path / "romtrack.db") if request.param == "sqlite" else _server(request).new_log()


@pytest.fixture(scope="session")
def on_a_server(server: Server) -> Iterator[Repository]:
    """Return a log on a server, for many examples."""
    with open_repository(server.new_log()) as opened:
        yield opened


def _server(request: pytest.FixtureRequest) -> Server:
    found: Server = request.getfixturevalue("server")  # only where it is needed is it started
    return found


@pytest.fixture
def repository(log_url: str) -> Iterator[Repository]:
    """Return an empty log, in a file and on a server."""
    with open_repository(log_url) as opened:
        yield opened
