"""The practice Siro's authorization server: Authlib's, with its rules tightened to what native apps need.

Authorization code with PKCE S256 (RFC 7636, RFC 8252), rotating refresh tokens, client credentials, revocation
(RFC 7009), and the issuer in the authorization response (RFC 9207). Siro publishes no discovery document; one is
served only on request, with a userinfo endpoint, so that programs can try both ways.
"""

from __future__ import annotations

import logging
from typing import TYPE_CHECKING, Any, Final

from authlib.integrations.flask_oauth2 import AuthorizationServer
from authlib.oauth2.rfc6749 import InvalidGrantError, InvalidRequestError
from authlib.oauth2.rfc6749.grants import AuthorizationCodeGrant, ClientCredentialsGrant, RefreshTokenGrant
from authlib.oauth2.rfc7009 import RevocationEndpoint
from authlib.oauth2.rfc7636 import CodeChallenge
from authlib.oauth2.rfc9207 import IssuerParameter

from siro_desktop.sandbox.clients import SCOPES, find_client
from siro_desktop.sandbox.tokens import CODE_LIFETIME, AuthorizationCode, Token, TokenStore

if TYPE_CHECKING:
    from flask import Flask

    from siro_desktop.sandbox.clients import Client
    from siro_desktop.sandbox.organization import Organization, Person

AUTHORIZATION_PATH: Final = "/oauth2/authorize"
TOKEN_PATH: Final = "/oauth2/token"  # noqa: S105  a path
REVOCATION_PATH: Final = "/oauth2/revoke"
USERINFO_PATH: Final = "/oauth2/userinfo"
DISCOVERY_PATH: Final = "/.well-known/oauth-authorization-server"

_AUTH_METHODS: Final = ("none", "client_secret_basic", "client_secret_post")


class PracticeAuthorizationServer(AuthorizationServer):  # type: ignore[misc]  # Authlib has no types
    """Authlib's server with our stores: `tokens`, and `organization` for the people who sign in."""

    def __init__(
        self, app: Flask, *, organization: Organization, tokens: TokenStore, lifetime: int, issuer: str
    ) -> None:
        # Authlib writes tokens into its log at level DEBUG.
        logging.getLogger("authlib").setLevel(logging.INFO)
        self.organization = organization
        self.tokens = tokens
        self.lifetime = lifetime
        grants = ("authorization_code", "refresh_token", "client_credentials")
        app.config["OAUTH2_REFRESH_TOKEN_GENERATOR"] = True
        app.config["OAUTH2_TOKEN_EXPIRES_IN"] = dict.fromkeys(grants, lifetime)
        app.config["OAUTH2_SCOPES_SUPPORTED"] = list(SCOPES)
        super().__init__(app, query_client=find_client, save_token=self._keep_token)
        self.register_grant(CodeGrant, [StrictCodeChallenge(required=True)])
        self.register_grant(RotatingRefreshGrant)
        self.register_grant(MachineGrant)
        self.register_endpoint(Revocation)
        self.register_extension(Issuer(issuer))

    def _keep_token(self, issued: dict[str, Any], request: Any) -> None:
        """Keep what Authlib issued. `request` is Authlib's, with the client, the person, and what was traded in."""
        before: AuthorizationCode | Token | None = request.authorization_code or request.refresh_token
        person: Person | None = request.user
        common = {
            "client_id": request.client.client_id,
            "scope": issued.get("scope", ""),
            "person_key": person.key if person else None,
            "family": before.family if before else issued["access_token"],
        }
        expires_at = self.tokens.clock() + self.lifetime
        self.tokens.save_access(Token(value=issued["access_token"], expires_at=expires_at, **common))
        if "refresh_token" in issued:
            self.tokens.save_refresh(Token(value=issued["refresh_token"], **common))


class CodeGrant(AuthorizationCodeGrant):  # type: ignore[misc]
    """Authorization code: each good for one try, for two minutes."""

    TOKEN_ENDPOINT_AUTH_METHODS = _AUTH_METHODS

    def save_authorization_code(self, code: str, request: Any) -> None:
        """Keep a new code with all that it is bound to."""
        asked = request.payload.data
        self.server.tokens.save_code(
            AuthorizationCode(
                code=code,
                client_id=request.client.client_id,
                redirect_uri=request.payload.redirect_uri,
                scope=request.scope,
                person_key=request.user.key,
                code_challenge=asked["code_challenge"],
                code_challenge_method=asked["code_challenge_method"],
                expires_at=self.server.tokens.clock() + CODE_LIFETIME,
            )
        )

    def query_authorization_code(self, code: str, client: Client) -> AuthorizationCode | None:
        """Return the code and spend it: a guess at the verifier costs it, and two at once cannot both have it."""
        taken: AuthorizationCode | None = self.server.tokens.take_code(code, client.client_id)
        return taken

    def delete_authorization_code(self, authorization_code: AuthorizationCode) -> None:
        """Nothing to do: it is spent already."""

    def authenticate_user(self, authorization_code: AuthorizationCode) -> Person | None:
        """Return who consented."""
        person: Person | None = self.server.organization.person(authorization_code.person_key)
        return person


class StrictCodeChallenge(CodeChallenge):  # type: ignore[misc]
    """PKCE for everybody, with S256 only (RFC 9700 section 2.1.1)."""

    SUPPORTED_CODE_CHALLENGE_METHOD = ("S256",)

    def validate_code_challenge(self, grant: Any, redirect_uri: str) -> None:
        """Refuse an authorization request without a challenge, and one without a method: that would mean plain."""
        asked = grant.request.payload.data
        if not asked.get("code_challenge"):
            raise InvalidRequestError("Missing 'code_challenge'")
        if not asked.get("code_challenge_method"):
            raise InvalidRequestError("Missing 'code_challenge_method'")
        super().validate_code_challenge(grant, redirect_uri)


class RotatingRefreshGrant(RefreshTokenGrant):  # type: ignore[misc]
    """Refresh tokens that are good for one use."""

    TOKEN_ENDPOINT_AUTH_METHODS = _AUTH_METHODS
    INCLUDE_NEW_REFRESH_TOKEN = True

    def authenticate_refresh_token(self, refresh_token: str) -> Token | None:
        """Return the token if it is still good."""
        token: Token | None = self.server.tokens.find_refresh(refresh_token)
        return token

    def authenticate_user(self, refresh_token: Token) -> Person | None:
        """Return whose token it is, and use it up: the last step before a new one is issued."""
        if not self.server.tokens.spend_refresh(refresh_token):
            raise InvalidGrantError
        person: Person | None = self.server.organization.person(refresh_token.person_key or "")
        return person

    def revoke_old_credential(self, refresh_token: Token) -> None:
        """Nothing to do: it is used up already."""


class MachineGrant(ClientCredentialsGrant):  # type: ignore[misc]
    """Client credentials. The machine may ask for what the admin may."""

    TOKEN_ENDPOINT_AUTH_METHODS = ("client_secret_basic", "client_secret_post")


class Revocation(RevocationEndpoint):  # type: ignore[misc]
    """Revocation for both clients."""

    CLIENT_AUTH_METHODS = _AUTH_METHODS

    def query_token(self, token_string: str, token_type_hint: str | None) -> Token | None:  # noqa: ARG002  only a hint
        """Return the token, of whichever kind."""
        found: tuple[Token, bool] | None = self.server.tokens.find(token_string)
        return found[0] if found else None

    def revoke_token(self, token: Token, request: Any) -> None:  # noqa: ARG002  Authlib's signature
        """End the token."""
        self.server.tokens.revoke(token)


class Issuer(IssuerParameter):  # type: ignore[misc]
    """Adds `iss` to every authorization response, the refusals too."""

    def __init__(self, issuer: str) -> None:
        self._issuer = issuer

    def get_issuer(self) -> str:
        """Return the issuer."""
        return self._issuer


def build_metadata(issuer: str) -> dict[str, object]:
    """Return the discovery document (RFC 8414 section 2)."""
    return {
        "issuer": issuer,
        "authorization_endpoint": issuer + AUTHORIZATION_PATH,
        "token_endpoint": issuer + TOKEN_PATH,
        "revocation_endpoint": issuer + REVOCATION_PATH,
        "userinfo_endpoint": issuer + USERINFO_PATH,
        "scopes_supported": list(SCOPES),
        "response_types_supported": ["code"],
        "grant_types_supported": ["authorization_code", "refresh_token", "client_credentials"],
        "token_endpoint_auth_methods_supported": list(_AUTH_METHODS),
        "revocation_endpoint_auth_methods_supported": list(_AUTH_METHODS),
        "code_challenge_methods_supported": ["S256"],
        "authorization_response_iss_parameter_supported": True,
    }
