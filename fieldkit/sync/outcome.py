"""What a sync did, and how to say it."""

from __future__ import annotations

from dataclasses import dataclass, field

from fieldkit.domain.health import Finding
from fieldkit.store import Reason
from fieldkit.words import _, ngettext


@dataclass
class Outcome:
    """What a sync did."""

    sent: int = 0
    """Changes of ours that went into the folder."""
    received: int = 0
    """Changes of others that were new here."""
    held_back: int = 0
    """Interviews that stay on this laptop, for want of consent."""
    conflicts: int = 0
    """Cells that people wrote apart and that wait to be settled."""
    erased: int = 0
    """Files of the folder that were rid of erased words."""
    awaited: int = 0
    """Attachments whose bytes have not arrived yet."""
    orphans: int = 0
    """Records that came before the interview, group or questionnaire that they belong to."""
    unknown: int = 0
    """Cells that a newer fieldkit wrote, and this one cannot show."""
    clocks: list[str] = field(default_factory=list[str])
    """A sentence for each laptop whose clock is wrong."""
    findings: list[Finding] = field(default_factory=list[Finding])
    """What came out when laptops compared what they hold and show."""
    renamed: Reason | None = None
    """Why this laptop writes under a new name since the last sync, if it does."""
    waiting: list[str] = field(default_factory=list[str])
    """Files that are not whole yet, each with the line and what is wrong. They are read again next time."""

    def in_words(self) -> list[str]:
        """Return it as sentences, one a line; what did not happen is left out."""
        sent = ngettext("{n} change", "{n} changes", self.sent).format(n=self.sent)
        received = ngettext("{n} change", "{n} changes", self.received).format(n=self.received)
        lines = [_("Sent: {count}.").format(count=sent), _("Received: {count}.").format(count=received)]
        lines += [_why(self.renamed)] if self.renamed else []
        lines += [f"{found.sentence} {found.hint}" for found in self.findings]
        lines += [words.format(n=count) for count, words in self._said() if count]
        lines += self.clocks
        if self.waiting:
            lines.append(_("Not whole yet, and read again next time:"))
            lines += [f"  {file}" for file in self.waiting]
        return lines

    def _said(self) -> list[tuple[int, str]]:
        return [
            (
                self.held_back,
                ngettext(
                    "{n} interview stays on this laptop, because nobody agreed yet that the team may see it.",
                    "{n} interviews stay on this laptop, because nobody agreed yet that the team may see them.",
                    self.held_back,
                ),
            ),
            (
                self.conflicts,
                ngettext(
                    "{n} thing was written differently on two laptops and waits to be settled.",
                    "{n} things were written differently on two laptops and wait to be settled.",
                    self.conflicts,
                ),
            ),
            (
                self.erased,
                ngettext(
                    "{n} file of the folder was rid of words that were withdrawn.",
                    "{n} files of the folder were rid of words that were withdrawn.",
                    self.erased,
                ),
            ),
            (
                self.awaited,
                ngettext(
                    "{n} attachment is still on its way.",
                    "{n} attachments are still on their way.",
                    self.awaited,
                ),
            ),
            (
                self.orphans,
                ngettext(
                    "{n} thing waits for the interview, group or questionnaire that it belongs to. It is kept, and"
                    " shown once that has come.",
                    "{n} things wait for the interview, group or questionnaire that they belong to. They are kept, and"
                    " shown once these have come.",
                    self.orphans,
                ),
            ),
            (
                self.unknown,
                ngettext(
                    "{n} thing was written by a newer fieldkit. It is kept, and shown once this one is upgraded.",
                    "{n} things were written by a newer fieldkit. They are kept, and shown once this one is upgraded.",
                    self.unknown,
                ),
            ),
        ]


def _why(renamed: Reason) -> str:
    found = {
        Reason.RESTORED: _("This project file is an earlier copy that was put back."),
        Reason.BROUGHT: _("This project file was brought from another laptop or account."),
        Reason.COPIED: _("This project file is a copy of another one on this laptop."),
        Reason.MET: _("A copy of this project file is in use elsewhere, or an earlier one was put back."),
    }[renamed]
    meaning = _(
        "The team now sees it as a laptop of its own, so that nothing gets mixed up. Nothing is lost."
    )
    return f"{found} {meaning}"
