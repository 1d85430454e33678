"""Reports: one HTML file for a session, a plan or many videos, to read on a screen or on paper."""

from romtrack.reports.batch import Shown, batch_html
from romtrack.reports.html import report_html
from romtrack.reports.plan import plan_html

__all__ = ["Shown", "batch_html", "plan_html", "report_html"]
