"""The authorization, token, revocation, discovery and userinfo endpoints."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from authlib.common.urls import add_params_to_uri
from authlib.oauth2 import OAuth2Error
from flask import Blueprint, Response, request

from siro_desktop.sandbox import oauth, pages
from siro_desktop.sandbox.clients import find_client
from siro_desktop.sandbox.wire import json_response, refuse

if TYPE_CHECKING:
    from siro_desktop.sandbox.organization import Organization, Person

_CARRIED: Final = (
    "response_type",
    "client_id",
    "redirect_uri",
    "scope",
    "state",
    "code_challenge",
    "code_challenge_method",
)


def build_sign_in(server: oauth.PracticeAuthorizationServer, issuer: str, *, discovery: bool) -> Blueprint:
    """Return the routes of the authorization server."""
    routes = Blueprint("sign_in", __name__)
    endpoints = _Endpoints(server, issuer)
    routes.add_url_rule(oauth.AUTHORIZATION_PATH, "ask", endpoints.ask, methods=["GET"])
    routes.add_url_rule(oauth.AUTHORIZATION_PATH, "answer", endpoints.answer, methods=["POST"])
    routes.add_url_rule(oauth.TOKEN_PATH, "token", endpoints.token, methods=["POST"])
    routes.add_url_rule(oauth.REVOCATION_PATH, "revoke", endpoints.revoke, methods=["POST"])
    if discovery:
        routes.add_url_rule(oauth.DISCOVERY_PATH, "metadata", endpoints.metadata, methods=["GET"])
        routes.add_url_rule(oauth.USERINFO_PATH, "userinfo", endpoints.userinfo, methods=["GET"])
    return routes


class _Endpoints:
    def __init__(self, server: oauth.PracticeAuthorizationServer, issuer: str) -> None:
        self._server = server
        self._issuer = issuer

    def ask(self) -> Response:
        """The consent page, for an authorization request that is in order."""
        problem = _distrust()
        if problem:
            return pages.problem_page(problem)
        try:
            self._server.get_consent_grant()
        except OAuth2Error as error:
            return self._refuse(error)
        except ValueError:  # Authlib puts what was asked into its sentence, and refuses to if it is not plain ASCII
            return pages.problem_page("The request is not in order.")
        asked = {name: request.args[name] for name in _CARRIED if name in request.args}
        return pages.consent_page(oauth.AUTHORIZATION_PATH, _people(self._server.organization), asked)

    def answer(self) -> Response:
        """Back to the program, with a code or a refusal."""
        problem = _distrust()
        if problem:
            return pages.problem_page(problem)
        person = self._server.organization.person(request.form.get("person", ""))
        allowed = request.form.get("decision") == "allow"
        try:
            grant = self._server.get_consent_grant(end_user=person)
            response: Response = self._server.create_authorization_response(
                grant_user=person if allowed else None, grant=grant
            )
        except OAuth2Error as error:
            return self._refuse(error)
        except ValueError:
            return pages.problem_page("The request is not in order.")
        response.status_code = 303 if response.location else response.status_code  # RFC 9700 section 4.12
        return response

    def token(self) -> Response:
        """Tokens, or an error as RFC 6749 section 5.2 says."""
        try:
            response: Response = self._server.create_token_response()
        except ValueError:  # such as client credentials that are not UTF-8
            return json_response({"error": "invalid_request"}, 400)
        return response

    def revoke(self) -> Response:
        """An empty answer; also for a token that nobody knows (RFC 7009 section 2.2)."""
        try:
            response: Response = self._server.create_endpoint_response(oauth.Revocation.ENDPOINT_NAME)
        except ValueError:
            return json_response({"error": "invalid_request"}, 400)
        return response

    def metadata(self) -> Response:
        """The discovery document."""
        return json_response(oauth.build_metadata(self._issuer))

    def userinfo(self) -> Response:
        """Who the token belongs to. Not counted as an API request."""
        scheme, _, value = request.headers.get("Authorization", "").partition(" ")
        found = self._server.tokens.find(value) if scheme.lower() == "bearer" else None
        person = self._server.organization.person(found[0].person_key or "") if found and not found[0].is_dead else None
        if person is None:
            raise refuse(401, "invalid_token")
        return json_response({"sub": person.user_id, "name": person.name, "email": person.email})

    def _refuse(self, error: OAuth2Error) -> Response:
        """Back to the program: `_distrust` found its redirect URI good."""
        parameters = [*error.get_body(), ("iss", self._issuer)]
        return Response(status=303, headers={"Location": add_params_to_uri(request.values["redirect_uri"], parameters)})


def _distrust() -> str:
    """Why nothing may be sent to the redirect URI; empty if all is well. Comes before every other check."""
    clients = request.values.getlist("client_id")
    addresses = request.values.getlist("redirect_uri")
    client = find_client(clients[0]) if len(clients) == 1 else None
    if client is None:
        return "The program that sent you here is not known to this server."
    if len(addresses) != 1 or not client.check_redirect_uri(addresses[0]):
        return "The address to go back to is not allowed: it must be /callback on this computer, with a port."
    return ""


def _people(organization: Organization) -> list[tuple[Person, str]]:
    return [
        (organization.admin, "Organization admin · may ask for everybody"),
        (organization.coaches[0], f"Team coach · may ask for {organization.coaches[0].team_id}"),
    ]
