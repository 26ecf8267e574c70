"""What a session can tell about itself: how the last refresh went, a clock that is wrong, a change of account."""

from __future__ import annotations

import contextlib
from typing import TYPE_CHECKING, Final

from msgspec.structs import replace

from siro_desktop.auth.clock_hint import describe_clock
from siro_desktop.errors import SignInRequired, SiroError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from datetime import datetime

    from siro_desktop.auth.tokens import TokenSet
    from siro_desktop.domain.session import SessionStatus

RENEWED: Final = "The sign-in was renewed."
ADOPTED: Final = "Another window had renewed the sign-in, and this one uses it too."
_ACCOUNT_CHANGED: Final = "You are now signed in {}. Results of {} stay apart."
_ANOTHER: Final = "with another account"
_FORMER: Final = "the former account"


class SessionNotes:
    """Sentences for people; `now` is in UTC."""

    def __init__(self, clock: Callable[[], datetime]) -> None:
        self._clock = clock
        self._refreshed_at: datetime | None = None
        self._refresh: str | None = None
        self._clock_hint: str | None = None
        self._account_hint: str | None = None
        self._nameless_hint: str | None = None

    def note_server_date(self, date_header: str) -> None:
        """Compare the clocks whenever the authorization server answers."""
        self._clock_hint = describe_clock(date_header, self._clock())

    def note_refresh(self, sentence: str) -> None:
        """Remember how a refresh went, and when that was."""
        self._refresh, self._refreshed_at = sentence, self._clock()

    def note_sign_in(self, former: TokenSet | None, tokens: TokenSet) -> None:
        """Remember a change of account. Only identities that a server named are compared."""
        self.note_sign_out()
        if former is None or not (former.identity and tokens.identity) or former.identity == tokens.identity:
            return
        now_in = f"as {tokens.display_name}" if tokens.display_name else _ANOTHER
        before = former.display_name or _FORMER
        self._account_hint = _ACCOUNT_CHANGED.format(now_in, before)
        self._nameless_hint = _ACCOUNT_CHANGED.format(_ANOTHER, _FORMER)

    def note_sign_out(self) -> None:
        """Nobody is signed in: what was said of the account no longer counts."""
        self._refresh = self._refreshed_at = self._account_hint = self._nameless_hint = None

    @contextlib.contextmanager
    def failures_noted(self) -> Iterator[None]:
        """Remember a refresh that fails, and name a clock that is wrong where the person has to sign in again."""
        try:
            yield
        except SiroError as error:
            self.note_refresh(f"The sign-in could not be renewed. {error.message}")
            if isinstance(error, SignInRequired):
                self.add_clock_hint(error)
            raise

    def add_clock_hint(self, error: SignInRequired) -> SignInRequired:
        """Return the error, with the sentence about the clock if there is one."""
        if self._clock_hint and self._clock_hint not in error.message:
            error.message = f"{error.message} {self._clock_hint}"
        return error

    def describe(self, status: SessionStatus) -> SessionStatus:
        """Return the status with what is known here."""
        return replace(
            status,
            last_refresh=self._refresh,
            last_refresh_at=self._refreshed_at,
            hint=self._joined(self._account_hint),
            nameless_hint=self._joined(self._nameless_hint),
        )

    def _joined(self, account_hint: str | None) -> str | None:
        return " ".join(hint for hint in (account_hint, self._clock_hint) if hint) or None
