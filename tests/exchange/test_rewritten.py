"""What a spreadsheet made of a cell is told from what a person typed."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fieldkit.exchange.rewritten import rewrites


@pytest.mark.parametrize(
    ("was", "now"),
    [
        ("00123", "123"),
        ("1E5", "100000"),
        ("441632960961", "4.41633E+11"),
        ("12345678901234567890", "12345678901234600000"),
        ("1.50", "1,5"),
        ("10%", "0.1"),
        ("1234567", "1 234 567"),
        ("2026-09-14", "14/09/2026"),
        ("2026-09-14", "9/14/26"),
        ("2026-09-14", "14. Sep 2026"),
        ("2026-09-14", "2026-09-14 00:00:00"),
        ("MAR1", "01-Mar"),
        ("1/2", "01.02."),
        ("09:05", "9:05:00 AM"),
        ("true", "WAHR"),
        ("Größe", "Gr??e"),
        (" lead", "lead"),
        ("cafe\u0301", "café"),
        ("a\r\nb", "a\nb"),
        ("a long number", "########"),
        ("anything", "#NAME?"),
    ],
)
def test_what_a_spreadsheet_makes_of_a_cell_is_known(was: str, now: str):
    assert rewrites(was, now)


@pytest.mark.parametrize(
    ("was", "now"),
    [
        ("12", "13"),
        ("1.5", "2.5"),
        ("1.5", "15"),
        ("1,234", "234"),
        ("12345", "12346"),
        ("2026-09-14", "2026-09-15"),
        ("2026-09-14", "15/09/2026"),
        ("09:05", "09:06"),
        ("TRUE", "FALSE"),
        ("well", "spring"),
        ("Größe", "Grosse"),
        ("Who?", "Why?"),
        ("", "0"),
        ("well", ""),
    ],
)
def test_what_a_person_typed_is_no_slip_of_a_spreadsheet(was: str, now: str):
    assert not rewrites(was, now)


@given(st.text("abc défg=+-@'.,:/0123456789", max_size=12))
def test_a_cell_that_stayed_is_the_same(text: str):
    assert rewrites(text, text)


@given(st.integers(-9999, 9999), st.integers(-9999, 9999))
def test_another_number_was_typed(one: int, other: int):
    assert rewrites(str(one), str(other)) == (one == other)
