from __future__ import annotations

import stat
from typing import TYPE_CHECKING, Any

import keyring
import pytest
from keyring.backends import null

from siro_desktop.config import ProfileFile
from siro_desktop.domain.profile import NUMBER_RANGES, Profile

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

CODE = ["--authorization-endpoint", "https://auth.acme.test/authorize", "--client-id", "acme-client"]
SECRET = "client-secret-canary-51d2"


def files_with(folder: Path, text: str) -> list[Path]:
    return [path for path in folder.rglob("*") if path.is_file() and text.encode() in path.read_bytes()]


def test_a_connection_is_added_listed_and_removed(siro: Callable[..., Any], home: Path) -> None:
    added = siro("profiles", "add", "Acme Roofing", *CODE, "--organization", "org_1", "--time-zone", "America/Denver")
    assert (added.code, added.out) == (0, "")
    assert "siro-desktop sign-in --profile acme-roofing" in added.err
    listed = siro("profiles", "list")
    header, line = listed.out.splitlines()
    assert dict(zip(header.split("\t"), line.split("\t"), strict=True)) == {
        "name": "Acme Roofing",
        "id": "acme-roofing",
        "method": "authorization-code",
        "api_base_url": "https://api.siro.ai",
        "organization": "org_1",
        "time_zone": "America/Denver",
    }
    assert stat.S_IMODE((home / "config" / "profiles.toml").stat().st_mode) == 0o600
    removed = siro("profiles", "remove", "Acme Roofing")
    assert (removed.code, removed.out) == (0, "")
    assert len(siro("profiles", "list").out.splitlines()) == 1


def test_capitals_of_a_time_zone_do_not_matter(siro: Callable[..., Any], home: Path) -> None:
    added = siro("profiles", "add", "Acme", *CODE, "--time-zone", "america/los_angeles")
    assert added.code == 0, added.err
    assert 'time_zone = "America/Los_Angeles"' in (home / "config" / "profiles.toml").read_text()
    assert siro("profiles", "list").out.splitlines()[1].endswith("\tAmerica/Los_Angeles")


@pytest.mark.parametrize(
    ("options", "named"),
    [
        (["--client-id", "x"], "--authorization-endpoint: "),
        (["--authorization-endpoint", "https://auth.acme.test/authorize"], "--client-id: "),
        ([*CODE, "--api-base-url", "http://api.acme.test"], "--api-base-url: Use https."),
        ([*CODE, "--revocation-endpoint", "nonsense"], "--revocation-endpoint: "),
        ([*CODE, "--recording-address", "https://web.acme.test"], "--recording-address: "),
        ([*CODE, "--time-zone", "Mars/Base"], "--time-zone: "),
        ([*CODE, "--ca-file", "missing.pem"], "--ca-file: "),
        ([*CODE, "--week-start", "noday"], "--week-start"),
        ([*CODE, "--fiscal-start", "13"], "--fiscal-start: Use a whole number from 1 to 12."),
        ([*CODE, "--fiscal-start", "April"], "--fiscal-start"),
        ([*CODE, "--requests-per-minute", "0"], "--requests-per-minute: "),
        ([*CODE, "--late-scores-days", "-1"], "--late-scores-days: "),
        ([*CODE, "--thin-sample", "100001"], "--thin-sample: "),
        ([*CODE, "--ca-file", "x" * 300], "--ca-file: "),
    ],
)
def test_a_wrong_field_names_its_option(siro: Callable[..., Any], home: Path, options: list[str], named: str) -> None:
    done = siro("profiles", "add", "Acme", *options)
    assert (done.code, done.out) == (2, "")
    assert named in done.err
    assert not (home / "config" / "profiles.toml").exists()


def test_how_days_are_counted_and_the_limits_are_kept(siro: Callable[..., Any], home: Path) -> None:
    numbers = {"week-start": "sun", "fiscal-start": "4", "requests-per-minute": "300", "late-scores-days": "0"}
    options = [word for name, number in numbers.items() for word in (f"--{name}", number)]
    assert siro("profiles", "add", "Acme", *CODE, *options, "--thin-sample", "20").code == 0
    (profile,) = ProfileFile(home / "config" / "profiles.toml").load()
    assert (profile.week_start, profile.fiscal_start) == (6, 4)
    assert (profile.requests_per_minute, profile.late_scores_days, profile.thin_sample) == (300, 0, 20)


def test_a_connection_counts_as_usual_unless_told_otherwise(siro: Callable[..., Any], home: Path) -> None:
    assert siro("profiles", "add", "Acme", *CODE).code == 0
    (profile,) = ProfileFile(home / "config" / "profiles.toml").load()
    usual = Profile(id="", name="")
    assert {name: getattr(profile, name) for name in NUMBER_RANGES} == {
        name: getattr(usual, name) for name in NUMBER_RANGES
    }


def test_where_recordings_are_in_siros_web_pages_is_kept(siro: Callable[..., Any], home: Path) -> None:
    address = "https://web.acme.test/recordings/{id}?tab=notes"
    assert siro("profiles", "add", "Acme", *CODE, "--recording-address", address).code == 0
    (profile,) = ProfileFile(home / "config" / "profiles.toml").load()
    assert profile.recording_address == address


@pytest.mark.parametrize("proxy", ["http://proxy.acme.test:8080", "direct"])
def test_a_connection_may_have_a_proxy_of_its_own(siro: Callable[..., Any], home: Path, proxy: str) -> None:
    assert siro("profiles", "add", "Acme", *CODE, "--proxy", proxy).code == 0
    (profile,) = ProfileFile(home / "config" / "profiles.toml").load()
    assert profile.proxy == proxy


def test_a_password_of_a_proxy_does_not_come_into_the_file(siro: Callable[..., Any]) -> None:
    refused = siro("profiles", "add", "Acme", *CODE, "--proxy", "http://ada:canary@proxy.acme.test:8080")
    assert refused.code == 2
    assert "--proxy: Leave out user name" in refused.err
    assert "canary" not in refused.err


def test_a_blank_name_is_wrong(siro: Callable[..., Any]) -> None:
    assert siro("profiles", "add", " ", *CODE).code == 2


def test_a_name_is_given_once(siro: Callable[..., Any]) -> None:
    assert siro("profiles", "add", "Acme", *CODE).code == 0
    again = siro("profiles", "add", "acme", *CODE)
    assert again.code == 2
    assert "already" in again.err
    assert len(siro("profiles", "list").out.splitlines()) == 2


def test_a_relative_certificate_file_is_kept_whole(
    siro: Callable[..., Any], home: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "acme.pem").write_text("certificate")
    monkeypatch.chdir(tmp_path)
    assert siro("profiles", "add", "Acme", *CODE, "--ca-file", "acme.pem").code == 0
    assert f'ca_file = "{tmp_path}/acme.pem"' in (home / "config" / "profiles.toml").read_text()


@pytest.mark.parametrize(
    ("method", "options"), [("client-credentials", ["--client-id", "machine"]), ("access-token", [])]
)
def test_a_secret_from_standard_input_goes_to_the_keyring_alone(
    siro: Callable[..., Any], home: Path, system_keyring: Any, method: str, options: list[str]
) -> None:
    """K12"""
    done = siro("profiles", "add", "Acme", "--method", method, *options, "-v", stdin=f"{SECRET}\nanother line\n")
    assert (done.code, done.out) == (0, "")
    assert "Secret Service" in done.err
    assert any(SECRET in value for value in system_keyring.entries.values())
    assert files_with(home, SECRET) == []
    assert SECRET not in done.err
    assert siro("profiles", "remove", "Acme").code == 0
    assert not any(SECRET in value for value in system_keyring.entries.values())


@pytest.mark.parametrize("given", ["", "\n", "  \n"])
def test_without_its_secret_nothing_is_added(siro: Callable[..., Any], given: str) -> None:
    done = siro("profiles", "add", "Acme", "--method", "access-token", stdin=given)
    assert done.code == 2
    assert "No access token was given" in done.err
    assert len(siro("profiles", "list").out.splitlines()) == 1


def test_what_cannot_be_a_token_adds_nothing(siro: Callable[..., Any]) -> None:
    done = siro("profiles", "add", "Acme", "--method", "access-token", stdin="two words\n")
    assert done.code == 2
    assert "access token" in done.err
    assert len(siro("profiles", "list").out.splitlines()) == 1


def test_without_a_keyring_the_secret_is_not_kept_and_that_is_said(siro: Callable[..., Any], home: Path) -> None:
    """K2: never a plain file instead."""
    keyring.set_keyring(null.Keyring())
    done = siro("profiles", "add", "Acme", "--method", "access-token", stdin=f"{SECRET}\n")
    assert done.code == 6
    assert "No secure keyring was found" in done.err
    assert "nothing is kept" in done.err
    assert files_with(home, SECRET) == []
    assert len(siro("profiles", "list").out.splitlines()) == 2


def test_an_unknown_name_lists_those_there_are(siro: Callable[..., Any]) -> None:
    siro("profiles", "add", "Acme", *CODE)
    siro("profiles", "add", "Beta", *CODE)
    for arguments in (["profiles", "remove", "Gamma"], ["sign-out", "--profile", "Gamma"], ["--profile", "Gamma"]):
        done = siro(*arguments)
        assert (done.code, done.out) == (2, "")
        assert "“Gamma”" in done.err
        assert "Acme, Beta" in done.err


def test_with_two_connections_a_command_needs_a_name(siro: Callable[..., Any]) -> None:
    siro("profiles", "add", "Acme", *CODE)
    siro("profiles", "add", "Beta", *CODE)
    done = siro("sign-out")
    assert done.code == 2
    assert "--profile NAME" in done.err
    assert "Acme, Beta" in done.err
    assert siro("sign-out", "--profile", "acme").code == 0
    assert siro("--profile", "BETA", "sign-out").code == 0


def test_a_wrong_table_in_the_file_is_told_with_its_line_and_can_be_removed(
    siro: Callable[..., Any], home: Path
) -> None:
    siro("profiles", "add", "Acme", *CODE)
    file = home / "config" / "profiles.toml"
    file.write_text(f'{file.read_text()}\n[profiles.broken]\nname = "Broken"\napi_base_url = 7\n')
    listed = siro("profiles", "list")
    assert listed.code == 0
    assert "Acme" in listed.out
    assert "[profiles.broken]" in listed.err
    assert ", line " in listed.err
    assert siro("fetch", "--profile", "broken", *FETCH).code == 2
    assert siro("profiles", "remove", "broken").code == 0
    assert "broken" not in file.read_text()


def test_a_file_that_is_no_toml_is_left_alone(siro: Callable[..., Any], home: Path) -> None:
    siro("profiles", "list")
    file = home / "config" / "profiles.toml"
    file.write_text("[profiles\n")
    done = siro("profiles", "add", "Acme", *CODE)
    assert done.code == 6
    assert str(file) in done.err
    assert file.read_text() == "[profiles\n"


FETCH = ["--conversation-type", "x", "--start", "2026-01-01", "--end", "2026-01-31", "--filter-by", "USER", "--id", "x"]
