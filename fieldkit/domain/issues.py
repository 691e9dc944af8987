"""Burning issues: what is wrong, why the obvious answer does not do, and what would have to change."""

from __future__ import annotations

from datetime import date
from enum import StrEnum
from typing import ClassVar

from fieldkit.domain.record import Record, Said


class Changer(StrEnum):
    """Who could make the change."""

    GROUP = "group"
    MAKER = "maker"
    HOSTER = "hoster"
    FUNDER = "funder"
    NETWORK = "network"
    LAW = "employer or law"
    NOBODY = "nobody"


class Size(StrEnum):
    """How much it would take."""

    HOURS = "hours"
    DAYS = "days"
    WEEKS = "weeks"
    MONEY = "money"
    UNKNOWN = "unknown"


class IssueStatus(StrEnum):
    """Where an issue stands."""

    OPEN = "open"
    TAKEN_UP = "taken up"
    CHANGED = "changed"
    NOT_CHANGING = "will not change"


class Issue(Said):
    """The core record of the register."""

    searched: ClassVar = ("title", "objection", "alteration")

    title: str = ""
    """What is wrong."""
    need_id: str = ""
    code_id: str = ""
    """The barrier it is about."""
    tool_id: str = ""
    """The tool that would have to change, where it is one."""
    matters: int = 0
    """0 not much, 3 it stops us."""
    objection: str = ""
    """Why not, in their words."""
    alteration: str = ""
    """What would have to change."""
    alterable_by: str = Changer.NOBODY
    size: str = Size.UNKNOWN
    status: str = IssueStatus.OPEN
    segment_id: str = ""
    """The passage it rests on."""


class Recommendation(Record):
    """What somebody should do, resting on the barriers it answers."""

    searched: ClassVar = ("text",)

    text: str = ""
    by: str = Changer.NOBODY
    """Who should act."""
    code_ids: str = ""
    """Ids of the barriers it answers, parted by spaces."""
    size: str = Size.UNKNOWN
    due: date | None = None
