"""Sign-in on another device (RFC 8628): this program shows a code, the person enters it in a browser anywhere."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass, field
from datetime import timedelta
from typing import TYPE_CHECKING, Final

from siro_desktop.auth.callback import shown
from siro_desktop.auth.token_response import TokenRefused, parse_fields, parse_lifetime
from siro_desktop.domain.profile import check_address
from siro_desktop.errors import (
    ConnectionFailed,
    ProfileError,
    RateLimited,
    ServerError,
    SignInCancelled,
    UnexpectedAnswer,
)

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable
    from datetime import datetime

    from siro_desktop.auth.authorization import AuthorizationServer
    from siro_desktop.auth.token_response import TokenResponse
    from siro_desktop.auth.tokens import TokenSet

_DEFAULT_INTERVAL: Final = 5.0  # RFC 8628 section 3.2
_SLOWER: Final = 5.0  # section 3.5
_SHORTEST_INTERVAL: Final = 1.0
_LONGEST_INTERVAL: Final = 60.0
_LONGEST_LIFETIME: Final = 1800.0
_MAX_CODE: Final = 64
_MOST_FAILURES: Final = 4  # in a row


@dataclass(frozen=True, slots=True)
class DeviceCode:
    """What to show: `user_code`, and the address to enter it at. `complete_address` has the code in it; may be empty.

    `lifetime` and `interval` are in seconds.
    """

    user_code: str
    address: str
    complete_address: str
    device_code: str = field(repr=False)
    lifetime: float
    interval: float


async def sign_in_with_device(
    server: AuthorizationServer,
    show_code: Callable[[DeviceCode], None],
    *,
    clock: Callable[[], datetime],
    sleep: Callable[[float], Awaitable[None]] = asyncio.sleep,
) -> TokenSet:
    """Return the tokens of a person who entered the code before it expired.

    Raises SignInCancelled (declined, expired), ProfileError (the server does not offer this), TokenRefused,
    ConnectionFailed, ServerError, UnexpectedAnswer.
    """
    code = parse_device_code(await server.request_device_code())
    ends_at = clock() + timedelta(seconds=code.lifetime)
    show_code(code)
    interval, failures = code.interval, 0
    while clock() + timedelta(seconds=interval) <= ends_at:
        await sleep(interval)
        try:
            return await server.redeem_device_code(code.device_code)
        except TokenRefused as error:
            interval, failures = interval + _extra_wait(error), 0
        except (ConnectionFailed, ServerError, RateLimited) as error:
            failures += 1
            if failures > _MOST_FAILURES or (isinstance(error, ConnectionFailed) and error.is_lasting):
                raise
            interval *= 2  # RFC 8628 section 3.5: fewer questions after a timeout
        interval = min(interval, _LONGEST_INTERVAL)
    raise _expired()


def parse_device_code(response: TokenResponse) -> DeviceCode:
    """Return the code in an answer of RFC 8628 section 3.2. Raises as `parse_tokens` does."""
    fields = parse_fields(response)
    texts = {name: value for name, value in fields.items() if isinstance(value, str) and value.isprintable()}
    user_code, device_code = shown(texts.get("user_code", "")), texts.get("device_code", "")
    if not user_code or len(user_code) > _MAX_CODE or not device_code:
        raise _senseless("The answer has no code in it.")
    complete = texts.get("verification_uri_complete", "")
    try:
        check_address("verification_uri", texts.get("verification_uri", ""))
        if complete:
            check_address("verification_uri_complete", complete)
    except ProfileError as error:
        raise _senseless(f"The address for the code cannot be used: {error.message}") from error
    lifetime = parse_lifetime(fields.get("expires_in")) or _LONGEST_LIFETIME
    interval = parse_lifetime(fields.get("interval")) or _DEFAULT_INTERVAL
    return DeviceCode(
        user_code=user_code,
        address=texts["verification_uri"],
        complete_address=complete,
        device_code=device_code,
        lifetime=min(lifetime, _LONGEST_LIFETIME),
        interval=min(max(interval, _SHORTEST_INTERVAL), _LONGEST_INTERVAL),
    )


def _extra_wait(refused: TokenRefused) -> float:
    """Return how many seconds more to wait from now on (RFC 8628 section 3.5). Raises if waiting is of no use."""
    match refused.code:
        case "authorization_pending":
            return 0.0
        case "slow_down":
            return _SLOWER
        case "access_denied":
            raise SignInCancelled("You declined. Sign in again whenever you like.", detail=refused.detail) from None
        case "expired_token":
            raise _expired() from None
    raise refused


def _expired() -> SignInCancelled:
    return SignInCancelled("The code was not entered in time. Start again to get a new one.")


def _senseless(detail: str) -> UnexpectedAnswer:
    return UnexpectedAnswer(
        "The sign-in server sent an answer that makes no sense. Sign in with the browser instead.", detail=detail
    )
