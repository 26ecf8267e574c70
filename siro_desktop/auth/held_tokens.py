"""The tokens of one session: in memory, and on their way to and from the store that other processes share."""

from __future__ import annotations

import asyncio
import logging
from typing import TYPE_CHECKING, Final

from siro_desktop.auth.credentials import KeyringState
from siro_desktop.auth.tokens import fingerprint
from siro_desktop.errors import CredentialStoreError

if TYPE_CHECKING:
    from siro_desktop.auth.credentials import CredentialStore
    from siro_desktop.auth.token_store import TokenStore
    from siro_desktop.auth.tokens import TokenSet

_STORE_LIMIT: Final = 10.0

_logger = logging.getLogger(__name__)


class HeldTokens:
    """What a session knows of its tokens. `rejected` is an access token that Siro refused."""

    def __init__(self, store: TokenStore, credentials: CredentialStore) -> None:
        self.tokens: TokenSet | None = None
        self.rejected: str | None = None
        self.signed_out = False
        self.is_stored = True
        """False while the store has not taken the newest tokens: what lies there is older."""
        self._store = store
        self._credentials = credentials
        self._loading = asyncio.Lock()

    async def current(self) -> TokenSet | None:
        """Return the tokens, loaded when first asked for. Waits while the person unlocks the keyring."""
        if self.tokens is None and not self.signed_out:
            async with self._loading:
                if self.tokens is None:
                    self.tokens = await self._store.load_tokens()
        return self.tokens

    async def newest(self) -> TokenSet | None:
        """Return the tokens as they are stored, since another process may have renewed them; else those in memory."""
        if self.tokens is None or not self.is_stored or not self.is_store_working:
            return await self.current()
        try:
            async with asyncio.timeout(_STORE_LIMIT):
                return await self._store.load_tokens() or self.tokens
        except TimeoutError:
            return self.tokens

    async def replaced(self) -> TokenSet | None:
        """Return what a new sign-in is about to replace, without waiting for a keyring that does not serve."""
        return await self.newest() if self.is_store_working else self.tokens

    @property
    def is_store_working(self) -> bool:
        """True if the keyring answered when it was asked last."""
        return self._credentials.storage_name is not None

    async def load_stored(self) -> TokenSet | None:
        """Return what is stored now, None if there is nothing or the keyring does not serve."""
        return await self._store.load_tokens()

    async def save(self, tokens: TokenSet) -> None:
        """Store the tokens, then use them; a keyring that does not answer does not hold them up for long."""
        try:
            async with asyncio.timeout(_STORE_LIMIT):
                await self._store.save_tokens(tokens)
                self.is_stored = True
        except (TimeoutError, CredentialStoreError) as error:
            _logger.warning("Tokens are kept in memory for now: %s", type(error).__name__)
            self.is_stored = False
            self._credentials.notice = KeyringState.FAILED
            self._credentials.storage_name = None
        self.use(tokens)

    def use(self, tokens: TokenSet) -> None:
        """Hand these out from now on."""
        self.tokens = tokens
        self.rejected = None
        self.signed_out = False
        _logger.info("Token %s is in use", fingerprint(tokens.access_token))

    def drop(self) -> None:
        """Forget what is in memory; the store is asked again."""
        self.tokens = self.rejected = None

    async def wipe(self, *, with_secret: bool) -> str | None:
        """Delete what is stored; return a sentence if the keyring keeps something, which is then not used again."""
        self.drop()
        self.signed_out = True
        self.is_stored = True
        try:
            async with asyncio.timeout(_STORE_LIMIT):
                await self._store.delete_tokens()
                if with_secret:
                    await self._store.delete_secret()
        except (TimeoutError, CredentialStoreError):
            return "Your sign-in could not be deleted from the keyring. Delete the entries “siro-desktop” there."
        return None
