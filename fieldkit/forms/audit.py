"""The log of how a questionnaire was filled, as `audit.csv` of ODK has it: what was looked at, when and for how long.

Source: ODK documentation, "Audit log". Pages of several questions are logged as Collect logs a field-list: each
question from when the page came up to when it went.
"""

from __future__ import annotations

import csv
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from io import StringIO
from typing import NamedTuple

from fieldkit.forms.keys import INSTANCE
from fieldkit.words import _

PATH = "/meta/audit"
"""The path of the question that stands for the log; its answer is the name of the file."""
FILE = "audit.csv"


class Watched(NamedTuple):
    """What a form wants of its log besides events and times."""

    changes: bool = False
    user: bool = False
    reasons: bool = False
    locations: bool = False

    @property
    def columns(self) -> tuple[str, ...]:
        """The columns of the log. There are none for places: a laptop knows none."""
        return (
            *("event", "node", "start", "end"),
            *(("old-value", "new-value") if self.changes else ()),
            *(("user",) if self.user else ()),
            *(("change-reason",) if self.reasons else ()),
        )

    def warnings(self) -> list[str]:
        """Return what the form wants and does not get, each a sentence."""
        return [
            *(
                [_("The log of this questionnaire asks for places, which a laptop does not know.")]
                * self.locations
            ),
            *([_("The log asks for the reasons of changes. Nobody is asked for them here.")] * self.reasons),
        ]


def watched_in(binds: Mapping[str, Mapping[str, str]], root: str) -> Watched | None:
    """Return what a form wants of its log, by its binds; None where it wants none."""
    bind = binds.get(f"/{root}{PATH}")
    if bind is None:
        return None
    return Watched(
        bind.get("track-changes", "") == "true",
        bind.get("identify-user", "") == "true",
        bool(bind.get("track-changes-reasons", "")),
        any(name.startswith("location-") for name in bind),
    )


class Event(StrEnum):
    """What the log tells of, besides questions and groups."""

    START = "form start"
    RESUME = "form resume"
    SAVE = "form save"
    EXIT = "form exit"
    FINALIZE = "form finalize"
    JUMP = "jump"
    END = "end screen"
    ADD = "add repeat"
    REMOVE = "delete repeat"
    REASON = "change reason"
    CONSTRAINT = "constraint error"
    FINALIZE_ERROR = "finalize error"


@dataclass(slots=True)
class _Open:
    """A question, or a group, that is on the screen."""

    event: str
    node: str
    start: datetime
    before: str
    now: str


class AuditLog:
    """Writes down one sitting. `node_of` gives the place in the form of a path, such as `/form/roster[2]/age`."""

    def __init__(self, watched: Watched, node_of: Callable[[str], str], user: str = "") -> None:
        self._watched = watched
        self._node_of = node_of
        self._user = user
        self._open: dict[str, _Open] = {}
        self._lines = ""

    def taken(self) -> str:
        """Return the lines that were completed since they were last taken, without the heading."""
        lines, self._lines = self._lines, ""
        return lines

    def turn_to(self, questions: Mapping[str, str], at: datetime, group: str = "") -> None:
        """Note that these questions, with these answers, are on the screen now, and no other."""
        self.leave(at)
        if group:
            self._open[group] = _Open("group questions", self._node_of(group), at, "", "")
        self.show(questions, at)

    def show(self, questions: Mapping[str, str], at: datetime) -> None:
        """Note that these questions are on the screen as well: others came up with an answer."""
        for path, value in questions.items():
            if path not in self._open:
                self._open[path] = _Open("question", self._node_of(path), at, value, value)

    def answer(self, path: str, value: str) -> None:
        """Note another answer to a question that is on the screen."""
        if path in self._open:
            self._open[path].now = value

    def leave(self, at: datetime) -> None:
        """Note that nothing is on the screen any more."""
        for shown in self._open.values():
            self._write(shown.event, shown.node, shown.start, at, shown.before, shown.now)
        self._open = {}

    def happen(self, event: Event, at: datetime, path: str = "", reason: str = "") -> None:
        """Note something that took no time. Where the sitting ends with it, leave the screen before."""
        self._write(event, self._node_of(path) if path else "", at, None, reason=reason)

    def _write(
        self,
        event: str,
        node: str,
        start: datetime,
        end: datetime | None,
        before: str = "",
        now: str = "",
        *,
        reason: str = "",
    ) -> None:
        changed = before != now
        cells = {
            "event": event,
            "node": node,
            "start": _milliseconds(start),
            "end": _milliseconds(end) if end else "",
            "old-value": before if changed else "",
            "new-value": now if changed else "",
            "user": self._user,
            "change-reason": reason,
        }
        self._lines += _line(cells[column] for column in self._watched.columns)


def audit_csv(watched: Watched, texts: Iterable[str]) -> str:
    """Return `audit.csv` of the lines of several sittings."""
    return _line(watched.columns) + "".join(texts)


def _line(cells: Iterable[str]) -> str:
    written = StringIO()
    csv.writer(written, lineterminator="\n").writerow(cells)
    return written.getvalue()


def _milliseconds(at: datetime) -> str:
    return str(round(at.timestamp() * 1000))


def node_of(path: str, root: str, instances: Callable[[str], list[str]]) -> str:
    """Return the place in a form of what is kept under a path: instances of repeats by their number, not their key.

    `instances` gives the paths of those of a repeat, in order.
    """
    done, numbered = "", f"/{root}"
    for part in path.split("/")[1:]:
        found = INSTANCE.fullmatch(part)
        done = f"{done}/{part}"
        if found is None:
            numbered = f"{numbered}/{part}"
            continue
        like = instances(done[: -len(part)] + found[1])
        numbered = f"{numbered}/{found[1]}[{like.index(done) + 1 if done in like else len(like) + 1}]"
    return numbered
