"""Long work, off the window's thread."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable

from PySide6.QtCore import QObject, QThreadPool, Signal, Slot

PATIENCE = 0.05
"""Seconds between two reports of progress; more would only keep the window busy."""


class Task(QObject):
    """One piece of long work. It knows the store at most, and never a widget.

    `work` gets the task itself, to report progress and to ask `cancelled` between batches. What it returns
    comes with `done`, what it raises with `failed`, both on the thread that made the task. A cancelled task is
    done as well, with whatever `work` made of it.
    """

    done = Signal(object)
    failed = Signal(object)
    progressed = Signal(float, str)
    """How much is done, 0 to 1, and what is being done now."""

    _ended = Signal(object, object)

    def __init__(
        self, work: Callable[[Task], object], pool: QThreadPool | None = None, parent: QObject | None = None
    ) -> None:
        super().__init__(parent)
        self._work = work
        self._pool = pool or QThreadPool.globalInstance()
        self._cancelled = False
        self._over = False
        self._reported = 0.0
        self._at_work = threading.Lock()
        self._ended.connect(self._tell)

    def start(self) -> None:
        """Begin, as soon as a thread is free."""
        self._pool.start(self._run)

    def cancel(self) -> None:
        """Ask the work to stop at the next batch."""
        self._cancelled = True

    @property
    def cancelled(self) -> bool:
        """Whether the work was asked to stop."""
        return self._cancelled

    @property
    def over(self) -> bool:
        """Whether the work has ended, well or not, and this is about to be told or was."""
        return self._over

    def report(self, fraction: float, words: str = "") -> None:
        """Say, from within the work, how far it has come."""
        now = time.monotonic()
        if fraction >= 1 or now - self._reported >= PATIENCE:
            self._reported = now
            self.progressed.emit(fraction, words)

    def _run(self) -> None:
        with self._at_work:
            try:
                result, error = self._work(self), None
            except Exception as raised:  # one of the three doors: it goes on to the window
                result, error = None, raised
            self._ended.emit(result, error)

    @Slot(object, object)
    def _tell(self, result: object, error: Exception | None) -> None:
        # Who hears of the end may delete this task; the worker must have left `emit` by then, or it would go on
        # with an object that is no more.
        with self._at_work:
            self._over = True
        if error is None:
            self.done.emit(result)
        else:
            self.failed.emit(error)
