"""What the tests of the window share: a real project, dressed pages, and a look at what they leave behind."""

from __future__ import annotations

import threading
from collections.abc import Callable, Generator
from pathlib import Path

import pytest
from PySide6.QtCore import QCoreApplication, QEvent, QThreadPool
from PySide6.QtGui import QAccessible, QAccessibleInterface
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from fieldkit.app import style
from fieldkit.app.project import OpenProject
from fieldkit.edits import people
from fieldkit.settings import Settings
from fieldkit.store import Store

Show = Callable[[QWidget], QWidget]


@pytest.fixture(autouse=True)
def laptop(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Keep the settings of this laptop out of it."""
    folder = tmp_path / "config"
    monkeypatch.setenv("FIELDKIT_CONFIG", str(folder))
    return folder


@pytest.fixture(autouse=True)
def nothing_left(qapp: QApplication) -> Generator[None]:
    """Fail a test that leaves a thread, a window or a running task behind."""
    threads = _threads()
    windows = set(map(id, qapp.topLevelWidgets()))
    yield
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
    qapp.processEvents()
    assert QThreadPool.globalInstance().waitForDone(5_000)
    assert _threads() <= threads
    left = [w for w in qapp.topLevelWidgets() if id(w) not in windows and w.isVisible()]
    assert not left


def _threads() -> set[threading.Thread]:
    """Return the threads of Python; those of Qt's pools rest by themselves and are named `Dummy`."""
    return {thread for thread in threading.enumerate() if not thread.name.startswith("Dummy")}


@pytest.fixture(scope="session", autouse=True)
def dressed(qapp: QApplication) -> None:
    """Wear what the app wears."""
    style.apply(qapp, dark=False)


@pytest.fixture
def store(tmp_path: Path) -> Generator[Store]:
    """Return a new project with one person at the laptop."""
    with Store.create(tmp_path / "Reading rooms.fieldkit", "Reading rooms") as made:
        people.sit_down(made, people.add_person(made, "Amina"))
        yield made


@pytest.fixture
def project(store: Store) -> Generator[OpenProject]:
    """Return that project as the window has it."""
    opened = OpenProject(store, Settings(person="Amina"))
    yield opened
    opened.close()


@pytest.fixture
def show(qtbot: QtBot) -> Show:
    """Return what puts a widget on the screen, active, as a person would find it."""

    def put(widget: QWidget) -> QWidget:
        qtbot.addWidget(widget)
        widget.resize(1140, 720)
        widget.show()
        qtbot.waitExposed(widget)
        widget.activateWindow()
        qtbot.waitUntil(widget.isActiveWindow)
        return widget

    return put


OPERATED = frozenset(
    {
        QAccessible.Role.PushButton,
        QAccessible.Role.EditableText,
        QAccessible.Role.ComboBox,
        QAccessible.Role.List,
        QAccessible.Role.Table,
        QAccessible.Role.Tree,
        QAccessible.Role.RadioButton,
        QAccessible.Role.CheckBox,
        QAccessible.Role.SpinBox,
        QAccessible.Role.Slider,
        QAccessible.Role.PageTab,
    }
)


def unnamed(widget: QWidget) -> list[str]:
    """Return what can be operated in a widget and has no name that a screen reader could say."""
    root = QAccessible.queryAccessibleInterface(widget)
    assert root is not None
    return list(_unnamed(root, type(widget).__name__))


def _unnamed(node: QAccessibleInterface, where: str) -> Generator[str]:
    role = node.role()
    name = node.text(QAccessible.Text.Name)
    if role in OPERATED and not name and not node.state().invisible:
        yield f"{where} > {role.name} {type(node.object()).__name__}"
    for at in range(min(node.childCount(), 60)):
        child = node.child(at)
        if child and child.isValid():
            yield from _unnamed(child, f"{where} > {role.name} {name}".strip())
