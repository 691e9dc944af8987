"""What comes next, worked out from how things stand."""

from __future__ import annotations

from typing import NamedTuple

from fieldkit.words import _, ngettext


class Standing(NamedTuple):
    """How things stand, in counts."""

    groups: int
    visited: int
    interviews: int
    complete: int
    unasked: int
    """Interviews in which nobody was asked yet whether we may keep them."""
    passages: int
    issues: int
    conflicts: int
    shared: bool
    """Whether a shared folder was chosen on this laptop."""


class Step(NamedTuple):
    """One thing to do next. `leads_to` names a page; empty where there is none to go to."""

    words: str
    why: str
    button: str = ""
    leads_to: str = ""


def next_steps(now: Standing) -> list[Step]:
    """Return what to do next, the most pressing first; at least one."""
    steps: list[Step] = []
    if now.conflicts:
        steps.append(_settle(now.conflicts))
    if not now.groups:
        steps.append(
            Step(
                _("Add the first group"),
                _("A name is enough. You can say more about it later."),
                _("Go to groups"),
                "groups",
            )
        )
    elif not now.interviews:
        steps.append(
            Step(
                _("Sit down with a group"),
                _("Choose a group and begin an interview with it."),
                _("Go to groups"),
                "groups",
            )
        )
    if now.unasked:
        steps.append(_ask(now.unasked))
    if not now.shared:
        steps.append(
            Step(
                _("Share with your team"),
                _("Choose a folder that your laptops share. You can also work alone."),
                _("Choose a folder"),
                "sync",
            )
        )
    if now.complete:
        steps.append(
            Step(
                _("Look at what you have heard so far"),
                _("The report can be made at any time, and says how much it rests on."),
                _("Go to reports"),
                "reports",
            )
        )
    return steps or [
        Step(_("Complete the interviews that are drafts"), _("Only complete ones count in the report."))
    ]


def _settle(count: int) -> Step:
    words = ngettext(
        "{count} place where two people wrote different things",
        "{count} places where two people wrote different things",
        count,
    )
    return Step(words.format(count=count), _("Look at both and keep one."), _("Settle"), "sync")


def _ask(count: int) -> Step:
    words = ngettext(
        "{count} interview in which consent was not asked yet",
        "{count} interviews in which consent was not asked yet",
        count,
    )
    return Step(words.format(count=count), _("Until then it stays on this laptop and counts nowhere."))
