"""Who does the fieldwork, and whom they visit."""

from __future__ import annotations

from enum import StrEnum
from typing import ClassVar

from fieldkit.domain.record import Record


class Role(StrEnum):
    """What a person does in the project."""

    FIELDWORKER = "fieldworker"
    COORDINATOR = "coordinator"


class Person(Record):
    """A fieldworker or coordinator; chosen once on each laptop."""

    name: str = ""
    role: str = Role.FIELDWORKER


class GroupType(Record):
    """A kind of community group. Sensitive types are protected twice as strongly in whatever leaves the team."""

    name: str = ""
    community_of: str = ""
    sensitive: bool = False
    pooled: bool = True
    """False for those who are not respondents, such as funders and suppliers: never counted with the others."""


class Group(Record):
    """A community group; its place is coarse, such as a town or a ward."""

    searched: ClassVar = ("name", "place", "assets")

    name: str = ""
    type_id: str = ""
    place: str = ""
    size_band: str = ""
    sensitive: bool = False
    assets: str = ""
    """What works and what the group is good at: recorded with the same weight as what stands in the way."""


SIZE_BANDS = ("1–5", "6–15", "16–40", "41–100", "101–500", "more than 500")
