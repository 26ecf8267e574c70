"""What the commands that need the network work with."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from siro_desktop.cli.services import run_with_network
from siro_desktop.config import Paths

if TYPE_CHECKING:
    from pathlib import Path

    from siro_desktop.jobs.connection import NetworkServices


@pytest.mark.parametrize(("said", "seconds"), [("45", 45), ("", 10), ("soon", 10)])
def test_a_command_waits_for_the_keyring_as_long_as_one_says(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, said: str, seconds: float
) -> None:
    """What is only in memory is lost when a command ends: it has more patience than a window."""
    monkeypatch.setenv("SIRO_DESKTOP_KEYRING_SECONDS", said)

    async def ask(services: NetworkServices) -> float:
        return services.keyring_patience

    assert run_with_network(Paths.find({"SIRO_DESKTOP_HOME": str(tmp_path)}), ask) == seconds
