"""The questionnaires of an interview: which one, and its filling."""

from __future__ import annotations

from collections.abc import Iterable

from PySide6.QtCore import Qt, Slot
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QApplication, QPushButton, QVBoxLayout, QWidget

from fieldkit.app.fields import Choice
from fieldkit.app.parts import Empty
from fieldkit.app.project import OpenProject
from fieldkit.app.style import GAP
from fieldkit.app.surveys.filler import Filler
from fieldkit.app.surveys.opening import Opening
from fieldkit.domain import Submission, SurveyForm
from fieldkit.domain.change import Change
from fieldkit.edits import filling
from fieldkit.forms import Form
from fieldkit.words import _


class QuestionnaireSection(QWidget):
    """Chooses the questionnaire of an interview, where there are several, and shows it."""

    def __init__(self, project: OpenProject, interview_id: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("plain")
        self._project = project
        self._interview_id = interview_id
        self._filler: Filler | None = None
        self._shown: SurveyForm | None = None
        """The questionnaire that the filler fills."""
        self._typed: list[QKeyEvent] = []
        """What was typed for the questionnaire while it was being opened."""
        self._moving = False
        """Whether what is answered moves to the questionnaire that is being opened."""
        self._opening = Opening(project)
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
        self._newer = QPushButton()
        self._newer_id = ""
        self._column.addWidget(self._chooser)
        self._column.addWidget(self._newer, 0, Qt.AlignmentFlag.AlignLeading)
        self._newer.hide()
        self._column.addWidget(self._nothing)
        self._column.addWidget(self._opening, 1)
        self._chooser.chosen.connect(self._show_form)
        self._newer.clicked.connect(self._move)
        self._opening.opened.connect(self._show_filler)
        self._opening.refused.connect(self._show_former)
        project.changed.connect(self._refresh)
        self._offer()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Keep what is typed for a questionnaire that is not there yet."""
        if self._opening.wanted is not None and event.text():
            self._typed.append(QKeyEvent(event.type(), event.key(), event.modifiers(), event.text()))
        else:
            super().keyPressEvent(event)

    @Slot(list)
    def _refresh(self, changes: list[Change]) -> None:
        if any(change.cell.table == "surveyform" for change in changes):
            self._offer()

    def _offer(self) -> None:
        store = self._project.store
        forms = sorted(store.find(SurveyForm), key=lambda form: (form.title, form.newness))
        begun = {s.form_id for s in store.find(Submission, interview_id=self._interview_id)}
        self._chooser.offer([(form.id, _titled(form, forms)) for form in forms])
        self._chooser.setVisible(len(forms) > 1)
        self._nothing.setVisible(not forms)
        if forms and self._filler is None and self._opening.wanted is None:
            # The one that was begun, else the newest of the first title.
            first = next((form for form in forms if form.id in begun), _newest(forms))
            self._chooser.show_value(first.id)
            self._show_form(first.id)

    @Slot(str)
    def _show_form(self, form_id: str) -> None:
        """Have a form read; what was shown before gives way to it at once, lest somebody answers in the wrong one."""
        if self._filler is not None:
            # Hiding lets it save what is typed.
            self._filler.hide()
        self._newer.hide()
        self._moving = False
        self._typed = []
        self._opening.read(self._project.store.get(SurveyForm, form_id))

    @Slot(object)
    def _show_filler(self, form: Form) -> None:
        survey_form = self._opening.wanted
        assert survey_form is not None
        if self._moving and not self._moved_to(survey_form):
            self._show_former()
            return
        if self._filler is not None:
            self._column.removeWidget(self._filler)
            self._filler.deleteLater()
        self._chooser.show_value(survey_form.id)
        self._offer_newer(survey_form)
        waited, typed = self.hasFocus(), self._typed
        self._typed = []
        self._filler = Filler(self._project, self._interview_id, survey_form, form, self)
        self._column.addWidget(self._filler, 1)
        self._shown = survey_form
        self.setFocusProxy(self._filler)
        # At once, and not with the next event: only what is shown can take the focus.
        self._filler.show()
        if waited:
            self._filler.setFocus()
            _type(typed)

    @Slot()
    def _show_former(self) -> None:
        """Go back to what was shown before: the other cannot be."""
        if self._filler is not None and self._shown is not None:
            self._chooser.show_value(self._shown.id)
            self._offer_newer(self._shown)
            self._filler.show()

    def _offer_newer(self, survey_form: SurveyForm) -> None:
        """Offer to go on with the newest version of a form, where an older one was begun."""
        store = self._project.store
        newest = max(store.find(SurveyForm, form_id=survey_form.form_id), key=lambda form: form.newness)
        begun = self._begun(survey_form.id) and not self._begun(newest.id)
        self._newer_id = newest.id
        self._newer.setText(_("Go on with version {version}").format(version=newest.version))
        self._newer.setToolTip(_("Every answer is kept, also those that the other version does not ask for."))
        self._newer.setVisible(begun and newest.newness > survey_form.newness)

    def _begun(self, form_id: str) -> bool:
        return bool(self._project.store.find(Submission, interview_id=self._interview_id, form_id=form_id))

    @Slot()
    def _move(self) -> None:
        """Go on with the newest version, once that is read."""
        self._show_form(self._newer_id)
        self._moving = True

    def _moved_to(self, newer: SurveyForm) -> bool:
        store = self._project.store
        assert self._shown is not None
        self._moving = False
        begun = store.find(Submission, interview_id=self._interview_id, form_id=self._shown.id)
        return all(self._project.attempt(filling.move_to, each, newer) is not None for each in begun)


def _type(keys: Iterable[QKeyEvent]) -> None:
    """Type these where the hands are, wherever each of them leads."""
    for key in keys:
        focus = QApplication.focusWidget()
        if focus is not None:
            QApplication.sendEvent(focus, key)


def _titled(form: SurveyForm, among: list[SurveyForm]) -> str:
    same = [other for other in among if other.title == form.title]
    return (
        _("{title}, version {version}").format(title=form.title, version=form.version)
        if len(same) > 1
        else form.title
    )


def _newest(forms: list[SurveyForm]) -> SurveyForm:
    return [form for form in forms if form.title == forms[0].title][-1]
