"""An answer of seven metrics in its table, to be sorted, filtered and copied."""

from __future__ import annotations

from typing import TYPE_CHECKING

from siro_desktop.domain.results import MetricValues
from siro_desktop.ui.metric_table_model import MetricTableModel
from siro_desktop.ui.metric_table_view import MetricTableView

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from pytestqt.qtbot import QtBot

Row = tuple[str, str, str, float | None, float | None]  # name, type, unit, value, pass rate

ROWS: list[Row] = [
    ("Rep speaker share", "TALK", "percent", 43.21, 71.0),
    ("Longest monologue", "TALK", "seconds", 112.4, 64.0),
    ("Customer questions", "AI", "questions", 6, None),
    ("Rep questions", "AI", "questions", 6, 88.5),
    ("Silence", "TALK", "seconds", None, None),
    ("Recordings", "COUNT", "count", 1204, None),
    ("Score change", "AI", "score", -3.5, 0.0),
]


def make_metrics(rows: Sequence[Row] = ROWS, extras: Mapping[int, Mapping[str, object]] | None = None) -> MetricValues:
    return MetricValues(
        ids=[f"metric_{number:03}" for number in range(len(rows))],
        names=[row[0] for row in rows],
        metric_types=[row[1] for row in rows],
        units=[row[2] for row in rows],
        unit_abbreviations=["" for _ in rows],
        descriptions=[f"About {row[0]}" if number % 3 else None for number, row in enumerate(rows)],
        values=[row[3] for row in rows],
        pass_rates=[row[4] for row in rows],
        extras=extras or {},
    )


def make_view(qtbot: QtBot, metrics: MetricValues | None = None) -> MetricTableView:
    model = MetricTableModel()
    view = MetricTableView(model)
    model.setParent(view)
    qtbot.addWidget(view)
    model.set_metrics(make_metrics() if metrics is None else metrics, 148)
    view.resize(900, 400)
    view.show()
    return view


def shown(view: MetricTableView, column: int = 0) -> list[str]:
    model = view.model()
    return [model.index(row, column).data() for row in range(model.rowCount())]
