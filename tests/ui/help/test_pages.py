"""The pages of help: they are all there, name what there is, and can be searched."""

from __future__ import annotations

import re
from pathlib import Path
from typing import TYPE_CHECKING, Final

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtWidgets import QLabel, QMainWindow

from siro_desktop.resources import resource
from siro_desktop.ui.actions import build_actions, build_menus
from siro_desktop.ui.help import topics
from siro_desktop.ui.help.contents import HelpWindow
from siro_desktop.ui.help.topics import TOPICS, read_topics, topic_of
from siro_desktop.ui.menu_actions import menu_actions, plain_text
from siro_desktop.ui.text_size import text_size
from siro_desktop.ui.theme import apply_theme

if TYPE_CHECKING:
    from PySide6.QtGui import QTextCursor
    from PySide6.QtWidgets import QApplication
    from pytestqt.qtbot import QtBot

IN_MENU: Final = re.compile(r"\*((?:File|Edit|View|Query|Account|Help) ▸ [^*]+)\*")
LINK: Final = re.compile(r"\]\(([^)]+)\)")
WIDEST_LINE: Final = 130


@pytest.fixture
def help_window(qtbot: QtBot) -> HelpWindow:
    window = HelpWindow()
    qtbot.addWidget(window)
    window.set_topics(read_topics(), "asking")
    window.show()
    return window


# What they say --------------------------------------------------------------------------------------------------------


def test_every_file_is_a_topic_with_a_title() -> None:
    assert {path.stem for path in resource("help").glob("*")} == set(TOPICS)
    for topic in read_topics():
        assert topic.text.startswith(f"# {topic.title}\n")


@pytest.mark.parametrize("topic", read_topics(), ids=lambda topic: topic.name)
def test_links_lead_to_pages_and_menus_have_what_is_named(qtbot: QtBot, topic) -> None:
    links = LINK.findall(topic.text)
    assert links
    assert "`" not in topic.text  # Qt writes code in a size of its own, whatever the zoom
    assert {link.removesuffix(".md") for link in links} <= set(TOPICS) - {topic.name}
    window = QMainWindow()
    qtbot.addWidget(window)
    build_menus(window, build_actions(window), is_practice=False)
    there = {f"{where} ▸ {plain_text(action.text())}" for where, action in menu_actions(window.menuBar())}
    assert [named for named in IN_MENU.findall(topic.text.replace("\n", " ")) if named not in there] == []


def test_every_page_that_a_dialog_leads_to_exists() -> None:
    assert set(topics._OF_DIALOG.values()) <= set(TOPICS)
    sources = "".join(path.read_text() for path in Path(topics.__file__).parents[1].rglob("*.py"))
    assert [name for name in topics._OF_DIALOG if f'setObjectName("{name}")' not in sources] == []
    assert topic_of("targets_dialog") == "targets"
    assert topic_of("of nobody") == "asking"


# The window -----------------------------------------------------------------------------------------------------------


def test_a_link_turns_to_its_page(help_window: HelpWindow, qtbot: QtBot) -> None:
    page = help_window.page
    place = page.document().find("Saved results and backup")
    assert place.charFormat().isAnchor()
    page.setTextCursor(place)
    page.ensureCursorVisible()
    inside = page.cursorRect().center() - QPoint(5, 0)
    qtbot.mouseClick(page.viewport(), Qt.MouseButton.LeftButton, pos=inside)
    assert help_window.topic() == "saved"
    assert page.toPlainText().startswith("Saved results and backup")


def test_the_search_leaves_pages_that_have_all_words_and_marks_them(help_window: HelpWindow, qtbot: QtBot) -> None:
    help_window.line.setText("refused SIRO")
    qtbot.waitUntil(lambda: help_window.listed() == ["failing"])
    assert help_window.topic() == "failing"
    marked = [mark.cursor.selectedText().lower() for mark in help_window.page.extraSelections()]
    assert marked.count("siro") >= 3
    assert "refused" in marked
    seen = set()
    for _ in marked:
        seen.add(help_window.page.textCursor().selectionStart())
        help_window.find_next()
    assert len(seen) == len(marked)
    first = help_window.page.textCursor().selectionStart()
    assert first == min(seen)
    help_window.find_previous()
    assert help_window.page.textCursor().selectionStart() == max(seen)
    help_window.line.setText("no such words anywhere")
    nothing = help_window.findChild(QLabel, "help_nothing")
    qtbot.waitUntil(nothing.isVisible)
    help_window.line.clear()
    qtbot.waitUntil(lambda: help_window.listed() == list(TOPICS))
    assert help_window.page.extraSelections() == []


def test_the_room_between_lines_follows_the_zoom(help_window: HelpWindow) -> None:
    def room() -> float:
        return help_window.page.document().begin().next().blockFormat().bottomMargin()

    plain = room()
    text_size().set_zoom(200)
    large = room()
    text_size().set_zoom(100)
    assert large > plain == room()


def test_links_can_be_read_in_every_theme(help_window: HelpWindow, qapp: QApplication) -> None:
    for scheme in ("dark", "light"):
        apply_theme(qapp, scheme)  # type: ignore[arg-type]
        place: QTextCursor = help_window.page.document().find("Saved results and backup")
        assert place.charFormat().foreground().color() == qapp.palette().link().color()
