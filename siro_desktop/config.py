"""Where the program's files live, and the connection profiles among them. Synchronous; any thread.

`SIRO_DESKTOP_HOME=DIR` puts everything below DIR (config, data, state, log); otherwise the platform's own folders.
`SIRO_DESKTOP_KEYRING_SECONDS=N` waits so long for the system's keyring.
"""

from __future__ import annotations

import logging
import math
import os
import re
import tomllib
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final, cast

from msgspec import Struct
from msgspec.structs import replace

from siro_desktop.domain.profile import NUMBER_RANGES, PRACTICE_PROFILE_ID, USUAL, Profile, SignInMethod
from siro_desktop.domain.zones import readable_zone
from siro_desktop.errors import ProfileError, StorageError
from siro_desktop.files import in_turn, write_private

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Mapping

    from tomlkit import TOMLDocument
    from tomlkit.items import Table

HOME_VARIABLE: Final = "SIRO_DESKTOP_HOME"
KEYRING_VARIABLE: Final = "SIRO_DESKTOP_KEYRING_SECONDS"
APP_NAME: Final = "siro-desktop"
_FOLDER_MODE: Final = 0o700
_HEADER: Final = """\
# Connection profiles of Siro Desktop. You may edit this file by hand while the program is closed.
# Comments, and keys that the program does not know, are kept. Secrets never belong here: they are in the keyring.
#
# [profiles.my-company]                 the id: small letters, digits and hyphens; "practice" is taken
# name = "My company"                   what the window shows
# api_base_url = "https://api.siro.ai"
# method = "authorization-code"         or "client-credentials", or "access-token" (pasted in)
# issuer = ""                           endpoints left empty are looked up at the issuer, if there is one
# authorization_endpoint = ""           Siro does not publish it: ask your Siro administrator
# token_endpoint = "https://auth.siro.ai/oauth2/token"
# revocation_endpoint = ""
# client_id = ""
# scope = "read"
# redirect_host = "127.0.0.1"           or "localhost"
# redirect_ports = []                   empty: any free port
# organization_id = ""
# time_zone = "America/Denver"          an IANA name; days begin at its midnights
# ca_file = ""                          certificates to trust beside the system's (PEM)
# proxy = ""                            such as "http://proxy:8080", or "direct"; empty: as this computer says
# week_start = 0                        0 is Monday, 6 is Sunday
# fiscal_start = 1                      the month that quarters and years begin with, 1 to 12
# requests_per_minute = 1000            what Siro allows each token
# late_scores_days = 2                  for so long after its end a period's figures may still change
# thin_sample = 5                       figures on fewer recordings are called thin
# recording_address = ""                a recording's page at Siro, such as "https://…/{id}"; opened in the browser
"""

logger = logging.getLogger(__name__)


class Paths(Struct, frozen=True):
    """The program's four folders. They may not exist yet: `make` makes them."""

    config: Path
    data: Path
    state: Path
    log: Path

    @classmethod
    def find(cls, environ: Mapping[str, str] = os.environ) -> Paths:
        """Return the folders for `environ`: below SIRO_DESKTOP_HOME if that is set, else the platform's own."""
        home = environ.get(HOME_VARIABLE, "")
        if home:
            folder = Path(home).expanduser().absolute()
            return cls(folder / "config", folder / "data", folder / "state", folder / "log")
        from platformdirs import PlatformDirs

        platform = PlatformDirs(APP_NAME, appauthor=False)
        return cls(
            platform.user_config_path,
            platform.user_data_path,
            platform.user_state_path,
            platform.user_log_path,
        )

    def practice(self) -> Paths:
        """Return the same folders, but data and state of the practice Siro's own: invented figures never mix in."""
        folder = PRACTICE_PROFILE_ID
        return replace(self, data=self.data / folder, state=self.state / folder)

    def make(self) -> Paths:
        """Make the folders that are missing, for this person only (0700), and return self. Raises StorageError."""
        for folder in (self.config, self.data, self.state, self.log):
            make_private_folder(folder)
        return self

    @property
    def profiles_file(self) -> Path:
        """The TOML file of `ProfileFile`."""
        return self.config / "profiles.toml"

    @property
    def settings_file(self) -> Path:
        """The JSON file of `SettingsFile`."""
        return self.state / "settings.json"


def keyring_patience(environ: Mapping[str, str] = os.environ) -> float | None:
    """Return for how many seconds a keyring that does not answer is to be waited for; None if nobody said so."""
    try:
        seconds = float(environ.get(KEYRING_VARIABLE, ""))
    except ValueError:
        return None
    return seconds if 0 < seconds < math.inf else None


def make_private_folder(folder: Path) -> None:
    """Make `folder` and what is missing above it, for this person only (0700). Raises StorageError."""
    try:
        for missing in reversed([folder, *folder.parents]):
            if not missing.exists():
                missing.mkdir(mode=_FOLDER_MODE, exist_ok=True)
        if folder.stat().st_mode & 0o077 and os.name == "posix":
            folder.chmod(_FOLDER_MODE)
    except OSError as error:
        raise StorageError(
            f"The folder {folder} cannot be used. Check that you may write there.", detail=str(error)
        ) from error


class ProfileFile:
    """The connection profiles in a TOML file that a person may edit by hand.

    `problems` says, by profile id, which tables the last `load` could not use, and why.
    """

    def __init__(self, path: Path) -> None:
        self._path = path
        self.problems: Mapping[str, ProfileError] = {}

    def load(self) -> tuple[Profile, ...]:
        """Return the profiles in the order of the file; none if there is no file.

        A table that is wrong is left out, logged and put in `problems`, so that it does not hide the others.
        Raises StorageError, with the line, if the file cannot be read or is not TOML.
        """
        text = self._read()
        profiles: list[Profile] = []
        problems: dict[str, ProfileError] = {}
        for profile_id, table in _tables(self._path, self._parse(text)).items():
            try:
                profiles.append(_build_profile(self._path, text, profile_id, table))
            except ProfileError as error:
                logger.warning("Profile left out: %s", error.message)
                problems[profile_id] = error
        self.problems = problems
        return tuple(profiles)

    def save(self, profile: Profile) -> None:
        """Add `profile`, or change its table; whatever else stands in the file stays as it is.

        Raises ProfileError if the profile is wrong, StorageError if the file cannot be read or written.
        """
        with self._keeping(profile):
            self._put(profile)

    def settle(self, profile: Profile, reserved: Collection[str]) -> Profile:
        """Save `profile`, which gets an id made from its name, none of `reserved`, unless the file has its id.

        Other processes wait meanwhile, so that none chooses the same. Raises as `save` does, ProfileError also for a
        name that another connection has.
        """
        from siro_desktop.domain.profile_ids import check_name, make_profile_id

        with self._keeping(profile):
            known = self.load()
            taken = {*(one.id for one in known), *self.problems}
            if profile.id not in taken:
                profile = replace(profile, id=make_profile_id(profile.name, {*taken, *reserved}))
            check_name(profile, known)
            self._put(profile)
        return profile

    @contextmanager
    def _keeping(self, profile: Profile) -> Iterator[None]:
        profile.check()
        make_private_folder(self._path.parent)
        with in_turn(self._path):
            yield

    def _put(self, profile: Profile) -> None:
        _check_id(profile.id)
        document = self._open_document()
        with self._changing():
            _put(document, profile)
        self._write(document)

    def remove(self, profile_id: str) -> None:
        """Take a profile's table out of the file; nothing happens if there is none. Raises StorageError."""
        if not self._path.exists():
            return
        with in_turn(self._path):
            document = self._open_document()
            profiles = cast("Table", document.get("profiles", {}))
            if profile_id not in profiles:
                return
            with self._changing():
                del profiles[profile_id]
            self._write(document)

    def _read(self) -> str:
        try:
            return self._path.read_text(encoding="utf-8-sig")  # an editor on Windows may put a BOM there
        except FileNotFoundError:
            return ""
        except (OSError, UnicodeDecodeError) as error:
            raise StorageError(f"{self._path} cannot be read.", detail=str(error)) from error

    def _parse(self, text: str) -> dict[str, Any]:
        try:
            return tomllib.loads(text)
        except (tomllib.TOMLDecodeError, RecursionError) as error:
            message = f"{self._path} is not valid TOML: {error}. Correct it in a text editor; nothing was changed."
            raise StorageError(message) from error

    def _open_document(self) -> TOMLDocument:
        import tomlkit

        text = self._read()
        _tables(self._path, self._parse(text))
        with self._changing():
            return tomlkit.parse(text or _HEADER)

    @contextmanager
    def _changing(self) -> Iterator[None]:
        """TOML can be written in ways that are right and that tomlkit cannot change, such as tables within braces."""
        from tomlkit.exceptions import TOMLKitError

        try:
            yield
        except (TOMLKitError, ValueError) as error:
            raise StorageError(f"{self._path} cannot be changed: {error}. Edit it by hand.") from error

    def _write(self, document: TOMLDocument) -> None:
        try:
            write_private(self._path, document.as_string().encode())
        except OSError as error:
            raise StorageError(f"{self._path} cannot be written.", detail=str(error)) from error


_FIELDS: Final = tuple(name for name in Profile.__struct_fields__ if name != "id")


def _tables(path: Path, document: Mapping[str, Any]) -> dict[str, Any]:
    tables = document.get("profiles", {})
    if not isinstance(tables, dict):
        raise StorageError(f"{path}: “profiles” must be tables such as [profiles.my-company].")
    return tables


def _put(document: TOMLDocument, profile: Profile) -> None:
    import tomlkit

    if "profiles" not in document:
        document["profiles"] = tomlkit.table(is_super_table=True)
    profiles = cast("Table", document["profiles"])
    if profile.id not in profiles:
        profiles[profile.id] = tomlkit.table()
    _update_table(cast("Table", profiles[profile.id]), profile)


def _update_table(table: Table, profile: Profile) -> None:
    """Write what differs from the table, or from the default where the table has no such key: comments survive."""
    for name in _FIELDS:
        value = getattr(profile, name)
        plain = value if isinstance(value, int) else list(value) if isinstance(value, tuple) else str(value)
        usual = USUAL.get(name)
        default = list(usual) if isinstance(usual, tuple) else usual
        is_wanted = name in table or plain != default or name in {"api_base_url", "method"}
        if is_wanted and (name not in table or table[name] != plain):
            table[name] = plain


def _build_profile(path: Path, text: str, profile_id: str, table: object) -> Profile:
    """Raises ProfileError that names the file, the line where it can be found, and the key."""
    try:
        _check_id(profile_id)
        values: dict[str, Any] = {"name": profile_id, **_typed_values(table)}
        profile = Profile(id=profile_id, **values)
        profile.check()
    except ProfileError as error:
        line = _line_of(text, profile_id, error.field)
        place = f"{path}, line {line}" if line else str(path)
        message = f"{place}: [profiles.{profile_id}] {error.field}: {error.message}"
        raise ProfileError(error.field, message) from error
    return profile


def _typed_values(table: object) -> dict[str, object]:
    if not isinstance(table, dict):
        raise ProfileError("id", "This must be a table.")
    return {name: _typed(name, table[name]) for name in _FIELDS if name in table}


def _typed(name: str, value: object) -> object:
    if name == "redirect_ports":
        if not isinstance(value, list) or any(type(port) is not int for port in value):
            raise ProfileError(name, "This must be a list of port numbers, such as [8400, 8401].")
        return tuple(value)
    if name in NUMBER_RANGES:
        if type(value) is not int:
            raise ProfileError(name, "This must be a whole number, without quotes.")
        return value
    if not isinstance(value, str):
        raise ProfileError(name, "This must be text in quotes.")
    if name != "method":
        return readable_zone(value) if name == "time_zone" else value
    try:
        return SignInMethod(value)
    except ValueError as error:
        raise ProfileError(name, f"Use one of: {', '.join(SignInMethod)}.") from error


def _check_id(profile_id: str) -> None:
    if profile_id == PRACTICE_PROFILE_ID:
        raise ProfileError("id", f"The id “{PRACTICE_PROFILE_ID}” belongs to the practice Siro. Choose another.")
    if not re.fullmatch(r"[A-Za-z0-9_-]+", profile_id):
        raise ProfileError("id", "Use letters, digits and hyphens only.")


def _line_of(text: str, profile_id: str, key: str) -> int | None:
    """The line of `key` in the profile's table, or of the table's heading; None if it is written in another way."""
    heading = None
    for number, line in enumerate(text.splitlines(), start=1):
        stripped = line.strip()
        if re.match(rf"\[\s*profiles\s*\.\s*[\"']?{re.escape(profile_id)}[\"']?\s*\]", stripped):
            heading = number
        elif stripped.startswith("["):
            if heading:
                return heading
        elif heading and re.match(rf"[\"']?{re.escape(key)}[\"']?\s*=", stripped):
            return number
    return heading
