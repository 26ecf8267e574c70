"""Widgets, models and views. Shows saved results, builds jobs, shows errors in one place."""
