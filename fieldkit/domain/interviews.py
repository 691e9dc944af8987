"""A conversation with a group, and what was written down."""

from __future__ import annotations

from datetime import date
from enum import StrEnum
from typing import ClassVar

from sqlmodel import Field

from fieldkit.domain.record import Record, Said


class Status(StrEnum):
    """How far an interview has come."""

    DRAFT = "draft"
    COMPLETE = "complete"
    DECLINED = "declined"
    WITHDRAWN = "withdrawn"


class Mode(StrEnum):
    """How people met."""

    IN_PERSON = "in person"
    PHONE = "phone"
    VIDEO = "video call"
    WRITTEN = "in writing"
    IMPORTED = "imported"


class Wave(Record):
    """A round of visits: the baseline, or a follow-up."""

    name: str = ""
    months: int = 0
    """Months since the baseline."""


class Interview(Record):
    """One conversation with one group."""

    group_id: str = Field(default="", index=True)
    wave_id: str = ""
    held_on: date | None = None
    place: str = ""
    mode: str = Mode.IN_PERSON
    interviewers: str = ""
    """Ids of the people who asked, parted by spaces."""
    in_the_room: str = ""
    """Who took part, by role and never by name, such as `2 volunteers, the treasurer`."""
    status: str = Status.DRAFT


class Note(Said):
    """Free text of an interview."""

    searched: ClassVar = ("text",)

    text: str = ""
    position: int = 0


class Attachment(Said):
    """A file given in an interview; its bytes lie in the store under the hash of their content."""

    together = (("name", "media_type", "sha256", "size"),)

    name: str = ""
    media_type: str = ""
    sha256: str = ""
    size: int = 0
    """In bytes."""
