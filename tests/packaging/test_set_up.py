"""`dev.py`: wrong use and missing things end in a sentence; what is there already is not made again."""

from __future__ import annotations

import ctypes
import os
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import dev
import environment
import locks
import pytest
import system_packages

ROOT = Path(__file__).resolve().parent.parent.parent


def run_dev(*arguments: str, **variables: str) -> subprocess.CompletedProcess[str]:
    """Start dev.py as a person does, without its environment's own modules."""
    return subprocess.run(
        [sys.executable, "-S", "-I", str(ROOT / "packaging" / "dev.py"), *arguments],
        env={**os.environ, **variables},
        capture_output=True,
        encoding="utf-8",
        check=False,
    )


def fake_program(path: Path, text: str) -> Path:
    """Write a shell script."""
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(f"#!/bin/sh\n{text}\n", encoding="utf-8")
    path.chmod(0o755)
    return path


def test_help_is_shown(capsys: pytest.CaptureFixture[str]) -> None:
    assert dev.main(["--help"]) == 0
    assert "packaging/dev.py run" in capsys.readouterr().out


@pytest.mark.parametrize("arguments", [[], ["walk"]])
def test_wrong_use_shows_the_help_on_stderr(arguments: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    assert dev.main(arguments) == 2
    output = capsys.readouterr()
    assert output.out == ""
    assert "packaging/dev.py run" in output.err


def test_old_python_is_told_so(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    monkeypatch.setattr(dev, "LOWEST_PYTHON", (99, 0))
    assert dev.main(["run"]) == 1
    assert "needs Python" in capsys.readouterr().err


def test_lock_refuses_what_it_does_not_know(capsys: pytest.CaptureFixture[str]) -> None:
    assert dev.main(["lock", "--everything"]) == 1
    assert "--upgrade" in capsys.readouterr().err


def test_only_the_standard_library_is_needed() -> None:
    """Isolated mode hides the script's own folder; a person's start has it, and no more."""
    program = f"import sys; sys.path.append({str(ROOT / 'packaging')!r}); import dev; sys.exit(dev.main(['--help']))"
    done = subprocess.run([sys.executable, "-S", "-I", "-c", program], capture_output=True, check=False)
    assert done.returncode == 0, done.stderr


class TestSystemPackages:
    @pytest.fixture(autouse=True)
    def _bare_linux(self, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
        """A machine where no library loads and no command is there but those that a test adds."""
        monkeypatch.setattr(sys, "platform", "linux")
        monkeypatch.setattr(ctypes, "CDLL", self._refuse)
        monkeypatch.setattr(system_packages, "ACCESSIBILITY_BUS", ())
        self.bin = tmp_path / "bin"
        self.bin.mkdir()
        monkeypatch.setenv("PATH", str(self.bin))

    @staticmethod
    def _refuse(name: str) -> Any:
        raise OSError(name)

    def test_what_the_program_needs(self) -> None:
        assert set(system_packages.find_missing(for_tests=False)) == set(system_packages.QT_LIBRARIES.values())

    def test_the_tests_need_more(self) -> None:
        names = system_packages.find_missing(for_tests=True)
        assert {"libegl1", "xvfb", "xauth", "dbus", "gnome-keyring", "at-spi2-core"} < set(names)
        assert names.count("xvfb") == 1

    def test_other_systems_get_the_names(self) -> None:
        with pytest.raises(environment.SetUpError, match=r"names on Debian: libegl1 .*libfontconfig1"):
            system_packages.provide(for_tests=False)

    def test_without_root_the_command_is_shown(self, monkeypatch: pytest.MonkeyPatch) -> None:
        fake_program(self.bin / "apt-get", "exit 1")
        fake_program(self.bin / "sudo", "exit 1")
        monkeypatch.setattr(os, "geteuid", lambda: 1000)
        with pytest.raises(environment.SetUpError, match="sudo apt-get install --no-install-recommends libegl1"):
            system_packages.provide(for_tests=False)

    @pytest.mark.parametrize(("user", "prefix"), [(0, ""), (1000, "sudo -n ")])
    def test_root_or_sudo_installs(
        self, user: int, prefix: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        calls = tmp_path / "calls"
        (self.bin / "env").symlink_to("/usr/bin/env")
        fake_program(self.bin / "apt-get", f'echo "${{ASKED_BY}}apt-get $*" >> "{calls}"')
        fake_program(self.bin / "sudo", 'shift; ASKED_BY="sudo -n " exec "$@"')
        (self.bin / "true").symlink_to("/usr/bin/true")
        monkeypatch.setattr(os, "geteuid", lambda: user)
        system_packages.install(["libegl1", "xvfb"])
        update, install = calls.read_text(encoding="utf-8").splitlines()
        assert update.startswith(f"{prefix}apt-get ")
        assert update.endswith(" update")
        assert install.startswith(f"{prefix}apt-get ")
        assert install.endswith("install --yes --no-install-recommends libegl1 xvfb")

    def test_a_failed_install_is_said(self, monkeypatch: pytest.MonkeyPatch) -> None:
        fake_program(self.bin / "apt-get", "exit 100")
        (self.bin / "env").symlink_to("/usr/bin/env")
        monkeypatch.setattr(os, "geteuid", lambda: 0)
        with pytest.raises(environment.SetUpError, match="apt-get could not install libegl1"):
            system_packages.provide(for_tests=False)

    def test_libraries_that_stay_unusable_are_named(self, monkeypatch: pytest.MonkeyPatch) -> None:
        fake_program(self.bin / "apt-get", "exit 0")
        (self.bin / "env").symlink_to("/usr/bin/env")
        monkeypatch.setattr(os, "geteuid", lambda: 0)
        with pytest.raises(environment.SetUpError, match="installed and yet cannot be used: libegl1"):
            system_packages.provide(for_tests=False)

    def test_nothing_missing_installs_nothing(self, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(ctypes, "CDLL", str)
        system_packages.provide(for_tests=False)

    def test_mac_and_windows_need_nothing(self, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(sys, "platform", "darwin")
        system_packages.provide(for_tests=True)


class TestEnvironment:
    def test_ready_until_something_changes(self, project: Path) -> None:
        for name in ("python", "siro-desktop"):
            fake_program(project / ".venv" / "bin" / name, "exit 0")
        fingerprint = environment.fingerprint_of("run")
        assert not environment.is_ready("run", fingerprint)
        environment.stamp_path("run").write_text(fingerprint, encoding="utf-8")
        assert environment.is_ready("run", fingerprint)
        assert not environment.is_ready("test", environment.fingerprint_of("test"))
        environment.prepare("run")  # finds nothing to do: a pip would fail on this lock

        (project / "packaging" / "run.lock").write_text("# another\n", encoding="utf-8")
        assert not environment.is_ready("run", environment.fingerprint_of("run"))

    def test_a_moved_or_broken_environment_is_not_ready(self, project: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        python = fake_program(project / ".venv" / "bin" / "python", "exit 0")
        fake_program(project / ".venv" / "bin" / "siro-desktop", "exit 0")
        fingerprint = environment.fingerprint_of("run")
        environment.stamp_path("run").write_text(fingerprint, encoding="utf-8")
        python.unlink()
        python.symlink_to(project / "gone")
        assert not environment.is_ready("run", fingerprint)

        moved = project.with_name("moved")
        shutil.copytree(project, moved, symlinks=True)
        monkeypatch.setattr(environment, "ROOT", moved)
        assert environment.fingerprint_of("run") != fingerprint

    def test_venv_is_made_and_kept(self, project: Path) -> None:
        environment.make_venv(sys.executable)
        python = project / ".venv" / "bin" / "python"
        made = python.lstat().st_ino
        environment.make_venv(sys.executable)
        assert python.lstat().st_ino == made
        assert not (project / ".venv" / "bin" / "pip").exists()

    def test_a_venv_that_no_longer_works_is_made_again(self, project: Path, capfd: pytest.CaptureFixture[str]) -> None:
        (project / ".venv" / "bin").mkdir(parents=True)
        (project / ".venv" / "bin" / "python").symlink_to(project / "gone")
        environment.make_venv(sys.executable)
        assert subprocess.run([project / ".venv/bin/python", "-c", ""], check=False).returncode == 0
        assert "made again" in capfd.readouterr().err

    @pytest.mark.parametrize(
        ("says", "sentence"),
        [("echo pip 22.2.9 from there", "pip 22.2 of .* is too old: 22.3"), ("exit 1", "has no pip.*python3-pip")],
    )
    def test_pip_that_will_not_do_is_said(
        self, says: str, sentence: str, project: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        python = str(fake_program(project / "python", says))
        monkeypatch.setattr(sys, "executable", python)
        monkeypatch.setattr(sys, "_base_executable", python)
        with pytest.raises(environment.SetUpError, match=sentence):
            environment.find_python_with_pip()

    def test_the_pip_below_a_venv_is_found(self, project: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        """A venv made by uv has no pip: that of its base is used."""
        monkeypatch.setattr(sys, "executable", str(fake_program(project / "bare", "exit 1")))
        base = str(fake_program(project / "base", "echo pip 23.0.1 from there"))
        monkeypatch.setattr(sys, "_base_executable", base)
        assert environment.find_python_with_pip() == base

    def test_no_network_is_a_sentence(self, project: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        python = str(fake_program(project / "python", 'case "$*" in *--version) echo pip 23.0;; *) exit 1;; esac'))
        monkeypatch.setattr(sys, "executable", python)
        fake_program(project / ".venv" / "bin" / "python", "exit 0")
        with pytest.raises(environment.SetUpError, match=r"could not be installed.*no network"):
            environment.prepare("run")
        assert list((project / ".venv").glob(".siro*")) == []

    def test_a_language_is_set_only_where_none_is(self) -> None:
        assert environment.with_utf8_locale({}) == {"LANG": "C.UTF-8"}
        assert environment.with_utf8_locale({"LC_ALL": "de_DE.UTF-8"}) == {"LC_ALL": "de_DE.UTF-8"}

    @pytest.mark.parametrize("name", ["DISPLAY", "WAYLAND_DISPLAY"])
    def test_a_display_is_seen(self, name: str, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(sys, "platform", "linux")
        assert environment.has_display({name: ":0"})
        assert not environment.has_display({name: ""})


def test_run_becomes_the_program(project: Path) -> None:
    """Arguments with spaces arrive whole, and without a display Qt is told to draw in memory."""
    fake_program(project / ".venv" / "bin" / "python", "exit 0")
    fake_program(project / ".venv" / "bin" / "siro-desktop", 'echo "$QT_QPA_PLATFORM|$1|$2"; exit 7')
    environment.stamp_path("run").write_text(environment.fingerprint_of("run"), encoding="utf-8")
    shutil.copytree(
        ROOT / "packaging", project / "packaging", dirs_exist_ok=True, ignore=shutil.ignore_patterns("*.lock")
    )
    variables = {name: value for name, value in os.environ.items() if "DISPLAY" not in name and "QPA" not in name}
    done = subprocess.run(
        [sys.executable, str(project / "packaging" / "dev.py"), "run", "demo", "a b"],
        env=variables,
        capture_output=True,
        encoding="utf-8",
        check=False,
    )
    assert (done.returncode, done.stdout, done.stderr) == (7, "offscreen|demo|a b\n", "")


class TestLockCommand:
    @pytest.fixture
    def folder(self, project: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
        """A place to resolve in, with a uv that writes down what it was asked and what the lock held before."""
        folder = tmp_path / "work"
        (folder / "uv" / "uv").mkdir(parents=True)
        (folder / "uv" / "uv" / "__init__.py").touch()
        (folder / "uv" / "uv" / "__main__.py").write_text(
            "import pathlib, sys\n"
            "target = pathlib.Path(sys.argv[sys.argv.index('--output-file') + 1])\n"
            "before = target.read_text() if target.exists() else 'nothing'\n"
            "target.write_text(before + ' | ' + ' '.join(sys.argv[1:]))\n",
            encoding="utf-8",
        )
        monkeypatch.setattr(locks, "ROOT", project)
        return folder

    def test_versions_stay(self, folder: Path, project: Path) -> None:
        locks.resolve(folder, "test", project / "packaging" / "test.lock", upgrade=False)
        written = (folder / "test.lock").read_text(encoding="utf-8")
        assert written.startswith("# packaging/test.lock")
        assert "--generate-hashes" in written
        assert "--universal" in written
        assert "--group=pyproject.toml:check" in written

    def test_upgrade_starts_from_nothing(self, folder: Path, project: Path) -> None:
        locks.resolve(folder, "test", project / "packaging" / "test.lock", upgrade=True)
        assert (folder / "test.lock").read_text(encoding="utf-8").startswith("nothing | ")

    def test_a_failure_is_a_sentence(self, folder: Path, project: Path) -> None:
        (folder / "uv" / "uv" / "__main__.py").write_text("raise SystemExit(1)\n", encoding="utf-8")
        with pytest.raises(environment.SetUpError, match="no network"):
            locks.resolve(folder, "run", project / "packaging" / "run.lock", upgrade=False)
