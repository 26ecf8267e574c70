"""Resources are found in a source tree and in a built wheel."""

from __future__ import annotations

import subprocess
import sys
import zipfile
from pathlib import Path

from siro_desktop.resources import resource

ROOT = Path(__file__).parents[2]


def test_found_in_the_source_tree() -> None:
    assert resource("icons/siro-desktop.svg").read_text().startswith("<svg")


def test_found_in_a_wheel(tmp_path: Path) -> None:
    build = f"import hatchling.build as b; print(b.build_wheel({str(tmp_path)!r}))"
    done = subprocess.run([sys.executable, "-c", build], cwd=ROOT, capture_output=True, text=True, check=True)
    unpacked = tmp_path / "unpacked"
    with zipfile.ZipFile(tmp_path / done.stdout.split()[-1]) as wheel:
        wheel.extractall(unpacked)

    look = (
        "from siro_desktop.resources import resource; from siro_desktop.ui.help.topics import read_topics;"
        "print(resource('icons/siro-desktop.svg').read_text()[:4], read_topics()[0].title)"
    )
    seen = subprocess.run(
        [sys.executable, "-I", "-c", f"import sys; sys.path.insert(0, {str(unpacked)!r}); {look}"],
        capture_output=True,
        text=True,
        check=True,
    )
    assert seen.stdout.strip() == "<svg Asking a question"
