"""What the practice Siro can be told: where it listens, its data, its limits, and faults to try."""

from __future__ import annotations

import argparse
from dataclasses import dataclass, fields
from datetime import date
from typing import TYPE_CHECKING, Final

from siro_desktop.domain.profile import is_loopback

if TYPE_CHECKING:
    from collections.abc import Callable

TIME_ZONE: Final = "America/Denver"
TRUNCATE_CHOICES: Final = ("json", "body")
ENDLESS_CURSOR_CHOICES: Final = ("repeat", "same", "empty", "new")
_SIXTEEN_HOURS: Final = 16 * 3600
_MAX_SEED: Final = 2**32 - 1


@dataclass(frozen=True, slots=True, kw_only=True)
class SandboxOptions:
    """How a practice Siro behaves.

    `today` is the last day with recordings, in the organization's time zone; None: the clock's. `token_lifetime` is in
    seconds. `page_size` 0: the values endpoint answers in one page and the lists keep their own page sizes.
    Rates are shares from 0 to 1. `early_token_death` is the number of API requests after which an access token is
    refused although it has not expired; 0: never. `truncate` is `json` (half of the JSON, a whole HTTP message) or
    `body` (the connection closes half-way). `drip` sends a byte a second, for ever. `endless_cursor` is `repeat` (new
    cursors, the same page), `same` (the same cursor), `empty` (new cursors, no values) or `new` (new values for ever).
    """

    host: str = "127.0.0.1"
    port: int = 0
    seed: int = 1
    today: date | None = None
    token_lifetime: int = _SIXTEEN_HOURS
    page_size: int = 0
    rate_limit_per_minute: int = 1000
    latency_ms: int = 0
    error_429_rate: float = 0.0
    error_5xx_rate: float = 0.0
    early_token_death: int = 0
    html: bool = False
    truncate: str = ""
    huge_body_mb: int = 0
    drip: bool = False
    endless_cursor: str = ""
    discovery: bool = False
    until_stdin_closes: bool = False

    def __post_init__(self) -> None:
        """Raise ValueError, with a sentence, for a value that makes no sense."""
        if not is_loopback(self.host):
            raise ValueError("The practice Siro listens on this computer only: use 127.0.0.1.")
        if self.truncate not in {"", *TRUNCATE_CHOICES}:
            raise ValueError(f"Truncate is one of {', '.join(TRUNCATE_CHOICES)}.")
        if self.endless_cursor not in {"", *ENDLESS_CURSOR_CHOICES}:
            raise ValueError(f"The endless cursor is one of {', '.join(ENDLESS_CURSOR_CHOICES)}.")


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Give `parser` the options of the command `siro-desktop sandbox`."""
    default = SandboxOptions()
    _add_place(parser, default)
    _add_data(parser, default)
    _add_faults(parser, default)


def options_from(namespace: argparse.Namespace) -> SandboxOptions:
    """Return the options in what a parser with `add_arguments` has parsed. Raises ValueError."""
    return SandboxOptions(**{field.name: getattr(namespace, field.name) for field in fields(SandboxOptions)})


def _add_place(parser: argparse.ArgumentParser, default: SandboxOptions) -> None:
    group = parser.add_argument_group("where")
    group.add_argument("--host", default=default.host, help="loopback address to listen on (%(default)s)")
    group.add_argument(
        "--port", type=_integer(0, 65535), default=default.port, help="port; 0: a free one (%(default)s)"
    )
    group.add_argument("--until-stdin-closes", action="store_true", help="end when standard input closes")


def _add_data(parser: argparse.ArgumentParser, default: SandboxOptions) -> None:
    group = parser.add_argument_group("what it answers")
    group.add_argument(
        "--seed", type=_integer(0, _MAX_SEED), default=default.seed, help="which organization (%(default)s)"
    )
    group.add_argument(
        "--today", type=_day, metavar="DATE", help="last day with recordings, such as 2026-01-31 (today)"
    )
    group.add_argument(
        "--page-size", type=_integer(0, 100_000), default=default.page_size, help="entries of a page; 0: as Siro"
    )
    group.add_argument(
        "--rate-limit",
        dest="rate_limit_per_minute",
        type=_integer(1, 10**9),
        default=default.rate_limit_per_minute,
        metavar="N",
        help="requests a minute for each token (%(default)s)",
    )
    group.add_argument(
        "--token-lifetime",
        type=_integer(1, 10**9),
        default=default.token_lifetime,
        metavar="SECONDS",
        help="life of an access token (%(default)s)",
    )
    group.add_argument("--discovery", action="store_true", help="serve a discovery document and a userinfo endpoint")


def _add_faults(parser: argparse.ArgumentParser, default: SandboxOptions) -> None:
    group = parser.add_argument_group("faults to try")
    group.add_argument(
        "--latency-ms",
        type=_integer(0, 600_000),
        default=default.latency_ms,
        metavar="MS",
        help="wait before each answer",
    )
    group.add_argument(
        "--error-429-rate", type=_share, default=default.error_429_rate, metavar="SHARE", help="answer 429, 0 to 1"
    )
    group.add_argument(
        "--error-5xx-rate",
        type=_share,
        default=default.error_5xx_rate,
        metavar="SHARE",
        help="answer 500 to 504, 0 to 1",
    )
    group.add_argument(
        "--early-token-death",
        type=_integer(0, 10**9),
        default=default.early_token_death,
        metavar="N",
        help="refuse an access token after N requests",
    )
    group.add_argument("--html", action="store_true", help="answer a web page instead of JSON")
    group.add_argument(
        "--truncate",
        choices=TRUNCATE_CHOICES,
        default=default.truncate,
        help="cut the JSON, or close half-way through the body",
    )
    group.add_argument(
        "--huge-body-mb",
        type=_integer(0, 10_000),
        default=default.huge_body_mb,
        metavar="MB",
        help="very large answers",
    )
    group.add_argument("--drip", action="store_true", help="a byte a second, for ever")
    group.add_argument(
        "--endless-cursor",
        nargs="?",
        const="repeat",
        choices=ENDLESS_CURSOR_CHOICES,
        default=default.endless_cursor,
        help="a next page, always: the same page, the same cursor, empty pages or new values",
    )


def _integer(low: int, high: int) -> Callable[[str], int]:
    """A parser of whole numbers from `low` to `high`."""

    def whole_number(text: str) -> int:
        try:
            number = int(text)
        except ValueError as error:
            raise argparse.ArgumentTypeError(f"“{text}” is no whole number") from error
        if not low <= number <= high:
            raise argparse.ArgumentTypeError(f"{number} is not between {low} and {high}")
        return number

    return whole_number


def _share(text: str) -> float:
    try:
        share = float(text)
    except ValueError as error:
        raise argparse.ArgumentTypeError(f"“{text}” is no number") from error
    if not 0 <= share <= 1:
        raise argparse.ArgumentTypeError(f"{text} is not between 0 and 1")
    return share


def _day(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError as error:
        raise argparse.ArgumentTypeError(f"{text} is not a date such as 2026-01-31") from error
