"""Siro's own answer, laid out to be read, with its request."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from msgspec.structs import replace
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QComboBox, QPlainTextEdit, QToolButton
from result_samples import make_compared, make_saved

from siro_desktop.domain.request import python_snippet
from siro_desktop.domain.results import Page, Problem
from siro_desktop.errors import ExportError
from siro_desktop.ui.answer_view import SHOWN_BYTES, AnswerView
from siro_desktop.ui.json_text import indented

if TYPE_CHECKING:
    from collections.abc import Callable


@pytest.fixture
def answer_view(qtbot) -> Callable[..., AnswerView]:
    def show(saved) -> AnswerView:
        view = AnswerView()
        qtbot.addWidget(view)
        view.set_saved(saved)
        assert view.text() == ""  # nothing is built before somebody looks
        view.show()
        return view

    return show


def test_the_answer_is_laid_out_as_it_came_with_its_request(answer_view) -> None:
    view = answer_view(make_saved())
    assert '      {\n        "value": 1.50\n      }' in view.text()
    assert view.request.address.text().startswith("https://api.siro.ai/v1/core/scorecards/scorecard-metrics/values?")
    copy = view.findChild(QToolButton, "answer_command_copy")
    copy.click()
    assert QGuiApplication.clipboard().text().startswith('curl -H "x-siro-auth-token: $SIRO_TOKEN" ')
    view.findChild(QToolButton, "answer_address_copy").click()
    assert QGuiApplication.clipboard().text() == view.request.address.text()


def test_the_request_is_python_where_that_is_chosen(answer_view) -> None:
    saved = make_saved()
    view = answer_view(saved)
    assert view.request.curl.isVisible()
    assert not view.request.python.isVisible()
    view.findChild(QComboBox, "answer_command_kind").setCurrentIndex(1)
    assert not view.request.curl.isVisible()
    assert view.request.python.isVisible()
    view.findChild(QToolButton, "answer_command_copy").click()
    snippet = python_snippet(saved.api_base_url, saved.plan.cells[0].query)
    assert QGuiApplication.clipboard().text() == view.request.python.toPlainText() == snippet


@pytest.mark.parametrize("name", ["answer_text", "answer_python"])
def test_texts_are_read_and_selected_by_keys_alone(qtbot, answer_view, name: str) -> None:
    view = answer_view(make_saved())
    view.findChild(QComboBox, "answer_command_kind").setCurrentIndex(1)
    text = view.findChild(QPlainTextEdit, name)
    qtbot.keyClick(text, Qt.Key.Key_End, Qt.KeyboardModifier.ShiftModifier)
    assert text.textCursor().selectedText() == text.toPlainText().splitlines()[0]
    before = text.toPlainText()
    qtbot.keyClicks(text, "x")
    assert text.toPlainText() == before


def test_a_long_answer_shows_its_beginning_and_can_be_saved_whole(answer_view, tmp_path) -> None:
    body = b'{"data": [' + b'{"value": 1},' * 400_000 + b"{}]}"
    view = answer_view(make_saved(pages=(Page("https://x", body), Page("https://y", b"<html>"))))
    assert "The first 32 KB of" in view.note()
    assert len(view.text()) < 4 * SHOWN_BYTES
    view.save_page(tmp_path / "answer.json")
    assert (tmp_path / "answer.json").read_bytes() == body
    view._page.setCurrentIndex(1)
    assert view.text() == "<html>"
    with pytest.raises(ExportError):
        view.save_page(tmp_path / "missing" / "answer.json")


def test_a_result_without_kept_pages_says_so(answer_view) -> None:
    view = answer_view(make_saved(pages=()))
    assert "not kept" in view.note()
    assert not view._save.isEnabled()


@pytest.mark.parametrize("text", ['{"a": [], "b": {}, "c": "x,{}:\\"y"}', "[1,2", '{"open": "str', "", "plain"])
def test_any_beginning_of_json_can_be_laid_out(text: str) -> None:
    laid_out = indented(text)
    assert "".join(laid_out.split()) == "".join(text.split())


def test_the_answer_to_one_question_of_a_comparison(answer_view) -> None:
    saved = make_compared()
    view = answer_view(saved)
    assert "Choose a figure" in view.note()
    assert view.text() == ""
    view.set_saved(saved, saved.plan.cells[1], "Ana Ruiz")
    assert view.note().startswith("Ana Ruiz · Siro's answer")
    assert view.text()
    first = saved.plan.cells[0]
    refused = Problem("AccessDenied", "No access", "Ask an administrator.")
    rest = {key: answer for key, answer in saved.answers.items() if key != first.key}
    view.set_saved(replace(saved, answers=rest, problems={first.key: refused}), first, "Ana Ruiz")
    assert view.note() == "Ana Ruiz · Ask an administrator."
    view.set_saved(replace(saved, answers=rest), first)
    assert view.note() == "This question has no answer yet."
