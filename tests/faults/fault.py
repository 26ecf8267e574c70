"""What a row of the table of faults says."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from fault_server import Serve, hang

if TYPE_CHECKING:
    from collections.abc import Mapping

    from siro_desktop.errors import SiroError

HOST = "api.example.test"
OUTSIDE = f"https://{HOST}"
UNREACHED = "Siro cannot be reached"
SENSELESS = "An answer that makes no sense"
RETRY, SIGN_IN, BANNER, FIELD = "BANNER_RETRY", "BANNER_SIGN_IN", "BANNER", "FIELD"
"""Where an error is shown: a banner with *Try again*, with *Sign in*, without a button; beside a field of the form."""


@dataclass(frozen=True, kw_only=True)
class Fault:
    """One row. `address`, `proxy` and `environment` may hold the server's {url} and {port}; where nobody is: {closed}.

    `error` None: the run succeeds. `waits` is how often the request is tried again; `requests` how many reach the
    server. `warning` is part of a warning of the answer, `problem` of why it is partial. `deadline`: it ends only when
    the time for one request is up. `at_once`: the server does not wait to be asked.
    """

    name: str
    serve: Serve = hang
    error: type[SiroError] | None = None
    title: str = ""
    message: str = ""
    place: str = RETRY
    address: str = "{url}"
    environment: Mapping[str, str] | None = None
    proxy: str = ""
    tls: bool = False
    ca_file: bool = False
    requests: int = 1
    waits: int = 0
    problem: str = ""
    deadline: bool = False
    at_once: bool = False

    def __str__(self) -> str:
        return self.name
