"""A validation as rows of numbers: for its CSV files, for JSON, and for the tables."""

from __future__ import annotations

import math
from itertools import chain
from typing import TYPE_CHECKING, Final

import numpy as np

from romtrack import __version__
from romtrack.validation.causes import CAUSES, causes_deg
from romtrack.validation.matching import joined
from romtrack.validation.setups import SETUPS

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from romtrack.validation.events import JudgedTrial, JudgedValue
    from romtrack.validation.matching import Pairs
    from romtrack.validation.run import ClipResult, Validation

__all__ = [
    "Row",
    "clip_row",
    "frame_rows",
    "overall_row",
    "setup_rows",
    "to_json",
    "to_rows",
    "trial_rows",
    "value_rows",
]

SCHEMA_ID: Final = "romtrack.validation/1"
_Value = str | float | int | None
Row = dict[str, _Value]


def to_rows(validation: Validation) -> list[Row]:
    """Return a row for each clip; units stand in the names of the columns."""
    return [clip_row(clip, validation.estimators) for clip in validation.clips]


def to_json(validation: Validation) -> dict[str, object]:
    """Return everything as plain numbers, texts and lists."""
    return {
        "schema": SCHEMA_ID,
        "romtrack_version": __version__,
        "folder": str(validation.folder),
        "clips": to_rows(validation),
        "setups": setup_rows(validation),
        "overall": overall_row(validation),
        "remarks": {clip.name: [*clip.remarks] for clip in validation.clips if clip.remarks},
        "skipped": dict(validation.skipped),
        "damaged": list(validation.damaged),
    }


def frame_rows(validation: Validation) -> Iterator[Row]:
    """Yield a row for each frame with a truth: what was read, and what each estimator says."""
    for clip in validation.clips:
        pairs = clip.pairs
        others = {name: own.read_deg for name, own in clip.compared.items() if name != "fused"}
        columns = {"true": pairs.true_deg, "read": pairs.read_deg, "sigma": pairs.sigma_deg, **others}
        for at, time_s in enumerate(pairs.time_s.tolist()):
            angles = {f"{name}_deg": _number(float(column[at]), 3) for name, column in columns.items()}
            yield {"clip": clip.name, "time_s": _number(time_s, 4), **angles}


def trial_rows(validation: Validation) -> Iterator[Row]:
    """Yield a row for each trial, accepted or not."""
    return (_judged(clip, trial) for clip in validation.clips for trial in clip.trials.trials)


def value_rows(validation: Validation) -> Iterator[Row]:
    """Yield a row for each value that was given."""
    return (_judged(clip, value) for clip in validation.clips for value in clip.trials.values)


def _judged(clip: ClipResult, judged: JudgedTrial | JudgedValue) -> Row:
    row: Row = {"clip": clip.name}
    for name, value in judged._asdict().items():
        row[name] = (
            "; ".join(value)
            if isinstance(value, tuple)
            else _number(value, 3)
            if isinstance(value, float)
            else value
        )
    return row


def clip_row(clip: ClipResult, estimators: Iterable[str] = ()) -> Row:
    """Return the figures of one clip."""
    truth, scene = clip.truth, clip.truth.scene
    return {
        "clip": clip.name,
        "exercise": truth.exercise,
        "side": truth.side,
        "setups": "; ".join(clip.setups),
        "camera_yaw_deg": _number(truth.yaw_deg, 1),
        "camera_roll_deg": _number(truth.roll_deg, 1),
        "exposure": _number(truth.exposure, 2),
        "hang_deg": _number(truth.hang_deg, 1),
        "body": scene.body,
        "clothes": scene.clothes,
        "width_px": scene.width_px,
        "height_px": scene.height_px,
        "lens_k1": _number(scene.lens_k1, 3),
        "knee_deg": _number(scene.knee_deg, 1),
        "roll_error_deg": _number(clip.roll_error_deg, 2),
        "roll_sigma_deg": _number(clip.roll_sigma_deg, 2),
        "detected_share": _number(clip.detected, 4),
        "usable_share": _number(clip.usable, 4),
        **_frames(clip.pairs),
        **_causes([clip]),
        **_events([clip]),
        **_compared({name: clip.compared[name] for name in estimators if name in clip.compared}),
        "warnings": "; ".join(clip.warnings),
        "remarks": "; ".join(clip.remarks),
    }


def setup_rows(validation: Validation) -> list[Row]:
    """Return the figures of each set-up that has clips, over all their frames."""
    return [
        {"setup": setup, **_pooled(validation, clips)}
        for setup in SETUPS
        if (clips := validation.of_setup(setup))
    ]


def overall_row(validation: Validation) -> Row:
    """Return the figures over all frames, trials and repetitions of all clips."""
    return {
        **_pooled(validation, validation.clips),
        "worst_clip_mae_deg": _number(max(_maes(validation), default=np.nan), 3),
    }


def _maes(validation: Validation) -> list[float]:
    figures = [clip.pairs.agreement.mae_deg for clip in validation.clips]
    return [mae for mae in figures if math.isfinite(mae)]


def _pooled(validation: Validation, clips: tuple[ClipResult, ...]) -> Row:
    own = tuple(clip for clip in clips if len(clip.pairs))
    return {
        "clips": len(clips),
        "detected_share": _number(float(np.mean([clip.detected for clip in clips])), 4),
        "usable_share": _number(float(np.mean([clip.usable for clip in clips])), 4),
        **_frames(joined(clip.pairs for clip in own)),
        **_causes(own),
        **_events(clips),
        **_compared({name: validation.compared(name, own) for name in validation.estimators}),
    }


def _frames(pairs: Pairs) -> Row:
    """Return the figures over frames, of what is reported."""
    figures, share = pairs.agreement, pairs.coverage
    sigma = pairs.sigma_deg[np.isfinite(pairs.sigma_deg)]
    return {
        "frames_with_truth": len(pairs),
        "frames_read": figures.frames,
        "bias_deg": _number(figures.bias_deg, 3),
        "mae_deg": _number(figures.mae_deg, 3),
        "rmse_deg": _number(figures.rmse_deg, 3),
        "p95_deg": _number(figures.p95_deg, 3),
        "max_deg": _number(figures.max_deg, 3),
        "gain": _number(figures.gain, 4),
        "correlation": _number(figures.correlation, 5),
        "icc_2_1": _number(figures.icc, 5),
        "loa_low_deg": _number(figures.loa_low_deg, 3),
        "loa_high_deg": _number(figures.loa_high_deg, 3),
        "sigma_median_deg": _number(float(np.median(sigma)) if len(sigma) else np.nan, 3),
        "within_1_sigma_share": _number(share.within_1, 4),
        "within_2_sigma_share": _number(share.within_2, 4),
    }


def _causes(clips: Iterable[ClipResult]) -> Row:
    """Return the mean size of the part that each cause has in the errors, over frames; + and - may cancel."""
    parts = [causes_deg(clip.compared) for clip in clips]
    columns = {
        cause: np.concatenate([one[cause] for one in parts if one] or [np.empty(0)]) for cause in CAUSES
    }
    means = {cause: np.abs(column[np.isfinite(column)]) for cause, column in columns.items()}
    return {
        f"by_{cause}_deg": _number(float(sizes.mean()) if len(sizes) else np.nan, 3)
        for cause, sizes in means.items()
    }


def _events(clips: Iterable[ClipResult]) -> Row:
    """Return the figures over trials, repetitions and faults."""
    each = tuple(clips)
    trials, counts, faults = zip(*((clip.trials, clip.counts, clip.faults) for clip in each), strict=True)
    errors = np.abs(list(chain.from_iterable(score.errors_deg for score in trials)))
    errors = errors[np.isfinite(errors)]
    return {
        "trials_accepted": sum(score.accepted for score in trials),
        "trials_refused": sum(score.refused for score in trials),
        "trial_reps_true": sum(score.true_reps for score in trials),
        "trial_reps_clean": sum(score.clean for score in trials),
        "trial_mean_error_deg": _number(float(errors.mean()) if len(errors) else np.nan, 3),
        "trial_max_error_deg": _number(float(errors.max()) if len(errors) else np.nan, 3),
        "faulty_accepted": sum(len(score.faulty_accepted) for score in trials),
        "clean_refused": sum(len(score.clean_refused) for score in trials),
        "others_accepted": sum(len(score.others_accepted) for score in trials),
        "reps_true": sum(score.reps_true for score in counts),
        "reps_counted": sum(score.reps_counted for score in counts),
        **_timing([error for score in counts for error in score.errors_s]),
        "holds_true": sum(score.holds_true for score in counts),
        "holds_found": sum(score.holds_found for score in counts),
        "partials_true": sum(score.partials_true for score in counts),
        "partials_found": sum(score.partials_found for score in counts),
        "faults_true": sum(score.true for score in faults),
        "faults_found": sum(score.found for score in faults),
        "faults_false": sum(score.false for score in faults),
    }


def _timing(errors_s: list[tuple[float, float, float]]) -> Row:
    """Return the mean size of the errors of start, peak and end of the repetitions."""
    means = np.mean(np.abs(errors_s), axis=0).tolist() if errors_s else [np.nan] * 3
    names = ("rep_start_error_s", "rep_peak_error_s", "rep_end_error_s")
    return {name: _number(mean, 3) for name, mean in zip(names, means, strict=True)}


def _compared(pairs: Mapping[str, Pairs]) -> Row:
    """Return bias, error and share of the frames of each estimator."""
    row: Row = {}
    for name, own in pairs.items():
        figures = own.agreement
        row[f"{name}_read_share"] = _number(own.read_share, 4)
        row[f"{name}_bias_deg"] = _number(figures.bias_deg, 3)
        row[f"{name}_mae_deg"] = _number(figures.mae_deg, 3)
        row[f"{name}_p95_deg"] = _number(figures.p95_deg, 3)
    return row


def _number(value: float, digits: int) -> float | None:
    return round(value, digits) + 0.0 if math.isfinite(value) else None
