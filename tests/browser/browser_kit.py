"""A real browser, one for all tests, and a sign-in of the program that runs in a thread beside it."""

from __future__ import annotations

import asyncio
import json
import logging
import shutil
import subprocess
import sys
import threading
from concurrent.futures import Future
from pathlib import Path
from typing import TYPE_CHECKING, Any, Self
from urllib.parse import urlsplit

import pytest
from selenium.webdriver import Chrome, ChromeOptions, ChromeService
from selenium.webdriver.support import expected_conditions
from selenium.webdriver.support.wait import WebDriverWait

from siro_desktop.auth.credentials import CredentialStore
from siro_desktop.auth.session import TokenSession
from siro_desktop.domain.profile import Profile
from siro_desktop.http_client import HttpClient

if TYPE_CHECKING:
    from collections.abc import Iterator
    from types import TracebackType

    from selenium.webdriver.remote.webelement import WebElement

    from siro_desktop.domain.session import SessionStatus

FLAGS = (
    "--headless=new",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-dev-shm-usage",
    "--disable-quic",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--disable-default-apps",
    "--disable-extensions",
    "--no-first-run",
    "--no-proxy-server",
    "--window-size=900,700",
    "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1, EXCLUDE localhost",  # no question leaves this computer
)


class Page:
    """What a person at the browser does and sees. `driver` is Selenium's."""

    def __init__(self, driver: Chrome) -> None:
        self.driver = driver

    def open(self, address: str) -> None:
        self.driver.get(address)

    def click(self, selector: str) -> None:
        self._found(selector).click()

    def type(self, selector: str, text: str) -> None:
        self._found(selector).send_keys(text)

    def press(self, *keys: str) -> None:
        """Press keys wherever the focus is."""
        for key in keys:
            self.driver.switch_to.active_element.send_keys(key)

    def text(self) -> str:
        return self.driver.find_element("css selector", "body").text

    def _found(self, selector: str) -> WebElement:
        """The element, once the page that is on its way has it."""
        located = expected_conditions.element_to_be_clickable(("css selector", selector))
        return WebDriverWait(self.driver, 10, poll_frequency=0.05).until(located)

    def wait_for(self, path: str) -> None:
        """Wait until the address bar shows this path, and the page is there."""
        WebDriverWait(self.driver, 10, poll_frequency=0.05).until(
            lambda driver: (
                urlsplit(driver.current_url).path == path and self.script("return document.readyState") == "complete"
            )
        )

    def script(self, text: str) -> Any:
        return self.driver.execute_script(text)

    def prefer(self, scheme: str) -> None:
        """Light or dark."""
        features = [{"name": "prefers-color-scheme", "value": scheme}]
        self.driver.execute_cdp_cmd("Emulation.setEmulatedMedia", {"features": features})

    def history(self) -> list[str]:
        """The addresses behind the Back button and the address bar."""
        entries = self.driver.execute_cdp_cmd("Page.getNavigationHistory", {})["entries"]
        return [entry["url"] for entry in entries] + [entry["userTypedURL"] for entry in entries]

    def requested(self) -> list[str]:
        """Every address that the browser asked for since the last call, redirects included."""
        messages = [json.loads(entry["message"])["message"] for entry in self.driver.get_log("performance")]
        return [
            message["params"]["request"]["url"]
            for message in messages
            if message["method"] == "Network.requestWillBeSent"
        ]

    def complaints(self) -> list[str]:
        """What the console says since the last call, but that a page has no icon."""
        said = [entry["message"] for entry in self.driver.get_log("browser")]
        return [message for message in said if "favicon.ico" not in message]


@pytest.fixture(scope="session")
def chromium(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Chrome]:
    """Debian's Chromium; started once. It knows no host but this computer."""
    program, driver = shutil.which("chromium"), shutil.which("chromedriver")
    if sys.platform != "linux" and not (program and driver):
        pytest.skip("Chromium is installed for these tests on Linux only")
    assert program, "The package chromium is missing"
    assert driver, "The package chromium-driver is missing"
    options = ChromeOptions()
    options.binary_location = program
    for flag in (*FLAGS, f"--user-data-dir={tmp_path_factory.mktemp('chromium')}"):
        options.add_argument(flag)
    options.set_capability("goog:loggingPrefs", {"browser": "ALL", "performance": "ALL"})
    for name in ("selenium", "urllib3"):  # they tell every address
        logging.getLogger(name).setLevel(logging.WARNING)
    browser = Chrome(options=options, service=ChromeService(driver))
    browser.set_page_load_timeout(20)
    yield browser
    browser.quit()


@pytest.fixture
def page(chromium: Chrome) -> Iterator[Page]:
    """A fresh tab without cookies."""
    first = chromium.current_window_handle
    chromium.switch_to.new_window("tab")
    yield Page(chromium)
    chromium.execute_cdp_cmd("Network.clearBrowserCookies", {})
    chromium.get_log("browser")
    chromium.get_log("performance")
    chromium.close()
    chromium.switch_to.window(first)


class SignIn:
    """A sign-in of the program under way. A context manager; `address` is what the browser is to open."""

    def __init__(self, profile: Profile) -> None:
        self._profile = profile
        self._address: Future[str] = Future()
        self._status: Future[SessionStatus] = Future()
        self._token: Future[str] = Future()
        self._thread = threading.Thread(target=self._work)

    def __enter__(self) -> Self:
        self._thread.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._thread.join(30)
        assert not self._thread.is_alive()

    @property
    def address(self) -> str:
        return self._address.result(10)

    def result(self) -> SessionStatus:
        """The status once it is over. Raises what the sign-in raised."""
        return self._status.result(15)

    def token(self) -> str:
        return self._token.result(5)

    def _work(self) -> None:
        try:
            self._status.set_result(asyncio.run(self._sign_in()))
        except Exception as error:  # noqa: BLE001  the test is to see it
            self._status.set_exception(error)
            if not self._address.done():
                self._address.set_exception(error)

    async def _sign_in(self) -> SessionStatus:
        http, credentials = HttpClient(), CredentialStore(memory_only=True)
        session = TokenSession(self._profile, http, credentials)
        try:
            status = await session.sign_in(lambda _address: True, self._address.set_result, timeout=20)
            self._token.set_result(await session.access_token())
            return status
        finally:
            await session.aclose()
            await http.aclose()
            credentials.close()


@pytest.fixture(scope="session")
def practice_siro() -> Iterator[Profile]:
    """A connection to a practice Siro."""
    command = [sys.executable, "-m", "siro_desktop.sandbox", "--port", "0", "--until-stdin-closes"]
    with subprocess.Popen(
        command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, cwd=Path(__file__).parents[2]
    ) as process:
        assert process.stdin is not None
        assert process.stdout is not None
        known = json.loads(process.stdout.readline())
        names = ("api_base_url", "authorization_endpoint", "token_endpoint", "revocation_endpoint", "client_id")
        yield Profile(id="practice-siro", name="Practice", **{name: known[name] for name in names})
        process.stdin.close()
        process.wait(10)
