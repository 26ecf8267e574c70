"""Fixtures around `server.py`: the authorization server as a subprocess, and a browser that a script plays."""

from __future__ import annotations

import html
import json
import re
import subprocess
import sys
import threading
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

import httpx
import pytest

from siro_desktop.domain.profile import Profile, SignInMethod

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

SERVER = Path(__file__).with_name("server.py")


@dataclass(frozen=True)
class Peer:
    """The running server; `addresses` is what it printed."""

    addresses: dict[str, Any]

    def profile(self, **changes: Any) -> Profile:
        """A profile for the public client, with endpoints by hand."""
        names = ("authorization_endpoint", "token_endpoint", "revocation_endpoint", "client_id", "api_base_url")
        settings = {name: self.addresses[name] for name in names}
        return Profile(**{"id": "peer", "name": "Peer", **settings, **changes})

    def discovered_profile(self, **changes: Any) -> Profile:
        """A profile for the public client that knows the issuer only."""
        nothing = {"authorization_endpoint": "", "token_endpoint": "", "revocation_endpoint": ""}
        return self.profile(issuer=self.addresses["issuer"], **nothing, **changes)

    def exact_profile(self, **changes: Any) -> Profile:
        """A profile for the client whose redirect addresses are compared to the letter: `localhost`, fixed ports."""
        ports = tuple(self.addresses["exact_ports"])
        known = {"client_id": self.addresses["exact_client_id"], "redirect_host": "localhost", "redirect_ports": ports}
        return self.profile(**(known | changes))

    def device_profile(self, **changes: Any) -> Profile:
        """A profile for the client that signs in with a code."""
        return self.discovered_profile(**({"client_id": self.addresses["device_client_id"]} | changes))

    def service_profile(self, **changes: Any) -> Profile:
        """A profile for the confidential client."""
        client_id = self.addresses["confidential_client_id"]
        return self.profile(method=SignInMethod.CLIENT_CREDENTIALS, client_id=client_id, **changes)

    def requests(self) -> list[dict[str, Any]]:
        """What the server was asked so far."""
        log: list[dict[str, Any]] = httpx.get(self.addresses["log"], trust_env=False).json()
        return log

    def decide(self, address: str, action: str, person: str = "ada") -> None:
        """Play the person who opens the address with a device's code in it, and presses *accept* or *deny*."""
        with httpx.Client(trust_env=False, cookies={"person": person}, follow_redirects=True, timeout=20) as client:
            page = client.get(address)
            for choice in ({"user_code": httpx.URL(address).params["user_code"]}, {"action": action}):
                found = re.search(r'name="csrfmiddlewaretoken" value="([^"]+)"', page.text)
                assert found, page.text
                page = client.post(page.url, data={"csrfmiddlewaretoken": found.group(1), **choice})
            assert page.status_code == 200

    def whoami(self, token: str) -> tuple[int, Any]:
        """Status and body of the protected resource for a token."""
        headers = {"x-siro-auth-token": token}
        answer = httpx.get(self.addresses["whoami"], headers=headers, trust_env=False)
        return answer.status_code, answer.json()


@pytest.fixture(scope="session")
def peer(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Peer]:
    """A django-oauth-toolkit server, one for the whole session; starts in 2 seconds."""
    folder = tmp_path_factory.mktemp("peer")
    command = [sys.executable, "-W", "ignore", str(SERVER), str(folder)]
    with (
        (folder / "errors.txt").open("wb") as errors,
        subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=errors) as process,
    ):
        assert process.stdin is not None
        assert process.stdout is not None
        first_line = process.stdout.readline()
        assert first_line, (folder / "errors.txt").read_text()
        yield Peer(json.loads(first_line))
        process.stdin.close()
        process.wait(10)


@dataclass
class ScriptedBrowser:
    """Plays the person at the browser: consents as `person`, or declines, in a thread of its own.

    Call it with the address, as the program calls the browser. `visited` are the addresses without their queries,
    `statuses` what they answered, `last_page` the page that stays on the screen. `tamper` may change the address that
    leads back to the program.
    """

    person: str = "ada"
    consents: bool = True
    before_redirect: Callable[[str], None] | None = None
    tamper: Callable[[str], str] | None = None
    opened: list[str] = field(default_factory=list)
    visited: list[str] = field(default_factory=list)
    statuses: list[int] = field(default_factory=list)
    redirects: list[str] = field(default_factory=list)
    last_page: str = ""
    threads: list[threading.Thread] = field(default_factory=list)

    def __call__(self, url: str) -> bool:
        self.opened.append(url)
        self.threads.append(threading.Thread(target=self._browse, args=(url,)))
        self.threads[-1].start()
        return True

    def close(self) -> None:
        for thread in self.threads:
            thread.join(20)

    def _browse(self, url: str) -> None:
        with httpx.Client(trust_env=False, cookies={"person": self.person}, timeout=20) as client:
            page = self._note(client.get(url))
            names = re.findall(r'<input type="hidden" name="([^"]+)"', page.text)
            form = {name: self._value(page.text, name) for name in names}
            if self.consents:
                form["allow"] = "Authorize"
            answer = self._note(client.post(url, data=form))
            self.redirects.append(answer.headers.get("location", ""))
            if self.before_redirect is not None:
                self.before_redirect(self.redirects[-1])
            while "location" in answer.headers:
                target = str(answer.url.join(answer.headers["location"]))
                if self.tamper is not None and "/callback?" in target:
                    target = self.tamper(target)
                answer = self._note(client.get(target))
            self.last_page = html.unescape(answer.text)

    def _note(self, answer: httpx.Response) -> httpx.Response:
        self.visited.append(urlsplit(str(answer.url))._replace(query="").geturl())
        self.statuses.append(answer.status_code)
        return answer

    @staticmethod
    def _value(page: str, name: str) -> str:
        found = re.search(rf'name="{re.escape(name)}" value="([^"]*)"', page)
        return html.unescape(found.group(1)) if found else ""


@pytest.fixture
def browser() -> Iterator[ScriptedBrowser]:
    """A browser that consents as ada; the test may change that."""
    scripted = ScriptedBrowser()
    yield scripted
    scripted.close()
