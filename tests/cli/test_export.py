"""Answers out of a project from a terminal, and in again."""

from __future__ import annotations

import zipfile
from pathlib import Path

import pytest

from fieldkit import cli
from fieldkit.store import Store
from tests.exchange.books import VISIT, households
from tests.forms.tables import workbook


@pytest.fixture
def project(tmp_path: Path) -> Path:
    path = tmp_path / "round.fieldkit"
    words = [
        "import-odk",
        workbook(tmp_path, VISIT),
        households(tmp_path),
        "--project",
        path,
        "--agreed",
        "asked",
    ]
    assert cli.main([str(word) for word in words]) == 0
    return path


def run(capsys: pytest.CaptureFixture[str], *words: object) -> tuple[int, str, str]:
    capsys.readouterr()
    code = cli.main([str(word) for word in words])
    said = capsys.readouterr()
    return code, said.out, said.err


@pytest.mark.parametrize(("kind", "name"), [("csv", "a.zip"), ("xlsx", "a.xlsx"), ("xml", "a.zip")])
def test_what_went_out_comes_in_elsewhere(
    capsys: pytest.CaptureFixture[str], tmp_path: Path, project: Path, kind: str, name: str
):
    code, out, _err = run(capsys, "export", project, "--to", tmp_path / name, "--as", kind)
    elsewhere = tmp_path / "elsewhere.fieldkit"
    run(capsys, "import-odk", tmp_path / "form.xlsx", tmp_path / name, "--project", elsewhere)

    assert code == 0
    assert out == f"2 filled questionnaires were written.\nThe answers: {tmp_path / name}\n"
    with Store.open(project) as here, Store.open(elsewhere) as there:
        texts = [
            sorted(text for _id, path, text in s.all_answers() if path[-1] != "]") for s in (here, there)
        ]
    assert [text for text in texts[1] if text not in ("a1", "b2")] == texts[0]


def test_options_shape_the_tables(capsys: pytest.CaptureFixture[str], tmp_path: Path, project: Path):
    run(capsys, "export", project, "--to", tmp_path / "a.zip", "--split", "--no-groups")

    with zipfile.ZipFile(tmp_path / "a.zip") as archive:
        headings = archive.read("visit.csv").decode().splitlines()[0].split(",")
    assert {"rooms", "heating", "heating/gas"} <= set(headings)


def test_partners_get_nothing_that_was_not_agreed_to(
    capsys: pytest.CaptureFixture[str], tmp_path: Path, project: Path
):
    code, _out, err = run(capsys, "export", project, "--to", tmp_path / "a.zip", "--for", "partners")

    assert code == 1
    assert err == (
        "Nobody agreed that these answers go to the partners. Nothing was written.\n"
        "2 stayed here: the people did not agree that partners get them.\n"
    )


def test_a_questionnaire_and_a_language_that_are_not_there_are_said(
    capsys: pytest.CaptureFixture[str], tmp_path: Path, project: Path
):
    _code, _out, form = run(capsys, "export", project, "--to", tmp_path / "a.zip", "--form", "visits")
    _code, _out, language = run(capsys, "export", project, "--to", tmp_path / "a.zip", "--labels", "fr")

    assert form.startswith("Which questionnaire? The project has ")
    assert "“visit 1”" in form
    assert language.startswith("This questionnaire has no labels in “fr”.")


@pytest.mark.parametrize(
    "words", [("export", "--as", "xlsx"), ("export", "--as", "csv"), ("tables",), ("report",)]
)
def test_nothing_that_is_written_out_takes_the_place_of_a_project(
    capsys: pytest.CaptureFixture[str], project: Path, words: tuple[str, ...]
):
    code, _out, err = run(capsys, words[0], project, "--to", project, *words[1:])

    assert (code, err) == (
        1,
        "round.fieldkit is a project, so nothing was written over it.\nChoose another name.\n",
    )
    with Store.open(project) as store:
        assert len(store.all_answers()) > 0
