"""Codes and tokens of the practice Siro. In memory only: they are gone when it ends."""

from __future__ import annotations

import secrets
import threading
import time
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Callable

    from siro_desktop.sandbox.clients import Client

CODE_LIFETIME: Final = 120.0  # seconds; RFC 6749 section 4.1.2 allows ten minutes


@dataclass(slots=True, kw_only=True)
class AuthorizationCode:
    """What a person consented to, as Authlib asks about it. All tokens that come of it are one family."""

    code: str = field(repr=False)
    client_id: str
    redirect_uri: str
    scope: str
    person_key: str
    code_challenge: str = field(repr=False)
    code_challenge_method: str
    expires_at: float
    family: str = field(default_factory=lambda: secrets.token_hex(8))

    def get_redirect_uri(self) -> str:
        """Return the redirect URI that the code went to."""
        return self.redirect_uri

    def get_scope(self) -> str:
        """Return the granted scope."""
        return self.scope


@dataclass(slots=True, kw_only=True)
class Token:
    """An access or refresh token, as Authlib asks about it. `person_key` None: a machine. `uses`: API requests."""

    value: str = field(repr=False)
    client_id: str
    scope: str
    person_key: str | None
    family: str
    expires_at: float | None = None
    is_dead: bool = False
    uses: int = 0

    def check_client(self, client: Client) -> bool:
        """True if the token was issued to `client`."""
        return self.client_id == client.client_id

    def get_scope(self) -> str:
        """Return the granted scope."""
        return self.scope


class TokenStore:
    """All codes and tokens. Safe for threads. `most_uses` 0: an access token lives until it expires."""

    def __init__(self, *, most_uses: int = 0, clock: Callable[[], float] = time.monotonic) -> None:
        self.clock = clock
        self._most_uses = most_uses
        self._lock = threading.Lock()
        self._codes: dict[str, AuthorizationCode] = {}
        self._spent_codes: dict[str, AuthorizationCode] = {}
        self._access: dict[str, Token] = {}
        self._refresh: dict[str, Token] = {}

    def save_code(self, code: AuthorizationCode) -> None:
        """Keep a code until it is taken."""
        with self._lock:
            self._codes[code.code] = code

    def take_code(self, code: str, client_id: str) -> AuthorizationCode | None:
        """Return a code, once. A second try ends every token that came of it (RFC 6749 section 4.1.2)."""
        with self._lock:
            spent = self._spent_codes.get(code)
            if spent is not None:
                self._end_family(spent.family)
                return None
            found = self._codes.get(code)
            if found is None or found.client_id != client_id:
                return None
            self._spent_codes[code] = self._codes.pop(code)
            return found if found.expires_at > self.clock() else None

    def save_access(self, token: Token) -> None:
        """Keep a new access token."""
        with self._lock:
            self._access[token.value] = token

    def save_refresh(self, token: Token) -> None:
        """Keep a new refresh token."""
        with self._lock:
            self._refresh[token.value] = token

    def find_refresh(self, value: str) -> Token | None:
        """Return a refresh token that is still good. A used one ends its whole family (RFC 9700 section 4.14.2)."""
        with self._lock:
            token = self._refresh.get(value)
            if token is None:
                return None
            if token.is_dead:
                self._end_family(token.family)
                return None
            return token

    def spend_refresh(self, token: Token) -> bool:
        """Use a refresh token up; False if somebody else was faster."""
        with self._lock:
            if token.is_dead:
                return False
            token.is_dead = True
            return True

    def find(self, value: str) -> tuple[Token, bool] | None:
        """Return any token, and whether it is a refresh token."""
        with self._lock:
            if value in self._refresh:
                return self._refresh[value], True
            return (self._access[value], False) if value in self._access else None

    def revoke(self, token: Token) -> None:
        """End a token; a refresh token takes its family with it (RFC 7009 section 2.1)."""
        with self._lock:
            token.is_dead = True
            if token.value in self._refresh:
                self._end_family(token.family)

    def use_access(self, value: str) -> Token | None:
        """Return an access token for one API request, or None if it is unknown, expired, revoked or worn out."""
        with self._lock:
            token = self._access.get(value)
            if token is None or token.is_dead or (token.expires_at is not None and token.expires_at <= self.clock()):
                return None
            token.uses += 1
            if self._most_uses and token.uses > self._most_uses:
                return None
            return token

    def _end_family(self, family: str) -> None:
        for token in (*self._access.values(), *self._refresh.values()):
            if token.family == family:
                token.is_dead = True
