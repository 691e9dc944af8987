"""Taking in other people's answers from a terminal, and proving that none is lost."""

from __future__ import annotations

import os
import stat
from pathlib import Path
from time import process_time

import pytest

from fieldkit import cli
from fieldkit.domain import Consent, Interview, Submission, Tool
from fieldkit.domain.interviews import Status
from fieldkit.edits import taking_in
from fieldkit.edits.taking_in import Filled
from fieldkit.store import Store
from tests.exchange.books import HOUSEHOLDS, MEMBERS, VISIT, book, households
from tests.forms.tables import workbook


@pytest.fixture
def form(tmp_path: Path) -> Path:
    return workbook(tmp_path, VISIT)


@pytest.fixture
def project(tmp_path: Path) -> Path:
    return tmp_path / "round.fieldkit"


def run(capsys: pytest.CaptureFixture[str], *words: object) -> tuple[int, str, str]:
    code = cli.main(["import-odk", *map(str, words)])
    said = capsys.readouterr()
    return code, said.out, said.err


def test_a_project_is_made_and_everything_is_said(
    capsys: pytest.CaptureFixture[str], tmp_path: Path, form: Path, project: Path
):
    code, out, _err = run(capsys, form, households(tmp_path), "--project", project)

    assert code == 0
    assert [line for line in out.splitlines() if line] == [
        "Questionnaire “Visit” (visit 1): 11 questions.",
        "  main: 2 rows",
        "  member: 3 rows",
        "  job: 2 rows",
        "2 submissions were taken in.",
        "Nobody said that the people agreed: all are drafts and stay on this laptop. "
        "Once you know, run this again with --agreed and how they agreed.",
        "Not taken in:",
        "  Sheet “main”: the server's bookkeeping was left out: _uuid, _index.",
        "  Sheet “member”: the server's bookkeeping was left out: _index, _parent_index.",
        "  Sheet “job”: the server's bookkeeping was left out: _parent_index.",
        f"The project: {project.resolve()}",
    ]
    with Store.open(project) as store:
        assert len(store.find(Submission)) == 2
        assert store.find(Consent) == []
        assert store.find(Tool)


def test_saying_later_that_people_agreed_completes_them(
    capsys: pytest.CaptureFixture[str], tmp_path: Path, form: Path, project: Path
):
    run(capsys, form, households(tmp_path), "--project", project)

    _code, out, _err = run(
        capsys, form, households(tmp_path), "--project", project, "--agreed", "asked [bold] at the door"
    )

    assert "0 submissions were taken in.\n2 were here already" in out
    assert "The people agreed: asked [bold] at the door. They travel with the next sync." in out
    with Store.open(project) as store:
        assert {interview.status for interview in store.find(Interview)} == {Status.COMPLETE}


def test_a_long_list_is_cut_and_lies_whole_beside_the_project(
    capsys: pytest.CaptureFixture[str], tmp_path: Path, form: Path, project: Path
):
    members = [*MEMBERS, *(["?", "many", n, 99] for n in range(4, 34))]
    data = book(tmp_path, {"main": HOUSEHOLDS, "member": members})

    _code, out, _err = run(capsys, form, data, "--project", project)

    assert "  … and 12 more." in out
    whole = tmp_path / "round - left out.txt"
    assert f"The whole list: {whole}" in out
    assert len(whole.read_text(encoding="utf-8").splitlines()) == 32
    assert os.name == "nt" or stat.S_IMODE(whole.stat().st_mode) == 0o600


def test_a_proof_leaves_nothing_behind_and_counts_what_is_equal(
    capsys: pytest.CaptureFixture[str], tmp_path: Path, form: Path, project: Path
):
    code, out, _err = run(capsys, form, households(tmp_path), "--project", project, "--prove")

    assert code == 0
    assert out.endswith("14 cells of 6 columns in 3 tables are equal.\n")
    assert not project.exists()


def test_a_proof_that_fails_names_the_cells_and_the_exit_says_so(
    capsys: pytest.CaptureFixture[str],
    tmp_path: Path,
    form: Path,
    project: Path,
    monkeypatch: pytest.MonkeyPatch,
):
    honest = taking_in.import_submissions

    def forgetful(store: Store, survey_form: object, rows: list[Filled], *rest: object) -> taking_in.Taken:
        rows = [
            (key, {p: "Lowestofd" if t == "Lowestoft" else t for p, t in said.items()}) for key, said in rows
        ]
        return honest(store, survey_form, rows, *rest)  # type: ignore[arg-type]

    monkeypatch.setattr(taking_in, "import_submissions", forgetful)

    code, out, _err = run(capsys, form, households(tmp_path), "--project", project, "--prove")

    assert code == 1
    assert out.endswith("Not equal:\n  main, row 3 of the sheet: “place” differs.\n")


@pytest.mark.parametrize("prove", [[], ["--prove"]])
def test_a_damaged_file_is_told_in_words_and_makes_no_project(
    capsys: pytest.CaptureFixture[str], tmp_path: Path, form: Path, project: Path, prove: list[str]
):
    data = households(tmp_path)
    data.write_bytes(data.read_bytes()[:2000])

    code, _out, err = run(capsys, form, data, "--project", project, *prove)

    assert code == 1
    assert "cannot be read as collected answers" in err
    assert "Traceback" not in err
    assert not project.exists()


def test_a_real_assessment_is_proved_within_a_minute(
    capsys: pytest.CaptureFixture[str], tmp_path: Path, shared: Path, project: Path
):
    corpus = shared / "corpus" / "reach_msna"
    began = process_time()

    code, out, _err = run(capsys, corpus / "form.xlsx", corpus / "data.xlsx", "--project", project, "--prove")

    assert code == 0
    assert out.endswith("105380 cells of 248 columns in 5 tables are equal.\n")
    assert "  … and 1 more." in out
    assert process_time() - began < 60
