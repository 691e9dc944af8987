"""What was found in a workbook, as a list to read, copy and print."""

from __future__ import annotations

from collections.abc import Sequence
from html import escape
from typing import Any

from PySide6.QtCore import QSize, Qt, Slot
from PySide6.QtGui import QColor, QGuiApplication, QKeySequence, QResizeEvent, QTextDocument
from PySide6.QtWidgets import (
    QAbstractItemView,
    QDialog,
    QHBoxLayout,
    QHeaderView,
    QPushButton,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QTableView,
    QVBoxLayout,
    QWidget,
)

from fieldkit.app.parts import ActionButton, action
from fieldkit.app.style import GAP, label, tokens
from fieldkit.app.table import Index, Titled
from fieldkit.forms import Finding, Severity
from fieldkit.words import _

_WHAT, _SHEET, _ROW, _COLUMN, _SENTENCE = range(5)
_WIDTHS = {_WHAT: 84, _SHEET: 92, _ROW: 52, _COLUMN: 148}


class FindingsModel(Titled):
    """Findings, one a row."""

    def __init__(self, findings: Sequence[Finding], parent: QWidget | None = None) -> None:
        titles = (_("Kind"), _("Sheet"), _("Row"), _("Column"), _("What it is, and what to do"))
        super().__init__(titles, parent)
        self._findings = findings

    def rowCount(self, parent: Index | None = None) -> int:
        """Return the number of findings."""
        return 0 if parent and parent.isValid() else len(self._findings)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """Return what a cell says."""
        if not index.isValid():
            return None
        finding = self._findings[index.row()]
        if role == Qt.ItemDataRole.DisplayRole:
            return _cells(finding)[index.column()]
        if role == Qt.ItemDataRole.AccessibleTextRole:
            # Whichever cell a screen reader is in, it says the whole.
            return f"{_kind(finding)}. {finding.said}"
        if role == Qt.ItemDataRole.ForegroundRole and index.column() == _WHAT:
            return QColor(tokens().danger if finding.severity is Severity.FAULT else tokens().warn)
        if role == Qt.ItemDataRole.TextAlignmentRole:
            return int(Qt.AlignmentFlag.AlignLeading | Qt.AlignmentFlag.AlignVCenter)
        return None


class _Roomy(QStyledItemDelegate):
    """Leaves a little room above and below the lines of a cell."""

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        """Return the size of the words, and the room."""
        return super().sizeHint(option, index) + QSize(0, GAP // 2)


class FindingsTable(QTableView):
    """The findings with as many lines each as their words need."""

    def __init__(self, findings: Sequence[Finding], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.findings = FindingsModel(findings, self)
        self.setModel(self.findings)
        self.setItemDelegate(_Roomy(self))
        self.setAccessibleName(_("What was found"))
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setShowGrid(False)
        self.setWordWrap(True)
        self.setTabKeyNavigation(False)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.verticalHeader().hide()
        self.horizontalHeader().setHighlightSections(False)
        for column, width in _WIDTHS.items():
            self.setColumnWidth(column, width)
        self.horizontalHeader().setSectionResizeMode(_SENTENCE, QHeaderView.ResizeMode.Stretch)
        self.horizontalHeader().sectionResized.connect(self._fit)
        if findings:
            self.selectRow(0)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Give each row the lines that it needs at the new width."""
        super().resizeEvent(event)
        self._fit()

    @Slot()
    def _fit(self) -> None:
        self.resizeRowsToContents()


class FindingsDialog(QDialog):
    """Shows what was found in a workbook. It leaves the window usable: the workbook is mended beside it."""

    def __init__(
        self, title: str, line: str, findings: Sequence[Finding], parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.setWindowTitle(title)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self._title = title
        self._line = line
        # What has to be mended comes first.
        self._findings = sorted(findings, key=lambda finding: finding.severity is not Severity.FAULT)
        self.table = FindingsTable(self._findings, self)
        copy = action(self, _("&Copy all"), self.copy, QKeySequence.StandardKey.Copy)
        printed = action(self, _("&Print…"), self.print_list, QKeySequence.StandardKey.Print)
        close = QPushButton(_("C&lose"))
        close.clicked.connect(self.close)
        close.setDefault(True)
        buttons = QHBoxLayout()
        for made in (copy, printed):
            button = ActionButton(made)
            button.setAutoDefault(False)
            buttons.addWidget(button)
        buttons.addStretch(1)
        buttons.addWidget(close)
        column = QVBoxLayout(self)
        column.setContentsMargins(GAP, GAP, GAP, GAP)
        column.setSpacing(GAP // 2)
        column.addWidget(label(title, "cardtitle", wraps=True))
        column.addWidget(label(line, "sub", wraps=True))
        column.addWidget(self.table, 1)
        column.addLayout(buttons)
        self.resize(880, 520)
        self.table.setFocus()

    @Slot()
    def copy(self) -> None:
        """Put the list on the clipboard, a line for each finding."""
        lines = [f"{_kind(finding)}: {finding.said}" for finding in self._findings]
        QGuiApplication.clipboard().setText("\n".join([self._title, self._line, "", *lines]))

    @Slot()
    def print_list(self) -> None:
        """Ask for a printer, and print the list."""
        from PySide6.QtPrintSupport import QPrintDialog, QPrinter

        printer = QPrinter(QPrinter.PrinterMode.HighResolution)
        if QPrintDialog(printer, self).exec() == QDialog.DialogCode.Accepted:
            self.document().print_(printer)

    def document(self) -> QTextDocument:
        """Return the list as it is printed."""
        head = "".join(f"<th align='left'>{escape(title)}</th>" for title in self.table.findings.titles)
        rows = "".join(
            "<tr>" + "".join(f"<td>{escape(text)}</td>" for text in _cells(finding)) + "</tr>"
            for finding in self._findings
        )
        document = QTextDocument(self)
        document.setHtml(
            f"<h2>{escape(self._title)}</h2><p>{escape(self._line)}</p>"
            f"<table cellpadding='4'><thead><tr>{head}</tr></thead>{rows}</table>"
        )
        return document


def _kind(finding: Finding) -> str:
    return _("Fault") if finding.severity is Severity.FAULT else _("Warning")


def _cells(finding: Finding) -> tuple[str, ...]:
    sheet, row, column = finding.place
    said = f"{finding.sentence} {finding.remedy}".strip()
    return _kind(finding), sheet, str(row or ""), column, said
