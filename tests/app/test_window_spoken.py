"""78: the program as a screen reader has it, over AT-SPI: press Run by its name, read cells and the bars of a chart."""

from __future__ import annotations

import os
import re
import subprocess
import sys
import time
from collections import deque
from typing import TYPE_CHECKING, Any, Final, NamedTuple

import pytest
from jeepney import DBusAddress, MatchRule, Message, MessageType, Properties, message_bus, new_method_call
from jeepney.io.blocking import open_dbus_connection

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

_PATIENCE: Final = 100.0  # seconds; only what never comes takes so long
_ACCESSIBLE: Final = "org.a11y.atspi.Accessible"
_FEW: Final = 40  # children of one node that are walked through; tables have more


class Node(NamedTuple):
    """One object of a program, on the accessibility bus."""

    bus: str
    path: str


class Listener:
    """A screen reader's side of AT-SPI."""

    def __init__(self) -> None:
        with open_dbus_connection() as session:
            asked = new_method_call(DBusAddress("/org/a11y/bus", "org.a11y.Bus", "org.a11y.Bus"), "GetAddress")
            (address,) = session.send_and_get_reply(asked).body
        self._bus = open_dbus_connection(address)

    def close(self) -> None:
        self._bus.close()

    def _call(self, node: Node, interface: str, method: str, signature: str = "", *arguments: Any) -> Any:
        address = DBusAddress(node.path, node.bus, interface)
        reply = self._bus.send_and_get_reply(
            new_method_call(address, method, signature or None, arguments), timeout=_PATIENCE
        )
        return reply.body[0] if reply.header.message_type is MessageType.method_return and reply.body else None

    def children(self, node: Node) -> list[Node]:
        return [Node(*child) for child in self._call(node, _ACCESSIBLE, "GetChildren") or []]

    def role(self, node: Node) -> str:
        return self._call(node, _ACCESSIBLE, "GetRoleName") or ""

    def name(self, node: Node) -> str:
        reply = self._bus.send_and_get_reply(Properties(DBusAddress(node.path, node.bus, _ACCESSIBLE)).get("Name"))
        return reply.body[0][1] if reply.header.message_type is MessageType.method_return else ""

    def description(self, node: Node) -> str:
        address = DBusAddress(node.path, node.bus, _ACCESSIBLE)
        return str(self._bus.send_and_get_reply(Properties(address).get("Description")).body[0][1])

    def hear_announcements(self) -> None:
        """Have the program's announcements sent here from now on."""
        registry = DBusAddress("/org/a11y/atspi/registry", "org.a11y.atspi.Registry", "org.a11y.atspi.Registry")
        self._bus.send_and_get_reply(new_method_call(registry, "RegisterEvent", "s", ("object:announcement",)))
        rule = MatchRule(type="signal", interface="org.a11y.atspi.Event.Object", member="Announcement")
        self._bus.send_and_get_reply(message_bus.AddMatch(rule))
        self._announcements: deque[Message] = deque()
        self._bus.filter(rule, queue=self._announcements)

    def next_announcement(self) -> str:
        """Wait for the next text that is read out by itself."""
        while not self._announcements:
            self._bus.recv_messages(timeout=_PATIENCE)
        return str(self._announcements.popleft().body[3][1])

    def programs(self) -> list[Node]:
        return self.children(Node("org.a11y.atspi.Registry", "/org/a11y/atspi/accessible/root"))

    def find(self, top: Node, role: str, name: str) -> Node | None:
        """The first object below `top` with this role and name."""
        waiting = [top]
        while waiting:
            node = waiting.pop(0)
            if self.role(node) == role and self.name(node) == name:
                return node
            waiting += self.children(node)[:_FEW]
        return None

    def press(self, node: Node) -> None:
        assert self._call(node, "org.a11y.atspi.Action", "DoAction", "i", 0) is True

    def cell(self, table: Node, row: int, column: int) -> str:
        found = self._call(table, "org.a11y.atspi.Table", "GetAccessibleAt", "ii", row, column)
        return self.name(Node(*found)) if found else ""


def wait_for(find: Callable[[], Any]) -> Any:
    """Ask until there is an answer; what is asked is another process, which tells nothing by itself."""
    until = time.monotonic() + _PATIENCE
    while time.monotonic() < until:
        if found := find():
            return found
    raise AssertionError("It did not come in time.")


@pytest.fixture
def program(tmp_path: Path) -> Iterator[subprocess.Popen[bytes]]:
    """The program on practice data, with its accessibility switched on."""
    own = {"SIRO_DESKTOP_HOME": str(tmp_path / "home"), "QT_LINUX_ACCESSIBILITY_ALWAYS_ON": "1"}
    started = subprocess.Popen([sys.executable, "-m", "siro_desktop", "demo"], env=os.environ | own)
    yield started
    started.terminate()
    assert started.wait(_PATIENCE) == 0


@pytest.mark.skipif(sys.platform != "linux", reason="AT-SPI is Linux's")
def test_run_is_found_pressed_and_the_table_is_read(program: subprocess.Popen[bytes]) -> None:
    listener = Listener()
    window = wait_for(lambda: next((one for one in listener.programs() if "siro" in listener.name(one).lower()), None))
    assert program.poll() is None
    table = wait_for(lambda: listener.find(window, "table", "Metrics"))
    first = wait_for(lambda: listener.cell(table, 0, 0))
    assert first == "Recordings"
    assert listener.cell(table, 0, 1).replace(",", "").isdigit()

    saved = listener.find(window, "list", "Saved results")
    assert saved is not None
    wait_for(lambda: len(listener.children(saved)) == 1)
    run = wait_for(lambda: listener.find(window, "push button", "Run"))
    listener.press(run)
    wait_for(lambda: len(listener.children(saved)) == 2)
    assert listener.cell(table, 0, 0) == "Recordings"
    listener.close()


@pytest.mark.skipif(sys.platform != "linux", reason="AT-SPI is Linux's")
def test_every_bar_is_read_with_value_and_recordings(program: subprocess.Popen[bytes]) -> None:
    listener = Listener()
    window = wait_for(lambda: next((one for one in listener.programs() if "siro" in listener.name(one).lower()), None))
    wait_for(lambda: listener.cell(wait_for(lambda: listener.find(window, "table", "Metrics")), 0, 0))
    listener.press(wait_for(lambda: listener.find(window, "page tab", "Charts")))
    shares = wait_for(lambda: listener.find(window, "list", "Percent"))
    bars = listener.children(shares)
    assert len(bars) > 1
    assert {listener.role(bar) for bar in bars} == {"list item"}
    said = [listener.name(bar) for bar in bars]
    assert all(re.fullmatch(r".+, [\d.]+ percent(, target .+)?, [\d,]+ recordings", text) for text in said), said
    assert len(set(said)) == len(said)
    assert listener.description(shares).startswith(f"Bar chart, {len(bars)} metrics. Highest: ")
    listener.close()


@pytest.mark.skipif(sys.platform != "linux", reason="AT-SPI is Linux's")
def test_a_result_that_arrived_and_an_undone_change_are_read_out(program: subprocess.Popen[bytes]) -> None:
    listener = Listener()
    window = wait_for(lambda: next((one for one in listener.programs() if "siro" in listener.name(one).lower()), None))
    wait_for(lambda: listener.cell(wait_for(lambda: listener.find(window, "table", "Metrics")), 0, 0))
    listener.hear_announcements()
    assert listener.find(window, "menu item", "Undo") is not None  # the first question was not asked by a person

    listener.press(wait_for(lambda: listener.find(window, "push button", "Run")))
    arrived = listener.next_announcement()
    assert "recordings" in arrived
    assert "fetched just now" in arrived
    listener.press(wait_for(lambda: listener.find(window, "check box", "Several")))
    listener.press(wait_for(lambda: listener.find(window, "menu item", "Undo change of query")))
    assert listener.next_announcement() == "Undone: change of query"
    listener.close()


@pytest.mark.skipif(sys.platform != "linux", reason="AT-SPI is Linux's")
def test_zoom_another_view_and_a_saved_query_are_read_out_once(program: subprocess.Popen[bytes]) -> None:
    listener = Listener()
    window = wait_for(lambda: next((one for one in listener.programs() if "siro" in listener.name(one).lower()), None))
    wait_for(lambda: listener.cell(wait_for(lambda: listener.find(window, "table", "Metrics")), 0, 0))
    listener.hear_announcements()
    for text in ("Text at 110 %", "Text at 125 %"):
        listener.press(wait_for(lambda: listener.find(window, "menu item", "Zoom in")))
        assert listener.next_announcement().replace("\u00a0", " ") == text
    listener.press(wait_for(lambda: listener.find(window, "page tab", "Charts")))
    assert listener.next_announcement() == "Charts"
    listener.press(wait_for(lambda: listener.find(window, "menu item", "4 Answer")))
    assert listener.next_announcement() == "Answer"
    listener.press(wait_for(lambda: listener.find(window, "menu item", "Save query")))
    dialog = wait_for(lambda: listener.find(window, "dialog", "Save query — Siro Desktop"))
    listener.press(wait_for(lambda: listener.find(dialog, "push button", "Save")))
    saved = listener.next_announcement()
    assert saved.startswith("Query “Team of ")
    assert saved.endswith("” saved")
    listener.press(wait_for(lambda: listener.find(window, "menu item", "Actual size (now 125 %)")))
    assert listener.next_announcement().replace("\u00a0", " ") == "Text at 100 %"
    listener.close()
