"""The fits of the constants: what is known comes back, and today's constants are what the recordings say."""

from __future__ import annotations

import json
import subprocess
import sys
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING
from uuid import uuid4

import numpy as np
import pytest
from conftest import ROOT, recorded

from calibration.fits import calf, cards, covers, level, posture, sigma, sitting, stand_ins, yaw
from calibration.fits.clips import KEPT, Clip, clips_in
from calibration.fits.command import main, table
from calibration.fits.legs import legs_of
from calibration.fits.statistics import (
    Seen,
    coverage,
    covering,
    least_squares,
    limit,
    refitted,
    stretch,
)
from romtrack.errors import InputError
from romtrack.kinematics.hip_rotation import (
    CALF_DEG,
    CALF_GAIN,
    CALF_PER_NARROWING,
    CALF_PER_YAW,
    USUAL_NARROWING,
    calf_lean_deg,
    inward_sign,
)
from romtrack.store import save_tracks
from romtrack.types import SIDES
from romtrack.validation.truth import Truth

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path
    from types import ModuleType

    from calibration.fits.legs import Leg

BODIES = {
    "measure_elderly_left": "elderly",
    "measure_heavyf_right": "heavy_female",
    "measure_male_left_offset": "male",
    "measure_slimf_right_both": "slim_female",
}
FITS = (calf, cards, covers, level, posture, sigma, sitting, stand_ins, yaw)


@pytest.fixture(scope="module")
def clips() -> list[Clip]:
    """Return what the recordings of four bodies show, as clips."""
    return [_clip(name) for name in BODIES]


def _clip(name: str) -> Clip:
    seen = recorded(name)
    track = seen.track
    columns = {f"hip_rot_gravity_{side}": seen.true_deg[side].astype(float) for side in SIDES}
    columns |= {"pelvis_yaw": np.zeros(len(track)), "pelvis_roll": np.zeros(len(track))}
    true_deg = columns[f"hip_rot_gravity_{seen.side}"]
    truth = Truth("seated-ir-measure", seen.side, 0.0, 0.0, 1.0, track.time_s, true_deg, 0.0)
    return Clip(name, BODIES[name], track, truth, 0.0, columns, {}, np.array([0.0, 1.0, 0.0]))


def test_a_calf_that_is_known_comes_back(clips: list[Clip]) -> None:
    wanted = {"CALF_DEG": 1.5, "CALF_PER_YAW": -0.2, "CALF_PER_NARROWING": -9.0, "CALF_GAIN": 1.07}
    of_that_calf = [_turned(clip, legs_of([clip]), wanted) for clip in clips]
    found = calf.fit(of_that_calf)
    for one in found:
        assert one.fit == pytest.approx(wanted[one.name], abs=1e-6)
        assert set(one.without) == set(BODIES.values())
        assert one.spread == pytest.approx((wanted[one.name],) * 2, abs=1e-6)


def _turned(clip: Clip, legs: Sequence[Leg], by: dict[str, float]) -> Clip:
    """Return the clip with a truth that a mid-line would show which leans by such a calf."""
    columns = dict(clip.columns)
    for leg in legs:
        yaw_deg, narrowing = leg.view.yaw_deg, leg.habit.narrowing
        bare = leg.reading.mask_deg / CALF_GAIN + calf_lean_deg(leg.side, yaw_deg, narrowing)
        lean = by["CALF_DEG"] + by["CALF_PER_YAW"] * inward_sign(leg.side) * yaw_deg
        lean += by["CALF_PER_NARROWING"] * (narrowing - USUAL_NARROWING)
        columns[f"hip_rot_gravity_{leg.side}"] = by["CALF_GAIN"] * (bare - lean)
    return replace(clip, columns=columns)


def test_the_calf_of_today_is_what_the_recordings_say(clips: list[Clip]) -> None:
    found = calf.fit(clips)
    assert [one.today for one in found] == [CALF_DEG, CALF_PER_YAW, CALF_PER_NARROWING, CALF_GAIN]
    *lean, gain = found
    for one in lean:
        assert abs(one.today - one.fit) < 2 * one.error, one
    assert gain.fit == pytest.approx(1.0275, abs=0.002)  # as ACCURACY.md says: not what it is today


@pytest.mark.parametrize("fit", FITS, ids=lambda fit: fit.__name__.rpartition(".")[2])
def test_every_fit_says_what_it_can_of_few_clips_and_of_none(fit: ModuleType, clips: list[Clip]) -> None:
    for some in (clips[:2], []):
        assert table(fit.fit(some)).startswith("| constant | today | fit |")


def test_a_body_that_differs_shows_where_it_is_left_out() -> None:
    seen = [_Of(body, value) for body, value in [("a", 1.0), ("b", 1.0), ("c", 1.0), ("d", 5.0)]]
    (found,) = refitted(seen, lambda some: {"mean": _mean(some)}, {"mean": 1.5})
    assert (found.fit, found.without["d"]) == (2.0, 1.0)
    assert found.spread == pytest.approx((1, 7 / 3))
    assert found.error == pytest.approx(np.std([1, 1, 1, 5], ddof=1) / 2)  # as of any mean
    assert "| `mean` | 1.5 | 2 \N{PLUS-MINUS SIGN} 1 | 1 to 2.33 |" in table([found])


@dataclass(frozen=True)
class _Of:
    body: str
    value: float


def _mean(some: Sequence[_Of]) -> float:
    return float(np.mean([one.value for one in some]))


def test_a_sigma_that_is_right_covers_what_it_should_and_one_too_small_is_stretched() -> None:
    errors = np.random.default_rng(3).normal(0, 2, 20_000)
    sigmas = np.full(len(errors), 2.0)
    assert coverage(errors, sigmas) == pytest.approx(0.683, abs=0.01)
    assert coverage(errors, sigmas, 2) == pytest.approx(0.954, abs=0.01)
    assert stretch(errors, sigmas / 4) == pytest.approx(4, abs=0.1)
    beside = np.full(len(errors), 1.2**2)  # 1.6 and 1.2 together are 2
    assert covering(errors, beside, np.ones(len(errors))) == pytest.approx(1.6, abs=0.05)
    assert covering(errors, 9 * beside, np.ones(len(errors))) == 0


def test_what_cannot_be_told_is_missing() -> None:
    alike = np.ones(5)
    assert np.isnan(least_squares([alike, alike], np.arange(5.0))).all()
    assert np.isnan(covering(alike, alike, np.zeros(5)))
    assert np.isnan(coverage(np.empty(0), np.empty(0)))
    assert np.isnan(stretch(np.empty(0), np.empty(0)))


def test_a_limit_lies_between_two_kinds_and_tells_who_is_on_the_wrong_side() -> None:
    seen = [Seen("a", 1.0, above=False), Seen("b", 2.0, above=False), Seen("a", 4.0, above=True)]
    found = limit("limit", 1.5, seen)
    assert (found.fit, found.without) == (3.0, {"a": 2.0, "b": 2.5})
    assert found.about == "2 up to 2; 1 from 4; 1 on the wrong side today"
    assert np.isnan(limit("limit", 1.5, []).fit)


def test_the_command_prints_constants_spread_and_clips(tmp_path: Path, clips: list[Clip]) -> None:
    for clip in clips[:2]:
        _keep(clip, tmp_path)
    command = [sys.executable, "-m", "calibration.fits.calf", str(tmp_path)]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False, timeout=300)
    assert done.returncode == 0, done.stderr
    assert "| `CALF_GAIN` | 1.01 |" in done.stdout
    assert "2 clips (elderly, heavy_female): measure_elderly_left, measure_heavyf_right" in done.stdout
    assert not done.stderr  # nothing was followed: the tracks are kept


def _keep(clip: Clip, folder: Path) -> None:
    """Write a clip's truth and its track, without its pictures."""
    (folder / save_tracks(folder, uuid4(), clip.track, {})).rename(folder / f"{clip.name}{KEPT}")
    frames = {"t": clip.track.time_s.tolist()} | {name: one.tolist() for name, one in clip.columns.items()}
    truth: dict[str, object] = {
        "motion": "seated_ir_measure",
        "side": clip.truth.side,
        "body": clip.body,
        "camera": {"yaw_deg": 0.0, "roll_deg": 0.0, "pitch_deg": 0.0},
        "reps": [],
        "not_reps": [],
        "faults": [],
        "frames": frames,
    }
    (folder / f"{clip.name}.gt.json").write_text(json.dumps(truth), encoding="utf-8")


def test_a_folder_without_clips_is_one_line(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(sys, "argv", ["calf", str(tmp_path)])
    with pytest.raises(SystemExit) as ended:
        main("", calf.fit)
    said = capsys.readouterr()
    assert (ended.value.code, said.out) == (3, "")
    assert said.err.startswith(f"error: {tmp_path} holds no clip with its truth")
    assert said.err.count("\n") == 1


@pytest.mark.parametrize("lost", ["body", "camera"])
def test_a_truth_that_lacks_something_is_told(lost: str, tmp_path: Path, clips: list[Clip]) -> None:
    _keep(clips[0], tmp_path)
    path = tmp_path / f"{clips[0].name}.gt.json"
    held = json.loads(path.read_text(encoding="utf-8"))
    del held[lost]
    path.write_text(json.dumps(held), encoding="utf-8")
    with pytest.raises(InputError, match=lost):
        list(clips_in([tmp_path]))


def test_a_kept_track_that_is_damaged_is_made_again(tmp_path: Path, clips: list[Clip]) -> None:
    _keep(clips[0], tmp_path)
    (tmp_path / f"{clips[0].name}{KEPT}").write_bytes(b"no track")
    with pytest.raises(InputError, match=f"{clips[0].name}.mp4"):  # it is not there to be followed
        list(clips_in([tmp_path]))
