"""Looking a shared folder over, without changing it."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from pathlib import Path

from fieldkit.domain.health import Finding, Weight
from fieldkit.errors import FolderError
from fieldkit.store import Store
from fieldkit.sync import journal
from fieldkit.sync.folder import Folder
from fieldkit.sync.forgetting import forgetting, unconfirmed
from fieldkit.sync.heads import compared, heads, own_head
from fieldkit.words import _, ngettext

_OF_OURS = re.compile(r"\d{7,}-\d{7,}-[0-9a-f]{16}\.csv")
_MOST_NAMED = 10


def examine(store: Store, path: Path, tell: Callable[[float, str], None] | None = None) -> list[Finding]:
    """Return what there is to say of a shared folder, as this project sees it."""
    folder = Folder(path)
    try:
        marker = folder.marker()
    except FolderError as error:
        return [Finding(Weight.BROKEN, error.sentence, error.hint)]
    if marker is None:
        return [
            Finding(
                Weight.LOOK,
                _("The folder is empty: nobody has synced with it yet."),
                _("Sync, and it is filled."),
            )
        ]
    if marker.project != store.project_id:
        return [
            Finding(
                Weight.BROKEN,
                _("The folder belongs to another project."),
                _("Choose the folder of this project."),
            )
        ]
    return [
        Finding(Weight.WELL, _("The folder is this project's.")),
        *_files(store, folder, tell),
        *_laptops(store, folder),
    ]


def _files(store: Store, folder: Folder, tell: Callable[[float, str], None] | None) -> Iterator[Finding]:
    entries = folder.parcels()
    known = {file.sha256 for file in store.parcels.files().values()}
    damaged: list[str] = []
    foreign: list[str] = []
    renamed = news = 0
    for number, entry in enumerate(entries):
        if tell:
            tell(number / len(entries), _("Proving {name}").format(name=entry.name))
        content = folder.read_parcel(entry.name)
        try:
            parcel = journal.read(content)
        except journal.IncompleteError as error:
            damaged.append(f"{entry.name} ({error.reason})")
            continue
        if parcel.project != store.project_id:
            foreign.append(entry.name)
        renamed += not _OF_OURS.fullmatch(entry.name.rpartition("/")[2])
        news += journal.sha256_of(content) not in known
    yield from _told(len(entries), damaged, foreign)
    if renamed:
        words = ngettext(
            "A program has made {n} copy under another name. It is read by its content, so it does no harm.",
            "A program has made {n} copies under other names. They are read by their content, so they do no harm.",
            renamed,
        )
        yield Finding(
            Weight.LOOK,
            words.format(n=renamed),
            _("You may remove what has “conflict” or “(1)” in its name."),
        )
    if news:
        words = ngettext("{n} file is new to this laptop.", "{n} files are new to this laptop.", news)
        yield Finding(Weight.LOOK, words.format(n=news), _("Sync, and it is read."))


def _laptops(store: Store, folder: Folder) -> list[Finding]:
    others = heads(store, folder)
    own = own_head(store, others, anew=True)
    found = compared(store, own, others)
    if own.digest and not found:
        found.append(Finding(Weight.WELL, _("Every laptop that has the same changes shows the same.")))
    return [*found, *_forgotten(store, folder)]


def _forgotten(store: Store, folder: Folder) -> list[Finding]:
    interviews, places = forgetting(store, folder.path)
    if not interviews:
        return []
    confirmed = Finding(
        Weight.WELL, _("Every laptop has confirmed that what was taken back is gone from it.")
    )
    there = "".join(f"\n        - {place.words}" for place in places)
    return [
        *(unconfirmed(interviews) or [confirmed]),
        Finding(
            Weight.LOOK,
            _("What was taken back may lie where no program reaches.") + there,
            _("Look there once, and remove it."),
        ),
    ]


def _told(count: int, damaged: list[str], foreign: list[str]) -> Iterator[Finding]:
    whole = count - len(damaged)
    words = ngettext("{n} file of changes is whole.", "{n} files of changes are whole.", whole)
    yield Finding(Weight.WELL, words.format(n=whole))
    if damaged:
        yield Finding(
            Weight.LOOK,
            _("Not whole: {files}").format(files=", ".join(damaged[:_MOST_NAMED])),
            _(
                "Wait until the folder has finished syncing. Who wrote such a file writes it again with the next sync."
            ),
        )
    if foreign:
        yield Finding(
            Weight.LOOK,
            _("Of another project, and never read: {files}").format(files=", ".join(foreign[:_MOST_NAMED])),
            _("Look how they came into this folder, and take them out."),
        )
