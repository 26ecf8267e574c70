"""A question as JSON: what a `.siroquery` file holds, and what the store keeps of a saved query.

Keys come in a fixed order, one value a line, so that two versions of a file compare well. A file holds no secret and
no connection; where it names no organization, that of the connection is meant. What is open in a question (ids, the
conversation type) may be left out:

    {
      "siroquery": 1,                        the version of the format
      "name": "Monday board",
      "folder": "Weekly",
      "organization_id": "org_1",
      "conversation_type_id": "roof_inspection",
      "period": "last-week",                 or {"first": "2026-10-01", "last": "2026-10-31"}, the last day included,
                                             or {"start": "2026-10-01T06:00:00Z", "end": …}, the end not included
      "filter_by": ["USER"],
      "ids": ["user_1", "user_2"],
      "group_by": ["TEAM"],
      "compare_by": ["entity", "week"],      the words of the command line
      "names": {"user_1": "Ana Ruiz"}        for the reader; the program looks names up itself
    }
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import UTC, date, datetime
from typing import TYPE_CHECKING, Final, TypeVar

from msgspec import Struct, field

from siro_desktop.domain.compare_words import compare_words, parse_compare_by
from siro_desktop.domain.periods import DateRange, Period, wire_instant
from siro_desktop.domain.query import EntityType
from siro_desktop.domain.question import Question
from siro_desktop.domain.relative_periods import RelativePeriod
from siro_desktop.errors import QueryError, UnusableFile

if TYPE_CHECKING:
    from collections.abc import Callable

    from siro_desktop.domain.names import Names

T = TypeVar("T")
Built = TypeVar("Built")

FORMAT_KEY: Final = "siroquery"
FORMAT_VERSION: Final = 1
FILE_ENDING: Final = ".siroquery"
LONGEST_NAME: Final = 200
_KNOWN: Final = (
    *(FORMAT_KEY, "name", "folder", "organization_id", "conversation_type_id", "period"),
    *("filter_by", "ids", "group_by", "compare_by", "names"),
)


class QueryFile(Struct, frozen=True, kw_only=True):
    """A question and what it is called. `names` are those of ids, for the reader of a file.

    `notices` are sentences about what in the file was not understood and left out.
    """

    question: Question
    name: str = ""
    folder: str = ""
    names: Mapping[str, str] = field(default_factory=dict)
    notices: tuple[str, ...] = ()


def query_file_text(file: QueryFile) -> str:
    """Return the text of a file, which ends with a line break."""
    return json.dumps(query_file_object(file), indent=2, ensure_ascii=False) + "\n"


def query_file_object(file: QueryFile) -> dict[str, object]:
    """Return what a file holds, as values for JSON."""
    question = file.question
    content: dict[str, object] = {
        FORMAT_KEY: FORMAT_VERSION,
        "name": file.name,
        "folder": file.folder,
        "organization_id": question.organization_id,
        "conversation_type_id": question.conversation_type_id,
        "period": _period_to_json(question.period),
        "filter_by": question.filter_by,
        "ids": question.ids,
        "group_by": question.group_by,
        "compare_by": compare_words(question.compare_by),
        "names": {known: file.names[known] for known in sorted(file.names)},
    }
    return {key: value for key, value in content.items() if value not in ("", (), {})}


def parse_query_file(text: str | bytes) -> QueryFile:
    """Return what a file holds. Bytes are UTF-8, with or without a byte order mark.

    Raises UnusableFile that names the place for what is no question, or one of a newer version.
    """
    return parse_query_object(_parse_object(text))


def parse_query_object(content: Mapping[str, object]) -> QueryFile:
    """Return what decoded JSON says, of a whole file or inside another. Raises UnusableFile as `parse_query_file`."""
    _check_version(content)
    question = Question(
        organization_id=_text(content, "organization_id"),
        conversation_type_id=_text(content, "conversation_type_id"),
        period=_period(content),
        filter_by=_entity_types(content, "filter_by"),
        ids=_texts(content, "ids"),
        group_by=_entity_types(content, "group_by"),
        compare_by=_said_of("compare_by", parse_compare_by, _texts(content, "compare_by")),
    )
    return QueryFile(
        question=question,
        name=one_line(_text(content, "name")),
        folder=one_line(_text(content, "folder")),
        names=_names(content),
        notices=tuple(f"“{key[:40]}” is not known and was left out." for key in content if key not in _KNOWN),
    )


def names_in(question: Question, names: Names) -> dict[str, str]:
    """Return by id what `names` call the ids of a question, its conversation type included."""
    known = [*names.conversation_types, *(one for kind in question.filter_by for one in names.of(kind))]
    wanted = {question.conversation_type_id, *question.ids}
    return {one.id: one.name for one in known if one.id in wanted and one.name not in ("", one.id)}


def one_line(text: str) -> str:
    """Return `text` as a name: one line without invisible characters, and not too long."""
    visible = "".join(character if character.isprintable() else " " for character in text)
    return " ".join(visible.split())[:LONGEST_NAME].rstrip()


def _parse_object(text: str | bytes) -> dict[str, object]:
    try:
        content = json.loads(text.decode("utf-8-sig") if isinstance(text, bytes) else text)
    except json.JSONDecodeError as error:
        place = f"Line {error.lineno:,}, column {error.colno:,}"
        raise UnusableFile(f"{place}: This is not JSON. Is it a query saved by Siro Desktop?") from error
    except UnicodeDecodeError as error:
        raise UnusableFile(f"Byte {error.start:,}: This is not text. Is it a query saved by Siro Desktop?") from error
    except (ValueError, RecursionError) as error:  # a number of thousands of digits; brackets in brackets in brackets
        raise UnusableFile("Something in this file is far too long, or too deep, for a query.") from error
    if not isinstance(content, dict) or FORMAT_KEY not in content:
        raise UnusableFile(
            f"The beginning: “{FORMAT_KEY}” is missing. Choose a file that was saved as a query by Siro Desktop."
        )
    return content


def _check_version(content: Mapping[str, object]) -> None:
    version = content.get(FORMAT_KEY)
    if isinstance(version, bool) or not isinstance(version, int) or version < 1:
        raise _wrong(FORMAT_KEY, f"The version must be a number, such as {FORMAT_VERSION}.")
    if version > FORMAT_VERSION:
        raise _wrong(FORMAT_KEY, "A newer version of Siro Desktop wrote this query. Update the program to open it.")


def _period_to_json(period: RelativePeriod | DateRange | Period) -> str | dict[str, str]:
    if isinstance(period, RelativePeriod):
        return str(period)
    if isinstance(period, DateRange):
        return {"first": period.first.isoformat(), "last": period.last.isoformat()}
    return {"start": wire_instant(period.start), "end": wire_instant(period.end)}


def _period(content: Mapping[str, object]) -> RelativePeriod | DateRange | Period:
    kept = content.get("period")
    if isinstance(kept, str):
        return _said_of("period", RelativePeriod.parse, kept)
    if isinstance(kept, Mapping):
        if {"first", "last"} <= kept.keys():
            return DateRange(_day(kept, "first"), _day(kept, "last"))
        if {"start", "end"} <= kept.keys():
            start, end = _instant(kept, "start"), _instant(kept, "end")
            return _said_of("period", lambda bounds: Period(*bounds), (start, end))
    raise _wrong("period", "Write “last-week”, or an object with “first” and “last” day, or “start” and “end”.")


def _day(kept: Mapping[str, object], key: str) -> date:
    try:
        return date.fromisoformat(_text(kept, key, "period"))
    except ValueError as error:
        raise _wrong(f"period, {key}", "This is not a day. Write 2026-01-31.") from error


def _instant(kept: Mapping[str, object], key: str) -> datetime:
    try:
        instant = datetime.fromisoformat(_text(kept, key, "period"))
        if instant.tzinfo is not None:
            return instant.astimezone(UTC)
    except (ValueError, OverflowError) as error:
        raise _wrong(f"period, {key}", "This is not an instant. Write 2026-01-31T17:00:00Z.") from error
    raise _wrong(f"period, {key}", "Add an offset to the time, such as Z or -07:00.")


def _entity_types(content: Mapping[str, object], key: str) -> tuple[EntityType, ...]:
    words = _texts(content, key)
    known = {kind.value: kind for kind in EntityType}
    for number, word in enumerate(words, 1):
        if word.upper() not in known:
            raise _wrong(f"{key}, entry {number:,}", f"“{word[:40]}” is none of {', '.join(known)}.")
    return tuple(known[word.upper()] for word in words)


def _texts(content: Mapping[str, object], key: str) -> tuple[str, ...]:
    kept = content.get(key, [])
    if not isinstance(kept, list):
        raise _wrong(key, "This must be a list of texts, in square brackets.")
    return tuple(_clean(value, f"{key}, entry {number:,}") for number, value in enumerate(kept, 1))


def _text(content: Mapping[str, object], key: str, inside: str = "") -> str:
    return _clean(content.get(key, ""), f"{inside}, {key}" if inside else key)


def _names(content: Mapping[str, object]) -> dict[str, str]:
    kept = content.get("names", {})
    if not isinstance(kept, Mapping):
        raise _wrong("names", "This must be an object: an id and its name on each line.")
    return {_clean(key, "names"): _clean(name, f"names, {key[:40]}") for key, name in kept.items()}


def _clean(value: object, place: str) -> str:
    """`value` if it is text that can be written again."""
    if not isinstance(value, str):
        raise _wrong(place, "This must be text, in quotation marks.")
    try:
        value.encode()
    except UnicodeEncodeError as error:  # one half of a surrogate pair
        raise _wrong(place, "This text holds a character that there is not.") from error
    return value


def _said_of(place: str, build: Callable[[T], Built], value: T) -> Built:
    """`build(value)`, with what is wrong about it said of `place`."""
    try:
        return build(value)
    except QueryError as error:
        raise _wrong(place, error.message) from error


def _wrong(place: str, sentence: str) -> UnusableFile:
    return UnusableFile(f"{place.encode(errors='replace').decode()}: {sentence}")
