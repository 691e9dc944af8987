"""The whole round, as `fieldkit demo` plays it: three laptops, a folder, a report."""

from __future__ import annotations

import io
import re
import shutil
import sqlite3
import subprocess
import sys
from contextlib import closing
from pathlib import Path

import pytest
from pypdf import PdfReader

from fieldkit.cli import sample
from fieldkit.domain import (
    Coding,
    Consent,
    Group,
    Interview,
    Issue,
    Note,
    Passage,
    Recommendation,
    Score,
    Segment,
    Submission,
    ToolUse,
    Withdrawal,
)
from fieldkit.domain.consent import Reach, Scope, agreed, reach
from fieldkit.domain.interviews import Status
from fieldkit.shipped import shipped
from fieldkit.store import Store
from tests.sync.test_reader import read_alike


@pytest.fixture(scope="module")
def played(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, str]:
    """Play the round once, as a user would, and return its folder and what it printed."""
    folder = tmp_path_factory.mktemp("demo") / "round"
    done = subprocess.run(
        [sys.executable, "-m", "fieldkit", "demo", str(folder)],
        capture_output=True,
        text=True,
        encoding="utf-8",
        timeout=120,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    return folder, done.stdout


@pytest.fixture(scope="module")
def coordinator(played: tuple[Path, str]) -> Store:
    return Store.open(played[0] / "cato's laptop" / "Autumn round.fieldkit")


def test_it_says_in_a_dozen_lines_what_it_did_and_where_things_are(played: tuple[Path, str]):
    folder, said = played

    assert 8 <= len(said.strip().splitlines()) <= 16
    for path in [
        *folder.glob("*laptop/*.fieldkit"),
        folder / "shared folder",
        folder / "What communities need.pdf",
    ]:
        assert str(path) in said


def test_the_coordinator_has_what_consent_lets_through_and_no_more(coordinator: Store):
    for interview in coordinator.find(Interview):
        allowed = reach(coordinator.find(Consent, interview_id=interview.id))
        notes = coordinator.find(Note, interview_id=interview.id)
        assert allowed != Reach.NOTHING
        assert bool(notes and interview.group_id) == (allowed == Reach.EVERYTHING), interview


def test_the_round_is_as_rich_as_the_sample(coordinator: Store):
    told = sample.read(shipped("resources", "sample"))

    assert len(coordinator.find(Group)) == 14
    assert len(coordinator.find(Interview, status=Status.COMPLETE)) >= 24
    assert len(coordinator.find(Recommendation)) == len(told.project["recommendations"])
    for kind in (Segment, Passage, Issue, Score, ToolUse, Submission):
        assert len(coordinator.find(kind)) >= 24, kind


def test_there_is_a_refusal_a_withdrawal_a_conflict_and_double_coding(coordinator: Store):
    assert len(coordinator.find(Interview, status=Status.DECLINED)) == 1
    assert len(coordinator.find(Withdrawal)) == 1
    assert [conflict.cell.field for conflict in coordinator.conflicts()] == ["in_the_room"]
    coders: dict[str, set[str]] = {}
    for coding in coordinator.find(Coding, done=True):
        coders.setdefault(coding.note_id, set()).add(coding.coder_id)
    assert sum(len(who) > 1 for who in coders.values()) == 2


def test_what_was_withdrawn_or_not_agreed_is_in_nobody_elses_bytes(played: tuple[Path, str]):
    folder, _said = played
    told = sample.read(shipped("resources", "sample")).interviews
    withdrawn = sample.unmarked(told["17-wriggle-parent"]["notes"][0]["text"]).text[:60]
    held_back = sample.unmarked(told["19-lantern-newcomers"]["notes"][0]["text"]).text[:60]
    files = {path: path.read_bytes() for path in folder.rglob("*") if path.is_file()}

    assert not [path for path, content in files.items() if withdrawn.encode() in content]
    assert {path.parent.name for path, content in files.items() if held_back.encode() in content} == {
        "ash's laptop"
    }


def test_what_the_document_tells_researchers_to_type_gives_what_the_project_holds(
    played: tuple[Path, str], coordinator: Store, tmp_path: Path
):
    text = (Path(__file__).parents[2] / "docs" / "project-file.md").read_text("utf-8")
    queries, scripts = (re.findall(rf"```{name}\n(.*?)```", text, re.DOTALL) for name in ("sql", "python"))
    project = shutil.copy(played[0] / "bea's laptop" / "Autumn round.fieldkit", tmp_path)

    with closing(sqlite3.connect(project)) as file:
        answers, history = (file.execute(query).fetchall() for query in queries)
    said = [
        subprocess.run(
            [sys.executable, "-c", f"{script}\n{tells}"],
            cwd=tmp_path,
            capture_output=True,
            text=True,
            check=True,
        ).stdout.splitlines()
        for script, tells in zip(scripts, ("print(len(groups), wide.count().sum())", ""), strict=True)
    ]

    assert len(answers) == len(coordinator.all_answers())
    assert len([row for row in history if row[-1] == 1]) == 1
    assert said[0] == [f"14 {len(answers)}"]
    assert len(said[1]) == len(coordinator.find(Interview, status="complete"))


def test_who_has_but_the_document_reads_the_shared_folder_as_we_do(played: tuple[Path, str], tmp_path: Path):
    said = read_alike(played[0] / "shared folder", tmp_path)

    assert len(said.changes) > 10_000
    assert [cell[2] for cell in said.conflicts] == ["in_the_room"]
    assert said.erased


def test_the_report_names_nobody_who_did_not_agree_and_quotes_only_with_consent(
    played: tuple[Path, str], coordinator: Store
):
    pdf = PdfReader(io.BytesIO((played[0] / "What communities need.pdf").read_bytes()))
    text = " ".join(" ".join(page.extract_text() for page in pdf.pages).split())

    assert len(pdf.pages) >= 8
    for group in coordinator.find(Group):
        assert group.name not in text, group.name
    for passage in coordinator.find(Passage):
        quote = " ".join(passage.quote.strip("“”").split())
        if quote in text and len(quote) > 30:
            assert agreed(coordinator.find(Consent, interview_id=passage.interview_id), Scope.QUOTE_REPORT), (
                quote
            )
