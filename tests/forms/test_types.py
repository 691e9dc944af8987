"""The types of questions: what is written is read again."""

from __future__ import annotations

import pytest

from fieldkit.forms.types import TYPES

EXAMPLES = {
    "text": "a tap", "integer": "-12", "decimal": "2.5", "range": "3", "date": "2026-11-03",
    "time": "09:30:00.000+01:00", "datetime": "2026-11-03T09:30:00.000+01:00", "select_one": "yes",
    "select_multiple": "a b", "rank": "b a", "note": "", "acknowledge": "OK", "barcode": "590123",
    "geopoint": "51.5 -0.12 12.0 4.5", "geotrace": "51.5 -0.12; 51.6 -0.13",
    "geoshape": "51.5 -0.12; 51.6 -0.13; 51.7 -0.1; 51.5 -0.12", "image": "tap.jpg", "audio": "a.m4a", "video": "v.mp4",
    "file": "f.pdf", "calculate": "1", "hidden": "x", "start": "2026-11-03T09:30:00.000+01:00",
    "end": "2026-11-03T09:30:00.000+01:00", "today": "2026-11-03", "deviceid": "d1", "username": "ada",
    "email": "ada@example.org", "phonenumber": "01632 960000",
}  # fmt: skip


def test_every_type_is_tried_here() -> None:
    assert EXAMPLES.keys() == TYPES.keys()


@pytest.mark.parametrize("name", TYPES)
def test_what_is_read_is_written_as_it_was(name: str) -> None:
    text = EXAMPLES[name]

    assert TYPES[name].write(TYPES[name].read(text)) == text


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("integer", "1.5"), ("integer", "abc"), ("integer", "--1"), ("decimal", "NaN"), ("decimal", "1,5"),
        ("date", "3 May"), ("date", "2026-02-30"), ("time", "25:00"), ("datetime", "2026-11-03"),
        ("geopoint", "here"), ("geopoint", "99 0"), ("geotrace", "51 0"), ("geoshape", "51 0; 52 0"),
    ],
)  # fmt: skip
def test_what_is_no_such_answer_is_refused_with_a_word_of_what_would_be(name: str, text: str) -> None:
    with pytest.raises(ValueError, match=r".*"):
        TYPES[name].read(text)

    assert TYPES[name].wrong().startswith("Please give")


@pytest.mark.parametrize(
    ("typed", "held"),
    [("2.50", "2.5"), ("100", "100"), ("100.00", "100"), ("-0.10", "-0.1"), ("1e3", "1000"), (".5", "0.5")],
)
def test_a_number_is_held_as_one_however_it_was_typed(typed: str, held: str) -> None:
    assert TYPES["decimal"].write(TYPES["decimal"].read(typed)) == held
