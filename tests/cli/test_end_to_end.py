from __future__ import annotations

import csv
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

from siro_desktop.sandbox import browser

if TYPE_CHECKING:
    from collections.abc import Callable

ROOT = Path(__file__).parents[2]


def test_from_nothing_to_a_file_and_out_again(
    practice: Any, keyring_session: dict[str, str], start: Callable[..., Any], home: Path, tmp_path: Path
) -> None:
    """The whole way, each step a process of its own, with a real keyring between them."""

    def siro(*arguments: str) -> subprocess.CompletedProcess[str]:
        command = [sys.executable, "-m", "siro_desktop", *arguments]
        return subprocess.run(command, capture_output=True, text=True, env=keyring_session, cwd=ROOT, check=False)

    fetch = ["fetch", "--profile", "Acme Roofing", "--conversation-type", "roof_inspection"]
    fetch += ["--start", "2026-10-01", "--end", "2026-10-31", "--filter-by", "team", "--id", "team_plains"]
    assert siro("profiles", "add", "Acme Roofing", *practice.options()).returncode == 0
    assert siro(*fetch).returncode == 3

    signing_in = start("sign-in", "--profile", "Acme Roofing", "--no-browser", env=keyring_session)
    browser.sign_in(signing_in.stdout.readline().strip())
    out, err = signing_in.communicate(timeout=20)
    assert (signing_in.returncode, out) == (0, "")
    assert "Secret Service" in err

    fetched = siro(*fetch, "--format", "csv")
    assert (fetched.returncode, fetched.stderr) == (0, "Saved as result 1.\n")
    rows = list(csv.DictReader(fetched.stdout.splitlines()))
    assert {row["metric_type"] for row in rows} >= {"RECORDING_COUNT", "REP_WORDS_PER_MINUTE", "AI_METRIC"}
    assert {row["start_at"] for row in rows} == {"2026-10-01T00:00:00-06:00"}

    assert siro("saved", "list").stdout.splitlines()[1].startswith("1\t")
    assert "roof_inspection · TEAM team_plains" in siro("saved", "show", "1").stdout
    path = tmp_path / "result.csv"
    exported = siro("saved", "export", "1", "--output", str(path))
    assert (exported.returncode, exported.stdout) == (0, "")
    with path.open(encoding="utf-8", newline="") as file:
        assert list(csv.DictReader(file)) == rows

    signed_out = siro("sign-out")
    assert (signed_out.returncode, signed_out.stdout) == (0, "")
    again = siro(*fetch)
    assert (again.returncode, again.stdout) == (3, "")
    assert siro("saved", "show", "1").returncode == 0

    assert siro("profiles", "remove", "Acme Roofing").returncode == 0
    assert (home / "config" / "profiles.toml").is_file()
    assert siro("sign-out").returncode == 2
