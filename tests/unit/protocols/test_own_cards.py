"""Cards of one's own: every named signal is there where the position can give it, in a file and live."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pytest
from conftest import performed, reading_of, recorded
from replay import Player, ReplayEye, leave_all, rows

from romtrack.exercises import broken_cards, exercise
from romtrack.kinematics.signals import SIGNALS, signals_in
from romtrack.live import LiveSession, Plan
from romtrack.store import open_repository

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from romtrack.types import PoseTrack, SetRecord, Side

_CARD = """
id = "own"
title = "Own"
kind = "reps"
position = "{position}"
view = "front"
camera = "In front of you."
movement = "You move."
steps = ["Move."]
muscles = ["some"]
sources = ["mine"]

[dose]
sets = [1, 1]
reps = [3, 3]

[count]
signal = "{signal}"
unit = "{unit}"
direction = "{direction}"
notice = {notice}
least = {least}
sure = {sure}
partial_share = 0.5
shortest_s = 0.5
longest_s = 30.0
"""
_LEAN = """
[[cues]]
fault = "lean"
signal = "trunk_lean"
unit = "deg"
direction = "away"
limit = {limit}
persist_s = 0.2
say = "Stand upright."
"""
STANDING = _CARD.format(
    position="standing",
    signal="feet_gap",
    unit="torso",
    direction="increase",
    notice=0.1,
    least=0.2,
    sure=0.3,
) + _LEAN.format(limit=8.0)
SEATED = _CARD.format(
    position="seated", signal="knee_angle", unit="deg", direction="decrease", notice=4, least=6, sure=10
) + _LEAN.format(limit=8.0)


@pytest.fixture
def own(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("ROMTRACK_EXERCISES", str(tmp_path))
    return tmp_path / "own.toml"


@pytest.fixture
def url(tmp_path: Path) -> Iterator[str]:
    yield f"sqlite:///{tmp_path / 'romtrack.db'}"
    leave_all()


def live_set(track: PoseTrack, side: Side, url: str) -> SetRecord:
    """Show somebody who waits in position for the set to begin, then does all of it."""
    eye = ReplayEye(track)
    plan = Plan(exercise="own", sides=(side,), sets=1, reps=99)
    player = Player(LiveSession(plan, eye, open_repository(url)), eye)
    player.hang(9)
    assert player.phase() == "set"
    player.run(rows(eye, 0, np.inf))
    player.session.skip()
    (record,) = player.session.save().sets
    return record


def test_a_standing_card_with_a_cue_about_the_trunk(own: Path, url: str) -> None:
    own.write_text(STANDING, encoding="utf-8")
    assert not broken_cards()
    done = performed("lateral_lunge")
    reading = reading_of(done.track, exercise("own"), done.side)
    counted = sum(len(one.reps) for one in reading.sets)
    assert counted >= len(done.reps)  # the feet part in the partial one, too
    assert {fault.name for one in reading.sets for fault in one.faults} <= {"lean"}
    live = live_set(done.track, done.side, url)
    assert len(live.reps) == counted


def test_a_seated_card_that_counts_the_knee(own: Path, url: str) -> None:
    own.write_text(SEATED, encoding="utf-8")
    assert not broken_cards()
    known = recorded("measure_heavyf_right")
    reading = reading_of(known.track, exercise("own"), known.side)
    assert reading.own[known.side].name == "knee_angle"
    assert reading.own[known.side].ok.mean() > 0.9
    live = live_set(known.track, known.side, url)
    assert len(live.reps) == sum(len(one.reps) for one in reading.sets)


@pytest.mark.parametrize(
    ("position", "signal", "place"),
    [
        ("standing", "hip_rotation", "count"),
        ("seated", "hip_abduction", "count"),
        ("standing", "knee_drift", "cues[0]"),
        ("all_fours", "hip_abduction", "guards[0]"),
    ],
)
def test_a_signal_that_the_position_cannot_give_is_refused_with_file_key_and_what_is_allowed(
    own: Path, position: str, signal: str, place: str
) -> None:
    text = STANDING.replace('position = "standing"', f'position = "{position}"')
    unit = SIGNALS[signal].unit
    if place == "count":
        text = text.replace("feet_gap", signal).replace('unit = "torso"', f'unit = "{unit}"')
    elif place == "cues[0]":
        text = text.replace('"trunk_lean"\nunit = "deg"', f'"{signal}"\nunit = "{unit}"')
    else:
        text += f'\n[[guards]]\nsignal = "{signal}"\nunit = "{unit}"\n'
        text += 'direction = "away"\nat_most = 1.0\notherwise = "no"\n'
    own.write_text(text, encoding="utf-8")
    (line,) = broken_cards()
    assert line.startswith(
        f"own.toml: {place}.signal: '{signal}' cannot be read in the position '{position}'"
    )
    assert "allowed are ankle_lift, " in line
    assert signal not in line.partition("allowed are ")[2]


@pytest.mark.parametrize(
    ("change", "told"),
    [
        ({'quantity = "hip_rotation"': 'quantity = "hip_flexion"'}, "quantity: 'hip_flexion' is not known"),
        ({'quantity = "hip_rotation"\n': ""}, "quantity: must be there for the kind 'measurement'"),
        ({'"measurement"': '"reps"'}, "quantity: must be there for the kind 'measurement', and only there"),
        ({'quantity = "hip_rotation"': 'quantity = "hip_abduction"'}, "position: hip_abduction is measured"),
        ({'signal = "hip_rotation"': 'signal = "knee_angle"'}, "count.signal: must be 'hip_rotation'"),
        ({'signal = "hip_rotation"': 'signal = "hip_twist"'}, "signal: 'hip_twist' is not known"),
    ],
)
def test_a_quantity_or_signal_that_is_not_there_is_refused(
    own: Path, change: dict[str, str], told: str
) -> None:
    text = _CARD.format(
        position="seated", signal="hip_rotation", unit="deg", direction="both", notice=5, least=8, sure=18
    ).replace('kind = "reps"', 'kind = "measurement"\nquantity = "hip_rotation"')
    own.write_text(text, encoding="utf-8")
    assert not broken_cards()
    for old, new in change.items():
        text = text.replace(old, new, 1)
    own.write_text(text, encoding="utf-8")
    (line,) = broken_cards()
    assert line.startswith("own.toml: ")
    assert told in line


def test_every_signal_of_a_position_is_there_for_both_legs() -> None:
    track = recorded("abduction_elderly_left").track
    reading = reading_of(track, exercise("standing-abduction-measure"))
    assert tuple(reading.signals) == signals_in("standing")
    needs_arms = {"arms_turn", "hips_over_hands", "reach", "trunk_roll"}
    for name in set(reading.signals) - needs_arms:  # the recording keeps eight keypoints
        for side in ("left", "right"):
            assert reading.signals[name][side].ok.any(), name


def test_a_quantity_that_is_not_read_live_yet_is_refused_in_a_sentence(url: str) -> None:
    from romtrack.errors import UsageError  # noqa: PLC0415

    eye = ReplayEye(recorded("abduction_elderly_left").track)
    with open_repository(url) as repository:
        with pytest.raises(UsageError, match="is not read live yet: record a video of it"):
            LiveSession(Plan(exercise="standing-abduction-measure"), eye, repository)
        assert not repository.sessions()
