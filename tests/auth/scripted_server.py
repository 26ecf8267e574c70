"""An authorization server that a test scripts, and a browser that brings its code at once."""

from __future__ import annotations

import asyncio

import httpx

from siro_desktop.domain.profile import Profile

PROFILE = Profile(
    id="p",
    name="P",
    client_id="client",
    authorization_endpoint="https://auth.example.test/authorize",
    token_endpoint="https://auth.example.test/token",
)


class ScriptedServer:
    """Gives at-1 rt-1, at-2 rt-2 … or what `answers` says; counts what it was asked."""

    def __init__(self):
        self.forms = []
        self.answers = []
        self.gate = None
        self.asked = None
        self.lifetime = 3600
        self.rotates = True
        self.headers = {}

    async def __call__(self, request):
        self.forms.append(dict(httpx.QueryParams(request.content.decode())))
        if self.asked is not None:
            self.asked.set()
        if self.gate is not None:
            await self.gate.wait()
        if self.answers:
            answer = self.answers.pop(0)
            if isinstance(answer, Exception):
                raise answer
            return answer
        number = len(self.forms)
        body = {"access_token": f"at-{number}", "token_type": "Bearer", "expires_in": self.lifetime}
        if self.rotates:
            body["refresh_token"] = f"rt-{number}"
        return httpx.Response(200, json=body, headers=self.headers)


async def signed_in(session, on_open=lambda: None):
    """Play the browser: bring the code to the listener as a redirect would. `on_open` is called when it opens."""
    tasks = []

    def bring(url):
        on_open()
        query = httpx.URL(url).params
        redirect = httpx.URL(query["redirect_uri"]).copy_merge_params({"code": "c", "state": query["state"]})
        tasks.append(asyncio.create_task(fetch(redirect)))
        return True

    async def fetch(redirect):
        async with httpx.AsyncClient(trust_env=False, follow_redirects=True) as client:
            await client.get(redirect)

    status = await session.sign_in(bring, lambda _: None)
    await asyncio.gather(*tasks)
    return status
