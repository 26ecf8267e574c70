"""The address that a browser on another computer was sent to, pasted by the person."""

from __future__ import annotations

import asyncio
import logging
import threading
from urllib.parse import parse_qs, quote, urlsplit

import httpx
import pytest
from hypothesis import given
from hypothesis import strategies as st

from siro_desktop.auth.pasted import PastedAddresses, redirect_query
from siro_desktop.auth.session import TokenSession
from siro_desktop.errors import SignInCancelled, UnexpectedAnswer
from siro_desktop.http_client import HttpClient

REDIRECT_URI = "http://127.0.0.1:4711/callback"


@pytest.mark.parametrize(
    ("address", "query"),
    [
        (f"{REDIRECT_URI}?code=a&state=b", "code=a&state=b"),
        (f"{REDIRECT_URI}?code=a&state=b#top", "code=a&state=b"),
        ("127.0.0.1:4711/callback?code=a", "code=a"),
        ("HTTP://127.0.0.1:4711/callback?code=a", "code=a"),
        ("https://127.0.0.1:4711/callback?code=a", None),
        ("http://localhost:4711/callback?code=a", None),
        ("http://127.0.0.1:4712/callback?code=a", None),
        ("http://127.0.0.1:4711/done?code=a", None),
        ("http://u@127.0.0.1:4711/callback?code=a", None),
        ("http://evil.test/http://127.0.0.1:4711/callback?code=a", None),
        (REDIRECT_URI, None),
        (f"{REDIRECT_URI}?code={'a' * 9000}", None),
        (f"{REDIRECT_URI}?code=a\x1b", None),
        (f"{REDIRECT_URI}?code=ä", None),
        ("http://[", None),
        ("hello", None),
        ("", None),
    ],
)
def test_only_the_redirect_address_counts(address, query):
    """A19, A6: host, port and path to the letter."""
    assert redirect_query(address, REDIRECT_URI) == query


@given(st.text())
def test_any_text_is_judged(text):
    assert redirect_query(text, REDIRECT_URI) is None or text.partition("?")[2]


class Person:
    """Consents in a browser that cannot reach this computer, then pastes what it was sent to."""

    def __init__(self, *changes, consents=True):
        self.changes = changes or (lambda address: address,)
        self.consents = consents
        self.refusals = []
        self.offer = None
        self.redirect = ""
        self.thread = None

    def __call__(self, url):
        self.thread = threading.Thread(target=self._browse, args=(url,))
        self.thread.start()
        return False

    def _browse(self, url):
        with httpx.Client(trust_env=False, cookies={"person": "ada"}, timeout=20) as client:
            page = client.get(url).text
            form = dict(part.split('" value="') for part in page.split('name="') if '" value="' in part[:40])
            fields = {name: value.partition('"')[0].replace("&amp;", "&") for name, value in form.items()}
            if not self.consents:
                fields.pop("allow", None)
            self.redirect = client.post(url, data=fields).headers["location"]
        for change in self.changes:
            self.offer(change(self.redirect))


async def sign_in(peer, store, person):
    http = HttpClient()
    session = TokenSession(peer.discovered_profile(), http, store)
    pasted = PastedAddresses(person.refusals.append)
    person.offer = pasted.offer
    try:
        return await session.sign_in(person, lambda _: None, pasted=pasted, timeout=20)
    finally:
        person.thread.join(20)
        person.offer(person.redirect)  # too late: nothing happens
        await session.aclose()
        await http.aclose()


def test_a_pasted_address_ends_the_sign_in(peer, store, caplog):
    """A19: the browser's machine never reached this one; the code is in no log."""
    caplog.set_level(logging.DEBUG)
    person = Person(lambda address: f"  {address}\n")
    assert asyncio.run(sign_in(peer, store, person)).signed_in
    assert person.refusals == []
    assert parse_qs(urlsplit(person.redirect).query)["code"][0] not in caplog.text


def test_wrong_addresses_are_refused_with_a_sentence_and_it_goes_on(peer, store):
    """A19, A8: the state is checked as if the browser had come; the right address still counts."""
    person = Person(
        lambda _: "https://www.example.test/?q=siro",
        lambda _: "",
        lambda address: address.partition("?")[0] + "?code=x&state=wrong",
        lambda address: address.replace("state=", "state=x"),
        lambda address: address,
    )
    assert asyncio.run(sign_in(peer, store, person)).signed_in
    first, *others = person.refusals
    assert first.endswith(urlsplit(person.redirect)._replace(query="").geturl())
    assert ["another sign-in" in refusal for refusal in others] == [True, True]


def test_another_issuer_in_a_pasted_address(peer, store):
    """A19, A9"""
    person = Person(lambda address: address.replace("iss=http", "iss=https"))
    with pytest.raises(UnexpectedAnswer, match="cannot be trusted"):
        asyncio.run(sign_in(peer, store, person))


def test_a_pasted_refusal(peer, store):
    """A19, A10, A9: believed if it says whose it is."""
    person = Person(lambda address: f"{address}&iss={quote(peer.addresses['issuer'])}", consents=False)
    with pytest.raises(SignInCancelled, match="You declined"):
        asyncio.run(sign_in(peer, store, person))
    with pytest.raises(UnexpectedAnswer, match="refused, but not which server"):
        asyncio.run(sign_in(peer, store, Person(consents=False)))


def test_nobody_waits_any_more():
    """A19: after the sign-in, and after its loop, an address is dropped in silence."""
    refusals = []

    async def run():
        pasted = PastedAddresses(refusals.append)
        pasted.offer("too early")
        await asyncio.sleep(0)
        return pasted

    pasted = asyncio.run(run())
    pasted.offer("too late")
    assert refusals == []
