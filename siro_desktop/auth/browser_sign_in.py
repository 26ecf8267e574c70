"""The Authorization Code flow with the system's browser (RFC 8252), from the listener to the tokens."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING, Final

from siro_desktop.auth.browser import try_to_open
from siro_desktop.auth.callback import RedirectCheck
from siro_desktop.auth.listener import RedirectListener
from siro_desktop.auth.pkce import Attempt
from siro_desktop.errors import ConnectionFailed, SignInCancelled

if TYPE_CHECKING:
    from collections.abc import Callable

    from siro_desktop.auth.authorization import AuthorizationServer
    from siro_desktop.auth.browser import OpenBrowser
    from siro_desktop.auth.discovery import ServerMetadata
    from siro_desktop.auth.pasted import PastedAddresses
    from siro_desktop.auth.tokens import TokenSet
    from siro_desktop.domain.profile import Profile

_PAGE_PATIENCE: Final = 1.0


async def sign_in_with_browser(
    server: AuthorizationServer,
    endpoints: ServerMetadata,
    profile: Profile,
    open_browser: OpenBrowser,
    show_address: Callable[[str], None],
    *,
    patience: float,
    pasted: PastedAddresses | None = None,
) -> TokenSet:
    """Return the tokens of a person who signed in within `patience` seconds, or pasted where the browser ended up.

    The port is bound before the browser opens, and closed when this returns, raises or is cancelled. Raises
    SignInCancelled (declined or timed out), ProfileError, ConnectionFailed, UnexpectedAnswer.
    """
    attempt = Attempt.new()
    issuer = endpoints.issuer or profile.issuer  # its metadata may have been out of reach
    check = RedirectCheck(attempt.state, issuer=issuer, needs_issuer=endpoints.needs_issuer)
    listener = await RedirectListener.open(profile.redirect_host, profile.redirect_ports, check.parse_code)
    try:
        url = await server.build_authorization_url(attempt, listener.redirect_uri)
        if pasted is not None:
            pasted.send_to(listener.take_address)
        show_address(url)
        try_to_open(open_browser, url)
        try:
            return await _wait_and_redeem(server, listener, attempt, patience)
        finally:
            if not _is_cancelling():
                await listener.linger(_PAGE_PATIENCE)
    finally:
        if pasted is not None:
            pasted.send_to(None)
        await listener.aclose()


async def _wait_and_redeem(
    server: AuthorizationServer, listener: RedirectListener, attempt: Attempt, patience: float
) -> TokenSet:
    try:
        async with asyncio.timeout(patience):
            code = await listener.wait()
    except TimeoutError as error:
        minutes = f"{patience / 60:.0f} minutes" if patience >= 90 else f"{patience:.0f} seconds"
        raise SignInCancelled(f"Nobody signed in within {minutes}. Start again when you are ready.") from error
    try:
        return await server.redeem_code(code, attempt, listener.redirect_uri)
    except ConnectionFailed as error:  # the code may be used up: it is never sent twice
        sentence = f"{error.message} Then start the sign-in again."
        raise ConnectionFailed(sentence, title=error.title, detail=error.detail) from error


def _is_cancelling() -> bool:
    task = asyncio.current_task()
    return task is not None and task.cancelling() > 0
