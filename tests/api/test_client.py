"""What goes out: the token in Siro's own header, to Siro alone, and one renewal when Siro refuses it."""

from __future__ import annotations

import asyncio
import logging
from typing import Any

import httpx
import pytest

from siro_desktop.domain.profile import Profile
from siro_desktop.domain.progress import Waiting
from siro_desktop.domain.request import request_url
from siro_desktop.errors import AccessDenied, ConnectionFailed, ProfileError, QueryError, SignInRequired

TOKEN = "canary-token-7f3a9c"


def test_the_request_is_the_documented_one(lab: Any, page: Any) -> None:
    lab.answer(page(), cell=lab.cell("a", "b+d&e=ü"))
    request = lab.siro.requests[0]
    assert request.method == "GET"
    assert request.url.path == "/v1/core/scorecards/scorecard-metrics/values"
    assert request.url.params.multi_items() == [
        ("requestedOrganizationId", "org_123"),
        ("conversationTypeId", "conv_456"),
        ("startAt", "2024-01-01T00:00:00Z"),
        ("endAt", "2024-01-31T23:59:59.999Z"),
        ("filterByIds", "a"),
        ("filterByIds", "b+d&e=ü"),
        ("filterBy", "USER"),
    ]


def test_the_token_travels_in_siros_header_only(lab: Any, page: Any, metric: Any) -> None:
    """H5: no Authorization header, not on a look-up, a later page or a retry either."""
    answer = lab.answer(
        page(metric(1), cursor="x", hasNextPage=True), httpx.Response(503), httpx.Response(401), page(metric(2))
    )
    requests = lab.siro.requests
    assert [request.headers["x-siro-auth-token"] for request in requests] == [TOKEN] * 3 + ["second-token-1b2c3d"]
    for request in requests:
        assert "authorization" not in request.headers
        assert "cookie" not in request.headers
        assert request.url.host == "api.siro.test"
        assert TOKEN not in str(request.url)
        assert request.headers["accept"] == "application/json"
    assert TOKEN not in repr(answer)


@pytest.mark.parametrize("base_url", ["https://api.siro.test/", "https://api.siro.test/proxy/siro/"])
def test_a_base_url_may_end_in_a_slash_or_have_a_path(lab: Any, page: Any, base_url: str) -> None:
    lab.base_url = base_url
    answer = lab.answer(page())
    assert str(lab.siro.requests[0].url).startswith(f"{base_url.rstrip('/')}/v1/core/scorecards/")
    assert answer.pages[0].url == str(lab.siro.requests[0].url)


@pytest.mark.parametrize("base_url", ["http://api.siro.test", "ftp://x", "https://a:b@api.siro.test", "", "x"])
def test_an_address_that_must_not_have_a_token_is_refused(lab: Any, base_url: str) -> None:
    """H6"""
    from siro_desktop.api.client import SiroApi
    from siro_desktop.api.rate_budget import RateBudget
    from siro_desktop.http_client import HttpClient

    with pytest.raises(ProfileError) as caught:
        SiroApi(Profile(id="p", name="p", api_base_url=base_url), HttpClient(), lab.tokens, RateBudget())
    assert caught.value.field == "api_base_url"


def test_a_401_renews_once_and_replays_once(lab: Any, page: Any) -> None:
    """R10"""
    assert lab.answer(httpx.Response(401, json={"error": "expired"}), page()).recordings_evaluated == 150
    assert lab.tokens.rejected == [TOKEN]
    assert len(lab.siro.requests) == 2


def test_401_forever_is_two_calls_and_one_renewal(lab: Any) -> None:
    """R10"""
    with pytest.raises(SignInRequired):
        lab.answer(httpx.Response(401, json={"error": "expired"}))
    assert len(lab.siro.requests) == 2
    assert lab.tokens.rejected == [TOKEN]


def test_no_other_token_is_sign_in_required_at_once(lab: Any) -> None:
    """R10"""
    asyncio.run(lab.tokens.renew(TOKEN))
    with pytest.raises(SignInRequired):
        lab.answer(httpx.Response(401))
    assert len(lab.siro.requests) == 1


def test_the_replay_is_tried_again_too(lab: Any, page: Any) -> None:
    lab.answer(httpx.Response(503), httpx.Response(401), httpx.Response(503), page())
    assert len(lab.siro.requests) == 4
    assert lab.tokens.rejected == [TOKEN]


@pytest.mark.parametrize("token", ["", "a b", "tok\nen", "tök", "tok\x00en"])
def test_a_token_that_no_header_can_carry(lab: Any, page: Any, token: str) -> None:
    lab.tokens = type(lab.tokens)(token)
    with pytest.raises(SignInRequired) as caught:
        lab.answer(page())
    assert lab.siro.requests == []
    assert not token or token not in caught.value.message


def test_a_server_that_quotes_the_token_does_not_spread_it(lab: Any, caplog: pytest.LogCaptureFixture) -> None:
    """K12 H13: not in an error, its raw answer, or the log."""
    caplog.set_level(logging.DEBUG)
    for status in (400, 403, 404, 418, 422, 500):
        with pytest.raises(Exception, match=r"\w") as caught:
            lab.answer(httpx.Response(status, json={"error": f"Token {TOKEN} is bad", "message": TOKEN}))
        error = caught.value
        assert TOKEN not in f"{error!r}{error} {error.message}{error.title}{error.detail}{getattr(error, 'raw', '')!r}"
    assert TOKEN not in caplog.text
    assert "user_001" not in caplog.text


def test_too_many_ids_are_refused_before_anything_is_sent(lab: Any, page: Any) -> None:
    with pytest.raises(QueryError) as caught:
        lab.answer(page(), cell=lab.cell(*(f"user_{number:05}" for number in range(10_000))))
    assert caught.value.field == "ids"
    assert lab.siro.requests == []


def test_the_length_limit_is_a_setting(lab: Any, page: Any) -> None:
    from siro_desktop.http_client import HttpClient

    async def go(limit: int) -> Any:
        http = HttpClient(transport=httpx.MockTransport(lambda _: page()))
        api = lab.api(http, max_address_bytes=limit)
        try:
            return await api.metric_values(lab.cell(), lab.events.append)
        finally:
            await http.aclose()

    length = len(request_url(lab.base_url, lab.cell().query))
    assert asyncio.run(go(length)).recordings_evaluated == 150
    with pytest.raises(QueryError):
        asyncio.run(go(length - 1))


def test_every_request_counts_against_the_budget(lab: Any, page: Any, metric: Any) -> None:
    """Retries, replays, pages and look-ups alike; when it is used up, the wait is reported."""
    lab.per_minute = 4
    answers = iter(
        [
            page(metric(1), cursor="x", hasNextPage=True),
            httpx.Response(503, headers={"Retry-After": "1"}),
            page(metric(2)),
            httpx.Response(200, json={"data": []}),
            page(),
        ]
    )

    async def use(api: Any) -> list[int]:
        left = [api.requests_left]
        await api.metric_values(lab.cell(), lab.events.append)
        left.append(api.requests_left)
        await api.conversation_types("org_123")
        left.append(api.requests_left)
        await api.metric_values(lab.cell("z"), lab.events.append)
        return left

    assert lab.run(lambda _: next(answers), use) == [4, 1, 0]
    waits = [event for event in lab.events if isinstance(event, Waiting)]
    assert [wait.reason for wait in waits] == [
        "Siro has a problem at the moment.",
        "The requests of this minute are used up.",
    ]
    assert waits[1].until == lab.clock.now()


def test_many_cells_at_once_share_one_client(lab: Any, page: Any, metric: Any) -> None:
    async def use(api: Any) -> list[Any]:
        cells = [lab.cell(f"user_{number}") for number in range(40)]
        return await asyncio.gather(*(api.metric_values(cell, lab.events.append) for cell in cells))

    answers = lab.run(lambda request: page(metric(1), data={"filterByIds": request.url.params["filterByIds"]}), use)
    assert [answer.filter_by_ids for answer in answers] == [(f"user_{number}",) for number in range(40)]


def test_an_answer_says_what_siro_echoed(lab: Any, page: Any, metric: Any) -> None:
    cell = lab.cell()
    answer = lab.answer(page(metric(), data={"note": "x"}), cell=cell)
    assert answer.cell_key == cell.key
    assert (answer.start_at, answer.end_at) == ("2024-01-01T00:00:00Z", "2024-01-31T23:59:59Z")
    assert (answer.filter_by, answer.filter_by_ids) == (("USER",), ("user_001", "user_002"))
    assert answer.extra == {"note": "x"}
    assert answer.duration_ms >= 0
    assert answer.pages[0].body.startswith(b'{"data"')
    assert answer.fetched_at.utcoffset().total_seconds() == 0


def test_an_authorization_server_that_is_away_is_not_a_sign_out(lab: Any) -> None:
    class Away:
        async def access_token(self) -> str:
            return TOKEN

        async def renew(self, _rejected: str) -> str:
            raise ConnectionFailed("The sign-in server cannot be reached.")

    lab.tokens = Away()
    with pytest.raises(ConnectionFailed):
        lab.answer(httpx.Response(401))
    assert len(lab.siro.requests) == 1


def test_an_access_denied_look_up_says_so(lab: Any) -> None:
    with pytest.raises(AccessDenied) as caught:
        lab.run(lambda _: httpx.Response(403, json={"error": "admins only"}), lambda api: api.users_and_teams("o"))
    assert "type or paste ids" in caught.value.message


@pytest.mark.parametrize("renewed", [True, False])
def test_a_refused_sign_in_names_a_clock_that_is_wrong(lab: Any, renewed: bool) -> None:
    """R11: whether the token could be renewed or not; said once."""
    if not renewed:
        lab.tokens = type(lab.tokens)("only-token-1a2b3c")
    date = {"Date": "Thu, 01 Jan 2026 01:00:00 GMT"}
    with pytest.raises(SignInRequired) as caught:
        lab.answer(httpx.Response(401, headers=date))
    assert caught.value.message.count("This computer's clock is 60 minutes behind.") == 1
    assert len(lab.siro.requests) == (2 if renewed else 1)
