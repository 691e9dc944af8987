"""Tables that come back from a spreadsheet change what a person edited in them, and nothing else."""

from __future__ import annotations

import csv
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from fieldkit.domain import Group, GroupType, Interview, Note, Submission, Tool
from fieldkit.domain.consent import Scope
from fieldkit.edits import consent, history, people, retyped
from fieldkit.errors import FileError
from fieldkit.exchange.edited import Edited, edits_in
from fieldkit.exchange.tables import write_tables
from fieldkit.store import Store
from tests.making import DAY, a_group, an_interview
from tests.spreadsheet import saved_by_libreoffice

Rows = list[dict[str, str]]


@pytest.fixture
def tables(store: Store, tmp_path: Path) -> Path:
    """Return the tables of a project with two groups, an interview and a few answers."""
    an_interview(store, Scope.HOLD, Scope.TEAM, group=a_group(store, "=Tots"), note="They wait.")
    interview = store.find(Interview)[0]
    store.write(
        "Answer",
        Submission(id="s1", interview_id=interview.id, form_id="f1"),
        answers={"s1": {"/visit/code": "00123", "/visit/water": "well"}},
    )
    people.add_group(store, "Repair café", GroupType(id="GT01"), place="Ely")
    write_tables(store, tmp_path / "tables")
    return tmp_path / "tables"


def edit(path: Path, change: Callable[[Rows], Rows | None], **dialect: str) -> None:
    """Let somebody change the rows of a table and save it."""
    with path.open(encoding="utf-8-sig", newline="") as file:
        rows = list(csv.DictReader(file))
    rows = change(rows) or rows
    encoding = dialect.pop("encoding", "utf-8")
    with path.open("w", encoding=encoding, newline="", errors="replace") as file:
        table = csv.DictWriter(file, rows[0].keys(), delimiter=dialect.get("delimiter", ","))
        table.writeheader()
        table.writerows(rows)


def put(**cells: str) -> Callable[[Rows], None]:
    """Return what writes into cells of the row whose name or path is given as `where`."""
    where = cells.pop("where")

    def change(rows: Rows) -> None:
        (row,) = (row for row in rows if where in (row.get("name"), row.get("path")))
        row.update(cells)

    return change


def take(store: Store, folder: Path) -> Edited:
    edited = edits_in(store, folder)
    retyped.take_in(store, edited.records, edited.answers)
    return edited


def test_tables_that_nobody_edited_change_nothing(store: Store, tables: Path):
    before = store.changes()

    assert take(store, tables) == Edited()
    assert store.changes() == before


@pytest.mark.parametrize(
    "dialect",
    [
        {},
        {"delimiter": ";", "encoding": "cp1252"},
        {"delimiter": "\t", "encoding": "utf-16"},
        {"delimiter": ";", "encoding": "utf-8-sig"},
    ],
)
def test_only_a_cell_that_was_edited_changes_however_the_table_was_saved(
    store: Store, tables: Path, dialect: dict[str, str]
):
    edit(tables / "group.csv", put(where="Repair café", place="Diss"), **dialect)
    edit(tables / "answers.csv", put(where="/visit/water", value="spring"), **dialect)
    before = len(store.changes())

    edited = take(store, tables)

    assert {(cell.field, cell.was, cell.now) for cell in edited.cells} == {
        ("place", "Ely", "Diss"),
        ("value", "well", "spring"),
    }
    assert (edited.rewritten, edited.refused) == ([], [])
    assert len(store.changes()) == before + 2
    assert store.answers("s1") == {"/visit/code": "00123", "/visit/water": "spring"}
    assert {group.name: group.place for group in store.find(Group)} == {
        "=Tots": "Norwich",
        "Repair café": "Diss",
    }


def test_what_was_taken_in_is_one_step_to_undo(store: Store, tables: Path):
    edit(tables / "group.csv", put(where="Repair café", place="Diss", assets="A van"))
    take(store, tables)

    history.undo(store)

    assert {(group.place, group.assets) for group in store.find(Group, name="Repair café")} == {("Ely", "")}


def test_what_a_spreadsheet_rewrote_is_told_and_left_as_it_is(store: Store, tables: Path):
    edit(tables / "answers.csv", put(where="/visit/code", value="123"))
    edit(tables / "interviews.csv", lambda rows: rows[0].update(held_on="14/09/2026"))

    edited = take(store, tables)

    assert {(cell.was, cell.now) for cell in edited.rewritten} == {
        ("00123", "123"),
        ("2026-09-14", "14/09/2026"),
    }
    assert edited.cells == []
    assert store.answers("s1")["/visit/code"] == "00123"
    assert [cell.now for cell in edits_in(store, tables, also_rewritten=True).cells] == ["123"]


def test_a_mark_against_formulas_is_no_edit_and_comes_off_again(store: Store, tables: Path):
    edit(tables / "group.csv", put(where="'=Tots", name="'=Toddlers"))

    take(store, tables)

    assert "=Toddlers" in {group.name for group in store.find(Group)}


def test_rows_that_are_missing_or_new_are_neither_deleted_nor_made(store: Store, tables: Path):
    edit(tables / "group.csv", lambda rows: [{**rows[0], "id": ""}])

    edited = take(store, tables)

    assert len(store.find(Group)) == 2
    assert [sentence for sentence in edited.refused if "new row" in sentence]


def test_what_changed_in_the_project_meanwhile_is_not_overruled(store: Store, tables: Path):
    edit(tables / "group.csv", put(where="Repair café", place="Diss", assets="A van"))
    (group,) = store.find(Group, name="Repair café")
    people.save_group(store, group.but(place="Cromer"))

    edited = take(store, tables)

    (group,) = store.find(Group, name="Repair café")
    assert (group.place, group.assets) == ("Cromer", "A van")
    assert ["Cromer" in sentence for sentence in edited.refused] == [True]


def test_an_answer_that_was_taken_back_meanwhile_is_not_said_to_be_taken_in(store: Store, tables: Path):
    consent.withdraw(store, store.find(Interview)[0], on=DAY)
    edit(tables / "answers.csv", put(where="/visit/water", value="river"))

    edited = take(store, tables)

    assert edited.cells == []
    assert [line.rpartition(": ")[2] for line in edited.refused] == ["it has been deleted since."]


def test_notes_consent_and_days_that_are_none_are_refused_with_their_line(store: Store, tables: Path):
    edit(tables / "note.csv", lambda rows: rows[0].update(text="They are late."))
    edit(tables / "consent.csv", lambda rows: rows[0].update(answer="no"))
    edit(tables / "interviews.csv", lambda rows: rows[0].update(held_on="some day"))
    before = store.changes()

    edited = take(store, tables)

    assert len(edited.refused) == 3
    assert all("line 2" in sentence for sentence in edited.refused)
    assert store.changes() == before
    assert store.find(Note)[0].text == "They wait."


def test_tables_of_another_project_and_those_without_what_was_written_are_refused(
    store: Store, tables: Path, tmp_path: Path
):
    with (
        Store.create(tmp_path / "other.fieldkit") as other,
        pytest.raises(FileError, match="another project"),
    ):
        edits_in(other, tables)
    (tables / "as-written.zip").unlink()

    with pytest.raises(FileError, match=r"lacks as-written\.zip"):
        edits_in(store, tables)


NASTY = [
    *(f"{sign}{text}" for sign in "=+-@\t" for text in ("1+1", "SUM(A1:A9)", "cmd|' /C calc'!A0", "x", "'y'")),
    *(f"{'0' * count}{number}" for count in range(4) for number in (7, 42, 123, 5000, 99999)),
    *(f"{day}{mark}{month}" for day in (1, 5, 12, 31) for month in (2, 9, 12) for mark in "-/."),
    *(f"{day}{mark}{month}{mark}{year}" for day, month in ((1, 2), (14, 9)) for mark in "-/." for year in (26, 2026)),
    *(f"{month}{mark}{day}" for month in ("Jan", "MAR", "SEPT", "May") for mark in ("", " ", "-") for day in (1, 5)),
    *(f"2026-09-{day:02}" for day in range(10, 20)),
    *(f"2026-09-14{mark}10:{minute:02}{rest}" for mark in "T " for minute in (0, 30) for rest in ("", ":15", "Z")),
    *(f"{hour}:{minute:02}" for hour in (0, 7, 12, 23) for minute in (0, 5, 30)),
    *(f"{digit}E{power}" for digit in (1, 12, 9) for power in (2, 5, 12, 400)),
    *(f"{number}" for number in (12345678901234567890, 1.50, 0.1, 1e-7, "1.0", "-0", "1,234", "1.234,5", "10%", "£5")),
    *("TRUE", "false", "Wahr", "FAUX", "NA", "#N/A", "#REF!", "null", "None", "nan", "inf", "yes", "0x1F", "1_000"),
    *(" lead", "trail ", "  ", "a\tb", "a\nb", "a\r\nb", 'a "quote"', "'quoted", "''twice", "'00123", "semi;colon"),
    *("Größe", "café", "cafe\u0301", "naïve – “so”", "水", "🐝", "\u202eright to left", "non\u00a0breaking", "a,b"),
    *("+44 20 7946 0958", "+442079460958", "(01234) 567890", "1-800-FLOWERS", "3/4 of them", "1 2 3", "007 agents"),
]  # fmt: skip


@pytest.mark.parametrize("language", ["en-GB", "en-US", "de", "fr"])
def test_a_round_trip_through_libreoffice_edits_nothing_and_runs_no_formula(
    language: str, store: Store, tmp_path: Path
):
    store.write(
        "Begin", *(Tool(id=f"T{number:03}", name="-", what=text) for number, text in enumerate(NASTY))
    )
    write_tables(store, tmp_path / "tables")
    saved = saved_by_libreoffice(tmp_path / "tables" / "tool.csv", tmp_path / "saved", language)
    shutil.copy(saved, tmp_path / "tables" / "tool.csv")
    before = store.changes()

    edited = take(store, tmp_path / "tables")

    assert len(set(NASTY)) >= 200
    assert [cell.in_words() for cell in edited.cells] == []
    assert edited.refused == []
    assert store.changes() == before
    ran = {
        cell.was
        for cell in edited.rewritten
        if cell.was[:1] in tuple("=+-@\t") and not cell.was[1:].isdecimal()
    }
    assert ran <= {"+442079460958", "-0"}
