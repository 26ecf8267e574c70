"""Who speaks in the redirect: its issuer is checked, and a refusal is believed only from the right one."""

from __future__ import annotations

import asyncio
from urllib.parse import parse_qs, urlencode, urlsplit

import pytest
from browser_flow import SERVER, TOKENS, come_back, open_session, profile, scripted

from siro_desktop.errors import SignInCancelled, UnexpectedAnswer


def tampered(**changes):
    """Change parameters of the address that leads back; None takes one out."""

    def tamper(target):
        parts = urlsplit(target)
        query = {name: values[0] for name, values in parse_qs(parts.query).items()} | changes
        kept = {name: value for name, value in query.items() if value is not None}
        return parts._replace(query=urlencode(kept)).geturl()

    return tamper


@pytest.mark.parametrize("consents", [True, False])
@pytest.mark.parametrize("issuer", ["https://evil.example.test", None])
def test_the_issuer_in_the_redirect_is_checked(peer, browser, store, consents, issuer):
    """A9: another issuer, or none where it is promised, ends the sign-in, and a refusal is not believed."""
    browser.consents = consents
    browser.tamper = tampered(iss=issuer)
    before = len(peer.requests())

    async def run():
        async with open_session(peer.discovered_profile(), store) as session:
            with pytest.raises(UnexpectedAnswer, match="cannot be trusted"):
                await session.sign_in(browser, lambda _: None)

    asyncio.run(run())
    browser.close()
    assert "iss=" in browser.redirects[0] or not consents, "django-oauth-toolkit leaves it out of a refusal"
    assert "cannot be trusted" in browser.last_page
    assert [request["path"] for request in peer.requests()[before:] if request["method"] == "POST"] == ["/o/authorize/"]


def test_a_refusal_with_the_right_issuer_is_believed(peer, browser, store):
    """A9, A10: as a server sends it that keeps RFC 9207 in a refusal, too."""
    browser.consents = False
    browser.tamper = tampered(iss=peer.addresses["issuer"])

    async def run():
        async with open_session(peer.discovered_profile(), store) as session:
            with pytest.raises(SignInCancelled, match="You declined"):
                await session.sign_in(browser, lambda _: None)

    asyncio.run(run())


def test_the_issuer_of_the_settings_counts_where_metadata_are_out_of_reach(store):
    """A9"""

    async def run(issuer):
        transport, requests = scripted((404, ""), (404, ""), (200, TOKENS))
        async with open_session(profile(issuer=SERVER), store, transport=transport) as session:
            try:
                await session.sign_in(lambda url: come_back(url, iss=issuer), lambda _: None)
            except UnexpectedAnswer as error:
                return error.message, len(requests)
            return "", len(requests)

    assert asyncio.run(run(SERVER)) == ("", 3)
    message, asked = asyncio.run(run("https://evil.example.test"))
    assert "Check the issuer" in message
    assert asked == 2


def test_a_refusal_sends_nothing_to_the_token_endpoint(store):
    """A10: Authlib would ask for client credentials."""

    async def run():
        transport, requests = scripted()
        async with open_session(profile(), store, transport=transport) as session:
            with pytest.raises(SignInCancelled, match="Closed for today"):
                await session.sign_in(
                    lambda url: come_back(url, code=None, error="server_error", error_description="Closed for today"),
                    lambda _: None,
                )
        return requests

    assert asyncio.run(run()) == []
