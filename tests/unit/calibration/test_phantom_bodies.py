"""The bodies that come with the phantom, and what they weigh."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

import calibration.phantom
from calibration.phantom.body import BODIES, PEOPLE, SKIN_VERTICES, Body, NoSuchBodyError
from calibration.phantom.outfits import BOTTOMS, SHOES, Outfit, outfit_of
from calibration.phantom.poses import Bones
from calibration.phantom.wardrobe import DressedBody

THIRTY = tuple(f"body_{at:03d}" for at in range(30))


def test_there_are_five_and_thirty_people_of_all_sizes() -> None:
    with np.load(PEOPLE) as people:
        assert tuple(people["names"]) == (*BODIES, *THIRTY)
        legs = people["mean"][None] + people["rest"].astype(np.float32)
    heights = np.ptp(legs[:, :SKIN_VERTICES, 2], axis=1)
    assert heights.min() > 1.45
    assert heights.max() < 1.95
    assert np.ptp(heights) > 0.35


def test_bodies_and_pictures_stay_small() -> None:
    folder = Path(calibration.phantom.__file__).parent
    held = [path for path in folder.rglob("*") if path.suffix in {".npz", ".png", ".jpg"}]
    assert sum(path.stat().st_size for path in held) < 5e6


@pytest.mark.parametrize("name", ["male", "body_017"])
def test_a_body_is_whole(name: str) -> None:
    body = Body(name)
    assert body.weights.sum(1) == pytest.approx(1, abs=1e-3)
    assert body.head("upperleg01.L") == pytest.approx(body.head("upperleg01.R") * [-1, 1, 1], abs=1e-3)
    rest = Bones(np.tile(np.eye(3), (len(body.bones), 1, 1)), body.heads)
    vertices, normals = DressedBody(body, Outfit("shorts", (1, 1, 1), (1, 1, 1))).posed(rest)
    assert np.ptp(vertices[:, 2]) == pytest.approx(body.height, abs=0.05)  # hair, soles
    assert np.linalg.norm(normals, axis=1) == pytest.approx(1, abs=1e-3)


def test_a_body_that_is_not_there_is_named() -> None:
    with pytest.raises(
        NoSuchBodyError, match=r"no body nobody in people.npz; there are male, female, .*body_029"
    ):
        Body("nobody")


@pytest.mark.parametrize("bottoms", BOTTOMS)
def test_every_garment_dresses_somebody(bottoms: str) -> None:
    body = Body("heavy_female")
    shoes = SHOES[BOTTOMS.index(bottoms) % len(SHOES)]
    outfit = Outfit(
        bottoms, (0.5, 0.4, 0.3), (0.1, 0.1, 0.2), shoes, flare=0.02, wrinkles=0.004, coarse=0.011
    )
    dress = DressedBody(body, outfit)
    rest = Bones(np.tile(np.eye(3), (len(body.bones), 1, 1)), body.heads)
    vertices, _ = dress.posed(rest)
    assert np.isfinite(vertices).all()
    assert len(vertices) == len(dress.mesh.positions) == len(dress.garment) == len(dress.uv)
    assert dress.mesh.triangles.max() < len(vertices)


@pytest.mark.parametrize("body", BODIES)
def test_each_of_the_five_has_three_outfits(body: str) -> None:
    outfits = {outfit_of(body, number) for number in range(3)}
    assert len(outfits) == 3
    assert len({outfit.skin for outfit in outfits}) == 1
