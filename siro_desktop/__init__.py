"""Siro Desktop: scorecard metrics from Siro as table, bar charts and files, kept for offline review."""

__version__ = "0.1.0"
