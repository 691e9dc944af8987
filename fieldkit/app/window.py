"""The window of an open project: its pages, and what holds for all of them."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from pathlib import Path

from PySide6.QtCore import QEvent, QSize, Qt, Signal, Slot
from PySide6.QtGui import QAction, QCloseEvent, QDragEnterEvent, QDropEvent, QKeySequence
from PySide6.QtWidgets import (
    QFrame,
    QHBoxLayout,
    QListWidget,
    QListWidgetItem,
    QMainWindow,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from fieldkit.app import style
from fieldkit.app.faults import Banner
from fieldkit.app.groups.page import GroupsPage
from fieldkit.app.interviews.page import InterviewsPage
from fieldkit.app.keys import KeysDialog
from fieldkit.app.look_over import LookOver
from fieldkit.app.overview.page import OverviewPage
from fieldkit.app.project import OpenProject
from fieldkit.app.reports.page import ReportsPage
from fieldkit.app.reversing import Reversing
from fieldkit.app.rooms import SECTIONS
from fieldkit.app.settings.page import SettingsPage
from fieldkit.app.style import GAP, MARGIN, SIDEBAR, icon, label
from fieldkit.app.sync.page import SyncPage
from fieldkit.domain import Person
from fieldkit.domain.change import Change
from fieldkit.store import Kind
from fieldkit.words import _

PAGES = (OverviewPage, GroupsPage, InterviewsPage, SyncPage, ReportsPage, SettingsPage)
"""The pages in the order of the sidebar. None knows another: what leads from one to another is in `_furnish`."""
AnyPage = type[OverviewPage | GroupsPage | InterviewsPage | SyncPage | ReportsPage | SettingsPage]


class MainWindow(QMainWindow):
    """A sidebar that leads to the pages, and one page at a time, built when it is first shown."""

    switched = Signal()
    """Somebody wants to work on another project."""
    closed = Signal()

    def __init__(self, project: OpenProject, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.project = project
        self.banner = Banner()
        self._pages: dict[int, QWidget] = {}
        self._reversing = Reversing(project, self)
        self._nav = QListWidget()
        self._stack = QStackedWidget()
        self._said = label("", wraps=True)
        self._brand = label("", wraps=True)
        self.setWindowTitle("fieldkit")
        self.resize(1180, 760)
        self.setAcceptDrops(True)
        self.setCentralWidget(self._lay_out())
        self._make_menus()
        project.faulted.connect(self.banner.show_error)
        project.changed.connect(self._hear)
        project.settings_changed.connect(self._tell_state_anew)
        self._reversing.said.connect(self._tell_state)
        self._nav.currentRowChanged.connect(self._show_page)
        self._tell_state()
        self._nav.setCurrentRow(0)

    # What is on screen

    def _lay_out(self) -> QWidget:
        whole = QWidget()
        whole.setObjectName("page")
        row = QHBoxLayout(whole)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(0)
        row.addWidget(self._sidebar())
        column = QVBoxLayout()
        column.setSpacing(0)
        above = QVBoxLayout()
        above.setContentsMargins(MARGIN, GAP // 2, MARGIN, 0)
        above.addWidget(self.banner)
        column.addLayout(above)
        column.addWidget(self._stack, 1)
        row.addLayout(column, 1)
        return whole

    def _sidebar(self) -> QWidget:
        side = QFrame()
        side.setObjectName("side")
        side.setFixedWidth(SIDEBAR)
        self._nav.setObjectName("nav")
        self._nav.setAccessibleName(_("Pages"))
        self._nav.setIconSize(QSize(20, 20))
        for page in PAGES:
            self._nav.addItem(QListWidgetItem(icon(page.ICON, style.LIGHT.side_text), page.TITLE))
        column = QVBoxLayout(side)
        column.setContentsMargins(GAP - 4, GAP + 4, GAP - 4, GAP)
        brand = label("fieldkit", "brand")
        for words in (brand, self._brand, self._said):
            words.setContentsMargins(10, 0, 4, 0)
        column.addWidget(brand)
        column.addWidget(self._brand)
        column.addSpacing(GAP // 2)
        column.addWidget(self._nav, 1)
        column.addWidget(self._said)
        return side

    def _make_menus(self) -> None:
        keys = QKeySequence.StandardKey
        project = self.menuBar().addMenu(_("&Project"))
        self._action(project.addAction(_("&Other project…")), self.switched.emit, keys.Open)
        self._action(project.addAction(_("&Look it over…")), self.look_over, "Ctrl+Shift+L")
        project.addSeparator()
        self._action(project.addAction(_("&Quit")), self.close, keys.Quit)
        edit = self.menuBar().addMenu(_("&Edit"))
        self.undo_action = self._action(edit.addAction(_("&Undo")), self.undo, keys.Undo)
        self.redo_action = self._action(edit.addAction(_("&Redo")), self.redo, "Ctrl+Shift+Z")
        edit.aboutToShow.connect(self.name_deeds)
        self.refresh_action = self._action(
            edit.addAction(_("Show what was &written since")), self.refresh, "F5"
        )
        self.refresh_action.setVisible(not self.project.store.writes)
        self.refresh_action.setEnabled(not self.project.store.writes)
        go = self.menuBar().addMenu(_("&Go to"))
        for at, page in enumerate(PAGES):
            action = self._action(go.addAction(page.TITLE), self._go, f"Ctrl+{at + 1}")
            action.setData(at)
        aid = self.menuBar().addMenu(_("&Help"))
        self._action(aid.addAction(_("&Keys…")), self.show_keys, keys.HelpContents)

    def _action(
        self, action: QAction, deed: Callable[[], object], keys: str | QKeySequence.StandardKey
    ) -> QAction:
        action.setShortcut(QKeySequence(keys))
        action.triggered.connect(deed)
        return action

    # Pages

    def go(self, kind: AnyPage) -> QWidget:
        """Go to a page and return it."""
        self._nav.setCurrentRow(PAGES.index(kind))
        return self._pages[self._nav.currentRow()]

    @Slot()
    def _go(self) -> None:
        action = self.sender()
        assert isinstance(action, QAction)
        self._nav.setCurrentRow(action.data())
        self._nav.setFocus(Qt.FocusReason.ShortcutFocusReason)

    @Slot(int)
    def _show_page(self, at: int) -> None:
        if at not in self._pages:
            self._pages[at] = self._furnish(PAGES[at])
            self._stack.addWidget(self._pages[at])
        self._stack.setCurrentWidget(self._pages[at])

    def _furnish(self, kind: AnyPage) -> QWidget:
        if kind is InterviewsPage:
            interviews = InterviewsPage(self.project, self, SECTIONS)
            interviews.group_wanted.connect(self.begin_group)
            return interviews
        page = kind(self.project, self)
        if isinstance(page, OverviewPage):
            page.page_wanted.connect(self._lead)
            page.interview_wanted.connect(self.open_interview)
        if isinstance(page, GroupsPage):
            page.interview_wanted.connect(self.begin_interview)
        return page

    @Slot(str)
    def open_interview(self, interview_id: str) -> None:
        """Go to an interview."""
        self._interviews().open(interview_id)

    @Slot(str)
    def begin_interview(self, group_id: str) -> None:
        """Begin an interview with a group and go to it."""
        self._interviews().begin(group_id)

    @Slot()
    def begin_group(self) -> None:
        """Ask for a new group."""
        page = self.go(GroupsPage)
        assert isinstance(page, GroupsPage)
        page.begin()

    def _interviews(self) -> InterviewsPage:
        page = self.go(InterviewsPage)
        assert isinstance(page, InterviewsPage)
        return page

    @Slot(str)
    def _lead(self, to: str) -> None:
        self.go({"groups": GroupsPage, "sync": SyncPage, "reports": ReportsPage}[to])

    # What another window writes

    @Slot()
    def refresh(self) -> None:
        """Show the project anew, in a window that only looks at it; whoever reads an interview stays there."""
        at, open_one = self._nav.currentRow(), self._open_interview()
        for page in self._pages.values():
            self._stack.removeWidget(page)
            page.deleteLater()
        self._pages.clear()
        self._show_page(at)
        if open_one:
            self.open_interview(open_one)
        self._tell_state(_("As of {time}").format(time=f"{datetime.now().astimezone():%H:%M}"))

    def _open_interview(self) -> str:
        page = self._stack.currentWidget()
        return page.shown if isinstance(page, InterviewsPage) else ""

    def changeEvent(self, event: QEvent) -> None:
        """Look for news when somebody comes back to the window."""
        super().changeEvent(event)
        if (
            event.type() == QEvent.Type.ActivationChange
            and self.isActiveWindow()
            and self.project.store.written_elsewhere()
        ):
            self.refresh()

    # Files dropped on the window

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        """Take files that may hold changes."""
        if dropped(event):
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:
        """Show what the files would bring."""
        paths = dropped(event)
        page = self.go(SyncPage)
        assert isinstance(page, SyncPage)
        page.look_at(paths)
        event.acceptProposedAction()

    # Taking back

    @Slot()
    def undo(self) -> None:
        """Take back the last deed of this laptop and say which it was."""
        self._reversing.reverse(Kind.UNDO)

    @Slot()
    def redo(self) -> None:
        """Do again what was taken back and say what it was."""
        self._reversing.reverse(Kind.REDO)

    @Slot()
    def name_deeds(self) -> None:
        """Say in the menu what would be taken back, or done again."""
        store = self.project.store
        for action, kind, bare, full in (
            (self.undo_action, Kind.UNDO, _("&Undo"), _("&Undo: {deed}")),
            (self.redo_action, Kind.REDO, _("&Redo"), _("&Redo: {deed}")),
        ):
            deed = store.last_deed(kind)
            action.setText(full.format(deed=deed.name) if deed else bare)

    # What holds for all

    @Slot()
    def look_over(self) -> None:
        """Look the project and its shared folder over, and show what there is to say of them."""
        LookOver(self.project, self).open()

    @Slot()
    def show_keys(self) -> None:
        """Show which keys work where somebody is now."""
        KeysDialog(self).open()

    @Slot(list)
    def _hear(self, _changes: list[Change]) -> None:
        self._tell_state(
            _("Saved on this laptop at {time}").format(time=f"{datetime.now().astimezone():%H:%M}")
        )

    @Slot()
    def _tell_state_anew(self) -> None:
        self._tell_state()

    @Slot(str)
    def _tell_state(self, said: str = "") -> None:
        store = self.project.store
        who = next((p.name for p in store.find(Person, id=store.person)), "")
        name = store.project.name
        self._brand.setText(name if store.writes else _("{project} (only to look at)").format(project=name))
        self.setWindowTitle(f"{name} – fieldkit" if name else "fieldkit")
        lines = [said or (_("Saved on this laptop") if store.writes else ""), who, self._last_sync()]
        self._said.setText("\n".join(line for line in lines if line))

    def _last_sync(self) -> str:
        at = self.project.settings.last_sync.get(self.project.store.project_id)
        if not at:
            return _("Not shared yet")
        synced = datetime.fromisoformat(at).astimezone()
        return _("Last sync {time}").format(time=f"{synced.day} {synced:%b %H:%M}")

    def closeEvent(self, event: QCloseEvent) -> None:
        """Save, stop what is running, and let go of the project."""
        self.project.close()
        super().closeEvent(event)
        self.closed.emit()


def dropped(event: QDropEvent) -> list[Path]:
    """Return the files and folders that are dropped and may hold changes of others."""
    paths = [Path(url.toLocalFile()) for url in event.mimeData().urls() if url.isLocalFile()]
    return [path for path in paths if path.suffix.lower() in (".csv", ".zip") or path.is_dir()]
