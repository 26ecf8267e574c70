"""The recipe for Linux desktops: what a `.siroquery` file is, and which program opens it."""

from __future__ import annotations

import configparser
import os
import shutil
import subprocess
import sys
from pathlib import Path

from siro_desktop.domain.question_json import FILE_ENDING

LINUX = Path(__file__).parents[2] / "packaging" / "linux"
ASK = (
    "import sys; from PySide6.QtCore import QMimeDatabase;"
    "found = QMimeDatabase().mimeTypeForFile(sys.argv[1]); print(found.name(), found.comment(), sep='\\n')"
)


def test_the_desktop_knows_the_file_and_who_opens_it(tmp_path: Path) -> None:
    packages = tmp_path / "data" / "mime" / "packages"
    packages.mkdir(parents=True)
    shutil.copy(LINUX / "siro-desktop.xml", packages)
    file = tmp_path / f"Monday board{FILE_ENDING}"
    file.write_text('{"siroquery": 1, "period": "last-week"}', encoding="utf-8")
    variables = {**os.environ, "XDG_DATA_HOME": str(tmp_path / "data")}
    done = subprocess.run(
        [sys.executable, "-c", ASK, str(file)], env=variables, capture_output=True, text=True, check=True
    )
    mime, comment = done.stdout.splitlines()
    assert comment == "Siro query"

    entry = configparser.ConfigParser(interpolation=None)
    entry.optionxform = str  # type: ignore[assignment,method-assign]  # keys keep their capitals
    entry.read(LINUX / "siro-desktop.desktop", encoding="utf-8")
    known = entry["Desktop Entry"]
    assert known["MimeType"] == f"{mime};"
    assert known["Exec"] == "siro-desktop %f"
    assert known["Type"] == "Application"
    assert (LINUX.parents[1] / "resources" / "icons" / f"{known['Icon']}.svg").is_file()
