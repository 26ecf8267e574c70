"""Reading query parameters, with the complaints that Siro's validation makes (422, ZodError)."""

from __future__ import annotations

import re
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Final

from msgspec import Struct

from siro_desktop.domain.query import EntityType
from siro_desktop.sandbox.wire import refuse, refuse_parameters

if TYPE_CHECKING:
    from werkzeug.datastructures import MultiDict

_INSTANT: Final = re.compile(r"\d{4}-\d{2}-\d{2}T\d{2}:\d{2}(:\d{2}(\.\d{1,9})?)?(Z|[+-]\d{2}:\d{2})")
_ENTITY_TYPES: Final = tuple(entity_type.value for entity_type in EntityType)


class Parameters:
    """The parameters of one request. Complaints are gathered; `finish` raises them all at once."""

    def __init__(self, given: MultiDict[str, str]) -> None:
        self._given = given
        self._issues: list[dict[str, object]] = []

    def finish(self) -> None:
        """Raise Refused (422) if any parameter was wrong."""
        if self._issues:
            raise refuse_parameters(self._issues)

    def text(self, name: str) -> str:
        """A required text, given once."""
        values = self._given.getlist(name)
        if not values:
            self._missing(name, "string")
        elif len(values) > 1:
            self._complain(
                "invalid_type", [name], "Expected string, received array", expected="string", received="array"
            )
        elif not values[0]:
            self._complain("too_small", [name], "String must contain at least 1 character(s)")
        return values[0] if values else ""

    def optional_text(self, name: str) -> str | None:
        """A text that may be left out; given more than once is wrong."""
        return self.text(name) if name in self._given else None

    def texts(self, name: str) -> tuple[str, ...]:
        """One text, or the parameter repeated; at least one."""
        values = self._given.getlist(name)
        if not values:
            self._missing(name, "string")
        for position, value in enumerate(values):
            if not value:
                path = [name, position] if len(values) > 1 else [name]
                self._complain("too_small", path, "String must contain at least 1 character(s)")
        return tuple(values)

    def entity_types(self, name: str, *, required: bool) -> tuple[EntityType, ...]:
        """One of the entity types, or the parameter repeated."""
        values = self._given.getlist(name)
        if not values and required:
            self._missing(name, " | ".join(f"'{value}'" for value in _ENTITY_TYPES))
        for position, value in enumerate(values):
            if value not in _ENTITY_TYPES:
                path = [name, position] if len(values) > 1 else [name]
                choices = " | ".join(f"'{choice}'" for choice in _ENTITY_TYPES)
                sentence = f"Invalid enum value. Expected {choices}, received '{value}'"
                self._complain("invalid_enum_value", path, sentence, received=value, options=list(_ENTITY_TYPES))
        return tuple(EntityType(value) for value in values if value in _ENTITY_TYPES)

    def instant(self, name: str) -> datetime | None:
        """A required instant: ISO 8601 with Z or an offset. None after a complaint."""
        complaints = len(self._issues)
        text = self.text(name)
        if len(self._issues) > complaints:
            return None
        return self._parse_instant(name, text)

    def optional_instant(self, name: str) -> datetime | None:
        """An instant that may be left out."""
        return self.instant(name) if name in self._given else None

    def limit(self, default: int, highest: int) -> int:
        """`limit`, a whole number from 1 to `highest`."""
        text = self._given.get("limit")
        if text is None:
            return default
        if not text.isdecimal():
            self._complain(
                "invalid_type", ["limit"], "Expected number, received nan", expected="number", received="nan"
            )
            return default
        if not 1 <= int(text) <= highest:
            self._complain("too_big", ["limit"], f"Number must be from 1 to {highest}")
            return default
        return int(text)

    def flag(self, name: str) -> bool | None:
        """`true` or `false`; None if left out."""
        text = self._given.get(name)
        if text not in {None, "true", "false"}:
            self._complain(
                "invalid_type", [name], "Expected boolean, received string", expected="boolean", received="string"
            )
        return None if text is None else text == "true"

    def _parse_instant(self, name: str, text: str) -> datetime | None:
        if _INSTANT.fullmatch(text):
            try:
                return datetime.fromisoformat(text).astimezone(UTC)
            except (ValueError, OverflowError):
                pass  # such as the 30th of February
        self._complain("invalid_string", [name], "Invalid datetime", validation="datetime")
        return None

    def _missing(self, name: str, expected: str) -> None:
        self._complain("invalid_type", [name], "Required", expected=expected, received="undefined")

    def _complain(self, code: str, path: list[object] | list[str], message: str, **more: object) -> None:
        self._issues.append({"code": code, **more, "path": path, "message": message})


class ValuesQuestion(Struct, frozen=True, kw_only=True):
    """A question to the values endpoint, checked. `start_at` and `end_at` are echoed as they came."""

    organization_id: str
    conversation_type_id: str
    start_at: str
    end_at: str
    start_ms: int
    end_ms: int
    ids: tuple[str, ...]
    filter_by: tuple[EntityType, ...]
    group_by: tuple[EntityType, ...]
    cursor: str | None


def read_values_question(given: MultiDict[str, str]) -> ValuesQuestion:
    """Return the question in `given`. Raises Refused: 422 for a wrong parameter, 400 for an end before the start."""
    parameters = Parameters(given)
    organization_id = parameters.text("requestedOrganizationId")
    conversation_type_id = parameters.text("conversationTypeId")
    start = parameters.instant("startAt")
    end = parameters.instant("endAt")
    ids = parameters.texts("filterByIds")
    filter_by = parameters.entity_types("filterBy", required=True)
    group_by = parameters.entity_types("groupBy", required=False)
    cursor = parameters.optional_text("cursor")
    parameters.finish()
    if start is None or end is None or end < start:
        raise refuse(400, "startAt must be before endAt")
    return ValuesQuestion(
        organization_id=organization_id,
        conversation_type_id=conversation_type_id,
        start_at=given["startAt"],
        end_at=given["endAt"],
        start_ms=_milliseconds(start),
        end_ms=_milliseconds(end),
        ids=ids,
        filter_by=filter_by,
        group_by=group_by,
        cursor=cursor,
    )


def _milliseconds(instant: datetime) -> int:
    """Whole milliseconds since 1970, rounded down, without going through floating point."""
    since = instant - datetime(1970, 1, 1, tzinfo=UTC)
    return (since.days * 86_400 + since.seconds) * 1000 + since.microseconds // 1000
