"""A long questionnaire filled by keyboard, beside bare Qt: `python3 dev.py bench window`.

The form is a needs assessment of 548 rows (`../shared/corpus/reach_msna`). What counts is how long each key holds the
thread of the window: nobody can type on meanwhile. Bare Qt is a page of as many lines of text as questions are
answered, typed into and left with Tab; it asks nothing, checks nothing and saves nothing.
"""

from __future__ import annotations

import argparse
import os
import tempfile
from collections.abc import Sequence
from datetime import date
from pathlib import Path
from statistics import median
from time import thread_time

from benchmarks.measure import Row

_FORM = Path(__file__).parents[2] / "shared" / "corpus" / "reach_msna" / "form.xlsx"
_MOST_MS = 50


def rows(words: Sequence[str]) -> list[Row]:
    """Fill the form once and return the table; only a note where the form is not there."""
    argparse.ArgumentParser(prog="dev.py bench window").parse_args(words)
    if not _FORM.exists():
        return [Row("a long questionnaire", "fieldkit", None, None, note=f"needs {_FORM}")]
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    from PySide6.QtWidgets import QApplication

    app = QApplication.instance() or QApplication([])
    with tempfile.TemporaryDirectory() as desk:
        os.environ["FIELDKIT_CONFIG"] = desk
        answered, ours = _filled(Path(desk))
    bare = _typed(answered)
    app.processEvents()
    return [
        *_rows("fieldkit", ours, f"≤ {_MOST_MS} ms", f"{median(ours) / median(bare):.1f} × bare Qt"),
        *_rows("bare Qt", bare, "", ""),
    ]


def _rows(engine: str, keys: Sequence[float], target: str, note: str) -> list[Row]:
    over = sum(key > _MOST_MS for key in keys)
    said = f"{over} of {len(keys)} keys over {_MOST_MS} ms" if target else ""
    return [
        Row("a key, the median", engine, median(keys), None, note=note),
        Row("a key, the longest", engine, max(keys), None, target=target, note=said),
    ]


def _filled(desk: Path) -> tuple[int, list[float]]:
    """Fill the form as somebody would; return how many questions were answered, and the CPU ms of each key."""
    from fieldkit.app.project import OpenProject
    from fieldkit.app.surveys.filler import Filler
    from fieldkit.domain import GroupType
    from fieldkit.edits import interviews, people, surveys
    from fieldkit.forms import load
    from fieldkit.settings import Settings
    from fieldkit.store import Store
    from tests.journeys.interviewer import Interviewer

    with Store.create(desk / "Round.fieldkit", "Round") as store:
        people.sit_down(store, people.add_person(store, "Amina"))
        group = people.add_group(store, "Riverside Food Share", GroupType(name="Food sharing"))
        interview = interviews.begin(store, group, held_on=date(2026, 11, 3))
        survey_form = surveys.add_form(store, load(_FORM))
        project = OpenProject(store, Settings(person="Amina"))
        filler = Filler(project, interview.id, survey_form, surveys.read_form(store, survey_form))
        _show(filler)
        filler.setFocus()
        interviewer = Interviewer(filler)
        interviewer.fill()
        answered = len(set(interviewer.seen))
        filler.close()
        project.close()
    return answered, [1000 * seconds for seconds in interviewer.held]


def _typed(lines: int) -> list[float]:
    """Type into so many bare lines; return the CPU ms of each key that leads on."""
    from PySide6.QtCore import Qt
    from PySide6.QtTest import QTest
    from PySide6.QtWidgets import QApplication, QLabel, QLineEdit, QScrollArea, QVBoxLayout, QWidget

    page, area = QWidget(), QScrollArea()
    column = QVBoxLayout(page)
    edits = [QLineEdit() for _each in range(lines)]
    for number, edit in enumerate(edits):
        column.addWidget(QLabel(f"Question {number}"))
        column.addWidget(edit)
    area.setWidget(page)
    _show(area)
    held: list[float] = []
    for edit in edits:
        edit.setFocus()
        QTest.keyClicks(edit, "3")
        before = thread_time()
        QTest.keyClick(edit, Qt.Key.Key_Tab)
        QApplication.processEvents()
        held.append(1000 * (thread_time() - before))
    area.close()
    return held


def _show(widget: object) -> None:
    from PySide6.QtTest import QTest
    from PySide6.QtWidgets import QWidget

    assert isinstance(widget, QWidget)
    widget.resize(1140, 720)
    widget.show()
    QTest.qWaitForWindowExposed(widget)
    widget.activateWindow()
    QTest.qWaitForWindowActive(widget)
