"""What is said of each field of a question when somebody points at it."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication


def field_tips() -> dict[str, str]:
    """Return a sentence or two for each field, by its name."""
    tr, room = QCoreApplication.translate, "QueryFields"
    return {
        "conversation_type_id": tr(room, "Which kind of conversation was scored. Each has metrics of its own."),
        "period": tr(
            room,
            "When the conversations were held, by the days of the organization's time zone. Last month and the like "
            "move with the calendar; days that you choose stay.",
        ),
        "filter_by": tr(room, "What the ids below name. “Several” lets them name more than one kind."),
        "ids": tr(room, "Whom to ask about. Type a name or an id and press Return, or paste many from a spreadsheet."),
        "compare": tr(room, "One answer for all of them together, or one for each, to hold them against each other."),
        "compare_by": tr(
            room, "Cut the period into days, weeks, months or quarters, or set an earlier period beside it."
        ),
        "group_by": tr(room, "Sent to Siro as it is (groupBy). To compare people or teams, use Compare instead."),
        "organization_id": tr(
            room, "Whose conversations are asked about: your connection's own, unless you type another."
        ),
    }
