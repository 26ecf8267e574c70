"""What is said of an answer whose pages did not end as they should, and how that is known again.

Siro says that there is more, and nobody can say whether that is so: the answer is kept with one of these sentences
among its warnings, also in the store.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Iterable

SAME_PAGE: Final = "Siro sent the same page again. What came before is shown; there may be more."
NO_WAY_ON: Final = "Siro says that there are more pages but not how to ask for them. What came is shown."
CIRCLE: Final = "Siro's pages go round in a circle. Each was read once; there may be more."
_EMPTY: Final = ("Siro sent ", " empty pages in a row and promises more. Reading stopped there.")
_PAGES: Final = ("Reading stopped after ", " pages, although Siro has more.")
_VALUES: Final = ("Reading stopped after ", " metric values, although Siro has more.")


def empty_pages(count: int) -> str:
    """Reading ended after so many empty pages."""
    return f"{count:,}".join(_EMPTY)


def many_pages(count: int) -> str:
    """Reading ended after so many pages."""
    return f"{count:,}".join(_PAGES)


def many_values(count: int) -> str:
    """Reading ended after so many values."""
    return f"{count:,}".join(_VALUES)


def is_cut_short(warnings: Iterable[str]) -> bool:
    """Return whether one of the warnings of an answer says that there may be more of it."""
    return any(
        text in {SAME_PAGE, NO_WAY_ON, CIRCLE}
        or any(text.startswith(start) and text.endswith(end) for start, end in (_EMPTY, _PAGES, _VALUES))
        for text in warnings
    )
