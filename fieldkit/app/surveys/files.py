"""Answers that are files: pictures, recordings, films and others; and drawings made here."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import Qt, Slot
from PySide6.QtGui import QDragEnterEvent, QDropEvent, QPixmap
from PySide6.QtWidgets import QFileDialog, QHBoxLayout, QLabel, QPushButton

from fieldkit.app.opening import FILMS, PICTURES, SOUNDS, Desk, is_harmless
from fieldkit.app.parts import label
from fieldkit.app.surveys.answer import Answer, Media, wished
from fieldkit.app.surveys.canvas import Canvas
from fieldkit.forms import Asked
from fieldkit.words import _

THUMBNAIL = 160
MOST_BYTES = 100_000_000
"""A larger file would neither fit into the project file nor travel by a shared folder."""
_SIGNATURE_HEIGHT = 140

KINDS = {"image": PICTURES | {".svg"}, "audio": SOUNDS, "video": FILMS}
"""The kinds of files that are offered first, by the type of the question."""


class FileAnswer(Answer):
    """A file from this laptop. A copy of it is kept with the interview."""

    def build(self, asked: Asked) -> None:
        """Lay out the thumbnail, the name and the buttons."""
        self._type = asked.question.type
        self._value: str | None = None
        self._picture = QLabel()
        self._picture.setAccessibleName(_("Picture: {question}").format(question=asked.label))
        self._name = label("", "sub", wraps=True)
        self._choose = QPushButton(_("Choose a file…"))
        self._choose.setAccessibleName(_("Choose a file: {question}").format(question=asked.label))
        self._remove = QPushButton(_("Take it out"))
        self._remove.setAccessibleName(_("Take the file out: {question}").format(question=asked.label))
        self._look = QPushButton(_("Open"))
        self._look.clicked.connect(self._show_whole)
        self._desk = Desk()
        # What was looked at must not outlive an interview that is taken back: its questions go with it.
        self.destroyed.connect(self._desk.clear)
        self._choose.clicked.connect(self.choose_file)
        self._remove.clicked.connect(self._take_out)
        self.column.addWidget(self._picture)
        self.column.addWidget(self._name)
        self.buttons = QHBoxLayout()
        for button in (self._look, self._choose, self._remove):
            self.buttons.addWidget(button)
        self.buttons.addStretch(1)
        self.column.addLayout(self.buttons)
        self.setAcceptDrops(True)
        self.setFocusProxy(self._choose)

    def show_asked(self, asked: Asked) -> None:
        """Show the file: its name, and a picture as a small one."""
        self._choose.setEnabled(not asked.readonly)
        self._remove.setEnabled(not asked.readonly)
        self._remove.setVisible(bool(asked.value))
        if asked.value == self._value:
            return
        self._value = asked.value
        content = self.media(asked.value) if asked.value else None
        here = _("{name} ({size})").format(name=asked.value, size=sized(len(content or b"")))
        waits = _("{name} has not arrived yet; it comes with a later sync.").format(name=asked.value)
        nothing = _("No file yet. Drop one here, or choose it.")
        self._name.setText((here if content else waits) if asked.value else nothing)
        harmless = is_harmless(asked.value)
        words = _("Open {name}") if harmless else _("Save a copy of {name}")
        self._look.setText(_("Open") if harmless else _("Save a copy…"))
        self._look.setAccessibleName(words.format(name=asked.value))
        self._look.setVisible(bool(content))
        self.show_content(content)

    def show_content(self, content: bytes | None) -> None:
        """Show a picture as a small one; nothing for other files."""
        picture = QPixmap()
        seen = self._type == "image" and bool(content) and picture.loadFromData(content or b"")
        self._picture.setVisible(seen)
        if seen:
            small = picture.scaled(
                THUMBNAIL * 2,
                THUMBNAIL,
                Qt.AspectRatioMode.KeepAspectRatio,
                Qt.TransformationMode.SmoothTransformation,
            )
            self._picture.setPixmap(small)

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        """Take a file that is dropped here."""
        if event.mimeData().hasUrls() and self._choose.isEnabled():
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:
        """Answer with the file that was dropped."""
        found = [url.toLocalFile() for url in event.mimeData().urls() if url.isLocalFile()]
        if found:
            event.acceptProposedAction()
            self.take(Path(found[0]))

    @Slot()
    def choose_file(self) -> None:
        """Ask for a file and answer with it."""
        patterns = " ".join(f"*{ending}" for ending in sorted(KINDS.get(self._type, ()))) or "*"
        chosen, _kind = QFileDialog.getOpenFileName(
            self, _("Choose a file"), "", _("Files ({patterns});;All files (*)").format(patterns=patterns)
        )
        if chosen:
            self.take(Path(chosen))

    def take(self, path: Path) -> None:
        """Answer with a file; where it cannot be read or is too large, say so."""
        try:
            too_large = path.stat().st_size > MOST_BYTES
            content = b"" if too_large else path.read_bytes()
        except OSError:
            self._name.setText(
                _("⚠ {name} cannot be read. Look whether you may open it.").format(name=path.name)
            )
            return
        if too_large:
            self._name.setText(
                _("⚠ {name} is too large: at most {size} can travel.").format(
                    name=path.name, size=sized(MOST_BYTES)
                )
            )
            return
        self.given.emit(path.name, content)

    @Slot()
    def _show_whole(self) -> None:
        name = self._value or ""
        self._desk.show(name, self.media(name) or b"", self)

    @Slot()
    def _take_out(self) -> None:
        self.answered.emit("", False)


class DrawingAnswer(FileAnswer):
    """A picture drawn here, or a file; `annotate` draws on a file that was chosen."""

    def build(self, asked: Asked) -> None:
        """Lay out the sheet of paper over the buttons."""
        wishes = wished(asked)
        self._stem = "signature" if "signature" in wishes else "drawing"
        self._canvas = Canvas(_SIGNATURE_HEIGHT) if "signature" in wishes else Canvas()
        self._canvas.setAccessibleName(_("Draw here: {question}").format(question=asked.label))
        self._canvas.drawn.connect(self._keep)
        self.column.addWidget(self._canvas)
        super().build(asked)
        self._remove.setText(_("Start anew"))
        self._remove.setAccessibleName(_("Start anew: {question}").format(question=asked.label))

    def show_asked(self, asked: Asked) -> None:
        """Show the drawing."""
        super().show_asked(asked)
        self._canvas.setEnabled(not asked.readonly)
        self._name.setVisible(not asked.value)
        if not asked.value:
            self._name.setText(_("Draw with a mouse, a pen or a finger; or choose a file."))

    def show_content(self, content: bytes | None) -> None:
        """Show the drawing on its paper."""
        self._picture.hide()
        self._look.hide()
        self._canvas.show_picture(content)

    def save(self) -> None:
        """Keep a drawing that has only rested so far."""
        self._canvas.save()

    @Slot(bytes)
    def _keep(self, content: bytes) -> None:
        self.given.emit(f"{self._stem}.png", content)


def sized(count: int) -> str:
    """Return how large a file is, as people say it."""
    if count < 1000:
        return _("{n} bytes").format(n=count)
    return (
        _("{n} kB").format(n=count // 1000) if count < 1_000_000 else _("{n} MB").format(n=count // 1_000_000)
    )


def picture_answer(asked: Asked, media: Media) -> Answer:
    """Return the place of a picture, as its appearance wants it."""
    return (DrawingAnswer if wished(asked) & {"signature", "draw", "annotate"} else FileAnswer)(asked, media)
