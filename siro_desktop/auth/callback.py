"""What came back through the browser: the query of the redirect, checked before anything in it is used."""

from __future__ import annotations

import hmac
from collections import Counter
from typing import Final
from urllib.parse import parse_qsl

from siro_desktop.errors import SignInCancelled, UnexpectedAnswer

_MAX_PARAMETERS: Final = 32
_MAX_SHOWN: Final = 200


class WrongStateError(Exception):
    """The redirect does not belong to the attempt under way: refuse it and go on waiting for the real one."""


class RedirectCheck:
    """Checks redirects of one attempt; the state is good for one redirect only (RFC 6749 section 10.12).

    `issuer` is what the metadata calls the server, empty if unknown; with `needs_issuer` the redirect must name it
    (RFC 9207 section 2.4).
    """

    def __init__(self, state: str, *, issuer: str = "", needs_issuer: bool = False) -> None:
        self._state = state
        self._issuer = issuer
        self._needs_issuer = needs_issuer
        self._used = False

    def parse_code(self, query: str) -> str:
        """Return the authorization code of a redirect's query.

        Raises WrongStateError before looking at anything else; SignInCancelled if the server says no (RFC 6749
        section 4.1.2.1); UnexpectedAnswer if the redirect makes no sense.
        """
        try:
            pairs = parse_qsl(query, keep_blank_values=True, max_num_fields=_MAX_PARAMETERS, errors="strict")
        except ValueError as error:
            raise WrongStateError from error
        states = [value for name, value in pairs if name == "state"]
        if len(states) != 1 or self._used or not _equal(states[0], self._state):
            raise WrongStateError
        self._used = True
        if any(count > 1 for count in Counter(name for name, _ in pairs).values()):
            raise _senseless("A parameter came twice.")
        parameters = dict(pairs)
        self._check_issuer(parameters.get("iss"), is_refusal="error" in parameters)
        if "error" in parameters:
            raise _refusal(parameters["error"], parameters.get("error_description", ""))
        if not parameters.get("code"):
            raise _senseless("There is neither a code nor an error.")
        return parameters["code"]

    def _check_issuer(self, issuer: str | None, *, is_refusal: bool) -> None:
        if issuer is None and self._needs_issuer:
            detail = "The issuer is missing, although the server's metadata promise it (RFC 9207 section 2.4)."
            if is_refusal:
                raise UnexpectedAnswer(
                    "The answer says that the sign-in was refused, but not which server says so, and cannot be "
                    "trusted. Start it again, or ask your Siro administrator.",
                    detail=detail,
                )
            raise _senseless(detail)
        if issuer is not None and self._issuer and not _equal(issuer, self._issuer):
            raise UnexpectedAnswer(
                "The sign-in came back from another server than the one that was asked, and cannot be trusted. Check "
                "the issuer in the connection settings, or ask your Siro administrator.",
                detail=f"The server calls itself “{shown(issuer)}”.",
            )


def _equal(one: str, other: str) -> bool:
    return hmac.compare_digest(one.encode(), other.encode())


def _senseless(detail: str) -> UnexpectedAnswer:
    return UnexpectedAnswer(
        "The sign-in came back in a way that cannot be trusted. Start it again, or ask your Siro administrator.",
        detail=detail,
    )


def _refusal(code: str, description: str) -> SignInCancelled:
    if code == "access_denied":
        return SignInCancelled("You declined. Sign in again whenever you like.", detail=shown(description) or None)
    said = shown(description) or shown(code) or "no reason given"
    return SignInCancelled(
        f"The server refused the sign-in: {said}. Check the connection settings, or ask your Siro administrator.",
        detail=shown(code) or None,
    )


def shown(text: str) -> str:
    """Return a foreign text fit for a sentence: printable characters, at most 200, no stop at its end."""
    printable = "".join(character if character.isprintable() else " " for character in text)
    return " ".join(printable.split())[:_MAX_SHOWN].rstrip(".")
