"""Waiting for a folder that may never answer: a network drive whose server is gone holds whoever asks it for ever."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable
from concurrent.futures import Future
from typing import TypeVar

from fieldkit.errors import FolderError
from fieldkit.words import _

T = TypeVar("T")

ANSWER_S = 60.0
"""A folder that gives no sign of life for so long is given up."""
_LOOK_S = 0.1
"""How often to look whether somebody wants to stop."""
_SLOWEST = 100_000
"""So many bytes a second are a sign of life."""


class StoppedError(Exception):
    """Somebody wants to stop, and need not wait until the folder answers."""


class Patience:
    """Waits for deeds in a folder on a thread of their own, until they are done, stopped, or hopeless.

    A deed that was given up still hangs in the system, which nobody can help; it touches nothing but the folder, and
    keeps no program from ending.
    """

    def __init__(self, stopped: Callable[[], bool]) -> None:
        self._stopped = stopped
        self._until = 0.0

    def go_on(self, size: int = 0) -> None:
        """Take this for a sign of life: a step was done, and one that moves so many bytes begins."""
        self._until = time.monotonic() + ANSWER_S + size / _SLOWEST

    def wait(self, deed: Callable[[], T]) -> T:
        """Return what a deed returns, or raise what it raises.

        Raises:
            StoppedError: somebody wants to stop.
            FolderError: the folder does not answer.
        """
        done: Future[T] = Future()
        self.go_on()
        threading.Thread(target=_do, args=(deed, done), daemon=True).start()
        while True:
            try:
                return done.result(_LOOK_S)
            except TimeoutError:
                if done.done():
                    raise  # The system's own, from the deed.
            if self._stopped():
                raise StoppedError
            if time.monotonic() > self._until:
                raise FolderError(
                    _("The shared folder does not answer, so this was stopped. Your own project is safe."),
                    _(
                        "Look whether the network drive or the stick is there, then sync again: it goes on where it"
                        " stopped."
                    ),
                )


def _do(deed: Callable[[], T], done: Future[T]) -> None:
    try:
        done.set_result(deed())
    except BaseException as error:  # it goes on to whoever waits
        done.set_exception(error)
