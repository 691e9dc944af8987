"""Marks in the sample's notes become tags and quotes."""

from __future__ import annotations

from fieldkit.cli.sample import unmarked


def test_marks_vanish_from_the_text_and_their_places_are_kept():
    marked = unmarked("Wet. [[CAP-TIME FIT-BUG|No “evening” since the boiler.]] Then tea.")

    assert marked.text == "Wet. No “evening” since the boiler. Then tea."
    assert [(marked.text[slice(*span)], code) for span, code in marked.codes] == [
        ("No “evening” since the boiler.", "CAP-TIME"),
        ("No “evening” since the boiler.", "FIT-BUG"),
    ]
    assert [marked.text[slice(*span)] for span in marked.quotes] == ["“evening”"]


def test_a_note_without_marks_stays_as_it_is():
    assert unmarked("Just tea. [sic]") == ("Just tea. [sic]", [], [])
