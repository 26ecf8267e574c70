"""Names for an invented company's people. Some are long, not Latin, written from right to left, or begin with `=`."""

from __future__ import annotations

from typing import Final

_FIRST = """
Aaron Abby Adele Amara Andre Anika Beatriz Ben Bianca Caleb Carmen Chloe Cody Dahlia Darius Devon Elena Eli Emmett
Esther Felix Fiona Gabe Gia Grant Hana Harlan Iris Isaac Jade Jonah Juno Kai Keira Lars Leah Logan Lucia Malik Maya
Mateo Nadia Nico Nora Oscar Paige Quinn Rafael Renee Rosa Ruben Sadie Selma Silas Talia Theo Uma Vera Wyatt Yara
Zane
"""
_LAST = """
Abbott Alvarez Archer Baines Becker Blackwood Bishop Calloway Carver Chavez Cline Dalton Dietrich Dorsey Ellery
Espinoza Farrow Fitch Gallagher Garza Greer Hadley Hale Hendricks Hollis Ibarra Ingram Jarvis Keating Kessler
Lachlan Lowry Marlowe Mercer Montoya Nash Novak Okafor Pacheco Parrish Quigley Ramsey Rhodes Salazar Sawyer Sutter
Tanaka Thorne Underhill Vance Voss Walcott Whitaker Wilder Winslow Xiong Yates Yoder Zamora Ziegler
"""
_STREETS = "Aspen Birch Cedar Cottonwood Elk Juniper Larkspur Maple Pine Sage Spruce Willow"

# Places in the list of reps that are kept for people with a story; the rest are drawn from the two pools below.
STORIED: Final[dict[int, tuple[str | None, str | None]]] = {
    0: ("Tessa", "Okonkwo"),
    1: ("Marcus", "Lindqvist"),
    2: ("Priya", "Raman"),
    3: ("Joel", "Santangelo"),
    4: ("Wren", "Castellano"),
    5: ("美咲", "高橋"),
    6: ("Αλέξανδρος", "Παπαδόπουλος"),
    7: ("محمد", "الأنصاري"),
    8: ("נועה", "ברק"),
    9: ("=Max", "Power"),
    10: ("Maximiliana Wilhelmina", "von Hohenstein-Brandenburg zu Niederlangenau"),
    11: ("Юлія", "Коваленко"),
    12: ("Seán", "Ó Súilleabháin"),
    13: ("Ngọc Bảo", "Nguyễn"),
    14: ("Zoë", "D’Angelo-Smythe"),
    15: ("Li", None),
    16: (None, None),
}
FIRST_NAMES: Final = tuple(_FIRST.split())
LAST_NAMES: Final = tuple(_LAST.split())
COACHES: Final = (
    ("Marisol", "Vega"),
    ("Hugh", "Pemberton"),
    ("Ingrid", "Solheim"),
    ("Dwayne", "Carter"),
    ("Aiko", "Mori"),
)
ADMIN: Final = ("Dana", "Whitfield")
STREETS: Final = tuple(_STREETS.split())
