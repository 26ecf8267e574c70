"""Telling the server at sign-out that tokens are no longer wanted (RFC 7009)."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING, Final

from siro_desktop.errors import SiroError

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable

    from siro_desktop.auth.authorization import AuthorizationServer
    from siro_desktop.auth.tokens import TokenSet

_LIMIT: Final = 5.0
_LEFT: Final = "Your sign-in was deleted here, but the server was not told: it ends there by itself."


async def revoke_tokens(find_server: Callable[[], Awaitable[AuthorizationServer]], tokens: TokenSet) -> str | None:
    """Revoke the refresh token, then the access token, within 5 seconds. Returns a sentence if that did not work."""
    try:
        async with asyncio.timeout(_LIMIT):
            server = await find_server()
            if not server.can_revoke:
                return f"{_LEFT} No revocation endpoint is set."
            if tokens.refresh_token is not None:
                await server.revoke(tokens.refresh_token, "refresh_token")
            await server.revoke(tokens.access_token, "access_token")
    except TimeoutError:
        return f"{_LEFT} It did not answer in time."
    except SiroError as error:
        return f"{_LEFT} {error.message}"
    return None
