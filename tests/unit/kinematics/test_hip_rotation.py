"""What stands in for the mask, and how sure the reading is."""

from dataclasses import replace

import numpy as np
import pytest
from conftest import recorded

from romtrack.kinematics.hip_rotation import hidden_deg, hip_rotation, read_shank
from romtrack.kinematics.view import View, assumed_camera
from romtrack.types import PoseTrack, ShankEvidence

CLIP = recorded("measure_elderly_left")
VIEW = View(assumed_camera(CLIP.track.width_px, CLIP.track.height_px))
TURNED = CLIP.true_deg["left"] > 20


def with_left(track: PoseTrack, shank: ShankEvidence) -> PoseTrack:
    return replace(track, shanks={**(track.shanks or {}), "left": shank})


def crossed(**columns: np.ndarray) -> PoseTrack:
    """Return the track with the ankle of the turned leg crossed by something."""
    shank = CLIP.track.shank("left")
    wide = np.where(TURNED, 2 * shank.lower_px, shank.lower_px)
    return with_left(CLIP.track, replace(shank, lower_px=wide, **columns))


def test_what_stands_in_for_a_crossed_shank_agrees_with_its_mask() -> None:
    clean, hidden = (hip_rotation(read_shank(one, "left", VIEW)) for one in (CLIP.track, crossed()))
    assert np.nanmedian(np.abs(hidden.value - clean.value)[TURNED]) < 2.5
    assert np.all(hidden.sigma[TURNED] > clean.sigma[TURNED])
    assert hidden.value[~TURNED] == pytest.approx(clean.value[~TURNED], abs=0.5, nan_ok=True)


def test_stand_ins_that_disagree_are_less_sure() -> None:
    shank = CLIP.track.shank("left")
    bent = crossed(outer_deg=np.where(TURNED, shank.outer_deg + 15, shank.outer_deg))
    agreed, apart = (hip_rotation(read_shank(one, "left", VIEW)) for one in (crossed(), bent))
    assert np.nanmedian(apart.sigma[TURNED]) > 1.5 * np.nanmedian(agreed.sigma[TURNED])


def test_landmarks_that_slide_together_do_not_make_the_shank_swollen() -> None:
    shank = CLIP.track.shank("left")
    short = replace(shank, length_px=np.where(TURNED, 0.7 * shank.length_px, shank.length_px))
    reading = read_shank(with_left(CLIP.track, short), "left", VIEW)
    assert np.isfinite(reading.mask_deg[TURNED]).all()
    hand = replace(shank, upper_px=np.where(TURNED, 1.5 * shank.upper_px, shank.upper_px))
    assert np.isnan(read_shank(with_left(CLIP.track, hand), "left", VIEW).mask_deg[TURNED]).all()


@pytest.mark.parametrize("harder", ["turned", "faint", "unusual", "tilted"])
def test_sigma_grows_with_what_makes_a_reading_wrong(harder: str) -> None:
    shank, view = CLIP.track.shank("left"), VIEW
    if harder == "turned":
        view = replace(view, yaw_deg=25.0)
    elif harder == "faint":
        shank = replace(shank, edge_contrast=shank.edge_contrast / 8)
    elif harder == "unusual":
        shank = replace(shank, lower_px=0.2 * shank.lower_px)
    else:
        view = replace(view, roll_sigma_deg=1.0)
    easy = read_shank(CLIP.track, "left", VIEW).sigma_deg
    assert read_shank(with_left(CLIP.track, shank), "left", view).sigma_deg > 1.1 * easy


@pytest.mark.parametrize(
    ("what", "from_deg", "to_deg"),
    [
        ("nothing", 0.0, 0.0),
        ("a hand", 2.0, 6.0),
        ("the other leg", 0.0, 0.0),
        ("a shoe all the time", 0.0, 0.0),
    ],
)
def test_an_ankle_whose_width_changes_as_the_leg_turns_is_partly_covered(
    what: str, from_deg: float, to_deg: float
) -> None:
    shank = CLIP.track.evidence["left"]
    covered = {
        "nothing": shank,
        "a hand": replace(shank, lower_px=np.where(TURNED, 0.6 * shank.lower_px, shank.lower_px)),
        "the other leg": crossed().evidence["left"],  # not read there: the stand-ins are
        "a shoe all the time": replace(shank, lower_px=1.1 * shank.lower_px),
    }
    assert from_deg <= hidden_deg(with_left(CLIP.track, covered[what]), "left") <= to_deg
