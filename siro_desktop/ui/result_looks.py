"""How results are looked at that are not in view now: which view is in front, what is searched, filtered and sorted.

GUI thread; one for each window. A result that comes to the front of its tab, that is gone back to, or that was open in
the last session, is looked at as before. One that is fetched or opened anew goes on with what is in view.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping

    from siro_desktop.domain.names import Names
    from siro_desktop.domain.results import SavedResult
    from siro_desktop.settings import Json
    from siro_desktop.ui.result_page import ResultPage


class ResultLooks:
    """Looks by the id of their result, as `ResultPage.look` gives them, with real names also in presentation mode.

    `names` returns those that are shown now.
    """

    def __init__(self, page: ResultPage, names: Callable[[], Names]) -> None:
        self._page, self._names = page, names
        self._kept: dict[int, Mapping[str, Json]] = {}
        self._expected: set[int] = set()
        self._is_plain = False  # what is in view was kept, and is not to be looked at as it was any more
        self._change: Callable[[], None] | None = None  # due when what is expected is shown

    def keep(self) -> None:
        """Remember how the result in view is looked at."""
        saved = self._page.saved
        if saved is not None and saved.id and not self._is_plain:
            self._kept[saved.id] = with_texts(self._page.look(), self._names().reveal_text)

    def leave(self) -> None:
        """Remember it, and let the result of another tab begin without what is searched and filtered here."""
        self.keep()
        self._page.show_all_rows()
        self._is_plain = True

    def expect(self, result_id: int) -> None:
        """Look at a result as before, once it is shown."""
        self._change = None
        self._expected.add(result_id)

    def change(self, saved: SavedResult | None, change: Callable[[], None]) -> None:
        """Change how a result is looked at: now if it is in view, otherwise when it comes; None while it is read."""
        if saved is not None and self._page.saved is saved:
            change()
        else:
            self._change = change

    def arrive(self, saved: SavedResult) -> None:
        """Look at the result that is shown now as before, if that is expected."""
        self._is_plain = False
        if saved.id in self._expected:
            self.show_again()
        self._expected.discard(saved.id)
        change, self._change = self._change, None
        if change is not None:
            change()

    def show_again(self) -> None:
        """Look at the result in view as it was kept, under the names that are shown now."""
        look = None if self._page.saved is None else self._kept.get(self._page.saved.id)
        if look is not None:
            self._page.restore_look(with_texts(look, self._names().hide_text))

    def take(self, looks: Mapping[int, Mapping[str, Json]]) -> None:
        """Go on with looks of another window, or of the last session; those results are expected."""
        self._kept.update(looks)
        self._expected.update(looks)
        self._change = None

    def of(self, result_ids: Iterable[int]) -> dict[int, Mapping[str, Json]]:
        """Return what is known of these results, by their ids."""
        return {result_id: self._kept[result_id] for result_id in result_ids if result_id in self._kept}

    def forget(self, result_id: int) -> None:
        """A result is deleted."""
        self._kept.pop(result_id, None)

    def clear(self) -> None:
        """All results are gone, or others have their numbers."""
        self._kept.clear()
        self._expected.clear()
        self._change = None
        self._page.comparison_body.views.forget_results()


def with_texts(look: Mapping[str, Json], change: Callable[[str], str]) -> dict[str, Json]:
    """Return a look with other texts: what is searched and filtered may name people."""
    return {part: _with_texts(kept, change) for part, kept in look.items()}


def _with_texts(kept: Json, change: Callable[[str], str]) -> Json:
    if isinstance(kept, str):
        return change(kept)
    if isinstance(kept, dict):
        return with_texts(kept, change)
    return [_with_texts(one, change) for one in kept] if isinstance(kept, list) else kept
