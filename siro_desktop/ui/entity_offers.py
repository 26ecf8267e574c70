"""What can be done with an entity of a comparison, as entries of a menu."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import TYPE_CHECKING

from msgspec import Struct
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QMenu

from siro_desktop.domain.query import Entity

if TYPE_CHECKING:
    from PySide6.QtCore import QModelIndex, QPoint
    from PySide6.QtWidgets import QAbstractItemView, QWidget


class EntityOffer(Struct, frozen=True):
    """An entry: its object name, its text with a mnemonic, and what it does."""

    name: str
    text: str
    do: Callable[[], object]


OffersOf = Callable[[Entity], tuple[EntityOffer, ...]]


def no_offers(_entity: Entity) -> tuple[EntityOffer, ...]:
    """Offer nothing."""
    return ()


def add_offers(menu: QMenu, offers: Iterable[EntityOffer]) -> None:
    """Put the entries at the end of `menu`, behind a line if there is something before."""
    for number, offer in enumerate(offers):
        if not number and menu.actions():
            menu.addSeparator()
        action = menu.addAction(offer.text)
        action.setObjectName(offer.name)
        action.triggered.connect(lambda _checked=False, do=offer.do: do())


def offer_in_menu(table: QAbstractItemView, *offers_at: Callable[[QModelIndex], Iterable[EntityOffer]]) -> None:
    """Let a table open a menu of what each of `offers_at` says of its current row, by pointer and by keyboard."""

    def on_asked(place: QPoint) -> None:
        groups = [offers(table.currentIndex()) for offers in offers_at]
        show_offers(groups, table, table.viewport().mapToGlobal(place))

    table.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
    table.customContextMenuRequested.connect(on_asked)


def show_offers(groups: Iterable[Iterable[EntityOffer]], host: QWidget, place: QPoint) -> None:
    """Open a menu of these groups of entries at a place of the screen; none if there are none."""
    menu = QMenu(host)
    menu.setObjectName("entity_menu")
    menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    for offers in groups:
        add_offers(menu, offers)
    if menu.actions():
        menu.popup(place)
        menu.setActiveAction(menu.actions()[0])
    else:
        menu.deleteLater()
