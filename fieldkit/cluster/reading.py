"""Files of a shared folder as rows of changes. Each is proved whole on the worker that reads it."""

# pandas ships its types in part only.
# pyright: reportUnknownMemberType=false, reportMissingTypeStubs=false

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import pandas as pd

from fieldkit.cluster.rules import CHANGE, TEXT, Table, empty
from fieldkit.store import Run
from fieldkit.store.run import ids_in
from fieldkit.sync import journal
from fieldkit.sync.folder import Entry, Folder
from fieldkit.words import _

TROUBLE = "trouble"
"""The column that says, in the one row of a file that cannot be taken in, why; blank in every change."""


def bundles(entries: Sequence[Entry], most: int) -> list[list[str]]:
    """Return the names of files in bundles of about this many bytes; each becomes a part of the table of changes."""
    found: list[list[str]] = []
    size = most
    for entry in entries:
        if size >= most:
            found.append([])
            size = 0
        found[-1].append(entry.name)
        size += entry.size
    return found


def nothing() -> Table:
    """Return the table that `read` fills, without rows."""
    return empty([*CHANGE, TROUBLE])


def read(names: Sequence[str], folder: str, project: str) -> Table:
    """Return the changes in these files of a shared folder; of one that is not whole, a row that says so.

    Raises:
        FolderError: a file cannot be read on this machine.
    """
    return pd.concat([nothing(), *(_read(Folder(Path(folder)), name, project) for name in names)])


def _read(folder: Folder, name: str, project: str) -> Table:
    try:
        file = journal.read(folder.read_parcel(name))
    except journal.IncompleteError as error:
        line = _("{name}, line {line}: {reason}").format(name=name, line=error.line, reason=error.reason)
        return _refused(name, line)
    if file.project != project:
        return _refused(name, _("{name}: it belongs to another project").format(name=name))
    return _changes(file.run)


def _changes(run: Run) -> Table:
    seqs = map(int, run.seq)
    columns = {
        "table": run.table,
        "record": run.record,
        "field": run.field,
        "op": run.op,
        "value": run.value,
        "stamp": run.stamp,
        "id": [f"{run.writer}.{seq}.{suffix}" for seq, suffix in zip(seqs, run.suffix, strict=True)],
        "saw": [" ".join(ids_in(run.writer, saw)) for saw in run.saw],
        TROUBLE: "",
    }
    return pd.DataFrame(columns).astype(TEXT)


def _refused(name: str, trouble: str) -> Table:
    # Its name stands for the record, so that such rows spread over all parts, too.
    return (
        pd.DataFrame([{"record": name, TROUBLE: trouble}], columns=nothing().columns).fillna("").astype(TEXT)
    )
