"""How the person fits into the picture as the frames come in, and what to say of it, without wavering."""

from __future__ import annotations

from collections import deque
from typing import TYPE_CHECKING, Final

import numpy as np

from romtrack.live.flow import PATIENCE_S
from romtrack.measure.findings import NO_PERSON
from romtrack.measure.framing import Framing, framing, way_in, way_text

if TYPE_CHECKING:
    from romtrack.live.look import Look
    from romtrack.measure.findings import Finding
    from romtrack.measure.framing import WayIn
    from romtrack.types import Skeleton

__all__ = ["Fitting"]

_WINDOW_S: Final = 1.2
_FEW: Final = 3  # frames, fewer tell nothing
_ANEW_M: Final = 0.2  # what was said holds until it is off by so much
_FARTHER: Final = 1.08  # times the distance: they did go back
_BACK: Final = frozenset({"back", "a_little_back"})
_WALKS: Final = _BACK | {"closer"}
_TWICE_S: Final = 2 * PATIENCE_S  # it was asked for, and reminded of once


class Fitting:
    """Follows how somebody fits into the picture; they may be there without their legs."""

    def __init__(self, skeleton: Skeleton) -> None:
        self._skeleton = skeleton
        self._recent: deque[tuple[float, Framing]] = deque()
        self._asked: tuple[float, float] | None = None  # since when to go back, and from what distance
        self._way: WayIn | None = None

    def update(self, look: Look) -> None:
        """Take the next look."""
        somebody = look.pose or look.glimpsed
        seen = None if somebody is None else framing(somebody, self._skeleton)
        if seen is not None:
            self._recent.append((look.time_s, seen))
        while self._recent and look.time_s - self._recent[0][0] > _WINDOW_S:
            self._recent.popleft()
        if len(self._recent) < _FEW:
            self._way = None
            return
        usual = Framing(*np.median([each for _, each in self._recent], axis=0).tolist())
        way = way_in(usual, stuck=self._is_stuck(look.time_s, usual))
        if way is None or self._way is None or _is_another(way, self._way):
            self._way = way

    def _is_stuck(self, now_s: float, seen: Framing) -> bool:
        """Say whether they were asked to go back twice, and are where they were."""
        asked = way_in(seen, stuck=False)
        if asked is None or asked.remedy not in _BACK:
            self._asked = None
            return False
        if self._asked is None or seen.distance_m > _FARTHER * self._asked[1]:
            self._asked = now_s, seen.distance_m
        return now_s - self._asked[0] >= _TWICE_S

    def told(self, finding: Finding) -> Finding:
        """Return a finding with what would help here, where it is one of somebody who does not fit."""
        if self._way is None:
            return finding
        if finding.id == NO_PERSON.id and self._way.remedy != "closer":
            finding = finding._replace(about="whole")
        fits = finding.about == "whole" or (finding.about == "distance" and self._way.remedy in _WALKS)
        return finding._replace(spoken=way_text(self._way)) if fits else finding


def _is_another(way: WayIn, before: WayIn) -> bool:
    return way.remedy != before.remedy or abs(way.by_m - before.by_m) > _ANEW_M
