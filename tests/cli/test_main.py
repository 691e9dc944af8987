"""The command line says the same sentences as the window."""

from __future__ import annotations

from pathlib import Path

import pytest

from fieldkit import cli
from fieldkit.domain import Group
from fieldkit.domain.consent import Scope
from fieldkit.store import Store
from tests.making import a_group, an_interview


def run(capsys: pytest.CaptureFixture[str], *words: object) -> tuple[int, str, str]:
    code = cli.main([str(word) for word in words])
    said = capsys.readouterr()
    return code, said.out, said.err


@pytest.mark.parametrize("words", [["--help"], ["demo", "--help"], ["--version"]])
def test_help_is_there(capsys: pytest.CaptureFixture[str], words: list[str]):
    code, out, _err = run(capsys, *words)

    assert code == 0
    assert "fieldkit" in out


@pytest.mark.parametrize("words", [["bogus"], ["demo", "--fast"], ["join"]])
def test_a_slip_in_the_words_is_told_with_where_to_look(capsys: pytest.CaptureFixture[str], words: list[str]):
    code, _out, err = run(capsys, *words)

    assert code == 2
    assert "--help" in err
    assert "Traceback" not in err


def test_two_laptops_sync_through_a_folder(capsys: pytest.CaptureFixture[str], store: Store, tmp_path: Path):
    assert store.path
    group, folder, other = a_group(store), tmp_path / "shared", tmp_path / "other" / "p.fieldkit"
    folder.mkdir()
    store.close()

    assert run(capsys, "sync", store.path, folder)[0] == 0
    code, out, _err = run(capsys, "join", folder, other)

    assert code == 0
    assert "Norwich round" in out
    with Store.open(other) as joined:
        assert joined.find(Group) == [group]


def test_a_sync_says_what_may_name_somebody_in_what_it_sent(
    capsys: pytest.CaptureFixture[str], store: Store, tmp_path: Path
):
    assert store.path
    (tmp_path / "shared").mkdir()
    an_interview(store, Scope.HOLD, Scope.TEAM, note="Ring 07700 900123.")
    store.close()

    _code, first, _err = run(capsys, "sync", store.path, tmp_path / "shared")
    _code, again, _err = run(capsys, "sync", store.path, tmp_path / "shared")

    assert "1 thing in the notes" in first
    assert "  14 September 2026, Tuesday Tots: 07700 900123" in first.splitlines()
    assert "may name somebody" not in again


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        (["sync", "gone.fieldkit", "."], "no project file"),
        (["sync", "letter.fieldkit", "."], "not a fieldkit project"),
        (["report", "letter.fieldkit"], "not a fieldkit project"),
        (["join", "empty", "new.fieldkit"], "No fieldkit project lies"),
        (["join", "nowhere", "new.fieldkit"], "not there"),
        (["demo", "."], "something in"),
    ],
)
def test_what_a_person_can_mend_is_a_sentence_and_a_hint(
    capsys: pytest.CaptureFixture[str],
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    words: list[str],
    sentence: str,
):
    monkeypatch.chdir(tmp_path)
    Path("letter.fieldkit").write_text("Dear all", encoding="utf-8")
    Path("empty").mkdir()
    before = sorted(Path().rglob("*"))

    code, out, err = run(capsys, *words)

    assert (code, out) == (1, "")
    assert sentence in err
    assert len(err.strip().splitlines()) == 2
    assert [path for path in sorted(Path().rglob("*")) if path.suffix != ".lock"] == before
