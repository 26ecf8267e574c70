"""Makes the kit of this folder importable, and its fixtures and the peer server's known."""

from __future__ import annotations

import importlib.util
import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent))

from browser_kit import chromium, page, practice_siro

_path = Path(__file__).parents[1] / "peer" / "fixtures.py"
_spec = importlib.util.spec_from_file_location("siro_peer_fixtures", _path)
assert _spec is not None
assert _spec.loader is not None
_fixtures = sys.modules.setdefault(_spec.name, importlib.util.module_from_spec(_spec))
if not hasattr(_fixtures, "peer"):
    _spec.loader.exec_module(_fixtures)
peer = _fixtures.peer

__all__ = ["chromium", "page", "peer", "practice_siro"]
