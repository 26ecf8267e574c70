"""The fields of the connection dialog: their words, and which sign-in method needs which."""

from __future__ import annotations

from typing import Final

from msgspec import Struct
from PySide6.QtCore import QCoreApplication

from siro_desktop.domain.profile import DEFAULT_API_BASE_URL, DEFAULT_SCOPE, DEFAULT_TOKEN_ENDPOINT, SignInMethod

translate = QCoreApplication.translate
_ROOM: Final = "ProfileDialog"
_CODE: Final = SignInMethod.AUTHORIZATION_CODE
_OAUTH: Final = frozenset({SignInMethod.AUTHORIZATION_CODE, SignInMethod.CLIENT_CREDENTIALS})
_BROWSER: Final = frozenset({SignInMethod.AUTHORIZATION_CODE})
_ALL: Final = frozenset(SignInMethod)


class TextSpec(Struct, frozen=True):
    """A line of text: `name` is `Profile`'s field, `methods` are those that need it."""

    name: str
    label: str
    methods: frozenset[SignInMethod] = _ALL
    placeholder: str = ""
    help_text: str = ""


class NumberSpec(Struct, frozen=True):
    """A number: `name` is `Profile`'s field, its range is in `NUMBER_RANGES`."""

    name: str
    label: str
    help_text: str = ""


def general_specs() -> tuple[TextSpec, ...]:
    """What every connection has, above the method."""
    return (
        TextSpec(
            "name", translate(_ROOM, "&Name"), placeholder=translate(_ROOM, "What you call it, such as your company")
        ),
        TextSpec("api_base_url", translate(_ROOM, "API a&ddress"), placeholder=DEFAULT_API_BASE_URL),
    )


def sign_in_specs() -> tuple[TextSpec, ...]:
    """What the methods need, in reading order; the secret comes after `client_id`."""
    return (
        TextSpec(
            "issuer",
            translate(_ROOM, "&Issuer"),
            _OAUTH,
            help_text=translate(_ROOM, "Optional. Its discovery document fills in the endpoints that are empty."),
        ),
        TextSpec(
            "authorization_endpoint",
            translate(_ROOM, "A&uthorization endpoint"),
            _BROWSER,
            help_text=translate(_ROOM, "Siro does not publish this address. Your Siro administrator can tell you."),
        ),
        TextSpec("token_endpoint", translate(_ROOM, "Tok&en endpoint"), _OAUTH, DEFAULT_TOKEN_ENDPOINT),
        TextSpec(
            "revocation_endpoint",
            translate(_ROOM, "Re&vocation endpoint"),
            _OAUTH,
            help_text=translate(_ROOM, "Optional. With it, signing out ends the sign-in at Siro as well."),
        ),
        TextSpec("client_id", translate(_ROOM, "C&lient id"), _OAUTH),
        TextSpec(
            "scope",
            translate(_ROOM, "Sco&pe"),
            _OAUTH,
            DEFAULT_SCOPE,
            translate(_ROOM, "“read” is enough. Some servers want offline_access, too, to keep you signed in."),
        ),
    )


def organization_spec() -> TextSpec:
    """Which organization is asked about."""
    return TextSpec(
        "organization_id",
        translate(_ROOM, "&Organization id"),
        placeholder="org_123",
        help_text=translate(_ROOM, "Every question is about this organization, unless you type another there."),
    )


def advanced_specs() -> tuple[TextSpec, ...]:
    """What few people need."""
    return (
        TextSpec(
            "recording_address",
            translate(_ROOM, "Address of a recording in Siro's web pages"),
            placeholder="https://…/{id}",
            help_text=translate(
                _ROOM,
                "Optional. Open a recording in the browser, copy the address, and write {id} in the place of its id.",
            ),
        ),
        TextSpec("redirect_host", translate(_ROOM, "Redirect &host"), _BROWSER, "127.0.0.1"),
        TextSpec(
            "redirect_ports",
            translate(_ROOM, "Redirect po&rts"),
            _BROWSER,
            translate(_ROOM, "Any free port"),
            translate(_ROOM, "Only if your server insists on fixed ones, such as 8400, 8401."),
        ),
        TextSpec(
            "proxy",
            translate(_ROOM, "Pro&xy"),
            frozenset(SignInMethod),
            translate(_ROOM, "As this computer says"),
            translate(_ROOM, "Such as http://proxy.example.com:8080, or the word direct for none."),
        ),
    )


def number_specs() -> tuple[NumberSpec, ...]:
    """How days are counted, and the limits."""
    return (
        NumberSpec("week_start", translate(_ROOM, "First d&ay of the week")),
        NumberSpec(
            "fiscal_start",
            translate(_ROOM, "Fiscal &year starts in"),
            translate(_ROOM, "Quarters and years are counted from this month."),
        ),
        NumberSpec(
            "requests_per_minute",
            translate(_ROOM, "Re&quests a minute"),
            translate(_ROOM, "Siro allows 1,000. Choose fewer to leave room for other programs."),
        ),
        NumberSpec(
            "late_scores_days",
            translate(_ROOM, "Figure&s may change for so many days"),
            translate(_ROOM, "After a period has ended. Until then a comparison asks for them again."),
        ),
        NumberSpec(
            "thin_sample",
            translate(_ROOM, "Fewer recordings than this are thin"),
            translate(_ROOM, "A figure on so few says little, and is marked."),
        ),
    )


def method_texts() -> tuple[tuple[SignInMethod, str, str], ...]:
    """Each method with its name and one sentence."""
    return (
        (
            SignInMethod.AUTHORIZATION_CODE,
            translate(_ROOM, "Sign in with the &browser"),
            translate(_ROOM, "You sign in at Siro as yourself (authorization code with PKCE)."),
        ),
        (
            SignInMethod.CLIENT_CREDENTIALS,
            translate(_ROOM, "&Machine to machine"),
            translate(_ROOM, "A client id and its secret sign in, not a person (client credentials)."),
        ),
        (
            SignInMethod.ACCESS_TOKEN,
            translate(_ROOM, "An access token &given to you"),
            translate(_ROOM, "Paste a token that Siro issued. It works until it expires."),
        ),
    )


def administrator_text() -> str:
    """What to ask the Siro administrator for, as a message to send."""
    return translate(
        _ROOM,
        "Please register Siro Desktop, a native program, as an OAuth client and tell me:\n"
        "• the authorization endpoint\n"
        "• the client id\n"
        "• whether there is a client secret\n"
        "• the id of our organization\n"
        "Redirect URI: http://127.0.0.1/callback, with any port\n"
        "Scopes: read, and the one for refresh tokens if there is one",
    )


def secret_words(method: SignInMethod) -> tuple[str, str]:
    """Return label and help of the secret that `method` takes."""
    kept = translate(_ROOM, "Kept in your keyring, never in a file.")
    if method is SignInMethod.ACCESS_TOKEN:
        return translate(_ROOM, "Access to&ken"), kept
    if method is SignInMethod.CLIENT_CREDENTIALS:
        return translate(_ROOM, "Client secre&t"), kept
    return translate(_ROOM, "Client secre&t"), translate(_ROOM, "Only if you were given one.") + " " + kept
