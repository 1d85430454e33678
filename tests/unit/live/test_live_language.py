"""All that a live session shows and says goes through the catalogue; what it keeps is English."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pytest
from conftest import performed, recorded
from pseudo import untranslated
from replay import Player, ReplayEye, leave_all, rows

from romtrack.language import PSEUDO, speaking
from romtrack.live import LiveSession, Plan
from romtrack.live import words as live_words
from romtrack.live.tally import Turn
from romtrack.measure import findings
from romtrack.store import open_repository
from romtrack.types import SIDES

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from romtrack.types import PoseTrack

FINDINGS = [found for found in vars(findings).values() if isinstance(found, findings.Finding) and found.about]


@pytest.fixture
def url(tmp_path: Path) -> Iterator[str]:
    yield f"sqlite:///{tmp_path / 'romtrack.db'}"
    leave_all()


def played(track: PoseTrack, plan: Plan, url: str, language: str) -> Player:
    eye = ReplayEye(track)
    with speaking(language):
        player = Player(LiveSession(plan, eye, open_repository(url)), eye)
        player.run([None] * 60)
        player.hang(9)
        player.run(rows(eye, 0, np.inf))
        if player.phase() == "rest":
            player.hang(8)
        player.session.pause()
        player.hang(1)
    return player


def seen_and_heard(player: Player) -> set[str]:
    texts = set(player.spoken())
    for update in player.updates:
        screen = update.screen
        texts |= {screen.title, screen.advice, screen.big, screen.unit, screen.cue, screen.problem}
        texts |= {check.label for check in screen.checks} | {step.what for step in screen.steps}
        texts |= {attempt.reason for attempt in screen.attempts}
        texts |= set() if screen.traced is None else {screen.traced.name}
    return texts


def test_a_measurement_says_nothing_that_cannot_be_translated(url: str) -> None:
    known = recorded("measure_heavyf_right")
    player = played(known.track, Plan(sides=(known.side,)), url, PSEUDO)
    assert {text: untranslated(text) for text in seen_and_heard(player) if untranslated(text)} == {}
    kept = player.session.save()
    assert [reason for one in kept.measurements for trial in one.trials for reason in trial.reasons] != []
    assert "⟦" not in repr(kept)


def test_an_exercise_says_nothing_that_cannot_be_translated(url: str) -> None:
    known = performed("fault_clamshell_feet")
    plan = Plan(exercise=known.exercise, sides=(known.side,), sets=2, reps=3, rest_s=5)
    player = played(known.track, plan, url, PSEUDO)
    assert player.session.session.sets
    assert {text: untranslated(text) for text in seen_and_heard(player) if untranslated(text)} == {}
    assert "⟦" not in repr(player.session.save())


@pytest.mark.parametrize("found", [*FINDINGS, *(findings.thigh_aside(turn) for turn in (-20, 20))])
def test_all_that_is_asked_of_a_set_up_can_be_translated(found: findings.Finding) -> None:
    with speaking(PSEUDO):
        assert (untranslated(found.request), untranslated(found.reminder)) == ("", "")


def test_in_german_the_foot_turns_outward_for_the_internal_rotation() -> None:
    with speaking("de"):
        said = live_words.ask_for_trial(Turn("left", "internal"))
    assert said == "Drehen Sie den linken Fuß nach außen, so weit es geht, und halten Sie."


@pytest.mark.parametrize("language", ["de", "es"])
def test_left_and_right_inward_and_outward_are_never_mixed_up(language: str) -> None:
    words = {
        "de": ({"left": "link", "right": "recht"}, {"internal": "außen", "external": "innen"}),
        "es": ({"left": "izquierd", "right": "derech"}, {"internal": "fuera", "external": "dentro"}),
    }
    sides, ways = words[language]
    with speaking(language):
        for side in SIDES:
            for direction in ("internal", "external"):
                turn = Turn(side, direction)
                for said in (live_words.ask_for_trial(turn), live_words.turn_title(turn)):
                    assert [name for name in SIDES if sides[name] in said] == [side]
                    assert [name for name in ways if ways[name] in said] == [direction]
                assert sides[side] in live_words.turn_again(turn)
            assert sides[side] in live_words.let_hang(side)
