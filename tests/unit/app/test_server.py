"""Both ways of starting mean the same: this machine only, no statistics, no questions."""

from __future__ import annotations

import asyncio
import socket
import time
from contextlib import nullcontext
from typing import TYPE_CHECKING, cast

import pytest
from conftest import ROOT
from streamlit import config

from romtrack.app import lifespan, serve
from romtrack.app.analysis import JOBS
from romtrack.app.jobs import private_folder
from romtrack.app.settings import hold, settings
from romtrack.app.shipped import CONFIG, samples
from romtrack.errors import UsageError
from romtrack.exercises import exercise_ids

if TYPE_CHECKING:
    from pathlib import Path

    import streamlit as st

    from romtrack.app.analysis import Outcome
    from romtrack.progress import Progress


def test_the_settings_keep_everything_on_this_machine() -> None:
    found = settings()
    assert found["server.address"] == "127.0.0.1"
    assert found["browser.gatherUsageStats"] is False
    assert found["server.showEmailPrompt"] is False
    assert found["server.maxUploadSize"] == 1000


def test_the_checkout_uses_the_same_file() -> None:
    assert CONFIG == ROOT / ".streamlit" / "config.toml"


def test_both_themes_set_the_same_colours() -> None:
    names = {name.rsplit(".", 1)[1] for name in settings() if name.startswith("theme.light.")}
    assert names == {name.rsplit(".", 1)[1] for name in settings() if name.startswith("theme.dark.")}


def test_whatever_streamlit_reads_the_shipped_settings_count() -> None:
    weak = {
        "server.address": "0.0.0.0",  # noqa: S104
        "server.enableCORS": False,
        "server.baseUrlPath": "elsewhere",
        "server.sslCertFile": "certificate.pem",
        "server.enableAgentApi": True,
        "browser.gatherUsageStats": True,
        "client.allowedOrigins": ["http://evil.example"],
        "server.port": 8600,
    }
    hold()
    for _ in range(2):  # also when a changed config.toml is read while the app runs
        config.get_config_options(force_reparse=True, options_from_flags=weak)
        found = {name: config.get_option(name) for name in weak}
        assert found == {
            "server.address": "127.0.0.1",
            "server.enableCORS": True,
            "server.baseUrlPath": "",
            "server.sslCertFile": None,
            "server.enableAgentApi": False,
            "browser.gatherUsageStats": False,
            "client.allowedOrigins": [],
            "server.port": 8600,
        }


@pytest.mark.parametrize(
    ("address", "said"),
    [
        ("0.0.0.0", "not one address of this machine"),  # noqa: S104
        ("::", "not one address of this machine"),
        ("evil.example", "not one address of this machine"),
        ("203.0.113.7", "this machine has no address 203.0.113.7"),
    ],
)
def test_only_one_address_of_this_machine_can_be_opened(address: str, said: str) -> None:
    with pytest.raises(UsageError, match=said):
        serve(address=address, browser=False)


def test_the_samples_are_there() -> None:
    for sample in samples().values():
        assert sample.path.stat().st_size > 0
        assert sample.exercise in exercise_ids()


def test_a_taken_port_is_said_in_one_line() -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        with pytest.raises(UsageError, match=f"port {port} is taken; choose another with --port"):
            serve(port, browser=False)


def _endless(_: Path, progress: Progress) -> Outcome:
    while True:
        progress.step()
        time.sleep(0.005)


def test_while_it_runs_jobs_are_swept_and_at_its_end_dropped(monkeypatch: pytest.MonkeyPatch) -> None:
    swept: list[bool] = []
    monkeypatch.setattr("romtrack.app.server._SWEEP_EVERY_S", 0.01)
    monkeypatch.setattr(JOBS, "sweep", lambda: swept.append(True))
    monkeypatch.setattr("romtrack.app.server.open_door", nullcontext)
    folder = private_folder()

    async def live() -> None:
        async with lifespan(cast("st.App", None)):
            JOBS.start(_endless, folder)
            await asyncio.sleep(0.1)

    asyncio.run(live())
    assert swept
    assert not folder.exists()
