"""Who signed in: from an id_token or a discovered issuer's userinfo endpoint, never out of an access token."""

from __future__ import annotations

import json
import logging
from base64 import urlsafe_b64decode
from typing import TYPE_CHECKING, Any, Final

from siro_desktop.errors import SiroError

if TYPE_CHECKING:
    from datetime import datetime

    from siro_desktop.auth.discovery import ServerMetadata
    from siro_desktop.auth.tokens import TokenSet
    from siro_desktop.http_client import HttpClient

_CLOCK_SKEW: Final = 300
_NAMES: Final = ("email", "name", "preferred_username")

_logger = logging.getLogger(__name__)


async def find_identity(
    http: HttpClient, endpoints: ServerMetadata, client_id: str, tokens: TokenSet, now: datetime
) -> tuple[str | None, str | None]:
    """Return a stable id (issuer and subject) and a name for people; None where the server does not tell."""
    if not endpoints.issuer:
        return None, None
    claims = parse_id_token(tokens.id_token or "", endpoints.issuer, client_id, now)
    if claims is None and endpoints.userinfo_endpoint:
        claims = await _fetch_userinfo(http, endpoints.userinfo_endpoint, tokens)
    subject = claims.get("sub") if claims else None
    if claims is None or not isinstance(subject, str) or not subject:
        return None, None
    names = (claims.get(name) for name in _NAMES)
    return f"{endpoints.issuer}#{subject}", next((name for name in names if isinstance(name, str) and name), None)


def parse_id_token(id_token: str, issuer: str, client_id: str, now: datetime) -> dict[str, Any] | None:
    """Return the claims if they are of `issuer`, for `client_id`, and not over by more than 5 minutes; else None.

    The signature is not needed for a token that comes from the token endpoint itself over TLS (OpenID Connect Core
    section 3.1.3.7, point 6).
    """
    try:
        claims = json.loads(urlsafe_b64decode(id_token.split(".")[1] + "=="))
        audience = claims["aud"]
        good = (
            claims["iss"] == issuer
            and client_id in (audience if isinstance(audience, list) else [audience])
            and float(claims["exp"]) + _CLOCK_SKEW > now.timestamp()
        )
    except (ValueError, KeyError, IndexError, TypeError, RecursionError):
        return None
    return claims if good and isinstance(claims, dict) else None


async def _fetch_userinfo(http: HttpClient, endpoint: str, tokens: TokenSet) -> dict[str, Any] | None:
    headers = {"Authorization": f"Bearer {tokens.access_token}"}
    try:
        response = await http.request("GET", endpoint, headers=headers, deadline=15, max_bytes=64 * 1024)
        claims = json.loads(response.body) if response.status == 200 else None
    except (SiroError, ValueError, RecursionError) as error:
        _logger.info("The userinfo endpoint did not tell who signed in: %s", type(error).__name__)
        return None
    return claims if isinstance(claims, dict) else None
