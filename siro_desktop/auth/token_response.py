"""What a token endpoint answered: checked by us, because OAuth libraries take nearly anything for a token."""

from __future__ import annotations

import json
import math
import re
from datetime import datetime, timedelta
from typing import Final

from msgspec import Struct

from siro_desktop.auth.callback import shown
from siro_desktop.auth.tokens import TokenSet
from siro_desktop.errors import RateLimited, ServerError, SignInRequired, SiroError, UnexpectedAnswer

_TOKEN: Final = re.compile(r"[\x21-\x7e]+")  # RFC 6750 section 2.1 allows less; a header takes this
_LONG_WORD: Final = re.compile(r"[\w.~+/=-]{20,}")  # a server may quote the token that it refuses
_LONGEST_LIFETIME: Final = 10 * 366 * 86_400.0

_SENTENCES: Final = {
    "invalid_grant": "Your sign-in is no longer valid. Please sign in again.",
    "invalid_client": "The server does not accept the client id or its secret (invalid_client). Check both in the "
    "connection settings.",
    "unauthorized_client": "The server does not let this client id sign in this way (unauthorized_client). Ask your "
    "Siro administrator which method to use.",
    "unsupported_grant_type": "The server does not know this way of signing in (unsupported_grant_type). Choose "
    "another one in the connection settings.",
    "invalid_scope": "The server does not know the scope that was asked for (invalid_scope). Check it in the "
    "connection settings.",
}


class TokenRefused(SignInRequired):
    """The token endpoint said no. `code` is the error of RFC 6749 section 5.2."""

    def __init__(self, code: str, detail: str | None = None) -> None:
        sentence = _SENTENCES.get(code, f"The server refused the sign-in ({code}). Please sign in again.")
        super().__init__(sentence, detail=detail)
        self.code = code


class TokenResponse(Struct, frozen=True):
    """An answer as it came; `body` may hold tokens."""

    status: int
    body: bytes

    def __repr__(self) -> str:
        return f"TokenResponse(status={self.status})"


def parse_tokens(response: TokenResponse, now: datetime) -> TokenSet:
    """Return the tokens of an answer of RFC 6749 section 5.1.

    Raises TokenRefused for an error of section 5.2, RateLimited, ServerError, and UnexpectedAnswer for all else.
    A missing token_type is let pass: the token goes out in a header of Siro's own. A lifetime that makes no sense
    counts as unknown.
    """
    fields = parse_fields(response)
    if str(fields.get("token_type") or "bearer").lower() != "bearer":
        raise _senseless("The server gave a token of a kind that is not known here.")
    access_token = fields.get("access_token")
    if not isinstance(access_token, str) or not _TOKEN.fullmatch(access_token):
        raise _senseless("The answer has no access token in it.")
    lifetime = parse_lifetime(fields.get("expires_in"))
    return TokenSet(
        access_token=access_token,
        refresh_token=_optional_token(fields.get("refresh_token")),
        id_token=_optional_token(fields.get("id_token")),
        received_at=now,
        expires_at=now + timedelta(seconds=lifetime) if lifetime is not None else None,
    )


def parse_fields(response: TokenResponse) -> dict[str, object]:
    """Return the fields of an answer that grants something. Raises as `parse_tokens` does for one that does not."""
    if response.status == 429:
        raise RateLimited("The sign-in server asks to slow down. Try again in a minute.")
    if response.status >= 500:
        raise ServerError("The sign-in server has a problem. Try again.", detail=f"Status {response.status}")
    fields = _parse_object(response)
    if response.status != 200 or "error" in fields:
        raise _refusal(response.status, fields)
    return fields


def parse_lifetime(value: object) -> float | None:
    """Return seconds from an `expires_in` of any type, None if it makes no sense."""
    if isinstance(value, bool) or not isinstance(value, int | float | str):
        return None
    try:
        seconds = float(value)
    except (ValueError, OverflowError):
        return None
    return min(seconds, _LONGEST_LIFETIME) if math.isfinite(seconds) and seconds > 0 else None


def _parse_object(response: TokenResponse) -> dict[str, object]:
    try:
        fields = json.loads(response.body)
    except (ValueError, RecursionError):
        fields = None
    if not isinstance(fields, dict):
        raise _senseless(f"Status {response.status}; the body is not a JSON object.") from None
    return fields


def _refusal(status: int, fields: dict[str, object]) -> SiroError:
    code = fields.get("error")
    if not isinstance(code, str) or not shown(code):
        return _senseless(f"Status {status} without an error code.")
    description = fields.get("error_description")
    said = f": {_LONG_WORD.sub('…', shown(description))}" if isinstance(description, str) else ""
    return TokenRefused(shown(code), f"Status {status}, {shown(code)}{said}")


def _optional_token(value: object) -> str | None:
    return value if isinstance(value, str) and _TOKEN.fullmatch(value) else None


def _senseless(detail: str) -> UnexpectedAnswer:
    return UnexpectedAnswer(
        "The sign-in server sent an answer that makes no sense. Check the token endpoint in the connection settings.",
        detail=detail,
    )
