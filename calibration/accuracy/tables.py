"""The tables of a set of clips: error per frame, values and trials, causes, sigma, and the worst clips."""

from __future__ import annotations

import textwrap
from typing import TYPE_CHECKING, Any, Final

import numpy as np

from calibration.accuracy.results import CLOTHES
from romtrack import units
from romtrack.validation import CAUSES, coverage

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    import pandas as pd

    from calibration.accuracy.results import Results

__all__ = [
    "MOST_WORST",
    "circumstances",
    "headline",
    "mean_errors_deg",
    "section",
    "worst_clips",
    "worst_table",
]

MOST_WORST: Final = 10
_SQUARE_DEG: Final = 5.0  # a knee this near to 90 is a square one
_BENDING: Final = 0.05  # a lens is told from none
_WAYS: Final = ("internal", "external")
_WIDTH: Final = 110


def headline(results: Results) -> list[str]:
    """Return the lines of two sentences with the figures of a set that matter."""
    maes = results.clips["mae_deg"].dropna()
    groups = results.clips.groupby("group", sort=False)["mae_deg"].mean()
    own = ", ".join(f"{group} {_degrees(groups[group], 1)}" for group in CLOTHES if group in groups)
    sizes_deg = results.given["error_deg"].abs()
    given = results.given["clip"].nunique()
    mean, median, worst, value, worst_value = (
        _degrees(figure, 1)
        for figure in (maes.mean(), maes.median(), maes.max(), sizes_deg.mean(), sizes_deg.max())
    )
    text = (
        f"**A frame is {mean} degrees off on average, {median} in the median clip, {worst} in the worst "
        f"({own}). {given} of {len(results.clips)} clips are given a value, {value} off on average, "
        f"{worst_value} at worst.**"
    )
    return textwrap.wrap(text, _WIDTH)


def section(results: Results) -> list[str]:
    """Return the lines of a set: errors (of clips without a rendered fault), values and trials, roll."""
    clean = results.of(results.clips[results.clips["faults_true"] == 0])
    clips, bodies = len(results.clips), results.clips["body"].nunique()
    faulty = clips - len(clean.clips)
    return [
        f"### `{results.name}`: {units.counted(clips, 'clip')}, {bodies} bodies",
        "",
        *_table(("clothes", *_ERRORS), _errors(clean.by_clothes())),
        "",
        *_table(_TRIALS, (_trials(name, part) for name, part in results.by_clothes())),
        "",
        *textwrap.wrap(_roll(results.clips), _WIDTH),
        *(
            [f"With a rendered fault: {units.counted(faulty, 'clip')}, for the trials only."]
            if faulty
            else []
        ),
        "",
    ]


def circumstances(results: Results) -> list[str]:
    """Return the lines of the table of errors by knee, picture and lens."""
    return [*_table(("circumstance", *_ERRORS), _errors(_circumstances(results))), ""]


_ERRORS: Final = (
    "clips",
    "mean",
    "median",
    "worst clip",
    "line",
    "level",
    "seat",
    "within 1, 2 sigma",
    "rank correlation",
)
_TRIALS: Final = (
    "clothes",
    "values",
    "mean",
    "worst",
    "within 1, 2 sigma",
    "rank correlation",
    "inward trials: mean, worst",
    "outward",
    "clean trials accepted",
    "faulty accepted",
    "invented",
)


def _errors(parts: Iterable[tuple[str, Results]]) -> Iterator[tuple[str, ...]]:
    """Yield a row for each part that has frames."""
    for name, part in parts:
        clips = part.clips.dropna(subset=["mae_deg"])
        if len(clips):
            maes = clips["mae_deg"]
            yield (
                name,
                str(len(clips)) if len(clips) == len(part.clips) else f"{len(clips)} of {len(part.clips)}",
                _degrees(maes.mean()),
                _degrees(maes.median()),
                _degrees(maes.max(), 1),
                *(_degrees(mean) for mean in mean_errors_deg(part)[[*CAUSES]].mean()),
                _shares(clips["within_1_sigma_share"].mean(), clips["within_2_sigma_share"].mean()),
                _rank(clips["sigma_median_deg"], maes),
            )


def _trials(name: str, part: Results) -> tuple[str, ...]:
    clips, given, trials = part.clips, part.given, part.trials[part.trials["accepted"]]
    within = coverage(given["error_deg"].to_numpy(float), given["sigma_deg"].to_numpy(float))
    sizes_deg = given["error_deg"].abs()
    clean = int(clips["trial_reps_clean"].sum())
    return (
        name,
        str(len(given)),
        *(_degrees(size, digits) for size, digits in ((sizes_deg.mean(), 2), (sizes_deg.max(), 1))),
        _shares(*within),
        _rank(given["sigma_deg"], sizes_deg),
        *(_mean_and_worst(trials.loc[trials["direction"] == way, "error_deg"]) for way in _WAYS),
        f"{clean - int(clips['clean_refused'].sum())} of {clean}",
        str(int(clips["faulty_accepted"].sum())),
        str(int(clips["others_accepted"].sum())),
    )


def mean_errors_deg(results: Results) -> pd.DataFrame:
    """Return the mean size of the error and of its parts, a row for each clip."""
    return results.frames.set_index("clip")[["error_deg", *CAUSES]].abs().groupby(level=0).mean()


def _circumstances(results: Results) -> Iterator[tuple[str, Results]]:
    clips = results.clips
    off_deg = (clips["knee_deg"] - 90).abs()
    sizes = clips["width_px"].astype(str) + " x " + clips["height_px"].astype(str)
    chosen = {
        f"knee within {_SQUARE_DEG:.0f} degrees of 90": off_deg <= _SQUARE_DEG,
        "knee farther from 90": off_deg > _SQUARE_DEG,
        **{f"picture of {size}": sizes == size for size in sorted(sizes.unique())},
        f"lens with less distortion (k1) than {_BENDING}": clips["lens_k1"].abs() < _BENDING,
        "lens with more": clips["lens_k1"].abs() >= _BENDING,
    }
    for name, which in chosen.items():
        if not which.all():
            yield name, results.of(clips[which])


def _roll(clips: pd.DataFrame) -> str:
    error_deg, sigma_deg = clips["roll_error_deg"].to_numpy(float), clips["roll_sigma_deg"].to_numpy(float)
    within = _shares(*coverage(error_deg, sigma_deg))
    off = clips.assign(off_deg=np.abs(error_deg)).sort_values("off_deg", ascending=False)
    over = ", ".join(
        f"`{clip.clip}` {clip.off_deg:.1f} (sigma {clip.roll_sigma_deg:.1f})"
        for clip in off[off["off_deg"] > 1].itertuples()
    )
    return (
        f"The camera's roll is off by {off['off_deg'].mean():.2f} on average, {off['off_deg'].max():.1f} at "
        f"worst; {within} within one and two sigma. Off by over one degree: {over or 'none'}."
    )


def worst_clips(results: Results) -> list[dict[str, Any]]:
    """Return the rows of the clips with the largest mean error, the worst first."""
    worst = results.clips.sort_values("mae_deg", ascending=False).head(MOST_WORST)
    return [{str(name): value for name, value in row.items()} for row in worst.to_dict("records")]


def worst_table(results: Results) -> list[str]:
    """Return the table of the worst clips with what their errors come from."""
    means = mean_errors_deg(results)
    rows = [
        (
            f"`{clip['clip']}`",
            str(clip["clothes"]),
            *(_degrees(means.loc[clip["clip"], part], 1) for part in ("error_deg", *CAUSES)),
            _degrees(clip["sigma_median_deg"], 1),
            f"{clip['knee_deg']:.0f}",
            f"{clip['camera_yaw_deg']:.0f}".replace("-", "\N{MINUS SIGN}"),
            str(clip["warnings"]).replace("_", " ") if isinstance(clip["warnings"], str) else "-",
        )
        for clip in worst_clips(results)
    ]
    return _table(
        ("clip", "clothes", "error", "line", "level", "seat", "sigma", "knee", "yaw", "said of it"), rows
    )


def _table(headings: Sequence[str], rows: Iterable[Sequence[str]]) -> list[str]:
    return [f"| {' | '.join(cells)} |" for cells in (headings, ["---"] * len(headings), *rows)]


def _mean_and_worst(errors_deg: pd.Series[float]) -> str:
    sizes = errors_deg.abs().dropna()
    return f"{_degrees(sizes.mean())}, {_degrees(sizes.max(), 1)}" if len(sizes) else "-"


def _rank(sigma_deg: pd.Series[float], error_deg: pd.Series[float]) -> str:
    """Return the rank correlation (Spearman), of four and more."""
    enough = len(sigma_deg) >= 4  # noqa: PLR2004  of three it is chance
    return _degrees(sigma_deg.corr(error_deg, method="spearman")) if enough else "-"


def _shares(within_1: float, within_2: float) -> str:
    return f"{100 * within_1:.0f}, {100 * within_2:.0f} %" if np.isfinite(within_1) else "-"


def _degrees(figure: float, digits: int = 2) -> str:
    return units.minus_signed(units.number(float(figure), digits)) if np.isfinite(figure) else "-"
