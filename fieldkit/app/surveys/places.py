"""Places, ways and areas: typed, pasted in whatever notation, or taken from the file of a GPS receiver."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import Qt, Slot
from PySide6.QtWidgets import QFileDialog, QPushButton

from fieldkit.app.fields import Line, Text
from fieldkit.app.parts import label
from fieldkit.app.surveys.answer import Answer
from fieldkit.errors import FileError
from fieldkit.forms import TYPES, Asked
from fieldkit.forms.places import closed, places_in, read_place, read_places
from fieldkit.forms.types import Point
from fieldkit.words import _, ngettext

FILES = "*.gpx *.nmea *.nma *.log *.txt"


class PlaceAnswer(Answer):
    """One place: latitude and longitude, height and accuracy where they are known."""

    def build(self, asked: Asked) -> None:
        """Lay out the line, what is understood of it, and the button for a file."""
        self._type = asked.question.type
        self._value = ""
        self._field = self.field()
        self._field.setAccessibleName(asked.label)
        self._field.written.connect(self._say)
        self._understood = label("", "sub", wraps=True)
        self._load = QPushButton(_("From a GPS file…"))
        self._load.setAccessibleName(_("From a GPS file: {question}").format(question=asked.label))
        self._load.clicked.connect(self.choose_file)
        self.column.addWidget(self._field)
        self.column.addWidget(self._understood)
        self.column.addWidget(self._load, 0, Qt.AlignmentFlag.AlignLeading)
        self.setFocusProxy(self._field)

    def field(self) -> Line | Text:
        """Return what the place is typed into."""
        line = Line()
        line.setMaximumWidth(420)
        line.show_hint(_("Such as 51.51, -0.12 or 51°30'N 0°7'W"), "51.51, -0.12")
        return line

    def meant(self, text: str) -> str:
        """Return the place that was typed or pasted, as it is stored."""
        place = read_place(text)
        return text if place is None else self.stored([place])

    def stored(self, places: list[Point]) -> str:
        """Return places as they are stored; of several, the last is where the receiver ended."""
        return TYPES[self._type].write(places[-1])

    def show_asked(self, asked: Asked) -> None:
        """Show the place, and how it was understood."""
        self._value = asked.typed
        self._field.setReadOnly(asked.readonly)
        self._load.setEnabled(not asked.readonly)
        typed = self._field.text() if isinstance(self._field, Line) else self._field.toPlainText()
        if not (self._field.hasFocus() and self.meant(typed).strip() == asked.typed):
            self._field.show_text(asked.typed)
        places = read_places(asked.value) if asked.value else None
        self._understood.setText(self.worded(places) if places else "")
        self._understood.setVisible(bool(self._understood.text()))

    def worded(self, places: list[Point]) -> str:
        """Return the place as people say it."""
        place = places[0]
        said = _("{latitude}° {north}, {longitude}° {east}").format(
            latitude=abs(place.latitude),
            north=_("north") if place.latitude >= 0 else _("south"),
            longitude=abs(place.longitude),
            east=_("east") if place.longitude >= 0 else _("west"),
        )
        if place.accuracy:
            return _("{place}, within {metres} m").format(place=said, metres=f"{place.accuracy:g}")
        return said

    def save(self) -> None:
        """Say what was typed."""
        self._field.save()

    @Slot()
    def choose_file(self) -> None:
        """Ask for the file of a receiver and take the places from it."""
        chosen, _kind = QFileDialog.getOpenFileName(
            self,
            _("Take places from a GPS file"),
            "",
            _("Files of GPS receivers ({files})").format(files=FILES),
        )
        if chosen:
            self.take_from(Path(chosen))

    def take_from(self, path: Path) -> None:
        """Answer with the places in a file; where it has none, say so."""
        try:
            places = places_in(path)
        except FileError as error:
            self._understood.setText(f"⚠ {error.sentence} {error.hint}")
            self._understood.show()
            return
        self.answered.emit(self.stored(places), False)

    @Slot(str)
    def _say(self, text: str) -> None:
        self.answered.emit(self.meant(text), True)


class WayAnswer(PlaceAnswer):
    """Places along a way."""

    def field(self) -> Line | Text:
        """Return a field of several lines, one for each place."""
        text = Text(4)
        text.setPlaceholderText(self.hint())
        return text

    def hint(self) -> str:
        """Return an example."""
        return _("One place a line, or parted by semicolons: 51.51, -0.12")

    def meant(self, text: str) -> str:
        """Return the places that were typed or pasted, as they are stored."""
        places = read_places(text)
        return self.stored(places) if places else text

    def stored(self, places: list[Point]) -> str:
        """Return all places in their order."""
        return TYPES["geotrace"].write(places)

    def worded(self, places: list[Point]) -> str:
        """Return how many places there are."""
        return ngettext("{n} place", "{n} places", len(places)).format(n=len(places))


class AreaAnswer(WayAnswer):
    """The corners of an area. The first is put again at the end by itself."""

    def hint(self) -> str:
        """Return an example."""
        return _("One corner a line, or parted by semicolons: 51.51, -0.12")

    def stored(self, places: list[Point]) -> str:
        """Return the corners, with the first again at the end."""
        return TYPES["geoshape"].write(closed(places))

    def worded(self, places: list[Point]) -> str:
        """Return how many corners there are."""
        corners = len(places) - (len(places) > 1 and places[0][:2] == places[-1][:2])
        return ngettext("{n} corner", "{n} corners", corners).format(n=corners)
