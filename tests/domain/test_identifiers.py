"""What may name somebody is found, and everyday numbers are not."""

from __future__ import annotations

import time
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fieldkit.domain.coding import Span
from fieldkit.domain.identifiers import Identifier, Sort, around, found

NAMES = {"The Friday Fridge": "[the group]", "Wellspring Patients' Network": "[another group]"}


def replaced(text: str, identifiers: list[Identifier]) -> str:
    for one in reversed(identifiers):
        text = text[: one.span.start] + one.proposal + text[one.span.end :]
    return text


@pytest.mark.parametrize(
    ("text", "sort", "words"),
    [
        ("Ring 07700 900123, after six.", Sort.PHONE, "07700 900123"),
        ("Tel:07700900123", Sort.PHONE, "07700900123"),
        ("07700 900123 2 people came", Sort.PHONE, "07700 900123"),
        ("flat 2 01603 555012", Sort.PHONE, "01603 555012"),
        ("the hall (01603 555012) is booked", Sort.PHONE, "01603 555012"),
        ("(01603) 555 012.", Sort.PHONE, "(01603) 555 012"),
        ("tel.020 7946 0000", Sort.PHONE, "020 7946 0000"),
        ("0117-496-0000", Sort.PHONE, "0117-496-0000"),
        ("+44 (0)1603 555012", Sort.PHONE, "+44 (0)1603 555012"),
        ("+44 7700 900 000 10.15 Tuesday", Sort.PHONE, "+44 7700 900 000"),
        ("0049 30 901820", Sort.PHONE, "0049 30 901820"),
        ("06.12.34.56.78", Sort.PHONE, "06.12.34.56.78"),
        ("(415) 555-0123", Sort.PHONE, "(415) 555-0123"),
        ("7700 900123, she left out the nought", Sort.PHONE, "7700 900123"),
        ("0900-1700 on 07700 900123", Sort.PHONE, "07700 900123"),
        ("ash@example.org", Sort.E_MAIL, "ash@example.org"),
        ("(mail ash.o'neil+x@mail.example.co.uk)", Sort.E_MAIL, "ash.o'neil+x@mail.example.co.uk"),
        ("NR3 1AB", Sort.POSTCODE, "NR3 1AB"),
        ("in EC1A1BB.", Sort.POSTCODE, "EC1A1BB"),
        ("nr3 1ab", Sort.POSTCODE, "nr3 1ab"),
        ("ask @ash_k.", Sort.HANDLE, "@ash_k"),
        ("@ash@town.social", Sort.HANDLE, "@ash@town.social"),
        ("https://www.facebook.com/ash.kelly.", Sort.PROFILE, "https://www.facebook.com/ash.kelly"),
        ("https://town.social/@ash", Sort.PROFILE, "https://town.social/@ash"),
        ("wa.me/447700900123", Sort.PROFILE, "wa.me/447700900123"),
        ("at The Friday\nFridge, late", Sort.NAME, "The Friday\nFridge"),
        ("Wellspring Patients’ Network", Sort.NAME, "Wellspring Patients’ Network"),
    ],
)
def test_what_may_name_somebody_is_found(text: str, sort: Sort, words: str):
    (one,) = found(text, NAMES)

    assert (one.sort, one.text) == (sort, words)
    assert text[one.span.start : one.span.end] == words


@pytest.mark.parametrize(
    "text",
    [
        "212 e-mails, 900 doors, 1,200,000 people, 1 200 000 people, 1200000 people",
        "2024-06, 2024-06-15, 15.06.2024, 15-06-2024, 15 06 2024, 20240615, 2023-2024, 2023/2024, 2019 2020 2021",
        "10.15 to about 11.40, 09.30-11.00, 10.15 09.30-11.00, 0900-1700, 10:15",
        "£1200000, £ 1200000, €12 345 678, 1234567 pounds, 12.50, 3.14159265, 0.14159265",
        "In 2023 2400 people came, 1250-1750 of them twice",
        "the A1 2nd time, B2B, MP3, 4x4, in e10 3rd, Q1 3PM",
        "3 @ 10.15, open @3pm, she@home, and/or, example.org, https://example.org/page",
        "the friday fridge, The Friday Fridges, Friday",
        "We replaced [phone], [e-mail] and [the group].",
        "",
    ],
)
def test_everyday_numbers_and_words_are_left_alone(text: str):
    assert found(text, NAMES) == []


def test_what_could_stand_instead_is_proposed():
    text = "The Friday Fridge: ash@example.org or 07700 900123, NR3 1AB, @ash"

    assert replaced(text, found(text, NAMES)) == "[the group]: [e-mail] or [phone], [postcode], [handle]"


def test_the_longer_of_two_names_is_found():
    names = {"Mill Street": "[a street]", "Mill Street Circle": "[the group]"}

    assert [one.text for one in found("Mill Street Circle in Mill Street", names)] == list(names)[::-1]


WRITTEN = st.lists(
    st.one_of(
        st.sampled_from([
            "07700 900123", "+44", "0", "01603", "555", "1", "2024", "ash@example.org", "NR3 1AB", "@ash", "@", ".",
            "The Friday Fridge", "[phone]", "[", "]", " ", "\n", "-", "(", ")", "£", "https://", "x.com/", "000", "A",
        ]),
        st.text(max_size=4),
    ),
    max_size=12,
).map("".join)  # fmt: skip


@given(WRITTEN)
def test_what_is_found_lies_inside_the_text_and_never_overlaps(text: str):
    identifiers = found(text, NAMES)

    assert all(text[slice(*one.span)] == one.text != "" for one in identifiers)
    ends = [Span(0, 0), *(one.span for one in identifiers)]
    assert all(one.end <= other.start for one, other in pairwise(ends))


@given(WRITTEN)
def test_once_all_is_replaced_nothing_more_is_found(text: str):
    assert found(replaced(text, found(text, NAMES)), NAMES) == []


@given(st.text("0123456789 .-()+", max_size=40))
def test_a_number_is_found_whatever_numbers_stand_around_it(digits: str):
    text = f"{digits} or 07700 900123 or {digits}"

    assert "07700 900123" in [one.text for one in found(text, {})]


@pytest.mark.parametrize(
    "unit", ["1 ", "a", "a.", "0", "+44 ", "(0", "@", "a@", "x.com/", "[", "The Friday ", "00 "]
)
def test_no_text_takes_long(unit: str):
    text = unit * 20_000
    began = time.process_time()

    found(text, NAMES)

    assert time.process_time() - began < 2


def test_the_words_around_are_cut_between_words():
    text = "One two three four five 07700 900123 six seven eight nine ten"

    assert around(text, Span(24, 36), 12) == ("…four five ", " six seven…")
    assert around("a\n 07700 900123. ", Span(3, 15)) == ("a ", ".")
