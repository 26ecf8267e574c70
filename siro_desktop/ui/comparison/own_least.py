"""How many recordings the leaderboard asks for: what all views leave out, or what was chosen on it. No Qt."""

from __future__ import annotations


class OwnLeast:
    """`wanted` is None until something is chosen; the minimum of the connection then holds."""

    def __init__(self) -> None:
        self.wanted: int | None = None
        self._before: int | None = None
        self._left_out = 0

    def follow(self, left_out: int) -> None:
        """Take over what all views leave out; when they show everything, 0, go back unless it was changed meanwhile."""
        if left_out:
            self._before = self._before if self._left_out else self.wanted
            self.wanted = left_out
        elif self._left_out and self.wanted == self._left_out:
            self.wanted = self._before
        self._left_out = left_out
