"""Everything that a running practice Siro holds, and the gate that each API request goes through."""

from __future__ import annotations

import threading
from datetime import datetime
from typing import TYPE_CHECKING

from flask import g, request
from msgspec import Struct

from siro_desktop.domain.request import TOKEN_HEADER
from siro_desktop.sandbox.access import Finder
from siro_desktop.sandbox.faults import Faults
from siro_desktop.sandbox.organization import Organization, Person, build_organization
from siro_desktop.sandbox.rate_limit import RateLimit
from siro_desktop.sandbox.recordings import ZONE, RecordingBook
from siro_desktop.sandbox.tokens import TokenStore
from siro_desktop.sandbox.wire import refuse

if TYPE_CHECKING:
    from flask import Response

    from siro_desktop.sandbox.options import SandboxOptions


class Practice(Struct, frozen=True, kw_only=True):
    """The state of one practice Siro."""

    options: SandboxOptions
    organization: Organization
    book: RecordingBook
    tokens: TokenStore
    rate_limit: RateLimit
    faults: Faults
    closing: threading.Event

    def admit(self) -> Response | None:
        """Let an API request in and note who asks; or answer in its place. Raises Refused: 401, 429."""
        self.faults.delay()
        value = request.headers.get(TOKEN_HEADER, "")
        token = self.tokens.use_access(value)
        if token is None:
            raise refuse(401, "Unauthorized")
        if not self.rate_limit.admit(value):
            raise refuse(429, "Too many requests")
        # a machine's token may ask for what the admin may
        g.caller = self.organization.person(token.person_key or self.organization.admin.key)
        return self.faults.interrupt()

    @property
    def caller(self) -> Person:
        """Who makes the present request."""
        caller: Person = g.caller
        return caller

    def finder(self) -> Finder:
        """Finds ids for the present caller."""
        return Finder(self.organization, self.book, self.caller)

    def make_recordings(self) -> None:
        """Make everybody's recordings now, so that no question has to wait for them. Takes a tenth of a second."""
        for rep in self.organization.reps:
            self.book.of(rep)


def build_practice(options: SandboxOptions) -> Practice:
    """Return the practice Siro that `options` describe. Nothing is served yet."""
    organization = build_organization(options.seed)
    closing = threading.Event()
    return Practice(
        options=options,
        organization=organization,
        book=RecordingBook(organization, options.today or datetime.now(ZONE).date()),
        tokens=TokenStore(most_uses=options.early_token_death),
        rate_limit=RateLimit(options.rate_limit_per_minute),
        faults=Faults(options, closing),
        closing=closing,
    )
