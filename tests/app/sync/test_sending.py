"""Claims about looking at what may name somebody before it is sent."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QPushButton
from pytestqt.qtbot import QtBot

from fieldkit.app.project import OpenProject
from fieldkit.app.sync.page import SyncPage
from fieldkit.domain import GroupType, Note
from fieldkit.domain.consent import Answer, Scope
from fieldkit.edits import consent, history, interviews, people
from fieldkit.store import Store
from tests.app.conftest import unnamed

TEXT = "Ring 07700 900123, or write to ash@example.org."


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    made = tmp_path / "shared"
    made.mkdir()
    return made


@pytest.fixture
def page(project: OpenProject, show) -> SyncPage:
    note(project.store, TEXT)
    return show(SyncPage(project))


def note(store: Store, text: str) -> None:
    group = people.add_group(store, "Fridge", GroupType(id="t", name="Food"))
    interview = interviews.begin(store, group, held_on=date(2026, 11, 3))
    for scope in (Scope.HOLD, Scope.TEAM):
        consent.answer(store, interview, scope, Answer.YES, on=date(2026, 11, 3))
    (empty,) = store.find(Note, interview_id=interview.id)
    interviews.write_note(store, empty, text)


def ready(qtbot: QtBot, page: SyncPage) -> None:
    qtbot.waitUntil(lambda: page._task is None and not page._project.busy, timeout=20_000)


def buttons(page: SyncPage, words: str) -> list[QPushButton]:
    return [b for b in page.findChildren(QPushButton) if b.isVisible() and b.text() == words]


def sent(folder: Path) -> str:
    return "".join(path.read_text(encoding="utf-8") for path in folder.rglob("journal/*/*.csv"))


def test_nothing_is_sent_before_it_was_shown_and_the_second_time_it_goes(
    qtbot: QtBot, page: SyncPage, folder: Path
) -> None:
    page.share(folder)
    ready(qtbot, page)

    assert sent(folder) == ""
    assert page._outcome.text().startswith("Nothing was sent yet")
    assert len(buttons(page, "Leave it")) == 2
    assert unnamed(page) == []

    qtbot.keyClick(page, Qt.Key.Key_F5)
    ready(qtbot, page)

    assert "900123" in sent(folder)
    assert not page._sending.isVisible()


def test_what_is_replaced_goes_without_the_words_and_what_is_left_goes_as_it_is(
    qtbot: QtBot, page: SyncPage, project: OpenProject, folder: Path
) -> None:
    page.share(folder)
    ready(qtbot, page)

    buttons(page, "Replace by [phone]")[0].setFocus()
    qtbot.keyClick(buttons(page, "Replace by [phone]")[0], Qt.Key.Key_Space)
    ready(qtbot, page)
    assert buttons(page, "Replace by [e-mail]")[0].hasFocus()
    qtbot.mouseClick(buttons(page, "Leave it")[0], Qt.MouseButton.LeftButton)
    ready(qtbot, page)
    assert not page._sending.isVisible()
    qtbot.keyClick(page, Qt.Key.Key_F5)
    ready(qtbot, page)

    assert [n.text for n in project.store.find(Note)] == [TEXT.replace("07700 900123", "[phone]")]
    assert "900123" not in sent(folder)
    assert "ash@example.org" in sent(folder)


def test_all_may_be_sent_as_it_is_in_one_click(qtbot: QtBot, page: SyncPage, folder: Path) -> None:
    page.share(folder)
    ready(qtbot, page)

    qtbot.mouseClick(buttons(page, "Send as it is")[0], Qt.MouseButton.LeftButton)
    ready(qtbot, page)

    assert page._outcome.text().startswith("Sent: ")


def test_what_came_up_since_is_shown_before_it_goes(
    qtbot: QtBot, page: SyncPage, project: OpenProject, folder: Path
) -> None:
    page.share(folder)
    ready(qtbot, page)
    note(project.store, "Later: 01603 555012")

    page.sync()
    ready(qtbot, page)

    assert sent(folder) == ""
    assert len(buttons(page, "Leave it")) == 3


def test_looking_at_the_page_beforehand_is_looking(
    qtbot: QtBot, page: SyncPage, project: OpenProject, folder: Path
) -> None:
    project.remember(project.settings.sharing(project.store.project_id, str(folder)))
    page.hide()
    page.show()
    ready(qtbot, page)
    assert page._sending.isVisible()

    page.sync()
    ready(qtbot, page)

    assert page._outcome.text().startswith("Sent: ")


def test_what_was_replaced_and_taken_back_is_shown_again(
    qtbot: QtBot, page: SyncPage, project: OpenProject, folder: Path
) -> None:
    page.share(folder)
    ready(qtbot, page)
    qtbot.mouseClick(buttons(page, "Replace by [phone]")[0], Qt.MouseButton.LeftButton)
    ready(qtbot, page)

    history.undo(project.store)
    page.sync()
    ready(qtbot, page)

    assert sent(folder) == ""
    assert buttons(page, "Replace by [phone]")
