"""Reports: one self-contained HTML file for a session, to read on a screen or on paper."""

from romtrack.reports.html import report_html

__all__ = ["report_html"]
