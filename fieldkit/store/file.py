"""The file around the database: taken for us alone, made, known for what it is, or cleared away."""

from __future__ import annotations

from pathlib import Path

from filelock import FileLock, Timeout

from fieldkit.errors import InUseError, ProjectError
from fieldkit.store.database import APPLICATION_ID, head_of
from fieldkit.store.disk import make_private
from fieldkit.store.migrations import LATEST
from fieldkit.words import _

_ENOUGH = 4096
"""In a file of which so many bytes are zero, a power cut left nothing. Source: sqlite.org/fileformat2.html, 1.3."""


def known_format(path: Path) -> int:
    """Return the format of a project file, without touching it.

    Raises:
        ProjectError: it is not there, no project, or one of a newer version.
    """
    if not path.is_file():
        raise ProjectError(
            _("There is no project file at {path}.").format(path=path),
            _("Look whether it was moved or renamed."),
        )
    head = head_of(path)
    if head is None and not any(_start_of(path)):
        raise ProjectError(
            _("{name} is empty: nothing of a project is left in it.").format(name=path.name),
            _(
                "Copy the newest backup out of its folder and open that, or join the shared folder: what was sent is"
                " there."
            ),
        )
    if head is None or head.application != APPLICATION_ID:
        raise ProjectError(
            _("This file is not a fieldkit project."),
            _("Choose a file that fieldkit made; its name ends in .fieldkit."),
        )
    if head.format > LATEST:
        raise ProjectError(
            _("This project was last used with a newer fieldkit. It was not touched."),
            _("Install the newest fieldkit on this laptop, then open it again."),
        )
    return head.format


def _start_of(path: Path) -> bytes:
    with path.open("rb") as file:
        return file.read(_ENOUGH)


def locked(path: Path) -> FileLock:
    """Take a project file for this process alone; return the lock to release.

    Raises:
        InUseError: another process has it.
        ProjectError: nothing may be written beside it.
    """
    # A project is opened on one thread and closed on another.
    lock = FileLock(path.with_name(f".{path.name}.lock"), timeout=0, thread_local=False)
    try:
        lock.acquire()
    except Timeout as error:
        raise in_use(path) from error
    except OSError as error:
        raise ProjectError(
            _("The folder {folder} cannot be written to.").format(folder=path.parent),
            _("Choose a folder of your own, for example in Documents."),
        ) from error
    return lock


def in_use(path: Path) -> InUseError:
    """Return that another process has a project file."""
    return InUseError(
        _("{name} is open in another window on this laptop.").format(name=path.name),
        _("Go to that window, or close it and try again."),
    )


def spare(path: Path) -> None:
    """See to it that what is about to be written does not take the place of a project, whatever that is called.

    Raises:
        ProjectError: a project lies there.
    """
    head = head_of(path) if path.is_file() else None
    if head and head.application == APPLICATION_ID:
        raise ProjectError(
            _("{name} is a project, so nothing was written over it.").format(name=path.name),
            _("Choose another name."),
        )


def make_room(path: Path) -> None:
    """See to it that a new project file can be made here.

    Raises:
        ProjectError: there is a file of that name, or its folder cannot be made.
    """
    if path.exists():
        raise ProjectError(
            _("There is a file named {name} already, so nothing was written.").format(name=path.name),
            _("Choose another name, or open that file."),
        )
    folder = path.parent
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise ProjectError(
            _("The folder {folder} cannot be made.").format(folder=folder),
            _("Choose a folder of your own, for example in Documents."),
        ) from error


def make_empty(path: Path) -> None:
    """Make a new project file, which this account alone may read from its first byte on.

    Raises:
        ProjectError: it cannot be made.
    """
    try:
        make_private(path)
    except OSError as error:
        raise ProjectError(
            _("The project file cannot be opened."),
            _("Look whether the folder still exists and whether you may write there."),
        ) from error


def remove(path: Path) -> None:
    """Clear away a project file that could not be made, and what lies beside it."""
    for name in (
        path.name,
        *(f"{path.name}-{log}" for log in ("wal", "shm", "journal")),
        f".{path.name}.lock",
    ):
        path.with_name(name).unlink(missing_ok=True)
