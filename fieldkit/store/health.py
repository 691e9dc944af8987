"""Looking a project file over without changing it, and what there is to say of it."""

from __future__ import annotations

import hashlib
import shutil
import sqlite3
import tempfile
from collections.abc import Callable, Generator, Iterable, Iterator
from contextlib import closing, contextmanager
from datetime import datetime
from pathlib import Path
from typing import Any

from fieldkit.domain import KINDS
from fieldkit.domain.health import Finding, Weight
from fieldkit.domain.surveys import ANSWER
from fieldkit.errors import ProjectError
from fieldkit.store.clock import wall
from fieldkit.store.database import Database, reading, told
from fieldkit.store.file import known_format
from fieldkit.store.identity import Identity, Reason
from fieldkit.store.laptop import Laptop, this_laptop
from fieldkit.store.migrations import LATEST
from fieldkit.store.store import Store
from fieldkit.store.surroundings import backups_of, surroundings_of
from fieldkit.words import _, listed, ngettext

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
_MOST_NAMED = 10
Tell = Callable[[float, str], None]


def examine(path: Path, now: Callable[[], datetime] = wall, tell: Tell | None = None) -> list[Finding]:
    """Return what there is to say of a project file. It is only read; what has to be tried is tried on a copy."""
    said = tell or _untold
    said(0.0, _("Reading the project file"))
    try:
        format_ = known_format(path)
        damage = integrity_of(path)
    except ProjectError as error:
        return [Finding(Weight.BROKEN, error.sentence, error.hint), *backups_of(path)]
    if damage:
        return [damage, *backups_of(path)]
    findings = [Finding(Weight.WELL, _("The project file is whole."))]
    if format_ < LATEST:
        words = _("It was last used with an older fieldkit. It is brought up to date when it is opened.")
        findings.append(Finding(Weight.WELL, words))
    said(0.1, _("Copying it, to try things on the copy"))
    with on_a_copy(path, now) as store:
        findings += [*_name(store, path), *_journal(store, said), *_attachments(store), *_clocks(store)]
    said(0.9, _("Looking at where it lies"))
    return [*findings, *backups_of(path), *surroundings_of(path)]


def _untold(_fraction: float, _words: str) -> None:
    """Tell nobody."""


@contextmanager
def on_a_copy(path: Path, now: Callable[[], datetime] = wall) -> Generator[Store]:
    """Lend a copy of a project file, opened: whatever is done to it leaves the file itself as it is.

    Raises:
        ProjectError: it cannot be opened.
    """
    with tempfile.TemporaryDirectory() as desk:
        copy = Path(desk) / path.name
        known_format(path)
        with told(), _untouched(path) as source, closing(sqlite3.connect(copy)) as target:
            source.backup(target)
        with Store.open(copy, now, Laptop()) as store:
            yield store


def integrity_of(path: Path) -> Finding | None:
    """Return how an SQLite file is damaged; None where it is whole.

    Raises:
        ProjectError: it cannot be read at all.
    """
    with told(), _untouched(path) as db:
        found = [row[0] for row in db.execute("PRAGMA integrity_check(5)")]
    if found == ["ok"]:
        return None
    return Finding(
        Weight.BROKEN,
        _("The project file is damaged: {reason}.").format(reason="; ".join(found)),
        _(
            "Bring it to a safe place. Then copy the newest backup out of its folder and open that, or join the shared"
            " folder: what was sent is there."
        ),
    )


@contextmanager
def _untouched(path: Path) -> Generator[sqlite3.Connection]:
    """Lend a connection that reads a project file and leaves nothing beside it, whoever else has it open."""
    log, shared = (path.with_name(f"{path.name}-{end}") for end in ("wal", "shm"))
    with tempfile.TemporaryDirectory() as desk:
        if not log.exists():
            # SQLite makes files of its own beside one that nobody has open, unless it is told that nobody will.
            where = f"{path.absolute().as_uri()}?mode=ro&immutable=1"
        elif shared.exists():
            where = f"{path.absolute().as_uri()}?mode=ro"
        else:
            # Nobody has it open, and a power cut left the log: SQLite would read it by a file that it makes beside it.
            for file in (path, log):
                shutil.copyfile(file, Path(desk) / file.name)
            where = f"{(Path(desk) / path.name).as_uri()}?mode=ro"
        with closing(sqlite3.connect(where, uri=True)) as db:
            yield db


def _rows(store: Store, sql: str, values: Iterable[Any] = ()) -> Iterator[tuple[Any, ...]]:
    assert store.path
    with _untouched(store.path) as db:
        yield from db.execute(sql, tuple(values))


def _name(store: Store, path: Path) -> Iterator[Finding]:
    """Say where the file is not the one that this laptop last wrote."""
    database = Database(store.path)
    with reading(database) as db:
        doubt = Identity(path, this_laptop()).doubt(db)
    database.close()
    go_on = _("Open it and sync: it then writes under a name of its own, so that nothing gets mixed up.")
    match doubt:
        case Reason.RESTORED:
            yield Finding(
                Weight.LOOK,
                _(
                    "It lacks what was last written on this laptop: it was put back from a backup, or the file"
                    " {log} beside it was lost."
                ).format(log=f"{path.name}-wal"),
                _(
                    "If you still have that file, put it back beside it. What was sent comes back with a sync."
                ),
            )
        case Reason.BROUGHT:
            sentence = _("It was last written on another laptop, or by another account.")
            yield Finding(Weight.LOOK, sentence, go_on)
        case Reason.COPIED:
            sentence = _("It is a copy: the project file that it was made from is still on this laptop.")
            yield Finding(Weight.LOOK, sentence, go_on)
        case _:
            return


def _journal(store: Store, said: Tell) -> Iterator[Finding]:
    lost = _lost_lines(store)
    if lost:
        words = ngettext(
            "{n} change that was written on this laptop is missing in its journal.",
            "{n} changes that were written on this laptop are missing in its journal.",
            lost,
        )
        yield Finding(
            Weight.BROKEN,
            words.format(n=lost),
            _(
                "Do not type `fieldkit rebuild`, and bring the file to a safe place. Then copy the newest backup out of"
                " its folder and open that, or join the shared folder: what was sent is there."
            ),
        )
    said(0.3, _("Reading what it shows"))
    before = _shown(store)
    said(0.45, _("Making everything anew from its journal, on a copy"))
    store.rebuild()
    said(0.8, _("Comparing"))
    after = _shown(store)
    differing = [name for name in before if before[name] != after.get(name)]
    if not differing:
        yield Finding(Weight.WELL, _("What it shows is what its journal says."))
        return
    kinds = sorted(name for name in differing if name in KINDS or name == ANSWER)
    if kinds:
        sentence = _("It shows something else than its journal says, of the kind: {kinds}.")
        hint = _(
            "If you share a folder, type `fieldkit doctor PROJECT FOLDER` first, which proves the journal. If that is"
            " well, type `fieldkit rebuild PROJECT`: it makes everything anew from the journal."
        )
    else:
        sentence = _("Its search and its lists do not fit its journal: something may not be found in it.")
        hint = _("Type `fieldkit rebuild PROJECT`: it makes them anew from the journal.")
    yield Finding(Weight.BROKEN, sentence.format(kinds=listed(kinds)), "" if lost else hint)


def _lost_lines(store: Store) -> int:
    """Return how many numbers are missing among those of this laptop's changes, which go up by one."""
    ((lost,),) = _rows(
        store,
        "SELECT coalesce(max(seq), 0) - count(DISTINCT seq) FROM change"
        " WHERE writer = (SELECT n FROM writer WHERE name = ?)",
        (store.writer,),
    )
    return int(lost)


def _shown(store: Store) -> dict[str, int]:
    """Return a mark of all rows of every table that is made from the journal, and of what stands in the journal itself.

    Equal rows have equal marks, in whichever order they lie: so a million of them need not be held, nor sorted.
    """
    names = [name for (name,) in _rows(store, "SELECT name FROM sqlite_master WHERE type = 'table'")]
    made = [name for name in names if name not in _DERIVED_ELSEWHERE and not name.startswith("search_")]
    asked = {name: f'SELECT * FROM "{name}"' for name in made} | {"change": "SELECT n, stands FROM change"}
    return {name: _mark(_rows(store, sql)) for name, sql in asked.items()}


def _mark(rows: Iterable[tuple[Any, ...]]) -> int:
    """Return the sum of the hashes of rows: chance makes two differing sets the same once in 2**64 times."""
    return sum(hash(repr(row)) for row in rows)


def _attachments(store: Store) -> Iterator[Finding]:
    damaged = [
        sha256
        for sha256, content in _rows(store, "SELECT sha256, CAST(bytes AS BLOB) FROM blob")
        if hashlib.sha256(content).hexdigest() != sha256
    ]
    missing = store.attachments.missing()
    if damaged:
        words = ngettext(
            "{n} attached file is damaged: {names}.", "{n} attached files are damaged: {names}.", len(damaged)
        )
        yield Finding(
            Weight.BROKEN,
            words.format(n=len(damaged), names=_names(store, damaged)),
            _("Attach it again, which makes it good, or take it from a backup."),
        )
    if missing:
        words = ngettext(
            "{n} attached file is not here: {names}.",
            "{n} attached files are not here: {names}.",
            len(missing),
        )
        yield Finding(
            Weight.LOOK,
            words.format(n=len(missing), names=_names(store, missing)),
            _(
                "Sync once the folder has finished syncing: what another laptop has comes then. What was attached on"
                " this laptop can be attached again."
            ),
        )
    if not damaged and not missing:
        yield Finding(Weight.WELL, _("Every attached file is here and whole."))


def _names(store: Store, hashes: list[str]) -> str:
    """Return what people call these files; those that nothing points at any more have no name."""
    known = dict(
        _rows(store, "SELECT sha256, name FROM attachment UNION ALL SELECT sha256, name FROM formfile")
    )
    return listed([known.get(sha256) or _("one without a name") for sha256 in hashes[:_MOST_NAMED]])


def _clocks(store: Store) -> Iterator[Finding]:
    wrong = store.wrong_clocks()
    yield from (Finding(Weight.LOOK, sentence) for sentence in wrong)
    if not wrong:
        yield Finding(Weight.WELL, _("No laptop's clock runs far ahead."))
