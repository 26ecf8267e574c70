"""What the views of a comparison have in common, as far as their page needs it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from PySide6.QtWidgets import QMenu

    from siro_desktop.domain.comparison import Comparison
    from siro_desktop.domain.exports import Shown
    from siro_desktop.domain.plan import FetchPlan
    from siro_desktop.settings import Json
    from siro_desktop.ui.charts.caption import PictureCaption
    from siro_desktop.ui.charts.picture import PicturePage
    from siro_desktop.ui.column_table import ColumnTableView
    from siro_desktop.ui.ordered_model import OrderedTableModel


class ComparisonView(Protocol):
    """Any view that shows figures."""

    def visible_rows(self) -> Shown:
        """Return what is in view, in the view's order: cell keys and rows in their answers, or two sides."""
        ...


class CopiedView(ComparisonView, Protocol):
    """A view whose cells can be copied and searched."""

    def copy(self, with_headings: bool = False) -> None:
        """Copy what is selected, or all of it."""
        ...

    def selected_rows(self) -> Shown:
        """Return the same of what is selected."""
        ...

    def set_filter(self, text: str) -> None:
        """Show only what holds `text`."""
        ...


class TableView(CopiedView, Protocol):
    """A view with columns that a person arranges."""

    @property
    def model(self) -> OrderedTableModel:
        """What its table shows."""
        ...

    @property
    def table(self) -> ColumnTableView:
        """Its table."""
        ...

    def fill_column_menu(self, menu: QMenu) -> None:
        """Offer the columns in `menu`."""
        ...

    def layout_state(self) -> dict[str, Json]:
        """Return how the columns are arranged."""
        ...

    def restore_layout(self, kept: object) -> None:
        """Arrange the columns as `layout_state` said."""
        ...


class PicturedView(ComparisonView, Protocol):
    """A view that can be saved as a picture; `caption` says on it what was asked."""

    caption: PictureCaption

    def picture(self) -> PicturePage:
        """Return the whole of it as a page. Raises ExportError if it is too large."""
        ...


def fitting_view(shape: Comparison | FetchPlan) -> str:
    """Return the name of the view that shows most of a comparison of this shape."""
    has_periods = len(shape.periods) > 1
    if len(shape.entities) - (shape.whole is not None) > 1:
        return "matrix" if has_periods else "leaderboard"
    return "trend" if has_periods else "table"
