"""Of which connections something is kept, and what Siro and which organization that is of."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from siro_desktop.errors import StoreDamaged
from siro_desktop.storage.summaries import find_profile_ids

if TYPE_CHECKING:
    from siro_desktop.storage.database import Database

_TABLES: Final = (
    *("results", "names", "meetings", "events", "saved_queries", "own_names", "id_groups"),
    *("targets", "color_bands", "own_colors", "retention"),
)
_IDS: Final = " UNION ".join(f"SELECT profile_id FROM {table}" for table in _TABLES)  # noqa: S608  names of ours
_ORIGINS: Final = "SELECT DISTINCT profile_id, api_base_url, json_extract(plan, '$.query.organization_id') FROM results"


def find_ids_of_others(database: Database, api_base_url: str, organization_id: str) -> frozenset[str]:
    """Return the ids of connections of which something is kept that a connection to this organization must not show.

    What is kept of an id without a result may be anybody's; in a damaged file all that can be found is.
    """
    try:
        with database.reading():
            ids = {row[0] for row in database.execute(_IDS).fetchall()}
            origins = database.execute(_ORIGINS).fetchall()
    except StoreDamaged:
        return frozenset(find_profile_ids(database))
    address = api_base_url.rstrip("/")
    own = {profile_id for profile_id, base, asked in origins if (base.rstrip("/"), asked) == (address, organization_id)}
    elsewhere = {profile_id for profile_id, base, _ in origins if base.rstrip("/") != address}
    return frozenset(ids - (own - elsewhere))
