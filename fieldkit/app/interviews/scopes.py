"""What each scope of consent is called, and the words in which it is read aloud."""

from __future__ import annotations

from collections.abc import Callable
from typing import NamedTuple

from fieldkit.domain.consent import Reach, Scope
from fieldkit.words import _

SCRIPT_VERSION = "2026-11"
"""Which wording of the questions below was read. Another wording is another version."""


class Wording(NamedTuple):
    """One scope in plain words: the question as it is asked, and what a yes allows."""

    ask: str
    allows: str


SCOPES: dict[Scope, Callable[[], Wording]] = {
    Scope.HOLD: lambda: Wording(
        _("May we keep what you tell us today?"),
        _("Without a yes it stays a draft on this laptop, is counted nowhere and is read by nobody else."),
    ),
    Scope.TEAM: lambda: Wording(
        _("May the other people of our team read it?"),
        _("It is copied to their laptops. Without a yes they learn only that there was an interview."),
    ),
    Scope.QUOTE_TEAM: lambda: Wording(
        _("May we repeat your very words to the others of our team?"),
        _("Passages marked as your own words may be read out and worked with."),
    ),
    Scope.QUOTE_REPORT: lambda: Wording(
        _("May your words stand in our report, without saying who you are?"),
        _("A quote appears with a role and a kind of group, and only where several groups share both."),
    ),
    Scope.QUOTE_PUBLIC: lambda: Wording(
        _("May we use your words in public, such as on a website or in a talk?"),
        _("Anybody may then read them, again without saying who you are."),
    ),
    Scope.NAME_GROUP: lambda: Wording(
        _("May we say the name of your group?"),
        _("Without a yes the report speaks only of a kind of group."),
    ),
    Scope.CONTACT: lambda: Wording(
        _("May we keep a way to reach you?"),
        _("It is kept apart from what you tell us and is never passed on."),
    ),
    Scope.FOLLOWUP: lambda: Wording(
        _("May we come back in some months and ask how it went?"),
        _("What you say then is set beside what you say today."),
    ),
    Scope.SHARE_PARTNERS: lambda: Wording(
        _("May the partners of this project read it?"),
        _("They get what you said without your group's name, unless you allowed that too."),
    ),
    Scope.ARCHIVE: lambda: Wording(
        _("May it be kept when this project is over, for others to learn from?"),
        _("Without a yes the team erases it when the project is over."),
    ),
    Scope.SPECIAL: lambda: Wording(
        _("If health, faith, politics, gender or who you love comes up: may we write that down?"),
        _("The law protects these more strongly. Without a yes we leave them out of the notes."),
    ),
}
"""Every scope, in the order in which it is asked."""

REACHES: dict[Reach, Callable[[], str]] = {
    Reach.NOTHING: lambda: _(
        "This interview stays on this laptop until they were asked whether we may keep it."
    ),
    Reach.STATUS: lambda: _(
        "Only the fact of the interview and what was agreed reaches the team, not what was said."
    ),
    Reach.EVERYTHING: lambda: _("This interview goes to the team's laptops with each sync."),
}
"""What follows for the team from what was agreed."""
