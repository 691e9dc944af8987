"""What lies among the attachments of a shared folder and should not, or not so. Nothing of it is changed."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator

from fieldkit.domain.health import Finding, Weight
from fieldkit.store import Store
from fieldkit.sync.folder import Folder
from fieldkit.words import _, ngettext

_OF_OURS = re.compile(r"([0-9a-f]{2})/(\1[0-9a-f]{62})")
_MOST_NAMED = 10


def examine(store: Store, folder: Folder, *, more_comes: bool) -> Iterator[Finding]:
    """Say which attachments are not whole, were taken back or have no record, and which files are none.

    `more_comes` where files of changes lie there that this laptop has not read: they may name what nothing names yet.
    """
    lying = folder.lying()
    whole = {found[2]: found[2] == lying[place] for place in lying if (found := _OF_OURS.fullmatch(place))}
    strange = [place for place in lying if not _OF_OURS.fullmatch(place)]
    forgotten = whole.keys() & set(store.parcels.forgotten_files())
    mangled = [name for name in whole if not whole[name] and name not in forgotten]
    unnamed = whole.keys() - forgotten - set(mangled) - store.attachments.named(whole)
    yield from _mangled(mangled)
    yield from _forgotten(sorted(forgotten))
    yield from _unnamed(sorted(unnamed), more_comes=more_comes)
    yield from _strange(strange)


def _mangled(names: Collection[str]) -> Iterator[Finding]:
    if names:
        words = ngettext(
            "{n} attached file in the folder is not whole: {names}",
            "{n} attached files in the folder are not whole: {names}",
            len(names),
        )
        hint = _(
            "Wait until the folder has finished syncing. If it stays so, remove it: a laptop that has the file"
            " writes it again with its next sync."
        )
        yield _look(words, names, hint)


def _forgotten(names: Collection[str]) -> Iterator[Finding]:
    if names:
        words = ngettext(
            "{n} file that went with an interview that was taken back still lies in the folder: {names}",
            "{n} files that went with interviews that were taken back still lie in the folder: {names}",
            len(names),
        )
        yield _look(words, names, _("Sync, and it is removed."))


def _unnamed(names: Collection[str], *, more_comes: bool) -> Iterator[Finding]:
    if not names:
        return
    words = ngettext(
        "{n} attached file in the folder belongs to nothing that this project knows of: {names}",
        "{n} attached files in the folder belong to nothing that this project knows of: {names}",
        len(names),
    )
    if more_comes:
        hint = _(
            "Leave it. What it belongs to may be in the files of changes that are not read yet: sync, then look again."
        )
    else:
        hint = _(
            "What it belongs to may still be on its way: leave it until every laptop has synced, then look again. If"
            " it is told of even then, take it out of the folder, for it may be left of what was taken back. A laptop"
            " that needs it after all writes it again with its next sync."
        )
    yield _look(words, names, hint)


def _strange(names: Collection[str]) -> Iterator[Finding]:
    if names:
        words = ngettext(
            "Among the attachments lies {n} file that fieldkit did not put there: {names}",
            "Among the attachments lie {n} files that fieldkit did not put there: {names}",
            len(names),
        )
        hint = _(
            "fieldkit never reads it, and everybody who shares the folder has it. Take it out if it is not meant to be"
            " there."
        )
        yield _look(words, names, hint)


def _look(words: str, names: Collection[str], hint: str) -> Finding:
    named = ", ".join(list(names)[:_MOST_NAMED])
    return Finding(Weight.LOOK, words.format(n=len(names), names=named), hint)
