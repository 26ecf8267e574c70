from __future__ import annotations

import re
import signal
import socket
import sys
import urllib.error
import urllib.request
from typing import TYPE_CHECKING, Any
from urllib.parse import parse_qs, urlencode, urljoin, urlsplit

import pytest

from siro_desktop.sandbox import browser

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path


@pytest.fixture
def added(siro: Callable[..., Any], practice: Any) -> Callable[..., Any]:
    """The practice Siro as the connection *Acme*, for people."""
    assert siro("profiles", "add", "Acme", *practice.options()).code == 0
    return siro


def redirect_port(address: str) -> int:
    (redirect_uri,) = parse_qs(urlsplit(address).query)["redirect_uri"]
    return urlsplit(redirect_uri).port or 0


@pytest.mark.usefixtures("added")
def test_the_address_stands_alone_on_stdout_and_the_redirect_ends_the_wait(start: Callable[..., Any]) -> None:
    """A13"""
    process = start("sign-in", "--no-browser")
    address = process.stdout.readline()
    assert address.startswith("http://127.0.0.1:")
    browser.sign_in(address.strip())
    out, err = process.communicate(timeout=20)
    assert (process.returncode, out) == (0, "")
    assert "Signed in · Acme." in err
    assert "No secure keyring was found" in err
    assert "nothing is kept after this command ends" in err


@pytest.mark.usefixtures("added")
def test_a_browser_that_blocks_its_caller_can_still_sign_in(
    start: Callable[..., Any], variables: dict[str, str], tmp_path: Path
) -> None:
    """A1: the browser the person has chosen; one in the terminal returns only when it is closed."""
    script = tmp_path / "browser"
    script.write_text(f'#!/bin/sh\necho "$1" | {sys.executable} -m siro_desktop.sandbox.browser\n')
    script.chmod(0o700)
    process = start("sign-in", "--profile", "Acme", env=variables | {"BROWSER": f"{script} %s"})
    out, err = process.communicate(timeout=30)
    assert (process.returncode, out) == (0, "")
    assert "Signed in · Acme." in err


@pytest.mark.usefixtures("added")
def test_without_a_browser_the_address_is_on_stderr(start: Callable[..., Any]) -> None:
    """A13: the browser says nothing, or lies."""
    process = start("sign-in")
    assert "If it does not" in process.stderr.readline()
    browser.sign_in(process.stderr.readline().strip())
    out, err = process.communicate(timeout=20)
    assert (process.returncode, out) == (0, "")
    assert "Signed in · Acme." in err


def where_a_browser_elsewhere_ends(address: str) -> str:
    """Consent in a browser that cannot reach this computer; return the address that it was sent to."""

    class Stay(urllib.request.HTTPRedirectHandler):
        def redirect_request(self, *_: Any) -> None:
            return None

    opener = urllib.request.build_opener(urllib.request.ProxyHandler({}), Stay)
    form = browser._ConsentForm()
    form.feed(opener.open(address, timeout=10).read().decode())
    answers = urlencode({**form.hidden, "person": "admin", "decision": "allow"}).encode()
    with pytest.raises(urllib.error.HTTPError) as sent:
        opener.open(urljoin(address, form.action), answers, timeout=10)
    with sent.value as answer:
        return answer.headers["Location"]


@pytest.mark.usefixtures("added")
def test_the_address_that_a_browser_elsewhere_was_sent_to_can_be_pasted(start: Callable[..., Any]) -> None:
    """A19: a wrong line gets a sentence and the wait goes on; the right one ends it."""
    process = start("sign-in", "--no-browser")
    right = where_a_browser_elsewhere_ends(process.stdout.readline().strip())
    assert "paste here" in process.stderr.readline() + process.stderr.readline()
    process.stdin.write("yes\n\n")
    process.stdin.flush()
    assert "begins with http://127.0.0.1:" in process.stderr.readline()
    process.stdin.write(right.replace("state=", "state=x") + "\n")
    process.stdin.flush()
    assert "another sign-in" in process.stderr.readline()
    process.stdin.write(right + "\n")
    process.stdin.flush()
    process.wait(20)
    out, err = process.communicate(timeout=5)
    assert (process.returncode, out) == (0, "")
    assert "Signed in · Acme." in err
    assert parse_qs(urlsplit(right).query)["code"][0] not in err


@pytest.mark.usefixtures("added")
def test_the_last_line_may_lack_its_end(start: Callable[..., Any]) -> None:
    """A19: such as from `printf` in a pipe."""
    process = start("sign-in", "--no-browser")
    out, err = process.communicate(where_a_browser_elsewhere_ends(process.stdout.readline().strip()), timeout=20)
    assert (process.returncode, out) == (0, "")
    assert "Signed in · Acme." in err


def test_a_code_for_another_device(siro: Callable[..., Any], start: Callable[..., Any], peer: Any) -> None:
    """A19: address and code stand alone on two lines of stdout; the person enters the code anywhere."""
    known = peer.addresses
    options = ["--issuer", known["issuer"], "--token-endpoint", "", "--client-id", known["device_client_id"]]
    assert siro("profiles", "add", "Acme", *options, "--api-base-url", known["api_base_url"]).code == 0
    process = start("sign-in", "--device")
    address, code = process.stdout.readline().strip(), process.stdout.readline().strip()
    assert address == f"{known['issuer']}/device/"
    peer.decide(f"{address}?user_code={code}", "accept")
    out, err = process.communicate(timeout=20)
    assert (process.returncode, out) == (0, "")
    assert f"{address}?user_code={code}" in err
    assert "Signed in · Acme." in err


@pytest.mark.usefixtures("added")
def test_a_server_without_codes_is_told(siro: Callable[..., Any]) -> None:
    """A19"""
    refused = siro("sign-in", "--device")
    assert (refused.code, refused.out) == (2, "")
    assert "sign in with the browser" in refused.err
    assert siro("sign-in", "--device", "--no-browser").code == 2


@pytest.mark.usefixtures("added")
def test_who_declines_is_not_signed_in(start: Callable[..., Any]) -> None:
    """A10"""
    process = start("sign-in", "--no-browser")
    browser.sign_in(process.stdout.readline().strip(), deny=True)
    out, err = process.communicate(timeout=20)
    assert (process.returncode, out) == (3, "")
    assert "Not signed in: " in err


@pytest.mark.usefixtures("added")
def test_ctrl_c_ends_the_wait_and_closes_the_port(start: Callable[..., Any]) -> None:
    """A12"""
    process = start("sign-in", "--no-browser")
    port = redirect_port(process.stdout.readline())
    process.send_signal(signal.SIGINT)
    out, err = process.communicate(timeout=10)
    assert (process.returncode, out) == (130, "")
    assert err.splitlines()[-1] == "Stopped before it was finished."
    with pytest.raises(ConnectionRefusedError):
        socket.create_connection(("127.0.0.1", port), timeout=5)


def test_a_client_with_a_secret_signs_in_and_out(
    siro: Callable[..., Any], practice: Any, connect: Any, ask: Any, system_keyring: Any
) -> None:
    """A21, R13"""
    connect(practice)
    signed_in = siro("sign-in", "--no-browser")
    assert (signed_in.code, signed_in.out) == (0, "")
    assert "Secret Service" in signed_in.err
    assert siro(*ask()).code == 0
    signed_out = siro("sign-out")
    assert (signed_out.code, signed_out.out) == (0, "")
    assert "Signed out · Acme." in signed_out.err
    assert system_keyring.entries == {}
    assert siro(*ask()).code == 3


def test_a_wrong_secret_is_refused_and_can_be_given_anew(siro: Callable[..., Any], practice: Any, ask: Any) -> None:
    """A21"""
    siro("profiles", "add", "Acme", *practice.options(confidential=True), stdin="wrong-secret-canary\n")
    refused = siro("sign-in")
    assert (refused.code, refused.out) == (3, "")
    assert "wrong-secret-canary" not in refused.err
    right = practice.description["confidential_client_secret"]
    assert siro("sign-in", "--new-secret", stdin=f"{right}\n").code == 0
    assert siro(*ask()).code == 0


def test_a_wrong_new_secret_leaves_the_sign_in_as_it_is(
    siro: Callable[..., Any], practice: Any, connect: Any, ask: Any, system_keyring: Any
) -> None:
    connect(practice)
    assert siro("sign-in").code == 0
    former = dict(system_keyring.entries)
    refused = siro("sign-in", "--new-secret", stdin="wrong-secret-canary\n")
    assert refused.code == 3
    assert system_keyring.entries == former
    assert siro("sign-in").code == 0
    assert siro(*ask()).code == 0


def test_a_new_access_token_that_siro_refuses_leaves_the_former_one(
    siro: Callable[..., Any], scripted: Any, system_keyring: Any
) -> None:
    former = dict(system_keyring.entries)
    scripted.expect_request(re.compile(".*")).respond_with_json({"message": "Unauthorized"}, status=401)
    refused = siro("sign-in", "--new-secret", stdin="wrong-token-canary\n")
    assert (refused.code, refused.out) == (3, "")
    assert "access token" in refused.err
    assert system_keyring.entries == former


def test_a_new_access_token_takes_the_place_of_the_old(siro: Callable[..., Any], system_keyring: Any) -> None:
    siro("profiles", "add", "Acme", "--method", "access-token", stdin="old-token-canary\n")
    assert siro("sign-in", "--new-secret", stdin="new-token-canary\n").code == 0
    kept = "".join(system_keyring.entries.values())
    assert "new-token-canary" in kept
    assert "old-token-canary" not in kept
    assert siro("sign-in", "--new-secret", stdin="").code == 2


def test_sign_out_says_that_the_server_was_not_told(siro: Callable[..., Any], practice: Any, connect: Any) -> None:
    """R13: what is here goes, whatever the server says."""
    connect(practice)
    secret = practice.description["confidential_client_secret"]
    options = practice.options(confidential=True)
    options[options.index("--revocation-endpoint") + 1] = ""
    siro("profiles", "add", "Mute", *options, stdin=f"{secret}\n")
    assert siro("sign-in", "--profile", "Mute").code == 0
    done = siro("sign-out", "--profile", "Mute")
    assert done.code == 0
    assert "the server was not told" in done.err


def test_a_keyring_that_keeps_the_tokens_is_told(
    siro: Callable[..., Any], system_keyring: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    siro("profiles", "add", "Acme", "--method", "access-token", stdin="old-token-canary\n")

    def refuse(service: str, username: str) -> None:
        raise OSError("denied")

    monkeypatch.setattr(system_keyring, "delete_password", refuse)
    done = siro("sign-out")
    assert done.code == 6
    assert "Signed out" not in done.err
    assert "keyring" in done.err


def test_who_is_signed_in_is_said_where_the_server_tells(
    siro: Callable[..., Any], start: Callable[..., Any], start_practice: Any
) -> None:
    """R14"""
    known = start_practice("--discovery").description
    options = ["--issuer", known["issuer"], "--token-endpoint", "", "--client-id", known["client_id"]]
    assert siro("profiles", "add", "Acme", *options, "--api-base-url", known["api_base_url"]).code == 0
    process = start("sign-in", "--no-browser")
    browser.sign_in(process.stdout.readline().strip(), "coach")
    _, err = process.communicate(timeout=20)
    assert process.returncode == 0, err
    (said,) = [line for line in err.splitlines() if line.startswith("Signed in")]
    assert said.startswith("Signed in as ")
    assert "Acme" not in said
