"""Cells that spreadsheets leave alone."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fieldkit.sync.guard import guarded, plain

TRICKY = st.text(st.sampled_from("'=+-@|%\t\r\n 0123456789.,:/eEtruefalsjnbNA"), max_size=12)


@given(st.text() | TRICKY)
def test_every_text_is_told_back_exactly(text: str):
    assert plain(guarded(text)) == text


@pytest.mark.parametrize(
    "text",
    ["=1+1", "+44 …", "-", "@maria", "00123", "3-4", "1E5", "TRUE", "12 Jan", "Sep-26", " padded ", "|calc"],
)
def test_what_a_spreadsheet_would_run_or_rewrite_is_guarded(text: str):
    assert guarded(text) == f"'{text}"


@pytest.mark.parametrize("text", ["", "We meet on Tuesdays", "no time", "It's the AGM", "'tis", "yes no"])
def test_plain_words_stay_as_they_are(text: str):
    assert guarded(text) == text
