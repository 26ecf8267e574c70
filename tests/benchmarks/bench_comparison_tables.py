"""How long the GUI thread stands still for the tables of a comparison: 50 people, 52 weeks, 30 metrics.

Run as a script; prints milliseconds, the median of several rounds, beside the 50 that no step may take.
"""

from __future__ import annotations

import statistics
import sys
import time
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication

sys.path.insert(0, str(Path(__file__).parents[1] / "ui" / "comparison"))

from table_samples import large, make_state

from siro_desktop.domain.comparison import Place
from siro_desktop.domain.targets import Target, Targets
from siro_desktop.ui.comparison.long_columns import LongColumns
from siro_desktop.ui.comparison.long_keys import LongColumn
from siro_desktop.ui.comparison.long_view import LongTableView
from siro_desktop.ui.comparison.matrix_view import MatrixView

if TYPE_CHECKING:
    from collections.abc import Callable

MOST_MS = 50
ROUNDS = 7


def measure(app: QApplication, name: str, steps: list[Callable[[], object]]) -> None:
    """Print how long a step and its repaint take; the steps are run in turn, so that each one changes something."""
    times: list[float] = []
    for step in steps * ROUNDS:
        began = time.perf_counter()
        step()
        app.processEvents()
        times.append((time.perf_counter() - began) * 1e3)
    middle, worst = statistics.median(times), max(times)
    print(f"{name:<28} median {middle:6.1f} ms   most {worst:6.1f} ms   (at most {MOST_MS})")


def main() -> None:
    """Measure both views."""
    app = QApplication([])
    comparison = large(50, 52, 30)
    state = make_state()
    bands = tuple(Target(metric_id=f"m{number:02}", minimum=30.0, tolerance=10.0) for number in range(30))
    state.set_targets(Targets(bands))
    long, matrix = LongTableView(state), MatrixView(state)
    for view in (long, matrix):
        view.resize(1200, 700)
    long.show()
    state.set_comparison(comparison)
    columns = LongColumns.build(comparison)
    measure(app, f"{comparison.value_count():,} rows: show", [partial(long.set_columns, columns)])
    for column in (LongColumn.VALUE, LongColumn.ENTITY, LongColumn.TARGET):
        headings = long.table.horizontalHeader()
        both = [partial(headings.setSortIndicator, int(column), order) for order in Qt.SortOrder]
        measure(app, f"sort by {column.name.lower()}", both)
    measure(app, "search", [partial(long.set_filter, text) for text in ("user_1", "metric 1", "")])
    long.hide()
    matrix.show()
    app.processEvents()
    measure(app, "matrix: other metric", [partial(state.choose_metric, metric) for metric in (1, 2, 0)])
    sorts = [partial(matrix.table.horizontalHeader().setSortIndicator, n, Qt.SortOrder.DescendingOrder) for n in (1, 2)]
    measure(app, "matrix: sort", sorts)
    measure(app, "matrix: select far away", [partial(state.select, Place(at, at)) for at in (49, 0)])


if __name__ == "__main__":
    main()
