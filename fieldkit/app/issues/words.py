"""How the parts of an issue are said on screen."""

from __future__ import annotations

from collections.abc import Callable

from fieldkit.domain.issues import Changer, IssueStatus, Size
from fieldkit.words import _

CHANGERS: dict[str, Callable[[], str]] = {
    Changer.NOBODY: lambda: _("nobody we can think of"),
    Changer.GROUP: lambda: _("the group itself"),
    Changer.MAKER: lambda: _("those who make the tool"),
    Changer.HOSTER: lambda: _("those who run it for others"),
    Changer.FUNDER: lambda: _("a funder"),
    Changer.NETWORK: lambda: _("a network of groups"),
    Changer.LAW: lambda: _("an employer or the law"),
}
SIZES: dict[str, Callable[[], str]] = {
    Size.UNKNOWN: lambda: _("unknown"),
    Size.HOURS: lambda: _("hours"),
    Size.DAYS: lambda: _("days"),
    Size.WEEKS: lambda: _("weeks"),
    Size.MONEY: lambda: _("money"),
}
STATUSES: dict[str, Callable[[], str]] = {
    IssueStatus.OPEN: lambda: _("open"),
    IssueStatus.TAKEN_UP: lambda: _("taken up"),
    IssueStatus.CHANGED: lambda: _("changed"),
    IssueStatus.NOT_CHANGING: lambda: _("will not change"),
}
MATTERS: tuple[Callable[[], str], ...] = (
    lambda: _("not much"),
    lambda: _("somewhat"),
    lambda: _("a lot"),
    lambda: _("it stops us"),
)
"""How much an issue matters, from 0 to 3."""


def options(words: dict[str, Callable[[], str]]) -> list[tuple[str, str]]:
    """Return values and their words, to choose from."""
    return [(value, said()) for value, said in words.items()]


def matters_word(matters: int) -> str:
    """Return how much an issue matters, in words."""
    return MATTERS[min(max(matters, 0), 3)]()
