"""The dialog of names and groups: what ids are called, and which belong together."""
