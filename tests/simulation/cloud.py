"""What carries files from one laptop's copy of the folder to another's, as badly as it happens."""

from __future__ import annotations

import hashlib
import os
import shutil
from collections.abc import Callable, Iterable, Sequence
from contextlib import suppress
from functools import lru_cache
from pathlib import Path
from random import Random

from fieldkit.domain.change import Change
from fieldkit.sync import journal
from fieldkit.sync.folder import HEAD
from tests.simulation.chance import tick

_HASH_AT = slice(-20, -4)
_ATTACHED = "files/"
"""Where attachments lie, named by the hash of all that is in them."""
_REMOVED = ".removed "
"""Begins the name of what a cloud remembers of an attachment that was removed: when."""
_RENAMED = (".sync-conflict-20261122-204751-HYAOQAD", " (conflicted copy 2026-11-22)", " (1)", "")
_COLUMNS, _END = b"prev,val\r\n", b"#end"
MARKER = "fieldkit-project.csv"


def whole(path: str) -> bool:
    """Tell whether a file of changes or an attachment holds the bytes that its name states."""
    stat = os.stat(path)  # noqa: PTH116  see `_walk`
    return _is_whole(path, stat.st_mtime_ns, stat.st_size)


@lru_cache(maxsize=4096)
def _is_whole(path: str, _changed: int, _size: int) -> bool:
    # No file is written twice at one moment, see `tick`: one that was looked at is known.
    found = hashlib.sha256(_content(path)).hexdigest()
    return found[:16] == path[_HASH_AT] if path.endswith(".csv") else path.endswith(f"/{found}")


def carry_badly(source: Path, target: Path, chance: Random, tell: Callable[[str], None]) -> list[bytes]:
    """Copy what one has and the other lacks: some of it later, half, damaged, or under another name.

    Return the files of changes that arrived whole, under whatever name. `tell` is told of what arrives otherwise than
    it was.
    """
    arrived: list[bytes] = []
    for name, path in _files(source).items():
        if name == MARKER or chance.random() < 0.3:
            continue
        tells, there = "", target / name
        content = _content(path)
        if there.name != HEAD and chance.random() < 0.3:
            tells, content = _mangled(content, chance)
        elif chance.random() < (0.3 if name.startswith(_ATTACHED) else 0.1):
            tells = "renamed"
            there = there.with_name(f"{there.stem}{chance.choice(_RENAMED)}{there.suffix}")
        if not there.exists() or not (whole(str(there)) or there.read_bytes() == content):
            put(there, content)
            if tells:
                tell(f"{'an attachment' if name.startswith(_ATTACHED) else 'a file'} arrives {tells}")
            if tells in ("", "renamed") and name.endswith(".csv") and whole(path):
                arrived.append(content)
    return arrived


def carry_last(source: Path, target: Path) -> None:
    """Copy the file of changes that was written last, and nothing else."""
    files = {name: path for name, path in _files(source).items() if _is_of_changes(name)}
    if files:
        last = max(files, key=lambda name: changed(files[name]))
        put(target / last, _content(files[last]))


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

    What laptops say about themselves is written again and again: there the latest goes over all others. An attachment
    that was removed after it came, be it in one of the folders, is removed from all.
    """
    held = _without_removed(folders)
    found: dict[str, str] = {}
    good: set[str] = set()
    for there in held.values():
        for name, path in there.items():
            if name not in good and whole(path):
                good.add(name)
                found[name] = path
            found.setdefault(name, path)
    for folder, there in held.items():
        for name, path in found.items():
            if name not in there or (name in good and not whole(there[name])):
                put(folder / name, _content(path))
    _share_heads(folders, [name for name in found if name.endswith(f"/{HEAD}")])


def removed(path: Path) -> None:
    """Let the cloud remember that an attachment or a file of changes was removed."""
    if path.parent.parent.name in ("files", "journal") and path.parent.exists():
        put(path.with_name(f"{_REMOVED}{path.name}"), b"")


def _without_removed(folders: Sequence[Path]) -> dict[Path, dict[str, str]]:
    """Remove from all folders the attachments and mangled files that were removed from one of them since.

    Return what is left in each.
    """
    there = {folder: _walk(str(folder)) for folder in folders}
    marks: dict[str, int] = {}
    for path in [path for paths in there.values() for path in paths if f"/{_REMOVED}" in path]:
        name = path.rpartition(_REMOVED)[2]
        marks[name] = max(changed(path), marks.get(name, 0))
    held = {folder: _named(folder, paths) for folder, paths in there.items()}
    for files in held.values():
        for name in [name for name in files if name.rpartition("/")[2] in marks]:
            # A sound file of changes comes back from whoever has not heard of it, as from a laptop that was off.
            goes = name.startswith(_ATTACHED) or not whole(files[name])
            if goes and marks[name.rpartition("/")[2]] > changed(files[name]):
                Path(files.pop(name)).unlink()
    return held


def _share_heads(folders: Sequence[Path], names: Iterable[str]) -> None:
    for name in names:
        times = {path: changed(path) for path in [f"{folder}/{name}" for folder in folders]}
        latest = max(times, key=lambda path: times[path])
        for path, at in times.items():
            # No two files are written at one moment: the same one is this one.
            if at != times[latest]:
                shutil.copy2(latest, path)


def changed(path: str) -> int:
    """Return when a file was last written, in nanoseconds."""
    return os.stat(path).st_mtime_ns  # noqa: PTH116  see `_walk`


def holds(folder: Path) -> frozenset[str]:
    """Return the names of the whole files of changes and attachments in a folder."""
    there = ((path.rpartition("/")[2], path) for path in _files(folder).values())
    return frozenset(name for name, path in there if name != HEAD and whole(path))


def changes_in(folder: Path) -> list[Change]:
    """Return the changes that lie in a folder in files that are whole."""
    files = [path for name, path in _files(folder).items() if _is_of_changes(name)]
    return [change for path in files for change in _changes_of(path, changed(path))]


def attachments_in(folder: Path) -> set[bytes]:
    """Return the attachments that lie whole in a folder."""
    files = [path for name, path in _files(folder).items() if name.startswith(_ATTACHED)]
    return {_content(path) for path in files if whole(path)}


def attachment(folder: Path, sha256: str) -> Path:
    """Return where an attachment lies in a folder, if it does."""
    return folder / _ATTACHED / sha256[:2] / sha256


@lru_cache(maxsize=4096)
def _changes_of(path: str, _changed: int) -> Sequence[Change]:
    with suppress(journal.IncompleteError):
        return journal.read(_content(path)).changes
    return ()


def lose(folder: Path, chance: Random) -> None:
    """Remove or damage a file, or now and then all of them, but for the marker: without it nobody would sync."""
    files = [Path(path) for name, path in _files(folder).items() if name != MARKER]
    some = files if chance.random() < 0.2 else [chance.choice(files)] if files else []
    for path in some:
        if chance.random() < 0.5:
            path.unlink()
        else:
            put(path, _mangled(path.read_bytes(), chance)[1])


def spoil(folder: Path, chance: Random) -> bool:
    """Change an attachment but for its size; tell whether there is any."""
    files = [Path(path) for name, path in _files(folder).items() if name.startswith(_ATTACHED)]
    if files:
        path = chance.choice(files)
        content = path.read_bytes()
        put(path, chance.choice((bytes(len(content)), content[:-1] + bytes([content[-1] ^ 1]))))
    return bool(files)


def bring_back(source: Path, target: Path) -> None:
    """Copy what one holds and the other does not hold whole, whatever has become of it there since."""
    for name, path in _files(source).items():
        there = target / name
        spoilt = there.exists() and whole(path) and not whole(str(there))
        if there.name != HEAD and (spoilt or not there.exists()):
            put(there, _content(path))


def put(path: Path, content: bytes) -> None:
    """Write a file, as whatever carries files does."""
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(content)
    tick(path)


def _files(folder: Path) -> dict[str, str]:
    """Return where all files of a folder lie, by their names in it, in order; without those that are hidden."""
    return _named(folder, _walk(str(folder)))


def _named(folder: Path, paths: Iterable[str]) -> dict[str, str]:
    begins = len(str(folder)) + 1
    return {path[begins:]: path for path in sorted(paths) if "/." not in path[begins - 1 :]}


def _walk(place: str) -> list[str]:
    """Return where all files below a place lie.

    By way of `os`: all this is asked so often that what `pathlib` takes would be a tenth of a history.
    """
    found: list[str] = []
    with suppress(FileNotFoundError), os.scandir(place) as listed:
        for one in listed:
            found += _walk(one.path) if one.is_dir() else [one.path]
    return found


def _content(path: str) -> bytes:
    with open(path, "rb") as file:  # noqa: PTH123  see `_walk`
        return file.read()


def _is_of_changes(name: str) -> bool:
    return name.endswith(".csv") and not name.endswith((MARKER, HEAD))
