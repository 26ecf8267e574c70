"""A profile's tokens and client secret in the credential store."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from siro_desktop.auth.tokens import TokenSet, parse_entry
from siro_desktop.domain.profile import SignInMethod

if TYPE_CHECKING:
    from siro_desktop.auth.credentials import CredentialStore
    from siro_desktop.domain.profile import Profile

_ACCESS: Final = "access-token"
_REFRESH: Final = "refresh-token"
_SECRET: Final = "client-secret"  # noqa: S105  the name of an entry


class TokenStore:
    """Access token with expiry, refresh token and client secret as entries of their own.

    The service of an entry names who issued it, so that another server or client id never sees it:
    `siro-desktop/v1/<issuer>/<client id>/<profile id>/<entry>`.
    """

    def __init__(self, profile: Profile, credentials: CredentialStore) -> None:
        issuer = profile.issuer or profile.token_endpoint
        if profile.method is SignInMethod.ACCESS_TOKEN:
            issuer = profile.api_base_url
        self.prefix = f"siro-desktop/v1/{issuer}/{profile.client_id}/{profile.id}"
        self._name = profile.id
        self._credentials = credentials

    async def load_tokens(self) -> TokenSet | None:
        """Return the tokens, None if there are none or they are damaged."""
        entry = await self._load(_ACCESS)
        return parse_entry(entry, await self._load(_REFRESH)) if entry else None

    async def save_tokens(self, tokens: TokenSet) -> None:
        """Save the tokens; the refresh token first, as losing it costs a sign-in."""
        if tokens.refresh_token is not None:
            await self._save(_REFRESH, tokens.refresh_token)
        else:
            await self._delete(_REFRESH)
        await self._save(_ACCESS, tokens.to_entry())

    async def delete_tokens(self) -> None:
        """Delete the tokens. Raises CredentialStoreError if the keyring keeps one of them."""
        await self._delete(_ACCESS)
        await self._delete(_REFRESH)

    async def load_secret(self) -> str | None:
        """Return the client secret, if one was entered."""
        return await self._load(_SECRET)

    async def save_secret(self, secret: str) -> None:
        """Save the client secret."""
        await self._save(_SECRET, secret)

    async def delete_secret(self) -> None:
        """Delete the client secret. Raises CredentialStoreError."""
        await self._delete(_SECRET)

    async def _load(self, entry: str) -> str | None:
        return await self._credentials.load(f"{self.prefix}/{entry}", self._name)

    async def _save(self, entry: str, value: str) -> None:
        await self._credentials.save(f"{self.prefix}/{entry}", self._name, value)

    async def _delete(self, entry: str) -> None:
        await self._credentials.delete(f"{self.prefix}/{entry}", self._name)
