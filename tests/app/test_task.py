"""Claims about long work."""

from __future__ import annotations

import threading

from PySide6.QtCore import QObject, QThread, Slot
from pytestqt.qtbot import QtBot

from fieldkit.app.task import Task


class Listener(QObject):
    """Hears of a task as a page would."""

    def __init__(self) -> None:
        super().__init__()
        self.heard: list[tuple[object, bool]] = []

    @Slot(object)
    def hear(self, result: object) -> None:
        self.heard.append((result, QThread.isMainThread()))


def test_the_work_runs_beside_the_window_and_its_result_arrives_in_it(qtbot: QtBot) -> None:
    listener = Listener()
    task = Task(lambda _task: threading.current_thread() is threading.main_thread())
    task.done.connect(listener.hear)

    with qtbot.waitSignal(task.done):
        task.start()

    assert listener.heard == [(False, True)]


def test_what_the_work_raises_arrives_as_it_was_raised(qtbot: QtBot) -> None:
    error = ValueError("broken")

    def work(_task: Task) -> None:
        raise error

    task = Task(work)

    with qtbot.waitSignal(task.failed) as failed:
        task.start()

    assert failed.args == [error]


def test_a_cancelled_task_stops_at_the_next_batch(qtbot: QtBot) -> None:
    begun = threading.Event()

    def work(task: Task) -> str:
        begun.set()
        while not task.cancelled:
            threading.Event().wait(0.001)
        return "stopped"

    task = Task(work)
    task.start()
    begun.wait(5)

    with qtbot.waitSignal(task.done) as done:
        task.cancel()

    assert done.args == ["stopped"]


def test_progress_never_floods_the_window_and_its_end_always_arrives(qtbot: QtBot) -> None:
    reports: list[tuple[float, str]] = []

    def work(task: Task) -> None:
        for step in range(10_001):
            task.report(step / 10_000, "reading")

    task = Task(work)
    task.progressed.connect(lambda fraction, words: reports.append((fraction, words)))

    with qtbot.waitSignal(task.done):
        task.start()

    assert reports[-1] == (1.0, "reading")
    assert len(reports) < 200


def test_a_thousand_tasks_leave_nothing_out(qtbot: QtBot) -> None:
    listener = Listener()
    tasks = [Task(lambda _task, n=n: n, parent=listener) for n in range(1000)]

    for task in tasks:
        task.done.connect(listener.hear)
        task.start()
    qtbot.waitUntil(lambda: len(listener.heard) == 1000, timeout=20_000)

    assert sorted(result for result, _ in listener.heard) == list(range(1000))
    assert all(in_the_window for _, in_the_window in listener.heard)


def test_a_task_may_be_deleted_as_soon_as_its_end_is_told(qtbot: QtBot) -> None:
    listener = Listener()

    for n in range(500):
        task = Task(lambda _task, n=n: n, parent=listener)
        task.done.connect(task.deleteLater)
        task.done.connect(listener.hear)
        task.start()
    qtbot.waitUntil(lambda: len(listener.heard) == 500, timeout=20_000)

    assert sorted(result for result, _ in listener.heard) == list(range(500))
