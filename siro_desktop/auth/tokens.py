"""Tokens as a value. No repr shows them; a log may show a fingerprint at most."""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Final

_LEEWAY: Final = timedelta(seconds=60)


def utc_now() -> datetime:
    """Return the current instant in UTC."""
    return datetime.now(UTC)


def fingerprint(token: str) -> str:
    """Return what a log may show of a token: `<token:` and 8 hexadecimal digits of its SHA-256 `>`."""
    return f"<token:{hashlib.sha256(token.encode()).hexdigest()[:8]}>"


@dataclass(frozen=True, slots=True, kw_only=True)
class TokenSet:
    """What an authorization server gave. `received_at` and `expires_at` are in UTC; None if it did not say."""

    access_token: str = field(repr=False)
    refresh_token: str | None = field(default=None, repr=False)
    id_token: str | None = field(default=None, repr=False)
    received_at: datetime
    expires_at: datetime | None = None
    identity: str | None = None
    display_name: str | None = None

    def is_expired(self, now: datetime) -> bool:
        """True if the lifetime is known and over."""
        return self.expires_at is not None and now >= self.expires_at

    def wants_refresh(self, now: datetime) -> bool:
        """True from 60 seconds before expiry, or a tenth of the lifetime where that is shorter."""
        if self.expires_at is None:
            return False
        lifetime = max(self.expires_at - self.received_at, timedelta(0))
        return now >= self.expires_at - min(_LEEWAY, lifetime / 10)

    def to_entry(self) -> str:
        """Return the access token with its expiry and owner as text for the credential store (no refresh token)."""
        entry = {
            "access_token": self.access_token,
            "received_at": self.received_at.isoformat(),
            "expires_at": self.expires_at.isoformat() if self.expires_at else None,
            "identity": self.identity,
            "display_name": self.display_name,
        }
        return json.dumps(entry, ensure_ascii=False, separators=(",", ":"))


def parse_entry(entry: str, refresh_token: str | None) -> TokenSet | None:
    """Return the tokens of a stored entry, or None if it is damaged: then nobody is signed in."""
    try:
        fields = json.loads(entry)
        expires_at = fields["expires_at"]
        tokens = TokenSet(
            access_token=str(fields["access_token"]),
            refresh_token=refresh_token,
            received_at=datetime.fromisoformat(fields["received_at"]).astimezone(UTC),
            expires_at=datetime.fromisoformat(expires_at).astimezone(UTC) if expires_at else None,
            identity=fields["identity"],
            display_name=fields["display_name"],
        )
    except (ValueError, KeyError, TypeError, OverflowError):
        return None
    return tokens if tokens.access_token else None
