"""What a difference shows, to be taken along: two sides, and what lies between them, metric by metric."""

from __future__ import annotations

from typing import TYPE_CHECKING

from msgspec import Struct
from msgspec.structs import replace

if TYPE_CHECKING:
    from collections.abc import Callable

    from siro_desktop.domain.differences import Difference
    from siro_desktop.domain.plan import Cell
    from siro_desktop.domain.results import SavedResult


class TwoSides(Struct, frozen=True, kw_only=True):
    """Some differences between two columns, in the order of the view. A result may be that of both sides.

    `results` and `cells` are those of A and of B; each cell is one of its result's plan. `len` is how many metrics
    there are.
    """

    results: tuple[SavedResult, SavedResult]
    cells: tuple[Cell, Cell]
    differences: tuple[Difference, ...]

    def __len__(self) -> int:
        return len(self.differences)

    def changed(self, change: Callable[[SavedResult], SavedResult]) -> TwoSides:
        """Return the same of other results, such as those that name nobody; keys of cells stay what they were."""
        results = tuple(map(change, self.results))
        a, b = (
            next(one for one in result.plan.cells if one.key == cell.key)
            for result, cell in zip(results, self.cells, strict=True)
        )
        return replace(self, results=results, cells=(a, b))
