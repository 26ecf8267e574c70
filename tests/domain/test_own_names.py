"""Own names over Siro's, groups, and lists of names from spreadsheets."""

from __future__ import annotations

import csv
import io
from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from siro_desktop.domain.name_list import NameList, decode_name_file, preview_list, read_name_list
from siro_desktop.domain.names import NamedId, Names
from siro_desktop.domain.own_names import Directory, IdGroup, NameKind, OwnName, merge_names
from siro_desktop.domain.periods import Period
from siro_desktop.domain.plan import CompareBy, CompareEntities, build_plan
from siro_desktop.domain.query import EntityType, MetricsQuery
from siro_desktop.errors import DirectoryError, UnusableFile

SIRO = Names(
    organization_id="org",
    conversation_types=(NamedId("roof", "Roof inspection"),),
    users=(NamedId("u1", "Anna Berg", "anna@example.com", "t1"), NamedId("u2", "Bo Lee", "", "t1")),
    teams=(NamedId("t1", "Team of Anna Berg", "t1"), NamedId("t2", "t2")),
    recordings=(NamedId("r2", "Second visit"), NamedId("r1", "First visit")),
)


def own(entity_id: str, name: str = "", team_id: str = "", kind: NameKind = NameKind.USER) -> OwnName:
    return OwnName(kind, entity_id, name, team_id)


def test_without_own_names_siros_stay_as_they_are() -> None:
    assert merge_names(SIRO, ()) == SIRO


def test_an_own_name_wins_and_says_so() -> None:
    users = {named.id: named for named in merge_names(SIRO, [own("u1", "Annie")]).users}

    assert users["u1"] == NamedId(
        "u1", "Annie", "your own name, Siro says Anna Berg · anna@example.com", "t1", siro_name="Anna Berg"
    )
    assert users["u2"] == SIRO.users[1]


def test_a_team_that_siro_has_no_name_for_gets_one() -> None:
    (first, second) = merge_names(SIRO, [own("t2", "Branch Boulder", kind=NameKind.TEAM)]).teams

    assert first == NamedId("t2", "Branch Boulder", "your own name", "")
    assert second == SIRO.teams[0]


def test_what_siro_does_not_know_is_added() -> None:
    merged = merge_names(Names(), [own("u9", "Zoe", "t1"), own("u8", team_id="t1")])

    assert merged.users == (NamedId("u8", "u8", "", "t1"), NamedId("u9", "Zoe", "", "t1"))


def test_own_membership_serves_where_siro_refuses_the_list() -> None:
    merged = merge_names(SIRO, [own("u2", team_id="t2")])

    assert [named.team_id for named in merged.users] == ["t1", "t2"]
    assert merged.users[1].note == ""


def test_members_known_by_the_person_alone_can_be_compared() -> None:
    october = Period(datetime(2026, 10, 1, tzinfo=UTC), datetime(2026, 11, 1, tzinfo=UTC))
    query = MetricsQuery(
        organization_id="org", conversation_type_id="roof", period=october, filter_by=(EntityType.TEAM,), ids=("t7",)
    )
    names = merge_names(Names(), [own("u8", team_id="t7"), own("u9", "Zoe", "t7")])
    plan = build_plan(query, "acme", compare_by=CompareBy(entities=CompareEntities.MEMBERS), names=names)

    assert [cell.query.ids for cell in plan.cells] == [("u8",), ("u9",)]


def test_recordings_stay_newest_first() -> None:
    merged = merge_names(SIRO, [own("r1", "A first visit", kind=NameKind.RECORDING)])

    assert [named.id for named in merged.recordings] == ["r2", "r1"]


@pytest.mark.parametrize(
    ("group", "field"),
    [
        (IdGroup(" ", EntityType.USER, ("a",)), "group_name"),
        (IdGroup("x" * 201, EntityType.USER, ("a",)), "group_name"),
        (IdGroup("New", EntityType.USER, ()), "group_ids"),
        (IdGroup("New", EntityType.USER, ("a b",)), "group_ids"),
    ],
)
def test_a_group_that_cannot_be_names_its_field(group: IdGroup, field: str) -> None:
    with pytest.raises(DirectoryError) as caught:
        group.check()
    assert caught.value.field == field


@pytest.mark.parametrize(
    ("name", "field"),
    [(own("a\tb", "x"), "id"), (own("", "x"), "id"), (own("a", "x\ny"), "name"), (own("a", "x", "t t"), "team_id")],
)
def test_an_own_name_that_cannot_be_names_its_field(name: OwnName, field: str) -> None:
    with pytest.raises(DirectoryError) as caught:
        name.check()
    assert caught.value.field == field


# -- lists


def read(text: str, kind: NameKind = NameKind.USER) -> list[tuple[str, str, str]]:
    return [(line.id, line.name, line.team) for line in read_name_list(text, kind).lines]


@pytest.mark.parametrize(
    "text",
    [
        "id,name,team\nu1,Anna,t1\n",
        "\ufeffID;Name;Team ID\r\nu1;Anna;t1\r\n",
        "Team\tUser Id\tFull name\nt1\tu1\tAnna\n",
        "uid,First Name,memberTeamId\nu1,Anna,t1",
        "sep=;\nid;name;team\nu1;Anna;t1\n",
        "u1,Anna,t1\n",
        '"u1"\t"Anna"\t"t1"\n\n\n',
        " id , NAME , team , email\n u1 , Anna , t1 , anna@example.com",
    ],
)
def test_tables_of_every_customary_form_are_read(text: str) -> None:
    assert read(text) == [("u1", "Anna", "t1")]


def test_quoted_cells_may_hold_anything() -> None:
    assert read('id,name\nu1,"Berg, Anna ""Annie""\nthe second"\n') == [("u1", 'Berg, Anna "Annie" the second', "")]


def test_first_and_last_names_are_put_together() -> None:
    assert read("Last name,First name,Id\nBerg,Anna,u1\n") == [("u1", "Anna Berg", "")]


def test_in_a_list_of_teams_the_team_id_is_the_id() -> None:
    assert read("Team ID,Team name\nt1,North\n", NameKind.TEAM) == [("t1", "North", "t1")]


@pytest.mark.parametrize("text", ["", "\n\n", "name,email\nAnna,a@example.com\n", "name,team\nAnna,t1\n"])
def test_what_has_no_ids_is_said(text: str) -> None:
    with pytest.raises(UnusableFile):
        read_name_list(text)


CELL = st.text(st.characters(exclude_categories=("C", "Z"), exclude_characters="\"'\ufeff"), min_size=1, max_size=12)


@given(st.lists(st.tuples(CELL, CELL, CELL), min_size=1, max_size=8), st.sampled_from("\t;,"))
def test_whatever_a_csv_writer_wrote_is_read_back(rows: list[tuple[str, str, str]], delimiter: str) -> None:
    text = io.StringIO(newline="")
    writer = csv.writer(text, delimiter=delimiter)
    writer.writerow(("id", "name", "team"))
    writer.writerows(rows)

    assert read(text.getvalue()) == rows


DIRECTORY = Directory(names=SIRO, own=(own("u9", "Zoe"),))


def preview(text: str, kind: NameKind = NameKind.USER) -> tuple[list[str], list[str], int, list[int]]:
    found = preview_list(read_name_list(text, kind), kind, DIRECTORY)
    return (
        [name.id for name in found.new],
        [name.id for name in found.changed],
        found.same,
        [doubt.line for doubt in found.doubtful],
    )


def test_a_preview_tells_new_changed_and_same_apart() -> None:
    text = "id,name,team\nu3,Cy,\nu1,Annie,\nu2,Bo Lee,t1\nu9,Zoe,\nu9,Zoe,\n"

    assert preview(text) == (["u3"], ["u1"], 2, [])


def test_a_preview_leaves_out_what_is_doubtful_and_says_why() -> None:
    text = "id,name\n,Nobody\nu4,Di\nu4,Dina\nu 5,Ed\nu6,\n"
    found = preview_list(read_name_list(text), NameKind.USER, DIRECTORY)

    assert found.to_save == ()
    assert [(doubt.line, doubt.text) for doubt in found.doubtful] == [
        (2, "Nobody"),
        (3, "u4"),
        (4, "u4"),
        (5, "u 5"),
        (6, "u6"),
    ]
    assert "line 4" in found.doubtful[1].reason


def test_a_team_may_stand_there_by_its_name() -> None:
    found = preview_list(read_name_list("id,name,team\nu3,Cy,team of anna berg"), NameKind.USER, DIRECTORY)

    assert found.new == (own("u3", "Cy", "t1"),)


def test_an_empty_cell_takes_nothing_away() -> None:
    found = preview_list(read_name_list("id,team,name\nu9,t2,"), NameKind.USER, DIRECTORY)

    assert found.changed == (own("u9", "Zoe", "t2"),)


def test_a_list_may_say_the_kind_of_each_line() -> None:
    found = preview_list(read_name_list("type,id,name\nTEAM,t2,South\nplanet,x,Mars\n"), NameKind.USER, DIRECTORY)

    assert found.changed == (own("t2", "South", kind=NameKind.TEAM),)
    assert "planet" in found.doubtful[0].reason


def test_ten_thousand_lines() -> None:
    text = "id,name,team\n" + "".join(f"user_{n},Person {n},team_{n % 90}\n" for n in range(10_000))
    found = preview_list(read_name_list(text), NameKind.USER, DIRECTORY)

    assert len(found.new) == 10_000


def test_what_windows_wrote_is_read_with_a_notice() -> None:
    text, notice = decode_name_file("id;name\nu1;Renée\n".encode("cp1252"))

    assert text == "id;name\nu1;Renée\n"
    assert "Windows-1252" in notice
    assert decode_name_file("\ufeffid".encode()) == ("id", "")
    assert decode_name_file("id\tn".encode("utf-16")) == ("id\tn", "")


@pytest.mark.parametrize("content", [b"PK\x03\x04rest", b"\xd0\xcf\x11\xe0", b"a\0b", b"\x81\xff\xfe"])
def test_what_is_no_text_is_refused_with_advice(content: bytes) -> None:
    with pytest.raises(UnusableFile, match=r"CSV"):
        decode_name_file(content)


def test_a_list_that_is_too_long_is_refused() -> None:
    with pytest.raises(UnusableFile, match="Divide"):
        read_name_list("id\n" + "a\n" * 100_001)


def test_the_notice_stays_with_the_list() -> None:
    assert read_name_list("u1,Anna", notice="Look.") == NameList(read_name_list("u1,Anna").lines, "Look.")
