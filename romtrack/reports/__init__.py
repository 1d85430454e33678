"""Reports: one self-contained HTML file for a session or a plan, to read on a screen or on paper."""

from romtrack.reports.html import report_html
from romtrack.reports.plan import plan_html

__all__ = ["plan_html", "report_html"]
