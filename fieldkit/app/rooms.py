"""The sections of an interview, put together here because its page knows none of them."""

from __future__ import annotations

from fieldkit.app.coding.notes import NotesSection
from fieldkit.app.interviews.consent import ConsentSection
from fieldkit.app.interviews.room import Section
from fieldkit.words import _

SECTIONS: tuple[Section, ...] = (
    (_("Consent"), ConsentSection),
    (_("Notes"), NotesSection),
)
"""Each with its title, in the order in which an interview goes. Consent comes first, as it does in the room."""
