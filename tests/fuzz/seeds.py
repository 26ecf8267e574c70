"""Where the fuzzer begins: one good input of each kind, and a dictionary of words that count."""

from __future__ import annotations

from fuzz_targets import PORT, STATE

PAGE = (
    b'{"data":{"recordingsEvaluatedCount":150,"metricValues":[{"id":"m","name":"Pace","unit":"seconds",'
    b'"unitAbbreviated":"sec","metricType":"X","description":null,"value":1800,"passRate":12.5,"odd":[{}]}],'
    b'"startAt":"2024-01-01T00:00:00Z","endAt":"2024-01-31T23:59:59Z","filterByIds":["u"],"filterBy":"USER"},'
    b'"cursor":"c","pageSize":1,"limit":1,"total":1,"hasNextPage":true}'
)
REDIRECT = (
    f"GET /callback?state={STATE}&code=abc&iss=https%3A%2F%2Fauth.siro.test HTTP/1.1\r\n"
    f"Host: 127.0.0.1:{PORT}\r\nAccept: text/html\r\n\r\n"
).encode()
PROFILES = b"""# kept
[profiles.acme]  # and this
name = "Acme"
api_base_url = "https://api.siro.ai"
method = "access-token"
redirect_ports = [8400]
time_zone = "America/Denver"
own = {a = 1}
"""
TOKENS = (
    b'{"access_token":"at","token_type":"bearer","expires_in":3600,"refresh_token":"rt","error":"invalid_grant",'
    b'"error_description":"no"}'
)
PLAN = b'\x06\x00\x00\x00{"version":1,"profile_id":"a","identity":null,"query":{},"cells":[{"key":"k"}]}'
QUERY_FILE = (
    b'{"siroquery": 1, "name": "Board", "organization_id": "o", "conversation_type_id": "roof", "period": "last-week",'
    b' "filter_by": ["USER"], "ids": ["u"], "compare_by": ["entity", "previous", "whole"], "names": {"u": "Ana"}}'
)
INSTANT = b"\x05\x00\x00\x000001-01-01T00:00:00+23:59"

SEEDS: dict[str, tuple[bytes, ...]] = {
    "answer": (
        PAGE,
        b'{"issues":[{"path":["filterByIds"],"message":"no"}]}',
        b'{"data":[{"uid":"u","firstName":"A"}],"cursor":"c","hasNextPage":false}',
        b'{"data":[{"conversationType":"c","displayName":"d"}]}',
    ),
    "tokens": (TOKENS,),
    "redirect": (
        REDIRECT,
        REDIRECT.replace(b"code=abc", b"error=access_denied&error_description=%3Cb%3E"),
        REDIRECT.replace(b"/callback", b"/done"),
        REDIRECT.replace(b"GET", b"POST"),
    ),
    "profiles": (PROFILES, b'profiles.acme.name = "x"\n', b"[[profiles]]\n", b'profiles = {a = {name = "x"}}\n'),
    "query-file": (
        QUERY_FILE,
        QUERY_FILE.replace(b'"last-week"', b'{"first": "2026-10-01", "last": "2026-10-31"}'),
        QUERY_FILE.replace(b'"last-week"', b'{"start": "2026-10-01T06:00:00Z", "end": "2026-11-01T06:00:00+01:00"}'),
    ),
    "store-bytes": (b"\x00\x00\x10\xff", b"\x80\x00\x00\x00\x81\x00\x00\x07"),
    "store-values": (PLAN, INSTANT, b"\x11\x00\x01\x00x\x9c\x03\x00"),
}
