"""What becomes of a hip over the sessions: numbers first, and one module that words them."""

from romtrack.trends.change import (
    SESSIONS_FOR_SLOPE,
    Change,
    Slope,
    Standing,
    Verdict,
    course,
    detectable_change_deg,
)
from romtrack.trends.series import Series, SeriesKey, Trends, range_deg, series_of, trends_of
from romtrack.trends.words import (
    RECORDED_BY,
    ProgressRow,
    change_text,
    date_cell,
    done_text,
    happened_text,
    lines_of_people,
    progress_rows,
    result_lines,
    verdict_text,
)

__all__ = [
    "RECORDED_BY",
    "SESSIONS_FOR_SLOPE",
    "Change",
    "ProgressRow",
    "Series",
    "SeriesKey",
    "Slope",
    "Standing",
    "Trends",
    "Verdict",
    "change_text",
    "course",
    "date_cell",
    "detectable_change_deg",
    "done_text",
    "happened_text",
    "lines_of_people",
    "progress_rows",
    "range_deg",
    "result_lines",
    "series_of",
    "trends_of",
    "verdict_text",
]
