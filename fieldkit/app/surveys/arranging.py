"""How choices are laid out beside and under each other."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QGridLayout, QSizePolicy, QVBoxLayout, QWidget

from fieldkit.app.flow import Flow
from fieldkit.app.surveys.answer import called, numbered, wished
from fieldkit.app.surveys.words import Words
from fieldkit.forms import Asked

COLUMN = 190
"""The least width of a column of choices."""
_PAGE = 700
_SIGN = 8
"""About the width of a letter."""
PACKED = frozenset({"columns-pack", "horizontal", "horizontal-compact", "compact", "quickcompact"})
LINED_UP = frozenset({"likert", "list"})
"""The appearances that put the words under a row of buttons. Source: XLSForm reference, "appearance"."""


def in_line(asked: Asked) -> bool:
    """Tell whether the choices stand as a row of bare buttons, their words under or over them."""
    return bool(wished(asked) & (LINED_UP | {"list-nolabel"}))


def arranged(asked: Asked, options: Sequence[QWidget]) -> QWidget:
    """Return an area with the choices laid out as the question's appearance wants it."""
    area = QWidget()
    area.setObjectName("plain")
    wishes = wished(asked)
    columns = numbered(asked, "columns") or numbered(asked, "compact") or numbered(asked, "quickcompact")
    if columns:
        _in_columns(area, options, columns)
    elif "columns" in wishes:
        longest = max((len(called(choice)) for choice in asked.choices), default=1)
        _in_columns(area, options, max(1, min(5, _PAGE // max(COLUMN, longest * _SIGN + 40))))
    elif wishes & PACKED or ("no-buttons" in wishes and any("image" in c.media for c in asked.choices)):
        flow = Flow(area)
        for option in options:
            flow.addWidget(option)
    elif wishes & LINED_UP:
        _in_line(area, options, [choice.label or choice.value for choice in asked.choices])
    elif "list-nolabel" in wishes:
        _in_line(area, options, [])
    else:
        column = QVBoxLayout(area)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(2)
        for option in options:
            column.addWidget(option)
    return area


def words_in_line(words: Sequence[str]) -> QWidget:
    """Return the head of a table of choices: the words over its columns."""
    area = QWidget()
    area.setObjectName("plain")
    _in_line(area, (), words)
    return area


def _in_columns(area: QWidget, options: Sequence[QWidget], columns: int) -> None:
    grid = QGridLayout(area)
    grid.setContentsMargins(0, 0, 0, 0)
    grid.setSpacing(4)
    for at, option in enumerate(options):
        # Beside words of several lines, a short choice stands at the first.
        grid.addWidget(option, at // columns, at % columns, Qt.AlignmentFlag.AlignTop)
    for column in range(columns):
        grid.setColumnStretch(column, 1)


def _in_line(area: QWidget, options: Sequence[QWidget], words: Sequence[str]) -> None:
    """Lay out columns of the same width, whatever is in them, so that rows over each other make a table."""
    grid = QGridLayout(area)
    grid.setContentsMargins(0, 0, 0, 0)
    grid.setSpacing(2)
    for at, option in enumerate(options):
        grid.addWidget(option, 0, at, Qt.AlignmentFlag.AlignHCenter)
    for at, said in enumerate(words):
        shown = Words("sub", centred=True)
        shown.say(said)
        shown.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
        grid.addWidget(shown, 1, at)
    for column in range(max(len(options), len(words))):
        grid.setColumnStretch(column, 1)
