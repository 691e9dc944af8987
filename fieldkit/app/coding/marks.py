"""The marked passages of a note, coded ones and the people's own words, in the order of the text."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any, NamedTuple

from PySide6.QtCore import QAbstractListModel, QModelIndex, QPersistentModelIndex, Qt

from fieldkit.domain import Code, Passage, Person, Segment
from fieldkit.domain.change import Change
from fieldkit.domain.coding import Span, Wording
from fieldkit.edits import coding
from fieldkit.store import Store
from fieldkit.words import _

Index = QModelIndex | QPersistentModelIndex
MARK = Qt.ItemDataRole.UserRole
"""The role under which a row gives its Mark."""


class Mark(NamedTuple):
    """A stretch of a note with what is said of it. `by` is the coder's name where it is somebody else."""

    record: Segment | Passage
    label: str
    by: str

    @property
    def span(self) -> Span:
        """Where it stands in the note."""
        return Span(self.record.start, self.record.end)

    @property
    def own_words(self) -> bool:
        """Whether it marks how something was said, not what it is about."""
        return isinstance(self.record, Passage)

    @property
    def removing(self) -> Callable[..., list[Change]]:
        """The deed that takes it off, to be called with the store and the record."""
        return coding.unmark if self.own_words else coding.untag


def marks_of(store: Store, note_id: str) -> list[Mark]:
    """Return the marks of a note in the order of the text; one whose words are all gone comes last, with its quote."""
    names = {code.id: code.name for code in store.find(Code)}
    people = {person.id: person.name for person in store.find(Person)}
    marks = [
        Mark(
            segment,
            names.get(segment.code_id, _("A code of another version")),
            _by(store, people, segment.coder_id),
        )
        for segment in store.find(Segment, note_id=note_id)
    ]
    marks += [Mark(passage, _wording(passage), "") for passage in store.find(Passage, note_id=note_id)]
    return sorted(
        marks, key=lambda mark: (mark.span.start == mark.span.end, mark.span, mark.own_words, mark.label)
    )


def _by(store: Store, people: dict[str, str], coder: str) -> str:
    return "" if coder == store.person else people.get(coder, _("somebody else"))


def _wording(passage: Passage) -> str:
    return _("Their own words") if passage.wording == Wording.VERBATIM else _("In our words")


class Marks(QAbstractListModel):
    """The marks of one note as a list."""

    def __init__(self, parent: Any = None) -> None:
        super().__init__(parent)
        self._marks: list[Mark] = []

    def show_marks(self, marks: Sequence[Mark]) -> None:
        """Show these marks in this order."""
        self.beginResetModel()
        self._marks = list(marks)
        self.endResetModel()

    def row_of(self, record_id: str) -> int:
        """Return the row of a record; -1 where it is not shown."""
        return next((row for row, mark in enumerate(self._marks) if mark.record.id == record_id), -1)

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008  Qt's own default
        """Return how many marks there are."""
        return 0 if parent.isValid() else len(self._marks)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """Return what a mark says."""
        if not index.isValid():
            return None
        mark = self._marks[index.row()]
        match role:
            case Qt.ItemDataRole.DisplayRole:
                return mark.record.quote or _("(words since deleted)")
            case Qt.ItemDataRole.AccessibleTextRole:
                return _("{label}: {quote}").format(label=mark.label, quote=mark.record.quote)
            case Qt.ItemDataRole.ToolTipRole:
                return mark.record.quote
            case _:
                return mark if role == MARK else None
