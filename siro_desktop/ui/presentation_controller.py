"""Presentation mode: people, teams and recordings go by aliases in the window and in all that leaves it.

Every view takes its names from the library's `names_changed`: in this mode those are aliases.
Make it before anything else hears of results, so that a result's ids have aliases when it is shown.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Slot

from siro_desktop.domain.query import EntityType
from siro_desktop.ui.announce import announce
from siro_desktop.ui.naming_dialogs import NamingDialogs
from siro_desktop.ui.query_draft import read_mapping, read_texts

if TYPE_CHECKING:
    from collections.abc import Iterable

    from siro_desktop.domain.aliases import AliasedNames, Aliases
    from siro_desktop.domain.names import Names
    from siro_desktop.domain.plan import FetchPlan
    from siro_desktop.domain.query import MetricsQuery
    from siro_desktop.domain.results import ResultSummary, SavedResult
    from siro_desktop.domain.session import SessionStatus
    from siro_desktop.settings import Json
    from siro_desktop.ui.main_window import MainWindow


class PresentationController(QObject):
    """Keeps the aliases of the connection, and gives each id that comes into view its own."""

    def __init__(self, window: MainWindow) -> None:
        super().__init__(window)
        self._window = window
        self._library = window.library
        self._dialogs = NamingDialogs(window)
        self._known: Aliases | None = None  # read from what is kept when they are first needed: most starts need none
        self._kept: object = None  # what the settings say of them
        self._dressed: AliasedNames | None = None
        self._is_collecting = False
        self._action = window.actions_.presentation
        self._library.dress = self._dress
        window.session.dress = self._dress_status
        window.runs.plan_built.connect(self._on_plan)
        self._library.opened.connect(self._on_opened)
        self._library.summaries_changed.connect(self._on_summaries)
        self._library.all_deleted.connect(self._on_all_deleted)
        window.view.query_form.changed.connect(self._on_form_changed)
        self._action.setCheckable(True)
        self._action.toggled.connect(self._on_toggled)
        self._action.triggered.connect(self._say)
        window.workspace.settings.changed.connect(self._on_settings_changed)

    @property
    def is_on(self) -> bool:
        """True while names are aliases."""
        return self._action.isChecked()

    def is_aliased(self, ids: Iterable[str]) -> bool:
        """True if one of these stands in a file for somebody of this connection."""
        return not {self._aliases.hidden_id(one) for one in self._aliases.names}.isdisjoint(ids)

    def cover_people(self, ids: Iterable[str]) -> None:
        """Give people an alias who come into view with no result."""
        self._cover([((EntityType.USER,), tuple(ids))])

    def cover(self, queries: Iterable[MetricsQuery]) -> None:
        """Give an alias to whom these are about, where they come into view with no result."""
        self._cover((query.filter_by, query.ids) for query in queries)

    def begin(self, profile_id: str) -> None:
        """Take up the aliases of a connection."""
        self._known, self._kept = None, self._window.state.settings.aliases.get(profile_id)
        is_on = self._window.state.settings.is_presenting
        if is_on is not self.is_on:
            self._action.setChecked(is_on)
        elif is_on:
            self._show_everywhere()

    @property
    def _aliases(self) -> Aliases:
        if self._known is None:
            self._known = _read(self._kept)
        return self._known

    # What is covered ------------------------------------------------------------------------------------------------

    def _dress(self, names: Names) -> Names:
        """What the window is to show of the names that are known."""
        if not self.is_on:
            return names
        from siro_desktop.domain.aliases import HIDDEN_KINDS, alias_names

        for kind in HIDDEN_KINDS:
            self._known = self._aliases.covering(kind, (known.id for known in names.of(kind)))
        self._keep()
        dressed = self._dressed
        if dressed is None or dressed.real is not names or dressed.aliases is not self._aliases:
            self._dressed = dressed = alias_names(names, self._aliases)
        return dressed  # the same as before where nothing is new: it knows by now what to look for in texts

    def _dress_status(self, status: SessionStatus) -> SessionStatus:
        return status.without_names() if self.is_on else status

    def _cover(self, found: Iterable[tuple[tuple[EntityType, ...], tuple[str, ...]]]) -> None:
        """Give aliases to ids that come into view. Of several types at once each id may be any of them."""
        if not self.is_on:
            return
        former = self._aliases
        for kinds, ids in set(found):
            for kind in kinds[:1]:
                self._known = self._aliases.covering(kind, (one for one in ids if one not in self._aliases.names))
        if self._aliases is not former and not self._is_collecting:
            self._library.tell_names()

    def _keep(self) -> None:
        profile = self._window.profile
        if profile is not None:
            kept: dict[str, Json] = {kind.value: [*ids] for kind, ids in self._aliases.ids.items()}
            self._kept = kept
            self._window.state.keep_aliases(profile.id, kept)

    # Slots ----------------------------------------------------------------------------------------------------------

    @Slot()
    def _on_settings_changed(self) -> None:
        """Follow another window: what is hidden in one is hidden in all, under the same aliases."""
        profile, settings = self._window.profile, self._window.state.settings
        if profile is not None:
            kept = settings.aliases.get(profile.id)
            if kept is not self._kept:
                self._kept, self._known = kept, None
            self._action.setChecked(settings.is_presenting)

    @Slot(bool)
    def _on_toggled(self, _is_on: bool) -> None:
        self._window.state.keep_presenting(is_presenting=self.is_on)
        self._window.messages.clear()
        looks = self._window.tabs.looks
        looks.keep()
        if self.is_on:
            self._dialogs.set_aside()
        else:
            self._dialogs.bring_back()
        self._show_everywhere()
        looks.show_again()  # what is searched and filtered may have named somebody
        self._window.late.forget_steps()  # so may what a step would bring back

    @Slot()
    def _say(self) -> None:
        """Tell screen readers that names are others now; a start in this mode tells nothing."""
        on, off = self.tr("Presentation mode: names are aliases"), self.tr("Presentation mode is off: names are shown")
        announce(self._window.status_bar, on if self.is_on else off)

    def _show_everywhere(self) -> None:
        window = self._window
        window.status_bar.show_presenting(is_presenting=self.is_on)
        window.view.query_form.groups.set_presenting(is_presenting=self.is_on)
        window.update_actions()
        self._is_collecting = True  # names are told once: ten thousand of them take a moment to show
        saved = window.view.result_page.saved
        if saved is not None:
            self._on_opened(saved)
        self._on_form_changed()
        queries = window.view.saved_side.queries.queries
        self._cover((query.question.filter_by, query.question.ids) for query in queries)
        self._is_collecting = False
        self._library.tell_names()
        self._library.reload()

    @Slot(object)
    def _on_plan(self, plan: FetchPlan) -> None:
        self._cover((cell.query.filter_by, cell.query.ids) for cell in plan.cells)

    @Slot(object)
    def _on_opened(self, saved: SavedResult) -> None:
        self._cover(((saved.plan.query.filter_by, saved.plan.query.ids),))
        self._on_plan(saved.plan)

    @Slot(object)
    def _on_summaries(self, summaries: tuple[ResultSummary, ...]) -> None:
        self._cover((summary.query.filter_by, summary.query.ids) for summary in summaries)

    @Slot()
    def _on_form_changed(self) -> None:
        if self.is_on:
            ids = read_mapping(self._window.view.query_form.draft().get("ids"))
            kinds = {kind.value: (kind,) for kind in EntityType}
            self._cover((kinds.get(kind, (EntityType.USER,)), read_texts(listed)) for kind, listed in ids.items())

    @Slot()
    def _on_all_deleted(self) -> None:
        self._known = _read(None)


def _read(kept: object) -> Aliases:
    from siro_desktop.domain.aliases import HIDDEN_KINDS, Aliases

    known = read_mapping(kept)
    return Aliases({kind: read_texts(known[kind.value]) for kind in HIDDEN_KINDS if known.get(kind.value)})
