"""One criterion on the score card."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QCheckBox, QFrame, QHBoxLayout, QVBoxLayout, QWidget

from fieldkit.app.fields import Choice
from fieldkit.app.parts import label
from fieldkit.app.segmented import Option, Segmented
from fieldkit.app.style import GAP
from fieldkit.app.tools.fits import EVIDENCE
from fieldkit.domain import Criterion, Score
from fieldkit.domain.tools import Evidence, Standing
from fieldkit.words import _

_POINTS = ("0", "1", "2", "3", "4")


_EVIDENCE = 138
"""The width of the list of what a score rests on, so that a row fits beside the list of interviews."""


class CriterionRow(QFrame):
    """A criterion with its question, its anchors and the score. Digits, ? and N score and go on."""

    scored = Signal(str, object, str, str)
    """The criterion's id, the points or None, the standing and the evidence."""
    unscored = Signal(str)
    """The criterion's id: its score is taken back."""
    passed = Signal(str)
    """The criterion's id: it was scored by a sign, so the next may be asked."""

    def __init__(self, criterion: Criterion, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("plain")
        self._criterion = criterion
        anchors = {"0": criterion.anchor_0, "2": criterion.anchor_2, "4": criterion.anchor_4}
        self._points = Segmented(
            [
                *(Option(points, points, points, anchors.get(points, "")) for points in _POINTS),
                Option(Standing.UNKNOWN, _("Don't know"), "?"),
                Option(Standing.NOT_APPLICABLE, _("Doesn't apply"), "n"),
            ],
            criterion.name,
        )
        self._evidence = Choice()
        self._evidence.setMaximumWidth(_EVIDENCE)
        self._evidence.offer([(evidence, words()) for evidence, words in EVIDENCE.items()])
        self._evidence.setAccessibleName(
            _("What the score for “{name}” rests on").format(name=criterion.name)
        )
        self._breaker = QCheckBox(_("Deal-breaker"))
        self._breaker.setAccessibleDescription(criterion.name)
        self._others = label("", "sub", wraps=True)
        self._lay_out()
        self.setFocusProxy(self._points)
        self._points.chosen.connect(self._say)
        self._points.signed.connect(self._pass)
        self._breaker.clicked.connect(self._say)
        self._evidence.chosen.connect(self._say)

    def _lay_out(self) -> None:
        criterion = self._criterion
        anchors = _("0: {none}  ·  2: {half}  ·  4: {whole}").format(
            none=criterion.anchor_0, half=criterion.anchor_2, whole=criterion.anchor_4
        )
        answer = QHBoxLayout()
        answer.setSpacing(GAP // 2)
        answer.addWidget(self._points)
        answer.addWidget(self._evidence)
        answer.addWidget(self._breaker)
        answer.addStretch(1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, GAP // 2, 0, GAP // 2)
        column.setSpacing(4)
        column.addWidget(label(criterion.name, "strong"))
        column.addWidget(label(criterion.question, wraps=True))
        column.addWidget(label(anchors, "sub", wraps=True))
        column.addLayout(answer)
        column.addWidget(self._others)

    def show_score(self, score: Score | None, others: str) -> None:
        """Show the score of the person at this laptop, and what others scored, in words."""
        judged = score is not None and score.points is not None
        if score is None:
            self._points.show_value(None)
        else:
            self._points.show_value(str(score.points) if score.points is not None else score.standing)
        self.setFocusProxy(self._points)
        self._evidence.show_value(score.evidence if score else Evidence.HEARD)
        self._evidence.setEnabled(judged)
        self._breaker.setEnabled(judged)
        self._breaker.setToolTip("" if judged else _("Give it points first."))
        self._breaker.setChecked(score is not None and score.standing == Standing.DEAL_BREAKER)
        self._others.setText(others)
        self._others.setVisible(bool(others))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """D says that it is a deal-breaker; Delete takes the score back."""
        if event.key() in (Qt.Key.Key_Delete, Qt.Key.Key_Backspace):
            self.unscored.emit(self._criterion.id)
        elif event.text().casefold() == "d" and self._breaker.isEnabled():
            self._breaker.click()
        else:
            super().keyPressEvent(event)

    @Slot()
    def _say(self) -> None:
        value = self._points.value
        points = int(value) if value in _POINTS else None
        standing = value or Standing.UNKNOWN
        if points is not None:
            breaker = self._breaker.isChecked() and self._breaker.isEnabled()
            standing = Standing.DEAL_BREAKER if breaker else Standing.SCORED
        self.scored.emit(self._criterion.id, points, standing, self._evidence.value or Evidence.HEARD)

    @Slot()
    def _pass(self) -> None:
        self.passed.emit(self._criterion.id)
