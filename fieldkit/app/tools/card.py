"""The score card: one tool against every criterion, and how well it fits so far."""

from __future__ import annotations

from PySide6.QtCore import Slot
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from fieldkit.app.fields import Choice
from fieldkit.app.parts import Scroll, card, label
from fieldkit.app.project import OpenProject
from fieldkit.app.style import GAP
from fieldkit.app.tools.fits import fit_so_far, in_words
from fieldkit.app.tools.rows import CriterionRow
from fieldkit.domain import Criterion, Interview, Person, Score, Tool, ToolUse
from fieldkit.domain.change import Change
from fieldkit.domain.tools import Standing
from fieldkit.edits import tools
from fieldkit.store import Store
from fieldkit.words import _

_SHOWN = frozenset({"score", "ranking", "tooluse", "tool", "criterion"})


class ScoreCard(QWidget):
    """Scores one tool at a time. The tools that the group uses come first: they are the ones to compare with."""

    def __init__(self, project: OpenProject, interview_id: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("plain")
        self._project = project
        self._interview_id = interview_id
        self._tool = Choice()
        self._tool.setAccessibleName(_("Tool to score"))
        self._tool.setMinimumWidth(260)
        self._what = label("", "sub", wraps=True)
        self._fit = label("", "cardtitle", wraps=True)
        self._rows = {criterion.id: CriterionRow(criterion) for criterion in project.store.find(Criterion)}
        self._lay_out()
        self._tool.chosen.connect(self._refresh_all)
        for row in self._rows.values():
            row.scored.connect(self._score)
            row.unscored.connect(self._unscore)
            row.passed.connect(self._go_on)
        project.changed.connect(self._refresh)
        self._offer()
        self._refresh_all()

    def _lay_out(self) -> None:
        frame, rows = card()
        rows.setSpacing(0)
        rows.addWidget(
            label(_("0 to 4 scores, ? is don't know, N doesn't apply, D is a deal-breaker."), "sub")
        )
        for row in self._rows.values():
            rows.addWidget(row)
        if not self._rows:
            rows.addWidget(label(_("This project has no criteria yet."), "sub"))
        inside = QWidget()
        inside.setObjectName("plain")
        column = QVBoxLayout(inside)
        column.setContentsMargins(0, 0, GAP // 2, 0)
        column.addWidget(frame)
        column.addStretch(1)
        self._scroll = Scroll(inside)
        head = QHBoxLayout()
        head.setSpacing(GAP)
        head.addWidget(self._tool)
        head.addWidget(self._fit, 1)
        around = QVBoxLayout(self)
        around.setContentsMargins(0, 0, 0, 0)
        around.setSpacing(GAP // 2)
        around.addLayout(head)
        around.addWidget(self._what)
        around.addWidget(self._scroll, 1)
        self.setFocusProxy(self._tool)

    @Slot(str, object, str, str)
    def _score(self, criterion_id: str, points: int | None, standing: str, evidence: str) -> None:
        store = self._project.store
        if self._tool.value:
            self._project.attempt(
                tools.score,
                store.get(Interview, self._interview_id),
                store.get(Tool, self._tool.value),
                store.get(Criterion, criterion_id),
                points,
                standing,
                evidence,
            )

    @Slot(str)
    def _unscore(self, criterion_id: str) -> None:
        score = self._scores().get(criterion_id)
        if score is not None:
            self._project.attempt(tools.unscore, score)

    @Slot(str)
    def _go_on(self, criterion_id: str) -> None:
        ids = list(self._rows)
        after = ids.index(criterion_id) + 1
        if after < len(ids):
            row = self._rows[ids[after]]
            row.setFocus()
            self._scroll.ensureWidgetVisible(row)

    def _scores(self) -> dict[str, Score]:
        store = self._project.store
        found = store.find(
            Score, interview_id=self._interview_id, tool_id=self._tool.value, scorer_id=store.person
        )
        return {score.criterion_id: score for score in found}

    @Slot(list)
    def _refresh(self, changes: list[Change]) -> None:
        tables = {change.cell.table for change in changes}
        if tables & {"tooluse", "tool"}:
            self._offer()
        if tables & _SHOWN:
            self._refresh_all()

    def _offer(self) -> None:
        self._tool.offer(offered(self._project.store, self._interview_id))
        if not self._tool.value and self._tool.count():
            self._tool.setCurrentIndex(0)

    @Slot()
    def _refresh_all(self) -> None:
        store, scores = self._project.store, self._scores()
        others = others_said(store, self._interview_id, self._tool.value)
        for criterion_id, row in self._rows.items():
            row.show_score(scores.get(criterion_id), others.get(criterion_id, ""))
            row.setEnabled(bool(self._tool.value))
        chosen = store.find(Tool, id=self._tool.value)
        self._what.setText(chosen[0].what if chosen else _("There is no tool in the catalogue yet."))
        self._fit.setText(
            in_words(fit_so_far(store, self._interview_id, self._tool.value)) if self._rows else ""
        )


def offered(store: Store, interview_id: str) -> list[tuple[str, str]]:
    """Return the tools to score, as id and words: those in use first, then the catalogue by name."""
    used = {use.tool_id for use in store.find(ToolUse, interview_id=interview_id)}
    catalogue = sorted(store.find(Tool), key=lambda tool: (tool.id not in used, tool.name.casefold()))
    return [
        (tool.id, _("{tool} (they use it)").format(tool=tool.name) if tool.id in used else tool.name)
        for tool in catalogue
    ]


def others_said(store: Store, interview_id: str, tool_id: str) -> dict[str, str]:
    """Return, by criterion, what other scorers gave the tool in this interview."""
    names = {person.id: person.name for person in store.find(Person)}
    said: dict[str, list[str]] = {}
    for score in store.find(Score, interview_id=interview_id, tool_id=tool_id):
        if score.scorer_id != store.person:
            name = names.get(score.scorer_id, _("Somebody else"))
            value = score.standing if score.points is None else score.points
            breaker = _(", a deal-breaker") if score.standing == Standing.DEAL_BREAKER else ""
            said.setdefault(score.criterion_id, []).append(f"{name}: {value}{breaker}")
    return {criterion: "; ".join(lines) for criterion, lines in said.items()}
