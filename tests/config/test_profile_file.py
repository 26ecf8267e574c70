from __future__ import annotations

import stat
import subprocess
import sys
import tomllib
from typing import TYPE_CHECKING

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from msgspec.structs import replace

from siro_desktop.config import ProfileFile
from siro_desktop.domain.profile import Profile, SignInMethod
from siro_desktop.domain.profile_ids import make_profile_id
from siro_desktop.errors import ProfileError, StorageError

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

ACME = Profile(
    id="acme", name="Acme", client_id="desktop", issuer="https://login.acme.test", time_zone="America/Denver"
)
TOKEN = Profile(id="token", name="Pasted", method=SignInMethod.ACCESS_TOKEN)


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "config" / "profiles.toml"


def test_no_file_means_no_profiles(path: Path) -> None:
    assert ProfileFile(path).load() == ()


def test_profiles_come_back_in_order_and_only_the_owner_can_read_them(path: Path) -> None:
    file = ProfileFile(path)
    file.save(TOKEN)
    file.save(ACME)

    assert file.load() == (TOKEN, ACME)
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert path.read_text().startswith("# Connection profiles of Siro Desktop")
    assert sorted(entry.name for entry in path.parent.iterdir()) == ["profiles.toml", "profiles.toml.lock"]


def test_the_header_documents_every_key(path: Path) -> None:
    ProfileFile(path).save(ACME)

    header = path.read_text().split("\n[profiles")[0]
    assert all(f"# {name} = " in header for name in Profile.__struct_fields__ if name != "id")


def test_what_a_person_wrote_survives_a_change(path: Path) -> None:
    path.parent.mkdir()
    path.write_text(
        '# mine\n[profiles.acme]\nfavourite = true  # not ours\ntime_zone = "UTC"  # headquarters\n'
        'name = "Acme"\nclient_id = "old"\nissuer = "https://login.acme.test"\n\n[other]\nx = 1\n'
    )
    file = ProfileFile(path)

    file.save(replace(file.load()[0], client_id="new", redirect_ports=(8400, 8401)))

    text = path.read_text()
    assert text.startswith("# mine\n[profiles.acme]\nfavourite = true  # not ours\n")
    assert 'time_zone = "UTC"  # headquarters\n' in text
    assert tomllib.loads(text)["other"] == {"x": 1}
    assert (file.load()[0].client_id, file.load()[0].redirect_ports) == ("new", (8400, 8401))


def test_capitals_of_a_time_zone_written_by_hand_do_not_matter(path: Path) -> None:
    path.parent.mkdir()
    path.write_text('[profiles.acme]\nmethod = "access-token"\ntime_zone = "europe/BERLIN"\n')
    (profile,) = ProfileFile(path).load()
    assert profile.zone.key == profile.time_zone == "Europe/Berlin"


def test_saving_twice_changes_nothing(path: Path) -> None:
    ProfileFile(path).save(ACME)
    before = path.read_bytes()

    ProfileFile(path).save(ACME)

    assert path.read_bytes() == before


def test_remove_leaves_the_others(path: Path) -> None:
    file = ProfileFile(path)
    file.save(ACME)
    file.save(TOKEN)

    file.remove("acme")
    file.remove("never there")

    assert file.load() == (TOKEN,)


@pytest.mark.parametrize(
    ("line", "field", "words"),
    [
        ("client_id = 7", "client_id", "text in quotes"),
        ('method = "telepathy"', "method", "authorization-code"),
        ('redirect_ports = ["80"]', "redirect_ports", "port numbers"),
        ("redirect_ports = [true]", "redirect_ports", "port numbers"),
        ('api_base_url = "http://api.siro.ai"', "api_base_url", "https"),
        ('time_zone = "Mars/Olympus"\nmethod = "access-token"', "time_zone", "time zone"),
    ],
)
def test_a_wrong_profile_is_named_with_file_line_and_key_and_hides_no_other(
    path: Path, line: str, field: str, words: str
) -> None:
    """H6 among others: an address without TLS is refused."""
    path.parent.mkdir()
    path.write_text(f'[profiles.bad]\nissuer = "https://a.test"\n{line}\n[profiles.good]\nmethod = "access-token"\n')
    file = ProfileFile(path)

    assert [profile.id for profile in file.load()] == ["good"]
    problem = file.problems["bad"]
    assert problem.field == field
    assert f"{path}, line 3: [profiles.bad] {field}: " in problem.message
    assert words in problem.message


def test_the_practice_profile_cannot_be_redefined(path: Path) -> None:
    path.parent.mkdir()
    path.write_text('[profiles.practice]\nmethod = "access-token"\n')
    file = ProfileFile(path)

    assert file.load() == ()
    assert "practice" in file.problems
    with pytest.raises(ProfileError, match="practice Siro"):
        file.save(replace(ACME, id="practice"))


def test_text_that_is_not_toml_is_never_overwritten(path: Path) -> None:
    path.parent.mkdir()
    path.write_text('[profiles.acme]\nname = "Acme"\noops\n')
    file = ProfileFile(path)

    for attempt in (file.load, lambda: file.save(ACME), lambda: file.remove("acme")):
        with pytest.raises(StorageError, match=r"profiles\.toml is not valid TOML.*line 3"):
            attempt()
    assert path.read_text().endswith("oops\n")


@pytest.mark.parametrize("content", [b"\xff\xfe\x00", b"profiles = 3\n", b"[[profiles]]\nname = 'x'\n"])
def test_other_content_is_a_clear_error(path: Path, content: bytes) -> None:
    path.parent.mkdir()
    path.write_bytes(content)

    with pytest.raises(StorageError, match=r"profiles\.toml"):
        ProfileFile(path).load()


def test_a_byte_order_mark_does_no_harm(path: Path) -> None:
    path.parent.mkdir()
    path.write_bytes(b'\xef\xbb\xbf[profiles.x]\nmethod = "access-token"\n')

    assert [profile.id for profile in ProfileFile(path).load()] == ["x"]


def test_a_wrong_profile_is_not_saved(path: Path) -> None:
    with pytest.raises(ProfileError):
        ProfileFile(path).save(replace(ACME, client_id=""))
    assert not path.exists()


def test_a_file_that_may_not_be_read_or_written(
    open_folder: Path, run_unprivileged: Callable[[str, Path], str]
) -> None:
    path = open_folder / "profiles.toml"
    path.write_text("")
    path.chmod(0)
    open_folder.chmod(0o500)
    code = (
        "import sys; from pathlib import Path\n"
        "from siro_desktop.config import ProfileFile; from siro_desktop.errors import StorageError\n"
        "try: ProfileFile(Path(sys.argv[1])).load()\n"
        "except StorageError as error: print(error.message)\n"
    )

    assert run_unprivileged(code, path) == f"{path} cannot be read.\n"


def test_a_folder_that_may_not_be_written_keeps_the_old_file(
    open_folder: Path, run_unprivileged: Callable[[str, Path], str]
) -> None:
    path = open_folder / "config" / "profiles.toml"
    code = (
        "import sys; from pathlib import Path\n"
        "from siro_desktop.config import ProfileFile; from siro_desktop.errors import StorageError\n"
        "from siro_desktop.domain.profile import Profile, SignInMethod\n"
        "file = ProfileFile(Path(sys.argv[1]))\n"
        "profile = Profile(id=f'p{len(file.load())}', name='x', method=SignInMethod.ACCESS_TOKEN)\n"
        "try: file.save(profile); print('saved')\n"
        "except StorageError as error: print(error.message)\n"
    )
    assert run_unprivileged(code, path) == "saved\n"
    before = path.read_text()
    path.parent.chmod(0o500)

    assert run_unprivileged(code, path) == f"{path} cannot be written.\n"
    assert (path.read_text(), len(list(path.parent.iterdir()))) == (before, 2)


def test_ids_and_tables_of_the_wrong_form_are_named(path: Path) -> None:
    path.parent.mkdir()
    path.write_text('[profiles]\nflat = 3\n[profiles."a b"]\nmethod = "access-token"\n')
    file = ProfileFile(path)

    assert file.load() == ()
    assert "This must be a table" in file.problems["flat"].message
    assert f"{path}, line 3: [profiles.a b] id: Use letters" in file.problems["a b"].message


@pytest.mark.parametrize(
    ("name", "taken", "expected"),
    [
        ("Acme Roofing, Inc.", (), "acme-roofing-inc"),
        ("Acme", ("acme", "acme-2"), "acme-3"),
        ("Practice", (), "practice-2"),
        ("Größe É", (), "groe-e"),
        ("屋根", (), "profile"),
    ],
)
def test_ids_are_made_from_the_name(name: str, taken: tuple[str, ...], expected: str) -> None:
    assert make_profile_id(name, taken) == expected


texts = st.text(st.characters(codec="utf-8"), max_size=30)


@settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    name=texts.filter(str.strip),
    client_id=texts.filter(str.strip),
    organization=texts,
    scope=texts,
    ca_file=texts,
    ports=st.lists(st.integers(1024, 65535), max_size=4),
    method=st.sampled_from(SignInMethod),
)
def test_round_trip(
    tmp_path: Path,
    name: str,
    client_id: str,
    organization: str,
    scope: str,
    ca_file: str,
    ports: list[int],
    method: SignInMethod,
) -> None:
    file = ProfileFile(tmp_path / "profiles.toml")
    before = tuple(profile for profile in file.load() if profile.id != "acme")
    profile = replace(
        ACME,
        name=name,
        client_id=client_id,
        organization_id=organization,
        scope=scope,
        ca_file=ca_file,
        redirect_ports=tuple(ports),
        method=method,
    )

    file.save(profile)

    assert set(file.load()) == {*before, profile}


def test_several_processes_lose_none_of_each_others_profiles(path: Path) -> None:
    program = """
import sys
from pathlib import Path
from siro_desktop.config import ProfileFile
from siro_desktop.domain.profile import Profile, SignInMethod

mine = sys.argv[2]
for number in range(10):
    profile = Profile(id=f"{mine}-{number}", name=f"{mine} {number}", method=SignInMethod.ACCESS_TOKEN)
    ProfileFile(Path(sys.argv[1])).save(profile)
ProfileFile(Path(sys.argv[1])).remove(f"{mine}-0")
"""
    begun = [subprocess.Popen([sys.executable, "-c", program, str(path), name]) for name in ("a", "b", "c")]
    assert [process.wait(100) for process in begun] == [0, 0, 0]
    wanted = {f"{name}-{number}" for name in "abc" for number in range(1, 10)}
    assert {profile.id for profile in ProfileFile(path).load()} == wanted
    assert {file.name for file in path.parent.iterdir()} == {"profiles.toml", "profiles.toml.lock"}
    assert stat.S_IMODE((path.parent / "profiles.toml.lock").stat().st_mode) == 0o600
