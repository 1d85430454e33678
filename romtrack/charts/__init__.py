"""Charts, as Altair specifications: the app, the report and the command line show the same ones."""

import sys

from romtrack.errors import UsageError

if sys.flags.optimize > 1:
    raise UsageError("Altair cannot draw without its docstrings: start Python without -OO (PYTHONOPTIMIZE=2)")

from romtrack.charts.comparison import Strand, comparison_chart
from romtrack.charts.picture import SPOT, picture_chart
from romtrack.charts.progress import MOST_VALUES, progress_charts
from romtrack.charts.render import to_svg, to_vega_json
from romtrack.charts.signal import signal_chart
from romtrack.charts.theme import SIDE_COLOURS, Theme
from romtrack.charts.thinning import thin

__all__ = [
    "MOST_VALUES",
    "SIDE_COLOURS",
    "SPOT",
    "Strand",
    "Theme",
    "comparison_chart",
    "picture_chart",
    "progress_charts",
    "signal_chart",
    "thin",
    "to_svg",
    "to_vega_json",
]
