"""The project that the window shows, and everybody's news of it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Concatenate, ParamSpec, TypeVar

from PySide6.QtCore import QObject, QThreadPool, Signal, Slot

from fieldkit import settings as laptop
from fieldkit.app.task import Task
from fieldkit.domain.change import Change
from fieldkit.errors import FieldkitError
from fieldkit.settings import Settings
from fieldkit.store import Store

P = ParamSpec("P")
T = TypeVar("T")


class OpenProject(QObject):
    """What every page gets: the store, this laptop's settings, and news of both."""

    changed = Signal(list)
    """Changes of the project, whoever made them and on whichever thread; heard on the window's thread."""
    settings_changed = Signal()
    typing_ended = Signal()
    """Somebody is about to read all, take back or close: who still holds typed text saves it now."""
    closing = Signal()
    """The last moment to save anything; what is typed is saved already."""
    closed = Signal()
    """The file is let go of, and nothing runs any more."""
    faulted = Signal(object)
    """A FieldkitError to show in place."""

    _arrived = Signal(list)

    def __init__(self, store: Store, settings: Settings | None = None, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.store = store
        self._settings = settings or Settings()
        self._pool = QThreadPool(self)
        self._tasks: set[Task] = set()
        self._closed = False
        # A signal to a method of ours waits for our own thread, whichever thread the store speaks from.
        self._arrived.connect(self._tell)
        store.listen(self._arrived.emit)

    @property
    def settings(self) -> Settings:
        """The settings of this laptop as they are now."""
        return self._settings

    def remember(self, settings: Settings) -> None:
        """Take and save new settings of this laptop."""
        self._settings = settings
        self.attempt(lambda _store: laptop.save(settings))
        self.settings_changed.emit()

    def attempt(
        self, deed: Callable[Concatenate[Store, P], T], *args: P.args, **kwargs: P.kwargs
    ) -> T | None:
        """Do a deed and return what it returns; where a person can mend what is wrong, show that and return None."""
        try:
            return deed(self.store, *args, **kwargs)
        except FieldkitError as error:
            self.faulted.emit(error)
            return None

    def run(self, work: Callable[[Task], object]) -> Task:
        """Return a task for long work: connect it, then start it. It ends with the project."""
        task = Task(work, self._pool, self)
        self._tasks.add(task)
        task.done.connect(self._sweep)
        task.failed.connect(self._sweep)
        return task

    @property
    def busy(self) -> bool:
        """Whether any task has not ended yet."""
        return bool(self._tasks)

    @Slot(object)
    def failed(self, error: Exception) -> None:
        """Show what went wrong in a task; what nobody at the laptop can mend goes the way of our own slips."""
        if not isinstance(error, FieldkitError):
            raise error
        self.faulted.emit(error)

    def end_typing(self) -> None:
        """Let everything that is typed and not yet saved be saved now."""
        self.typing_ended.emit()

    def close(self) -> None:
        """Save what is being typed, stop the tasks, wait for them, and let go of the file."""
        if self._closed:
            return
        self.end_typing()
        self.closing.emit()
        self._closed = True
        for task in self._tasks:
            task.cancel()
        self._pool.waitForDone()
        for task in self._tasks:
            task.blockSignals(True)  # what has just ended would otherwise be told to pages without a store
        self.store.close()
        self.closed.emit()

    @Slot(list)
    def _tell(self, changes: list[Change]) -> None:
        if not self._closed:
            self.changed.emit(changes)

    @Slot()
    def _sweep(self) -> None:
        for task in [task for task in self._tasks if task.over]:
            self._tasks.discard(task)
            task.deleteLater()
