"""JSON from a server that may send anything: it becomes typed values, or one UnexpectedAnswer."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, TypeVar

import msgspec

from siro_desktop.errors import UnexpectedAnswer

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

T = TypeVar("T")

MAX_DEPTH: Final = 100
"""How deep undocumented fields may nest: what keeps and shows them later recurses."""

_BOM: Final = b"\xef\xbb\xbf"
# DecodeError covers wrong JSON and wrong types. The other two come through msgspec as they are.
DECODE_ERRORS: Final = (msgspec.DecodeError, UnicodeDecodeError, RecursionError)


def decode(body: bytes, decoder: msgspec.json.Decoder[T]) -> T:
    """Return what `body` says. Raises UnexpectedAnswer, whose detail names the path, with the body as raw."""
    try:
        return decoder.decode(without_bom(body))
    except DECODE_ERRORS as error:
        raise unexpected(error, body) from error


def without_bom(body: bytes) -> bytes:
    """Return `body` without the byte order mark that some put before JSON (RFC 8259 section 8.1)."""
    return body.removeprefix(_BOM)


def unexpected(error: Exception, body: bytes) -> UnexpectedAnswer:
    """Return what a decoding error means for a person."""
    return UnexpectedAnswer(_sentence(error, body), detail=f"{type(error).__name__}: {error}", raw=body)


def check_depth(extra: Mapping[str, object], body: bytes) -> None:
    """Raise UnexpectedAnswer if `extra` nests deeper than MAX_DEPTH."""
    level = _containers(extra.values())
    for _ in range(MAX_DEPTH):
        if not level:
            return
        level = [inner for outer in level for inner in _containers(outer)]
    if not level:
        return
    raise UnexpectedAnswer(
        "Siro's answer is nested too deeply to be read. Tell the maker of this program.",
        detail=f"Undocumented fields nest deeper than {MAX_DEPTH} levels.",
        raw=body,
    )


def _containers(values: Iterable[object]) -> list[Iterable[object]]:
    """What each array or object among `values` holds."""
    return [value.values() if isinstance(value, dict) else value for value in values if isinstance(value, dict | list)]


def _sentence(error: Exception, body: bytes) -> str:
    if not body.strip():
        return "Siro's answer is empty. Try again; if it stays empty, a proxy may be in the way."
    if isinstance(error, msgspec.ValidationError):
        return "Siro's answer is not built as its documentation says, so it cannot be shown as a table."
    if "truncated" in str(error):
        return "Siro's answer broke off before its end. Try again."
    if isinstance(error, UnicodeDecodeError):  # RFC 8259 section 8.1
        return "Siro's answer is not in UTF-8, as JSON must be. A proxy may have changed it: tell your administrator."
    if isinstance(error, RecursionError):
        return "Siro's answer is nested too deeply to be read."
    return "The answer is not JSON, so it is not from Siro's API. Check the API address in the connection settings."
