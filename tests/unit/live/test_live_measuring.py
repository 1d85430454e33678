"""The measurement as it advances by itself, on recorded tracks whose offline result is known."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np
import pytest
from conftest import recorded
from limits import file_size_limit
from replay import Player, ReplayEye, leave_all, rows
from sessions import measurement, session_of

from romtrack.errors import StorageError
from romtrack.kinematics.view import assumed_camera
from romtrack.live import LiveSession, Plan, practised_text, words
from romtrack.live.guide import BEAR_WITH_S
from romtrack.live.measuring import HANG_S
from romtrack.measure.acceptance import PARTIAL
from romtrack.measure.measuring import measure
from romtrack.measure.seated import read_seated
from romtrack.store import TakenError, load_tracks, open_repository
from romtrack.store.tables import open_sessions

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from conftest import Recorded

    from romtrack.store import OpenSession
    from romtrack.types import FloatArray, Measurement, PoseTrack, ShankEvidence

FOR_ADA = Plan(person="Ada")
NAMES = ("measure_elderly_left", "measure_heavyf_right")


@pytest.fixture
def url(tmp_path: Path) -> Iterator[str]:
    yield f"sqlite:///{tmp_path / 'romtrack.db'}"
    leave_all()


def offline(known: Recorded) -> Measurement:
    camera = assumed_camera(known.track.width_px, known.track.height_px)
    return measure(read_seated(known.track, camera, known.side))[0]


def begun(known: Recorded, url: str, resumed: OpenSession | None = None, plan: Plan = FOR_ADA) -> Player:
    eye = ReplayEye(known.track)
    plan = replace(plan, sides=(known.side,))
    return Player(LiveSession(plan, eye, open_repository(url), resumed), eye)


def with_two_trials(known: Recorded, url: str) -> Player:
    player = begun(known, url)
    player.hang(8)
    for update in player.play(everything(player)):
        if len(update.screen.attempts) == 2:
            break
    return player


def everything(player: Player) -> list[int]:
    return rows(player.eye, 0, np.inf)


@pytest.mark.parametrize("name", NAMES)
def test_the_stream_gives_what_the_file_gives(name: str, url: str) -> None:
    known = recorded(name)
    player, true = begun(known, url), offline(known)
    player.hang(8)
    player.run(everything(player))
    (measured,) = player.session.save().measurements
    assert player.phase() == "done"
    assert measured.value_deg == pytest.approx(true.value_deg, abs=0.3)
    assert measured.sigma_deg == pytest.approx(true.sigma_deg, abs=0.2)
    assert [trial.accepted for trial in measured.trials] == [trial.accepted for trial in true.trials]
    with open_repository(url) as repository:
        (saved,) = repository.sessions()
    assert saved.measurements == (measured,)
    assert saved.person == "Ada"
    assert saved.tracks_file is not None


def test_the_tracks_that_are_saved_are_what_was_seen(url: str) -> None:
    known = recorded("measure_heavyf_right")
    player = begun(known, url)
    seen = [*everything(player)[:200], None, *everything(player)[:20]]
    player.run(seen)
    saved = player.session.save()
    with open_repository(url) as repository:
        track, signals = load_tracks(repository.tracks_folder / str(saved.tracks_file))
        assert [file.name for file in repository.tracks_folder.iterdir()] == [saved.tracks_file]
    wanted = [row for row in seen if row is not None]
    assert track.detected.tolist() == [row is not None for row in seen]
    for name in ("image_px", "world_m", "visibility"):
        np.testing.assert_array_equal(
            getattr(track, name)[track.detected], getattr(known.track, name)[wanted]
        )
    for side, columns in (known.track.shanks or {}).items():
        np.testing.assert_array_equal(track.shank(side).mask_deg[track.detected], columns.mask_deg[wanted])
    whole = read_seated(track, assumed_camera(track.width_px, track.height_px), known.side)
    np.testing.assert_array_equal(signals[known.side].value, whole.signals[known.side].value)


def test_a_full_disk_is_waited_for(url: str) -> None:
    known = recorded("measure_heavyf_right")
    player, true = begun(known, url), offline(known)
    player.hang(8)
    with file_size_limit(1):
        (waiting,) = player.run([10])
    assert waiting.screen.problem.startswith("no room for the pose track in ")
    assert np.isnan(waiting.angles[known.side].value_deg)
    (after, *_) = player.run(everything(player))
    assert after.screen.problem == ""
    (measured,) = player.session.save().measurements
    assert measured.value_deg == pytest.approx(true.value_deg, abs=0.3)


def test_angles_in_single_frames_are_those_of_the_whole(url: str) -> None:
    known = recorded("measure_heavyf_right")
    player = begun(known, url)
    player.hang(8)
    before = len(player.updates)
    player.run(everything(player))
    read = read_seated(known.track, assumed_camera(known.track.width_px, known.track.height_px), known.side)
    live = np.array([update.angles[known.side].value_deg for update in player.updates[before:]])
    apart = np.abs(live - read.signals[known.side].value[: len(live)])
    assert np.nanmedian(apart) < 0.5
    assert np.nanpercentile(apart, 95) < 2.0


def test_the_phases_follow_each_other_and_are_spoken(url: str) -> None:
    player = begun(recorded("measure_heavyf_right"), url)
    player.hang(8)
    player.run(everything(player))
    phases = list(dict.fromkeys(update.screen.phase for update in player.updates))
    assert phases == ["position", "neutral", "trials", "done"]
    spoken = player.spoken()
    assert "Let your right leg hang still." in spoken
    assert "Turn your right foot outward as far as it goes, and hold." in spoken
    assert spoken.count("And back.") == 4  # the partial attempt is held, too
    (measured,) = player.session.session.measurements
    assert spoken[-1] == f"right hip, {measured.value_deg:.0f} degrees. That is all. Well done."
    tones = [sound.what for update in player.updates for sound in update.sounds if sound.kind == "tone"]
    assert tones.count("end") == 4


SWEEP = Plan(person="Ada", directions=("internal", "external"), sweep=True)


def test_a_sweep_gives_both_directions_of_a_leg_by_one_request(url: str) -> None:
    known = recorded("variant_sweep")  # two sweeps
    player = begun(known, url, plan=SWEEP)
    player.hang(6)
    player.run(everything(player))
    spoken = player.spoken()
    assert spoken.count("And all the way inward.") == spoken.count("And back.") == 2
    assert "One. 34 degrees outward, 29 inward. Again." in spoken
    assert [(one.done, one.of) for one in player.updates[-1].screen.steps] == [(2, 3)]
    player.session.skip()
    player.run([0])
    told = "right hip outward, 32 degrees. right hip inward, 31 degrees. That is all. Well done."
    assert player.spoken()[-1] == told
    camera = assumed_camera(known.track.width_px, known.track.height_px)
    offline_deg = {
        one.direction: one.value_deg for one in measure(read_seated(known.track, camera, known.side))
    }
    found = {one.direction: one.value_deg for one in player.session.save().measurements}
    assert found == pytest.approx(offline_deg, abs=0.3)


def test_a_sweep_that_was_cut_off_goes_on_as_a_sweep(url: str) -> None:
    player = begun(recorded("variant_sweep"), url, plan=SWEEP)
    player.hang(1)
    player.session.leave()
    with open_repository(url) as repository:
        (found,) = repository.open_sessions()
    assert Plan.of(found.plan) == player.session.plan
    earlier = {name: value for name, value in found.plan.items() if name != "sweep"}
    assert not Plan.of(earlier).sweep


def test_a_practice_is_one_turn_of_which_nothing_is_kept(url: str) -> None:
    player = begun(recorded("measure_heavyf_right"), url, plan=Plan(practice=True))
    player.hang(6)
    for _ in player.play(everything(player)):
        if player.session.finished:
            break
    assert player.spoken()[-1] == "That was 43 degrees outward. So it goes."
    assert practised_text(player.session.plan, player.session.session) == player.spoken()[-1]
    player.session.save()
    assert player.session.closed
    with open_repository(url) as repository:
        assert not any((repository.sessions(), repository.open_sessions(), repository.people()))
        assert list(repository.tracks_folder.iterdir()) == []


def test_a_very_stiff_hip_is_asked_whether_that_is_all_and_measured(url: str) -> None:
    known = recorded("stiff")
    player = begun(known, url)
    player.hang(8)
    player.run(everything(player))
    player.hang(10)
    assert player.phase() == "done"
    spoken = player.spoken()
    assert words.AS_FAR in spoken
    assert spoken[-1] == "left hip, less than 6 degrees. That is all. Well done."
    (measured,) = player.session.save().measurements
    assert measured.value_deg is not None
    assert measured.sigma_deg is not None
    true_deg = known.true_deg[known.side].max()  # three turns of 4.0 to 4.3
    assert abs(measured.value_deg - true_deg) < measured.sigma_deg < 2
    assert [notice.id for notice in measured.warnings] == ["small_turn"]
    assert measured.trials[0].accepted


def test_who_fidgets_by_two_degrees_makes_no_trial_and_is_not_left_in_silence(url: str) -> None:
    player = begun(recorded("fidget"), url)
    player.hang(8)
    player.run(everything(player))
    player.hang(30)
    spoken = [update.time_s for update in player.updates for sound in update.sounds if sound.kind == "say"]
    assert np.diff(spoken).max() < 8.2
    assert player.spoken()[-1] == "No number for the right hip. That is all. Well done."
    assert player.session.save().measurements == ()


def test_what_is_far_below_the_last_time_is_asked_about_once(url: str) -> None:
    known = recorded("measure_heavyf_right")
    with open_repository(url) as log:
        log.save(session_of(side=known.side, measurements=(measurement(100.0, side=known.side),)))
    player = begun(known, url)
    player.hang(8)
    player.run(everything(player))
    player.hang(10)
    assert player.spoken().count(words.AS_FAR) == 1
    assert player.phase() == "done"


def test_a_trial_is_in_the_log_before_it_is_shown(url: str) -> None:
    player = begun(recorded("measure_heavyf_right"), url)
    player.hang(8)
    shown = 0
    with open_repository(url) as reader:
        for update in player.play(everything(player)):
            count = len(update.screen.attempts)
            if count > shown:
                (found,) = reader.open_sessions()
                assert [len(measured.trials) for measured in found.session.measurements] == [count]
                shown = count
    assert shown >= 2


def test_a_refused_trial_stays_with_its_reason(url: str) -> None:
    known = recorded("measure_elderly_left")
    partial = next(trial for trial in offline(known).trials if PARTIAL in trial.reasons)
    player = begun(known, url)
    player.hang(8)
    player.run(everything(player))
    (measured,) = player.session.session.measurements
    assert [trial.reasons for trial in measured.trials if not trial.accepted] == [(PARTIAL,)]
    assert any(attempt.reason == PARTIAL for update in player.updates for attempt in update.screen.attempts)
    assert partial.peak_deg == pytest.approx(min(trial.peak_deg for trial in measured.trials), abs=1.5)


def test_nobody_is_asked_to_come_into_the_picture(url: str) -> None:
    player = begun(recorded("measure_heavyf_right"), url)
    updates = player.run([None] * 40)
    assert {update.screen.phase for update in updates} == {"position"}
    assert updates[-1].screen.advice == "Come into the picture, with head and both feet."
    states = {check.id: check.state for check in updates[-1].screen.checks}
    assert states["person"] == "stops"
    assert set(states.values()) == {"stops", "unknown", "limits"}, "a recording of 12.5 pictures a second"
    assert len(player.spoken()) == 1, "said once"


def test_who_leaves_is_guided_back_and_loses_nothing(url: str) -> None:
    player = begun(recorded("measure_heavyf_right"), url)
    player.hang(8)
    player.run(rows(player.eye, 0, 8.5))
    kept = player.session.session.measurements
    assert len(kept[0].trials) >= 1
    player.run([None] * round(6 / player.step_s))
    assert player.phase() == "position"
    assert player.session.session.measurements == kept
    player.hang(8)
    player.run(everything(player))
    assert player.phase() == "done"


def test_a_laptop_asleep_makes_no_trial(url: str) -> None:
    player = begun(recorded("measure_heavyf_right"), url)
    player.hang(8)
    top = next(
        at
        for at, update in enumerate(player.play(rows(player.eye, 0, 4.0)))
        if update.screen.title == "As far as it goes, and hold"
    )
    assert top
    player.now_s += 3600
    updates = player.hang(4)
    assert not any(update.screen.attempts for update in updates)
    assert updates[-1].screen.phase in {"neutral", "trials", "position"}
    (lost,) = np.flatnonzero(np.diff([update.time_s for update in player.updates]) > 3000)
    assert lost
    player.run(everything(player))
    player.run(everything(player))
    (measured,) = player.session.save().measurements
    assert measured.value_deg == pytest.approx(offline(recorded("measure_heavyf_right")).value_deg, abs=1.0)
    assert max(trial.end_s - trial.start_s for trial in measured.trials if trial.accepted) < 20


def test_an_interrupted_session_is_continued_where_it_was(url: str) -> None:
    known = recorded("measure_heavyf_right")
    player = with_two_trials(known, url)
    player.session.leave()
    with open_repository(url) as repository:
        (found,) = repository.open_sessions()
    session = found.session
    assert Plan.of(found.plan) == Plan(person="Ada", sides=(known.side,))
    again = begun(known, url, found)
    again.hang(8)
    again.run(everything(again))
    saved = again.session.save()
    assert saved.id == session.id
    (measured,) = saved.measurements
    assert measured.trials[:2] == session.measurements[0].trials
    counted = [trial.peak_deg for trial in measured.trials if trial.accepted]
    assert len(counted) == 3
    assert measured.value_deg == pytest.approx(np.mean(counted))
    starts = [trial.start_s for trial in measured.trials]
    assert starts == sorted(starts)


def test_a_pause_stops_everything_but_the_picture(url: str) -> None:
    player = begun(recorded("measure_heavyf_right"), url)
    player.hang(8)
    player.session.pause()
    updates = player.run(everything(player))
    assert {update.screen.title for update in updates} == {"Paused"}
    assert player.session.session.measurements == ()
    player.session.resume()
    player.hang(8)
    player.run(everything(player))
    assert player.phase() == "done"


def turned(track: PoseTrack, turn_deg: float) -> PoseTrack:
    """Return what a camera sees that was tilted, so that the picture's content turns clockwise."""
    cos, sin = np.cos(np.radians(turn_deg)), np.sin(np.radians(turn_deg))
    middle = np.array([track.width_px / 2, track.height_px / 2])

    def moved(points: FloatArray) -> FloatArray:
        return np.asarray((points - middle) @ np.array([[cos, sin], [-sin, cos]]) + middle)

    def tilted(one: ShankEvidence) -> ShankEvidence:
        x_px, y_px = moved(np.column_stack((one.mask_x_px, one.mask_y_px))).T
        tilts = {
            name: getattr(one, name) - turn_deg
            for name in ("landmark_deg", "mask_deg", "shaft_deg", "outer_deg")
        }
        return replace(one, mask_x_px=x_px, mask_y_px=y_px, **tilts)

    return replace(
        track,
        image_px=moved(track.image_px),
        world_m=np.concatenate(
            (track.world_m[..., :2] @ [[cos, sin], [-sin, cos]], track.world_m[..., 2:]), -1
        ),
        shanks={side: tilted(one) for side, one in (track.shanks or {}).items()},
        upright_px=moved(track.upright_px.reshape(-1, 2)).reshape(-1, 4),
    )


def shown_again(known: Recorded) -> list[float]:
    """Return the values of the turns that count where the recording is shown anew after its first one."""
    first_deg, second_deg, *_ = (trial.peak_deg for trial in offline(known).trials if trial.accepted)
    return [first_deg, first_deg, second_deg]


def test_a_laptop_that_was_moved_in_a_pause_changes_no_number(url: str) -> None:
    known = recorded("measure_heavyf_right")
    player = with_two_trials(known, url)
    player.session.pause()
    player.session.resume()
    player.eye.track = turned(known.track, 5.0)
    player.hang(8)
    player.run(everything(player))
    (measured,) = player.session.save().measurements
    values = [trial.peak_deg for trial in measured.trials if trial.accepted]
    assert values == pytest.approx(shown_again(known), abs=0.3)
    assert np.ptp(values) < 2.5


def test_a_laptop_that_is_knocked_finds_place_and_hang_anew_and_keeps_the_trials(url: str) -> None:
    known = recorded("measure_heavyf_right")
    player = with_two_trials(known, url)
    before = player.session.session.measurements[0].trials
    player.eye.track, player.eye.moved = turned(known.track, 5.0), True
    (update,) = player.run([10])
    assert update.screen.phase == "position"
    assert any(sound.what == "The laptop has moved. Sit as before." for sound in update.sounds)
    player.hang(8)
    player.run(everything(player))
    (measured,) = player.session.save().measurements
    assert measured.trials[: len(before)] == before
    values = [trial.peak_deg for trial in measured.trials if trial.accepted]
    assert values == pytest.approx(shown_again(known), abs=0.3)
    assert np.ptp(values) < 2.5


def past_the_left_leg(known: Recorded, url: str) -> Player:
    eye = ReplayEye(known.track)
    player = Player(LiveSession(Plan(sides=("left", "right")), eye, open_repository(url)), eye)
    player.hang(8)
    player.session.skip()
    return player


def test_next_leaves_a_leg_without_a_number(url: str) -> None:
    known = recorded("measure_heavyf_right")
    player = past_the_left_leg(known, url)
    assert player.hang(1)[-1].screen.title == "Now the right leg."
    player.hang(8)
    player.run(everything(player))
    assert [measured.side for measured in player.session.session.measurements] == ["right"]
    assert "No number for the left hip. Now the right leg." in player.spoken()


def test_next_between_two_legs_ends_the_pause_not_the_leg(url: str) -> None:
    player = past_the_left_leg(recorded("measure_heavyf_right"), url)
    assert player.hang(0.5)[-1].screen.phase == "between"
    player.session.skip()
    assert player.hang(0.5)[-1].screen.title == "Let your right leg hang still"


def test_a_frame_that_is_no_later_changes_nothing(url: str) -> None:
    player = begun(recorded("measure_heavyf_right"), url)
    player.hang(1)
    player.now_s -= 0.5
    assert player.run([0]) == []


def test_discarded_is_gone(url: str) -> None:
    player = begun(recorded("measure_heavyf_right"), url)
    player.hang(8)
    player.session.discard()
    assert player.eye.closed
    assert player.run([0]) == []
    with open_repository(url) as repository:
        assert repository.open_sessions() == []
        assert repository.people() == []


def test_a_log_that_cannot_be_written_is_said_and_tried_again(
    url: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    player = begun(recorded("measure_heavyf_right"), url)
    player.hang(8)
    problems: set[str] = set()
    writable = player.session._lease.keep  # noqa: SLF001

    def refused(*_: object) -> None:
        raise StorageError(f"no room left on the disk for {tmp_path}; make room and try again")

    monkeypatch.setattr(player.session._lease, "keep", refused)  # noqa: SLF001
    for update in player.play(rows(player.eye, 0, 7.2)):
        assert not update.screen.attempts
        problems.add(update.screen.problem)
    assert any("no room left" in problem for problem in problems)
    monkeypatch.setattr(player.session._lease, "keep", writable)  # noqa: SLF001
    updates = player.hang(3)
    assert updates[-1].screen.attempts
    assert updates[-1].screen.problem == ""


def test_a_session_that_another_romtrack_took_over_says_so_and_writes_nothing(url: str) -> None:
    known = recorded("measure_heavyf_right")
    player = with_two_trials(known, url)
    kept = player.session.session
    with open_repository(url) as repository:
        with repository._writing() as connection:  # noqa: SLF001  as if it had slept for long
            connection.execute(open_sessions.update().values(heartbeat_at=None))
        other = repository.take_over(repository.open_sessions()[0])
        player.session.beat()
        assert "goes on in another romtrack" in player.hang(1)[-1].screen.problem
        with pytest.raises(TakenError):
            player.session.save()
        assert not list(repository.tracks_folder.iterdir())
        player.session.discard()
        assert player.session.closed
        other.close(kept)
        assert repository.sessions() == [kept]


def test_a_log_that_refuses_the_end_leaves_no_tracks_and_nothing_is_left_of_a_discarded_session(
    url: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("romtrack.store._sqlite.BUSY_TIMEOUT_S", 0.1)
    player = begun(recorded("measure_heavyf_right"), url)
    player.hang(2)
    with closing(sqlite3.connect(tmp_path / "romtrack.db")) as other:
        other.execute("BEGIN IMMEDIATE")
        with pytest.raises(StorageError, match="holds"):
            player.session.save()
    assert not list((tmp_path / "tracks").iterdir())
    player.session.discard()
    assert not list((tmp_path / "tracks").iterdir())
    assert [path.name for path in tmp_path.glob(".*")] == []


ROLL_UP = "Roll your trousers up over the knees."


def test_what_would_make_it_surer_is_said_once_and_holds_nothing_up(url: str) -> None:
    player = begun(recorded("lr_11"), url)  # in trousers
    player.hang(16)
    asked = [update for update in player.updates if update.screen.advice == ROLL_UP]
    assert {update.screen.phase for update in asked} == {"position"}
    assert {check.state for check in asked[0].screen.checks if check.id == "clear"} == {"limits"}
    assert asked[0].time_s - player.updates[0].time_s > HANG_S, "not before the leg has hung"
    assert asked[-1].time_s - asked[0].time_s < BEAR_WITH_S + 1
    assert player.phase() == "trials", "advice is no refusal"
    updates = player.run(everything(player))
    assert player.spoken().count(ROLL_UP) == 1
    assert any(attempt.accepted for attempt in updates[-1].screen.attempts)


def test_a_leg_that_seems_never_still_is_told_why(url: str) -> None:
    player = begun(recorded("lr_02"), url)  # trousers so loose that no frame reads like the next
    player.hang(16)
    assert "trials" not in {update.screen.phase for update in player.updates}
    assert player.spoken().count(ROLL_UP) == 1


def test_a_turn_is_shown_until_it_was_done_once(url: str) -> None:
    known = recorded(NAMES[0])
    player = begun(known, url)
    player.hang(8)
    player.run(everything(player))
    screens = [update.screen for update in player.updates]
    for screen in screens:
        done = any(attempt.accepted for attempt in screen.attempts)
        turning = screen.peak_deg is not None
        wanted = "" if done or turning or screen.phase == "done" else "seated-ir-measure.internal"
        assert screen.demonstration == wanted, screen
    assert {screen.phase for screen in screens if screen.demonstration} == {"position", "neutral", "trials"}
