"""Which laptops have a clock that is wrong, as far as what they wrote tells."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, timedelta

from fieldkit.store.clock import moment
from fieldkit.store.database import Connection
from fieldkit.words import _, day, ngettext

OFF = timedelta(hours=1)
"""A clock that is further ahead is told; less does no harm and is soon past."""


def ahead(db: Connection, now: datetime) -> dict[str, datetime]:
    """Return when each laptop whose clock is ahead last wrote by it, by its writer's name.

    A stamp whose counter is not nought may only follow one that was heard from a laptop whose clock is ahead.
    """
    rows = db.execute(
        "SELECT name, (SELECT c.stamp FROM change c WHERE c.writer = w.n AND c.stamp LIKE '%-0000'"
        " ORDER BY c.seq DESC LIMIT 1) FROM writer w"
    )
    return {name: at for name, stamp in rows if stamp and (at := moment(stamp)) > now + OFF}


def told(ahead: Mapping[str, datetime], now: datetime, ours: set[str], names: Mapping[str, str]) -> list[str]:
    """Return a sentence for each of these clocks; `names` are those of the people at the laptops, by writer."""
    own = max((at for writer, at in ahead.items() if writer in ours), default=None)
    if own:
        # By a clock that is behind, all others would seem to be ahead.
        return [
            _(
                "This laptop's clock says {today}, but it has written on {later} already. Set it right."
            ).format(today=_moment(now), later=_moment(own))
        ]
    return [
        _("The clock of {whose} is ahead by {span} or more. Nothing is lost by it; set it right.").format(
            whose=_("the laptop of {name}").format(name=names[writer])
            if names.get(writer)
            else _("another laptop"),
            span=_span(at - now),
        )
        for writer, at in sorted(ahead.items())
    ]


def _moment(at: datetime) -> str:
    local = at.astimezone()
    return f"{day(local.date())}, {local:%H:%M}"


def _span(span: timedelta) -> str:
    hours = int(span / timedelta(hours=1))
    if hours < 48:
        return ngettext("{n} hour", "{n} hours", hours).format(n=hours)
    return ngettext("{n} day", "{n} days", hours // 24).format(n=hours // 24)
