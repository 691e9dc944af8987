"""Who works here, how the window looks, and what the project is for."""

from __future__ import annotations

from dataclasses import replace

from PySide6.QtCore import QLocale, QUrl, Slot
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QPushButton, QVBoxLayout, QWidget

from fieldkit.app.fields import Choice, Line, Text, add_field
from fieldkit.app.parts import Header, Scroll, card, page_column, plain
from fieldkit.app.project import OpenProject
from fieldkit.app.settings.questionnaires import Questionnaires
from fieldkit.app.style import GAP, PANEL, label
from fieldkit.domain import Person, Project
from fieldkit.domain.change import Change
from fieldkit.edits import people, projects
from fieldkit.settings import Look, config_folder
from fieldkit.words import _, languages


class SettingsPage(QWidget):
    """Everything here saves itself."""

    TITLE = _("Settings")
    ICON = "settings"

    def __init__(self, project: OpenProject, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._project = project
        self._fields: dict[str, Line | Text] = {
            "name": Line(),
            "purpose": Text(lines=4),
            "asked_by": Text(lines=2),
            "decision": Text(lines=2),
            "data_owner": Text(lines=2),
            "recruitment": Text(lines=3),
        }
        self._person = Choice()
        self._other = QLineEdit(placeholderText=_("A name, then Enter"))
        self._look = Choice()
        self._look.offer(
            [(Look.SYSTEM, _("As the system")), (Look.LIGHT, _("Light")), (Look.DARK, _("Dark"))]
        )
        self._language = Choice()
        self._language.offer([("", _("As the system")), *((tag, _own_name(tag)) for tag in languages())])
        self._lay_out()
        for field in self._fields.values():
            field.written.connect(self.save)
        self._person.chosen.connect(self._sit_down)
        self._other.returnPressed.connect(self._add_person)
        self._look.chosen.connect(self._wear)
        self._language.chosen.connect(self._speak)
        project.changed.connect(self._refresh)
        project.typing_ended.connect(self.end_typing)
        self._read()

    def _lay_out(self) -> None:
        both = plain()
        row = QHBoxLayout(both)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(GAP)
        row.addWidget(self._about_the_project(), 1)
        row.addLayout(self._about_this_laptop())
        column = page_column(self)
        head = Header(self.TITLE)
        head.say(_("Everything here saves itself."))
        column.addWidget(head)
        column.addWidget(Scroll(both), 1)

    def _about_the_project(self) -> QWidget:
        frame, column = card(margin=GAP + 2)
        column.setSpacing(GAP - 4)
        column.addWidget(label(_("The project"), "cardtitle"))
        column.addWidget(label(_("This is what the first pages of a report say."), "sub", wraps=True))
        for field, name in (
            ("name", _("&Name")),
            ("purpose", _("What it is &for")),
            ("asked_by", _("Who &asked for it, and who pays")),
            ("decision", _("The &decision it is to inform")),
            ("data_owner", _("Who &owns the data")),
            ("recruitment", _("How groups were found and &invited")),
        ):
            add_field(column, name, self._fields[field])
        column.addStretch(1)
        return frame

    def _about_this_laptop(self) -> QVBoxLayout:
        frame, column = card(margin=GAP + 2)
        frame.setFixedWidth(PANEL)
        column.setSpacing(GAP - 4)
        column.addWidget(label(_("This laptop"), "cardtitle"))
        add_field(column, _("&Who works here"), self._person)
        add_field(column, _("So&mebody else"), self._other)
        add_field(column, _("Light or dar&k"), self._look)
        add_field(column, _("Lan&guage, from the next start on"), self._language)
        column.addWidget(label(_("Where things lie"), "fieldname"))
        path = self._project.store.path
        for place in (path, config_folder()):
            column.addWidget(_path(str(place)))
        show = QPushButton(_("Show the project file in its folder"))
        show.clicked.connect(self._show_folder)
        show.setEnabled(path is not None)
        column.addWidget(show)
        beside = QVBoxLayout()
        beside.setSpacing(GAP)
        beside.addWidget(frame)
        beside.addWidget(Questionnaires(self._project))
        beside.addStretch(1)
        return beside

    def _read(self) -> None:
        store = self._project.store
        for name, field in self._fields.items():
            field.show_text(getattr(store.project, name))
        self._person.offer([(person.id, person.name) for person in store.find(Person)])
        self._person.show_value(store.person)
        self._look.show_value(self._project.settings.look)
        self._language.show_value(self._project.settings.language)

    @Slot(list)
    def _refresh(self, changes: list[Change]) -> None:
        if any(change.cell.table in ("project", "person") for change in changes):
            self._read()

    @Slot()
    def save(self) -> None:
        """Save what is said about the project."""
        said = {
            name: field.text() if isinstance(field, Line) else field.toPlainText()
            for name, field in self._fields.items()
        }
        known: Project = self._project.store.project
        self._project.attempt(projects.save, known.but(**said))

    @Slot()
    def end_typing(self) -> None:
        """Save what was typed and not yet saved."""
        for field in self._fields.values():
            field.save()

    @Slot(str)
    def _sit_down(self, person_id: str) -> None:
        person = self._project.store.get(Person, person_id)
        self._project.attempt(people.sit_down, person)
        self._project.remember(replace(self._project.settings, person=person.name))

    @Slot()
    def _add_person(self) -> None:
        added = self._project.attempt(people.add_person, self._other.text())
        if added is not None:
            self._other.clear()
            self._sit_down(added.id)
            self._read()

    @Slot(str)
    def _wear(self, look: str) -> None:
        self._project.remember(replace(self._project.settings, look=look))

    @Slot(str)
    def _speak(self, language: str) -> None:
        self._project.remember(replace(self._project.settings, language=language))

    @Slot()
    def _show_folder(self) -> None:
        path = self._project.store.path
        assert path
        QDesktopServices.openUrl(QUrl.fromLocalFile(path.parent))


def _own_name(language: str) -> str:
    """Return what those who speak a language call it."""
    name = QLocale(language).nativeLanguageName()
    return name[:1].upper() + name[1:]


def _path(path: str) -> QWidget:
    shown = label(path.replace("/", "/\u200b").replace("\\", "\\\u200b"), "sub", wraps=True)
    shown.setAccessibleName(path)
    return shown
