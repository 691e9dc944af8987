"""The needs assessment itself: why it is done, for whom, and who owns what comes of it."""

from __future__ import annotations

from fieldkit.domain.record import Record

PROJECT_ID = "project"
"""The id of the one Project record that every project has."""


class Project(Record):
    """What the cover and the first pages of a report say."""

    name: str = ""
    purpose: str = ""
    asked_by: str = ""
    """Who asked for it and who pays."""
    decision: str = ""
    """The decision it is to inform."""
    data_owner: str = ""
    recruitment: str = ""
    """How groups were found and invited."""
