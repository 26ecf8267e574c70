"""Icons of one set (Phosphor, by QtAwesome), recoloured with the theme.

Importing QtAwesome takes some 170 ms, so it happens after the first paint: `import_icon_library` in any thread, then
`load_icons` in the GUI thread. Until then icons are empty, but take their room, so that nothing moves when `set_icon`
fills them in.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final, Protocol

from PySide6.QtCore import QObject, Qt, Signal, Slot
from PySide6.QtGui import QIcon, QPixmap

from siro_desktop.ui.late_imports import ONE_AT_A_TIME
from siro_desktop.ui.theme import current_theme, theme_events

if TYPE_CHECKING:
    from collections.abc import Mapping

CATALOGUE: Final[Mapping[str, str]] = {
    "account": "ph.user",
    "add": "ph.plus",
    "answer": "ph.brackets-curly",
    "back": "ph.arrow-left",
    "calendar": "ph.calendar-blank",
    "charts": "ph.chart-bar-horizontal",
    "chevron-down": "ph.caret-down",
    "chevron-left": "ph.caret-left",
    "chevron-right": "ph.caret-right",
    "chevron-up": "ph.caret-up",
    "clock": "ph.clock",
    "close": "ph.x",
    "columns": "ph.columns",
    "connect": "ph.link",
    "copy": "ph.copy",
    "delete": "ph.trash",
    "done": "ph.check-circle",
    "edit": "ph.pencil-simple",
    "empty": "ph.tray",
    "error": "ph.x-circle",
    "export": "ph.download-simple",
    "filter": "ph.funnel",
    "folder": "ph.folder-open",
    "forward": "ph.arrow-right",
    "help": "ph.question",
    "import": "ph.upload-simple",
    "info": "ph.info",
    "offline": "ph.wifi-slash",
    "people": "ph.users-three",
    "picture": "ph.image",
    "pinned": "ph.push-pin-fill",
    "practice": "ph.flask",
    "print": "ph.printer",
    "refresh": "ph.arrow-clockwise",
    "run": "ph.play",
    "save": "ph.floppy-disk",
    "saved": "ph.archive",
    "search": "ph.magnifying-glass",
    "settings": "ph.gear",
    "sign-in": "ph.sign-in",
    "sign-out": "ph.sign-out",
    "starred": "ph.star-fill",
    "stop": "ph.stop",
    "store": "ph.database",
    "swap": "ph.arrows-left-right",
    "table": "ph.table",
    "target": "ph.target",
    "terminal": "ph.terminal-window",
    "undo": "ph.arrow-counter-clockwise",
    "waiting": "ph.hourglass",
    "warning": "ph.warning",
}
_LARGEST: Final = 128  # pixels
_FONT: Final = ("ph", "phosphor-1.3.0.ttf", "phosphor-charmap-1.3.0.json")


class TakesIcon(Protocol):
    """A button, an action, a tool button: a QObject that can wear an icon."""

    def setIcon(self, icon: QIcon, /) -> None:
        """Wear `icon`."""
        ...


class IconEvents(QObject):
    """Tells when icons can be had."""

    icons_ready = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.library: Any = None
        self.blank = _blank()


def _blank() -> QIcon:
    """As large as any icon is drawn: a smaller one would leave less room."""
    nothing = QPixmap(_LARGEST, _LARGEST)
    nothing.fill(Qt.GlobalColor.transparent)
    return QIcon(nothing)


_events: list[IconEvents] = []


def icon_events() -> IconEvents:
    """Return the one object whose `icons_ready` tells that icons can be had. GUI thread."""
    if not _events:
        _events.append(IconEvents())
    return _events[0]


def import_icon_library() -> None:
    """Do the slow part, the import. Any thread."""
    with ONE_AT_A_TIME:
        import qtawesome.iconic_font  # noqa: F401  late, see above


def load_icons() -> None:
    """Load the font and tell all who wait. GUI thread; quick if `import_icon_library` was called before."""
    from qtawesome.iconic_font import IconicFont

    events = icon_events()
    if events.library is None:
        events.library = IconicFont(_FONT)
        events.icons_ready.emit()


def icon(name: str, color: str = "text") -> QIcon:
    """Return an icon of the catalogue in a colour of the theme; before icons are loaded, one that only takes room.

    Raises KeyError for a name or colour that does not exist.
    """
    glyph, theme = CATALOGUE[name], current_theme()
    ink = theme.color(color)
    events = icon_events()
    if events.library is None:
        return events.blank
    made: QIcon = events.library.icon(
        glyph, color=ink, color_active=ink, color_selected=ink, color_disabled=theme.color("border")
    )
    return made


class _IconKeeper(QObject):
    """Keeps the icon of one button or action: there when ready, in the current colours. Lives as long as its owner."""

    def __init__(self, owner: QObject, name: str, color: str) -> None:
        super().__init__(owner)
        self._owner: Any = owner
        self._name, self._color = name, color
        icon_events().icons_ready.connect(self._fill_in)
        theme_events().theme_changed.connect(self._fill_in)
        self._fill_in()

    def change(self, name: str, color: str) -> None:
        """Keep another icon from now on."""
        self._name, self._color = name, color
        self._fill_in()

    @Slot()
    def _fill_in(self) -> None:
        self._owner.setIcon(icon(self._name, self._color))


def set_icon(target: TakesIcon, name: str, color: str = "text") -> None:
    """Give a button or an action an icon, now or when icons are ready, and recolour it with the theme."""
    if not isinstance(target, QObject):
        raise TypeError("An icon goes on a button or an action.")
    keeper = target.findChild(_IconKeeper, options=Qt.FindChildOption.FindDirectChildrenOnly)
    if keeper is None:
        _IconKeeper(target, name, color)
    else:  # never a second one: it would outlive its owner and still hear of themes
        keeper.change(name, color)
