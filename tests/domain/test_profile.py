"""Connection profiles: what is refused, and where the message belongs."""

from __future__ import annotations

from urllib.parse import unquote, urlsplit

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from siro_desktop.domain.profile import PRACTICE_PROFILE_ID, Profile, SignInMethod, check_address
from siro_desktop.errors import ProfileError

WHOLE = Profile(
    id="p1",
    name="Acme",
    authorization_endpoint="https://auth.siro.ai/oauth2/authorize?audience=api",
    client_id="client",
    time_zone="America/Denver",
)


@pytest.mark.parametrize(
    "changes",
    [
        {},
        {"redirect_host": "localhost", "redirect_ports": (1024, 65535)},
        {"api_base_url": "http://127.0.0.1:8000"},
        {"api_base_url": "http://localhost:8000/"},
        {"api_base_url": "http://[::1]:8000"},
        {"authorization_endpoint": "", "issuer": "https://auth.example"},
        {"token_endpoint": "", "issuer": "https://auth.example"},
        {"method": SignInMethod.CLIENT_CREDENTIALS, "authorization_endpoint": ""},
        {"method": SignInMethod.ACCESS_TOKEN, "client_id": "", "token_endpoint": "", "authorization_endpoint": ""},
        {"revocation_endpoint": "https://auth.example/revoke"},
        {"proxy": "http://proxy.example:8080"},
        {"proxy": "https://[2001:db8::1]/"},
        {"proxy": "direct"},
        {"recording_address": "https://web.example/recordings/{id}"},
        {"recording_address": "https://web.example/show?recording={id}&tab=notes"},
        {"recording_address": "https://web.example/#/recordings/{id}"},
        {"recording_address": "https://web.example/app?org=1#!/recordings/{id}?tab=notes"},
        {"recording_address": "https://web.example/recordings/{id}#notes"},
    ],
)
def test_profiles_that_work(changes: dict[str, object]) -> None:
    profile = replace(WHOLE, **changes)  # type: ignore[arg-type]
    profile.check()
    assert profile.zone.key == "America/Denver"
    assert not profile.is_practice


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"name": "  "}, "name"),
        ({"api_base_url": ""}, "api_base_url"),
        ({"api_base_url": "api.siro.ai"}, "api_base_url"),
        ({"api_base_url": "http://api.siro.ai"}, "api_base_url"),
        ({"api_base_url": "http://127.0.0.1.evil.example"}, "api_base_url"),
        ({"api_base_url": "ftp://api.siro.ai"}, "api_base_url"),
        ({"api_base_url": "https://me:secret@api.siro.ai"}, "api_base_url"),
        ({"api_base_url": "https://api.siro.ai#x"}, "api_base_url"),
        ({"api_base_url": "https://api.siro.ai?x=1"}, "api_base_url"),
        ({"api_base_url": "https://api.siro.ai "}, "api_base_url"),
        ({"api_base_url": "https://api.si\nro.ai"}, "api_base_url"),
        ({"api_base_url": "https://api.siro.ai\\x"}, "api_base_url"),
        ({"api_base_url": "https://api.siro.ai:99999"}, "api_base_url"),
        ({"api_base_url": "https://[::1"}, "api_base_url"),
        ({"api_base_url": "https://"}, "api_base_url"),
        ({"issuer": "http://auth.example"}, "issuer"),
        ({"issuer": "https://auth.example?x=1"}, "issuer"),
        ({"authorization_endpoint": "http://auth.example/a"}, "authorization_endpoint"),
        ({"token_endpoint": "nonsense"}, "token_endpoint"),
        ({"revocation_endpoint": "http://auth.example/r"}, "revocation_endpoint"),
        ({"client_id": " "}, "client_id"),
        ({"method": SignInMethod.CLIENT_CREDENTIALS, "client_id": ""}, "client_id"),
        ({"token_endpoint": ""}, "token_endpoint"),
        ({"authorization_endpoint": ""}, "authorization_endpoint"),
        ({"time_zone": "Mars/Olympus"}, "time_zone"),
        ({"time_zone": ""}, "time_zone"),
        ({"time_zone": "../etc/passwd"}, "time_zone"),
        ({"time_zone": "America"}, "time_zone"),
        ({"time_zone": "\ud800"}, "time_zone"),
        ({"time_zone": "x" * 5000}, "time_zone"),
        ({"proxy": "proxy.example:8080"}, "proxy"),
        ({"proxy": "http://proxy.example:many"}, "proxy"),
        ({"proxy": "http://"}, "proxy"),
        ({"proxy": "socks5://proxy.example:1080"}, "proxy"),
        ({"proxy": "http://ada:secret@proxy.example:8080"}, "proxy"),
        ({"proxy": "http://proxy.example:8080/path"}, "proxy"),
        ({"proxy": "http://proxy .example"}, "proxy"),
        ({"proxy": "http://[x"}, "proxy"),
        ({"recording_address": "https://web.example/recordings/"}, "recording_address"),
        ({"recording_address": "https://web.example/{id}/{id}"}, "recording_address"),
        ({"recording_address": "https://{id}.example/recordings"}, "recording_address"),
        ({"recording_address": "http://web.example/recordings/{id}"}, "recording_address"),
        ({"recording_address": "http://localhost/recordings/{id}"}, "recording_address"),
        ({"recording_address": "javascript:alert({id})"}, "recording_address"),
        ({"recording_address": "https://me:secret@web.example/{id}"}, "recording_address"),
        ({"recording_address": "https://web.example/#/{id}/{id}"}, "recording_address"),
        ({"recording_address": "https://#/recordings/{id}"}, "recording_address"),
        ({"recording_address": "http://web.example/#/recordings/{id}"}, "recording_address"),
        ({"recording_address": "https://me:secret@web.example/#/{id}"}, "recording_address"),
        ({"recording_address": "https://web.example/#/ {id}"}, "recording_address"),
        ({"recording_address": "https://web.example/#\\{id}"}, "recording_address"),
        ({"issuer": "https://auth.example/#x"}, "issuer"),
        ({"recording_address": "https://web.example/ {id}"}, "recording_address"),
        ({"redirect_host": "0.0.0.0"}, "redirect_host"),
        ({"redirect_ports": (80,)}, "redirect_ports"),
        ({"redirect_ports": (8080, 70000)}, "redirect_ports"),
    ],
)
def test_what_is_wrong_is_named(changes: dict[str, object], field: str) -> None:
    """H6: https, or http on this computer only."""
    with pytest.raises(ProfileError) as caught:
        replace(WHOLE, **changes).check()  # type: ignore[arg-type]
    assert caught.value.field == field
    assert caught.value.message


@given(st.text())
def test_any_text_is_an_address_or_a_profile_error(text: str) -> None:
    for address in (text, f"https://{text}"):
        try:
            check_address("issuer", address)
        except ProfileError as error:
            refused = error.field
        else:
            refused = "issuer"
            assert urlsplit(address).hostname
        assert refused == "issuer"


def test_the_practice_profile_is_known_by_its_id() -> None:
    assert replace(WHOLE, id=PRACTICE_PROFILE_ID).is_practice


@given(st.text())
def test_the_page_of_a_recording_is_on_siros_server_whatever_its_id(recording_id: str) -> None:
    page = replace(WHOLE, recording_address="https://web.example/recordings/{id}").recording_page(recording_id)
    if not recording_id.strip("."):
        assert page == ""
        return
    parts = urlsplit(page)
    assert (parts.scheme, parts.netloc, parts.query, parts.fragment) == ("https", "web.example", "", "")
    assert parts.path.count("/") == 2
    assert unquote(parts.path.removeprefix("/recordings/")) == recording_id


@given(st.text())
def test_a_page_behind_the_hash_is_on_siros_server_too_and_ends_nothing_early(recording_id: str) -> None:
    page = replace(WHOLE, recording_address="https://web.example/#/recordings/{id}?tab=notes").recording_page(
        recording_id
    )
    if not recording_id.strip("."):
        assert page == ""
        return
    parts = urlsplit(page)
    assert (parts.scheme, parts.netloc, parts.path, parts.query) == ("https", "web.example", "/", "")
    assert page.isascii()
    assert page.count("#") == 1
    route, _, after = parts.fragment.partition("?")
    assert (unquote(route.removeprefix("/recordings/")), after) == (recording_id, "tab=notes")


def test_without_an_address_a_recording_has_no_page() -> None:
    assert WHOLE.recording_page("rec_1") == ""
