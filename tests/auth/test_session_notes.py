"""What a session tells of a change of account: with names, and without any."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from email.utils import format_datetime

from siro_desktop.auth.session_notes import SessionNotes
from siro_desktop.auth.tokens import TokenSet
from siro_desktop.domain.session import SessionStatus

NOW = datetime(2026, 11, 20, tzinfo=UTC)
STATUS = SessionStatus(signed_in=True, identity="x#2", display_name="Grace Hopper")


def tokens(identity: str, name: str | None) -> TokenSet:
    return TokenSet(access_token="t", received_at=NOW, identity=identity, display_name=name)


def test_a_change_of_account_is_told_with_names_and_without() -> None:
    notes = SessionNotes(lambda: NOW)
    notes.note_sign_in(tokens("x#1", "Ada Lovelace"), tokens("x#2", "Grace Hopper"))
    told = notes.describe(STATUS)
    assert told.hint == "You are now signed in as Grace Hopper. Results of Ada Lovelace stay apart."
    hidden = told.without_names()
    assert hidden.hint == "You are now signed in with another account. Results of the former account stay apart."
    assert (hidden.is_nameless, hidden.signed_in, told.is_nameless) == (True, True, False)
    assert not any(word in repr(hidden) for word in ("Grace", "Ada", "x#"))


def test_a_clock_that_is_wrong_is_told_in_both() -> None:
    notes = SessionNotes(lambda: NOW)
    notes.note_server_date(format_datetime(NOW + timedelta(hours=2), usegmt=True))
    told = notes.describe(STATUS)
    assert told.hint is not None
    assert "clock" in told.hint
    assert told.without_names().hint == told.hint


def test_after_signing_out_nothing_is_left_of_it() -> None:
    notes = SessionNotes(lambda: NOW)
    notes.note_sign_in(tokens("x#1", "Ada"), tokens("x#2", "Grace"))
    notes.note_sign_out()
    told = notes.describe(STATUS)
    assert (told.hint, told.nameless_hint) == (None, None)
