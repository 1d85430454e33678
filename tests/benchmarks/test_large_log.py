"""The pages and the command over logs of years: ``just bench`` (minutes; not part of the suite).

Seconds of the processor, because a machine that does something else shows more on the clock.
"""

from __future__ import annotations

import os
import resource
import subprocess
import sys
import time
from dataclasses import replace
from datetime import UTC, datetime
from statistics import median
from typing import TYPE_CHECKING
from uuid import uuid4

import pytest
from large_log import make_log
from sessions import rep
from streamlit.testing.v1 import AppTest

from romtrack.store import open_repository
from romtrack.types import Quality, Rep, Session, SetRecord

if TYPE_CHECKING:
    from pathlib import Path

MOST_S = 1.5
_PAGE = """
import streamlit as st
from romtrack.app import {page}
other = st.Page(lambda: None, title="Other", url_path="other")
st.navigation([st.Page(lambda: {page}.show({others}), title="This", url_path="this"), other]).run()
"""


def page_s(name: str, others: int) -> float:
    """Return what one run of a page takes, once the app has run."""
    test = AppTest.from_string(_PAGE.format(page=name, others=", ".join(["other"] * others)))
    test.run(timeout=300)
    began_s = time.process_time()
    test.run(timeout=300)
    assert not test.exception
    return time.process_time() - began_s


def command_s(*words: str) -> float:
    """Return what a command takes, with its start."""
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    subprocess.run(["romtrack", *words], check=True, stdout=subprocess.DEVNULL)
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return after.ru_utime - before.ru_utime + after.ru_stime - before.ru_stime


@pytest.mark.parametrize("count", [2_000, 20_000])
def test_a_long_log_is_shown_at_once(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, count: int) -> None:
    url = f"sqlite:///{tmp_path / 'romtrack.db'}"
    make_log(url, count)
    monkeypatch.setenv("ROMTRACK_DATABASE_URL", url)
    monkeypatch.setenv("PYTHONPATH", os.pathsep.join(sys.path))
    open_repository().close()  # written by others than romtrack: looked at once
    took_s = {
        "Home": page_s("home", 4),
        "Progress": page_s("progress", 1),
        "Measure": page_s("measure", 1),
        "romtrack progress": command_s("progress"),
        "romtrack progress --person Ada": command_s("progress", "--person", "Ada"),
    }
    sys.stdout.write(f"\n{count} sessions: {', '.join(f'{what} {s:.2f} s' for what, s in took_s.items())}\n")
    assert max(took_s.values()) < MOST_S


@pytest.mark.parametrize("persons", [("me",), ("me", "Grace", "Mary")])
def test_a_long_log_costs_little_more_than_a_short_one(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, persons: tuple[str, ...]
) -> None:
    took_s: dict[int, list[float]] = {20: [], 2_000: []}
    urls = {count: f"sqlite:///{tmp_path / f'{count}.db'}" for count in took_s}
    for count, url in urls.items():
        make_log(url, count, persons)
    for _ in range(7):  # the least of some: a machine that does something else only adds
        for count, url in urls.items():
            monkeypatch.setenv("ROMTRACK_DATABASE_URL", url)
            open_repository().close()
            took_s[count].append(page_s("progress", 1))
    short_s, long_s = (min(took_s[count]) for count in urls)
    sys.stdout.write(f"\nProgress of 20 and 2000 sessions: {short_s:.2f} and {long_s:.2f} s\n")
    assert long_s < 1.5 * short_s


def test_a_repetition_is_kept_as_fast_late_as_early(tmp_path: Path) -> None:
    session = Session(uuid4(), "me", "x", "left", datetime.now(UTC), None, (), (), Quality(1.0, 1.0))
    took_ms: list[float] = []
    reps: tuple[Rep, ...] = ()
    with open_repository(f"sqlite:///{tmp_path / 'romtrack.db'}") as repository:
        lease = repository.begin(session, {})
        for number in range(3000):
            reps = (*reps, rep(4.0 * number, 30.0))
            grown = replace(session, sets=(SetRecord(0.0, 4.0 * number + 4, reps),))
            began_s = time.process_time()
            lease.keep(grown)
            took_ms.append((time.process_time() - began_s) * 1000)
    at = {last: round(median(took_ms[last - 100 : last]), 2) for last in (100, 1000, 3000)}
    sys.stdout.write(f"\nthe n-th repetition kept, ms of the processor: {at}\n")
    assert at[3000] < 2 * at[100]
