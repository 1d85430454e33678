"""What is said: each reason has what to do otherwise, and all of it is whole sentences for ears."""

from __future__ import annotations

import re

import pytest
from sessions import measurement, trial

from romtrack.live import words
from romtrack.live.tally import Turn
from romtrack.measure import acceptance, findings

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
