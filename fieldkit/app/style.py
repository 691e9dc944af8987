"""How the window looks: colours, fonts, distances and icons, each said once."""

from __future__ import annotations

from dataclasses import asdict, dataclass

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFont, QFontDatabase, QGuiApplication, QIcon, QPainter, QPalette, QPixmap
from PySide6.QtSvg import QSvgRenderer
from PySide6.QtWidgets import QApplication, QLabel

from fieldkit.settings import Look
from fieldkit.shipped import shipped

GAP = 16
"""The distance between things that do not belong together; half of it between those that do."""
MARGIN = 28
"""The distance from the edge of the window."""
SIDEBAR = 208
PANEL = 340
"""The width of a panel beside a list."""
ROW = 52
"""The height of a row with two lines of text."""


@dataclass(frozen=True, slots=True)
class Tokens:
    """The colours of one look, by what they are for. A test holds every pair that meets to WCAG AA."""

    bg: str
    card: str
    field: str
    side: str
    side_text: str
    side_sel: str
    text: str
    sub: str
    """Text of less weight."""
    line: str
    """Lines that part; nothing depends on seeing them."""
    edge: str
    """The edge of a control, which has to be seen."""
    accent: str
    accent_text: str
    hover: str
    sel: str
    chip: str
    warn: str
    warn_bg: str
    danger: str
    ok: str


LIGHT = Tokens(
    bg="#f6f7f9",
    card="#ffffff",
    field="#ffffff",
    side="#12343b",
    side_text="#c9dcdf",
    side_sel="#1f4f59",
    text="#1b2429",
    sub="#586770",
    line="#dfe5e9",
    edge="#7f8e96",
    accent="#0f766e",
    accent_text="#ffffff",
    hover="#eef6f5",
    sel="#d8eeea",
    chip="#e6f2f0",
    warn="#9a4a06",
    warn_bg="#fdf3e3",
    danger="#b42318",
    ok="#15703a",
)
DARK = Tokens(
    bg="#14191c",
    card="#1c2327",
    field="#171e21",
    side="#0d1417",
    side_text="#9fb3b8",
    side_sel="#1d3a40",
    text="#e7edef",
    sub="#9dadb4",
    line="#2c363b",
    edge="#6b7c84",
    accent="#2dd4bf",
    accent_text="#06251f",
    hover="#223036",
    sel="#17413d",
    chip="#20332f",
    warn="#fbbf24",
    warn_bg="#33290f",
    danger="#f9897f",
    ok="#4ade80",
)

ICON_TONE = "#758690"
"""One tone that is seen on light and dark alike, so that icons need no other drawing when the look changes."""

_worn = LIGHT


def tokens() -> Tokens:
    """Return the colours that the app wears now, for what is painted by hand."""
    return _worn


def apply(app: QApplication, dark: bool) -> None:
    """Dress the app; call it again to change between light and dark."""
    global _worn  # noqa: PLW0603  the one look a process wears
    _worn = DARK if dark else LIGHT
    if app.style().objectName() != "fusion":
        app.setStyle("Fusion")
    app.setFont(_font())
    app.setPalette(_palette(_worn))
    check = _drawing("check-dark" if dark else "check")
    app.setStyleSheet(QSS.format(down=_drawing("down"), check=check, **asdict(_worn)))


def dark_wanted(look: str) -> bool:
    """Tell whether the window is to be dark: as chosen, else as the system is."""
    if look != Look.SYSTEM:
        return look == Look.DARK
    return QGuiApplication.styleHints().colorScheme() == Qt.ColorScheme.Dark


def icon(name: str, tone: str = ICON_TONE, size: int = 20) -> QIcon:
    """Return a drawing from resources/icons as strokes of one tone, sharp up to 300 %."""
    svg = shipped("resources", "icons", f"{name}.svg").read_text(encoding="utf-8")
    renderer = QSvgRenderer(svg.replace(ICON_TONE, tone).encode())
    drawn = QIcon()
    for times in (1, 2, 3):
        pixmap = QPixmap(QSize(size, size) * times)
        pixmap.fill(Qt.GlobalColor.transparent)
        painter = QPainter(pixmap)
        renderer.render(painter, QRectF(0, 0, size * times, size * times))
        painter.end()
        pixmap.setDevicePixelRatio(times)
        drawn.addPixmap(pixmap)
    return drawn


def label(text: str, name: str = "", *, wraps: bool = False) -> QLabel:
    """Return plain text in the dress of that name (`h1`, `sub`, `cardtitle`…)."""
    shown = QLabel(text)
    shown.setTextFormat(Qt.TextFormat.PlainText)
    shown.setObjectName(name)
    shown.setWordWrap(wraps)
    return shown


def _drawing(name: str) -> str:
    return shipped("resources", "icons", f"{name}.svg").as_posix()


def _font() -> QFont:
    folder = shipped("resources", "fonts")
    for file in sorted(folder.glob("NotoSans-*.ttf")):
        QFontDatabase.addApplicationFont(str(file))
    font = QApplication.font()
    if "Noto Sans" in QFontDatabase.families():
        font.setFamily("Noto Sans")
    font.setPixelSize(13)
    return font


def _palette(look: Tokens) -> QPalette:
    role = QPalette.ColorRole
    palette = QPalette()
    for one, colour in (
        (role.Window, look.bg),
        (role.WindowText, look.text),
        (role.Base, look.card),
        (role.AlternateBase, look.bg),
        (role.Text, look.text),
        (role.Button, look.card),
        (role.ButtonText, look.text),
        (role.BrightText, look.danger),
        (role.Highlight, look.accent),
        (role.HighlightedText, look.accent_text),
        (role.PlaceholderText, look.sub),
        (role.ToolTipBase, look.card),
        (role.ToolTipText, look.text),
        (role.Link, look.accent),
        (role.LinkVisited, look.accent),
    ):
        palette.setColor(one, QColor(colour))
    for one in (role.WindowText, role.Text, role.ButtonText):
        palette.setColor(QPalette.ColorGroup.Disabled, one, QColor(look.sub))
    return palette


QSS = """
* {{ font-size: 13px; outline: 0; }}
QDialogButtonBox {{ dialogbuttonbox-buttons-have-icons: 0; }}
QMainWindow, #page, #welcome {{ background: {bg}; }}
QScrollArea, #plain {{ background: transparent; border: 0; }}
#side {{ background: {side}; }}
#side QLabel {{ color: {side_text}; font-size: 12px; }}
#side #brand {{ color: white; font-size: 17px; font-weight: 700; }}
#desk, #desk > QWidget > QLabel {{ background: {line}; }}
#nav {{ background: transparent; border: 0; outline: 0; }}
#nav::item {{
    color: {side_text}; padding: 9px 10px; border-radius: 8px; margin: 1px 0; border: 2px solid transparent; }}
#nav::item:hover {{ background: {side_sel}; }}
#nav::item:selected {{ background: {side_sel}; color: white; }}
#nav::item:selected:focus {{ border: 2px solid {side_text}; }}
#card, #panel {{ background: {card}; border: 1px solid {line}; border-radius: 12px; }}
#banner {{ background: {warn_bg}; border: 1px solid {warn}; border-radius: 8px; }}
#bannertitle {{ font-weight: 700; color: {warn}; }}
#h1 {{ font-size: 22px; font-weight: 700; }}
#cardtitle {{ font-size: 15px; font-weight: 700; }}
#strong {{ font-weight: 700; }}
#figure {{ font-size: 22px; font-weight: 700; }}
#sub {{ color: {sub}; }}
#fieldname {{ color: {sub}; font-size: 12px; font-weight: 700; }}
#good {{ color: {ok}; font-weight: 700; }}
#warn {{ color: {warn}; font-weight: 700; }}
QLineEdit, QComboBox, QPlainTextEdit, QTextEdit, QSpinBox, QDateEdit {{
    background: {field}; color: {text}; border: 1px solid {edge}; border-radius: 8px; padding: 7px 10px;
    selection-background-color: {accent}; selection-color: {accent_text}; }}
QLineEdit:focus, QComboBox:focus, QPlainTextEdit:focus, QTextEdit:focus, QSpinBox:focus, QDateEdit:focus {{
    border: 2px solid {accent}; padding: 6px 9px; }}
QLineEdit:disabled, QComboBox:disabled, QPlainTextEdit:disabled {{ color: {sub}; background: {bg}; }}
QComboBox::drop-down, QDateEdit::drop-down {{ border: 0; width: 26px; }}
QComboBox::down-arrow, QDateEdit::down-arrow {{ image: url({down}); width: 14px; height: 14px; }}
QComboBox QAbstractItemView {{
    background: {card}; color: {text}; border: 1px solid {edge}; outline: 0; padding: 4px;
    selection-background-color: {sel}; selection-color: {text}; }}
QPushButton {{
    background: {card}; color: {text}; border: 1px solid {edge}; border-radius: 8px; padding: 8px 14px;
    font-weight: 700; }}
QPushButton:hover {{ background: {hover}; }}
QPushButton:pressed, QPushButton:checked {{ background: {sel}; }}
QPushButton:focus {{ border: 2px solid {accent}; padding: 7px 13px; }}
QPushButton:disabled {{ color: {sub}; border: 1px solid {line}; background: {bg}; }}
QPushButton#primary {{ background: {accent}; color: {accent_text}; border: 1px solid {accent}; }}
QPushButton#primary:focus {{ border: 2px solid {text}; }}
QPushButton#primary:disabled {{ background: {line}; color: {sub}; border-color: {line}; }}
QPushButton#quiet {{ background: transparent; border: 1px solid transparent; text-align: left; }}
QPushButton#quiet:hover {{ background: {hover}; }}
QPushButton#quiet:focus {{ border: 2px solid {accent}; }}
QPushButton#fold {{
    background: transparent; border: 0; color: {accent}; font-weight: 400; padding: 2px 0; text-align: left; }}
QPushButton#fold:focus {{ text-decoration: underline; }}
QPushButton#chip {{
    background: {chip}; color: {accent}; border: 1px solid {accent}; border-radius: 11px; padding: 3px 11px;
    font-size: 12px; }}
QPushButton#chip:focus {{ border: 2px solid {accent}; padding: 2px 10px; }}
QPushButton#segment {{ padding: 8px 8px; }}
QPushButton#segment:checked {{ border: 1px solid {accent}; color: {accent}; }}
QPushButton#segment:focus {{ border: 2px solid {accent}; padding: 7px 7px; }}
QRadioButton, QCheckBox {{ border: 2px solid transparent; border-radius: 6px; padding: 2px 4px; }}
#bare {{ spacing: 0; }}
QRadioButton:focus, QCheckBox:focus {{ border: 2px solid {accent}; }}
QRadioButton::indicator, QCheckBox::indicator, QListView::indicator {{
    width: 14px; height: 14px; border: 1px solid {edge}; border-radius: 4px; background: {field}; }}
QRadioButton::indicator {{ border-radius: 8px; }}
QCheckBox::indicator:checked, QListView::indicator:checked {{
    border: 1px solid {accent}; background: {accent}; image: url({check}); }}
QRadioButton::indicator:checked {{ border: 1px solid {accent}; background: qradialgradient(
    cx: 0.5, cy: 0.5, radius: 0.5, fx: 0.5, fy: 0.5, stop: 0 {accent}, stop: 0.55 {accent}, stop: 0.65 {field}); }}
QTableView, QListView {{
    background: {card}; color: {text}; border: 2px solid transparent; outline: 0; gridline-color: transparent;
    selection-background-color: {sel}; selection-color: {text}; }}
#found {{ border: 1px solid {edge}; padding: 4px; }}
#found::item {{ padding: 4px 6px; }}
QTableView:focus, QListView:focus {{ border: 2px solid {accent}; border-radius: 6px; }}
QTableView::item {{ padding: 0 10px; border-bottom: 1px solid {line}; }}
QHeaderView {{ background: {card}; }}
QHeaderView::section {{
    background: {card}; color: {sub}; border: 0; border-bottom: 1px solid {line}; padding: 7px 8px 7px 12px;
    font-size: 12px; font-weight: 700; }}
QTabBar::tab {{
    background: transparent; color: {sub}; padding: 8px 14px; border: 0; border-bottom: 3px solid transparent;
    font-weight: 700; }}
QTabBar::tab:selected {{ color: {text}; border-bottom: 3px solid {accent}; }}
QTabBar::tab:hover {{ color: {text}; }}
QTabBar::tab:selected:focus {{ background: {sel}; }}
QTabWidget::pane {{ border: 0; border-top: 1px solid {line}; }}
QProgressBar {{
    background: {line}; border: 0; border-radius: 4px; max-height: 8px; min-height: 8px; color: transparent; }}
QProgressBar::chunk {{ background: {accent}; border-radius: 4px; }}
QMenuBar {{ background: {bg}; color: {text}; }}
QMenuBar::item:selected, QMenu::item:selected {{ background: {sel}; color: {text}; }}
QMenu {{ background: {card}; color: {text}; border: 1px solid {line}; padding: 4px; }}
QMenu::item {{ padding: 6px 24px 6px 14px; border-radius: 6px; }}
QMenu::item:disabled {{ color: {sub}; }}
QMenu::separator {{ height: 1px; background: {line}; margin: 4px 8px; }}
QToolTip {{ background: {card}; color: {text}; border: 1px solid {edge}; padding: 4px 6px; }}
QScrollBar:vertical {{ background: transparent; width: 12px; margin: 2px; }}
QScrollBar:horizontal {{ background: transparent; height: 12px; margin: 2px; }}
QScrollBar::handle {{ background: {edge}; border-radius: 4px; }}
QScrollBar::handle:vertical {{ min-height: 32px; }}
QScrollBar::handle:horizontal {{ min-width: 32px; }}
QScrollBar::add-line, QScrollBar::sub-line {{ height: 0; width: 0; }}
QScrollBar::add-page, QScrollBar::sub-page {{ background: transparent; }}
QSplitter::handle {{ background: transparent; }}
"""
"""Kept short: what the palette and Fusion can say is not said here again."""
