"""One GET to Siro's API: with the token, inside the rate budget, tried again where that makes sense."""

from __future__ import annotations

import dataclasses
from datetime import timedelta
from typing import TYPE_CHECKING, Final, Protocol

from msgspec import Struct
from msgspec.structs import replace

from siro_desktop.api.retry import Retry
from siro_desktop.api.status import is_html, refusal, web_page_error
from siro_desktop.auth.clock_hint import describe_clock
from siro_desktop.domain.profile import check_address
from siro_desktop.domain.progress import Waiting
from siro_desktop.domain.request import TOKEN_HEADER
from siro_desktop.errors import SignInRequired

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable, Sequence
    from datetime import datetime

    from siro_desktop.api.rate_budget import RateBudget
    from siro_desktop.domain.profile import Profile
    from siro_desktop.http_client import HttpClient, HttpResponse

_SHORTEST_SECRET: Final = 8


class TokenSource(Protocol):
    """Where access tokens come from. A profile's token session fits."""

    async def access_token(self) -> str:
        """Return a token that is good as far as is known. Raises SignInRequired."""
        ...

    async def renew(self, rejected: str) -> str:
        """Return another token after Siro refused `rejected`. Raises SignInRequired if there is none."""
        ...


class ApiCall(Struct, frozen=True):
    """What is asked: a path below the API base URL, its parameters in order, and who may ask it, in a sentence."""

    path: str
    parameters: tuple[tuple[str, str], ...]
    who_may: str

    def with_cursor(self, cursor: str | None) -> ApiCall:
        """Return the same call for the page that `cursor` names; None is the first page."""
        return self if cursor is None else replace(self, parameters=(*self.parameters, ("cursor", cursor)))


class Fetcher:
    """Sends the calls of one profile. The token goes to the profile's API origin, in Siro's own header, nowhere else.

    Raises ProfileError if the API base URL is neither https nor on this computer.
    """

    def __init__(
        self,
        profile: Profile,
        http: HttpClient,
        tokens: TokenSource,
        budget: RateBudget,
        *,
        clock: Callable[[], datetime],
        sleep: Callable[[float], Awaitable[None]],
        deadline: float,
    ) -> None:
        check_address("api_base_url", profile.api_base_url)
        self._base = profile.api_base_url.rstrip("/")
        self._http = http
        self._tokens = tokens
        self.budget = budget
        self.clock = clock
        self._sleep = sleep
        self._deadline = deadline
        self._retry = Retry(clock=budget.clock, now=clock, sleep=sleep)

    async def fetch(self, call: ApiCall, on_wait: Callable[[Waiting], None]) -> HttpResponse:
        """Return the answer with status 200 that is no web page.

        After a 401 the token is renewed once and the call replayed once; a second 401 is SignInRequired.
        Raises whatever else `refusal` makes of the status, ConnectionFailed, UnexpectedAnswer and SignInRequired.
        """
        course = _Course(self, call, on_wait)
        response = await self._retry.fetch(course.send, course.report_wait)
        if response.status == 401 and not is_html(response):
            await self._renew(course.token, response)
            response = await self._retry.fetch(course.send, course.report_wait)
        if response.status != 200:
            raise refusal(response, who_may=call.who_may, now=self.clock())
        if is_html(response):
            raise web_page_error(response)
        return response

    async def send(self, call: ApiCall, token: str, on_wait: Callable[[float], None], attempt: int) -> HttpResponse:
        """Send `call` once, when the budget allows it. Should the server quote the token, it is taken out."""
        await self.budget.take(self._sleep, on_wait)
        parameters: Sequence[tuple[str, str]] = call.parameters
        url = self._base + call.path
        headers = {TOKEN_HEADER: token}
        response = await self._http.request(
            "GET", url, params=parameters, headers=headers, deadline=self._deadline, attempt=attempt
        )
        return _without_secret(response, token)

    async def usable_token(self) -> str:
        """Return the access token. Raises SignInRequired if there is none, or none that a header can carry."""
        token = await self._tokens.access_token()
        if not token or not token.isascii() or not token.isprintable() or " " in token:
            raise SignInRequired(
                "The access token has characters in it that no token has. Sign in again, or paste it anew."
            )
        return token

    async def _renew(self, token: str, response: HttpResponse) -> None:
        """Renew the token; where that is refused, name a clock that is wrong: the reason most often overlooked."""
        try:
            await self._tokens.renew(token)
        except SignInRequired as error:
            hint = describe_clock(response.headers.get("date", ""), self.clock())
            if hint and hint not in error.message:
                error.message = f"{error.message} {hint}"
            raise


class _Course:
    """One call on its way: remembers the token that was sent, and tells of waits."""

    def __init__(self, fetcher: Fetcher, call: ApiCall, on_wait: Callable[[Waiting], None]) -> None:
        self.token = ""  # nosec B105
        self._attempt = 0
        self._fetcher = fetcher
        self._call = call
        self._on_wait = on_wait

    async def send(self) -> HttpResponse:
        self.token = await self._fetcher.usable_token()
        self._attempt += 1
        return await self._fetcher.send(self._call, self.token, self._report_budget, self._attempt)

    def report_wait(self, seconds: float, status: int | None, reason: str) -> None:
        if status == 429:  # the limit is the token's, so everything else that uses it has to wait as well
            self._fetcher.budget.pause(seconds)
        self._report(seconds, reason)

    def _report_budget(self, seconds: float) -> None:
        self._report(seconds, "The requests of this minute are used up.")

    def _report(self, seconds: float, reason: str) -> None:
        self._on_wait(Waiting(reason, self._fetcher.clock() + timedelta(seconds=seconds)))


def _without_secret(response: HttpResponse, token: str) -> HttpResponse:
    secret = token.encode()
    if len(secret) < _SHORTEST_SECRET or secret not in response.body:
        return response
    return dataclasses.replace(response, body=response.body.replace(secret, b"<token>"))
