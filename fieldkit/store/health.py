"""Looking a project file over without changing it, and what there is to say of it."""

from __future__ import annotations

import hashlib
import sqlite3
import tempfile
from collections.abc import Callable, Iterator
from contextlib import closing
from datetime import datetime
from pathlib import Path
from typing import Any

from fieldkit.domain.health import Finding, Weight
from fieldkit.errors import ProjectError
from fieldkit.store import backups
from fieldkit.store.clock import wall
from fieldkit.store.disk import encrypted, free_bytes, others_may_read, synced_by
from fieldkit.store.file import known_format
from fieldkit.store.laptop import Laptop
from fieldkit.store.store import Store
from fieldkit.words import _, day, ngettext

_DERIVED_ELSEWHERE = {
    "change",
    "deed",
    "meta",
    "parcel",
    "file",
    "blob",
    "erased",
    "forgotten",
    "sqlite_sequence",
}
"""Tables that are not made from the journal."""
_ROOM = 3
"""So many times its size a project file may need while it is cleared of what was erased."""
Tell = Callable[[float, str], None]


def examine(path: Path, now: Callable[[], datetime] = wall, tell: Tell | None = None) -> list[Finding]:
    """Return what there is to say of a project file. It is only read; what has to be tried is tried on a copy."""
    said = tell or _untold
    said(0.0, _("Reading the project file"))
    try:
        known_format(path)
    except ProjectError as error:
        return [Finding(Weight.BROKEN, error.sentence, error.hint), *_copies(path)]
    damage = _damage(path)
    if damage:
        return [damage, *_copies(path)]
    findings = [Finding(Weight.WELL, _("The project file is whole."))]
    with tempfile.TemporaryDirectory() as desk:
        copy = Path(desk) / path.name
        said(0.2, _("Making everything anew from its journal, on a copy"))
        _copy(path, copy)
        with Store.open(copy, now, Laptop()) as store:
            findings += [*_journal(store, copy), *_attachments(store, copy), *_clocks(store)]
    said(0.9, _("Looking at where it lies"))
    return [*findings, *_copies(path), *_surroundings(path)]


def _untold(_fraction: float, _words: str) -> None:
    """Tell nobody."""


def _damage(path: Path) -> Finding | None:
    try:
        with closing(_read_only(path)) as db:
            found = [row[0] for row in db.execute("PRAGMA integrity_check(5)")]
    except sqlite3.DatabaseError as error:
        found = [str(error)]
    if found == ["ok"]:
        return None
    return Finding(
        Weight.BROKEN,
        _("The project file is damaged: {reason}.").format(reason="; ".join(found)),
        _(
            "Copy it to a safe place. Then open the newest backup, or join the shared folder: what was sent is there."
        ),
    )


def _read_only(path: Path) -> sqlite3.Connection:
    return sqlite3.connect(f"{path.absolute().as_uri()}?mode=ro", uri=True)


def _copy(path: Path, copy: Path) -> None:
    with closing(_read_only(path)) as source, closing(sqlite3.connect(copy)) as target:
        source.backup(target)


def _rows(path: Path, sql: str) -> list[tuple[Any, ...]]:
    with closing(_read_only(path)) as db:
        return db.execute(sql).fetchall()


def _journal(store: Store, path: Path) -> Iterator[Finding]:
    before = _shown(path)
    store.rebuild()
    after = _shown(path)
    differing = sorted(table for table in before if before[table] != after.get(table))
    if not differing:
        yield Finding(Weight.WELL, _("What it shows is what its journal says."))
        return
    yield Finding(
        Weight.BROKEN,
        _(
            "In {tables} it shows something else than its journal says. The journal is whole: nothing is lost."
        ).format(tables=", ".join(differing)),
        _("Type `fieldkit rebuild`, which makes everything anew from the journal."),
    )


def _shown(path: Path) -> dict[str, list[tuple[Any, ...]]]:
    """Return the rows of every table that is made from the journal, and what stands in the journal itself."""
    names = [name for (name,) in _rows(path, "SELECT name FROM sqlite_master WHERE type = 'table'")]
    made = [name for name in names if name not in _DERIVED_ELSEWHERE and not name.startswith("search_")]
    shown = {name: sorted(_rows(path, f'SELECT * FROM "{name}"'), key=repr) for name in made}
    return {**shown, "change": _rows(path, "SELECT n, stands FROM change ORDER BY n")}


def _attachments(store: Store, path: Path) -> Iterator[Finding]:
    damaged = sum(
        hashlib.sha256(content).hexdigest() != sha256
        for sha256, content in _rows(path, "SELECT sha256, CAST(bytes AS BLOB) FROM blob")
    )
    missing = len(store.attachments.missing())
    if damaged:
        words = ngettext("{n} attached file is damaged.", "{n} attached files are damaged.", damaged)
        yield Finding(Weight.BROKEN, words.format(n=damaged), _("Attach it again, or open a backup."))
    if missing:
        words = ngettext(
            "{n} attached file has not arrived yet.", "{n} attached files have not arrived yet.", missing
        )
        hint = _("Sync again once the folder has finished syncing.")
        yield Finding(Weight.LOOK, words.format(n=missing), hint)
    if not damaged and not missing:
        yield Finding(Weight.WELL, _("Every attached file is here and whole."))


def _clocks(store: Store) -> Iterator[Finding]:
    wrong = store.wrong_clocks()
    yield from (Finding(Weight.LOOK, sentence) for sentence in wrong)
    if not wrong:
        yield Finding(Weight.WELL, _("No laptop's clock runs far ahead."))


def _copies(path: Path) -> Iterator[Finding]:
    copies = backups.kept(path)
    broken = [copy for copy in copies if _damage(copy)]
    for copy in broken:
        yield Finding(
            Weight.LOOK,
            _("The backup {name} is damaged.").format(name=copy.name),
            _("Remove it; another is made tomorrow."),
        )
    whole = [copy for copy in copies if copy not in broken]
    if whole:
        newest = datetime.fromtimestamp(whole[-1].stat().st_mtime).astimezone()
        words = ngettext(
            "{n} backup is whole, from {day}.", "{n} backups are whole, the newest from {day}.", len(whole)
        )
        yield Finding(Weight.WELL, words.format(n=len(whole), day=day(newest.date())))
    else:
        yield Finding(
            Weight.LOOK,
            _("There is no backup yet."),
            _("One is made when the project is opened for the first time on another day."),
        )


def _surroundings(path: Path) -> Iterator[Finding]:
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
            _("Take their right to read it, or keep it in a folder that is yours alone."),
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
