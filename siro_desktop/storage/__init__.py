"""The store: results, their raw pages, and names, in SQLite. Synchronous; used in one thread at a time."""
