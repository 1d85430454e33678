"""Both ways of starting mean the same: this machine only, no statistics, no questions."""

from __future__ import annotations

import socket

import pytest
from conftest import ROOT

from romtrack.app import serve
from romtrack.app.server import settings
from romtrack.app.shipped import CONFIG, samples
from romtrack.errors import UsageError
from romtrack.exercises import exercise_ids


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


def test_the_samples_are_there() -> None:
    for sample in samples().values():
        assert sample.path.stat().st_size > 0
        assert sample.exercise in exercise_ids()


def test_a_taken_port_is_said_in_one_line() -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        with pytest.raises(UsageError, match=f"port {port} is taken; choose another with --port"):
            serve(port, browser=False)
