"""Makes the kit of this folder importable, and its fixtures known."""

from __future__ import annotations

import importlib.util
import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent))

from keyring_kit import person

_path = Path(__file__).parents[1] / "peer" / "fixtures.py"
_spec = importlib.util.spec_from_file_location("siro_peer_fixtures", _path)
assert _spec is not None
assert _spec.loader is not None
_fixtures = sys.modules.setdefault(_spec.name, importlib.util.module_from_spec(_spec))
if not hasattr(_fixtures, "peer"):
    _spec.loader.exec_module(_fixtures)
peer = _fixtures.peer
browser = _fixtures.browser

__all__ = ["browser", "peer", "person"]
