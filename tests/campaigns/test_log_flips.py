"""One bit turned anywhere in a log of 30 sessions, 200 times: commands and pages, never a traceback.

What is asked each time: whatever cannot be read is said in a sentence; a file whose pages are damaged
is not written; the doctor calls nothing sound that is not read as a whole. On request:
``pytest tests/campaigns/test_log_flips.py -n 0 -s`` (minutes).
"""

from __future__ import annotations

import sys
from collections import Counter
from random import Random
from typing import TYPE_CHECKING

import pytest
from damaged_logs import broken_trees, looked_at, turn_a_bit
from large_log import make_log
from streamlit.testing.v1 import AppTest

from romtrack.store import open_repository

if TYPE_CHECKING:
    from pathlib import Path

FLIPS, SESSIONS = 200, 30
PAGES = ("home", "progress", "measure", "train")
_PAGE = """
import streamlit as st
from romtrack.app import {page}
other = st.Page(lambda: None, title="Other", url_path="other")
st.navigation([st.Page(lambda: {page}.show({others}), title="This", url_path="this"), other]).run()
"""


def shown(name: str) -> list[str]:
    """Return what a page warns of."""
    others = ", ".join(["other"] * (4 if name == "home" else 1))
    test = AppTest.from_string(_PAGE.format(page=name, others=others), default_timeout=60).run()
    assert not test.exception
    return [str(one.value) for one in (*test.error, *test.warning)]


def test_a_turned_bit_costs_what_it_hits(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    make_log(f"sqlite:///{tmp_path / 'sound.db'}", SESSIONS)
    sound = (tmp_path / "sound.db").read_bytes()
    with open_repository(f"sqlite:///{tmp_path / 'sound.db'}") as repository:
        known = {session.id: session for session in repository.sessions()}
    chance, counted = Random(12), Counter[str]()  # noqa: S311  no secret
    for flip in range(FLIPS):
        folder = tmp_path / str(flip)
        folder.mkdir()
        path = folder / "romtrack.db"
        image = turn_a_bit(sound, chance)
        path.write_bytes(image)
        broken = broken_trees(image, tmp_path / "scratch.db")
        monkeypatch.setenv("ROMTRACK_DATABASE_URL", f"sqlite:///{path}")
        warned = [warning for page in PAGES for warning in shown(page)]
        seen = looked_at(path, next(iter(known.values())))
        if broken:
            assert not seen.kept
            assert path.read_bytes() == image
        if seen.doctor == "ok":
            assert not warned
            assert not seen.said
        if not seen.said and len(seen.sessions) < SESSIONS:
            pytest.fail("a session vanished without a word")
        counted["pages damaged, not written"] += broken
        counted["rows set apart"] += bool(seen.said) and not broken
        counted["doctor finds something"] += seen.doctor != "ok"
        counted["a value changed that no check can tell"] += any(
            known.get(session.id) != session for session in seen.sessions
        )
    sys.stdout.write(f"\n{FLIPS} flips: {dict(counted)}\n")
