"""Test a connection, step by step, and say in words what worked."""

from __future__ import annotations

import asyncio
import socket
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from siro_desktop.domain.periods import DateRange, local_period
from siro_desktop.domain.plan import build_plan
from siro_desktop.domain.profile import SignInMethod, is_loopback
from siro_desktop.domain.query import EntityType, MetricsQuery
from siro_desktop.domain.request import VALUES_PATH
from siro_desktop.domain.session import CheckStep
from siro_desktop.errors import AccessDenied, SignInRequired, SiroError

if TYPE_CHECKING:
    from siro_desktop.domain.names import NamedId
    from siro_desktop.domain.profile import Profile
    from siro_desktop.http_client import HttpResponse
    from siro_desktop.jobs.base import Report
    from siro_desktop.jobs.connection import Connection, NetworkServices


@dataclass(frozen=True, slots=True, repr=False)
class CheckConnection:
    """Tries a profile as it stands in a dialog, saved or not. `secret` None uses the one that is kept."""

    profile: Profile
    secret: str | None = None

    async def run(self, services: NetworkServices, report: Report) -> tuple[CheckStep, ...]:
        """Return the steps in order, up to the first that failed; each is also reported as it is done.

        Raises ProfileError for a wrong field. No sentence holds a secret.
        """
        self.profile.check()
        steps: list[CheckStep] = []
        async with services.trial(self.profile, self.secret) as connection:
            check = _Check(connection)
            for attempt in (check.find_name, check.reach, check.recognize, check.sign_in, check.look_up, check.ask):
                step = await attempt()
                steps.append(step)
                report(step)
                if step.ok is False:
                    break
        return tuple(steps)


@dataclass(slots=True)
class _Check:
    """The steps, and what one learns for the next."""

    connection: Connection
    response: HttpResponse | None = None
    conversation_types: tuple[NamedId, ...] = field(default=())

    @property
    def profile(self) -> Profile:
        return self.connection.profile

    @property
    def base(self) -> str:
        return self.profile.api_base_url.rstrip("/")

    async def find_name(self) -> CheckStep:
        name, parts = "Name", urlsplit(self.base)
        host = parts.hostname or ""
        if is_loopback(host):
            return CheckStep(name, True, "The address is this computer's.")
        try:
            found = await asyncio.get_running_loop().getaddrinfo(host, parts.port or 443, type=socket.SOCK_STREAM)
        except OSError:  # a proxy may know the name although this computer does not
            return CheckStep(name, None, f"This computer does not know the name {host}. A proxy may.")
        addresses = ", ".join(dict.fromkeys(str(entry[4][0]) for entry in found[:2]))
        return CheckStep(name, True, f"{host} is {addresses}.")

    async def reach(self) -> CheckStep:
        name = "Connection"
        try:
            self.response = await self.connection.http.request("GET", self.base + VALUES_PATH, deadline=15)
        except SiroError as error:
            return CheckStep(name, False, error.message)
        proxy = await self.connection.http.proxy_host(self.base)
        took = f"in {self.response.elapsed_ms} ms, {f'through the proxy {proxy}' if proxy else 'without a proxy'}"
        if self.base.startswith("https"):
            return CheckStep(name, True, f"Encrypted, and the server's certificate is trusted. It answered {took}.")
        return CheckStep(name, True, f"Not encrypted, which is right on one computer alone. It answered {took}.")

    async def recognize(self) -> CheckStep:
        name, status = "Siro's API", self.response.status if self.response else 0
        # Without a token and parameters any of these shows that Siro is there.
        if status in {400, 401, 403, 422}:
            return CheckStep(name, True, f"{self.base} answers as Siro does.")
        sentence = f"{self.base} answers, but not as Siro does (status {status}). Check the API address."
        return CheckStep(name, False, sentence)

    async def sign_in(self) -> CheckStep:
        name, session = "Sign-in", self.connection.session
        try:
            if self.profile.method is not SignInMethod.AUTHORIZATION_CODE:
                await session.sign_in(lambda _: False, lambda _: None, timeout=30)
            await session.access_token()
        except SignInRequired as error:
            if self.profile.method is SignInMethod.AUTHORIZATION_CODE:
                return CheckStep(name, None, "Not tried: sign in first, through Account ▸ Sign in…")
            return CheckStep(name, False, error.message)
        except SiroError as error:
            return CheckStep(name, False, error.message)
        return CheckStep(name, True, "There is an access token.")

    async def look_up(self) -> CheckStep:
        name, organization = "Organization", self.profile.organization_id
        if not organization:
            return CheckStep(name, None, "Not tried: no organization id is set.")
        try:
            self.conversation_types = await self.connection.api.conversation_types(organization)
        except SignInRequired:
            return CheckStep(name, None, "Not tried: needs a sign-in.")
        except AccessDenied:
            return CheckStep(name, None, f"Siro does not let you list what {organization} has. You can still type ids.")
        except SiroError as error:
            return CheckStep(name, False, error.message)
        count = len(self.conversation_types)
        return CheckStep(name, True, f"{organization} answers and has {count} conversation types.")

    async def ask(self) -> CheckStep:
        name = "A small query"
        if not self.conversation_types:
            return CheckStep(name, None, "Not tried: no conversation type is known.")
        zone, organization = self.profile.zone, self.profile.organization_id
        yesterday = datetime.now(UTC).astimezone(zone).date() - timedelta(days=1)
        query = MetricsQuery(
            organization_id=organization,
            conversation_type_id=self.conversation_types[0].id,
            period=local_period(DateRange(yesterday, yesterday), zone),
            filter_by=(EntityType.ORGANIZATION,),
            ids=(organization,),
        )
        try:
            cell = build_plan(query, self.profile.id).cells[0]
            answer = await self.connection.api.metric_values(cell, lambda _: None)
        except AccessDenied:
            return CheckStep(name, None, "Siro does not let you ask about the whole organization. Ask about your team.")
        except SiroError as error:
            return CheckStep(name, False, error.message)
        sentence = f"{len(answer.metrics)} metrics over {answer.recordings_evaluated:,.0f} recordings of yesterday."
        return CheckStep(name, True, sentence)
