"""Who is signed in and what that rests on, as values that may be shown. Never holds a token."""

from __future__ import annotations

from typing import TYPE_CHECKING

from msgspec import Struct
from msgspec.structs import replace

if TYPE_CHECKING:
    from datetime import datetime


class SessionStatus(Struct, frozen=True, kw_only=True):
    """The state of a profile's sign-in.

    `identity` is known only from an id_token or a userinfo endpoint: a stable id, fit for a cell key.
    `display_name` is for people and may be None although somebody is signed in. `expires_at` is in UTC or None.
    `can_refresh` is False if the person must sign in again at expiry. `storage` names the keyring, such as
    *Secret Service*; None if the tokens live in memory only, and then `notice` says why in one sentence.
    `last_refresh` says in a sentence how the last refresh of this run went, `last_refresh_at` when (UTC). `hint` is for
    people, too: the account has changed, or this computer's clock is wrong; `nameless_hint` says the same and names
    nobody. `is_nameless`: who is signed in is not to be shown.
    """

    signed_in: bool
    identity: str | None = None
    display_name: str | None = None
    expires_at: datetime | None = None
    can_refresh: bool = False
    storage: str | None = None
    notice: str | None = None
    last_refresh: str | None = None
    last_refresh_at: datetime | None = None
    hint: str | None = None
    nameless_hint: str | None = None
    is_nameless: bool = False

    def without_names(self) -> SessionStatus:
        """Return what may be shown of it while names are hidden."""
        return replace(self, identity=None, display_name=None, hint=self.nameless_hint, is_nameless=True)


class CheckStep(Struct, frozen=True):
    """One line of a connection test: what was tried, whether it worked (None: not tried), and a sentence."""

    name: str
    ok: bool | None
    sentence: str
