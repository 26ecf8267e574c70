"""The command palette: one line that finds actions, queries, metrics, people, teams and results."""
