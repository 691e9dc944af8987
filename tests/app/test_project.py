"""Claims about the project as the window has it."""

from __future__ import annotations

import threading

import pytest
from PySide6.QtCore import QObject, QThread, Slot
from pytestqt.exceptions import capture_exceptions
from pytestqt.qtbot import QtBot

from fieldkit import settings
from fieldkit.app.project import OpenProject
from fieldkit.app.task import Task
from fieldkit.domain import Person
from fieldkit.domain.change import Change
from fieldkit.edits import people
from fieldkit.errors import FieldkitError
from fieldkit.settings import Settings
from fieldkit.store import Store


class Page(QObject):
    """Hears of changes as a page would."""

    def __init__(self, project: OpenProject) -> None:
        super().__init__()
        self.heard: list[tuple[list[Change], bool]] = []
        project.changed.connect(self.hear)

    @Slot(list)
    def hear(self, changes: list[Change]) -> None:
        self.heard.append((changes, QThread.isMainThread()))


def test_a_deed_is_heard_before_it_returns(project: OpenProject) -> None:
    page = Page(project)

    changes = project.store.write("Add", Person(name="Bo"))

    assert page.heard == [(changes, True)]


def test_a_deed_on_another_thread_is_heard_on_the_windows(qtbot: QtBot, project: OpenProject) -> None:
    page = Page(project)
    task = project.run(lambda _task: project.store.write("Add", Person(name="Bo")))

    with qtbot.waitSignal(task.done) as done:
        task.start()
    qtbot.waitUntil(lambda: bool(page.heard))

    assert page.heard == [(done.args[0], True)]


def test_what_a_person_can_mend_is_shown_and_the_deed_returns_none(
    qtbot: QtBot, project: OpenProject
) -> None:
    with qtbot.waitSignal(project.faulted) as faulted:
        person = project.attempt(people.add_person, "  ")

    assert person is None
    assert faulted.args[0].sentence == "The name is empty."


def test_a_deed_that_goes_well_returns_what_it_made(project: OpenProject) -> None:
    person = project.attempt(people.add_person, "Bo", role="coordinator")

    assert person
    assert project.store.get(Person, person.id).role == "coordinator"


def test_a_tasks_fault_that_a_person_can_mend_is_shown(qtbot: QtBot, project: OpenProject) -> None:
    def work(_task: Task) -> None:
        raise FieldkitError("The folder is gone.")

    task = project.run(work)
    task.failed.connect(project.failed)

    with qtbot.waitSignal(project.faulted) as faulted:
        task.start()

    assert faulted.args[0].sentence == "The folder is gone."


def test_a_tasks_slip_of_ours_goes_the_way_of_all_slips(qtbot: QtBot, project: OpenProject) -> None:
    def work(_task: Task) -> None:
        raise LookupError("ours")

    task = project.run(work)
    task.failed.connect(project.failed)

    with capture_exceptions() as slips, qtbot.waitSignal(task.failed):
        task.start()

    assert [type(error) for _, error, _ in slips] == [LookupError]


def test_closing_lets_typed_text_be_saved_stops_tasks_and_lets_go_of_the_file(store: Store) -> None:
    project = OpenProject(store)
    begun = threading.Event()
    stopped = threading.Event()

    def work(task: Task) -> None:
        begun.set()
        while not task.cancelled:
            threading.Event().wait(0.001)
        stopped.set()

    class Typing(QObject):
        @Slot()
        def save(self) -> None:
            store.write("Type", Person(id="p", name="typed"))

    typing = Typing()
    project.typing_ended.connect(typing.save)
    project.run(work).start()
    begun.wait(5)

    project.close()

    assert stopped.is_set()
    assert store.path
    with Store.open(store.path) as again:
        assert again.get(Person, "p").name == "typed"


def test_what_a_task_wrote_is_not_told_after_the_project_was_closed(qtbot: QtBot, store: Store) -> None:
    project = OpenProject(store)
    page = Page(project)
    project.run(lambda _task: store.write("Add", Person(name="late"))).start()

    project.close()
    qtbot.wait(1)

    assert not page.heard


def test_settings_are_remembered_and_told(qtbot: QtBot, project: OpenProject) -> None:
    with qtbot.waitSignal(project.settings_changed):
        project.remember(Settings(person="Bo"))

    assert project.settings.person == "Bo"
    assert settings.load().person == "Bo"


def test_settings_that_cannot_be_remembered_are_said(
    qtbot: QtBot, project: OpenProject, laptop, monkeypatch: pytest.MonkeyPatch
) -> None:
    laptop.write_text("a file where a folder should be")

    with qtbot.waitSignal(project.faulted) as faulted:
        project.remember(Settings(person="Bo"))

    assert "could not be remembered" in faulted.args[0].sentence
