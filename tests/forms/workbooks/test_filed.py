"""Whatever is taken for a questionnaire: its content tells what it is, and each kind that is none has its sentence."""

from __future__ import annotations

import zipfile
from datetime import date
from pathlib import Path

import openpyxl
import pytest

from fieldkit.forms import Finding, Place, examine
from tests.forms.tables import workbook

ONE = "| survey |\n| | type | name | label |\n| | text | a | Où ? |"
TABLE = "survey,,,\n,type,name,label\n,text,a,Où ?\n"


def only(path: Path) -> Finding:
    form, findings = examine(path)
    assert form is None
    (finding,) = findings
    return finding


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("plain.csv", TABLE.encode()),
        ("mark.csv", TABLE.encode("utf-8-sig")),
        ("wide.csv", TABLE.encode("utf-16")),
        ("semicolons.csv", TABLE.replace(",", ";").encode("utf-8-sig")),
        ("tabs.csv", TABLE.replace(",", "\t").encode()),
        ("mark.md", ONE.encode("utf-8-sig")),
    ],
)
def test_tables_as_text_are_read_however_a_spreadsheet_saved_them(
    tmp_path: Path, name: str, content: bytes
) -> None:
    (tmp_path / name).write_bytes(content)

    form, _findings = examine(tmp_path / name)

    assert form is not None
    assert form.question("/a").label.in_("") == "Où ?"


@pytest.mark.parametrize("name", ["renamed.xls", "form.XLSX", "macros.xlsm"])
def test_a_workbook_is_read_whatever_its_ending(tmp_path: Path, name: str) -> None:
    form, _findings = examine(workbook(tmp_path, ONE).rename(tmp_path / name))

    assert form is not None


@pytest.mark.parametrize(
    ("name", "content", "reason", "remedy"),
    [
        ("gone.xlsx", b"", "nothing in it", "again"),
        ("~$visit.xlsx", b"\x05Bea", "open in Excel", "without “~$”"),
        ("signin.xlsx", b"<!DOCTYPE html><html>Sign in", "page of the web", "Download it again"),
        ("latin.csv", "survey,,,\n,text,a,Où".encode("latin-1"), "not written as UTF-8", "CSV UTF-8"),
        ("sheet.csv", b"type,name,label\ntext,a,A\n", "one sheet alone", "“survey”"),
        ("answers.csv", b"id,answer\n1,yes\n", "no questionnaire as CSV", "first column"),
    ],
)
def test_what_was_chosen_by_mistake_is_named(
    tmp_path: Path, name: str, content: bytes, reason: str, remedy: str
) -> None:
    (tmp_path / name).write_bytes(content)

    finding = only(tmp_path / name)

    assert reason in finding.sentence
    assert remedy in finding.remedy


@pytest.mark.parametrize(
    ("parts", "reason"),
    [
        ({"mimetype": "application/vnd.oasis.opendocument.spreadsheet"}, "OpenDocument"),
        ({"xl/workbook.bin": ""}, "binary workbook"),
        ({"Index/Document.iwa": ""}, "Apple Numbers"),
        ({"form.xlsx": ""}, "an archive"),
    ],
)
def test_packages_of_other_programs_are_named(tmp_path: Path, parts: dict[str, str], reason: str) -> None:
    path = tmp_path / "form.xlsx"
    with zipfile.ZipFile(path, "w") as archive:
        for name, content in parts.items():
            archive.writestr(name, content)

    assert reason in only(path).sentence


def test_a_workbook_locked_with_a_password_is_said_to_be_locked(tmp_path: Path) -> None:
    path = tmp_path / "form.xlsx"
    path.write_bytes(
        b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(500) + "EncryptedPackage".encode("utf-16-le")
    )

    finding = only(path)

    assert "locked with a password" in finding.sentence
    assert "without a password" in finding.remedy


@pytest.mark.parametrize("heading", [5, date(2026, 11, 3), True])
def test_a_heading_that_is_no_text_is_named_by_its_cell(tmp_path: Path, heading: int | date) -> None:
    path = workbook(tmp_path, ONE)
    book = openpyxl.load_workbook(path)
    book["survey"]["E1"] = heading
    book.save(path)

    finding = only(path)

    assert "sheet “survey”, the cell E1 is no text" in finding.sentence
    assert finding.remedy.startswith("Empty the cell")


def test_a_folder_is_said_to_be_one(tmp_path: Path) -> None:
    (tmp_path / "form.xlsx").mkdir()

    assert "it is a folder" in only(tmp_path / "form.xlsx").sentence


def test_a_sheet_that_claims_to_end_early_is_told_of(tmp_path: Path) -> None:
    path = workbook(tmp_path, ONE + "\n| | text | b | B |\n| | text | c | C |")
    with zipfile.ZipFile(path) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    sheet = "xl/worksheets/sheet1.xml"
    parts[sheet] = parts[sheet].replace(b'<dimension ref="A1:C4"', b'<dimension ref="A1:C2"')
    with zipfile.ZipFile(path, "w") as archive:
        for name, content in parts.items():
            archive.writestr(name, content)

    told = [f for f in examine(path).findings if f.code == "sheet-ends-early"]

    assert [f.place for f in told] == [Place("survey", 4)]
    assert "ends in row 2" in told[0].sentence
