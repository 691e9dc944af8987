"""The questionnaire of an interview, filled in page by page. Every answer saves itself."""

from __future__ import annotations

from PySide6.QtCore import QModelIndex, Qt, Slot
from PySide6.QtGui import QHideEvent, QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QListView, QPushButton, QVBoxLayout, QWidget

from fieldkit.app.parts import Choice, Empty, action, label
from fieldkit.app.project import OpenProject
from fieldkit.app.style import GAP
from fieldkit.app.surveys.contents import Contents, Entry
from fieldkit.app.surveys.outline import pages
from fieldkit.app.surveys.sheet import Sheet
from fieldkit.app.table import Cells
from fieldkit.domain import Interview, Submission, SurveyForm
from fieldkit.domain.change import Change
from fieldkit.domain.surveys import ANSWER
from fieldkit.edits import filling, surveys
from fieldkit.forms import Asked, Changed, Form, Response
from fieldkit.words import _

_CONTENTS = 184
"""The width of the list of pages."""


class QuestionnaireSection(QWidget):
    """Chooses the questionnaire of an interview, where there are several, and shows it."""

    def __init__(self, project: OpenProject, interview_id: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("plain")
        self._project = project
        self._interview_id = interview_id
        self._filler: Filler | None = None
        self._chooser = Choice()
        self._chooser.setAccessibleName(_("Which questionnaire"))
        self._nothing = Empty(
            "surveys",
            _("There is no questionnaire in this project yet"),
            _("Add one on the page Settings; any XLSForm will do."),
        )
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(GAP // 2)
        self._column.addWidget(self._chooser)
        self._column.addWidget(self._nothing)
        self._chooser.chosen.connect(self._show_form)
        project.changed.connect(self._refresh)
        self._offer()

    @Slot(list)
    def _refresh(self, changes: list[Change]) -> None:
        if any(change.cell.table == "surveyform" for change in changes):
            self._offer()

    def _offer(self) -> None:
        store = self._project.store
        forms = sorted(store.find(SurveyForm), key=lambda form: (form.title, form.version))
        begun = {s.form_id for s in store.find(Submission, interview_id=self._interview_id)}
        self._chooser.offer([(form.id, _titled(form, forms)) for form in forms])
        self._chooser.setVisible(len(forms) > 1)
        self._nothing.setVisible(not forms)
        if forms and self._filler is None:
            # The one that was begun, else the newest of the first title.
            first = next((form for form in forms if form.id in begun), _newest(forms))
            self._chooser.show_value(first.id)
            self._show_form(first.id)

    @Slot(str)
    def _show_form(self, form_id: str) -> None:
        survey_form = self._project.store.get(SurveyForm, form_id)
        form = self._project.attempt(surveys.opened_form, survey_form)
        if form is None:
            return
        if self._filler is not None:
            # Hiding lets it save what is typed.
            self._filler.hide()
            self._column.removeWidget(self._filler)
            self._filler.deleteLater()
        self._filler = Filler(self._project, self._interview_id, survey_form, form, self)
        self._column.addWidget(self._filler, 1)
        self.setFocusProxy(self._filler)


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
        self._interview_id = interview_id
        self._survey_form = survey_form
        self._form = form
        self._answered = label("", "sub")
        self._languages = Choice()
        self._contents = Contents(self)
        self._list = QListView()
        self._next = QPushButton()
        self._next.setObjectName("primary")
        self._open()
        self._sheet = Sheet(self._ask)
        self._lay_out()
        self._connect()
        self._show_pages()
        self._list.setCurrentIndex(self._contents.index(0))

    def _lay_out(self) -> None:
        self._languages.setAccessibleName(_("Language of the questionnaire"))
        self._languages.offer([(language, language) for language in self._form.languages])
        self._languages.show_value(self._response.language)
        self._languages.setVisible(len(self._form.languages) > 1)
        self._list.setModel(self._contents)
        self._list.setItemDelegate(Cells(self._list))
        self._list.setAccessibleName(_("Pages of the questionnaire"))
        self._list.setFixedWidth(_CONTENTS)
        self._list.setFrameShape(QListView.Shape.NoFrame)
        self._list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        head = QHBoxLayout()
        head.addWidget(
            label(_("Enter or Tab goes on; digits choose; Delete takes an answer back."), "sub"), 1
        )
        head.addWidget(self._languages)
        head.addWidget(self._answered)
        row = QHBoxLayout()
        row.setSpacing(GAP)
        row.addWidget(self._list)
        row.addWidget(self._sheet, 1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(GAP // 2)
        column.addLayout(head)
        column.addLayout(row, 1)
        self._sheet.add_below(self._next)
        self.setFocusProxy(self._sheet)

    def _connect(self) -> None:
        action(self, _("Next page"), self._go_on, "Ctrl+PgDown")
        action(self, _("Page before"), self._go_back, "Ctrl+PgUp")
        self._next.clicked.connect(self._go_on)
        self._list.selectionModel().currentChanged.connect(self._turn)
        self._languages.chosen.connect(self._speak)
        self._sheet.answered.connect(self._answer)
        self._sheet.adding.connect(self._add)
        self._sheet.removing.connect(self._remove)
        self._project.changed.connect(self._refresh)
        self._project.typing_ended.connect(self._sheet.save)

    def hideEvent(self, event: QHideEvent) -> None:
        """Save what is typed."""
        self._sheet.save()
        super().hideEvent(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Go on to the next question with Enter, and from the last of a page to the next page."""
        if event.key() not in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            super().keyPressEvent(event)
        elif not self._sheet.go(-1 if event.modifiers() & Qt.KeyboardModifier.ShiftModifier else 1):
            self._go_on()

    # Deeds

    @Slot(str, str, bool)
    def _answer(self, path: str, text: str, typing: bool) -> None:
        self._take(self._response.answer(path, text), typing=typing)

    @Slot(str)
    def _add(self, path: str) -> None:
        before = set(self._response.instances(path))
        self._take(self._response.add(path))
        self._lead_into(next(i for i in self._response.instances(path) if i not in before))

    @Slot(str)
    def _remove(self, path: str) -> None:
        self._sheet.save()
        self._take(self._response.remove(path))

    def _take(self, changed: Changed, *, typing: bool = False) -> None:
        """Save what an answer changed, and show only that."""
        cells = changed.cells
        known = self._project.store.find(Interview, id=self._interview_id)
        if not known:
            # Taken back while somebody typed: nothing of it is kept.
            return
        if self._submission is None:
            self._submission = self._project.attempt(surveys.begin, known[0], self._survey_form)
            cells = {**self._response.opened.cells, **cells}
        if self._submission is not None:
            self._project.attempt(surveys.answer, self._submission, cells, typing=typing)
        if changed.moved:
            self._show_pages()
        self._sheet.show_questions(changed.paths)
        self._count()

    # Showing

    def _open(self) -> None:
        self._submission = self._stored()
        language = self._languages.value or None
        self._response: Response = filling.opened(
            self._project.store, self._survey_form, self._interview_id, self._submission, language=language
        )

    def _ask(self, path: str) -> Asked:
        return self._response.asked(path)

    @Slot(list)
    def _refresh(self, changes: list[Change]) -> None:
        if self._is_news(changes):
            self._open()
            self._show_pages()
            self._turn(self._list.currentIndex())

    def _is_news(self, changes: list[Change]) -> bool:
        """Tell whether the questionnaire is now another than it is here; after our own answers it is not."""
        if not any(change.cell.table in (ANSWER, "submission") for change in changes):
            return False
        stored = self._stored()
        if stored is None:
            return self._submission is not None
        touched = [c.cell.field for c in changes if c.cell.table == ANSWER and c.cell.record == stored.id]
        if self._submission is None and not touched:
            return False
        there, here = self._project.store.answers(stored.id), self._response.answers()
        return any(there.get(path, "") != here.get(path, "") for path in touched)

    def _stored(self) -> Submission | None:
        found = self._project.store.find(
            Submission, interview_id=self._interview_id, form_id=self._survey_form.id
        )
        return next(iter(found), None)

    def _show_pages(self) -> None:
        self._pages = pages(self._response.children, self._form.title)
        self._count()
        at = max(self._list.currentIndex().row(), 0)
        if at < len(self._pages):
            self._sheet.show_page(self._pages[at])
            self._name_next(at)

    def _count(self) -> None:
        answers = self._response.answers()
        entries = [
            Entry(page.title, len(page.questions), sum(bool(answers.get(path)) for path in page.questions))
            for page in self._pages
        ]
        self._contents.show_entries(entries)
        whole = Entry("", sum(e.asked for e in entries), sum(e.answered for e in entries))
        self._answered.setText(whole.words)

    def _name_next(self, at: int) -> None:
        after = self._pages[at + 1].title if at + 1 < len(self._pages) else ""
        self._next.setText(_("Next: {title}").format(title=after.replace("&", "&&")))
        self._next.setVisible(bool(after))

    @Slot(QModelIndex)
    def _turn(self, index: QModelIndex) -> None:
        """Show another page, from its top."""
        at = index.row()
        if 0 <= at < len(self._pages):
            self._sheet.save()
            self._sheet.show_page(self._pages[at])
            self._sheet.show_questions(self._pages[at].questions)
            self._sheet.verticalScrollBar().setValue(0)
            self._name_next(at)

    @Slot()
    def _go_on(self) -> None:
        self._go_to(self._list.currentIndex().row() + 1)

    @Slot()
    def _go_back(self) -> None:
        self._go_to(self._list.currentIndex().row() - 1)

    def _go_to(self, at: int) -> None:
        if 0 <= at < len(self._pages):
            self._list.setCurrentIndex(self._contents.index(at))
            rows = self._sheet.questions()
            if rows:
                self._sheet.focus_on(rows[0])

    def _lead_into(self, instance: str) -> None:
        """Lead the hands to the first question of an instance."""
        row = next((row for row in self._sheet.questions() if row.path.startswith(f"{instance}/")), None)
        if row is not None:
            self._sheet.focus_on(row)

    @Slot(str)
    def _speak(self, language: str) -> None:
        self._response.language = language
        self._show_pages()
        self._turn(self._list.currentIndex())


def _titled(form: SurveyForm, among: list[SurveyForm]) -> str:
    same = [other for other in among if other.title == form.title]
    return (
        _("{title}, version {version}").format(title=form.title, version=form.version)
        if len(same) > 1
        else form.title
    )


def _newest(forms: list[SurveyForm]) -> SurveyForm:
    return [form for form in forms if form.title == forms[0].title][-1]
