from __future__ import annotations

import unicodedata
from typing import TYPE_CHECKING

from hypothesis import example, given
from hypothesis import strategies as st

from siro_desktop.cli.output import clean, clean_csv, clean_lines, say, say_error, write_rows
from siro_desktop.errors import QueryError, ServerError

if TYPE_CHECKING:
    import pytest


@given(st.text())
@example("\x1b]0;owned\x07Evil")
@example("\x9b31mred")
@example("\x1b")
def test_cleaned_text_commands_no_terminal(text: str) -> None:
    line = clean(text)
    assert not [mark for mark in line if unicodedata.category(mark) in {"Cc", "Zl", "Zp"}]
    assert not set(line) & set("\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")


@given(st.text(st.characters(categories=("L", "N", "P", "S", "M"))))
def test_what_people_write_stays(text: str) -> None:
    assert clean(text) == text


def test_escape_sequences_go_whole() -> None:
    assert clean("\x1b[31mAna\x1b[0m \x1b]8;;http://evil\x1b\\Ruiz\x1b]8;;\x1b\\") == "Ana Ruiz"
    assert clean("one\r\ntwo\tthree") == "one two three"
    assert clean_lines("one\ntwo\x07") == "one\ntwo"
    assert clean_csv("a,\x1b[2J\x00b\r\n") == "a,b\r\n"


def test_an_error_is_title_and_message_and_detail_only_if_asked(capsys: pytest.CaptureFixture[str]) -> None:
    error = ServerError("Try again.", detail="status 500\nid 7")
    say_error(error)
    assert capsys.readouterr().err == "Siro has a problem: Try again.\n"
    say_error(error, verbose=True)
    assert capsys.readouterr().err == "Siro has a problem: Try again.\nstatus 500\nid 7\n"


def test_a_refused_field_names_its_option(capsys: pytest.CaptureFixture[str]) -> None:
    say_error(QueryError("ids", "Siro does not accept this.", title="No"))
    assert capsys.readouterr().err == "No: --id: Siro does not accept this.\n"


def test_rows_are_separated_by_tabs_for_other_programs(capsys: pytest.CaptureFixture[str]) -> None:
    write_rows(("id", "name"), [("1", "Ana\tRuiz"), ("2", "")])
    say("said")
    written = capsys.readouterr()
    assert written.out == "id\tname\n1\tAna Ruiz\n2\t\n"
    assert written.err == "said\n"
