"""The named colours, light and dark. Every pair that meets is checked for contrast by a test."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Mapping

LIGHT_TOKENS: Final[Mapping[str, str]] = {
    "window": "#F5F6F8",
    "panel": "#FFFFFF",
    "raised": "#EDEFF2",
    "text": "#1A1D21",
    "muted": "#59616C",
    "line": "#D8DDE3",
    "border": "#79818C",
    "accent": "#0B63B5",
    "on_accent": "#FFFFFF",
    "selected": "#D5E5F5",
    "met": "#0F7B4F",
    "near": "#9A6100",
    "missed": "#B3261E",
    "error_fill": "#FCECEA",
    "warning_fill": "#FDF3E0",
    "info_fill": "#E8F1FA",
    "bar_1": "#0072B2",
    "bar_2": "#D55E00",
    "bar_3": "#009E73",
    "bar_4": "#CC79A7",
    "bar_dim": "#8794A2",
    "track": "#E4E8ED",
    "target_fill": "#DDF0E6",
    "shade_low": "#F1F7FD",
    "shade_high": "#93C0E8",
    "on_shade": "#3B434D",
}
DARK_TOKENS: Final[Mapping[str, str]] = {
    "window": "#17191D",
    "panel": "#1F2227",
    "raised": "#2B2F36",
    "text": "#E8EAED",
    "muted": "#A4ACB8",
    "line": "#343941",
    "border": "#7F8894",
    "accent": "#5AA9E6",
    "on_accent": "#10151B",
    "selected": "#254058",
    "met": "#4FBF8B",
    "near": "#E0A63A",
    "missed": "#F2857C",
    "error_fill": "#3A2524",
    "warning_fill": "#372C18",
    "info_fill": "#1E2F40",
    "bar_1": "#3F9BD6",
    "bar_2": "#E8763A",
    "bar_3": "#2FB58C",
    "bar_4": "#D890B6",
    "bar_dim": "#697684",
    "track": "#31363E",
    "target_fill": "#274235",
    "shade_low": "#222A33",
    "shade_high": "#2C5A86",
    "on_shade": "#D3DAE2",
}
