"""Renewing the tokens of a session: one refresh at a time in this process, and one among all that share the sign-in."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING, Final

from siro_desktop.auth.session_notes import ADOPTED, RENEWED
from siro_desktop.errors import SignInRequired

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable
    from datetime import datetime

    from siro_desktop.auth.held_tokens import HeldTokens
    from siro_desktop.auth.refresh_lock import RefreshLock
    from siro_desktop.auth.session_notes import SessionNotes
    from siro_desktop.auth.tokens import TokenSet

_SETTLE_LIMIT: Final = 5.0


class Refresher:
    """Renews tokens. A refresh goes on when those who wait for it are cancelled."""

    def __init__(self, held: HeldTokens, lock: RefreshLock, notes: SessionNotes, clock: Callable[[], datetime]) -> None:
        self._held = held
        self._lock = lock
        self._notes = notes
        self._clock = clock
        self._running: asyncio.Task[TokenSet] | None = None

    async def renew(self, used: TokenSet, fetch: Callable[[TokenSet], Awaitable[TokenSet]]) -> TokenSet:
        """Join the refresh under way, or begin one: `fetch` asks the server for tokens in place of those it is given.

        The new tokens are stored before anybody gets them. Raises SignInRequired if another process has signed out,
        and what `fetch` raises.
        """
        if self._running is None or self._running.done():
            self._running = asyncio.create_task(self._run(used, fetch))
            self._running.add_done_callback(_take_note)
        return await asyncio.shield(self._running)

    async def settle(self) -> None:
        """Wait for a refresh under way; give it up after 5 seconds."""
        running = self._running
        if running is not None and not running.done():
            await asyncio.wait({running}, timeout=_SETTLE_LIMIT)
            running.cancel()

    async def _run(self, used: TokenSet, fetch: Callable[[TokenSet], Awaitable[TokenSet]]) -> TokenSet:
        held = self._held
        with self._notes.failures_noted():
            async with self._lock.held():
                stored = await held.load_stored()
                if stored is None and used.access_token and held.is_stored and held.is_store_working:
                    held.drop()
                    raise SignInRequired("You were signed out, here or in another window. Please sign in again.")
                if stored is not None and self._is_newer(stored, used):
                    held.use(stored)
                    self._notes.note_refresh(ADOPTED)
                    return stored
                fresh = await fetch(stored if stored is not None and held.is_stored else used)
                await held.save(fresh)
        self._notes.note_refresh(RENEWED)
        return fresh

    def _is_newer(self, stored: TokenSet, used: TokenSet) -> bool:
        """True if another process has stored better tokens than ours."""
        if stored.access_token == used.access_token or stored.wants_refresh(self._clock()):
            return False
        return self._held.is_stored or stored.received_at > used.received_at


def _take_note(task: asyncio.Task[TokenSet]) -> None:
    """Mark an exception as seen: everybody who waited may have been cancelled."""
    if not task.cancelled():
        task.exception()
