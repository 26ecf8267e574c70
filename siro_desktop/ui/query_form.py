"""The question side of the window: what to ask Siro.

Signals: `run_requested(Question)` when the question is complete and Run was pressed, `stop_requested()`,
`changed()` after every edit. Problems stand under their field.
"""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QSignalBlocker, QSize, Qt, Signal, Slot
from PySide6.QtWidgets import QVBoxLayout, QWidget

from siro_desktop.domain.names import Names
from siro_desktop.domain.profile import DEFAULT_API_BASE_URL
from siro_desktop.domain.query import EntityType, MetricsQuery, parse_ids
from siro_desktop.domain.question import Question
from siro_desktop.domain.request import check_address_length, longest_query
from siro_desktop.errors import QueryError
from siro_desktop.ui.entity_types_field import are_all_named, names_of_types
from siro_desktop.ui.period_field import today_in
from siro_desktop.ui.query_draft import (
    DRAFT_VERSION,
    SEVERAL,
    read_entity_types,
    read_mapping,
    read_text,
    read_texts,
)
from siro_desktop.ui.query_fields import QueryFields, hidden
from siro_desktop.ui.question_draft import draft_of
from siro_desktop.ui.run_bar import RunBar
from siro_desktop.ui.words import grouped

if TYPE_CHECKING:
    from siro_desktop.domain.calendar import Calendar
    from siro_desktop.domain.profile import Profile
    from siro_desktop.jobs.preview_plan import PlanPreview
    from siro_desktop.ui.period_field import Today
    from siro_desktop.ui.query_draft import Draft

_NARROWEST: Final = 300


class QueryForm(QWidget):
    """A form for one question; keeps the ids of each type apart, so that changing the type loses nothing."""

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
        self._drafts: dict[str, Draft] = {}
        self._fields = QueryFields(today, self)
        self.groups = self._fields.groups
        self._foot = RunBar(self)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addWidget(self._fields, 1)
        layout.addWidget(self._foot)
        self._fields.order_tabs(self._foot.button)
        self._connect()
        self._show_names()

    def _connect(self) -> None:
        fields = self._fields
        fields.conversation_type.changed.connect(partial(self._on_edited, "conversation_type_id"))
        fields.period.changed.connect(self._on_period_changed)
        fields.filter_by.changed.connect(self._on_filter_by_changed)
        fields.ids.changed.connect(self._on_ids_changed)
        fields.compare.changed.connect(partial(self._on_edited, "compare"))
        fields.compare_periods.changed.connect(self._on_compare_periods_changed)
        fields.group_by.changed.connect(partial(self._on_edited, "group_by"))
        fields.organization.textEdited.connect(lambda _text: self._on_edited("organization_id"))
        self._foot.run_clicked.connect(self.run)
        self._foot.stop_clicked.connect(self.stop_requested)

    # -- the connection

    @property
    def profile(self) -> Profile | None:
        """The connection that is asked."""
        return self._profile

    def set_profile(self, profile: Profile) -> None:
        """Ask on this connection from now on; what was typed for another one is put aside until that comes back."""
        former, fields = self._profile, self._fields
        if former is not None and former.id != profile.id:
            self._drafts[former.id] = self.draft()
            self._profile = profile
            self._names = Names()
            self.restore_draft(self._drafts.get(profile.id, {}))
        self._profile = profile
        if former is None or fields.organization.text() in {"", former.organization_id}:
            fields.organization.setText(profile.organization_id)
        fields.more.setChecked(not profile.organization_id or fields.organization.text() != profile.organization_id)
        fields.period.set_calendar(profile.calendar)
        fields.field("period").set_note(profile.time_zone.replace("_", " "))
        fields.show_earlier()
        self._show_names()
        self._offer_organization()

    def set_names(self, names: Names) -> None:
        """Offer these names; nothing that was chosen or typed changes."""
        self._names = names
        self._show_names()

    # -- the question

    def to_question(self) -> Question:
        """Return the question as it stands, a relative period as such. Raises QueryError naming the field.

        Whether its plan is too large, or who is in a team, is known only once the plan is built.
        """
        question = self._question()
        query = self._resolve(question)
        query.check()
        check_address_length(
            self._profile.api_base_url if self._profile else DEFAULT_API_BASE_URL,
            longest_query(query, question.compare_by),
        )
        return question

    def question_so_far(self) -> Question | None:
        """Return the question, or None while something is missing or half typed. Never too long to be asked about."""
        try:
            question = self._question()
            self._resolve(question).check()
        except QueryError:
            return None
        return question

    def to_query(self) -> MetricsQuery:
        """Return what the question means today. Raises QueryError naming the field."""
        return self._resolve(self.to_question())

    def as_typed(self) -> Question:
        """Return the question as far as there is one: what is missing is empty in it, half a word is an id."""
        ids = self._fields.ids
        return self._question_for(tuple(dict.fromkeys((*ids.ids(), *parse_ids(ids.typed())))))

    def _question(self) -> Question:
        self._fields.check_conversation_type()
        return self._question_for(self._fields.ids.ids_with_typed())

    def _question_for(self, ids: tuple[str, ...]) -> Question:
        fields = self._fields
        return Question(
            organization_id=fields.organization.text().strip(),
            conversation_type_id=fields.conversation_type.current_id(),
            period=fields.period.chosen(),
            filter_by=fields.filter_by.entity_types(),
            ids=ids,
            group_by=tuple(EntityType(key) for key in fields.group_by.chosen()),
            compare_by=fields.compare_by(),
        )

    def _resolve(self, question: Question) -> MetricsQuery:
        return question.resolve(self._fields.period.now(), self._calendar())

    def _calendar(self) -> Calendar:
        return self._fields.period.calendar

    def set_question(self, question: Question) -> None:
        """Show a question, such as one that was asked before; a relative period moves on with the calendar."""
        self.restore_draft(draft_of(question, self._calendar().zone))
        self.changed.emit()

    def add_ids(self, entity_type: EntityType, ids: tuple[str, ...]) -> None:
        """Ask about these as well."""
        self._fields.ids.add(entity_type, ids)

    @Slot()
    def run(self) -> None:
        """Ask as if Run had been pressed: emit `run_requested`, or say what is wrong."""
        self._fields.finish_typing()
        self._fields.period.refresh()
        try:
            question = self.to_question()
        except QueryError as error:
            self.show_error(error)
            return
        self.clear_errors()
        self._fields.ids.take_typed()
        self.run_requested.emit(question)

    # -- problems, and what a run would take

    def show_error(self, error: QueryError) -> None:
        """Say what is wrong beside the field that it names, and lead there; at the top if no field is named."""
        self._fields.show_error(hidden(error, self._names))

    def clear_errors(self) -> None:
        """Take all problems away."""
        self._fields.clear_errors()

    def problems(self) -> dict[str, str]:
        """Field names and what stands under them; the top of the form is an empty name."""
        return self._fields.problems()

    def show_preview(self, preview: PlanPreview | None) -> None:
        """Say what a run would take; None while that is not known."""
        self._foot.show_preview(preview)
        self._fields.show_refusal(None)

    def show_refusal(self, error: QueryError) -> None:
        """Say beside its field why this question would not be asked, and leave the keyboard where it is."""
        self._foot.show_preview(None)
        self._fields.show_refusal(hidden(error, self._names))

    def set_running(self, is_running: bool) -> None:
        """Turn Run into Stop, or back."""
        self._foot.set_running(is_running)

    # -- drafts

    def draft(self) -> Draft:
        """Return everything that was typed and chosen, as JSON values."""
        self._keep_ids()
        fields = self._fields
        organization = fields.organization.text()
        is_own = self._profile is not None and organization == self._profile.organization_id
        return {
            "version": DRAFT_VERSION,
            **fields.draft(),
            "ids": {key: list(ids) for key, ids in self._ids_by_types.items()},
            "organization_id": None if is_own else organization,
        }

    def restore_draft(self, draft: object) -> None:
        """Show what `draft` gave, and the form's beginning for all that is missing or damaged. Emits nothing."""
        kept, fields = read_mapping(draft), self._fields
        own = self._profile.organization_id if self._profile else ""
        with QSignalBlocker(self):
            fields.restore_draft(kept)
            self._restore_ids(kept)
            fields.organization.setText(read_text(kept.get("organization_id"), own))
            self.clear_errors()
            self._show_names()
            fields.show_earlier()
            fields.more.setChecked(not own or fields.organization.text() != own)

    def _restore_ids(self, kept: dict[str, object]) -> None:
        fields, is_several = self._fields, kept.get("several") is True
        types = read_entity_types(kept.get("filter_by"))
        fields.filter_by.set_entity_types(types or (() if is_several else (EntityType.USER,)), several=is_several)
        self._types_key = self._key_of_types()
        self._ids_by_types = {key: read_texts(ids) for key, ids in read_mapping(kept.get("ids")).items()}
        fields.ids.set_ids(self._ids_by_types.get(self._types_key, ()), read_text(kept.get("typed")))

    def focus_first(self) -> None:
        """Let the next keys go to the first input."""
        self._fields.conversation_type.setFocus(Qt.FocusReason.OtherFocusReason)

    def lead_to(self, name: str | None) -> None:
        """Let the next keys go to the field of that name, or to Run if nothing is missing."""
        self._fields.lead_to(name) if name else self._foot.button.setFocus(Qt.FocusReason.OtherFocusReason)

    @Slot()
    def clear(self) -> None:
        """Begin a new question."""
        self.restore_draft({})
        self._offer_organization()
        self.changed.emit()

    # -- ids and names

    def _key_of_types(self) -> str:
        filter_by = self._fields.filter_by
        types = filter_by.entity_types()
        return types[0].value if len(types) == 1 and not filter_by.choices.takes_several else SEVERAL

    def _keep_ids(self) -> None:
        self._ids_by_types[self._types_key] = self._fields.ids.ids()

    def _offer_organization(self) -> None:
        """The organization as a whole needs no other id than its own."""
        fields = self._fields
        own = fields.organization.text().strip()
        if fields.filter_by.entity_types() == (EntityType.ORGANIZATION,) and own and not fields.ids.ids():
            fields.ids.set_ids((own,), fields.ids.typed())
            self._say_count()

    def _show_names(self) -> None:
        names, fields = self._names, self._fields
        types = fields.filter_by.entity_types()
        fields.conversation_type.set_names(names.conversation_types)
        are_all = are_all_named(names, types, fields.organization.text().strip())
        fields.ids.set_names(names_of_types(names, types), are_all=are_all)
        fields.field("ids").set_help(" ".join(names.refused))
        fields.compare.set_has_teams(types == (EntityType.TEAM,))
        self._say_count()

    def _say_count(self) -> None:
        count = len(self._fields.ids.ids())
        self._fields.field("ids").set_note(grouped(count) if count else "")

    # -- slots

    def _on_edited(self, *names: str) -> None:
        self._fields.note_edit(*names)
        self.changed.emit()

    @Slot()
    def _on_period_changed(self) -> None:
        self._on_edited("period", "compare_by")
        if problem := self._fields.period.problem():
            self._fields.show_beside(problem)
        self._fields.show_earlier()

    @Slot()
    def _on_compare_periods_changed(self) -> None:
        self._on_edited("compare_by")
        self._fields.show_earlier()

    @Slot()
    def _on_filter_by_changed(self) -> None:
        former, key = self._fields.ids.ids(), self._key_of_types()
        if key != self._types_key:
            self._keep_ids()
            self._types_key = key
            kept = former if key == SEVERAL else self._ids_by_types.get(key, ())
            self._fields.ids.set_ids(kept, self._fields.ids.typed())
        self._show_names()
        self._offer_organization()
        self._on_edited("filter_by", "ids")

    @Slot()
    def _on_ids_changed(self) -> None:
        self._say_count()
        self._on_edited("ids")

    # -- size

    def minimumSizeHint(self) -> QSize:  # noqa: D102
        return QSize(_NARROWEST, super().minimumSizeHint().height())

    def sizeHint(self) -> QSize:  # noqa: D102  so high that nothing has to be scrolled
        width = _NARROWEST + 20
        return QSize(width, self._fields.height_at(width) + self._foot.sizeHint().height())
