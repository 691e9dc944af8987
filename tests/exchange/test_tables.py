"""The tables that people read hold what may travel to the team, whole, and nothing that Excel would run."""

from __future__ import annotations

import csv
import re
import runpy
import zipfile
from pathlib import Path

import pytest

from fieldkit.domain import Note, Tool
from fieldkit.domain.consent import Answer, Scope
from fieldkit.errors import FileError
from fieldkit.exchange.tables import write_tables
from fieldkit.store import Store
from tests.exchange.filling import TEXTS
from tests.exchange.test_edited import NASTY
from tests.making import a_group, agree, an_interview


def rows_in(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file))


def test_every_kind_of_record_that_is_there_is_a_table(store: Store, tmp_path: Path):
    an_interview(store, Scope.HOLD, Scope.TEAM, note="Two lines,\nand “quotes”.")

    written = write_tables(store, tmp_path / "tables")

    assert {path.name for path in (tmp_path / "tables").glob("*.csv")} == written.rows.keys()
    assert [row["text"] for row in rows_in(tmp_path / "tables" / "note.csv")] == ["Two lines,\nand “quotes”."]
    assert written.held_back == 0


def test_without_consent_for_the_team_an_interview_tells_its_status_alone(store: Store, tmp_path: Path):
    refused = an_interview(store, Scope.HOLD, note="They said no to the team.")
    agree(store, refused, [Scope.TEAM], Answer.NO)
    an_interview(store, note="Nobody asked them yet.")

    written = write_tables(store, tmp_path / "tables")

    (row,) = rows_in(tmp_path / "tables" / "interviews.csv")
    assert {field: text for field, text in row.items() if text} == {"id": refused.id, "status": "draft"}
    assert not (tmp_path / "tables" / "note.csv").exists()
    assert written.held_back == 2


def test_what_excel_would_run_is_marked_and_named(store: Store, tmp_path: Path):
    a_group(store, '=HYPERLINK("http://example.org")')

    write_tables(store, tmp_path / "tables")

    (row,) = rows_in(tmp_path / "tables" / "group.csv")
    assert (row["name"], row["_guarded"]) == ('\'=HYPERLINK("http://example.org")', "name")


@pytest.mark.parametrize("text", ["+44-20-7946", "-2+3", "+1 -1", "-1+E5", "-5-"])
def test_what_excel_would_work_out_is_marked(store: Store, tmp_path: Path, text: str):
    a_group(store, text)

    write_tables(store, tmp_path / "tables")

    (row,) = rows_in(tmp_path / "tables" / "group.csv")
    assert (row["name"], row["_guarded"]) == (f"'{text}", "name")


@pytest.mark.parametrize("text", ["-5", "+44 20 7946 0958", "-1,234.5", "-1e-7", "2026-09-14", "020-7946"])
def test_numbers_and_days_are_left_alone(store: Store, tmp_path: Path, text: str):
    a_group(store, text)

    write_tables(store, tmp_path / "tables")

    (row,) = rows_in(tmp_path / "tables" / "group.csv")
    assert (row["name"], row["_guarded"]) == (text, "")


def test_who_reads_a_table_as_the_document_says_has_every_text_as_it_was(
    store: Store, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    document = (Path(__file__).parents[2] / "docs" / "exchange.md").read_text("utf-8")
    (script,) = re.findall(r"```python\n(.*?)```", document, re.DOTALL)
    store.write("Begin", *(Tool(name="-", what=text, licence=text) for text in (*TEXTS, *NASTY)))
    write_tables(store, tmp_path / "tables")
    (tmp_path / "tables" / "read.py").write_text(script)
    monkeypatch.chdir(tmp_path / "tables")

    tools = runpy.run_path("read.py")["tools"]

    texts = {tool.id: tool.what for tool in store.find(Tool)}
    assert dict(zip(tools["id"], tools["what"], strict=True)) == texts
    assert dict(zip(tools["id"], tools["licence"], strict=True)) == texts


def test_what_was_deleted_is_not_in_a_table(store: Store, tmp_path: Path):
    group = a_group(store)
    store.write("Delete", group.but(deleted=True))

    write_tables(store, tmp_path / "tables.zip")

    with zipfile.ZipFile(tmp_path / "tables.zip") as archive:
        assert "group.csv" not in archive.namelist()


def test_a_folder_with_something_in_it_is_left_alone(store: Store, tmp_path: Path):
    an_interview(store, Scope.HOLD, Scope.TEAM)
    (tmp_path / "tables").mkdir()
    (tmp_path / "tables" / "mine.txt").write_text("mine")

    with pytest.raises(FileError):
        write_tables(store, tmp_path / "tables")

    assert [path.name for path in (tmp_path / "tables").iterdir()] == ["mine.txt"]
    assert store.find(Note)
