"""The questionnaire of an interview, filled in page by page. Every answer saves itself."""

from __future__ import annotations

from collections.abc import Hashable

from PySide6.QtCore import QLocale, QModelIndex, Qt, Slot
from PySide6.QtGui import QHideEvent, QKeyEvent, QShowEvent
from PySide6.QtWidgets import QApplication, QHBoxLayout, QListView, QPushButton, QVBoxLayout, QWidget

from fieldkit.app.fields import Choice
from fieldkit.app.parts import ActionButton, action, label
from fieldkit.app.project import OpenProject
from fieldkit.app.style import GAP
from fieldkit.app.surveys.contents import Contents
from fieldkit.app.surveys.faults import Faults
from fieldkit.app.surveys.kept import Kept
from fieldkit.app.surveys.languages import direction, locale
from fieldkit.app.surveys.log import Log
from fieldkit.app.surveys.outline import pages
from fieldkit.app.surveys.placed import Placed
from fieldkit.app.surveys.progress import Progress, whole
from fieldkit.app.surveys.sheet import Sheet
from fieldkit.app.surveys.sitting import Sitting
from fieldkit.app.table import Cells
from fieldkit.domain import SurveyForm
from fieldkit.domain.change import Change
from fieldkit.forms import Asked, Changed, Form, Response
from fieldkit.forms.audit import Event
from fieldkit.words import _

_CONTENTS = 200
"""The width of the list of pages."""


class Filler(QWidget):
    """One questionnaire of one interview. Nothing is written before the first answer."""

    def __init__(
        self,
        project: OpenProject,
        interview_id: str,
        survey_form: SurveyForm,
        form: Form,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.setObjectName("plain")
        self._project = project
        self._form = form
        self._sitting = Sitting(project, interview_id, survey_form)
        self._progress = Progress(self._response)
        self._log = Log(project, self._sitting)
        self._keys = label("", "sub", wraps=True)
        self._answered = label("", "sub")
        self._languages = Choice()
        self._contents = Contents(self)
        self._list = QListView()
        self._next = QPushButton()
        self._next.setObjectName("primary")
        self._faults = Faults()
        self._kept = Kept()
        self._placed = Placed(self._ask)
        self._told: tuple[str, str] | None = None
        """The question and the text of the wrong answer that Enter has stopped at."""
        self._at: Hashable = None
        """The key of the page that is shown."""
        self._check = action(self, _("Check the answers"), self._check_answers, "Ctrl+Shift+K")
        self._sheet = Sheet(self._ask, self._sitting.media)
        self._lay_out()
        self._connect()
        self._turn_round()
        self._show_pages()
        self._kept.show_answers(self._response.strays)

    def _lay_out(self) -> None:
        self._languages.setAccessibleName(_("Language of the questionnaire"))
        self._languages.offer([(language, language) for language in self._form.languages])
        self._languages.show_value(self._response.language)
        self._list.setModel(self._contents)
        self._list.setItemDelegate(Cells(self._list))
        self._list.setAccessibleName(_("Pages of the questionnaire"))
        self._list.setUniformItemSizes(True)
        self._list.setFrameShape(QListView.Shape.NoFrame)
        self._list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        head = QHBoxLayout()
        head.addWidget(self._keys, 1)
        head.addWidget(self._languages)
        if len(self._form.languages) < 2:
            self._languages.hide()
        head.addWidget(self._answered)
        beside = QWidget()
        beside.setObjectName("plain")
        beside.setFixedWidth(_CONTENTS)
        column = QVBoxLayout(beside)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(GAP // 2)
        column.addWidget(self._list, 3)
        column.addWidget(self._faults, 2)
        column.addWidget(ActionButton(self._check))
        row = QHBoxLayout()
        row.setSpacing(GAP)
        row.addWidget(beside)
        row.addWidget(self._sheet, 1)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.setSpacing(GAP // 2)
        outer.addLayout(head)
        outer.addWidget(self._kept)
        outer.addWidget(self._placed)
        outer.addLayout(row, 1)
        self._sheet.add_below(self._next)
        self.setFocusProxy(self._sheet)

    def _connect(self) -> None:
        action(self, _("Add another to a repeat"), self._add_here, "Ctrl+Return")
        action(self, _("Next page"), self._go_on, "Ctrl+PgDown")
        action(self, _("Page before"), self._go_back, "Ctrl+PgUp")
        self._next.clicked.connect(self._go_on)
        self._list.selectionModel().currentChanged.connect(self._turn)
        self._languages.chosen.connect(self._speak)
        self._faults.chosen.connect(self.lead_to)
        self._faults.finishing.connect(self._finish)
        self._sheet.answered.connect(self._answer)
        self._placed.answered.connect(self._answer)
        self._sheet.given.connect(self._attach)
        self._sheet.led_on.connect(self._lead_on)
        self._sheet.adding.connect(self._add)
        self._sheet.removing.connect(self._remove)
        self._sheet.moving.connect(self._move)
        self._project.changed.connect(self._refresh)
        self._project.typing_ended.connect(self._placed.save)
        self._project.typing_ended.connect(self._sheet.save)
        self._project.closing.connect(self._log.go)

    def hideEvent(self, event: QHideEvent) -> None:
        """Save what is typed."""
        self._placed.save()
        self._sheet.save()
        self._log.go()
        super().hideEvent(event)

    def showEvent(self, event: QShowEvent) -> None:
        """Begin, or go on with, the log of what is looked at."""
        super().showEvent(event)
        self._log.come(self._questions())

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Go on to the next question with Enter, and from the last of a page to the next page."""
        focus = QApplication.focusWidget()
        if event.key() not in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            super().keyPressEvent(event)
        elif isinstance(focus, QPushButton) and not self._sheet.here:
            # Beside a question Enter goes on; elsewhere it does what the button says.
            focus.click()
        elif event.modifiers() & Qt.KeyboardModifier.ShiftModifier:
            if not self._sheet.go(-1):
                self._go_back()
        else:
            self._lead_on()

    def lead_to(self, path: str) -> None:
        """Turn to the page of a question and lead the hands there."""
        at = next((n for n, page in enumerate(self._pages) if path in page.questions), None)
        if at is not None:
            self._list.setCurrentIndex(self._contents.index(at))
            self._sheet.lead_to(path)

    # Deeds

    @property
    def _response(self) -> Response:
        return self._sitting.response

    @Slot(str, str, bool)
    def _answer(self, path: str, text: str, typing: bool) -> None:
        self._show(self._sitting.answer(path, text, typing=typing))

    @Slot(str, str, bytes)
    def _attach(self, path: str, name: str, content: bytes) -> None:
        self._show(self._sitting.attach(path, name, content))

    @Slot()
    def _add_here(self) -> None:
        if self._sheet.growing:
            self._add(self._sheet.growing)

    @Slot(str)
    def _add(self, path: str) -> None:
        self._sheet.save()
        before = set(self._response.instances(path))
        self._take(self._response.add(path))
        added = next(i for i in self._response.instances(path) if i not in before)
        self._log.happen(Event.ADD, added)
        at = next((n for n, page in enumerate(self._pages) if _has(page.questions, added)), None)
        if at is not None:
            self._list.setCurrentIndex(self._contents.index(at))
        self._sheet.lead_to(added)

    @Slot(str)
    def _remove(self, path: str) -> None:
        self._sheet.save()
        self._log.happen(Event.REMOVE, path)
        self._take(self._response.remove(path))

    @Slot(str, int)
    def _move(self, path: str, place: int) -> None:
        self._sheet.save()
        self._take(self._response.move(path, place))
        self._sheet.lead_to(path)

    def _take(self, changed: Changed) -> None:
        self._sitting.keep(changed)
        self._show(changed)

    @Slot()
    def _finish(self) -> None:
        self._sheet.save()
        # What was looked at until now belongs to the log that the finished questionnaire names.
        self._log.turn_to(self._questions())
        self._sitting.finish()
        self._log.happen(Event.FINALIZE if self._sitting.finished else Event.FINALIZE_ERROR)
        self._look_for_faults()

    # Showing

    def _ask(self, path: str) -> Asked:
        return self._response.asked(path)

    def _show(self, changed: Changed) -> None:
        """Show what a deed changed, and only that."""
        self._progress.follow(changed.paths)
        if changed.moved:
            self._show_pages()
        self._log.answer(changed.paths, self._questions())
        self._sheet.show_questions(changed.paths)
        self._placed.show_places(self._response.places)
        self._count()
        if self._faults.isVisible():
            self._look_for_faults()

    @Slot(list)
    def _refresh(self, changes: list[Change]) -> None:
        if self._sitting.is_news(changes):
            self._sitting.open(self._languages.value or None)
            self._progress = Progress(self._response)
            self._show_pages()
            self._kept.show_answers(self._response.strays)
            self._sheet.show_questions(path for page in self._pages for path in page.questions)

    def _show_pages(self) -> None:
        self._pages = pages(self._form.children, self._response.children, self._form.title)
        keys = [page.key for page in self._pages]
        # Pages before this one may have come or gone: it is known by its key, and not by its place.
        before = max(self._list.currentIndex().row(), 0)
        at = keys.index(self._at) if self._at in keys else min(before, len(keys) - 1)
        self._count()
        self._placed.show_places(self._response.places)
        if keys:
            self._at = keys[at]
            self._sheet.show_page(self._pages[at])
            self._list.setCurrentIndex(self._contents.index(at))
            self._tell_keys(at)

    def _count(self) -> None:
        entries = self._progress.entries(self._pages)
        self._contents.show_entries(entries)
        self._answered.setText(whole(entries).words)

    def _tell_keys(self, at: int) -> None:
        """Say what the keys do on this page, and where it leads."""
        self._keys.setText(
            _("Enter or Tab goes on; digits choose; Delete takes an answer back; Ctrl+Enter adds another.")
            if self._sheet.growing
            else _("Enter or Tab goes on; digits choose; Delete takes an answer back.")
        )
        after = self._pages[at + 1].title if at + 1 < len(self._pages) else ""
        self._next.setText(
            _("Next: {title}").format(title=after.replace("&", "&&")) if after else _("Check the answers")
        )

    @Slot(QModelIndex)
    def _turn(self, index: QModelIndex) -> None:
        """Show another page, from its top."""
        at = index.row()
        if 0 <= at < len(self._pages) and self._pages[at].key != self._at:
            self._sheet.save()
            self._at = self._pages[at].key
            self._sheet.show_page(self._pages[at])
            self._sheet.verticalScrollBar().setValue(0)
            self._tell_keys(at)
            self._log.turn_to(self._pages[at].questions)

    def _questions(self) -> list[str]:
        """Return the paths of the questions on the page that is shown."""
        at = self._list.currentIndex().row()
        return self._pages[at].questions if 0 <= at < len(self._pages) else []

    @Slot()
    def _lead_on(self) -> None:
        if not self._sheet.go(1) and not self._is_news_that_it_is_wrong():
            self._go_on()

    def _is_news_that_it_is_wrong(self) -> bool:
        """Tell whether the answer under the hands is wrong, and nobody has had the time to read it.

        A page that turns would take the words with it, so the first Enter only shows them.
        """
        self._sheet.save()
        here = self._sheet.here
        asked = self._ask(here) if here else None
        wrong = (here, asked.typed) if asked and asked.error else None
        news = wrong is not None and wrong != self._told
        self._told = wrong
        if news:
            self._sheet.lead_to(here)
        return news

    @Slot()
    def _go_on(self) -> None:
        at = self._list.currentIndex().row() + 1
        if at < len(self._pages):
            self._go_to(at)
        else:
            self._check_answers()

    @Slot()
    def _go_back(self) -> None:
        self._go_to(self._list.currentIndex().row() - 1)

    def _go_to(self, at: int) -> None:
        if 0 <= at < len(self._pages):
            self._list.setCurrentIndex(self._contents.index(at))
            self._sheet.lead_to_first()

    @Slot()
    def _check_answers(self) -> None:
        """Look for what is missing or wrong, and put the hands there."""
        self._sheet.save()
        self._look_for_faults()
        self._faults.setFocus()

    @Slot()
    def _look_for_faults(self) -> None:
        self._faults.show_faults(self._response.faults(), finished=self._sitting.finished)

    @Slot(str)
    def _speak(self, language: str) -> None:
        self._sheet.save()
        here = self._sheet.here
        self._response.language = language
        self._turn_round()
        self._sheet.empty()
        self._show_pages()
        if self._faults.isVisible():
            self._look_for_faults()
        if here:
            self._sheet.lead_to(here)

    def _turn_round(self) -> None:
        """Let everything run from the side where words of this language begin, and name months in it."""
        self.setLocale(locale(self._response.language) or QLocale())
        self.setLayoutDirection(direction(self._form, self._response.language))


def _has(paths: list[str], instance: str) -> bool:
    return any(path.startswith(f"{instance}/") for path in paths)
