"""An authorization server and a Siro in one, whose every secret is a canary that the test searches for."""

from __future__ import annotations

import json
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs, urlencode, urlsplit

VALUES = {
    "recordingsEvaluatedCount": 3,
    "metricValues": [
        {"id": "m1", "name": "Pace", "unit": "words", "unitAbbreviated": "w", "metricType": "AI_METRIC", "value": 1}
    ],
    "startAt": "2026-10-01T00:00:00Z",
    "endAt": "2026-10-31T23:59:59Z",
    "filterByIds": "team_1",
    "filterBy": "TEAM",
}


class CanaryServer:
    """Serves until `close`. `canaries` maps what a secret is to its value; verifier and state are added as they come.

    `mode` says how the API answers: *values*, *unauthorized* (and quotes the token), *broken* (500 that quotes it),
    *html*.
    """

    def __init__(self) -> None:
        self.canaries = {
            "code": "canary-code-Zq7+/x",
            "access token": "canary-access-1-Hj2+/y",
            "second access token": "canary-access-2-Kp4+/z",
            "refresh token": "canary-refresh-1-Lm6+/v",
            "second refresh token": "canary-refresh-2-Nn8+/w",
            "client secret": "canary-secret-Rt9+/u",
        }
        self.mode = "values"
        self.token_requests: list[str] = []
        server = self

        class Handler(BaseHTTPRequestHandler):
            def log_message(self, *_: object) -> None:
                """Say nothing."""

            def do_GET(self) -> None:
                server.answer_get(self)

            def do_POST(self) -> None:
                form = parse_qs(self.rfile.read(int(self.headers["Content-Length"])).decode())
                server.answer_post(self, {name: values[0] for name, values in form.items()})

        self._http = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.address = f"http://127.0.0.1:{self._http.server_address[1]}"
        threading.Thread(target=self._http.serve_forever, daemon=True).start()

    def close(self) -> None:
        self._http.shutdown()
        self._http.server_close()

    def answer_get(self, request: BaseHTTPRequestHandler) -> None:
        target = urlsplit(request.path)
        query = {name: values[0] for name, values in parse_qs(target.query).items()}
        if target.path == "/authorize":
            self.canaries["state"] = query["state"]
            back = urlencode({"code": self.canaries["code"], "state": query["state"]})
            request.send_response(302)
            request.send_header("Location", f"{query['redirect_uri']}?{back}")
            request.end_headers()
            return
        token = request.headers.get("x-siro-auth-token", "")
        if self.mode == "unauthorized":
            self._send(request, 401, {"error": f"the token {token} is no longer good"})
        elif self.mode == "broken":
            self._send(request, 500, {"error": f"cannot handle {token} today"})
        elif self.mode == "html":
            self._send(request, 200, f"<html>your header was {token}</html>")
        elif target.path.endswith("/values"):
            self._send(request, 200, {"data": VALUES | {"debug": f"seen {token}"}})
        else:
            self._send(request, 403, {"error": "not yours"})

    def answer_post(self, request: BaseHTTPRequestHandler, form: dict[str, str]) -> None:
        if request.path == "/revoke":
            self._send(request, 503, {"error": f"cannot revoke {form.get('token')}"})
            return
        self.token_requests.append(form.get("grant_type", ""))
        if "code_verifier" in form:
            self.canaries["verifier"] = form["code_verifier"]
        again = "second " if form.get("grant_type") == "refresh_token" else ""
        self._send(
            request,
            200,
            {
                "access_token": self.canaries[f"{again}access token"],
                "refresh_token": self.canaries[f"{again}refresh token"],
                "token_type": "bearer",
                "expires_in": 3600,
            },
        )

    def _send(self, request: BaseHTTPRequestHandler, status: int, body: Any) -> None:
        content = body.encode() if isinstance(body, str) else json.dumps(body).encode()
        request.send_response(status)
        request.send_header("Content-Type", "text/html" if isinstance(body, str) else "application/json")
        request.send_header("Content-Length", str(len(content)))
        request.end_headers()
        request.wfile.write(content)
