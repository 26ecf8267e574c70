"""The set-up script as modules; it stands outside the package."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent.parent
sys.path.append(str(ROOT / "packaging"))  # last, so that it hides nothing


@pytest.fixture
def project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder that the set-up takes for the project: locks and pyproject.toml, and no .venv."""
    import environment

    folder = tmp_path / "project"
    (folder / "packaging").mkdir(parents=True)
    for name in ("pyproject.toml", "packaging/run.lock", "packaging/test.lock"):
        (folder / name).write_text(f"# {name}\n", encoding="utf-8")
    monkeypatch.setattr(environment, "ROOT", folder)
    monkeypatch.setattr(environment, "VENV", folder / ".venv")
    monkeypatch.setattr(environment, "BIN", folder / ".venv" / "bin")
    return folder
