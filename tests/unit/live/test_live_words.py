"""What is said: each reason has what to do otherwise, and all of it is whole sentences for ears."""

from __future__ import annotations

import re
from dataclasses import replace

import pytest
from sessions import measurement, rep, trial

from romtrack.exercises import exercise
from romtrack.live import words
from romtrack.live.tally import Turn
from romtrack.measure import acceptance, findings
from romtrack.types import Hold, SetRecord

REASONS = {text for name, text in vars(acceptance).items() if name.isupper() and isinstance(text, str)}
FINDINGS = [found for found in vars(findings).values() if isinstance(found, findings.Finding) and found.about]
WHOLE = re.compile(r"[A-Z][^:;()]*[.?]")


def test_every_reason_of_a_refusal_says_what_to_do_otherwise() -> None:
    assert set(words.REFUSED) == REASONS
    assert all(WHOLE.fullmatch(said) and len(said) < 80 for said in words.REFUSED.values())


@pytest.mark.parametrize("found", FINDINGS, ids=lambda found: found.id)
def test_what_is_wrong_with_a_set_up_is_asked_of_the_laptop_in_two_ways(found: findings.Finding) -> None:
    for said in (found.request, found.reminder):
        assert WHOLE.fullmatch(said), said
    assert "camera" not in found.request + found.reminder
    assert found.reminder.endswith(found.request)
    assert found.reminder != found.request


def test_a_practice_says_what_to_do_otherwise_where_its_turn_would_not_have_counted() -> None:
    turn, sweep = Turn("left", "internal"), Turn("left", "sweep")
    moved = measurement(31.0, [trial(31.0, (2.0, 3.0, 4.0), acceptance.RESTLESS)])
    good = measurement(31.0, [trial(31.0)])
    assert words.practised(turn, [moved]).endswith(words.REFUSED[acceptance.RESTLESS])
    assert words.practised(turn, [None]) == words.practised(sweep, [good, None]) == words.NO_TURN_SEEN
    assert words.practised(turn, [good]) == "That was 31 degrees outward. So it goes."


def test_what_is_asked_for_again_is_said_in_other_words() -> None:
    for turn in (Turn("left", "internal"), Turn("right", "external"), Turn("right", "sweep")):
        assert words.turn_again(turn) != words.ask_for_trial(turn)
        assert f"{turn.side} foot" in words.turn_again(turn)
    assert words.hang_again("left") != words.let_hang("left")


def test_the_best_of_last_time_is_that_of_the_leg_in_the_words_of_the_exercise() -> None:
    left = SetRecord(0.0, 9.0, (rep(0.0, 31.0), rep(3.0, 34.4)))
    right = SetRecord(9.0, 20.0, (replace(rep(10.0, 50.0), side="right"),))
    resisted, clam, pigeon = map(exercise, ("seated-resisted-ir", "clamshell", "pigeon"))
    assert words.last_time((left, right), resisted, "left") == "Best of last time: 34 degrees."
    assert words.last_time((left, right), resisted, "right") == "Best of last time: 50 degrees."
    assert words.last_time((left,), resisted, "right") == ""
    assert words.last_time((left, right), clam, "left") == "Last time: 2 repetitions in a set."
    held = SetRecord(0.0, 60.0, holds=(Hold("left", 1.0, 33.4, 0.3),))
    assert words.last_time((held,), pigeon, "left") == "Last time you held it for 32 seconds."
