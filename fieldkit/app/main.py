"""From the first click to the open project.

Before the first paint nothing is loaded but Qt and the standard library; what reads the project follows beside it.
"""

from __future__ import annotations

import sys
from collections.abc import Callable
from dataclasses import replace
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QLocale, QObject, QSize, QTimer, Slot
from PySide6.QtWidgets import QApplication, QWidget

from fieldkit import settings as laptop
from fieldkit import words
from fieldkit.app import style
from fieldkit.app.faults import Faults, SlipDialog
from fieldkit.app.opening import clear_away
from fieldkit.app.task import Task
from fieldkit.app.welcome import Welcome
from fieldkit.errors import FieldkitError, InUseError
from fieldkit.words import _

if TYPE_CHECKING:
    from fieldkit.app.window import MainWindow
    from fieldkit.store import Store


_ROOMY = QSize(1440, 900)
"""A screen on which there is room for other windows beside ours."""


def main(path: Path | None = None) -> int:
    """Open the app, and this project in it where one is given; return the exit code."""
    app = QApplication(sys.argv[:1])
    app.setApplicationName("fieldkit")
    app.setDesktopFileName("fieldkit")
    clear_away()
    front = Front(app)
    front.faults.install()
    front.begin(path)
    try:
        return app.exec()
    finally:
        front.faults.remove()


class Front(QObject):
    """Leads from the welcome to the window of a project, and back."""

    def __init__(self, app: QApplication) -> None:
        super().__init__(app)
        self._app = app
        self.settings = laptop.load()
        self.faults = Faults(self)
        self.welcome: Welcome | None = None
        self.window: MainWindow | None = None
        self._store: Store | None = None
        self._task: Task | None = None
        self._new = False
        self._speak()
        self._dress()
        app.setWindowIcon(style.icon("coding", style.LIGHT.accent, 32))
        app.styleHints().colorSchemeChanged.connect(self._dress)
        self.faults.mendable.connect(self._show_error)
        self.faults.slipped.connect(self._show_slip)

    def begin(self, path: Path | None = None) -> None:
        """Put the first view on screen, and read the rest of the app beside it."""
        self._show_welcome()
        if path:
            self.open(path)
        else:
            QTimer.singleShot(0, self._warm_up)

    # What somebody wants

    @Slot(str, object)
    def make(self, name: str, path: Path) -> None:
        """Make a new project, with the shipped lists in it."""
        self._new = True
        self._work(_("Making the project…"), lambda _task: _made(name, path))

    @Slot(object)
    def open(self, path: Path) -> None:
        """Open a project file."""
        self._new = False
        self._work(_("Opening {project}…").format(project=path.stem), lambda _task: _opened(path))

    @Slot(object, object)
    def join(self, folder: Path, path: Path) -> None:
        """Make a project file from a shared folder."""
        self._new = False
        self._work(_("Fetching the project…"), lambda task: _joined(folder, path, task), may_stop=True)

    def _work(self, doing: str, work: Callable[[Task], Store | None], *, may_stop: bool = False) -> None:
        assert self.welcome
        self.welcome.wait(doing, may_stop=may_stop)
        task = self._task = Task(work, parent=self)
        task.done.connect(self._take)
        task.failed.connect(self._fail)
        task.progressed.connect(self._tell)
        task.start()

    @Slot(float, str)
    def _tell(self, fraction: float, words: str) -> None:
        assert self.welcome
        self.welcome.tell(f"{words} ({fraction:.0%})")

    @Slot()
    def stop(self) -> None:
        """Stop what is being fetched."""
        if self._task:
            self._task.cancel()

    @Slot(object)
    def _fail(self, error: Exception) -> None:
        assert self.welcome
        self.welcome.ask()
        self.faults.meet(error)

    @Slot(object)
    def _take(self, store: Store | None) -> None:
        from fieldkit.domain import Person

        assert self.welcome
        if store is None:
            self.welcome.ask()
            return
        self._store = store
        people = {person.id: person.name for person in store.find(Person)}
        if store.person in people or not store.writes:
            self._enter()
        elif self._new and self.settings.person:
            self.name_person("", self.settings.person)
        else:
            self.welcome.ask_who(sorted(people.items(), key=lambda p: p[1]), self.settings.person)

    @Slot(str, str)
    def name_person(self, person_id: str, name: str) -> None:
        """Let this person sit down at the laptop; somebody new in the project is added to it."""
        from fieldkit.domain import Person
        from fieldkit.edits import people

        assert self._store
        try:
            person = self._store.get(Person, person_id) if person_id else people.add_person(self._store, name)
            people.sit_down(self._store, person)
        except FieldkitError as error:
            self.faults.meet(error)
            return
        self.settings = replace(self.settings, person=person.name)
        self._enter()

    # From view to view

    def _show_welcome(self) -> None:
        self.welcome = Welcome(self.settings)
        self.welcome.new_wanted.connect(self.make)
        self.welcome.open_wanted.connect(self.open)
        self.welcome.join_wanted.connect(self.join)
        self.welcome.stopped.connect(self.stop)
        self.welcome.person_named.connect(self.name_person)
        _show(self.welcome)
        self.welcome.ask()

    def _enter(self) -> None:
        from fieldkit.app.project import OpenProject
        from fieldkit.app.window import MainWindow

        assert self._store
        assert self._store.path
        project = OpenProject(self._store, self.settings, self)
        project.settings_changed.connect(self._follow_settings)
        self.window = MainWindow(project)
        self.window.switched.connect(self.switch)
        if self.welcome:
            self.window.setGeometry(self.welcome.geometry())
        _show(self.window)
        project.remember(self.settings.opened(self._store.path))
        _away(self.welcome)
        self.welcome = None
        for fault in self._store.faults:
            self.faults.meet(fault)

    @Slot()
    def switch(self) -> None:
        """Let go of the project and ask for another."""
        window, self.window = self.window, None
        self._show_welcome()
        _away(window)

    # What holds everywhere

    @Slot()
    def _warm_up(self) -> None:
        task = Task(lambda _task: _read_modules(), parent=self)
        task.failed.connect(self.faults.meet)
        task.start()

    @Slot()
    def _follow_settings(self) -> None:
        if self.window:
            self.settings = self.window.project.settings
            self._dress()

    @Slot()
    def _dress(self) -> None:
        style.apply(self._app, style.dark_wanted(self.settings.look))

    def _speak(self) -> None:
        language = self.settings.language or QLocale.system().name()
        spoken = words.speak(language)
        # From the side of the words that are shown: on an Arabic system without a translation these are English.
        self._app.setLayoutDirection(QLocale(spoken).textDirection())

    @Slot(object)
    def _show_error(self, error: FieldkitError) -> None:
        shown = self.window or self.welcome
        assert shown
        shown.banner.show_error(error)

    @Slot(str)
    def _show_slip(self, report: str) -> None:
        SlipDialog(report, self.window or self.welcome).show()


def _show(window: QWidget) -> None:
    """Show a window; where the screen is a small laptop's, it takes all of it."""
    space = window.screen().availableSize()
    if space.width() < _ROOMY.width() or space.height() < _ROOMY.height():
        window.showMaximized()
    else:
        window.show()


def _away(window: QWidget | None) -> None:
    if window:
        window.close()
        window.deleteLater()


def _made(name: str, path: Path) -> Store:
    from fieldkit.edits import projects
    from fieldkit.store import Store

    store = Store.create(path, name)
    try:
        projects.begin(store)
    except BaseException:
        store.discard()
        raise
    return store


def _opened(path: Path) -> Store:
    from fieldkit.store import Store

    try:
        return Store.open(path)
    except InUseError:
        return Store.open_to_look(path)


def _joined(folder: Path, path: Path, task: Task) -> Store | None:
    """Return the project of a shared folder; None where somebody stopped it."""
    from fieldkit.sync import join
    from fieldkit.sync.patience import StoppedError

    try:
        return join(folder, path, task.report, lambda: task.cancelled)
    except StoppedError:
        return None


def _read_modules() -> None:
    """Load what every project needs, while somebody reads the first view."""
    for name in ("fieldkit.edits.history", "fieldkit.edits.people", "fieldkit.sync"):
        import_module(name)
