"""Days in other calendars, to be read beside the one that is stored."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

from PySide6.QtCore import QCalendar, QDate

from fieldkit.words import _

_COPTIC_EPOCH = date(284, 8, 29).toordinal()
_BEGINNINGS = (0, 365, 730, 1096)
"""The days before each of four years, the third of which has a leap day."""
_FOUR_YEARS = 1461
_ETHIOPIAN_AHEAD = 276
_BUDDHIST_AHEAD = 543

COPTIC = (
    "Thout", "Paopi", "Hathor", "Koiak", "Tobi", "Meshir", "Paremhat", "Parmouti", "Pashons", "Paoni", "Epip",
    "Mesori", "Pi Kogi Enavot",
)  # fmt: skip
ETHIOPIAN = (
    "Meskerem", "Tikimt", "Hidar", "Tahsas", "Tir", "Yekatit", "Megabit", "Miazia", "Genbot", "Sene", "Hamle",
    "Nehase", "Pagume",
)  # fmt: skip
ISLAMIC = (
    "Muharram", "Safar", "Rabi’ al-awwal", "Rabi’ al-thani", "Jumada al-awwal", "Jumada al-thani", "Rajab",
    "Sha’ban", "Ramadan", "Shawwal", "Dhu al-Qi’dah", "Dhu al-Hijjah",
)  # fmt: skip
PERSIAN = (
    "Farvardin", "Ordibehesht", "Khordad", "Tir", "Mordad", "Shahrivar", "Mehr", "Aban", "Azar", "Dey", "Bahman",
    "Esfand",
)  # fmt: skip


def coptic(day: date) -> str:
    """Return a day in the Coptic calendar: twelve months of thirty days, and five or six days more."""
    return _alexandrian(day, COPTIC, 0)


def ethiopian(day: date) -> str:
    """Return a day in the Ethiopian calendar: the Coptic months, counted from 276 years earlier."""
    return _alexandrian(day, ETHIOPIAN, _ETHIOPIAN_AHEAD)


def islamic(day: date) -> str:
    """Return a day in the civil Islamic calendar, which is reckoned and not seen: it may be a day off."""
    return _known_to_qt(day, QCalendar.System.IslamicCivil, ISLAMIC)


def persian(day: date) -> str:
    """Return a day in the Persian calendar."""
    return _known_to_qt(day, QCalendar.System.Jalali, PERSIAN)


def buddhist(day: date) -> str:
    """Return a day in the Buddhist calendar of Thailand, which differs in the year alone."""
    return f"{day.day} {day:%B} {day.year + _BUDDHIST_AHEAD}"


def _alexandrian(day: date, months: tuple[str, ...], ahead: int) -> str:
    fours, within = divmod(day.toordinal() - _COPTIC_EPOCH, _FOUR_YEARS)
    years = sum(within >= begins for begins in _BEGINNINGS)
    month, before = divmod(within - _BEGINNINGS[years - 1], 30)
    return f"{before + 1} {months[month]} {4 * fours + years + ahead}"


def _known_to_qt(day: date, system: QCalendar.System, months: tuple[str, ...]) -> str:
    parts = QCalendar(system).partsFromDate(QDate(day.year, day.month, day.day))
    return f"{parts.day} {months[parts.month - 1]} {parts.year}"


class Reading:
    """How one appearance reads a day: the calendar's name, and what puts a day in its words."""

    __slots__ = ("name", "put")

    def __init__(self, name: Callable[[], str], put: Callable[[date], str] | None) -> None:
        self.name = name
        self.put = put

    def beside(self, day: date | None) -> str:
        """Return what to show beside a day: its other name, or that there is none here."""
        if self.put is None:
            return _("The {calendar} calendar cannot be shown here. Give the day as in 2026-11-03.").format(
                calendar=self.name()
            )
        return f"{self.put(day)} ({self.name()})" if day else ""


CALENDARS: dict[str, Reading] = {
    "coptic": Reading(lambda: _("Coptic"), coptic),
    "ethiopian": Reading(lambda: _("Ethiopian"), ethiopian),
    "islamic": Reading(lambda: _("Islamic"), islamic),
    "persian": Reading(lambda: _("Persian"), persian),
    "buddhist": Reading(lambda: _("Buddhist"), buddhist),
    "bikram-sambat": Reading(lambda: _("Bikram Sambat"), None),
    "myanmar": Reading(lambda: _("Myanmar"), None),
}
"""The calendars that an appearance may ask for. What is stored is the Gregorian day in any case."""
