"""From a shared folder to tables: read, brought together by record, decided, and told as far as consent goes.

What is small goes to every worker whole: which records are erased, and how far each interview may travel. What was
said lies in parts, record by record, and no machine ever needs to hold all of it.
"""

# Dask ships its types in part only.
# pyright: reportUnknownMemberType=false, reportUnknownVariableType=false, reportUnknownArgumentType=false
# pyright: reportMissingTypeStubs=false

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from fieldkit.cluster.target import desk_for
from fieldkit.cluster.workers import meet, need_dask, workers
from fieldkit.domain import KINDS
from fieldkit.domain.surveys import ANSWER
from fieldkit.errors import FolderError
from fieldkit.exchange.tables import kept_back, title_of
from fieldkit.sync.folder import Folder
from fieldkit.words import _, ngettext

if TYPE_CHECKING:
    from dask.dataframe import DataFrame, Series

Progress = Callable[[float, str], None]
_READ_AT_ONCE = 16 << 20
"""So many bytes of files one worker reads in one go."""
_PART = 32 << 20
"""So many bytes of files make one part of the table of changes."""


@dataclass(frozen=True, slots=True)
class Merged:
    """What came of a merge."""

    rows: dict[str, int] = field(default_factory=dict[str, int])
    """How many rows went into each table, by its name."""
    conflicts: int = 0
    """Cells that people wrote apart and that wait to be settled, as far as they may be told."""
    held_back: int = 0
    """Interviews that tell their status at the most."""
    waiting: list[str] = field(default_factory=list[str])
    """Files that were left out, each with the line and what is wrong."""

    def in_words(self) -> list[str]:
        """Return it as sentences, one a line; what did not happen is left out."""
        lines = [f"{count:10,} {name}" for name, count in self.rows.items()]
        if self.conflicts:
            said = ngettext(
                "{n} thing was written differently on two laptops and waits to be settled.",
                "{n} things were written differently on two laptops and wait to be settled.",
                self.conflicts,
            )
            lines.append(said.format(n=self.conflicts))
        if self.held_back:
            lines.append(kept_back(self.held_back))
        if self.waiting:
            lines.append(_("Not whole, and left out; the next merge reads them again:"))
            lines += [f"  {file}" for file in self.waiting]
        return lines


def merge(folder: Path, to: Path, scheduler: str = "", tell: Progress | None = None) -> Merged:
    """Merge all that lies in a shared folder into tables at `to`. The folder is only read.

    `cells` holds what stands in each cell, `conflicts` what was written apart, `erased` the records that are
    forgotten for ever, and one table for each kind of record what `fieldkit tables` would write. All of them hold
    what may travel to the team, and no more.

    Raises:
        FieldkitError: Dask is missing, or the cluster is not fit for this.
        FolderError: the folder is not there, cannot be read, or no project lies in it.
        FileError: `to` cannot be written. Nothing was.
    """
    need_dask()
    tell = tell or _untold
    marker = Folder(folder).marker()
    if marker is None:
        raise FolderError(
            _("No fieldkit project lies in {folder}. Nothing was written.").format(folder=folder),
            _("Choose the folder that holds fieldkit-project.csv, or wait until it has synced."),
        )
    folder, to = folder.absolute(), to.absolute()
    tell(0.0, _("Waking the workers"))
    with desk_for(to) as (desk, write), workers(scheduler, desk) as client:
        processors = meet(client, folder, desk, marker.project)
        tell(0.1, _("Reading what everybody sent"))
        standing = _standing(_read(folder, marker.project, processors))
        tell(0.6, _("Writing the tables"))
        tables = _tables(standing)
        write(tables)
        return _counted(tables, standing)


def _counted(tables: dict[str, DataFrame], standing: _Standing) -> Merged:
    from dask.base import compute

    rows, conflicts, held_back, waiting = compute(
        {name: table.shape[0] for name, table in tables.items()},
        standing.conflicts["place"].eq(0).sum(),
        standing.held_back.shape[0],
        standing.waiting,
    )
    return Merged(rows, int(conflicts), held_back, sorted(waiting))


def _untold(_fraction: float, _words: str) -> None:
    """Tell nobody."""


class _Standing(NamedTuple):
    """What stands, in parts that hold whole records, with the reach of the interview of each."""

    heads: DataFrame
    conflicts: DataFrame
    erased: DataFrame
    held_back: DataFrame
    waiting: Series


def _read(folder: Path, project: str, processors: int) -> DataFrame:
    """Return the changes of all files, those of one record beside each other in one part."""
    import dask.dataframe as dd

    from fieldkit.cluster import reading

    entries = Folder(folder).parcels()
    size = sum(entry.size for entry in entries)
    # Two parts for each processor at the least, so that none waits for the longest.
    parts = max(2 * processors, size // _PART)
    bundles = reading.bundles(entries, min(_READ_AT_ONCE, size // parts + 1)) or [[]]
    read = dd.from_map(reading.read, bundles, folder=str(folder), project=project, meta=reading.nothing())
    return read.shuffle(on="record", npartitions=parts).persist()


def _standing(read: DataFrame) -> _Standing:
    from fieldkit.cluster import reading, rules, telling

    waiting = read[read[reading.TROUBLE] != ""][reading.TROUBLE]
    changes = read[read[reading.TROUBLE] == ""][rules.CHANGE]
    erased = _erased(changes)
    heads = changes.map_partitions(rules.stand, erased, meta=rules.no_heads()).persist()
    reaches = _reaches(heads)
    told = heads.map_partitions(telling.reaching, reaches, meta=rules.no_heads("reach")).persist()
    conflicts = told.map_partitions(rules.conflicts, meta=rules.no_conflicts())
    conflicts = conflicts.map_partitions(telling.may_be_told).persist()
    held_back = told.map_partitions(telling.held_back, meta=rules.empty(["record"]))
    return _Standing(told, conflicts, erased, held_back, waiting)


def _reaches(heads: DataFrame) -> DataFrame:
    """Return how far each interview may travel, in one part; the consents of one may lie in several."""
    from fieldkit.cluster import rules, telling

    consents = heads.map_partitions(telling.consents, meta=rules.empty(telling.CONSENT))
    agreed = consents.shuffle(on="interview_id")
    reaches = agreed.map_partitions(telling.reaches, meta=rules.empty(telling.REACH))
    return reaches.repartition(npartitions=1).persist()


def _erased(changes: DataFrame) -> DataFrame:
    """Return the ids of all that is to be forgotten, in one part: an interview takes along what was said in it."""
    import dask.dataframe as dd

    from fieldkit.cluster import rules

    ids = rules.empty(["record"])
    orders = changes.map_partitions(rules.ordered, meta=ids).drop_duplicates(split_out=1)
    said = changes.map_partitions(rules.said_in, orders, meta=ids)
    return dd.concat([orders, said]).drop_duplicates(split_out=1).persist()


def _tables(standing: _Standing) -> dict[str, DataFrame]:
    """Return all tables that have any rows, by name."""
    from fieldkit.cluster import rules, telling

    cells = standing.heads[standing.heads["shown"]].map_partitions(telling.may_be_told)
    there = set(standing.heads["table"].drop_duplicates(split_out=1).compute())
    of_kinds = {
        title_of(name): standing.heads.map_partitions(telling.table, name, meta=telling.no_rows(name))
        for name in (*KINDS, ANSWER)
        if name in there
    }
    return {
        "cells": cells[[*rules.CELL, "op", "value", "stamp", "id", "deleted"]],
        "conflicts": standing.conflicts[[name for name in rules.CONFLICT if name != "reach"]],
        "erased": standing.erased,
        **of_kinds,
    }
