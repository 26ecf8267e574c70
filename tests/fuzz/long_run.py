"""Fuzzes the edges for long, led by coverage: `.venv/bin/python tests/fuzz/long_run.py --minutes 5 answer redirect`.

Without names every edge gets the minutes, one after the other: answer, tokens, redirect, profiles, query-file,
store-bytes, store-values. Needs atheris (Linux and macOS), which is fetched into a temporary folder unless it is
installed. What an edge gets wrong is printed with a traceback, and the input is left in the folder named at its end:
put it into test_edges.py, and mend. The exit code is 1 then.
"""

from __future__ import annotations

import argparse
import importlib
import importlib.util
import logging
import os
import subprocess
import sys
import tempfile
from pathlib import Path

HERE = Path(__file__).resolve().parent
ROOT = HERE.parent.parent
EDGES = ("answer", "tokens", "redirect", "profiles", "query-file", "store-bytes", "store-values")
INSTRUMENTED = ["siro_desktop", "h11", "tomlkit"]


def main() -> int:
    """Run each edge in a process of its own: a fuzzer ends by ending its process."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("edges", nargs="*", metavar="EDGE", default=[])
    parser.add_argument("--minutes", type=float, default=5.0, help="for each edge")
    parser.add_argument("--inside", metavar="FOLDER", help=argparse.SUPPRESS)
    options = parser.parse_args()
    edges = options.edges or list(EDGES)
    if unknown := set(edges) - set(EDGES):
        parser.error(f"There is no edge {', '.join(sorted(unknown))}.")
    if options.inside:
        return fuzz(edges[0], options.minutes, Path(options.inside))
    folder = Path(tempfile.mkdtemp(prefix="siro-desktop-fuzz-"))
    variables = {**os.environ, "PYTHONPATH": os.pathsep.join([str(ROOT), str(HERE), *provide_atheris(folder)])}
    failed = [edge for edge in edges if not run_edge(edge, options.minutes, folder / edge, variables)]
    print(f"\nFound something: {', '.join(failed)}; see {folder}" if failed else "\nFound nothing.", flush=True)
    return 1 if failed else 0


def run_edge(edge: str, minutes: float, folder: Path, variables: dict[str, str]) -> bool:
    """Fuzz one edge in its folder; True if it held."""
    folder.mkdir()
    print(f"\n{edge}: {minutes:g} minutes", flush=True)
    command = [sys.executable, __file__, edge, "--minutes", str(minutes), "--inside", str(folder)]
    return subprocess.run(command, cwd=folder, env=variables, check=False).returncode == 0


def provide_atheris(folder: Path) -> list[str]:
    """Return what has to be on the path for atheris, after fetching it if it is not installed."""
    if importlib.util.find_spec("atheris") is not None:
        return [path for path in sys.path if path]
    sys.path.append(str(ROOT / "packaging"))
    environment = importlib.import_module("environment")
    command = [environment.find_python_with_pip(), "-m", "pip", "install", "-qq", "--no-user", "--only-binary=:all:"]
    subprocess.run([*command, "--target", str(folder / "atheris"), "atheris"], check=True)
    return [str(folder / "atheris")]


def fuzz(edge: str, minutes: float, folder: Path) -> int:
    """Feed an edge in this process until the time is up or it fails."""
    atheris = importlib.import_module("atheris")
    with atheris.instrument_imports(include=INSTRUMENTED, enable_loader_override=False):
        targets = importlib.import_module("fuzz_targets")
    seeds = importlib.import_module("seeds")
    logging.disable(logging.CRITICAL)  # what is refused is logged, and here nearly everything is
    corpus = folder / "corpus"
    corpus.mkdir()
    for number, seed in enumerate(seeds.SEEDS[edge]):
        (corpus / f"seed-{number}").write_bytes(seed)
    options = [f"-max_total_time={round(minutes * 60)}", "-max_len=20000", "-timeout=20", "-rss_limit_mb=2048"]
    atheris.Setup([sys.argv[0], *options, "-print_final_stats=1", str(corpus)], targets.TARGETS[edge])
    atheris.Fuzz()
    return 0


if __name__ == "__main__":
    sys.exit(main())
