"""The test command: what it says at the end is true, whatever the stages did."""

from __future__ import annotations

import os
import shlex
import sys
from collections import Counter
from pathlib import Path

import coverage_report
import pytest
import suite

# One process, and without the plugins that take a second to load.
PLAIN = ["-n", "0", *(f"-pno:{name}" for name in ("pytest-qt", "hypothesispytest", "pytest_httpserver"))]
REPORT = '<testsuites><testsuite errors="{0}" failures="{1}" skipped="{2}" tests="{3}"/></testsuites>'


@pytest.fixture
def report(tmp_path: Path) -> Path:
    return tmp_path / "report.xml"


def test_counts_come_from_the_report(report: Path) -> None:
    report.write_text(REPORT.format(1, 2, 3, 10), encoding="utf-8")
    outcome = suite.count_tests("unit tests", report, 1)
    assert outcome.failed
    assert outcome.tests == Counter(passed=4, failed=2, skipped=3, error=1)


def test_a_run_that_died_is_an_error(report: Path) -> None:
    outcome = suite.count_tests("unit tests", report, -6)
    assert outcome.failed
    assert outcome.tests == Counter(error=1)


def test_a_failure_without_a_failed_test_is_an_error(report: Path) -> None:
    report.write_text(REPORT.format(0, 0, 0, 5), encoding="utf-8")
    outcome = suite.count_tests("unit tests", report, 3)
    assert outcome.tests == Counter(passed=5, error=1)


def test_no_tests_in_one_stage_is_no_failure(report: Path) -> None:
    report.write_text(REPORT.format(0, 0, 0, 0), encoding="utf-8")
    assert not suite.count_tests("unit tests", report, 5).failed


@pytest.mark.parametrize(
    ("tests", "line"),
    [
        (Counter(passed=812), "812 passed in 61.25s"),
        (Counter(passed=3, failed=1, skipped=2, error=2), "1 failed, 3 passed, 2 skipped, 2 errors in 61.25s"),
        (Counter(error=1), "0 passed, 1 error in 61.25s"),
    ],
)
def test_the_closing_line_is_written_as_pytest_does(tests: Counter[str], line: str) -> None:
    written = suite.closing_line(tests, 61.25)
    assert written.strip("=") == f" {line} "
    assert len(written) == 80


def test_paths_are_told_from_options() -> None:
    arguments = ["-k", "lock", "tests/packaging", "tests/app/test_start_imports.py::test_x", "-x"]
    options, paths = suite.split_paths(arguments)
    assert options == ["-k", "lock", "-x"]
    assert [suite.is_window_test(path) for path in paths] == [False, True]


def test_a_stage_sees_nothing_of_the_session(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("DISPLAY", "WAYLAND_DISPLAY", "DBUS_SESSION_BUS_ADDRESS", "PYTHONDONTWRITEBYTECODE"):
        monkeypatch.setenv(name, "the developer's own")
    monkeypatch.delenv("XDG_DATA_HOME", raising=False)
    variables = suite.variables_for(tmp_path, "xcb")
    assert "the developer's own" not in variables.values()
    assert variables["QT_QPA_PLATFORM"] == "xcb"
    assert Path(variables["XDG_RUNTIME_DIR"]).stat().st_mode & 0o777 == 0o700
    assert variables["XDG_DATA_HOME"].startswith(str(tmp_path))
    assert "XDG_DATA_HOME" not in suite.variables_for(tmp_path, "offscreen")


def test_elsewhere_than_on_linux_window_tests_run_one_by_one(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "platform", "win32")
    assert suite.window_workers(tmp_path) == []


def test_window_tests_run_beside_each_other_and_share_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "platform", "linux")
    workers = [option for option in suite.window_workers(tmp_path) if option.startswith("--tx=popen//python=")]
    commands = [shlex.split(option.partition("//python=")[2]) for option in workers]
    assert len(commands) == 2
    for own in ("XDG_RUNTIME_DIR", "XDG_DATA_HOME"):
        assert len({word for command in commands for word in command if word.startswith(f"{own}=")}) == 2
    for command in commands:
        assert command.index("dbus-run-session") < command.index("xvfb-run") < len(command) - 1
        assert command[-1] == str(suite.program("python"))


class TestSmallProject:
    """A project of two tests, run as the real one is, without its checks."""

    @pytest.fixture(autouse=True)
    def _project(self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        self.root = tmp_path / "small"
        (self.root / "tests" / "app").mkdir(parents=True)
        (self.root / "siro_desktop").mkdir()
        (self.root / "siro_desktop" / "__init__.py").write_text("NAME = 'small'\n", encoding="utf-8")
        (self.root / "pyproject.toml").write_text(
            "[tool.coverage.run]\nsource = ['siro_desktop']\nbranch = true\n", encoding="utf-8"
        )
        monkeypatch.setattr(suite, "ROOT", self.root)
        monkeypatch.setattr(coverage_report, "ROOT", self.root)
        monkeypatch.setattr(suite, "CHECKS", (("broken", ("python", "-c", "raise SystemExit('not tidy')"), True),))
        monkeypatch.setattr(suite, "BIN", Path(sys.executable).parent)
        monkeypatch.setattr(suite, "program", lambda name: Path(sys.executable).with_name(name))
        monkeypatch.setattr(coverage_report, "program", lambda name: Path(sys.executable).with_name(name))
        monkeypatch.setattr(suite, "display_prefix", list)
        for name in ("COV_CORE_SOURCE", "COV_CORE_CONFIG", "COV_CORE_DATAFILE", "COVERAGE_PROCESS_CONFIG"):
            monkeypatch.delenv(name, raising=False)

    def write_test(self, path: str, text: str) -> None:
        (self.root / path).write_text(f"import os\ndef test_it():\n    {text}\n", encoding="utf-8")

    def test_everything_runs_and_failures_are_summed_up(self, capfd: pytest.CaptureFixture[str]) -> None:
        self.write_test(
            "tests/test_unit.py", "import siro_desktop; assert os.environ['QT_QPA_PLATFORM'] == 'offscreen'"
        )
        self.write_test("tests/app/test_window.py", "assert False, 'no window'")
        assert suite.run(["--coverage", *PLAIN]) == 1
        lines = capfd.readouterr().out.splitlines()
        assert any("broken" in line and "FAILED" in line for line in lines)
        assert "not tidy" in lines
        assert "Failed: broken, window tests" in lines
        assert "1 failed, 1 passed in " in lines[-1]
        assert (self.root / ".coverage").exists()

    def test_quick_leaves_the_window_out(
        self, capfd: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr(suite, "CHECKS", (("slow", ("python", "-c", "raise SystemExit(1)"), False),))
        self.write_test("tests/test_unit.py", "assert True")
        self.write_test("tests/app/test_window.py", "assert False, 'no window'")
        assert suite.run(["--quick", *PLAIN]) == 0
        assert "= 1 passed in " in capfd.readouterr().out.splitlines()[-1]
        assert not (self.root / ".coverage").exists()

    def test_a_path_chooses_its_stage(self, capfd: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(suite, "CHECKS", ())
        self.write_test("tests/test_unit.py", "assert False, 'not asked for'")
        self.write_test("tests/app/test_window.py", f"assert os.environ['QT_QPA_PLATFORM'] != {os.devnull!r}")
        assert suite.run(["tests/app", *PLAIN]) == 0
        assert "= 1 passed in " in capfd.readouterr().out.splitlines()[-1]

    def test_no_test_at_all_is_a_failure(
        self, capfd: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr(suite, "CHECKS", ())
        assert suite.run(["-k", "nothing", *PLAIN]) == 1
        assert "no test was found" in capfd.readouterr().out


def test_coverage_is_compared_with_the_guides() -> None:
    full = {"covered_lines": 95, "covered_branches": 5, "num_statements": 95, "num_branches": 5}
    half = {"covered_lines": 50, "covered_branches": 0, "num_statements": 95, "num_branches": 5}
    files = {
        "siro_desktop/domain/query.py": {"summary": full},
        "siro_desktop/http_client.py": {"summary": full},
        "siro_desktop/ui/theme.py": {"summary": half},
        "siro_desktop/app.py": {"summary": half},
    }
    below, ui = coverage_report.compare(files)
    assert below.split() == ["below", "the", "runner", "100.0", "%"]
    assert "50.0 %   WARNING: the guide is 90 %" in ui
