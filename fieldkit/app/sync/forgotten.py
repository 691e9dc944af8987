"""What was taken back: where it is gone, and a list of places to look through by hand."""

from __future__ import annotations

from datetime import UTC, datetime

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtWidgets import QCheckBox, QHBoxLayout, QVBoxLayout, QWidget

from fieldkit.app.parts import Card, emptied, plain
from fieldkit.app.project import OpenProject
from fieldkit.app.style import GAP, label
from fieldkit.store import Store
from fieldkit.sync.forgetting import LAPTOP, Forgetting, Place
from fieldkit.sync.gone import gone, say_gone
from fieldkit.words import _

_SEEN_TO = "places seen to"
_LATEST = 20
"""So many interviews are told one by one."""


class ForgottenCard(Card):
    """How far what was taken back is forgotten. It hides while nothing was."""

    laptop_said = Signal()
    """Somebody said that a laptop will not come back, or that it may."""

    def __init__(self, project: OpenProject, parent: QWidget | None = None) -> None:
        super().__init__(parent=parent)
        self._project = project
        self._shown: Forgetting | None = None
        self._interviews = QVBoxLayout()
        self._places = QVBoxLayout()
        self.column.addWidget(label(_("Taken back"), "cardtitle"))
        self.column.addLayout(self._interviews)
        self.column.addSpacing(GAP // 2)
        self.column.addWidget(
            label(_("Where no program reaches: look there, and tick what is done."), "sub", wraps=True)
        )
        self.column.addLayout(self._places)
        self.hide()

    @Slot(object)
    def show_forgetting(self, found: Forgetting) -> None:
        """Show this instead; ticks that were set stay until something else is taken back."""
        if found == self._shown:
            return
        self._shown = found
        for column in (self._interviews, self._places):
            emptied(column)
        for one in found.interviews[:_LATEST]:
            self._interviews.addWidget(label(one.in_words(), wraps=True))
        done = seen_to(self._project.store)
        for place in found.places:
            self._places.addWidget(self._row(place, done=place.name in done))
        self.setVisible(bool(found.interviews))

    def _row(self, place: Place, *, done: bool) -> QWidget:
        # A box breaks no lines in its own words.
        box, words, row = QCheckBox(), label(place.words, wraps=True), plain()
        box.setAccessibleName(place.words)
        words.setBuddy(box)
        line = QHBoxLayout(row)
        line.setContentsMargins(0, 0, 0, 0)
        line.addWidget(box, 0, Qt.AlignmentFlag.AlignTop)
        line.addWidget(words, 1)
        box.setProperty("place", place.name)
        box.setChecked(done)
        box.toggled.connect(self._tick)
        return row

    @Slot(bool)
    def _tick(self, done: bool) -> None:
        place = str(self.sender().property("place"))
        self._project.attempt(see_to, place, done)
        if place.startswith(LAPTOP):
            self.laptop_said.emit()


def seen_to(store: Store) -> set[str]:
    """Return the names of the places that were looked through since something was last taken back, or are gone."""
    since, _blank, places = store.remembered(_SEEN_TO).partition("\n")
    looked = set(places.splitlines()) if since == str(store.parcels.erasures()) else set[str]()
    return looked | {f"{LAPTOP}{writer}" for writer in gone(store)}


def see_to(store: Store, place: str, done: bool) -> None:
    """Remember that a place was looked through or a laptop is gone, or that it was not."""
    if place.startswith(LAPTOP):
        today = datetime.now(tz=UTC).astimezone().date()
        say_gone(store, place.removeprefix(LAPTOP), today if done else None)
        return
    places = seen_to(store) - {place}
    if done:
        places.add(place)
    looked = sorted(name for name in places if not name.startswith(LAPTOP))
    store.remember(_SEEN_TO, "\n".join([str(store.parcels.erasures()), *looked]))
