"""What every test gets: a home of its own, and no way out to a real keyring, browser or network."""

from __future__ import annotations

import gc
import os
import signal
import sys
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis.strategies import none

sys.path.insert(0, str(Path(__file__).parent))
sys.path.insert(0, str(Path(__file__).parent / "peer"))

from peer_fixtures import browser, peer
from unprivileged import open_folder, run_unprivileged

__all__ = ["browser", "open_folder", "peer", "run_unprivileged"]

settings.register_profile("untimed", deadline=None)  # how long an example takes says nothing on a busy machine
settings.load_profile("untimed")

if signal.getsignal(signal.SIGINT) is signal.SIG_IGN:  # a shell's background job: what it starts would not hear Ctrl+C
    signal.signal(signal.SIGINT, signal.default_int_handler)

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")  # whole-window tests are given a real one


@settings(max_examples=1, database=None)
@given(none())
def use_hypothesis(_nothing: None) -> None:
    """It looks at who holds what it makes when it is first used."""


def pytest_collection_finish() -> None:
    """Have no later collection of garbage go through what stays to the end, modules and tests: that takes 0.3 s."""
    use_hypothesis()
    gc.collect()
    gc.freeze()


@pytest.fixture(autouse=True)
def _own_home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Files of the program go below the test's own folder, and no proxy of this machine is used."""
    monkeypatch.setenv("SIRO_DESKTOP_HOME", str(tmp_path / "home"))
    for name in ("HTTP_PROXY", "HTTPS_PROXY", "ALL_PROXY", "http_proxy", "https_proxy", "all_proxy"):
        monkeypatch.delenv(name, raising=False)
