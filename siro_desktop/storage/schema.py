"""The tables of the store, and how an older file becomes a newer one. `user_version` is the number of migrations done.

Columns for Siro's numbers have no type, so that SQLite keeps an integer an integer and a fraction a fraction. Instants
are ISO 8601 in UTC with microseconds and `Z`: they sort as text.
"""

from __future__ import annotations

from typing import Final

_VERSION_1: Final = """
CREATE TABLE results (
    id INTEGER PRIMARY KEY AUTOINCREMENT,  -- a number is never given twice: a link to a deleted result stays dead
    profile_id TEXT NOT NULL,
    profile_name TEXT NOT NULL,
    api_base_url TEXT NOT NULL,
    time_zone TEXT NOT NULL,
    saved_at TEXT NOT NULL,
    plan TEXT NOT NULL,                    -- JSON, see codec.py
    search TEXT NOT NULL                   -- what a search looks through, folded
) STRICT;
CREATE INDEX results_by_profile ON results (profile_id, id);

CREATE TABLE metrics (
    id INTEGER PRIMARY KEY,
    metric_id TEXT NOT NULL,
    name TEXT NOT NULL,
    unit TEXT NOT NULL,
    unit_abbreviated TEXT NOT NULL,
    type TEXT NOT NULL,
    description TEXT,
    search TEXT NOT NULL                   -- the name, folded
) STRICT;
CREATE INDEX metrics_by_metric_id ON metrics (metric_id);

CREATE TABLE answers (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    cell_key TEXT NOT NULL,
    fetched_at TEXT NOT NULL,
    duration_ms INTEGER NOT NULL,
    recordings_evaluated,
    metric_count INTEGER NOT NULL,
    start_at TEXT NOT NULL,
    end_at TEXT NOT NULL,
    filter_by TEXT NOT NULL,               -- JSON
    filter_by_ids TEXT NOT NULL,           -- JSON
    extra TEXT,                            -- JSON, or NULL for none
    warnings TEXT,                         -- JSON, or NULL for none
    problem TEXT                           -- JSON, or NULL for a complete answer
);
CREATE INDEX answers_by_cell ON answers (cell_key, fetched_at);

CREATE TABLE result_cells (
    result_id INTEGER NOT NULL REFERENCES results ON DELETE CASCADE,
    position INTEGER NOT NULL,
    cell_key TEXT NOT NULL,
    answer_id INTEGER REFERENCES answers,
    problem TEXT,
    PRIMARY KEY (result_id, position)
) STRICT, WITHOUT ROWID;
CREATE INDEX result_cells_by_key ON result_cells (result_id, cell_key);
CREATE INDEX result_cells_by_answer ON result_cells (answer_id);

CREATE TABLE pages (
    answer_id INTEGER NOT NULL REFERENCES answers ON DELETE CASCADE,
    position INTEGER NOT NULL,
    url TEXT NOT NULL,
    body BLOB NOT NULL,                    -- as it came, zlib
    UNIQUE (answer_id, position)
) STRICT;

CREATE TABLE answer_values (
    answer_id INTEGER NOT NULL REFERENCES answers ON DELETE CASCADE,
    position INTEGER NOT NULL,
    metric INTEGER NOT NULL,               -- in metrics; SQLite does not check it, which would cost a tenth
    value,
    pass_rate,
    extra TEXT,                            -- JSON, or NULL for none
    PRIMARY KEY (answer_id, position)
) WITHOUT ROWID;
CREATE INDEX answer_values_by_metric ON answer_values (metric, answer_id);

CREATE TABLE names (
    profile_id TEXT PRIMARY KEY,
    names TEXT NOT NULL                    -- JSON, see codec.py
) STRICT, WITHOUT ROWID;
"""

_VERSION_2: Final = """
CREATE TABLE saved_queries (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    profile_id TEXT NOT NULL,
    name TEXT NOT NULL,
    folder TEXT NOT NULL,                  -- empty: in none
    is_starred INTEGER NOT NULL,
    changed_at TEXT NOT NULL,
    question TEXT NOT NULL                 -- JSON, as in a .siroquery file
) STRICT;
CREATE INDEX saved_queries_by_profile ON saved_queries (profile_id, folder, name);

CREATE TABLE own_names (                   -- what people call ids, where Siro does not say, or says otherwise
    profile_id TEXT NOT NULL,
    entity_type TEXT NOT NULL,
    entity_id TEXT NOT NULL,
    name TEXT NOT NULL,
    team_id TEXT NOT NULL,
    PRIMARY KEY (profile_id, entity_type, entity_id)
) STRICT, WITHOUT ROWID;

CREATE TABLE id_groups (
    profile_id TEXT NOT NULL,
    name TEXT NOT NULL,
    entity_type TEXT NOT NULL,
    ids TEXT NOT NULL,                     -- JSON
    PRIMARY KEY (profile_id, name)
) STRICT, WITHOUT ROWID;

CREATE TABLE targets (
    id INTEGER PRIMARY KEY,
    profile_id TEXT NOT NULL,
    source TEXT NOT NULL,
    metric_id TEXT NOT NULL,
    conversation_type_id TEXT NOT NULL,    -- empty: for every type
    minimum,
    maximum,
    tolerance NOT NULL,
    valid_from TEXT                        -- a day, or NULL for always
);
CREATE INDEX targets_by_profile ON targets (profile_id, metric_id);

CREATE TABLE color_bands (                 -- of pass rates, as they were when Siro was asked for targets
    profile_id TEXT NOT NULL,
    conversation_type_id TEXT NOT NULL,
    fetched_at TEXT NOT NULL,
    bands TEXT NOT NULL,                   -- JSON
    PRIMARY KEY (profile_id, conversation_type_id)
) STRICT, WITHOUT ROWID;
"""

_VERSION_3: Final = """
CREATE TABLE own_colors (                  -- of pass rates, set by hand: they win over color_bands
    profile_id TEXT NOT NULL,
    metric_id TEXT NOT NULL,               -- empty: for every metric
    conversation_type_id TEXT NOT NULL,    -- empty: for every type
    valid_from TEXT NOT NULL,              -- a day, or empty for always
    bands TEXT NOT NULL,                   -- JSON, as in color_bands
    PRIMARY KEY (profile_id, metric_id, conversation_type_id, valid_from)
) STRICT, WITHOUT ROWID;
"""

_VERSION_4: Final = """
ALTER TABLE results ADD COLUMN first_day TEXT;  -- of the period, on the clocks of time_zone
ALTER TABLE results ADD COLUMN last_day TEXT;
ALTER TABLE results ADD COLUMN checksum INTEGER;  -- see checksum.py; NULL in what older versions wrote
ALTER TABLE answers ADD COLUMN checksum INTEGER;
ALTER TABLE pages ADD COLUMN checksum INTEGER;

CREATE TABLE labels (                      -- what people say of results, which never change
    result_id INTEGER PRIMARY KEY REFERENCES results ON DELETE CASCADE,
    name TEXT NOT NULL,
    note TEXT NOT NULL,
    tags TEXT NOT NULL,                    -- JSON
    is_pinned INTEGER NOT NULL,
    search TEXT NOT NULL                   -- what a search looks through, folded
) STRICT;

CREATE TABLE retention (
    profile_id TEXT PRIMARY KEY,
    days INTEGER,
    megabytes INTEGER
) STRICT, WITHOUT ROWID;
"""

_VERSION_5: Final = """
CREATE TABLE metric_sets (                 -- the metrics of an answer: most answers to a question have the same
    id INTEGER PRIMARY KEY,
    fingerprint BLOB NOT NULL UNIQUE       -- see metric_sets.py
) STRICT;
CREATE TABLE metric_set_members (
    metric INTEGER NOT NULL,               -- in metrics
    metric_set INTEGER NOT NULL,           -- in metric_sets
    PRIMARY KEY (metric, metric_set)
) STRICT, WITHOUT ROWID;
ALTER TABLE answers ADD COLUMN metric_set INTEGER;  -- NULL where there are no values
CREATE INDEX answers_by_metric_set ON answers (metric_set);
ALTER TABLE answers ADD COLUMN page_count INTEGER;  -- NULL in what older versions wrote

CREATE TABLE meetings (                    -- one-to-ones with a person: what was noted, and what was agreed
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    profile_id TEXT NOT NULL,
    organization_id TEXT NOT NULL,
    person_id TEXT NOT NULL,
    held_on TEXT NOT NULL,                 -- a day
    notes TEXT NOT NULL,
    agreed TEXT NOT NULL,
    check_on TEXT                          -- a day, or NULL for none
) STRICT;
CREATE INDEX meetings_by_person ON meetings (profile_id, organization_id, person_id);
"""

_VERSION_6: Final = """
CREATE TABLE events (                      -- what happened on a day, as people write it down
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    profile_id TEXT NOT NULL,
    day TEXT NOT NULL,                     -- of the organization's time zone
    name TEXT NOT NULL
) STRICT;
CREATE INDEX events_by_profile ON events (profile_id, day);
"""

MIGRATIONS: Final = (_VERSION_1, _VERSION_2, _VERSION_3, _VERSION_4, _VERSION_5, _VERSION_6)
SCHEMA_VERSION: Final = len(MIGRATIONS)
LOCAL_DAYS_VERSION: Final = 4
"""The step that gives results the days they are about."""
METRIC_SETS_VERSION: Final = 5
"""The step after which sets of metrics say what an index of every value said before."""
TABLES: Final = (
    *("labels", "retention", "result_cells", "results", "pages", "answer_values", "answers"),
    *("metric_set_members", "metric_sets", "metrics", "names", "meetings", "events", "saved_queries"),
    *("own_names", "id_groups", "targets", "color_bands", "own_colors"),
)
"""All tables, those that refer to others before those."""
