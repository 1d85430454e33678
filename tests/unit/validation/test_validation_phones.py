"""A phone on the shank: its recording is read, its swing found in the video's, and both angles compared."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import UTC, datetime
from typing import TYPE_CHECKING
from uuid import UUID

import numpy as np
import pytest
from phones import Clip, Phone, clip_of, recorded, written

from romtrack.errors import InputError, UsageError
from romtrack.types import SIDES, Measurement, Quality, Session, Trial, opposite
from romtrack.validation.reference import About, Recording, compare_phone, read_phone, read_study, write_phone

if TYPE_CHECKING:
    from pathlib import Path

    from romtrack.types import FloatArray
    from romtrack.validation.reference import PhoneComparison

CLIPS = {  # as in docs/agreement.md: three with drift
    "measure_male_left": Phone(),
    "measure_female_right": Phone(rate_hz=50, offset_s=9000, drift=3e-4, seed=2),
    "measure_heavyf_right": Phone(rate_hz=200, drift=-1e-3, mounted_deg=(10, 12, -80)),
    "measure_male_left_offset": Phone(drift=5e-4, noise=0.1),
    "measure_elderly_left": Phone(before_s=20),
}
NAME = "measure_male_left"


def seen(clip: Clip, gain: float = 0.96, noise_deg: float = 1.0) -> Recording:
    """Return what a camera would have read of both legs: a little too little, and noisy."""
    rng = np.random.default_rng(4)
    legs = {
        side: gain * clip.angle_deg[side] + 1.5 + noise_deg * rng.normal(size=len(clip.time_s))
        for side in SIDES
    }
    trials = tuple(
        Trial(
            "hip_rotation", clip.side, "internal", start - 1, (start + end) / 2, end + 1, peak, accepted=True
        )
        for start, end in clip.holds
        if (peak := float(np.median(legs[clip.side][(clip.time_s > start) & (clip.time_s < end)]))) > 0
    )
    measured = Measurement("hip_rotation", clip.side, "internal", 30.0, 1.0, 2.0, "gravity", None, trials)
    when = datetime(2026, 11, 25, tzinfo=UTC)
    session = Session(
        UUID(int=1), "Ada", "seated-ir-measure", clip.side, when, None, (), (measured,), Quality(1.0, 1.0)
    )
    return Recording(session, clip.time_s, legs)


def compared(clip: Clip, phone: Phone, tmp_path: Path) -> PhoneComparison:
    return compare_phone(read_phone(written(tmp_path / "phone.csv", *recorded(clip, phone))), seen(clip))


@pytest.fixture
def clip(phantom: Path) -> Clip:
    return clip_of(phantom / f"{NAME}.gt.json")


@pytest.mark.parametrize("name", CLIPS)
def test_tilt_within_half_a_degree_and_clocks_within_20_ms(phantom: Path, tmp_path: Path, name: str) -> None:
    clip, phone = clip_of(phantom / f"{name}.gt.json"), CLIPS[name]
    found = compared(clip, phone, tmp_path)
    true_s = (1 + phone.drift) * clip.time_s + phone.offset_s
    assert np.abs(found.clocks.of_phone(clip.time_s) - true_s).max() < 0.02
    turned_deg = clip.angle_deg[clip.side] - np.median(clip.angle_deg[clip.side][clip.time_s < 1.5])
    for start_s, end_s in clip.holds:
        held = (clip.time_s > start_s) & (clip.time_s < end_s)
        assert np.nanmedian(found.phone_deg[held]) == pytest.approx(np.median(turned_deg[held]), abs=0.5)
    truth_deg = 0.96 * turned_deg - turned_deg
    assert found.held.bias_deg == pytest.approx(np.mean(truth_deg[found.still]), abs=0.3)
    assert all(abs(one.difference_deg + 0.04 * one.phone_deg) < 0.7 for one in found.trials)
    assert len(found.trials) == sum(1 for _ in seen(clip).session.measurements[0].trials)


def told(tmp_path: Path, time_s: FloatArray, force: FloatArray, **how: str) -> str:
    with pytest.raises(InputError) as refused:
        read_phone(written(tmp_path / "phone.csv", time_s, force, **how))
    assert "\n" not in str(refused.value)
    return str(refused.value)


@pytest.mark.parametrize(
    ("head", "scale", "unit"),
    [
        (
            '"Time (s)","Acceleration x (m/s^2)","Acceleration y (m/s^2)","Acceleration z (m/s^2)"',
            1.0,
            "m/s2",
        ),
        ("time,gFx,gFy,gFz", 9.80665, "g"),
        ("Zeit (s),Beschleunigung x (m/s²),Beschleunigung y (m/s²),Beschleunigung z (m/s²)", 9.80665, "g"),
    ],
)
def test_apps_and_units_are_known(tmp_path: Path, clip: Clip, head: str, scale: float, unit: str) -> None:
    time_s, force = recorded(clip, Phone())
    found = read_phone(written(tmp_path / "phone.csv", time_s, force / scale, head))
    assert found.unit == unit
    assert found.rate_hz == pytest.approx(100, abs=0.1)
    assert np.nanmedian(np.linalg.norm(found.up, axis=1)) == pytest.approx(1, abs=0.02)


def test_decimal_commas_dates_and_named_columns(tmp_path: Path, clip: Clip) -> None:
    time_s, force = recorded(clip, Phone())
    rows = [
        ";".join((f"2026-11-25 23:59:{at:06.3f}", *(f"{one:.4f}".replace(".", ",") for one in row)))
        for at, row in zip(time_s[:3000], force[:3000], strict=True)
        if at < 60
    ]
    path = tmp_path / "phone.csv"
    path.write_text("\n".join(["when;a;b;c", *rows]), encoding="utf-8")
    found = read_phone(path, ["when", "a", "b", "c"])
    assert np.ptp(found.time_s) == pytest.approx(np.ptp(time_s[: len(rows)]), abs=0.01)
    with pytest.raises(InputError, match=r"columns when, a, b, c: say which .* --columns"):
        read_phone(path)
    with pytest.raises(UsageError, match="four names"):
        read_phone(path, ["when", "a", "b", "d"])


def test_times_of_day_go_past_midnight(tmp_path: Path, clip: Clip) -> None:
    time_s, force = recorded(clip, Phone())
    of_day = (time_s - time_s[0] + 86390) % 86400
    cells = [f"{int(at // 3600):02}:{int(at // 60 % 60):02}:{at % 60:06.3f}" for at in of_day]
    rows = [f"{at},{x:.4f},{y:.4f},{z:.4f}" for at, (x, y, z) in zip(cells, force / 9.80665, strict=True)]
    path = tmp_path / "phone.csv"
    path.write_text("\n".join(["time,gFx,gFy,gFz", *rows]), encoding="utf-8")
    assert np.ptp(read_phone(path).time_s) == pytest.approx(np.ptp(time_s), abs=0.01)


def test_gaps_and_another_rate_are_told_and_change_nothing(tmp_path: Path, clip: Clip) -> None:
    time_s, force = recorded(clip, Phone())
    since_s = time_s - 7.0
    kept = ~((since_s > 9.2) & (since_s < 10.4)) & ~((since_s > 11) & (np.arange(len(time_s)) % 3 > 0))
    found = compare_phone(read_phone(written(tmp_path / "phone.csv", time_s[kept], force[kept])), seen(clip))
    said = " ".join(found.remarks)
    assert "1 gap, 1.2 s in all" in said
    assert "another rate in the middle" in said
    assert found.clocks.offset_s == pytest.approx(7, abs=0.02)
    assert np.isnan(found.phone_deg[(clip.time_s > 9.5) & (clip.time_s < 10.1)]).all()


def test_wrong_recordings_are_refused_in_a_line(tmp_path: Path, clip: Clip) -> None:
    time_s, force = recorded(clip, Phone())
    linear = ",".join(["Time (s)", *(f"Linear Acceleration {axis} (m/s^2)" for axis in "xyz")])
    assert "without gravity" in told(tmp_path, time_s, force, head=linear)
    assert "without gravity" in told(tmp_path, time_s, force, head="time,ax,ay,az")
    assert "gravity is missing" in told(tmp_path, time_s, force * 0.01)
    assert "gravity in no unit" in told(tmp_path, time_s, force * 0.4)
    assert "goes back after sample 1500" in told(tmp_path, np.roll(time_s, 1500), force)
    assert "too few" in told(tmp_path, time_s[::15], force[::15])
    assert "that is no recording" in told(tmp_path, time_s[:50], force[:50])
    path = tmp_path / "phone.csv"
    path.write_text("time,gFx,gFy,gFz\n0.00,0,1,0\n0.01,0,one,0\n", encoding="utf-8")
    with pytest.raises(InputError, match=r"row 3: 0.01, 0, one, 0 are not a time and three numbers"):
        read_phone(path)


def refusal(clip: Clip, tmp_path: Path, force: FloatArray, time_s: FloatArray) -> str:
    with pytest.raises(InputError) as refused:
        compare_phone(read_phone(written(tmp_path / "phone.csv", time_s, force)), seen(clip))
    return str(refused.value)


def test_a_phone_on_the_leg_that_hangs_has_no_common_swing(tmp_path: Path, clip: Clip) -> None:
    time_s, force = recorded(clip, Phone(), opposite(clip.side))
    assert "no common swing" in refusal(clip, tmp_path, force, time_s)


def test_a_phone_on_the_other_leg_that_turns_is_found_out(phantom: Path, tmp_path: Path, clip: Clip) -> None:
    other = clip_of(phantom / "measure_male_left_offset.gt.json")
    turned = np.interp(clip.time_s, other.time_s, -other.angle_deg["left"])
    both = replace(clip, angle_deg={"left": turned, "right": clip.angle_deg["left"]})
    time_s, force = recorded(clip, Phone())
    assert "swung with the right leg, not with the left one" in refusal(both, tmp_path, force, time_s)


def test_a_screen_against_the_shin_is_found_out(tmp_path: Path, clip: Clip) -> None:
    time_s, force = recorded(clip, Phone(mounted_deg=(0, 180, 20)))
    assert "turned the other way" in refusal(clip, tmp_path, force, time_s)


def test_a_screen_to_the_side_takes_its_sense_from_the_video(tmp_path: Path, clip: Clip) -> None:
    found = compared(clip, Phone(mounted_deg=(0, 85, 0)), tmp_path)
    assert "which way is internal was taken from romtrack" in " ".join(found.remarks)
    assert found.held.gain == pytest.approx(0.96, abs=0.03)


def test_another_swing_is_none_in_common(tmp_path: Path, clip: Clip) -> None:
    time_s, force = recorded(clip, Phone())
    backward = {side: angle_deg[::-1] for side, angle_deg in clip.angle_deg.items()}
    assert "no common swing" in refusal(replace(clip, angle_deg=backward), tmp_path, force, time_s)


def test_files_and_rows_for_a_study(tmp_path: Path, clip: Clip) -> None:
    found = compared(clip, Phone(), tmp_path)
    write_phone(found, About("One person", {}), tmp_path)
    rows = read_study(tmp_path / "study.csv").readings
    assert {one.instrument for one in rows} == {"romtrack", "phone"}
    assert len(rows) == 2 * len(found.trials)
    plain = json.loads((tmp_path / "phone.json").read_text("utf-8"))
    assert plain["still_frames"]["bias_deg"] == pytest.approx(found.held.bias_deg, abs=1e-4)
    assert plain["clock_offset_s"] == pytest.approx(7, abs=0.02)
    page = (tmp_path / "phone.html").read_text("utf-8")
    assert page.count("<svg") == 2
    assert "://" not in page
    frames = (tmp_path / "frames.csv").read_text("utf-8").splitlines()
    assert frames[0] == "time_s,romtrack_deg,phone_deg,still"
    assert len(frames) == 1 + len(clip.time_s)


def test_a_swing_of_another_size_is_remarked(tmp_path: Path, clip: Clip) -> None:
    time_s, force = recorded(clip, Phone())
    phone = read_phone(written(tmp_path / "phone.csv", time_s, force))
    found = compare_phone(phone, seen(clip, gain=0.7))
    assert "romtrack turned 0.7" in " ".join(found.remarks)
    assert found.clocks.offset_s == pytest.approx(7, abs=0.02)
