"""Where errors meet: what a person can mend is said in place, what is our own slip in a report to copy."""

from __future__ import annotations

import platform
import sys
import threading
import traceback
from types import TracebackType

from PySide6 import __version__ as qt_version
from PySide6.QtCore import QObject, Qt, Signal, Slot
from PySide6.QtGui import QAccessible, QAccessibleEvent, QGuiApplication, QKeySequence, QShortcut
from PySide6.QtWidgets import (
    QDialog,
    QDialogButtonBox,
    QFrame,
    QHBoxLayout,
    QPlainTextEdit,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from fieldkit import __version__
from fieldkit.app.style import GAP, label
from fieldkit.errors import FieldkitError, FileError
from fieldkit.words import _


class Faults(QObject):
    """Catches what nobody else caught, on any thread, and says it on the window's thread."""

    mendable = Signal(object)
    """A FieldkitError that the person at the laptop can mend."""
    slipped = Signal(str)
    """A slip of ours, as a report without a word of anybody's."""

    _met = Signal(object)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._before = sys.excepthook, sys.unraisablehook, threading.excepthook
        self._met.connect(self.meet)

    def install(self) -> None:
        """Catch from now on what no slot, thread or destructor has caught."""
        sys.excepthook = self._hook
        sys.unraisablehook = self._unraisable
        threading.excepthook = self._thread

    def remove(self) -> None:
        """Leave the interpreter as it was before."""
        sys.excepthook, sys.unraisablehook, threading.excepthook = self._before

    @Slot(object)
    def meet(self, error: BaseException) -> None:
        """Say what went wrong, in the way it deserves."""
        if isinstance(error, FieldkitError):
            self.mendable.emit(error)
        else:
            self.slipped.emit(report(error))

    def _hook(self, kind: type[BaseException], error: BaseException, tb: TracebackType | None) -> None:
        if isinstance(error, KeyboardInterrupt | SystemExit):
            self._before[0](kind, error, tb)
            return
        self._met.emit(error.with_traceback(tb))

    def _unraisable(self, unraisable: sys.UnraisableHookArgs) -> None:
        error = unraisable.exc_value or unraisable.exc_type()
        self._hook(type(error), error, unraisable.exc_traceback)

    def _thread(self, args: threading.ExceptHookArgs) -> None:
        error = args.exc_value or args.exc_type()
        self._hook(type(error), error, args.exc_traceback)


def report(error: BaseException) -> str:
    """Return what we need to know about a slip of ours: kinds, places and versions.

    The error's own words stay out, for they may hold a name or a sentence from an interview.
    """
    places = traceback.extract_tb(error.__traceback__)
    return "\n".join(
        [
            f"fieldkit {__version__}, Qt {qt_version}, Python {platform.python_version()}, {platform.system()}",
            type(error).__name__,
            *(f"  {_from_package(place.filename)}:{place.lineno} {place.name}" for place in places),
        ]
    )


def _from_package(path: str) -> str:
    """Leave out the folders above our own, which may bear the name of a person."""
    parts = path.replace("\\", "/").split("/")
    known = [i for i, part in enumerate(parts) if part in ("fieldkit", "site-packages")]
    return "/".join(parts[known[-1] :]) if known else parts[-1]


class Banner(QFrame):
    """A sentence and a hint at the head of the page. Escape, or its cross, sends it away."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("banner")
        self._sentence = label("", "bannertitle", wraps=True)
        self._hint = label("", wraps=True)
        self._places = QPlainTextEdit(readOnly=True)
        self._places.setAccessibleName(_("What is wrong, one by one"))
        self._places.setTabChangesFocus(True)
        self._places.setMaximumHeight(72)
        self._away = QPushButton(_("Dismiss"))
        self._away.setAccessibleName(_("Dismiss this message"))
        self._away.clicked.connect(self.hide)
        words = QVBoxLayout()
        words.setSpacing(2)
        for widget in (self._sentence, self._places, self._hint):
            words.addWidget(widget)
        row = QHBoxLayout(self)
        row.setContentsMargins(GAP, GAP - 4, GAP - 4, GAP - 4)
        row.addLayout(words, 1)
        row.addWidget(self._away, 0, Qt.AlignmentFlag.AlignTop)
        escape = QShortcut(QKeySequence(Qt.Key.Key_Escape), self)
        escape.setContext(Qt.ShortcutContext.WindowShortcut)
        escape.activated.connect(self.hide)
        self.hide()

    @Slot(object)
    def show_error(self, error: FieldkitError) -> None:
        """Show an error until it is dismissed or another comes; a screen reader says it at once."""
        faults = error.faults if isinstance(error, FileError) else []
        self._sentence.setText(error.sentence)
        self._hint.setText(error.hint)
        self._hint.setVisible(bool(error.hint))
        self._places.setPlainText("\n".join(faults))
        self._places.setVisible(bool(faults))
        self.setAccessibleName(str(error))
        self.show()
        QAccessible.updateAccessibility(QAccessibleEvent(self, QAccessible.Event.Alert))


class SlipDialog(QDialog):
    """Tells that something of ours went wrong, with a report that can be copied. The app stays open."""

    def __init__(self, report: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle(_("Something went wrong in fieldkit"))
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self._report = report
        text = QPlainTextEdit(report, readOnly=True)
        text.setAccessibleName(_("Report"))
        text.setTabChangesFocus(True)
        buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Close)
        copy = buttons.addButton(_("Copy the report"), QDialogButtonBox.ButtonRole.ActionRole)
        copy.clicked.connect(self._copy)
        buttons.rejected.connect(self.reject)
        column = QVBoxLayout(self)
        column.addWidget(label(_("That was our mistake, not yours. What you saved is safe."), "cardtitle"))
        column.addWidget(
            label(
                _(
                    "This report holds no word of your fieldwork. Copy it and send it to those who make fieldkit."
                ),
                wraps=True,
            )
        )
        column.addWidget(text, 1)
        column.addWidget(buttons)
        self.resize(560, 340)

    @Slot()
    def _copy(self) -> None:
        QGuiApplication.clipboard().setText(self._report)
