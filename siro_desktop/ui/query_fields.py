"""The fields of a question, in a column that scrolls, with their problems under them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, Qt, Slot
from PySide6.QtWidgets import QAbstractSpinBox, QApplication, QFrame, QLineEdit, QScrollArea, QVBoxLayout, QWidget

from siro_desktop.domain.plan import NOT_COMPARED, CompareBy
from siro_desktop.errors import QueryError
from siro_desktop.ui.compare_field import CompareInput, ComparePeriodsInput
from siro_desktop.ui.disclosure import Disclosure
from siro_desktop.ui.entity_types_field import EntityTypesInput, entity_type_texts
from siro_desktop.ui.field import Field, ProblemLine, order_tabs
from siro_desktop.ui.field_pair import FieldPair
from siro_desktop.ui.ids_field import IdsInput
from siro_desktop.ui.menu_choice import MenuChoice
from siro_desktop.ui.name_combo import NameCombo
from siro_desktop.ui.period_field import PeriodInput
from siro_desktop.ui.query_draft import read_mapping, read_texts
from siro_desktop.ui.query_tips import field_tips
from siro_desktop.ui.text_size import fit_height
from siro_desktop.ui.theme import SPACE_3, SPACE_4
from siro_desktop.ui.wheel_guard import guard_from_wheel
from siro_desktop.ui.widgets import named

if TYPE_CHECKING:
    from collections.abc import Mapping

    from siro_desktop.domain.names import Names
    from siro_desktop.ui.period_field import Today
    from siro_desktop.ui.query_draft import Draft


class QueryFields(QScrollArea):
    """The inputs, public for the form; and one place for each problem."""

    def __init__(self, today: Today, host: QWidget | None = None) -> None:
        super().__init__(host)
        self.setObjectName("query_scroll")
        self._refusal: tuple[str, str] | None = None
        self._build_inputs(today)
        self._fields = {field.name: field for field in self._build_fields()}
        self._tips = field_tips()
        for name, field in self._fields.items():
            field.setToolTip(self._tips[name])
        self._fields["filter_by"].set_corner(self.filter_by.several_switch)
        self._fields["ids"].set_corner(self.groups)
        self._build_layout()
        guard_from_wheel(self._inside)
        self.more.toggled.connect(self._fields["organization_id"].setVisible)
        self._fields["organization_id"].hide()
        for comparing in (self.compare, self.compare_periods):
            comparing.changed.connect(self._on_comparing_changed)

    def _build_inputs(self, today: Today) -> None:
        self.conversation_type = NameCombo("conversation_type_id", self.tr("Choose, or type an id"))
        self.period = PeriodInput(today)
        self.filter_by = EntityTypesInput()
        self.ids = IdsInput(self.filter_by)
        self.groups = self.ids.groups
        self.compare = CompareInput()
        self.compare_periods = ComparePeriodsInput()
        self.group_by = MenuChoice("group_by", self.tr("Group by"), entity_type_texts(), self.tr("Nothing"))
        self.organization = named(QLineEdit(), "organization_id")
        self.organization.setPlaceholderText(self.tr("The organization's id"))
        fit_height(self.conversation_type, self.organization, self.group_by)

    def _build_fields(self) -> tuple[Field, ...]:
        """In reading order. Names are those that errors have; `compare_by` stands for its periods."""
        return (
            Field("conversation_type_id", self.tr("&Conversation type"), self.conversation_type),
            Field("period", self.tr("Pe&riod"), self.period, buddy=self.period.preset_input),
            Field("filter_by", self.tr("Filter &by"), self.filter_by, buddy=self.filter_by.choices),
            Field("ids", self.tr("&Ids"), self.ids.entry, below=self.ids),
            Field("compare", self.tr("Co&mpare"), self.compare, buddy=self.compare.entities_input),
            Field("compare_by", self.tr("Periods"), self.compare_periods, buddy=self.compare_periods.choice_input),
            Field("group_by", self.tr("&Group by"), self.group_by),
            Field("organization_id", self.tr("&Organization"), self.organization),
        )

    def _build_layout(self) -> None:
        self._general_problem = ProblemLine("query_problem", self)
        self.more = Disclosure("query_more", self.tr("More"), self.tr("Show or hide the organization"), self)
        self._inside = inside = named(QWidget(), "query_fields")
        column = QVBoxLayout(inside)
        column.setContentsMargins(SPACE_4, SPACE_4, SPACE_4, SPACE_3)
        column.setSpacing(SPACE_3)
        column.addWidget(self._general_problem)
        self._comparing = FieldPair(
            "query_comparing",
            (self._fields["compare"], self._fields["compare_by"]),
            (self.compare.entities_input, self.compare_periods.choice_input),
        )
        for name in ("conversation_type_id", "period", "filter_by", "ids"):
            column.addWidget(self._fields[name])
        column.addWidget(self._comparing)
        column.addWidget(self._fields["group_by"])
        column.addWidget(self.more, 0, Qt.AlignmentFlag.AlignLeading)
        column.addWidget(self._fields["organization_id"])
        column.addStretch(1)
        self.setWidgetResizable(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setWidget(inside)

    def order_tabs(self, last: QWidget) -> None:
        """Let Tab lead through the inputs in reading order and on to `last`; the chips put themselves behind theirs."""
        ids = self.ids
        order_tabs(
            self.conversation_type,
            *self.period.tab_stops(),
            self.filter_by.several_switch,
            *self.filter_by.choices.segments(),
            *(self.groups, ids.entry, ids.edit_button, ids.clear_button),
            *self.compare.tab_stops(),
            *self.compare_periods.tab_stops(),
            *(self.group_by, self.more, self.organization, last),
        )

    def finish_typing(self) -> None:
        """Let numbers and days show what counts, such as the former number where one was deleted."""
        for box in self.findChildren(QAbstractSpinBox):
            box.interpretText()

    def field(self, name: str) -> Field:
        """The field of that name. Raises KeyError if there is none."""
        return self._fields[name]

    def lead_to(self, name: str) -> None:
        """Let the next keys go to a field, and bring it into view."""
        field = self._fields[name]
        field.take_focus()
        self.ensureWidgetVisible(field, 0, SPACE_4)

    def compare_by(self) -> CompareBy:
        """Into what the question is taken apart."""
        return CompareBy(
            entities=self.compare.entities(),
            unit=self.compare_periods.unit(),
            offset=self.compare_periods.offset(),
            with_whole=self.compare.with_whole(),
        )

    def check_conversation_type(self) -> None:
        """Raise QueryError if a part of a name stands there, which may be that of several types."""
        if text := self.conversation_type.half_typed():
            problem = self.tr("“%1” is not chosen yet. Pick a name, or clear the line.").replace("%1", text[:40])
            raise QueryError("conversation_type_id", problem)

    def show_earlier(self) -> None:
        """Say as what the earlier period is sent, or why there is none."""
        offset = self.compare_periods.offset()
        try:
            earlier = offset.apply(self.period.period(), self.period.calendar) if offset else None
        except QueryError as error:
            earlier = None
            if error.field == "compare_by":
                self.show_beside(error)
        self.compare_periods.show_earlier(earlier)

    def draft(self) -> Draft:
        """What was typed and chosen, as JSON values; without ids and organization, which hang on more than a field."""
        return {
            "conversation_type": {**self.conversation_type.draft()},
            "period": {**self.period.draft()},
            "filter_by": [one.value for one in self.filter_by.entity_types()],
            "several": self.filter_by.choices.takes_several,
            "typed": self.ids.typed(),
            "compare_by": {**self.compare.draft(), "periods": self.compare_periods.draft()},
            "group_by": list(self.group_by.chosen()),
        }

    def restore_draft(self, kept: Mapping[str, object]) -> None:
        """Show what `draft` gave, except for whom the ids name; a beginning for what is missing or damaged."""
        self.conversation_type.restore_draft(kept.get("conversation_type"))
        self.period.restore_draft(kept.get("period"))
        self.compare.restore_draft(kept.get("compare_by"))
        self.compare_periods.restore_draft(read_mapping(kept.get("compare_by")).get("periods"))
        self.group_by.set_chosen(read_texts(kept.get("group_by")))
        self._on_comparing_changed()

    def height_at(self, width: int) -> int:
        """How high all fields together are at a width."""
        return self._inside.heightForWidth(width)

    def show_error(self, error: QueryError) -> None:
        """Say what is wrong beside the field that it names, and lead there; at the top if no field is named."""
        self.clear_errors()
        name, part = self._place_of(error)
        field = self._fields.get(name)
        if field is None:
            self._general_problem.set_text(error.message)
            self._reveal(self._general_problem)
            return
        if name == "organization_id":
            self.more.setChecked(True)
        field.show_problem(error.message, focus=part)
        field.setToolTip(error.detail or self._tips[name])
        self._reveal(field)

    def show_beside(self, error: QueryError) -> None:
        """Say what is wrong beside its field while the person is still typing: nothing moves the keyboard."""
        name, part = self._place_of(error)
        if field := self._fields.get(name):
            field.show_problem(error.message, focus=part, take_focus=False)
            field.setToolTip(error.detail or self._tips[name])

    def show_refusal(self, error: QueryError | None) -> None:
        """Say beside its field why the question would not be asked, until another refusal, or None, comes.

        Edits leave it where it is, so that it does not come and go with every key.
        """
        former, self._refusal = self._refusal, None
        if former is not None and self._fields[former[0]].problem == former[1]:
            if error is not None and (self._place_of(error)[0], error.message) == former:
                self._refusal = former
                return
            self.clear_problem(former[0])
        if error is None:
            return
        name = self._place_of(error)[0]
        if name in self._fields and not self._fields[name].problem:
            self.show_beside(error)
            self._refusal = (name, error.message)

    def clear_errors(self) -> None:
        """Take all problems away."""
        self._refusal = None
        self._general_problem.set_text("")
        for name in self._fields:
            self.clear_problem(name)

    def note_edit(self, *names: str) -> None:
        """Take away what was wrong with these fields before they were edited."""
        for name in names:
            if self._refusal is None or self._refusal != (name, self._fields[name].problem):
                self.clear_problem(name)
        self._general_problem.set_text("")

    def clear_problem(self, name: str) -> None:
        """Take the problem of one field away."""
        self._fields[name].clear_problem()
        self._fields[name].setToolTip(self._tips[name])

    def problems(self) -> dict[str, str]:
        """Field names and what stands under them; the top of the form is an empty name."""
        shown = {name: field.problem for name, field in self._fields.items()} | {"": self._general_problem.text}
        return {name: text for name, text in shown.items() if text}

    @Slot()
    def _on_comparing_changed(self) -> None:
        """A question that compares nothing has one line for that."""
        self._comparing.set_one_line(self.compare_by() == NOT_COMPARED)

    def _place_of(self, error: QueryError) -> tuple[str, QWidget | None]:
        """The field that an error names, and the part of its input that is meant."""
        if error.field in {"start", "end"}:
            return "period", self.period.part_of(error.field)
        return error.field, None

    def _reveal(self, widget: QWidget) -> None:
        """Scroll to a widget whose size has changed just now."""
        QApplication.sendPostedEvents(None, QEvent.Type.LayoutRequest.value)
        self.ensureWidgetVisible(widget, 0, SPACE_4)


def hidden(error: QueryError, names: Names) -> QueryError:
    """The same error in words that name nobody, where `names` are aliases."""
    if not names.is_aliased:
        return error
    return QueryError(error.field, names.hide_text(error.message), detail=names.hide_text(error.detail or ""))
