"""Agreement between coders, against published values and by hand."""

from __future__ import annotations

import pytest

from fieldkit.analysis.agreement import agreement, alpha, paragraphs, positive
from fieldkit.domain import Coding, Note, Segment


def judged(*rows: str) -> list[tuple[str, ...]]:
    """Return units from one row of values for each judge, a dot where a judge gave none."""
    return [tuple(value for value in unit if value != ".") for unit in zip(*rows, strict=True)]


@pytest.mark.parametrize(
    ("rows", "published"),
    [
        # Krippendorff 2011, sections A (binary, two observers) and C (nominal, four observers, gaps).
        (("0100000010", "1110010000"), 0.095),
        (("123321412...", "1233224125.3", ".3332342251.", "12332441251."), 0.743),
        # Wikipedia, "Krippendorff's alpha", worked example: three coders, gaps.
        (
            (".....341211 33.3".replace(" ", ""), "1.21334 3.......".replace(" ", ""), "..21344.21133.4"),
            0.691,
        ),
    ],
)
def test_alpha_is_that_of_the_published_examples(rows, published):
    assert alpha(judged(*rows)) == pytest.approx(published, abs=0.0005)


def test_full_agreement_is_one_and_what_chance_would_give_is_near_nothing():
    assert alpha([(True, True), (False, False)]) == pytest.approx(1)
    assert alpha([(True, False), (False, True)]) == pytest.approx(-0.5)


def test_without_variation_there_is_no_alpha():
    assert alpha([(False, False)] * 9) is None
    assert alpha([]) is None


def test_positive_agreement_by_hand():
    # Two both, one by one alone: 2 x 2 / (2 x 2 + 1).
    assert positive([(True, True), (True, True), (True, False), (False, False)]) == pytest.approx(0.8)
    assert positive([(False, False)]) is None


def test_paragraphs_are_parted_by_new_lines_and_know_their_place():
    text = "One.\n\n  \nTwo."

    assert [(text[span.start : span.end], words) for span, words in paragraphs(text)] == [
        ("One.",) * 2,
        ("Two.",) * 2,
    ]


TEXT = "No time for it.\nIt costs too much.\nNobody reads it."


def double_coded(fieldwork, *marks, done=("ana", "ben")):
    interview = fieldwork.visit()
    fieldwork.records.append(Note(id="n", interview_id=interview, text=TEXT))
    fieldwork.records += [
        Segment(interview_id=interview, note_id="n", start=start, end=start + 5, code_id=code, coder_id=coder)
        for coder, start, code in marks
    ]
    fieldwork.records += [
        Coding(interview_id=interview, note_id="n", coder_id=who, done=True) for who in done
    ]
    return fieldwork.frames


def test_only_notes_that_two_coded_to_the_end_are_compared(fieldwork):
    frames = double_coded(fieldwork, ("ana", 0, "CAP-1"), ("ben", 0, "CAP-1"), done=("ana",))

    found = agreement(frames)

    assert (found.paragraphs, found.alpha) == (0, None)


def test_the_disagreements_are_listed_with_who_said_what(fieldwork):
    frames = double_coded(
        fieldwork, ("ana", 0, "CAP-1"), ("ben", 2, "CAP-1"), ("ana", 16, "CAP-2"), ("ben", 35, "CAP-2")
    )

    found = agreement(frames)

    assert (found.paragraphs, found.notes, found.coders) == (3, 1, 2)
    assert [(d.paragraph, d.code_id, d.given_by, d.not_by) for d in found.disagreements] == [
        ("It costs too much.", "CAP-2", ("ana",), ("ben",)),
        ("Nobody reads it.", "CAP-2", ("ben",), ("ana",)),
    ]
    assert found.positive == pytest.approx(2 / 4)
    # Six units, twelve values: four yes, eight no; two units differ. 1 - 11 x 4 / (2 x 4 x 8).
    assert found.alpha == pytest.approx(1 - 11 * 4 / 64)


def test_the_interval_holds_the_value_and_is_the_same_each_time(fieldwork):
    frames = double_coded(fieldwork, ("ana", 0, "CAP-1"), ("ben", 0, "CAP-1"), ("ana", 16, "CAP-2"))

    found = agreement(frames)

    assert found.low <= found.alpha <= found.high
    assert found == agreement(frames)


def test_the_same_words_in_two_paragraphs_are_two_paragraphs(fieldwork):
    interview = fieldwork.visit()
    fieldwork.records.append(Note(id="n", interview_id=interview, text="Yes.\nYes."))
    fieldwork.records += [
        Coding(interview_id=interview, note_id="n", coder_id=w, done=True) for w in ("ana", "ben")
    ]

    assert agreement(fieldwork.frames).paragraphs == 2
