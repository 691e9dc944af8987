"""The project file: made, opened, brought up to date and closed."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from pathlib import Path

from fieldkit.domain import Project
from fieldkit.domain.project import PROJECT_ID
from fieldkit.domain.record import new_id
from fieldkit.errors import InUseError, ProjectError
from fieldkit.store import (
    backups,
    identity,
    journal,
)
from fieldkit.store.attachments import Attachments
from fieldkit.store.clock import Clock, wall
from fieldkit.store.database import (
    APPLICATION_ID,
    Database,
    reading,
    writing,
)
from fieldkit.store.deeds import Kind
from fieldkit.store.editor import Editor, show_all
from fieldkit.store.file import in_use, known_format, locked, make_empty, make_room, remove
from fieldkit.store.identity import Identity, Reason
from fieldkit.store.laptop import Laptop, this_laptop
from fieldkit.store.migrations import LATEST, migrate
from fieldkit.store.parcels import Parcels
from fieldkit.words import _

SUFFIX = ".fieldkit"
"""How the name of a project file ends."""


class Store(Editor):
    """One open project file. It keeps no session, so that every thread may use it; writers queue.

    Make one with `create` or `open`; `close` it, or use it in a `with`.
    """

    def __init__(
        self,
        path: Path | None,
        now: Callable[[], datetime] = wall,
        laptop: Laptop | None = None,
        *,
        writes: bool = True,
    ) -> None:
        self.writes = writes
        """Whether it may be written to: not where another window is at it."""
        self._lock = locked(path) if path and writes else None
        self._seen = _as_it_lies(path)
        super().__init__(
            path,
            Database(path, writes=writes),
            Clock(now),
            Identity(path, laptop or (this_laptop() if path else Laptop())),
        )
        self.attachments = Attachments(self._database)
        self.parcels = Parcels(self._database)

    # Opening

    @classmethod
    def create(
        cls,
        path: Path | None,
        name: str = "",
        *,
        project_id: str = "",
        now: Callable[[], datetime] = wall,
        laptop: Laptop | None = None,
    ) -> Store:
        """Make a new project file, or a project in memory where `path` is None.

        `project_id` is given where the project exists already in a shared folder.

        Raises:
            ProjectError: there is a file of that name already, or none can be written there.
        """
        if path:
            make_room(path)
        store = cls(path, now, laptop)
        try:
            if path:
                make_empty(path)
            with writing(store._database) as db:
                db.execute(f"PRAGMA application_id = {APPLICATION_ID}")
                migrate(db)
                meta = {
                    "project": project_id or new_id(),
                    "writer": identity.new_writer(),
                    "created": store._clock.tick(),
                }
                journal.many(db, "INSERT INTO meta VALUES (?, ?)", meta.items())
            with reading(store._database) as db:
                # From here on the file itself says what it is, even if we are killed: see `head_of`.
                db.execute("PRAGMA wal_checkpoint(TRUNCATE)")
            store._begin()
            if name:
                store.write(_("New project"), Project(id=PROJECT_ID, name=name), kind=Kind.BEGINNING)
        except BaseException:
            store.discard()
            raise
        return store

    @classmethod
    def open(cls, path: Path, now: Callable[[], datetime] = wall, laptop: Laptop | None = None) -> Store:
        """Open a project file, copied aside once a day; one of an older format is brought up to date first.

        A copy of another file writes under a new name from then on. `laptop` is where it is opened: this one, unless
        somebody knows better.

        Raises:
            InUseError: another window has it: see `open_to_look`.
            ProjectError: it is missing, no project, a backup, made by a newer version, or not writable.
        """
        format_ = known_format(path)
        if backups.is_one(path):
            raise ProjectError(
                _("{name} is a backup. It goes by itself one day, with all that was written into it.").format(
                    name=path.name
                ),
                _("Copy it out of its folder, beside the project, and open the copy."),
            )
        store = cls(path, now, laptop)
        try:
            if format_ < LATEST:
                store._upgrade(path)
            store.attachments.drop_unclaimed()
            if format_ == LATEST:
                store._keep_daily()
            store._begin()
            store._scrub_again()
        except BaseException:
            store.close()
            raise
        return store

    @classmethod
    def open_to_look(cls, path: Path, now: Callable[[], datetime] = wall) -> Store:
        """Open a project file beside another window that works on it; whatever would write raises InUseError.

        Raises:
            InUseError: it is of an older format, which only the other window can read.
            ProjectError: it is missing, no project, or made by a newer version.
        """
        if known_format(path) < LATEST:
            raise in_use(path)
        store = cls(path, now, writes=False)
        try:
            store._begin()
        except BaseException:
            store.close()
            raise
        store.faults.append(
            InUseError(
                _("{name} is open in another window. Here you can look at it, and nothing is saved.").format(
                    name=path.name
                ),
                _(
                    "To write, go to that window. What is written there shows here when you come back, or with F5."
                ),
            )
        )
        return store

    def _scrub_again(self) -> None:
        try:
            self._scrub()
        except ProjectError as error:
            self.faults.append(error)

    def _upgrade(self, path: Path) -> None:
        backups.keep_before_format(path, LATEST)
        with writing(self._database) as db:
            migrate(db)
            show_all(db)

    def _begin(self) -> None:
        with reading(self._database) as db:
            meta = {row[0]: row[1] for row in db.execute("SELECT name, value FROM meta")}
            doubt = self._identity.doubt(db)
            own = journal.last_stamp(db, meta["writer"])
            heard = meta.get("heard") or journal.last_stamp(db)
        self.project_id = meta["project"]
        self.created = meta["created"]
        self._person = meta.get("person", "")
        # Our own stamps go on from where they were, however far back the clock was set since.
        self._clock.last = own
        self._clock.hear(heard)
        if doubt and self.writes:
            with writing(self._database) as db:
                if doubt is Reason.RESTORED:
                    self._identity.give_up(db, self._clock.tick())
                self._identity.rename(db, doubt)

    def close(self) -> None:
        """Let go of the file. The store is of no use afterwards."""
        self._database.close()
        if self._lock:
            self._lock.release()

    def written_elsewhere(self) -> bool:
        """Tell, in a file that was opened to look at it, whether the other window wrote since this was last asked."""
        before, self._seen = self._seen, _as_it_lies(self.path)
        return not self.writes and self._seen != before

    def discard(self) -> None:
        """Close a project file that was made just now and could not be filled, and clear it away."""
        self.close()
        if self.path:
            remove(self.path)

    def __enter__(self) -> Store:
        return self

    def __exit__(self, *_exc: object) -> None:
        self.close()

    # Who and what

    def told_renamed(self) -> None:
        """Remember that people were told why this file took a new name."""
        with writing(self._database) as db:
            identity.told(db)

    @property
    def project(self) -> Project:
        """The project's own record; an empty one until it has arrived from the shared folder."""
        return next(iter(self.find(Project)), Project(id=PROJECT_ID))

    @property
    def person(self) -> str:
        """The id of the person who works on this laptop; empty until they have said so."""
        return self._person

    @person.setter
    def person(self, person_id: str) -> None:
        with writing(self._database) as db:
            journal.set_meta(db, "person", person_id)
        self._person = person_id

    def remember(self, name: str, value: str) -> None:
        """Remember something about the work on this laptop. It does not travel, and must not tell what was said."""
        if self.remembered(name) != value:
            with writing(self._database) as db:
                journal.set_meta(db, f"remembered {name}", value)


def _as_it_lies(path: Path | None) -> list[tuple[int, int]]:
    """Return what changes on the disk with whatever is written: sizes and times of the file and of its log."""
    beside = [path, path.with_name(f"{path.name}-wal")] if path else []
    stats = [file.stat() for file in beside if file.exists()]
    return [(stat.st_size, stat.st_mtime_ns) for stat in stats]
