"""What carries files from one laptop's copy of the folder to another's, as badly as it happens."""

from __future__ import annotations

import hashlib
import os
import shutil
from collections.abc import Callable, Sequence
from contextlib import suppress
from functools import lru_cache
from pathlib import Path
from random import Random

from fieldkit.domain.change import Change
from fieldkit.sync import journal
from fieldkit.sync.folder import HEAD
from tests.simulation.chance import tick

_HASH_AT = slice(-20, -4)
_RENAMED = (".sync-conflict-20261122-204751-HYAOQAD", " (conflicted copy 2026-11-22)", " (1)", "")
_COLUMNS, _END = b"prev,val\r\n", b"#end"
MARKER = "fieldkit-project.csv"


def whole(path: Path) -> bool:
    """Tell whether a file of changes holds the bytes that its name states."""
    stat = path.stat()
    return _is_whole(str(path), stat.st_mtime_ns, stat.st_size)


@lru_cache(maxsize=4096)
def _is_whole(path: str, _changed: int, _size: int) -> bool:
    # No file is written twice at one moment, see `tick`: one that was looked at is known.
    return hashlib.sha256(Path(path).read_bytes()).hexdigest()[:16] == path[_HASH_AT]


def carry_badly(source: Path, target: Path, chance: Random, tell: Callable[[str], None]) -> list[bytes]:
    """Copy what one has and the other lacks: some of it later, half, damaged, or under another name.

    Return what arrived whole, under whatever name. `tell` is told of what arrives otherwise than it was.
    """
    arrived: list[bytes] = []
    for path in _files(source):
        if path.name == MARKER or chance.random() < 0.3:
            continue
        tells = ""
        there = target / path.relative_to(source)
        content = path.read_bytes()
        if path.name != HEAD and chance.random() < 0.3:
            tells, content = _mangled(content, chance)
        elif chance.random() < 0.1:
            tells, there = "renamed", there.with_name(f"{path.stem}{chance.choice(_RENAMED)}.csv")
        if not there.exists() or not (whole(there) or there.read_bytes() == content):
            put(there, content)
            if tells:
                tell(f"a file arrives {tells}")
            if tells in ("", "renamed") and whole(path):
                arrived.append(content)
    return arrived


def carry_last(source: Path, target: Path) -> None:
    """Copy the file of changes that was written last, and nothing else."""
    files = [path for path in _files(source) if path.name not in (MARKER, HEAD)]
    if files:
        last = max(files, key=_changed)
        put(target / last.relative_to(source), last.read_bytes())


def _mangled(content: bytes, chance: Random) -> tuple[str, bytes]:
    """Return what arrives when a transfer is cut, a bit flips, or power fails before the bytes are on the disk."""
    way = chance.randrange(4)
    if way == 0:
        return "cut short", content[: chance.randrange(len(content) + 1)]
    if way == 1 or not content:
        return "emptied", bytes(len(content))
    first, end = content.find(_COLUMNS) + len(_COLUMNS), content.rfind(_END)
    # Most bits are in what people wrote, though a short file has more of the rest.
    at = (
        chance.randrange(first, end)
        if chance.random() < 0.7 and first < end
        else chance.randrange(len(content))
    )
    bit = bytes([content[at] ^ 1 << chance.randrange(8)])
    return "with another bit", content[:at] + bit + content[at + 1 :]


def share(folders: Sequence[Path]) -> None:
    """Copy everywhere what any folder has, and what is whole in one over what is not in another.

    What laptops say about themselves is written again and again: there the latest goes over all others.
    """
    found: dict[Path, bytes] = {}
    good: set[Path] = set()
    held: dict[tuple[Path, Path], bool] = {}
    for folder in folders:
        for path in _files(folder):
            name = path.relative_to(folder)
            held[folder, name] = whole(path)
            if name not in found or (held[folder, name] and name not in good):
                found[name] = path.read_bytes()
            if held[folder, name]:
                good.add(name)
    for folder in folders:
        for name, content in found.items():
            if (folder, name) not in held or (name in good and not held[folder, name]):
                put(folder / name, content)
    _share_heads(folders)


def _share_heads(folders: Sequence[Path]) -> None:
    latest: dict[Path, Path] = {}
    for folder in folders:
        for path in folder.glob(f"journal/*/{HEAD}"):
            name = path.relative_to(folder)
            latest[name] = max(latest.get(name, path), path, key=_changed)
    for folder in folders:
        for name, path in latest.items():
            if path != folder / name:
                shutil.copy2(path, folder / name)


def _changed(path: Path) -> int:
    return path.stat().st_mtime_ns


def holds(folder: Path) -> frozenset[str]:
    """Return the names of the whole files of changes in a folder."""
    return frozenset(path.name for path in _files(folder) if whole(path))


def changes_in(folder: Path) -> list[Change]:
    """Return the changes that lie in a folder in files that are whole."""
    found: list[Change] = []
    for path in _files(folder):
        with suppress(journal.IncompleteError):
            found += journal.read(path.read_bytes()).changes
    return found


def lose(folder: Path, chance: Random) -> None:
    """Remove or damage a file, or now and then all of them, but for the marker: without it nobody would sync."""
    files = [path for path in _files(folder) if path.name != MARKER]
    some = files if chance.random() < 0.2 else [chance.choice(files)] if files else []
    for path in some:
        if chance.random() < 0.5:
            path.unlink()
        else:
            put(path, _mangled(path.read_bytes(), chance)[1])


def bring_back(source: Path, target: Path) -> None:
    """Copy what one holds and the other does not, whatever has become of it there since."""
    for path in _files(source):
        there = target / path.relative_to(source)
        if path.name != HEAD and not there.exists():
            put(there, path.read_bytes())


def put(path: Path, content: bytes) -> None:
    """Write a file, as whatever carries files does."""
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(content)
    tick(path)


def _files(folder: Path) -> list[Path]:
    # By way of `os`: this is asked so often that what `Path.rglob` takes would be a tenth of a history.
    found = [
        f"{place}/{name}"
        for place, _folders, names in os.walk(folder)
        for name in names
        if name.endswith(".csv") and not name.startswith(".")
    ]
    return [Path(path) for path in sorted(found)]
