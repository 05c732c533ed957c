"""A report of a run, a comparison or a sweep as one HTML file that needs no network."""

from experiments.report.page import LARGEST, report_html, write_report

__all__ = ["LARGEST", "report_html", "write_report"]
