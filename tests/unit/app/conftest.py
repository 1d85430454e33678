"""The pages under test have a log of their own, and leave no job behind."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from romtrack.app.analysis import JOBS

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path


@pytest.fixture
def log_url(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> str:
    """Return the URL of a log that is empty."""
    url = f"sqlite:///{tmp_path / 'romtrack.db'}"
    monkeypatch.setenv("ROMTRACK_DATABASE_URL", url)
    return url


@pytest.fixture(autouse=True)
def _no_jobs() -> Iterator[None]:
    yield
    JOBS.close()
