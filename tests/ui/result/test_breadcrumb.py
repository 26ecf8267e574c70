"""The way down to a result, as links, in windows of any width."""

from __future__ import annotations

from itertools import pairwise

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QToolButton

from siro_desktop.ui.breadcrumb import Breadcrumb, TrailStep

NAMES = ("All teams", "Front Range", "Bartholomew Featherstonehaugh-Cholmondeley & Daughters")


@pytest.fixture
def crumbs(qtbot) -> Breadcrumb:
    crumbs = Breadcrumb()
    qtbot.addWidget(crumbs)
    crumbs.resize(900, crumbs.height())
    crumbs.show_trail([TrailStep(name, f"about {name}") for name in NAMES])
    return crumbs


def links(crumbs: Breadcrumb) -> list[QToolButton]:
    return [link for link in crumbs._links if link.isVisibleTo(crumbs)]


def test_each_step_but_the_last_is_a_link(crumbs, qtbot) -> None:
    assert [link.accessibleName() for link in links(crumbs)] == ["All teams", "Front Range"]
    assert [link.toolTip() for link in links(crumbs)] == ["about All teams", "about Front Range"]
    assert crumbs._last.text() == NAMES[-1]
    with qtbot.waitSignal(crumbs.step_clicked) as clicked:
        qtbot.mouseClick(links(crumbs)[1], Qt.MouseButton.LeftButton)
    assert clicked.args == [1]


@pytest.mark.parametrize("width", [900, 320, 120])
@pytest.mark.parametrize("direction", [Qt.LayoutDirection.LeftToRight, Qt.LayoutDirection.RightToLeft])
def test_steps_stay_side_by_side_within_any_width(crumbs, width: int, direction: Qt.LayoutDirection) -> None:
    crumbs.setLayoutDirection(direction)
    crumbs.resize(width, crumbs.height())
    crumbs.show()
    QApplication.processEvents()
    parts = [*links(crumbs), crumbs._last]
    rects = [part.geometry() for part in parts]
    assert all(crumbs.rect().contains(rect) for rect in rects)
    order = rects if direction is Qt.LayoutDirection.LeftToRight else rects[::-1]
    assert all(one.right() < other.left() for one, other in pairwise(order))
    assert [link.text() == link.accessibleName() for link in links(crumbs)] == [width > 120] * 2  # the longest is cut
    assert crumbs.texts() == list(NAMES)
    separator = "›" if direction is Qt.LayoutDirection.LeftToRight else "‹"  # it points down the way
    assert [one.text() for one in crumbs._separators[:2]] == [separator] * 2


def test_one_step_alone_is_not_worth_a_line(crumbs) -> None:
    assert not crumbs.isHidden()
    crumbs.show_trail([TrailStep("All teams", "")])
    assert crumbs.isHidden()
    assert crumbs.texts() == []
    crumbs.show_trail([])
    assert crumbs.isHidden()


def test_of_a_long_way_the_last_steps_are_shown(crumbs, qtbot) -> None:
    crumbs.show_trail([TrailStep(f"step {number}", "") for number in range(12)])
    assert [link.text() for link in links(crumbs)] == [f"step {number}" for number in range(4, 11)]
    with qtbot.waitSignal(crumbs.step_clicked) as clicked:
        links(crumbs)[0].click()
    assert clicked.args == [4]


def test_a_step_without_a_stored_result_is_no_link(crumbs) -> None:
    crumbs.show_trail([TrailStep("Not kept", "", is_link=False), TrailStep("Front Range", "")])
    assert not links(crumbs)[0].isEnabled()
