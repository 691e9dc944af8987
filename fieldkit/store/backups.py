"""Copies of a project file, in a folder beside it: made once a day and before each new format, proved, and few.

Who may not read the project file may not read them either.
"""

from __future__ import annotations

import sqlite3
from contextlib import closing, suppress
from datetime import date
from pathlib import Path

from fieldkit.errors import ProjectError
from fieldkit.store import disk
from fieldkit.store.database import told
from fieldkit.words import _

_DAYS = 7
"""So many daily copies are kept, and as many from before a new format."""
_UNPROVED = ".tmp"
"""How the name of a copy ends until it has proved whole."""


class BackupError(ProjectError):
    """A copy could not be made or removed, though nothing is wrong with the project file."""


def folder_of(path: Path) -> Path:
    """Return the folder that holds the copies of a project file."""
    return path.with_name(f"{path.stem} backups")


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


def forget(path: Path) -> bool:
    """Remove all copies, for what was erased must not lie on in them; tell whether there were any.

    Raises:
        BackupError: one could not be removed.
    """
    # Up to format 3 copies lay beside the project; and a power cut may have left one that had not proved whole yet.
    unproved = folder_of(path).glob(f"*{_UNPROVED}*")
    copies = [*kept(path), *unproved, *path.parent.glob(f"{path.stem}.before-format-*{path.suffix}")]
    for copy in copies:
        try:
            copy.unlink(missing_ok=True)
        except OSError as error:
            raise BackupError(
                _("The backup {name} holds what was taken back, and could not be removed: {reason}.").format(
                    name=copy.name, reason=error.strerror
                ),
                _("Close other programs that use it and open the project again, or remove it by hand."),
            ) from error
    return bool(copies)


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
