"""The question side of the window: what to ask Siro.

Signals: `run_requested(MetricsQuery)` when the question is complete and Run was pressed, `stop_requested()`,
`changed()` after every edit. Problems stand under their field.
"""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QEvent, QSignalBlocker, QSize, Qt, Signal, Slot
from PySide6.QtWidgets import QApplication, QFrame, QLineEdit, QScrollArea, QVBoxLayout, QWidget

from siro_desktop.domain.names import Names
from siro_desktop.domain.profile import DEFAULT_API_BASE_URL
from siro_desktop.domain.query import EntityType, MetricsQuery
from siro_desktop.domain.request import check_address_length
from siro_desktop.errors import QueryError
from siro_desktop.ui.disclosure import Disclosure
from siro_desktop.ui.entity_types_field import EntityTypesInput, entity_type_texts, names_of_types
from siro_desktop.ui.field import Field, ProblemLine, fit_height, order_tabs
from siro_desktop.ui.ids_field import IdsInput
from siro_desktop.ui.menu_choice import MenuChoice
from siro_desktop.ui.name_combo import NameCombo
from siro_desktop.ui.period_field import PeriodInput, today_in
from siro_desktop.ui.query_draft import (
    DRAFT_VERSION,
    SEVERAL,
    draft_of,
    read_entity_types,
    read_mapping,
    read_text,
    read_texts,
)
from siro_desktop.ui.run_bar import RunBar
from siro_desktop.ui.theme import SPACE_3, SPACE_4, restyle
from siro_desktop.ui.widgets import named
from siro_desktop.ui.words import grouped

if TYPE_CHECKING:
    from siro_desktop.domain.periods import PeriodPreset
    from siro_desktop.domain.profile import Profile
    from siro_desktop.settings import Json
    from siro_desktop.ui.period_field import Today

_NARROWEST: Final = 300


class QueryForm(QWidget):
    """A form for one query; keeps the ids of each type apart, so that changing the type loses nothing."""

    run_requested = Signal(object)
    stop_requested = Signal()
    changed = Signal()

    def __init__(self, today: Today = today_in, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("query_form")
        self._profile: Profile | None = None
        self._names = Names()
        self._ids_by_types: dict[str, tuple[str, ...]] = {}
        self._types_key = EntityType.USER.value
        self._drafts: dict[str, dict[str, Json]] = {}
        self._build_inputs(today)
        self._build_layout()
        self._order_tabs()
        self._connect()
        self._show_names()

    def _build_inputs(self, today: Today) -> None:
        self._conversation_type = NameCombo("conversation_type_id", self.tr("Choose, or type an id"))
        self._period = PeriodInput(today)
        self._filter_by = EntityTypesInput()
        self._ids = IdsInput(self._filter_by)
        self.groups = self._ids.groups
        self._group_by = MenuChoice("group_by", self.tr("Group by"), entity_type_texts(), self.tr("Nothing"))
        self._organization = named(QLineEdit(), "organization_id")
        self._organization.setPlaceholderText(self.tr("The organization's id"))
        fit_height(self._conversation_type, self._organization, self._group_by)
        self._fields = {
            field.name: field
            for field in (
                Field("conversation_type_id", self.tr("&Conversation type"), self._conversation_type),
                Field("period", self.tr("Pe&riod"), self._period, buddy=self._period.preset_input),
                Field("filter_by", self.tr("Filter &by"), self._filter_by, buddy=self._filter_by.choices),
                Field("ids", self.tr("&Ids"), self._ids.entry, below=self._ids),
                Field("group_by", self.tr("&Group by"), self._group_by),
                Field("organization_id", self.tr("&Organization"), self._organization),
            )
        }
        self._fields["filter_by"].set_corner(self._filter_by.several_switch)
        self._fields["ids"].set_corner(self.groups)

    def _build_layout(self) -> None:
        self._general_problem = ProblemLine("query_problem", self)
        self._more = Disclosure("query_more", self.tr("More"), self.tr("Show or hide the organization"), self)
        self._inside = inside = named(QWidget(), "query_fields")
        restyle(inside, "#query_fields { background: $window; }")
        column = QVBoxLayout(inside)
        column.setContentsMargins(SPACE_4, SPACE_4, SPACE_4, SPACE_3)
        column.setSpacing(SPACE_3)
        column.addWidget(self._general_problem)
        for name in ("conversation_type_id", "period", "filter_by", "ids", "group_by"):
            column.addWidget(self._fields[name])
        column.addWidget(self._more, 0, Qt.AlignmentFlag.AlignLeading)
        column.addWidget(self._fields["organization_id"])
        column.addStretch(1)
        self._scroll = named(QScrollArea(self), "query_scroll")
        self._scroll.setWidgetResizable(True)
        self._scroll.setFrameShape(QFrame.Shape.NoFrame)
        self._scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._scroll.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._scroll.setWidget(inside)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addWidget(self._scroll, 1)
        self._foot = RunBar(self)
        layout.addWidget(self._foot)

    def _order_tabs(self) -> None:
        """Reading order; the chips put themselves behind their line."""
        period, ids = self._period, self._ids
        order_tabs(
            self._conversation_type,
            *(period.preset_input, period.start_input, period.end_input),
            self._filter_by.several_switch,
            *self._filter_by.choices.segments(),
            *(self.groups, ids.entry, ids.edit_button, ids.clear_button),
            *(self._group_by, self._more, self._organization, self._foot.button),
        )

    def _connect(self) -> None:
        self._conversation_type.changed.connect(partial(self._on_edited, "conversation_type_id"))
        self._period.changed.connect(self._on_period_changed)
        self._filter_by.changed.connect(self._on_filter_by_changed)
        self._ids.changed.connect(self._on_ids_changed)
        self._group_by.changed.connect(partial(self._on_edited, "group_by"))
        self._organization.textEdited.connect(lambda _text: self._on_edited("organization_id"))
        self._more.toggled.connect(self._on_more_toggled)
        self._foot.run_clicked.connect(self.run)
        self._foot.stop_clicked.connect(self.stop_requested)
        self._on_more_toggled(is_on=False)

    def set_profile(self, profile: Profile) -> None:
        """Ask on this connection from now on; what was typed for another one is put aside until that comes back."""
        former = self._profile
        if former is not None and former.id != profile.id:
            self._drafts[former.id] = self.draft()
            self._profile = profile
            self._names = Names()
            self.restore_draft(self._drafts.get(profile.id, {}))
        self._profile = profile
        if former is None or self._organization.text() in {"", former.organization_id}:
            self._organization.setText(profile.organization_id)
        self._more.setChecked(not profile.organization_id or self._organization.text() != profile.organization_id)
        self._period.set_zone(profile.zone)
        self._fields["period"].set_note(profile.time_zone.replace("_", " "))
        self._show_names()
        self._offer_organization()

    def set_names(self, names: Names) -> None:
        """Offer these names; nothing that was chosen or typed changes."""
        self._names = names
        self._show_names()

    def to_query(self) -> MetricsQuery:
        """Return the question as it stands, a preset taken as of today. Raises QueryError naming the field."""
        query = MetricsQuery(
            organization_id=self._organization.text().strip(),
            conversation_type_id=self._conversation_type.current_id(),
            period=self._period.period(),
            filter_by=self._filter_by.entity_types(),
            ids=self._ids.ids_with_typed(),
            group_by=tuple(EntityType(key) for key in self._group_by.chosen()),
        )
        query.check()
        check_address_length(self._profile.api_base_url if self._profile else DEFAULT_API_BASE_URL, query)
        return query

    def show_error(self, error: QueryError) -> None:
        """Say what is wrong beside the field that it names, and lead there; at the top if no field is named."""
        self.clear_errors()
        parts = {"start": self._period.start_input, "end": self._period.end_input}
        name = "period" if error.field in parts else error.field
        field = self._fields.get(name)
        if field is None:
            self._general_problem.set_text(error.message)
            self._reveal(self._general_problem)
            return
        if name == "organization_id":
            self._more.setChecked(True)
        field.show_problem(error.message, focus=parts.get(error.field))
        field.setToolTip(error.detail or "")
        self._reveal(field)

    def clear_errors(self) -> None:
        """Take all problems away."""
        self._general_problem.set_text("")
        for field in self._fields.values():
            self._clear_problem(field.name)

    def problems(self) -> dict[str, str]:
        """Field names and what stands under them; the top of the form is an empty name."""
        shown = {name: field.problem for name, field in self._fields.items()} | {"": self._general_problem.text}
        return {name: text for name, text in shown.items() if text}

    def set_running(self, is_running: bool) -> None:
        """Turn Run into Stop, or back."""
        self._foot.set_running(is_running)

    @Slot()
    def run(self) -> None:
        """Ask as if Run had been pressed: emit `run_requested`, or say what is wrong."""
        try:
            query = self.to_query()
        except QueryError as error:
            self.show_error(error)
            return
        self.clear_errors()
        self._ids.take_typed()
        self.run_requested.emit(query)

    def draft(self) -> dict[str, Json]:
        """Return everything that was typed and chosen, as JSON values."""
        self._keep_ids()
        organization = self._organization.text()
        is_own = self._profile is not None and organization == self._profile.organization_id
        return {
            "version": DRAFT_VERSION,
            "conversation_type": {**self._conversation_type.draft()},
            "period": {**self._period.draft()},
            "filter_by": [one.value for one in self._filter_by.entity_types()],
            "several": self._filter_by.choices.takes_several,
            "ids": {key: list(ids) for key, ids in self._ids_by_types.items()},
            "typed": self._ids.typed(),
            "group_by": list(self._group_by.chosen()),
            "organization_id": None if is_own else organization,
        }

    def restore_draft(self, draft: object) -> None:
        """Show what `draft` gave, and the form's beginning for all that is missing or damaged. Emits nothing."""
        kept = read_mapping(draft)
        own = self._profile.organization_id if self._profile else ""
        with QSignalBlocker(self):
            self._conversation_type.restore_draft(kept.get("conversation_type"))
            self._period.restore_draft(kept.get("period"))
            is_several = kept.get("several") is True
            types = read_entity_types(kept.get("filter_by"))
            self._filter_by.set_entity_types(types or (() if is_several else (EntityType.USER,)), several=is_several)
            self._types_key = self._key_of_types()
            self._ids_by_types = {key: read_texts(ids) for key, ids in read_mapping(kept.get("ids")).items()}
            self._ids.set_ids(self._ids_by_types.get(self._types_key, ()), read_text(kept.get("typed")))
            self._group_by.set_chosen(read_texts(kept.get("group_by")))
            self._organization.setText(read_text(kept.get("organization_id"), own))
            self.clear_errors()
            self._show_names()
            self._more.setChecked(not own or self._organization.text() != own)

    def set_query(self, query: MetricsQuery, preset: PeriodPreset | None = None) -> None:
        """Show a query, such as one that was run before; with `preset` its period moves on with the calendar."""
        zone = self._profile.zone if self._profile else query.period.start.tzinfo
        self.restore_draft(draft_of(query, zone, preset))
        self.changed.emit()

    def focus_first(self) -> None:
        """Let the next keys go to the first input."""
        self._conversation_type.setFocus(Qt.FocusReason.OtherFocusReason)

    @Slot()
    def clear(self) -> None:
        """Begin a new question."""
        self.restore_draft({})
        self._offer_organization()
        self.changed.emit()

    def _reveal(self, widget: QWidget) -> None:
        """Scroll to a widget whose size has changed just now."""
        QApplication.sendPostedEvents(None, QEvent.Type.LayoutRequest.value)
        self._scroll.ensureWidgetVisible(widget, 0, SPACE_4)

    def _key_of_types(self) -> str:
        types = self._filter_by.entity_types()
        return types[0].value if len(types) == 1 and not self._filter_by.choices.takes_several else SEVERAL

    def _keep_ids(self) -> None:
        self._ids_by_types[self._types_key] = self._ids.ids()

    def _offer_organization(self) -> None:
        """The organization as a whole needs no other id than its own."""
        own = self._organization.text().strip()
        if self._filter_by.entity_types() == (EntityType.ORGANIZATION,) and own and not self._ids.ids():
            self._ids.set_ids((own,), self._ids.typed())
            self._say_count()

    def _show_names(self) -> None:
        names, types = self._names, self._filter_by.entity_types()
        self._conversation_type.set_names(names.conversation_types)
        self._ids.set_names(names_of_types(names, types))
        self._fields["ids"].set_help(" ".join(names.refused))
        self._say_count()

    def _say_count(self) -> None:
        count = len(self._ids.ids())
        self._fields["ids"].set_note(grouped(count) if count else "")

    def _clear_problem(self, name: str) -> None:
        self._fields[name].clear_problem()
        self._fields[name].setToolTip("")

    def _on_edited(self, *names: str) -> None:
        for name in names:
            self._clear_problem(name)
        self._general_problem.set_text("")
        self.changed.emit()

    @Slot()
    def _on_period_changed(self) -> None:
        self._on_edited("period")
        if problem := self._period.problem():
            self._fields["period"].show_problem(problem.message, focus=self._period.end_input, take_focus=False)

    @Slot()
    def _on_filter_by_changed(self) -> None:
        former, key = self._ids.ids(), self._key_of_types()
        if key != self._types_key:
            self._keep_ids()
            self._types_key = key
            self._ids.set_ids(former if key == SEVERAL else self._ids_by_types.get(key, ()), self._ids.typed())
        self._show_names()
        self._offer_organization()
        self._on_edited("filter_by", "ids")

    @Slot()
    def _on_ids_changed(self) -> None:
        self._say_count()
        self._on_edited("ids")

    @Slot(bool)
    def _on_more_toggled(self, is_on: bool) -> None:
        self._fields["organization_id"].setVisible(is_on)

    def minimumSizeHint(self) -> QSize:  # noqa: D102
        return QSize(_NARROWEST, super().minimumSizeHint().height())

    def sizeHint(self) -> QSize:  # noqa: D102  so high that nothing has to be scrolled
        return QSize(_NARROWEST + 20, self._inside.heightForWidth(_NARROWEST + 20) + self._foot.sizeHint().height())
