"""What was converted before is not converted again, unless something it hangs on changed."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from fieldkit.forms import load
from fieldkit.forms.workbooks import conversions
from tests.forms.tables import workbook

ONE = "| survey |\n| | type | name | label |\n| | text | a | A |"


def test_a_form_that_is_known_is_read_without_the_converter(tmp_path: Path) -> None:
    path, cache = workbook(tmp_path, ONE), tmp_path / "cache"
    load(path, cache)

    words = f"""
import sys
from pathlib import Path
from fieldkit.forms import load
form = load(Path({str(path)!r}), Path({str(cache)!r}))
print([question.path for question in form.questions()], "pyxform" in sys.modules)
"""
    again = subprocess.run([sys.executable, "-c", words], capture_output=True, text=True, check=True)

    assert again.stdout.split("\n")[0] == "['/a', '/meta/instanceID'] False"


def test_a_workbook_that_changed_is_converted_anew(tmp_path: Path) -> None:
    cache = tmp_path / "cache"
    load(workbook(tmp_path, ONE), cache)

    changed = load(workbook(tmp_path, f"{ONE}\n| | text | b | B |"), cache)

    assert [question.path for question in changed.questions() if question.asked] == ["/a", "/b"]
    assert len(list(cache.iterdir())) == 2


@pytest.mark.parametrize("what", ["version", "__version__"])
def test_another_pyxform_or_fieldkit_converts_anew(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, what: str
) -> None:
    path, cache = workbook(tmp_path, ONE), tmp_path / "cache"
    load(path, cache)

    monkeypatch.setattr(conversions, what, (lambda _name: "99") if what == "version" else "99")
    load(path, cache)

    assert len(list(cache.iterdir())) == 2


def test_a_form_without_an_id_goes_by_the_name_of_its_file_all_the_same(tmp_path: Path) -> None:
    cache = tmp_path / "cache"
    first = load(workbook(tmp_path, ONE, "water.xlsx"), cache)

    second = load(workbook(tmp_path, ONE, "roads.xlsx"), cache)

    assert (first.form_id, second.form_id) == ("water", "roads")


@pytest.mark.parametrize("content", [b"", b"\xff\xfe", b"<html"])
def test_what_is_kept_and_damaged_is_made_again(tmp_path: Path, content: bytes) -> None:
    path, cache = workbook(tmp_path, ONE), tmp_path / "cache"
    load(path, cache)
    (kept,) = cache.iterdir()
    kept.write_bytes(content)

    form = load(path, cache)

    assert form.form_id == "form"
    assert kept.read_text("utf-8") == form.xml


def test_no_room_for_what_is_kept_is_no_trouble(tmp_path: Path) -> None:
    path = workbook(tmp_path, ONE)
    (tmp_path / "cache").write_text("a file where the folder should be")

    assert load(path, tmp_path / "cache").form_id == "form"


def test_the_oldest_go_first(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    cache = tmp_path / "cache"
    monkeypatch.setattr(conversions, "MOST", 2)

    for name in ("a.xlsx", "b.xlsx", "c.xlsx"):
        load(workbook(tmp_path, ONE, name), cache)

    assert len(list(cache.iterdir())) == 2
