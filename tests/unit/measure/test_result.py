"""From trials to a number, or to a refusal that says why."""

import pytest

from romtrack.measure.result import Zero, summarise
from romtrack.types import Direction, Trial

ZERO = Zero("gravity", 0.5)


def trial(peak_deg: float, *, accepted: bool = True) -> Trial:
    direction: Direction = "internal" if peak_deg > 0 else "external"
    return Trial("left", direction, 0.0, 1.0, 2.0, peak_deg, accepted, () if accepted else ("partial",))


def test_mean_spread_and_sigma_of_accepted_trials() -> None:
    found = summarise(
        "hip_rotation",
        "left",
        "internal",
        (trial(30), trial(33), trial(36), trial(10, accepted=False)),
        0.9,
        ZERO,
    )
    assert found.value_deg == pytest.approx(33)
    assert found.sd_deg == pytest.approx(3)
    assert found.sigma_deg == pytest.approx((3 + 0.81) ** 0.5)  # (3/sqrt 3)^2 + 0.9^2
    assert len(found.trials) == 4  # the refused one is shown
    assert not found.warnings


def test_external_rotation_is_negative_and_kept_apart() -> None:
    found = summarise("hip_rotation", "left", "external", (trial(30), trial(-20), trial(-22)), 0.9, ZERO)
    assert found.value_deg == pytest.approx(-21)
    assert len(found.trials) == 2


def test_one_accepted_trial_gives_no_number_and_says_why() -> None:
    found = summarise("hip_rotation", "left", "internal", (trial(30), trial(12, accepted=False)), 0.9, ZERO)
    assert (found.value_deg, found.sd_deg, found.sigma_deg) == (None, None, None)
    assert found.warnings[0].id == "too_few_trials"
    assert "1 of 2" in found.warnings[0].text
