"""The form's content as a question, also while something in it is open, and back.

The form cannot show every question yet: what it has no field for (how a question is compared, a period beyond its
presets) is kept here while the person leaves it alone.
"""

from __future__ import annotations

from contextlib import suppress
from datetime import UTC, date, datetime, timedelta
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QScrollArea, QWidget

from siro_desktop.domain.periods import DateRange, PeriodPreset
from siro_desktop.domain.plan import NOT_COMPARED
from siro_desktop.domain.query import EntityType, parse_ids
from siro_desktop.domain.question import Question
from siro_desktop.domain.relative_periods import RelativePeriod
from siro_desktop.ui.query_draft import SEVERAL, read_entity_types, read_mapping, read_text, read_texts

if TYPE_CHECKING:
    from siro_desktop.domain.profile import Profile
    from siro_desktop.ui.query_form import QueryForm

_RUN: Final = "query_run"


class FormQuestion:
    """Reads and fills one form for the connection it is turned to."""

    def __init__(self, form: QueryForm) -> None:
        self._form = form
        self._compare_by = NOT_COMPARED
        self._shown_period: tuple[object, RelativePeriod | None] = (None, None)

    def read(self, profile: Profile) -> Question:
        """Return the question as it stands; what is open in the form is empty in it."""
        draft = self._form.draft()
        types = read_entity_types(draft["filter_by"])
        key = types[0].value if types and draft["several"] is not True else SEVERAL
        conversation = read_mapping(draft["conversation_type"])
        organization_id = draft["organization_id"]
        ids = (*read_texts(read_mapping(draft["ids"]).get(key)), *parse_ids(read_text(draft["typed"])))
        return Question(
            organization_id=profile.organization_id if organization_id is None else read_text(organization_id).strip(),
            conversation_type_id=read_text(conversation.get("id")) or read_text(conversation.get("text")).strip(),
            period=self._period(read_mapping(draft["period"])),
            filter_by=types,
            ids=tuple(dict.fromkeys(ids)),
            group_by=read_entity_types(draft["group_by"]),
            compare_by=self._compare_by,
        )

    def show(self, question: Question, profile: Profile) -> None:
        """Fill the form; the person may go on from there."""
        kept = None
        if isinstance(question.period, RelativePeriod):
            with suppress(ValueError):
                kept = {"preset": PeriodPreset(str(question.period)).value}
        if kept is None:
            kept = _days_draft(_days_of(question, profile))
        several = len(question.filter_by) > 1
        types = question.filter_by or (EntityType.USER,)  # as the form begins where nothing is said
        key = SEVERAL if several else types[0].value
        conversation = {"id": question.conversation_type_id, "text": question.conversation_type_id}
        self._form.restore_draft(
            {
                "conversation_type": conversation,
                "period": kept,
                "filter_by": [one.value for one in types],
                "several": several,
                "ids": {key: list(question.ids)},
                "group_by": [one.value for one in question.group_by],
                "organization_id": question.organization_id,
            }
        )
        self.adopt(question)
        self._form.changed.emit()

    def adopt(self, question: Question) -> None:
        """Take it that the form shows `question`, as far as it can."""
        period = question.period
        self._compare_by = question.compare_by
        self._shown_period = (self._form.draft()["period"], period if isinstance(period, RelativePeriod) else None)

    def forget(self) -> None:
        """Take it that the form was filled by somebody else."""
        self._compare_by = NOT_COMPARED
        self._shown_period = (None, None)

    def lead_to(self, field: str | None) -> None:
        """Let the next keys go to a field, or to Run if nothing is missing."""
        found = self._form.findChild(QWidget, field or _RUN)
        scroll = self._form.findChild(QScrollArea, "query_scroll")
        if found is not None:
            found.setFocus(Qt.FocusReason.OtherFocusReason)
            if scroll is not None and scroll.isAncestorOf(found):
                scroll.ensureWidgetVisible(found)

    def _period(self, draft: dict[str, object]) -> RelativePeriod | DateRange:
        shown, period = self._shown_period
        if period is not None and draft == shown:
            return period
        preset = read_text(draft.get("preset"))
        if preset != "custom":
            return RelativePeriod.parse(preset)
        first, last = (date.fromisoformat(read_text(draft.get(end))) for end in ("first", "last"))
        return DateRange(first, last)


def _days_of(question: Question, profile: Profile) -> DateRange:
    """The days that a question is about now, for a form that knows only days."""
    if isinstance(question.period, DateRange):
        return question.period
    period, calendar = question.resolve(datetime.now(UTC), profile.calendar).period, profile.calendar
    return DateRange(calendar.day_of(period.start), calendar.day_of(period.end - timedelta(milliseconds=1)))


def _days_draft(days: DateRange) -> dict[str, str]:
    return {"preset": "custom", "first": days.first.isoformat(), "last": days.last.isoformat()}
