"""Edited tables back into a project, from a terminal."""

from __future__ import annotations

from pathlib import Path

import pytest

from fieldkit import cli
from fieldkit.domain import Group
from fieldkit.store import Store
from tests.making import a_group


def test_edited_tables_are_looked_at_and_then_taken_in(capsys: pytest.CaptureFixture[str], tmp_path: Path):
    project, tables = tmp_path / "round.fieldkit", tmp_path / "tables"
    with Store.create(project, "Round") as store:
        a_group(store)
    cli.main(["tables", str(project), "--to", str(tables)])
    table = tables / "group.csv"
    table.write_bytes(table.read_bytes().replace(b"Norwich", b"Diss"))
    capsys.readouterr()

    assert cli.main(["take-edits", str(tables), "--into", str(project), "--look"]) == 0
    looked = capsys.readouterr().out
    assert cli.main(["take-edits", str(tables), "--into", str(project)]) == 0
    taken = capsys.readouterr().out

    edit = "group.csv, line 2, place: “Norwich” → “Diss”\n"
    assert (looked, taken) == (f"{edit}Nothing was changed.\n", f"{edit}1 cell was taken in.\n")
    with Store.open(project) as store:
        assert [group.place for group in store.find(Group)] == ["Diss"]
