"""What the system's settings say about proxies, through Qt; on Linux Qt reads the environment."""

from __future__ import annotations

import sys

import pytest

from siro_desktop.desktop import system_proxy

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="elsewhere the real settings would be asked")


@pytest.mark.parametrize(
    ("setting", "proxy"),
    [
        (None, None),
        ("http://proxy.example.test:3128", "http://proxy.example.test:3128"),
        ("http://us%40er:p%20w@proxy.example.test:3128", "http://us%40er:p%20w@proxy.example.test:3128"),
        ("http://[fd00::1]:8080", "http://[fd00::1]:8080"),
        ("socks5://proxy.example.test:1080", "socks5://proxy.example.test:1080"),
    ],
)
def test_the_proxy_as_an_address(setting: str | None, proxy: str | None, monkeypatch: pytest.MonkeyPatch) -> None:
    """H8: with user and password if there are any; a kind that cannot be used is named, not passed over."""
    if setting is not None:
        monkeypatch.setenv("https_proxy", setting)
    assert system_proxy("https://api.siro.ai/") == proxy
