"""What belongs to a process that is there is nobody else's; what belonged to one that is gone is free."""

from __future__ import annotations

import os
import subprocess
import sys
from dataclasses import replace

import pytest

from romtrack.owner import Owner


@pytest.fixture
def child() -> Owner:
    """Return the owner that a process was which has ended."""
    code = "from romtrack.owner import Owner; print(Owner.here().mark)"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    owner = Owner.of(done.stdout)
    assert owner is not None
    return owner


def test_this_process_is_there() -> None:
    assert not Owner.here().gone
    assert Owner.here().pid == os.getpid()


def test_a_mark_names_its_owner() -> None:
    assert Owner.of(Owner.here().mark) == Owner.here()


def test_a_process_that_ended_is_gone(child: Owner) -> None:
    assert child.gone


def test_another_process_with_the_same_number_is_not_the_owner() -> None:
    assert replace(Owner.here(), started="1").gone


def test_whoever_ran_before_this_boot_is_gone() -> None:
    assert replace(Owner.here(), boot="another").gone


def test_a_killed_process_that_nobody_has_waited_for_is_gone() -> None:
    code = (
        "import sys; from romtrack.owner import Owner; print(Owner.here().mark, flush=True); sys.stdin.read()"
    )
    with subprocess.Popen(
        [sys.executable, "-c", code], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    ) as process:
        assert process.stdout is not None
        owner = Owner.of(process.stdout.readline())
        assert owner is not None
        assert not owner.gone
        process.kill()
        os.waitid(os.P_PID, process.pid, os.WEXITED | os.WNOWAIT)  # ended, and still listed
        assert owner.gone


def test_what_cannot_be_judged_is_owned(child: Owner) -> None:
    assert not replace(child, machine="another").gone
    assert not replace(child, space="another").gone


@pytest.mark.parametrize("mark", ["", "{}", "[1]", "no mark", '{"pid": 3}', "[" * 100_000, "\0", "null"])
def test_no_mark_names_nobody(mark: str) -> None:
    assert Owner.of(mark) is None


def test_a_mark_with_something_else_in_it_names_nobody() -> None:
    assert Owner.of(Owner.here().mark.replace(str(os.getpid()), '"one"')) is None
