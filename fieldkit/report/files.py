"""Reports on the disk: whole, or not at all."""

from __future__ import annotations

import os
from contextlib import suppress
from pathlib import Path

from fieldkit.errors import FieldkitError
from fieldkit.store import spare
from fieldkit.words import _


def write(path: Path, content: bytes) -> None:
    """Write a file so that nobody ever sees half of it: an older one stays until the new one is whole.

    Raises:
        FieldkitError: the folder does not take it, or a project lies there; nothing was changed.
    """
    spare(path)
    beside = path.with_name(f".{path.name}.{os.getpid()}.part")
    try:
        with beside.open("wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        beside.replace(path)
    except OSError as fault:
        with suppress(OSError):
            beside.unlink(missing_ok=True)
        raise FieldkitError(
            _("The file “{name}” could not be written: {reason}. Nothing was changed.").format(
                name=path.name, reason=fault.strerror or fault
            ),
            _("Choose another folder, close the file if it is open elsewhere, or make room on the disk."),
        ) from fault
