"""What is hidden of free text: names as people write them, parts and short forms of them, addresses."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from siro_desktop.domain.aliases import AliasedNames, Aliases, alias_names
from siro_desktop.domain.name_parts import name_parts
from siro_desktop.domain.names import NamedId, Names
from siro_desktop.domain.own_names import NameKind, OwnName, merge_names
from siro_desktop.domain.query import EntityType
from siro_desktop.domain.text_mask import TextMask

USER = EntityType.USER


def people(*names: str) -> AliasedNames:
    """These people, called Rep A, Rep B and so on in this order."""
    users = tuple(NamedId(f"u{number}", name) for number, name in enumerate(names))
    return alias_names(Names(users=users), Aliases({USER: tuple(one.id for one in users)}))


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("Hugh’s October", "Rep A’s October"),
        ("Hugh's and O'Brien's", "Rep A's and Rep B's"),
        ("Brien, Anne-Marie and Marie", "Rep B, Rep C and Rep C"),
        ("Hugh-led, (Hugh), Hugh2, Hughes and hugh", "Rep A-led, (Rep A), Hugh2, Hughes and hugh"),
        ("HUGH GRANT and hugh grant", "Rep A and Rep A"),
        ("Grant access. Will it rain in May? New price", "Grant access. Will it rain in May? New price"),
        ("Grant’s October, May's figures", "Rep A’s October, Rep D's figures"),
        ("Al and Li, Dr Li and van der Berg", "Rep C and Rep D, Dr Rep D and Rep E"),
        ("al, li, AL and Ali", "al, li, AL and Ali"),
        ("HUGH'S and BRIEN, ZOË", "Rep A'S and Rep B, Rep J"),
        ("Hugh_Oct, _Brien and x_Zoë_y", "Rep A_Oct, _Rep B and x_Rep J_y"),
        ("2026_Hugh_Grant_Oct, van_der_berg", "2026_Rep A_Oct, Rep E"),
        ("Ian O’Brien and O’Brien’s, Anne\u2011Marie", "Rep B and Rep B’s, Rep C"),
        ("Zoe\u0308 came", "Rep J came"),
        ("Van and Der, but Berg", "Van and Der, but Rep E"),
        ("Kim", "Somebody"),
        ("Kim Lee", "Rep F"),
        ("JOHN and John Doe, and Jane", "Rep H and Rep H, and Rep I"),
        ("jane and roe", "jane and roe"),
        ("mail x@roe.example, at Roe", "mail Somebody, at Rep I"),
        ("Zoë, Σοφία, 小林健", "Rep J, Rep K, Rep L"),
        ("प्रिया, (प्रिया) and प्रियाज, Jose\u0301 and Jose", "Rep P, (Rep P) and प्रियाज, Rep Q and Jose"),
        ("Jörg’s week, Sales", "Rep O’s week, Sales"),
        ("Siro said nothing. Test it", "Siro said nothing. Test it"),
    ],
)
def test_given_names_and_surnames_are_hidden_as_they_are_written(text: str, shown: str) -> None:
    names = people(
        *("Hugh Grant", "Ian O'Brien", "Anne-Marie Al", "Li May", "van der Berg", "Kim Lee", "Kim Park"),
        *(
            "JOHN DOE",
            "jane roe",
            "Zoë Will",
            "Σοφία",
            "小林健 Siro",
            "Test User 12",
            "me@roe.example",
            "=Jörg (Sales)",
            "प्रिया शर्मा",
            "Jose\u0301 Will",
        ),
    )
    assert names.hide_text(text) == shown


def test_a_two_letter_name_that_is_a_word_too_goes_with_its_possessive_alone() -> None:
    names = people("He Xu", "An Ng", "DR Al", "Jo De", "TJ III")
    assert names.hide_text("He said an hour. In An, He's and An's; Xu, Ng, Dr, Jo, DE, TJ, Tj, III") == (
        "He said an hour. In An, Rep A's and Rep B's; Rep A, Rep B, Dr, Rep D, DE, Rep E, Rep E, III"
    )


@pytest.mark.parametrize(
    ("name", "text", "shown"),
    [
        ("Will", "Will did well. It will rain. WILL's", "Rep A did well. It will rain. Rep A's"),
        ("will", "Will did well. It will rain", "Rep A did well. It will rain"),
        ("Al", "Al, et al. and AL", "Rep A, et al. and AL"),
        ("Will", "will", "Rep A"),
        ("Madonna", "madonna sang", "Rep A sang"),
    ],
)
def test_a_name_that_is_one_ordinary_word_goes_where_it_has_a_capital_or_stands_alone(
    name: str, text: str, shown: str
) -> None:
    assert people(name).hide_text(text) == shown


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("Bob's October, Robbie and Rob", "Rep A's October, Rep A and Rep A"),
        ("bob the bill; Bill of May; Bill's", "bob the bill; Bill of May; Rep B's"),
        ("Elizabeth, not Betty", "Rep C, not Betty"),
        ("Chris", "Somebody"),
        ("Alex Berg", "Rep H Rep H"),  # who bears a name comes before whom it may be short for
        ("Al", "Rep F"),
        ("Roberts Road", "Roberts Road"),
        ("Tom", "Tom"),  # of a surname nothing is short
    ],
)
def test_common_short_forms_of_given_names_are_hidden(text: str, shown: str) -> None:
    names = people(
        *("Robert Hale", "William Oak", "Liz Fox", "Christine Doe", "Christopher Roe", "Albert Zed", "Alexander Zed"),
        *("Alex Berg", "Ann Thomas"),
    )
    assert names.hide_text(text.replace("Alex Berg", "Alex  Berg")).replace("  ", " ") == shown


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("Mail ANA@x.example, <ana@x.example>.", "Mail Rep A, <Rep A>."),
        ("mailto:ana@x.example?subject=1; b.cole+siro@mail.x.example", "mailto:Rep A?subject=1; Somebody"),
        ("ben.cole@x.example, ben.cole and Ben.Cole", "Rep B, Rep B and Rep B"),
        ("zoë@straße.example", "Somebody"),
        ("3 @ 4 p.m., @all, a@b", "3 @ 4 p.m., @all, a@b"),
        ("both@x.example", "Somebody"),
    ],
)
def test_addresses_are_hidden_whoever_they_belong_to(text: str, shown: str) -> None:
    users = (
        NamedId("u0", "Ana Ruiz", "ana@x.example · disabled"),
        NamedId("u1", "ben.cole@x.example"),
        *(NamedId("u2", "Cy Old", "both@x.example"), NamedId("u3", "Di Old", "both@x.example")),
    )
    names = alias_names(Names(users=users), Aliases({USER: ("u0", "u1", "u2", "u3")}))
    assert names.hide_text(text) == shown


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("小林健の十月と王伟的记录", "Rep Aの十月とRep B的记录"),
        ("김수진의 기록", "Rep C의 기록"),
        ("لمحمد علي، ومحمد وحده", "لRep D، وRep D وحده"),
        ("לדנה כהן", "לRep E"),
        ("\u2067محمد علي\u2069", "\u2067Rep D\u2069"),
    ],
)
def test_names_are_found_where_no_space_bounds_them(text: str, shown: str) -> None:
    assert people("小林健", "王伟", "김수진", "محمد علي", "דנה כהן").hide_text(text) == shown


def test_reps_who_are_known_by_their_recordings_alone_are_hidden() -> None:
    names = Names(
        users=(NamedId("u1", "Ana Ruiz"),),
        recordings=(
            NamedId("r1", "Roof", "Ben Cole · 2026-10-01", user_id="u2"),
            NamedId("r2", "Attic", "your own name · Ana Ruiz · 2026-10-01", user_id="u1"),
            NamedId("r3", "Porch", "2026-10-01", user_id="u3"),
            NamedId("r4", "Shed", "Dan Fox · 2026-10-01"),
        ),
    )
    shown = alias_names(names, Aliases({USER: ("u1", "u2"), EntityType.RECORDING: ("r1", "r2", "r3", "r4")}))
    assert shown.hide_text("Ana and Ben of 2026-10-01, Ben Cole, Dan Fox") == (
        "Rep A and Rep B of 2026-10-01, Rep B, Somebody"
    )


def test_signs_around_a_name_need_not_be_typed() -> None:
    assert people("=Max Power", "(Grant Hill)").hide_text("max power, =Max Power, Grant Hill") == "Rep A, Rep A, Rep B"


def test_a_name_in_another_one_leaves_nothing_of_it() -> None:
    names = people("Ana Ruiz", "Ana Ruiz Gomez", "Ruiz")
    assert names.hide_text("Ana Ruiz Gomez, Ana Ruiz, Ruiz, Gomez") == "Rep B, Rep A, Rep C, Rep B"


def test_a_text_that_names_nobody_stays_as_it_is_written() -> None:
    text = "Cafe\u0301 – “it’s”\u00a0on, user_1_x"
    assert people("Hugh Grant").hide_text(text) == text


def test_people_of_one_name_are_somebody() -> None:
    assert people("Ana Ruiz", "Ben Ruiz", "Ana Ruiz").hide_text("ana ruiz, Ana, Ben and Ben Ruiz") == (
        "Somebody, Somebody, Rep B and Rep B"
    )


def test_what_siro_calls_somebody_is_hidden_beside_an_own_name() -> None:
    siro = Names(users=(NamedId("u0", "Hugh Oldham"), NamedId("u1", "Ana Ruiz")))
    own = OwnName(NameKind.USER, "u0", "Big Hugo")
    names = alias_names(merge_names(siro, [own]), Aliases({USER: ("u0", "u1")}))
    assert names.hide_text("Hugo, Hugh, Hugh Oldham, Big Hugo, Ana") == "Rep A, Rep A, Rep A, Rep A, Rep B"
    assert "Hugh" not in repr(names.users)


def test_a_part_of_a_team_s_or_a_recording_s_name_says_nothing() -> None:
    kinds = {EntityType.TEAM: ("t1",), EntityType.RECORDING: ("r1",)}
    names = Names(teams=(NamedId("t1", "Early Birds"),), recordings=(NamedId("r1", "Roof of the Coles"),))
    assert alias_names(names, Aliases(kinds)).hide_text("Roof and Coles, Birds") == "Roof and Coles, Birds"


@given(
    st.lists(st.text(st.characters(categories=("Lu", "Ll")), min_size=3, max_size=6), min_size=1, max_size=4),
    st.text(st.sampled_from("aB ’'-.,5_\n"), max_size=8),
    st.text(st.sampled_from("aB ’'-.,5_\n"), max_size=8),
)
def test_a_part_goes_where_it_is_a_word_and_nowhere_else(parts: list[str], before: str, after: str) -> None:
    part = parts[0].capitalize()
    names = people(" ".join([part, "Zoe", *parts[1:]]))  # of one word alone would be a whole name
    is_word = not any(map(str.isalnum, (before[-1:], after[:1])))
    text = f"{before}{part}{after}"
    assert (part in names.hide_text(text)) is not (is_word and part in name_parts(names.real.users[0].name))


@given(st.lists(st.text(max_size=12), max_size=5), st.text(max_size=40))
def test_what_is_hidden_of_any_text_is_hidden_at_once(known: list[str], text: str) -> None:
    names = people(*known)
    shown = names.hide_text(text)
    words = {word for name in known for word in name_parts(name)}
    assert words.isdisjoint(
        set(re.findall(r"\w+", shown)) - set(re.findall(r"\w+", " ".join(names.aliases.names.values()))) - {"Somebody"}
    )


@pytest.mark.parametrize(
    ("text", "masked"),
    [
        ("Ana Ruiz, and ANA RUIZ", "A, and A"),
        ("Ana Ruizo stays", "Ana Ruizo stays"),
        ("Team of Ana Ruiz", "T"),
        ("=José and =josé!", "J and J!"),
        ("id user_1 (user_12)", "id U (user_12)"),
        ("Straße 9", "S"),
        ("", ""),
        ("!", "!"),
    ],
)
def test_known_texts_are_replaced_as_whole_words_longest_first(text: str, masked: str) -> None:
    known = {"Ana Ruiz": "A", "Team of Ana Ruiz": "T", "=José": "J", "user_1": "U", "STRASSE 9": "S", "": "x", "!": "y"}
    assert TextMask(known).apply(text) == masked
