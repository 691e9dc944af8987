"""The numbers for machines."""

from __future__ import annotations

import csv

from fieldkit.report import annex


def read(frames, folder):
    annex.write(frames, folder / "numbers.csv")
    with (folder / "numbers.csv").open(encoding="utf-8-sig", newline="") as file:
        return [*csv.DictReader(file)]


def test_every_number_says_what_it_counts_and_of_how_many(fieldwork, tmp_path):
    for interview in fieldwork.visits_by(6):
        fieldwork.name(interview, "CAP-1")
        fieldwork.use(interview, "theirs")

    rows = read(fieldwork.frames, tmp_path)

    assert {"part": "barrier", "item": "Capacity 1", "value": "6", "of": "6"}.items() <= rows[-3].items()
    assert {"part": "tool in use", "item": "Theirs", "value": "6", "of": "6"}.items() <= rows[-1].items()


def test_a_hidden_number_is_empty_and_said_to_be_hidden(fieldwork, tmp_path):
    fieldwork.visits_by(12)
    fieldwork.visits_by(2, status="declined")

    declined = next(row for row in read(fieldwork.frames, tmp_path) if row["item"] == "declined")

    assert (declined["value"], declined["hidden"]) == ("", "yes")


def test_there_are_no_numbers_where_there_is_not_enough(fieldwork, tmp_path):
    fieldwork.visits_by(4)

    assert read(fieldwork.frames, tmp_path) == []


def test_what_looks_like_a_formula_is_inert(fieldwork, tmp_path):
    named = [r.but(name='=HYPERLINK("x")') if r.id == "CAP-1" else r for r in fieldwork.records]
    fieldwork.records = named
    for interview in fieldwork.visits_by(6):
        fieldwork.name(interview, "CAP-1")

    items = {row["item"] for row in read(fieldwork.frames, tmp_path)}

    assert '\'=HYPERLINK("x")' in items
