"""What is written for other programs rounds to nothing without a sign, too."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING
from uuid import UUID

import numpy as np

from romtrack.clock import local_now
from romtrack.export import to_result, write_angles
from romtrack.types import Measurement, Quality, Rep, Session, SetRecord, SignalTrack, Trial

if TYPE_CHECKING:
    from pathlib import Path

TINY = -1e-4


def test_the_result_has_no_minus_zero() -> None:
    trial = Trial("hip_rotation", "left", "internal", 0.0, 1.0, 2.0, TINY, accepted=True)
    measured = Measurement("hip_rotation", "left", "internal", TINY, 0.0, 0.0, "neutral", TINY, (trial,))
    rep = Rep("left", "hip_rotation", "deg", 0.0, 1.0, 2.0, TINY, TINY, 0.0, 0.0)
    session = Session(
        UUID(int=1),
        "me",
        "x",
        "left",
        local_now(),
        None,
        (SetRecord(0, 2, (rep,)),),
        (measured,),
        Quality(1, 1),
    )
    assert "-0.0" not in json.dumps(to_result(session))


def test_the_angles_have_no_minus_zero(tmp_path: Path) -> None:
    value = np.array([TINY, 1.0])
    signal = SignalTrack("hip_rotation", "left", "deg", np.array([0.0, 0.1]), value, abs(value), value > 0)
    write_angles(signal, tmp_path / "angles.csv")
    assert "-0" not in (tmp_path / "angles.csv").read_text(encoding="utf-8")
