"""Copies of a project file, in a folder beside it: made once a day and before each new format, proved, and few.

Who may not read the project file may not read them either.
"""

from __future__ import annotations

import re
import sqlite3
from collections.abc import Set
from contextlib import closing, suppress
from datetime import date
from pathlib import Path

from fieldkit.errors import ProjectError
from fieldkit.store import disk
from fieldkit.store.database import told
from fieldkit.words import _

_DAYS = 7
"""So many daily copies are kept, and as many from before a new format."""
_FOLDER = " backups"
_COPY = re.compile(r" (\d{4}-\d\d-\d\d|before format \d+)")
"""How the names of a folder and of the copies in it go on after the name of the project."""
_UNPROVED = ".tmp"
"""How the name of a copy ends until it has proved whole."""


class BackupError(ProjectError):
    """A copy could not be made or removed, though nothing is wrong with the project file."""


def folder_of(path: Path) -> Path:
    """Return the folder that holds the copies of a project file."""
    return path.with_name(f"{path.stem}{_FOLDER}")


def kept(path: Path) -> list[Path]:
    """Return the copies of a project file, oldest first."""
    return sorted(folder_of(path).glob(f"*{path.suffix}"), key=lambda copy: copy.stat().st_mtime_ns)


def keep_daily(path: Path, today: date) -> Path | None:
    """Copy a project file unless that was done today, or nothing has changed since; return the new copy's path.

    Raises:
        BackupError: it could not be copied. Copies made before are still there.
        ProjectError: it is damaged.
    """
    copies = [copy for copy in kept(path) if " before format " not in copy.stem]
    copy = folder_of(path) / f"{path.stem} {today.isoformat()}{path.suffix}"
    if copy.exists() or (copies and copies[-1].stat().st_mtime_ns >= path.stat().st_mtime_ns):
        return None
    _keep(path, copy)
    _rotate([*copies, copy])
    return copy


def keep_before_format(path: Path, number: int) -> Path:
    """Copy a project file before it is brought to this format; return the copy's path.

    Raises:
        BackupError, ProjectError: as `keep_daily`.
    """
    copy = folder_of(path) / f"{path.stem} before format {number}{path.suffix}"
    _keep(path, copy)
    _rotate([copy for copy in kept(path) if " before format " in copy.stem])
    return copy


def is_one(path: Path) -> bool:
    """Tell whether a file is a copy that lies in the folder of such copies."""
    name = path.parent.name
    return name.endswith(_FOLDER) and bool(
        _COPY.fullmatch(path.stem.removeprefix(name.removesuffix(_FOLDER)))
    )


def forget(path: Path) -> bool:
    """Remove all copies, for what was erased must not lie on in them; tell whether there were any.

    Raises:
        BackupError: one could not be removed.
    """
    # Up to format 3 copies lay beside the project; and a power cut may have left one that had not proved whole yet.
    unproved = folder_of(path).glob(f"*{_UNPROVED}*")
    copies = [*kept(path), *unproved, *path.parent.glob(f"{path.stem}.before-format-*{path.suffix}")]
    for copy in copies:
        _remove(copy)
    return bool(copies)


def forget_beside(path: Path, project: str, erased: Set[str]) -> None:
    """Remove the copies in such folders of other names beside it that hold what was erased in this project.

    So it is where the project file was renamed, or is one that was copied out of such a folder itself.

    Raises:
        BackupError: one could not be removed.
    """
    others = (folder for folder in path.parent.glob(f"*{_FOLDER}") if folder != folder_of(path))
    for copy in (copy for folder in others for copy in sorted(folder.glob(f"*{path.suffix}"))):
        if is_one(copy) and _holds(copy, project, erased):
            _remove(copy)


def _holds(copy: Path, project: str, erased: Set[str]) -> bool:
    try:
        with closing(sqlite3.connect(f"{copy.absolute().as_uri()}?mode=ro&immutable=1", uri=True)) as db:
            of_project = db.execute("SELECT value FROM meta WHERE name = 'project'").fetchone()
            return of_project == (project,) and not erased.isdisjoint(_told_of(db, erased))
    except sqlite3.DatabaseError:
        return False  # It is none of ours, or damaged.


def _told_of(db: sqlite3.Connection, erased: Set[str]) -> Set[str]:
    """Return the records of which something is left; in one of the first formats it may be any."""
    if not db.execute("SELECT 1 FROM sqlite_schema WHERE name = 'record'").fetchone():
        return erased
    rows = db.execute(
        "SELECT r.id FROM change c JOIN record r ON r.n = c.record WHERE c.op NOT IN ('e', 'x')"
    )
    return {id_ for (id_,) in rows}


def _remove(copy: Path) -> None:
    try:
        copy.unlink(missing_ok=True)
    except OSError as error:
        raise BackupError(
            _("The backup {name} holds what was taken back, and could not be removed: {reason}.").format(
                name=copy.name, reason=error.strerror
            ),
            _("Close other programs that use it and open the project again, or remove it by hand."),
        ) from error


def _keep(path: Path, copy: Path) -> None:
    """Copy a project file, and let the copy count only once it has proved whole."""
    unproved = copy.with_suffix(_UNPROVED)
    try:
        unproved.unlink(missing_ok=True)
        disk.make_like(unproved, path)
        with told():
            _copy(path, unproved)
        unproved.replace(copy)
    except OSError as error:
        raise _not_made(error.strerror or str(error)) from error
    finally:
        with suppress(OSError):  # Erasing takes it along, see `forget`; so does the next copy of its name.
            unproved.unlink(missing_ok=True)


def _copy(path: Path, unproved: Path) -> None:
    try:
        with closing(sqlite3.connect(path)) as source, closing(sqlite3.connect(unproved)) as target:
            source.backup(target)
            (found,) = target.execute("PRAGMA quick_check").fetchone()
    except sqlite3.OperationalError as error:
        # The disk's trouble; where the file is damaged, SQLite raises another one.
        raise _not_made(str(error)) from error
    if found != "ok":
        raise sqlite3.DatabaseError(f"database disk image is malformed: {found}")


def _not_made(reason: str) -> BackupError:
    return BackupError(
        _("No backup could be made today ({reason}). The project itself is safe.").format(reason=reason),
        _(
            "Free some space, or look whether its folder may be written to. It is tried again at the next opening."
        ),
    )


def _rotate(copies: list[Path]) -> None:
    for copy in copies[:-_DAYS]:
        with suppress(OSError):  # One more than wanted does no harm, and goes another day.
            copy.unlink(missing_ok=True)
