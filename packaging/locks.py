"""Writes packaging/run.lock and packaging/test.lock: versions and hashes for every platform, no host names."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

from environment import NETWORK_HINT, ROOT, SetUpError, call, find_python_with_pip, say

if TYPE_CHECKING:
    from collections.abc import Sequence

# run.lock is made second and starts from test.lock, so that both name the same versions.
GROUPS = {"test": ("build", "test", "check"), "run": ("build",)}
HEADER = "# Made by `python3 packaging/dev.py lock` from pyproject.toml.\n"


def write(options: Sequence[str]) -> int:
    """Write both lock files and return 0. `--upgrade` takes the newest versions, otherwise those in the locks stay.

    Raises SetUpError.
    """
    if set(options) - {"--upgrade"}:
        raise SetUpError("`lock` knows one option: --upgrade.")
    with tempfile.TemporaryDirectory(prefix="siro-desktop-lock-") as name:
        folder = Path(name)
        say("Fetching uv …")
        pip = [find_python_with_pip(), "-m", "pip", "install", "-qq", "--disable-pip-version-check", "--no-user"]
        call(
            [*pip, "--target", str(folder / "uv"), "uv"],
            "uv, which picks the versions, could not be installed",
            NETWORK_HINT,
        )
        shutil.copy(ROOT / "pyproject.toml", folder)
        start = ROOT / "packaging" / "test.lock"
        for lock in GROUPS:
            resolve(folder, lock, start, upgrade="--upgrade" in options and lock == "test")
            start = folder / f"{lock}.lock"
        for lock in GROUPS:
            text = HEADER + (folder / f"{lock}.lock").read_text(encoding="utf-8")
            (ROOT / "packaging" / f"{lock}.lock").write_text(text, encoding="utf-8")
            say(f"packaging/{lock}.lock: {text.count('==')} packages")
    return 0


def resolve(folder: Path, lock: str, start: Path, *, upgrade: bool) -> None:
    """Write `folder`/<lock>.lock, for all platforms; uv keeps the versions that the file has already."""
    target = folder / f"{lock}.lock"
    if start.exists() and not upgrade:
        shutil.copy(start, target)
    command = [sys.executable, "-m", "uv", "pip", "compile", "pyproject.toml", "--quiet", "--output-file", target.name]
    command += ["--universal", "--python-version", "3.11", "--generate-hashes", "--no-header", "--no-annotate"]
    command += ["--no-strip-extras"]  # pip looks for a newer one when an extra is wanted and not pinned
    command += ["--extra", "sandbox", *(f"--group=pyproject.toml:{group}" for group in GROUPS[lock])]
    variables = {**os.environ, "PYTHONPATH": str(folder / "uv")}
    if subprocess.run(command, cwd=folder, env=variables, check=False).returncode:
        raise SetUpError("uv found no versions that fit together, or no network; its own words stand above.")
