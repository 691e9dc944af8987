"""Where a project file lies: its backups, what lies beside it, and the disk."""

from __future__ import annotations

import re
import shlex
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from datetime import datetime
from pathlib import Path

from fieldkit.domain.health import Finding, Weight
from fieldkit.errors import ProjectError
from fieldkit.store import backups
from fieldkit.store.disk import encrypted, free_bytes, others_may_read, synced_by
from fieldkit.store.file import known_format
from fieldkit.words import _, day, listed, ngettext

_ROOM = 3
"""So many times its size a project file may need while it is cleared of what was erased."""
_MADE_BY_CLOUD = re.compile(r"conflict|\(\d+\)", re.IGNORECASE)
"""What sync programs add to the name of a file that was changed in two places."""


def backups_of(path: Path) -> Iterator[Finding]:
    """Say which backups of a project file are whole, each opened and looked through."""
    copies = backups.kept(path)
    broken = [copy for copy in copies if not _is_whole(copy)]
    for copy in broken:
        yield Finding(
            Weight.LOOK,
            _("The backup {name} is damaged.").format(name=copy.name),
            _("Remove it; the next one is made by itself."),
        )
    whole = [copy for copy in copies if copy not in broken]
    if whole:
        newest = datetime.fromtimestamp(whole[-1].stat().st_mtime).astimezone()
        words = ngettext(
            "{n} backup is whole, from {day}.", "{n} backups are whole, the newest from {day}.", len(whole)
        )
        yield Finding(Weight.WELL, words.format(n=len(whole), day=day(newest.date())))
    elif path.is_file():
        sentence = _("No backup is whole.") if broken else _("There is no backup yet.")
        yield Finding(Weight.LOOK, sentence, _("One is made when the project is opened next."))


def _is_whole(copy: Path) -> bool:
    try:
        known_format(copy)
        with closing(sqlite3.connect(f"{copy.absolute().as_uri()}?mode=ro&immutable=1", uri=True)) as db:
            return db.execute("PRAGMA integrity_check").fetchone() == ("ok",)
    except (ProjectError, sqlite3.DatabaseError):
        return False


def surroundings_of(path: Path) -> Iterator[Finding]:
    """Say what may harm a project file, or those whose words are in it, where it lies."""
    yield from _conflict_copies(path)
    program = synced_by(path)
    if program:
        yield Finding(
            Weight.BROKEN,
            _("The project file lies in a folder that {program} syncs, which can damage it.").format(
                program=program
            ),
            _(
                "Move it to a folder of your own. What laptops share is the shared folder, never the project file."
            ),
        )
    if others_may_read(path):
        yield Finding(
            Weight.LOOK,
            _("Other accounts on this computer may read the project file."),
            _(
                "If that is not meant, type `chmod go= {name}` in its folder, and remove its older backups; or keep it"
                " in a folder that is yours alone. New project files are private from the start."
            ).format(name=shlex.quote(path.name)),
        )
    if free_bytes(path) < _ROOM * path.stat().st_size:
        yield Finding(
            Weight.LOOK, _("The disk is nearly full."), _("Free some space, so that everything can be saved.")
        )
    protected = encrypted(path)
    if protected is None:
        yield Finding(
            Weight.LOOK,
            _("Whether this disk is encrypted cannot be told here."),
            _(
                "Look into the settings of your system: what people said should not be readable from a stolen laptop."
            ),
        )
    elif protected:
        yield Finding(Weight.WELL, _("The disk is encrypted."))
    else:
        yield Finding(
            Weight.LOOK,
            _("The disk is not encrypted: whoever takes the laptop can read what people said."),
            _("Turn on the encryption of your system (BitLocker, FileVault, LUKS)."),
        )


def _conflict_copies(path: Path) -> Iterator[Finding]:
    beside = path.parent.glob(f"*{path.suffix}")
    copies = [
        copy.name
        for copy in sorted(beside)
        if copy != path and copy.name.startswith(path.stem) and _MADE_BY_CLOUD.search(copy.name)
    ]
    if not copies:
        return
    words = ngettext(
        "Beside it lies a copy that a sync program seems to have made: {names}.",
        "Beside it lie {n} copies that a sync program seems to have made: {names}.",
        len(copies),
    )
    yield Finding(
        Weight.LOOK,
        words.format(n=len(copies), names=listed(copies)),
        _(
            "Work may be in them that is nowhere else. Open each and sync it with the shared folder, then move it away;"
            " and keep the project file where no program syncs it."
        ),
    )
