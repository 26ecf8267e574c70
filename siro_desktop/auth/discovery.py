"""Where an authorization server's endpoints are: from the profile, or the server's metadata (RFC 8414, OpenID)."""

from __future__ import annotations

import json
import logging
from typing import TYPE_CHECKING, Any, Final
from urllib.parse import urlsplit

from msgspec import Struct

from siro_desktop.domain.profile import DEFAULT_TOKEN_ENDPOINT, Profile, check_address
from siro_desktop.errors import ProfileError, SiroError

if TYPE_CHECKING:
    from siro_desktop.http_client import HttpClient

_MAX_BYTES: Final = 256 * 1024
_ENDPOINTS: Final = (
    "authorization_endpoint",
    "token_endpoint",
    "revocation_endpoint",
    "userinfo_endpoint",
    "device_authorization_endpoint",
)

_logger = logging.getLogger(__name__)


class ServerMetadata(Struct, frozen=True, kw_only=True):
    """Endpoints; empty where there is none. `needs_issuer`: redirects must name the issuer (RFC 9207)."""

    issuer: str = ""
    authorization_endpoint: str = ""
    token_endpoint: str = ""
    revocation_endpoint: str = ""
    userinfo_endpoint: str = ""
    device_authorization_endpoint: str = ""
    needs_issuer: bool = False


async def find_endpoints(http: HttpClient, profile: Profile) -> ServerMetadata:
    """Return the profile's endpoints, completed from its issuer's metadata; what the profile says comes first.

    Raises what `fetch_metadata` raises, if the metadata are needed, and ProfileError for an address that is not https.
    """
    found = ServerMetadata()
    if profile.issuer:
        try:
            found = await fetch_metadata(http, profile.issuer)
        except SiroError as error:
            if not (profile.token_endpoint and profile.authorization_endpoint):
                raise
            _logger.warning("Metadata are not available, the settings suffice: %s", error.message)
    # The default is Siro's own address, not something typed for this issuer.
    typed_token_endpoint = "" if profile.token_endpoint == DEFAULT_TOKEN_ENDPOINT else profile.token_endpoint
    endpoints = ServerMetadata(
        issuer=found.issuer,
        authorization_endpoint=profile.authorization_endpoint or found.authorization_endpoint,
        token_endpoint=typed_token_endpoint or found.token_endpoint or profile.token_endpoint,
        revocation_endpoint=profile.revocation_endpoint or found.revocation_endpoint,
        userinfo_endpoint=found.userinfo_endpoint,
        device_authorization_endpoint=found.device_authorization_endpoint,
        needs_issuer=found.needs_issuer,
    )
    for field in _ENDPOINTS:
        if getattr(endpoints, field):
            check_address(field, getattr(endpoints, field))
    return endpoints


async def fetch_metadata(http: HttpClient, issuer: str) -> ServerMetadata:
    """Return the metadata that `issuer` publishes. Raises ProfileError for `issuer`, and ConnectionFailed."""
    check_address("issuer", issuer)
    for address in well_known_addresses(issuer):
        response = await http.request("GET", address, deadline=20, max_bytes=_MAX_BYTES)
        if response.status == 200:
            return parse_metadata(response.body, issuer)
    raise ProfileError(
        "issuer",
        "This issuer publishes no settings. Enter the authorization and token endpoints instead.",
        detail=f"Status {response.status} for {address}",
    )


def well_known_addresses(issuer: str) -> tuple[str, str]:
    """Return where RFC 8414 section 3.1 and OpenID Connect Discovery section 4 put the metadata of `issuer`."""
    parts = urlsplit(issuer)
    origin, path = f"{parts.scheme}://{parts.netloc}", parts.path.rstrip("/")
    return (
        f"{origin}/.well-known/oauth-authorization-server{path}",
        f"{origin}{path}/.well-known/openid-configuration",
    )


def parse_metadata(body: bytes, issuer: str) -> ServerMetadata:
    """Return the metadata in `body`; they must be those of `issuer` to the letter (RFC 8414 section 3.3).

    Raises ProfileError for `issuer`.
    """
    try:
        fields = json.loads(body)
    except (ValueError, RecursionError):
        fields = None
    if not isinstance(fields, dict):
        raise ProfileError("issuer", "This address answers, but not with sign-in settings. Check it.") from None
    if fields.get("issuer") != issuer:
        raise ProfileError(
            "issuer",
            "The server calls itself by another name than this. Enter its issuer to the letter.",
            detail=f"It says {str(fields.get('issuer'))[:200]!r}.",
        )
    return ServerMetadata(
        issuer=issuer,
        needs_issuer=fields.get("authorization_response_iss_parameter_supported") is True,
        **{field: _endpoint(fields, field) for field in _ENDPOINTS},
    )


def _endpoint(fields: dict[str, Any], name: str) -> str:
    value = fields.get(name, "")
    if not isinstance(value, str):
        raise ProfileError("issuer", f"The server's {name.replace('_', ' ')} is not an address.")
    return value
