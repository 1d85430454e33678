"""Every exercise on recorded landmarks of rendered people, whose repetitions and faults are known."""

from __future__ import annotations

from dataclasses import replace
from functools import cache
from typing import TYPE_CHECKING

import numpy as np
import pytest
from conftest import ELEVEN, PERFORMED, Performed, camera_of, landmark_track, performed, reading_of
from hypothesis import given
from hypothesis import strategies as st

from romtrack.exercises import exercise, exercise_ids
from romtrack.protocols.proposing import propose
from romtrack.protocols.signals_of import NamedSignals
from romtrack.reps import Coach, Event
from romtrack.types import Fault, Hold, Partial, PoseTrack, Rep, opposite

if TYPE_CHECKING:
    from romtrack.protocols import Reading

CARDS = [exercise(name) for name in exercise_ids() if exercise(name).reads is None]
DEV = [name for name in PERFORMED if not name.startswith(("e_", "x_"))]
OTHER = {"left": "right", "right": "left"}
SWAPPED = [ELEVEN.index("_".join(OTHER.get(part, part) for part in name.split("_"))) for name in ELEVEN]


@cache
def read_of(name: str) -> Reading:
    done = performed(name)
    return reading_of(done.track, exercise(done.exercise))


def read(done: Performed) -> Reading:
    """Return the reading of a recording as it is, which is the same whoever asks."""
    return read_of(done.name)


def reps_of(reading: Reading) -> list[Rep]:
    return [rep for record in reading.sets for rep in record.reps]


def faults_of(reading: Reading) -> list[Fault]:
    return [fault for record in reading.sets for fault in record.faults]


def during(event: Rep | Partial | Fault | Hold, start_s: float, end_s: float) -> bool:
    return min(event.end_s, end_s) > max(event.start_s, start_s)


@pytest.mark.parametrize("name", PERFORMED)
def test_every_repetition_is_counted_once_and_when_it_was(name: str) -> None:
    done = performed(name)
    reading = read(done)
    assert exercise(done.exercise).kind == "alternating" or reading.side == done.side
    assert len(reps_of(reading)) == len(done.reps)
    for rep, (start_s, peak_s, end_s) in zip(reps_of(reading), done.reps, strict=True):
        assert rep.peak_s == pytest.approx(peak_s, abs=0.2)
        assert rep.start_s == pytest.approx(start_s, abs=0.8)
        assert rep.end_s == pytest.approx(end_s, abs=0.8)
        assert rep.peak_speed > 0


@pytest.mark.parametrize("name", PERFORMED)
def test_each_fault_is_told_where_it_was_and_nowhere_else(name: str) -> None:
    done = performed(name)
    reading = read(done)
    found = faults_of(reading)
    for fault, start_s, end_s in done.faults:
        assert any(one.name == fault and during(one, start_s, end_s) for one in found)
    for one in found:
        assert any(one.name == fault and during(one, start_s, end_s) for fault, start_s, end_s in done.faults)
    for rep in reps_of(reading):
        true = {fault for fault, start_s, end_s in done.faults if start_s < rep.peak_s < end_s}
        assert set(rep.faults) == true


@pytest.mark.parametrize("name", [name for name in DEV if "pigeon" not in name])
def test_a_partial_attempt_is_listed_with_a_reason_and_not_counted(name: str) -> None:
    done = performed(name)
    listed = [partial for record in read(done).sets for partial in record.partials]
    assert all(partial.reason for partial in listed)
    for start_s, end_s in done.partials:
        assert any(during(partial, start_s, end_s) for partial in listed)


@pytest.mark.parametrize("name", [name for name in PERFORMED if "pigeon" in name])
def test_a_hold_is_timed(name: str) -> None:
    done = performed(name)
    (hold,) = [hold for record in read(done).sets for hold in record.holds]
    ((start_s, end_s),) = done.holds
    assert hold.start_s == pytest.approx(start_s, abs=1.0)
    assert hold.end_s == pytest.approx(end_s, abs=1.0)


@pytest.mark.parametrize("name", PERFORMED)
def test_a_recording_looks_like_its_exercise_and_like_no_other(name: str) -> None:
    done = performed(name)
    assert [proposal.exercise for proposal in propose(done.track, camera_of(done.track))] == [done.exercise]


@pytest.mark.parametrize("name", DEV)
def test_the_wrong_leg_is_noticed(name: str) -> None:
    done = performed(name)
    card = exercise(done.exercise)
    if card.kind == "alternating":
        pytest.skip("both legs work")
    reading = reading_of(done.track, card, opposite(done.side))
    assert [notice.id for notice in reading.findings] == ["wrong_leg"]
    assert not reading.sets


def mirrored(track: PoseTrack) -> PoseTrack:
    image_px = track.image_px[:, SWAPPED] * (-1, 1) + (track.width_px, 0)
    size_px = (track.width_px, track.height_px)
    return landmark_track(track.time_s, image_px, track.visibility[:, SWAPPED], size_px)


@pytest.mark.parametrize("name", DEV)
def test_a_mirrored_picture_swaps_the_legs_and_changes_nothing_else(name: str) -> None:
    done = performed(name)
    true, other = read(done), reading_of(mirrored(done.track), exercise(done.exercise))
    assert [(opposite(rep.side), rep.start_s, rep.faults) for rep in reps_of(other)] == [
        (rep.side, rep.start_s, rep.faults) for rep in reps_of(true)
    ]
    assert [rep.range_value for rep in reps_of(other)] == pytest.approx(
        [rep.range_value for rep in reps_of(true)]
    )


@given(scale=st.floats(0.4, 3), later_s=st.floats(0, 100))
def test_size_and_time_of_the_recording_change_nothing(scale: float, later_s: float) -> None:
    done = performed("clamshell")
    track = done.track
    size_px = (round(track.width_px * scale), round(track.height_px * scale))
    moved = landmark_track(track.time_s + later_s, track.image_px * scale, track.visibility, size_px)
    here, there = read(done), reading_of(moved, exercise(done.exercise))
    assert [rep.start_s for rep in reps_of(there)] == pytest.approx(
        [rep.start_s + later_s for rep in reps_of(here)], abs=1e-6
    )
    assert [rep.range_value for rep in reps_of(there)] == pytest.approx(
        [rep.range_value for rep in reps_of(here)], rel=0.01
    )


@pytest.mark.parametrize("name", DEV)
def test_what_is_said_while_it_happens_is_what_the_whole_says(name: str) -> None:
    done = performed(name)
    card, side = exercise(done.exercise), read(done).side
    assert side is not None
    signals = NamedSignals(done.track, camera_of(done.track), card, None).of(side, card.signals)
    coach = Coach(card, side)
    said: list[Event] = []
    for row, time_s in enumerate(done.track.time_s.tolist()):
        said += coach.update(time_s, {key: float(signal.value[row]) for key, signal in signals.items()})
        assert all(not isinstance(event, Rep) or event.end_s <= time_s for event in said)
    said += coach.finish()
    whole = read(done).sets
    assert [event for event in said if isinstance(event, Rep)] == [rep for one in whole for rep in one.reps]
    assert [event for event in said if isinstance(event, Fault)] == [
        fault for one in whole for fault in one.faults
    ]


def posed(done: Performed, frames: int = 300) -> tuple[np.ndarray, np.ndarray]:
    """Return somebody who stays as they are in the first frame, (frames, 13, 2), and the times."""
    still = np.repeat(done.track.image_px[:1], frames, axis=0)
    jitter = np.random.default_rng(1).normal(0, 0.6, still.shape)
    return still + jitter, np.arange(frames) / 25


def nothing_counted(image_px: np.ndarray, time_s: np.ndarray, like: PoseTrack) -> None:
    size_px = (like.width_px, like.height_px)
    track = landmark_track(time_s, image_px, np.ones(image_px.shape[:2]), size_px)
    for card in CARDS:
        for side in ("left", "right"):
            reading = reading_of(track, card, side)
            assert not reps_of(reading), card.id
            held = [hold for record in reading.sets for hold in record.holds]
            assert not held or card.kind != "hold"  # who stays in the other ones' ends does hold them


@pytest.mark.parametrize("name", [name for name in DEV if "pigeon" not in name])
def test_a_still_person_does_nothing(name: str) -> None:
    done = performed(name)
    nothing_counted(*posed(done), done.track)


@pytest.mark.parametrize("name", ["lateral_lunge", "ninety_ninety", "clamshell"])
def test_arms_that_wave_while_the_legs_rest_are_no_repetitions(name: str) -> None:
    done = performed(name)
    image_px, time_s = posed(done)
    for wrist in ("left_wrist", "right_wrist"):
        at = ELEVEN.index(wrist)
        image_px[:, at, 1] -= 60 * (1 - np.cos(2 * np.pi * time_s / 1.5))
    nothing_counted(image_px, time_s, done.track)


def test_walking_in_is_no_repetition() -> None:
    done = performed("lateral_lunge")
    image_px, time_s = posed(done)
    grown = np.clip(0.45 + 0.55 * time_s / 6, 0.45, 1)[:, None, None]
    feet = image_px[:, [ELEVEN.index("left_ankle")]]
    walking = feet + (image_px - feet) * grown
    for side, phase in (("left", 0.0), ("right", np.pi)):
        step = 14 * np.sin(2 * np.pi * time_s / 1.1 + phase) * (time_s < 6)
        walking[:, ELEVEN.index(f"{side}_ankle"), 1] -= np.maximum(step, 0)
        walking[:, ELEVEN.index(f"{side}_knee"), 1] -= np.maximum(step, 0) / 2
    nothing_counted(walking, time_s, done.track)


def test_a_repetition_that_the_end_cuts_is_listed_and_not_counted() -> None:
    done = performed("clamshell")
    cut = int(np.searchsorted(done.track.time_s, done.reps[-1][1]))
    track = landmark_track(
        done.track.time_s[:cut],
        done.track.image_px[:cut],
        done.track.visibility[:cut],
        (done.track.width_px, done.track.height_px),
    )
    reading = reading_of(track, exercise("clamshell"))
    assert len(reps_of(reading)) == len(done.reps) - 1
    assert "unfinished" in [partial for one in reading.sets for partial in one.partials][-1].reason


def test_a_long_pause_begins_another_set() -> None:
    done = performed("clamshell")
    half = int(np.searchsorted(done.track.time_s, done.reps[3][2] + 0.3))
    time_s = done.track.time_s.copy()
    time_s[half:] += 40.0
    reading = reading_of(replace(done.track, time_s=time_s), exercise("clamshell"))
    assert [len(record.reps) for record in reading.sets] == [4, len(done.reps) - 4]
