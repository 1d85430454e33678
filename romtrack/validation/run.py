"""Clips with a truth beside them, and what the pipeline makes of each."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final, NamedTuple

import numpy as np

from romtrack import pipeline
from romtrack.errors import InputError
from romtrack.exercises import exercise
from romtrack.settings import Settings
from romtrack.validation.causes import with_true_line
from romtrack.validation.estimators import estimates
from romtrack.validation.events import (
    CountScore,
    FaultScore,
    TrialScore,
    score_counts,
    score_faults,
    score_trials,
)
from romtrack.validation.matching import Pairs, joined, paired
from romtrack.validation.setups import setups_of
from romtrack.validation.truth import Truth, read_truth

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from pathlib import Path

    from romtrack.pipeline import Analysis
    from romtrack.progress import Progress

__all__ = ["Clip", "ClipResult", "Found", "Validation", "find_clips", "validate", "validate_clip"]

_TRUTH: Final = ".gt.json"


class Clip(NamedTuple):
    """A video and its truth."""

    video: Path
    truth: Truth

    @property
    def name(self) -> str:
        """The file's name without its ending."""
        return self.video.stem


class Found(NamedTuple):
    """What a folder holds. skipped: clip -> motion without an exercise; damaged: one line for each."""

    clips: tuple[Clip, ...]
    skipped: Mapping[str, str]
    damaged: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class ClipResult:
    """What came of one clip.

    detected, usable: shares of the frames, as the result says. pairs: what is reported beside the truth.
    compared: the same for each estimator, and for the true line of the shank where it is known; empty where
    the motion is another. roll_error_deg, roll_sigma_deg: of the camera's roll, NaN where none was read.
    warnings: ids of the warnings about the recording.
    """

    name: str
    truth: Truth
    detected: float
    usable: float
    pairs: Pairs
    compared: Mapping[str, Pairs]
    trials: TrialScore
    counts: CountScore
    faults: FaultScore
    roll_error_deg: float = np.nan
    roll_sigma_deg: float = np.nan
    warnings: tuple[str, ...] = ()

    @property
    def setups(self) -> tuple[str, ...]:
        """The set-ups that it belongs to."""
        return setups_of(self.truth)

    @property
    def remarks(self) -> tuple[str, ...]:
        """A sentence for each trial or repetition that was judged wrongly."""
        return (*self.trials.faulty_accepted, *self.trials.clean_refused, *self.trials.others_accepted)


@dataclass(frozen=True, slots=True)
class Validation:
    """All clips of a folder; ``estimators`` are those that are set side by side."""

    folder: Path
    clips: tuple[ClipResult, ...]
    estimators: tuple[str, ...] = ()
    skipped: Mapping[str, str] = field(default_factory=dict)
    damaged: tuple[str, ...] = ()

    @property
    def pairs(self) -> Pairs:
        """The frames of all clips."""
        return joined(clip.pairs for clip in self.clips)

    def of_setup(self, setup: str) -> tuple[ClipResult, ...]:
        """Return the clips of one set-up that have a truth for each frame."""
        return tuple(clip for clip in self.clips if setup in clip.setups and len(clip.pairs))

    def compared(self, estimator: str, clips: Iterable[ClipResult] | None = None) -> Pairs:
        """Return one estimator's frames, of all clips or of some."""
        chosen = self.clips if clips is None else clips
        return joined(clip.compared[estimator] for clip in chosen if estimator in clip.compared)


def find_clips(folder: Path) -> Found:
    """Find the videos with a truth beside them, in the order of their names.

    Raises
    ------
    InputError: there is no such folder, or no clip in it can be used.
    """
    if not folder.is_dir():
        raise InputError(f"{folder} is no folder: name one that holds clips, each x.mp4 with x{_TRUTH}")
    clips: list[Clip] = []
    skipped: dict[str, str] = {}
    damaged: list[str] = []
    for video in sorted(folder.glob("*.mp4")):
        beside = video.with_name(f"{video.stem}{_TRUTH}")
        if not beside.is_file():
            continue
        try:
            truth = read_truth(beside)
        except InputError as error:
            damaged.append(str(error))
            continue
        if isinstance(truth, str):
            skipped[video.stem] = truth
        else:
            clips.append(Clip(video, truth))
    if not clips:
        raise InputError(_nothing(folder, skipped, damaged))
    return Found(tuple(clips), skipped, tuple(damaged))


def _nothing(folder: Path, skipped: Mapping[str, str], damaged: list[str]) -> str:
    """Return why a folder holds nothing to validate."""
    why = [f"no exercise for {', '.join(sorted(set(skipped.values())))}"] if skipped else []
    reasons = "; ".join((*why, *damaged)) or f"each needs x.mp4 with x{_TRUTH} beside it"
    return f"{folder} holds no clip with a truth that can be used: {reasons}"


def validate(found: Found, folder: Path, estimators: tuple[str, ...], progress: Progress) -> Validation:
    """Analyse every clip; a video that cannot be read is listed as damaged, and the others still run.

    Raises
    ------
    InputError: none of the videos can be read.
    """
    results: list[ClipResult] = []
    damaged = list(found.damaged)
    for number, clip in enumerate(found.clips, 1):
        named = _Named(progress, f"{number} of {len(found.clips)}: {clip.name}")
        try:
            results.append(validate_clip(clip, named))
        except InputError as error:
            damaged.append(str(error))
    if not results:
        raise InputError(f"no clip in {folder} can be read: {'; '.join(damaged)}")
    return Validation(folder, tuple(results), estimators, found.skipped, tuple(damaged))


def validate_clip(clip: Clip, progress: Progress) -> ClipResult:
    """Analyse one clip and hold it against its truth.

    Raises
    ------
    InputError: the video cannot be read.
    """
    truth = clip.truth
    analysis = pipeline.analyze(clip.video, Settings(truth.exercise, truth.side), progress)
    session, view, readings = analysis.session, analysis.reading.view, _readings(analysis, truth)
    return ClipResult(
        name=clip.name,
        truth=truth,
        detected=session.quality.detected,
        usable=session.quality.usable,
        pairs=readings.get("fused", joined(())),
        compared=readings,
        trials=score_trials(session, truth),
        counts=score_counts(session, truth),
        faults=score_faults(session, truth),
        roll_error_deg=np.nan if view is None else view.roll_deg - truth.roll_deg,
        roll_sigma_deg=np.nan if view is None else view.roll_sigma_deg,
        warnings=tuple(notice.id for notice in session.quality.warnings),
    )


def _readings(analysis: Analysis, truth: Truth) -> dict[str, Pairs]:
    """Return every estimator beside the truth; nothing where the truth is about another angle."""
    signal, true_deg = analysis.signals.get(truth.side), truth.true_deg
    if signal is None or true_deg is None or signal.name != exercise(truth.exercise).reads:
        return {}
    unknown = np.full(len(signal.time_s), np.nan)
    read = {
        **estimates(analysis.track, signal),
        **with_true_line(analysis.track, analysis.reading.view, truth),
    }
    return {
        name: paired(
            signal.time_s, column, signal.sigma if name == "fused" else unknown, truth.time_s, true_deg
        )
        for name, column in read.items()
    }


class _Named:
    """Progress that says which clip it is."""

    def __init__(self, progress: Progress, name: str) -> None:
        self._progress = progress
        self._name = name

    def begin(self, _stage: str, expected_frames: int | None) -> None:
        self._progress.begin(self._name, expected_frames)

    def step(self) -> None:
        self._progress.step()
