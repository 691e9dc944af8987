"""Claims about a PDF on the screen."""

from __future__ import annotations

import hashlib
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from fieldkit.app.project import OpenProject
from fieldkit.app.reports.page import ReportsPage
from fieldkit.app.reports.preview import Leaf, Preview, draw
from fieldkit.domain import IssuedReport
from fieldkit.domain.consent import Scope
from fieldkit.edits import consent, reports
from fieldkit.report.make import Made
from tests.making import DAY, an_interview


@pytest.fixture(scope="module")
def pdf(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a PDF of three pages of A4, each with its number on it and a red square."""
    from reportlab.lib.pagesizes import A4
    from reportlab.pdfgen.canvas import Canvas

    path = tmp_path_factory.mktemp("pdf") / "three.pdf"
    canvas = Canvas(str(path), pagesize=A4)
    for number in (1, 2, 3):
        canvas.setFillColorRGB(1, 0, 0)
        canvas.rect(100, 100, 200, 200, fill=1, stroke=0)
        canvas.drawString(72, 760, f"leaf {number}")
        canvas.showPage()
    canvas.save()
    return path


def test_a_page_is_drawn_in_its_colours_and_says_its_words(pdf: Path) -> None:
    drawn = draw(Leaf(pdf, 1, 1.0))

    assert (drawn.image.width(), drawn.image.height()) == (596, 842)
    assert drawn.image.pixelColor(200, 842 - 200).getRgb()[:3] == (255, 0, 0)
    assert drawn.pages == 3
    assert drawn.words.strip() == "leaf 2"


def test_keys_turn_the_pages_and_stop_at_the_ends(
    qtbot: QtBot, project: OpenProject, show, pdf: Path
) -> None:
    preview = show(Preview(project))
    with qtbot.waitSignal(preview.shown):
        preview.open(pdf)
    assert not preview._before.isEnabled()

    for page in (1, 2):
        with qtbot.waitSignal(preview.shown) as shown:
            qtbot.keyClick(preview, Qt.Key.Key_PageDown)
        assert shown.args == [page]

    assert not preview._next.isEnabled()
    assert preview._where.text() == "Page 3 of 3"


def test_larger_is_larger(qtbot: QtBot, project: OpenProject, show, pdf: Path) -> None:
    preview = show(Preview(project))
    with qtbot.waitSignal(preview.shown):
        preview.open(pdf)
    before = preview._sheet.pixmap().width()

    with qtbot.waitSignal(preview.shown):
        preview.enlarge()

    assert preview._sheet.pixmap().width() == pytest.approx(before * 1.25, abs=2)


def test_a_report_is_made_shown_and_saved(qtbot: QtBot, project: OpenProject, show, tmp_path: Path) -> None:
    page = show(ReportsPage(project))
    assert not page._save.isEnabled()

    with qtbot.waitSignal(page._preview.shown, timeout=60_000):
        page.make()
    page.save(tmp_path / "report.pdf")

    assert (tmp_path / "report.pdf").read_bytes().startswith(b"%PDF")
    assert "Page 1 of" in page._preview._where.text()
    (issued,) = project.store.find(IssuedReport)
    assert issued.sha256 == hashlib.sha256((tmp_path / "report.pdf").read_bytes()).hexdigest()


def test_a_report_that_no_longer_holds_is_named(project: OpenProject, show) -> None:
    store = project.store
    interview = an_interview(store, Scope.HOLD, Scope.TEAM)
    page = show(ReportsPage(project))
    reports.issue(store, "No time", [interview.id], "ab12", on=DAY)
    assert not page._outdated.isVisible()

    consent.withdraw(store, interview, on=DAY)

    assert page._outdated.isVisible()
    assert "“No time”" in page._outdated.text()


def test_a_report_on_the_screen_goes_with_an_interview_in_it_that_is_taken_back(
    project: OpenProject, show, tmp_path: Path, pdf: Path
) -> None:
    interview = an_interview(project.store, Scope.HOLD, Scope.TEAM)
    page = show(ReportsPage(project))
    page._show(Made(pdf, "A finding", (interview.id,), ""))
    assert page._save.isEnabled()

    consent.withdraw(project.store, interview, on=DAY)
    page.save(tmp_path / "report.pdf")

    assert not pdf.exists()
    assert not (tmp_path / "report.pdf").exists()
    assert not page._save.isEnabled()
    assert not page._preview.isVisible()
    assert project.store.find(IssuedReport) == []


def test_a_report_that_cannot_be_saved_is_said(
    qtbot: QtBot, project: OpenProject, show, tmp_path: Path, pdf: Path
) -> None:
    page = show(ReportsPage(project))
    page._made = Made(pdf, "A finding", (), "")

    with qtbot.waitSignal(project.faulted) as faulted:
        page.save(tmp_path / "no such folder" / "report.pdf")

    assert "could not be saved" in faulted.args[0].sentence
