"""A connection profile: one connection to one Siro organization. Holds no secret."""

from __future__ import annotations

from datetime import timedelta
from enum import StrEnum
from typing import TYPE_CHECKING, Final
from urllib.parse import quote, urlsplit
from zoneinfo import ZoneInfo

from msgspec import Struct

from siro_desktop.domain.calendar import Calendar
from siro_desktop.domain.periods import MONDAY
from siro_desktop.errors import ProfileError

if TYPE_CHECKING:
    from collections.abc import Mapping

DEFAULT_API_BASE_URL: Final = "https://api.siro.ai"
DEFAULT_TOKEN_ENDPOINT: Final = "https://auth.siro.ai/oauth2/token"  # noqa: S105  an address, not a secret
DEFAULT_SCOPE: Final = "read"
PRACTICE_PROFILE_ID: Final = "practice"

DEFAULT_REQUESTS_PER_MINUTE: Final = 1000
"""Siro's documented limit for each token."""
NUMBER_RANGES: Final = {
    "week_start": (0, 6),
    "fiscal_start": (1, 12),
    "requests_per_minute": (1, 100_000),
    "late_scores_days": (0, 365),
    "thin_sample": (0, 100_000),
}
"""The numbers of a profile: the least and the most of each."""

NO_PROXY: Final = "direct"
"""As a connection's proxy: there is none, whatever this computer says."""

ID_PLACE: Final = "{id}"
"""Stands in the address of a recording for its id."""

_LOOPBACK_HOSTS: Final = frozenset({"127.0.0.1", "localhost", "::1"})


class SignInMethod(StrEnum):
    """How a profile gets its access token."""

    AUTHORIZATION_CODE = "authorization-code"
    CLIENT_CREDENTIALS = "client-credentials"
    ACCESS_TOKEN = "access-token"  # noqa: S105  the name of a method


class Profile(Struct, frozen=True, kw_only=True):
    """One connection to one Siro organization, as kept in `profiles.toml`.

    Endpoints that are empty are taken from the issuer's discovery document, if there is an issuer.
    `redirect_ports` empty means: any free port (RFC 8252 section 7.3).
    `time_zone` is an IANA name; periods are cut at its midnights. `week_start` is 0 for Monday to 6 for Sunday;
    `fiscal_start` is the month, 1 to 12, that quarters and years begin with. `late_scores_days`: for so many days after
    a period's end its figures may still change. A figure on fewer than `thin_sample` recordings is called thin.
    `proxy` is the web address of the proxy that leads to the servers, or `NO_PROXY`; empty: what this computer says.
    `recording_address` is the page of a recording in Siro's web pages, with `{id}` for its id; empty: not known.
    """

    id: str
    name: str
    api_base_url: str = DEFAULT_API_BASE_URL
    method: SignInMethod = SignInMethod.AUTHORIZATION_CODE
    issuer: str = ""
    authorization_endpoint: str = ""
    token_endpoint: str = DEFAULT_TOKEN_ENDPOINT
    revocation_endpoint: str = ""
    client_id: str = ""
    scope: str = DEFAULT_SCOPE
    redirect_host: str = "127.0.0.1"
    redirect_ports: tuple[int, ...] = ()
    organization_id: str = ""
    time_zone: str = "UTC"
    ca_file: str = ""
    proxy: str = ""
    week_start: int = MONDAY
    fiscal_start: int = 1
    requests_per_minute: int = DEFAULT_REQUESTS_PER_MINUTE
    late_scores_days: int = 2
    thin_sample: int = 5
    recording_address: str = ""

    @property
    def calendar(self) -> Calendar:
        """The organization's calendar. `check` has made sure that it exists."""
        return Calendar(self.zone, self.week_start, self.fiscal_start)

    @property
    def late_scores(self) -> timedelta:
        """How long after its end a period's figures may still change."""
        return timedelta(days=self.late_scores_days)

    @property
    def zone(self) -> ZoneInfo:
        """The organization's time zone. `check` has made sure that it exists."""
        return ZoneInfo(self.time_zone)

    @property
    def is_practice(self) -> bool:
        """True for the connection to the practice Siro."""
        return self.id == PRACTICE_PROFILE_ID

    def recording_page(self, recording_id: str) -> str:
        """Return the address of a recording in Siro's web pages; empty where it is not known.

        The id is percent-encoded, and one of dots alone has no page: it would lead to another path.
        """
        if not self.recording_address or not recording_id.strip("."):
            return ""
        return self.recording_address.replace(ID_PLACE, quote(recording_id, safe=""))

    def check(self) -> None:
        """Raise ProfileError for the first field that is wrong."""
        if not self.name.strip():
            raise ProfileError("name", "Give the connection a name.")
        self._check_addresses()
        self._check_method()
        _check_zone(self.time_zone)
        for field, (least, most) in NUMBER_RANGES.items():
            if not least <= getattr(self, field) <= most:
                raise ProfileError(field, f"Use a whole number from {least:,} to {most:,}.")
        _check_redirect(self.redirect_host, self.redirect_ports)

    def _check_addresses(self) -> None:
        if not self.api_base_url:
            raise ProfileError("api_base_url", f"Enter the address of Siro's API, usually {DEFAULT_API_BASE_URL}.")
        for field in ("api_base_url", "issuer", "authorization_endpoint", "token_endpoint", "revocation_endpoint"):
            address: str = getattr(self, field)
            if address:
                check_address(field, address)
        for field in ("api_base_url", "issuer"):  # paths are put behind these
            if "?" in getattr(self, field):
                raise ProfileError(field, "Leave out the part after the question mark.")
        if self.recording_address:
            _check_page("recording_address", self.recording_address)
        if self.proxy and self.proxy != NO_PROXY:
            _check_proxy("proxy", self.proxy)

    def _check_method(self) -> None:
        if self.method is SignInMethod.ACCESS_TOKEN:
            return
        if not self.client_id.strip():
            raise ProfileError("client_id", "Enter the client id. Your Siro administrator can tell you.")
        if not self.token_endpoint and not self.issuer:
            raise ProfileError("token_endpoint", "Enter the token endpoint, or an issuer to discover it from.")
        if self.method is SignInMethod.AUTHORIZATION_CODE and not (self.authorization_endpoint or self.issuer):
            raise ProfileError(
                "authorization_endpoint",
                "Enter the authorization endpoint. Siro does not publish it: ask your Siro administrator.",
            )


def check_address(field: str, address: str, *, may_have_fragment: bool = False) -> None:
    """Raise ProfileError unless `address` is https, or http on this computer (RFC 6750 section 5.3).

    `may_have_fragment`: it is for a browser, which alone knows what to do with the part after #.
    """
    if not _is_plain(address):
        raise ProfileError(field, "There is a space, a backslash or an invisible character in this address.")
    try:
        parts = urlsplit(address)
        host = parts.hostname
        parts.port  # noqa: B018  reading it validates it
    except ValueError as error:
        raise ProfileError(field, "This is not a web address.") from error
    if parts.scheme not in {"https", "http"} or not host:
        raise ProfileError(field, "Enter a whole address, such as https://api.siro.ai.")
    if parts.scheme == "http" and not is_loopback(host):
        raise ProfileError(field, "Use https. Plain http would show your sign-in to the network.")
    if parts.username is not None or parts.password is not None:
        raise ProfileError(field, "Leave user name and password out of the address.")
    if parts.fragment and not may_have_fragment:
        raise ProfileError(field, "Leave out the part after #.")


def _check_page(field: str, address: str) -> None:
    """Raise ProfileError unless `address` is https, with the id's place once behind its host, also behind #."""
    if address.count(ID_PLACE) != 1:
        raise ProfileError(field, f"Write {ID_PLACE} once where the recording's id belongs.")
    check_address(field, address.replace(ID_PLACE, "id"), may_have_fragment=True)
    parts = urlsplit(address)
    if ID_PLACE in parts.netloc:
        raise ProfileError(field, f"Write {ID_PLACE} behind the name of the server, not in it.")
    if parts.scheme != "https":
        raise ProfileError(field, "Use https.")


def _check_proxy(field: str, address: str) -> None:
    """Raise ProfileError unless `address` is that of a proxy: scheme, host, and mostly a port. No secrets in it."""
    problem = f"Enter the address of a proxy, such as http://proxy.example.com:8080, or {NO_PROXY} for none."
    try:
        parts = urlsplit(address)
        parts.port  # noqa: B018  reading it validates it
    except ValueError as error:
        raise ProfileError(field, problem) from error
    if parts.username is not None or parts.password is not None:
        sentence = (
            "Leave out user name and password, which would lie in a file. Put the address into HTTPS_PROXY instead."
        )
        raise ProfileError(field, sentence)
    is_whole = parts.scheme in {"http", "https"} and bool(parts.hostname)
    if not is_whole or parts.path not in {"", "/"} or parts.query or parts.fragment or not _is_plain(address):
        raise ProfileError(field, problem)


def _is_plain(address: str) -> bool:
    return address.isprintable() and " " not in address and "\\" not in address


USUAL: Final[Mapping[str, object]] = dict(
    zip(reversed(Profile.__struct_fields__), reversed(Profile.__struct_defaults__), strict=False)
)
"""What the fields of a connection are where nothing else is said, by name."""


def is_loopback(host: str) -> bool:
    """True if `host` names this computer."""
    return host.lower() in _LOOPBACK_HOSTS


def _check_zone(name: str) -> None:
    try:
        ZoneInfo(name)
    except (KeyError, ValueError, OSError) as error:  # ZoneInfoNotFoundError is a KeyError; a folder name is an OSError
        raise ProfileError("time_zone", "This time zone is not known. Use a name such as America/Denver.") from error


def _check_redirect(host: str, ports: tuple[int, ...]) -> None:
    if host not in {"127.0.0.1", "localhost"}:
        raise ProfileError("redirect_host", "Use 127.0.0.1, or localhost if your server insists on it.")
    if any(not 1024 <= port <= 65535 for port in ports):
        raise ProfileError("redirect_ports", "Use port numbers from 1024 to 65535.")
