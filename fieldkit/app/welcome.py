"""The first thing on screen: a new project, a known one, or one to join; then who sits here.

Nothing here may load more than Qt and the standard library: it is painted before the rest is read.
"""

from __future__ import annotations

import re
from pathlib import Path

from PySide6.QtCore import QSize, Qt, Signal, Slot
from PySide6.QtWidgets import (
    QFileDialog,
    QHBoxLayout,
    QLineEdit,
    QProgressBar,
    QPushButton,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from fieldkit.app.faults import Banner
from fieldkit.app.fields import add_field
from fieldkit.app.parts import card, emptied, plain
from fieldkit.app.style import GAP, MARGIN, icon, label
from fieldkit.settings import Settings
from fieldkit.words import _

_WIDTH = 520
SUFFIX = ".fieldkit"


class Welcome(QWidget):
    """Asks for the project. It does nothing itself: its signals say what somebody wants."""

    new_wanted = Signal(str, object)
    """The name of a new project and the path of its file."""
    open_wanted = Signal(object)
    """The path of a project file."""
    join_wanted = Signal(object, object)
    """A shared folder, and the path of the project file to make from it."""
    stopped = Signal()
    """Whoever waits has had enough."""
    person_named = Signal(str, str)
    """The id of a person who is known in the project, or else an empty one, and the name."""

    def __init__(self, settings: Settings, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._home = settings.home
        self._place: Path | None = None
        self.setObjectName("welcome")
        self.setWindowTitle("fieldkit")
        self.resize(1180, 760)
        self.banner = Banner()
        self._start = plain()
        self._waiting = plain()
        self._who = plain()
        self._stack = QStackedWidget()
        for view in (self._start, self._waiting, self._who):
            self._stack.addWidget(view)
        self._stack.setFixedWidth(_WIDTH)
        self._fill_start(settings)
        self._fill_waiting()
        self._fill_who()
        column = QVBoxLayout(self)
        column.setContentsMargins(MARGIN, GAP, MARGIN, GAP)
        column.addWidget(self.banner)
        column.addStretch(2)
        column.addWidget(self._stack, 0, Qt.AlignmentFlag.AlignHCenter)
        column.addStretch(3)

    # The three views

    def _fill_start(self, settings: Settings) -> None:
        column = QVBoxLayout(self._start)
        column.setSpacing(GAP)
        column.addWidget(label("fieldkit", "h1"))
        column.addWidget(
            label(_("Fieldwork with community groups. What they tell you stays on this laptop."), "sub")
        )
        column.addWidget(self._new_card())
        known = [Path(path) for path in settings.recent if Path(path).is_file()]
        if known:
            column.addWidget(self._recent_card(known[:4]))
        row = QHBoxLayout()
        for words, deed, drawing in (
            (_("Open another project…"), self.choose_file, "file"),
            (_("Join a shared folder…"), self.choose_folder, "folder"),
        ):
            button = QPushButton(icon(drawing), words)
            button.clicked.connect(deed)
            row.addWidget(button)
        row.addStretch(1)
        column.addLayout(row)

    def _new_card(self) -> QWidget:
        frame, column = card(margin=GAP + 4)
        self.name = QLineEdit()
        self.name.setPlaceholderText(_("such as: Reading rooms of the east side"))
        self._begin = QPushButton(_("Begin"))
        self._begin.setObjectName("primary")
        self._begin.setEnabled(False)
        self._where = label("", "sub", wraps=True)
        other = QPushButton(_("Somewhere else…"))
        other.setObjectName("quiet")
        other.setAccessibleName(_("Keep the new project somewhere else"))
        add_field(column, _("A &new project: what is it called?"), self.name)
        row = QHBoxLayout()
        row.addWidget(self._where, 1)
        row.addWidget(other)
        row.addWidget(self._begin)
        column.addLayout(row)
        self.name.textChanged.connect(self._propose)
        self.name.returnPressed.connect(self._begin.click)
        self._begin.clicked.connect(self.begin)
        other.clicked.connect(self.choose_place)
        self._propose()
        return frame

    def _recent_card(self, known: list[Path]) -> QWidget:
        frame, column = card(margin=GAP - 4)
        title = label(_("Go on with"), "fieldname")
        title.setContentsMargins(GAP // 2, 0, 0, 0)
        column.addWidget(title)
        for path in known:
            button = QPushButton(
                icon("file"),
                _("{project}, in {folder}").format(project=path.stem, folder=_short(path.parent)),
            )
            button.setObjectName("quiet")
            button.setAccessibleName(_("Open {project}").format(project=path.stem))
            button.setToolTip(str(path))
            button.setIconSize(QSize(20, 20))
            button.setProperty("path", str(path))
            button.clicked.connect(self._open_recent)
            column.addWidget(button)
        return frame

    def _fill_waiting(self) -> None:
        column = QVBoxLayout(self._waiting)
        self._doing = label("", "cardtitle")
        bar = QProgressBar()
        bar.setRange(0, 0)
        bar.setAccessibleName(_("Working"))
        column.addStretch(1)
        column.addWidget(self._doing, 0, Qt.AlignmentFlag.AlignHCenter)
        self._stop = QPushButton(_("Stop"))
        self._stop.clicked.connect(self._give_up)
        column.addWidget(bar)
        column.addWidget(self._stop, 0, Qt.AlignmentFlag.AlignHCenter)
        column.addStretch(1)

    def _fill_who(self) -> None:
        frame, column = card(margin=GAP + 4)
        self.person = QLineEdit()
        self._people = QVBoxLayout()
        self._known = label(_("Or are you one of these?"), "fieldname")
        there = QPushButton(_("That's me"))
        there.setObjectName("primary")
        column.addWidget(label(_("Who are you?"), "h1"))
        column.addWidget(
            label(_("Your team sees this name beside what you write. It is asked once."), "sub", wraps=True)
        )
        column.addSpacing(GAP // 2)
        add_field(column, _("Your &name"), self.person)
        column.addWidget(there, 0, Qt.AlignmentFlag.AlignTrailing)
        column.addWidget(self._known)
        column.addLayout(self._people)
        self.person.returnPressed.connect(there.click)
        there.clicked.connect(self._say_name)
        outside = QVBoxLayout(self._who)
        outside.addStretch(1)
        outside.addWidget(frame)
        outside.addStretch(1)

    # Turning from view to view

    def ask(self) -> None:
        """Show the first view."""
        self._stack.setCurrentWidget(self._start)
        self.name.setFocus()

    def wait(self, words: str, *, may_stop: bool = False) -> None:
        """Say what is being done, and whether it can be stopped."""
        self.banner.hide()
        self._doing.setText(words)
        self._stop.setVisible(may_stop)
        self._stop.setEnabled(True)
        self._stack.setCurrentWidget(self._waiting)

    def tell(self, words: str) -> None:
        """Say how far it has come; once somebody wants to stop, nothing but that."""
        if self._stop.isEnabled():
            self._doing.setText(words)

    @Slot()
    def _give_up(self) -> None:
        self._stop.setEnabled(False)
        self._doing.setText(_("Stopping… What has been fetched is removed again."))
        self.stopped.emit()

    def ask_who(self, known: list[tuple[str, str]], name: str) -> None:
        """Ask who sits here. `known` are the people of the project by id and name; `name` is proposed."""
        emptied(self._people)
        self._known.setVisible(bool(known))
        for person_id, person in known:
            button = QPushButton(icon("person"), person)
            button.setObjectName("quiet")
            button.setProperty("person", person_id)
            button.clicked.connect(self._say_known)
            self._people.addWidget(button)
        self.person.setText(name)
        self._stack.setCurrentWidget(self._who)
        self.person.setFocus()

    # Deeds

    @Slot()
    def begin(self) -> None:
        """Begin the project that was named."""
        if self._begin.isEnabled():
            self.new_wanted.emit(self.name.text().strip(), self._proposed())

    @Slot()
    def choose_place(self) -> None:
        """Ask where the new project is to live."""
        chosen, _kind = QFileDialog.getSaveFileName(
            self,
            _("Where the project is to live"),
            str(self._proposed()),
            _("Projects (*{end})").format(end=SUFFIX),
        )
        if chosen:
            self._place = Path(chosen).with_suffix(SUFFIX)
            self._propose()

    @Slot()
    def choose_file(self) -> None:
        """Ask for a project file and open it."""
        chosen, _kind = QFileDialog.getOpenFileName(
            self, _("Open a project"), str(self._home), _("Projects (*{end})").format(end=SUFFIX)
        )
        if chosen:
            self.open_wanted.emit(Path(chosen))

    @Slot()
    def choose_folder(self) -> None:
        """Ask for a shared folder and join its project."""
        chosen = QFileDialog.getExistingDirectory(self, _("The folder that your team shares"))
        if chosen:
            self.join(Path(chosen))

    def join(self, folder: Path) -> None:
        """Join the project of a shared folder; its file goes where new projects go."""
        self.join_wanted.emit(folder, _free(self._home / f"{folder.name}{SUFFIX}"))

    @Slot()
    def _open_recent(self) -> None:
        self.open_wanted.emit(Path(self.sender().property("path")))

    @Slot()
    def _say_name(self) -> None:
        self.person_named.emit("", self.person.text())

    @Slot()
    def _say_known(self) -> None:
        button = self.sender()
        assert isinstance(button, QPushButton)
        self.person_named.emit(button.property("person"), button.text())

    @Slot()
    def _propose(self) -> None:
        named = bool(self.name.text().strip())
        self._begin.setEnabled(named)
        words = _("It will live in {path}").format(path=_short(self._proposed() if named else self._home))
        self._where.setText(words)

    def _proposed(self) -> Path:
        if self._place:
            return self._place
        # Signs that some system does not allow in a file name, and dots at its ends.
        safe = re.sub(r'[\\/:*?"<>|\x00-\x1f]+', " ", self.name.text()).strip(" .") or "project"
        return _free(self._home / f"{safe}{SUFFIX}")


def _free(path: Path) -> Path:
    """Return this path, or the next one with a number where there is such a file already."""
    free, number = path, 2
    while free.exists():
        free, number = path.with_stem(f"{path.stem} {number}"), number + 1
    return free


def _short(path: Path) -> str:
    """Return a path as people say it, with ~ for their own folder."""
    home = Path.home()
    return f"~/{path.relative_to(home).as_posix()}" if path.is_relative_to(home) else str(path)
