"""Test a connection, step by step, and say in words what worked."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from siro_desktop.domain.profile import SignInMethod
from siro_desktop.domain.request import VALUES_PATH
from siro_desktop.domain.session import CheckStep
from siro_desktop.errors import AccessDenied, SignInRequired, SiroError

if TYPE_CHECKING:
    from siro_desktop.domain.profile import Profile
    from siro_desktop.jobs.base import Report
    from siro_desktop.jobs.connection import Connection, NetworkServices


@dataclass(frozen=True, slots=True, repr=False)
class CheckConnection:
    """Tries a profile as it stands in a dialog, saved or not. `secret` None uses the one that is kept."""

    profile: Profile
    secret: str | None = None

    async def run(self, services: NetworkServices, report: Report) -> tuple[CheckStep, ...]:
        """Return the steps in order; each is also reported as it is done. Raises ProfileError for a wrong field."""
        self.profile.check()
        steps: list[CheckStep] = []
        async with services.trial(self.profile, self.secret) as connection:
            for attempt in (_reach, _sign_in, _look_up):
                step = await attempt(connection)
                steps.append(step)
                report(step)
                if step.ok is False:
                    break
        return tuple(steps)


async def _reach(connection: Connection) -> CheckStep:
    name = "Siro's API"
    base = connection.profile.api_base_url.rstrip("/")
    try:
        answer = await connection.http.request("GET", base + VALUES_PATH, deadline=15)
    except SiroError as error:
        return CheckStep(name, False, error.message)
    if answer.status in {400, 401, 403, 422}:  # without a token and parameters, any of these shows that Siro is there
        return CheckStep(name, True, f"{base} answers as Siro does.")
    sentence = f"{base} answers, but not as Siro does (status {answer.status}). Check the API address."
    return CheckStep(name, False, sentence)


async def _sign_in(connection: Connection) -> CheckStep:
    name = "Sign-in"
    try:
        if connection.profile.method is not SignInMethod.AUTHORIZATION_CODE:
            await connection.session.sign_in(lambda _: False, lambda _: None, timeout=30)
        await connection.session.access_token()
    except SignInRequired as error:
        if connection.profile.method is SignInMethod.AUTHORIZATION_CODE:
            return CheckStep(name, None, "Not tried: sign in first, through Account ▸ Sign in…")
        return CheckStep(name, False, error.message)
    except SiroError as error:
        return CheckStep(name, False, error.message)
    return CheckStep(name, True, "There is an access token.")


async def _look_up(connection: Connection) -> CheckStep:
    name = "Organization"
    organization = connection.profile.organization_id
    if not organization:
        return CheckStep(name, None, "Not tried: no organization id is set.")
    try:
        types = await connection.api.conversation_types(organization)
    except SignInRequired:
        return CheckStep(name, None, "Not tried: needs a sign-in.")
    except AccessDenied:
        return CheckStep(name, None, f"Siro does not let you list what {organization} has. You can still type ids.")
    except SiroError as error:
        return CheckStep(name, False, error.message)
    return CheckStep(name, True, f"{organization} answers and has {len(types)} conversation types.")
