"""Claims about a second window on one project."""

from __future__ import annotations

from collections.abc import Generator
from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication, QLabel
from pytestqt.qtbot import QtBot

from fieldkit.app.main import Front
from fieldkit.domain import Group, GroupType
from fieldkit.edits import people
from fieldkit.store import Store


@pytest.fixture
def front(qapp: QApplication, qtbot: QtBot) -> Generator[Front]:
    made = Front(qapp)
    made.begin()
    yield made
    for window in (made.window, made.welcome):
        if window:
            window.close()
            window.deleteLater()


def test_it_opens_to_look_at_with_a_plain_banner_and_saves_nothing(
    qtbot: QtBot, front: Front, tmp_path: Path
) -> None:
    with Store.create(tmp_path / "round.fieldkit", "Norwich round") as first:
        assert first.path
        group = people.add_group(first, "Fridge", GroupType(id="t", name="Food"))
        front.open(first.path)
        qtbot.waitUntil(lambda: front.window is not None and not front.window.project.busy, timeout=20_000)
        window = front.window
        assert window

        words = [told.text() for told in window.banner.findChildren(QLabel)]
        assert window.banner.isVisible()
        assert any("open in another window. Here you can look at it" in text for text in words)
        assert any(told.text() == "Norwich round (only to look at)" for told in window.findChildren(QLabel))
        with qtbot.waitSignal(window.project.faulted):
            window.project.attempt(people.save_group, group.but(place="Ely"))
        window.undo()
        assert first.get(Group, group.id).place == ""
        window.close()
