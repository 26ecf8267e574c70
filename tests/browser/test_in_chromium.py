"""Sign-in through a real browser: what the person sees there, and what the browser keeps."""

from __future__ import annotations

import http.client
import logging
import socket
from contextlib import ExitStack
from typing import TYPE_CHECKING, Any
from urllib.parse import parse_qs, urlencode, urlsplit

import pytest
from browser_kit import SignIn
from selenium.webdriver.common.keys import Keys

from siro_desktop.auth import pages
from siro_desktop.errors import SignInCancelled

if TYPE_CHECKING:
    from browser_kit import Page

    from siro_desktop.domain.profile import Profile

LOWEST_CONTRAST = 4.5  # WCAG 2.2, success criterion 1.4.3


def redirect_uri(address: str) -> str:
    return parse_qs(urlsplit(address).query)["redirect_uri"][0]


def visit_as_another_program(address: str) -> tuple[int, dict[str, str]]:
    """Status and headers of a plain GET, past the browser."""
    parts = urlsplit(address)
    assert parts.hostname
    connection = http.client.HTTPConnection(parts.hostname, parts.port, timeout=10)
    connection.request("GET", f"{parts.path}?{parts.query}")
    answer = connection.getresponse()
    answer.read()
    connection.close()
    return answer.status, dict(answer.getheaders())


def secrets_in(places: list[str]) -> list[str]:
    """The places that hold a code, a state or a token."""
    return [place for place in places if any(name in place for name in ("code=", "state=", "token="))]


def luminance(color: str) -> float:
    """Relative luminance of `rgb(r, g, b)`, as WCAG defines it."""
    channels = [int(part) / 255 for part in color.strip("rgba() ").split(",")[:3]]
    red, green, blue = (c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    lighter, darker = sorted((luminance(one), luminance(other)), reverse=True)
    return (lighter + 0.05) / (darker + 0.05)


TEXTS = """return [...document.querySelectorAll(
  'h1, p, legend, label b, .note, .badge, button, footer span'
)].map(e => {
  let ground = e;
  while (getComputedStyle(ground).backgroundColor === 'rgba(0, 0, 0, 0)') ground = ground.parentElement;
  const style = getComputedStyle(e);
  return [e.textContent, style.color, getComputedStyle(ground).backgroundColor, parseFloat(style.fontSize)];
})"""


def check_readable(page: Page) -> None:
    """Every text stands out from what lies behind it, and is not small; nothing is wider than the window."""
    texts: list[tuple[str, str, str, float]] = page.script(TEXTS)
    assert texts
    for text, color, ground, size in texts:
        assert contrast(color, ground) >= LOWEST_CONTRAST, (text, color, ground)
        assert size >= 13, text
    assert page.script("return document.documentElement.scrollWidth <= innerWidth")


def test_consent_and_success(page: Page, practice_siro: Profile, caplog: pytest.LogCaptureFixture) -> None:
    """A1 A11 A11b A15: no code stays in the address bar, the history, the console or the log; the page is in order."""
    caplog.set_level(logging.DEBUG)
    with SignIn(practice_siro) as attempt:
        page.open(attempt.address)
        assert page.complaints() == []
        page.click("button[value=allow]")
        page.wait_for("/done")
        assert attempt.result().signed_in
        token = attempt.token()
    address = page.driver.current_url
    assert address == redirect_uri(attempt.address).replace("/callback", "/done")
    assert secrets_in([entry for entry in page.history() if "/callback" in entry or "/done" in entry]) == []
    assert page.script("return document.referrer") == ""
    assert page.complaints() == []
    assert "You can close this page" in page.text()
    assert page.driver.title.startswith(pages.ACCEPTED.title)
    assert page.script("return document.scripts.length") == 0
    requested = page.requested()
    assert {urlsplit(address).hostname for address in requested if address.startswith("http")} == {"127.0.0.1"}
    (redirect,) = [parse_qs(urlsplit(address).query) for address in requested if "/callback?" in address]
    (code,), (state,) = redirect["code"], redirect["state"]
    assert not [secret for secret in (code, state, token) if secret in caplog.text]
    assert not [secret for secret in (code, state, token) if secret in page.driver.page_source]


def test_consent_by_keyboard_alone(page: Page, practice_siro: Profile) -> None:
    """A11: Tab leads to the people, then to the buttons; the arrow keys choose."""
    with SignIn(practice_siro) as attempt:
        page.open(attempt.address)
        page.press(Keys.TAB)
        assert page.script("return document.activeElement.name") == "person"
        page.press(Keys.ARROW_DOWN)
        assert page.script("return [...document.getElementsByName('person')].map(e => e.checked)") == [False, True]
        assert page.script("return getComputedStyle(document.activeElement.parentElement).outlineStyle") == "solid"
        page.press(Keys.TAB)
        assert page.script("return document.activeElement.value") == "allow"
        page.press(Keys.ENTER)
        page.wait_for("/done")
        assert attempt.result().signed_in


def test_login_and_consent_at_a_server_nobody_here_wrote(page: Page, peer: Any) -> None:
    """A1 A2 A7 A9 A11: a login form, a consent page and a redirect with `iss`."""
    with SignIn(peer.discovered_profile(scope="openid read")) as attempt:
        page.open(attempt.address)
        page.type("input[name=username]", "ada")
        page.type("input[name=password]", peer.addresses["password"])
        page.click("button")
        page.click("input[name=allow]")
        page.wait_for("/done")
        status = attempt.result()
        assert peer.whoami(attempt.token()) == (200, {"name": "ada"})
    assert status.identity
    assert "code=" not in page.driver.current_url
    assert secrets_in([entry for entry in page.history() if "/callback" in entry or "/done" in entry]) == []


@pytest.mark.parametrize("server", ["practice", "peer"])
def test_denial(page: Page, practice_siro: Profile, peer: Any, server: str) -> None:
    """A10 A11: the page says that it was declined, and so does the program; no code was there to be left."""
    profile = practice_siro
    if server == "peer":
        page.open(peer.addresses["log"])
        page.driver.add_cookie({"name": "person", "value": "grace"})
        profile = peer.profile()
    with SignIn(profile) as attempt:
        page.open(attempt.address)
        page.click("button[value=deny]" if server == "practice" else "input[value=Cancel]")
        page.wait_for("/done")
        with pytest.raises(SignInCancelled, match="You declined"):
            attempt.result()
    assert "You declined" in page.text()
    assert secrets_in([page.driver.current_url]) == []


def test_forged_callback_first(page: Page, practice_siro: Profile) -> None:
    """A8: a page from elsewhere leads the browser to the listener; it is told no, and the real sign-in goes on."""
    with SignIn(practice_siro) as attempt:
        forged = f"{redirect_uri(attempt.address)}?{urlencode({'code': 'forged', 'state': 'x' * 43})}"
        assert visit_as_another_program(forged)[0] == 400
        page.open(forged)
        assert "Not part of this sign-in" in page.text()
        page.open(attempt.address)
        page.click("button[value=allow]")
        page.wait_for("/done")
        assert attempt.result().signed_in


def test_connections_opened_beforehand_do_not_hold_up_the_browser(page: Page, practice_siro: Profile) -> None:
    """A5: Chromium's own preconnect, and idle connections of others."""
    with SignIn(practice_siro) as attempt, ExitStack() as stack:
        back = urlsplit(redirect_uri(attempt.address))
        for _ in range(20):
            stack.enter_context(socket.create_connection((back.hostname, back.port), timeout=5))
        page.open(attempt.address)
        page.script(
            "const link = document.createElement('link'); link.rel = 'preconnect';"
            f"link.href = 'http://{back.netloc}'; document.head.append(link);"
        )
        page.click("button[value=allow]")
        page.wait_for("/done")
        assert attempt.result().signed_in


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_pages_are_readable(page: Page, practice_siro: Profile, scheme: str) -> None:
    """A11: consent, success and refusal in light and dark, and on a narrow screen."""
    page.prefer(scheme)
    for decision in ("allow", "deny"):
        with SignIn(practice_siro) as attempt:
            page.open(attempt.address)
            check_readable(page)
            page.click(f"button[value={decision}]")
            page.wait_for("/done")
            check_readable(page)
    dark = luminance(page.script("return getComputedStyle(document.body).backgroundColor")) < 0.2
    assert dark == (scheme == "dark")
    assert page.script("return document.documentElement.lang") == "en"
    assert page.script("return document.querySelectorAll('main h1').length") == 1
    page.driver.execute_cdp_cmd(
        "Emulation.setDeviceMetricsOverride", {"width": 320, "height": 560, "deviceScaleFactor": 1, "mobile": False}
    )
    check_readable(page)
