"""The two OAuth clients that the practice Siro knows: a public one for the program, and a confidential one."""

from __future__ import annotations

import secrets
from dataclasses import dataclass, field
from typing import Final
from urllib.parse import urlsplit

PUBLIC_CLIENT_ID: Final = "siro-desktop-practice"
CONFIDENTIAL_CLIENT_ID: Final = "siro-desktop-practice-machine"
CONFIDENTIAL_CLIENT_SECRET: Final = "practice-only-not-a-real-secret"  # noqa: S105  opens invented figures, on loopback
SCOPES: Final = ("read", "write", "offline_access")
REDIRECT_PATH: Final = "/callback"

_DEFAULT_SCOPE: Final = "read"
_REDIRECT_HOSTS: Final = frozenset({"127.0.0.1", "localhost"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Client:
    """A client, as Authlib asks about it. `secret` empty: a public client."""

    client_id: str
    grant_types: frozenset[str]
    secret: str = field(default="", repr=False)

    def get_client_id(self) -> str:
        """Return the client's id."""
        return self.client_id

    def get_default_redirect_uri(self) -> None:
        """Return None: every authorization request names its redirect URI."""
        return

    def get_allowed_scope(self, scope: str | None) -> str | None:
        """Return the scope to grant; `read` if none was asked for, None if one of them is unknown."""
        words = (scope or _DEFAULT_SCOPE).split()
        return " ".join(words) if words and set(words) <= set(SCOPES) else None

    def check_redirect_uri(self, redirect_uri: str) -> bool:
        """True for `/callback` on any port of this computer (RFC 8252 section 7.3)."""
        return is_loopback_redirect(redirect_uri)

    def check_client_secret(self, client_secret: str) -> bool:
        """Compare in constant time. A public client has no secret to match."""
        return bool(self.secret) and secrets.compare_digest(self.secret.encode(), client_secret.encode())

    def check_endpoint_auth_method(self, method: str, endpoint: str) -> bool:  # noqa: ARG002  Authlib's signature
        """A client with a secret must show it, in either way; one without must not."""
        return (method == "none") is not bool(self.secret)

    def check_response_type(self, response_type: str) -> bool:
        """Codes only."""
        return response_type == "code" and "authorization_code" in self.grant_types

    def check_grant_type(self, grant_type: str) -> bool:
        """True if the client may use this grant."""
        return grant_type in self.grant_types


_CLIENTS: Final = {
    client.client_id: client
    for client in (
        Client(client_id=PUBLIC_CLIENT_ID, grant_types=frozenset({"authorization_code", "refresh_token"})),
        Client(
            client_id=CONFIDENTIAL_CLIENT_ID,
            grant_types=frozenset({"authorization_code", "refresh_token", "client_credentials"}),
            secret=CONFIDENTIAL_CLIENT_SECRET,
        ),
    )
}


def find_client(client_id: str) -> Client | None:
    """Return the client with this id."""
    return _CLIENTS.get(client_id)


def is_loopback_redirect(redirect_uri: str) -> bool:
    """True for `http://127.0.0.1:<port>/callback` and the same with localhost, and nothing else in it."""
    try:
        parts = urlsplit(redirect_uri)
        port = parts.port
    except ValueError:
        return False
    return (
        redirect_uri == f"http://{parts.hostname}:{port}{REDIRECT_PATH}"
        and parts.hostname in _REDIRECT_HOSTS
        and bool(port)
    )
