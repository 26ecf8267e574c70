"""What the desktop that the program runs on does for it, and says."""

from __future__ import annotations

import os
import sys
from datetime import UTC, date, datetime
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from zoneinfo import ZoneInfo


def has_display() -> bool:
    """True if a window can be shown."""
    if os.environ.get("QT_QPA_PLATFORM") in {"offscreen", "minimal"}:
        return False
    return sys.platform in {"win32", "darwin"} or bool(
        os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY") or os.environ.get("QT_QPA_PLATFORM")
    )


def open_in_browser(address: str) -> bool:
    """Open the system's browser. GUI thread. True may still mean that nothing came up: show the address too."""
    from PySide6.QtCore import QUrl
    from PySide6.QtGui import QDesktopServices

    return QDesktopServices.openUrl(QUrl(address))


def system_proxy(address: str) -> str | None:
    """Return the proxy that the system's settings name for a web address: a proxy script is asked, too.

    Any thread: Qt guards it with a lock of its own. With a script it may take seconds. A kind of proxy that cannot be
    used is named as well, so that the person hears of it.
    """
    from PySide6.QtCore import QUrl
    from PySide6.QtNetwork import QNetworkProxy, QNetworkProxyFactory, QNetworkProxyQuery

    kinds = {QNetworkProxy.ProxyType.HttpProxy: "http", QNetworkProxy.ProxyType.Socks5Proxy: "socks5"}
    found = QNetworkProxyFactory.systemProxyForQuery(QNetworkProxyQuery(QUrl(address)))
    usable = [proxy for proxy in found if proxy.type() != QNetworkProxy.ProxyType.Socks5Proxy] or found
    proxy = next(iter(usable), None)
    if proxy is None or proxy.type() not in kinds:
        return None
    url = QUrl()
    url.setScheme(kinds[proxy.type()])
    url.setHost(proxy.hostName())
    url.setPort(proxy.port())
    if proxy.user():
        url.setUserName(proxy.user())
        url.setPassword(proxy.password())
    return url.toString(QUrl.ComponentFormattingOption.FullyEncoded)


def today_in(zone: ZoneInfo) -> date:
    """Return the day that clocks in `zone` show now."""
    return datetime.now(UTC).astimezone(zone).date()
