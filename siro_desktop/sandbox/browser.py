"""Plays the browser's part of a practice sign-in: `python -m siro_desktop.sandbox.browser`.

Reads one authorization URL from standard input (never an argument: it carries the state), fills in the consent page as
a person would, and follows the redirects to the program's listener. Talks to this computer only, through no proxy.
"""

from __future__ import annotations

import argparse
import sys
import urllib.error
import urllib.parse
import urllib.request
from html.parser import HTMLParser
from http.cookiejar import CookieJar
from typing import TYPE_CHECKING, Final

from siro_desktop.domain.profile import is_loopback

if TYPE_CHECKING:
    from http.client import HTTPMessage
    from typing import IO

PEOPLE: Final = ("admin", "coach")
_TIMEOUT: Final = 30.0  # seconds for each request
_MOST_BYTES: Final = 2**20


class WalkError(Exception):
    """The sign-in could not be walked through. The message says why, without the address."""


def sign_in(url: str, person: str = "admin", *, deny: bool = False) -> None:
    """Answer the consent page at `url` as `person` and go back to the program.

    Raises WalkError if an address is not on this computer, the page has no such form, or the program did not take the
    answer. A denial counts as taken whatever the program then says.
    """
    opener = urllib.request.build_opener(
        urllib.request.ProxyHandler({}), urllib.request.HTTPCookieProcessor(CookieJar()), _LoopbackRedirects()
    )
    page_url, status, page = _fetch(opener, url, None)
    if status != 200:
        raise WalkError(f"The consent page answered with {status}.")
    form = _ConsentForm()
    form.feed(page)
    answers = dict(form.hidden)
    if person not in form.people or not answers:
        raise WalkError("There is no consent form on the page.")
    answers |= {"person": person, "decision": "deny" if deny else "allow"}
    action = urllib.parse.urljoin(page_url, form.action)
    final_url, status, _ = _fetch(opener, action, urllib.parse.urlencode(answers).encode())
    if _origin(final_url) == _origin(action):
        raise WalkError("The practice Siro did not send the browser back to the program.")
    if status >= 400 and not deny:
        raise WalkError(f"The program answered with {status}.")


def main(arguments: list[str] | None = None) -> int:
    """Read a URL from standard input, walk through it, and return 0, or 1 with a sentence on standard error."""
    parser = argparse.ArgumentParser(prog="python -m siro_desktop.sandbox.browser", description=sign_in.__doc__)
    parser.add_argument("--person", choices=PEOPLE, default=PEOPLE[0], help="who signs in (%(default)s)")
    parser.add_argument("--deny", action="store_true", help="press Deny")
    chosen = parser.parse_args(arguments)
    try:
        sign_in(sys.stdin.readline().strip(), chosen.person, deny=chosen.deny)
    except WalkError as error:
        sys.stderr.write(f"{error}\n")
        return 1
    return 0


class _LoopbackRedirects(urllib.request.HTTPRedirectHandler):
    """Follows redirects on this computer only."""

    def redirect_request(  # noqa: PLR0917  urllib's signature
        self, req: urllib.request.Request, fp: IO[bytes], code: int, msg: str, headers: HTTPMessage, newurl: str
    ) -> urllib.request.Request | None:
        _check_loopback(newurl)
        return super().redirect_request(req, fp, code, msg, headers, newurl)


class _ConsentForm(HTMLParser):
    """The first form of a page: where it goes, its hidden fields, and the people to choose from."""

    def __init__(self) -> None:
        super().__init__()
        self.action = ""
        self.hidden: dict[str, str] = {}
        self.people: set[str] = set()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attrs}
        if tag == "form":
            self.action = given.get("action", "")
        elif tag == "input" and given.get("type") == "hidden":
            self.hidden[given.get("name", "")] = given.get("value", "")
        elif tag == "input" and given.get("name") == "person":
            self.people.add(given.get("value", ""))


def _fetch(opener: urllib.request.OpenerDirector, url: str, body: bytes | None) -> tuple[str, int, str]:
    """Return where a request ended up, its status and its text."""
    _check_loopback(url)
    request = urllib.request.Request(url, data=body, headers={"Accept": "text/html"})  # noqa: S310  http only, see above
    try:
        with opener.open(request, timeout=_TIMEOUT) as answer:
            return answer.url, answer.status, answer.read(_MOST_BYTES).decode("utf-8", "replace")
    except urllib.error.HTTPError as error:
        with error:
            return error.url or url, error.code, error.read(_MOST_BYTES).decode("utf-8", "replace")
    except (OSError, ValueError) as error:
        raise WalkError(f"A page could not be opened ({type(error).__name__}).") from error


def _check_loopback(url: str) -> None:
    try:
        parts = urllib.parse.urlsplit(url)
        host = parts.hostname or ""
    except ValueError as error:
        raise WalkError("The address is not a web address.") from error
    if parts.scheme != "http" or not is_loopback(host):
        raise WalkError("The address is not on this computer.")


def _origin(url: str) -> tuple[str | None, int | None]:
    parts = urllib.parse.urlsplit(url)
    return parts.hostname, parts.port


if __name__ == "__main__":
    sys.exit(main())
