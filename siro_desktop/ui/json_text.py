"""Lays out JSON text for reading, token by token, so that the beginning of a long or broken answer works as well."""

from __future__ import annotations

import re
from typing import Final

_TOKENS: Final = re.compile(r'"(?:\\.|[^"\\])*"?|[{}\[\],:]|[^\s{}\[\],:"]+')
_INDENT: Final = "  "


def indented(text: str) -> str:
    """Return JSON with a line for each member, numbers as they were written; other text is returned as it is."""
    if text.lstrip()[:1] not in {"{", "["}:
        return text
    parts: list[str] = []
    depth = 0
    tokens = _TOKENS.findall(text)
    for place, piece in enumerate(tokens):
        following = tokens[place + 1] if place + 1 < len(tokens) else ""
        if piece in {"{", "["}:
            depth += 1
            parts.append(piece if following in {"}", "]"} else f"{piece}\n{_INDENT * depth}")
        elif piece in {"}", "]"}:
            depth = max(0, depth - 1)
            is_empty = place > 0 and tokens[place - 1] in {"{", "["}
            parts.append(piece if is_empty else f"\n{_INDENT * depth}{piece}")
        elif piece == ",":
            parts.append(f",\n{_INDENT * depth}")
        else:
            parts.append(": " if piece == ":" else piece)
    return "".join(parts)
