"""A whole day of a session on every kind of keyring: it works, the person is told, nothing is written in the clear."""

from __future__ import annotations

import json
from pathlib import Path

import keyring
import pytest
from fake_systems import LARGEST_ENTRY, WindowsVault
from keyring_kit import needs_gnome_keyring, traces_of
from one_day import CANARIES

FOLDER = Path(__file__).parent
NONE = "No secure keyring was found: your sign-in ends with this program."
LOCKED = "The keyring is locked: your sign-in ends with this program. Unlock the keyring, then sign in again."
DENIED = "The keyring refused access: your sign-in ends with this program."
FAILED = "The keyring does not work or does not answer: your sign-in ends with this program."
# Found by keyring by itself, as the real package is, and just as careless; its file lies in the home.
PLAIN_TEXT_PACKAGE = """
from pathlib import Path
from keyring.backend import KeyringBackend

class PlaintextKeyring(KeyringBackend):
    priority = 0.5
    file = Path.home() / "keyring_pass.cfg"
    def get_password(self, service, username):
        return None
    def set_password(self, service, username, password):
        with self.file.open("a") as file:
            file.write(f"{service} {username} {password}")
    def delete_password(self, service, username):
        pass
"""


def live(person, *options, bus="none"):
    day = [str(FOLDER / "one_day.py"), str(person.home / "log"), *options]
    done = person.run_unlocked(*day) if bus == "lasting" else person.run(*day, bus=bus)
    assert list((person.home / "log").iterdir()), "the log is searched too"
    assert traces_of(CANARIES, person.home, done.stdout, done.stderr) == []
    return json.loads(done.stdout)


def in_memory(notice):
    """What is seen where nothing can be kept."""
    return {
        "probe": notice,
        "signed_in": True,
        "refreshes": 3,
        "still_signed_in": True,
        "storage": None,
        "notice": notice,
        "after_restart": False,
        "after_sign_out": False,
    }


def without(seen, name):
    return {key: value for key, value in seen.items() if key != name}


@needs_gnome_keyring
def test_gnome_keyring(person):
    """K1, K2, K3, K7, K12: kept over a restart, encrypted; nothing is left after signing out."""
    assert live(person, bus="lasting") == {
        "probe": None,
        "signed_in": True,
        "refreshes": 3,
        "still_signed_in": True,
        "storage": "Secret Service",
        "notice": None,
        "after_restart": True,
        "left_by": [],
        "after_sign_out": False,
    }


@needs_gnome_keyring
def test_keyring_that_aborts_is_begun_again(person, tmp_path):
    """The kit tells a daemon that ended of itself from a program that fails."""
    runs = tmp_path / "runs"
    script = f"""
import os, sys
sys.path.insert(0, {str(FOLDER)!r})
from one_day import kill_daemon
import keyring
with open({str(runs)!r}, "a") as file:
    file.write("x")
if os.path.getsize({str(runs)!r}) == 1:
    kill_daemon()
keyring.set_password("made", "by", "tests")
print(keyring.get_password("made", "by"))
"""
    assert person.run_unlocked("-c", script).stdout == "tests\n"
    assert runs.read_text() == "xx"


@needs_gnome_keyring
def test_locked_without_a_display(person):
    """K4, K6: nobody can unlock it, so it refuses at once instead of waiting."""
    seen = live(person, bus="locked")
    assert without(seen, "left_by") == in_memory(LOCKED)


@needs_gnome_keyring
def test_daemon_killed_in_mid_session(person):
    """K6, R4: a new daemon comes, locked; the session goes on in memory and says so."""
    seen = live(person, "--kill-daemon", bus="unlocked")
    assert without(seen, "left_by") == {**in_memory(LOCKED), "probe": None}


def test_no_bus_at_all(person):
    """K1, K2, K11: as in a sandbox that may not talk to the Secret Service."""
    assert live(person) == {**in_memory(NONE), "left_by": []}


def test_null_backend_forced(person):
    """K1: it would swallow every write."""
    person.variables["PYTHON_KEYRING_BACKEND"] = "keyring.backends.null.Keyring"
    assert live(person) == {**in_memory(NONE), "left_by": []}


def test_plain_text_backend_installed(person):
    """K1, K2: keyring by itself would choose it and write into the home; the program does not."""
    package = person.home.parent / "site"
    (package / "keyrings" / "alt").mkdir(parents=True)
    (package / "keyrings" / "alt" / "file.py").write_text(PLAIN_TEXT_PACKAGE)
    (package / "keyrings.alt-5.0.2.dist-info").mkdir()
    (package / "keyrings.alt-5.0.2.dist-info" / "METADATA").write_text("Metadata-Version: 2.1\nName: keyrings.alt\n")
    (package / "keyrings.alt-5.0.2.dist-info" / "entry_points.txt").write_text(
        "[keyring.backends]\nfile = keyrings.alt.file\n"
    )
    person.variables["PYTHONPATH"] += f":{package}"
    assert live(person) == {**in_memory(NONE), "left_by": []}
    person.run("-c", f"import keyring; keyring.set_password('s', 'u', {CANARIES[0]!r})")
    assert traces_of(CANARIES, person.home) == [str(person.home / "keyring_pass.cfg")], "the danger is real"


def test_windows(person):
    """K1, K7: long tokens fit in, and survive a restart."""
    seen = live(person, "--fake", "windows")
    assert (seen["storage"], seen["notice"], seen["after_restart"]) == ("Windows Credential Manager", None, True)
    assert (seen["refreshes"], seen["after_sign_out"], seen["left_by"]) == (3, False, [])


def test_windows_that_refuses(person):
    """K6, K7: its raw error is no crash."""
    assert without(live(person, "--fake", "windows-refusing"), "left_by") == in_memory(FAILED)


def test_macos_that_denies(person):
    """K10"""
    assert without(live(person, "--fake", "macos-denying"), "left_by") == in_memory(DENIED)


@pytest.fixture
def vault():
    former, windows = keyring.get_keyring(), WindowsVault()
    keyring.set_keyring(windows)
    yield windows
    keyring.set_keyring(former)


@pytest.mark.parametrize("lengths", [(20, 30, 40), (3000, 4000, 5558), (20, 5558, 30), (5558, 20, 5558)])
def test_windows_keeps_no_former_secret(vault, lengths):
    """K7, K8: after three rotations no old one lies under any name, and after a deletion none at all."""
    import asyncio

    from siro_desktop.auth.credentials import CredentialStore

    async def run():
        store = CredentialStore()
        for mark, length in zip("abc", lengths, strict=True):
            await store.save("siro-desktop/v1/x/refresh-token", "who", mark * length)
            assert await store.load("siro-desktop/v1/x/refresh-token", "who") == mark * length
        assert store.notice is None
        text = str([value for _, value in vault.targets.values()])
        await store.delete("siro-desktop/v1/x/refresh-token", "who")
        store.close()
        return text

    text = asyncio.run(run())
    assert "ccccc" in text
    assert not [mark for mark in "ab" if mark * 15 in text]
    assert vault.targets == {}


def test_fake_vault_is_as_bad_as_the_real_one(vault):
    """K8: the stand-in leaves the former secret behind, and takes no long one."""
    vault.set_password("service", "who", "former")
    vault.set_password("service", "who", "latter")
    assert vault.targets == {"service": ("who", "latter"), "who@service": ("who", "former")}
    with pytest.raises(OSError, match="1783"):
        vault.set_password("service", "who", "x" * (LARGEST_ENTRY + 1))
