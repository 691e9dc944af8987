"""Changes of one writer, column by column: how they come out of a file and go into the journal."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import Any, NamedTuple

from fieldkit.domain.change import Cell, Change


class Run(NamedTuple):
    """A run of changes of one writer; each column has one entry for each change.

    `saw` holds ids parted by blanks, the writer's own without the writer: `.12.k3f9aa`. Numbers may be text.
    """

    writer: str
    seq: Sequence[Any]
    suffix: Sequence[str]
    stamp: Sequence[str]
    deed: Sequence[Any]
    table: Sequence[str]
    record: Sequence[str]
    field: Sequence[str]
    op: Sequence[str]
    saw: Sequence[str]
    value: Sequence[str]

    def ids(self) -> list[str]:
        """Return the ids of the changes."""
        return [
            f"{self.writer}.{int(seq)}.{suffix}" for seq, suffix in zip(self.seq, self.suffix, strict=True)
        ]

    def parted(self, most: int) -> Iterator[Run]:
        """Yield the changes in runs of about as many as this; what was written as one deed stays together."""
        start = 0
        while start < len(self.seq):
            end = start + most
            while end < len(self.deed) and self.deed[end] == self.deed[end - 1]:
                end += 1
            yield Run(self.writer, *(column[start:end] for column in self[1:]))
            start = end

    def changes(self) -> Iterator[Change]:
        """Yield the changes one by one."""
        for line in zip(*self[1:], strict=True):
            yield change_of((self.writer, *line))


def runs_of(arrivals: Iterable[Change | Run]) -> list[Run]:
    """Return changes as runs, in the order in which they are given."""
    runs: list[Run] = []
    lines: list[tuple[Any, ...]] = []
    writer = ""
    for arrived in arrivals:
        if lines and (isinstance(arrived, Run) or arrived.writer != writer):
            runs.append(Run(writer, *zip(*lines, strict=True)))
            lines = []
        if isinstance(arrived, Run):
            runs.append(arrived)
        else:
            writer = arrived.writer
            lines.append(line_of(arrived))
    if lines:
        runs.append(Run(writer, *zip(*lines, strict=True)))
    return runs


def line_of(change: Change) -> tuple[Any, ...]:
    """Return what a run's columns say of a change."""
    return (
        change.seq, change.suffix, change.stamp, change.deed, *change.cell, change.op,
        shortened(change.writer, change.saw), change.value,
    )  # fmt: skip


def change_of(line: tuple[Any, ...]) -> Change:
    """Return the change of a writer, given first, and of a run's columns."""
    writer, seq, suffix, stamp, deed, table, record, field, op, saw, value = line
    cell = Cell(table, record, field)
    return Change(writer, int(seq), suffix, stamp, int(deed), cell, op, value, ids_in(writer, saw))


def ids_in(writer: str, saw: str) -> tuple[str, ...]:
    """Return the whole ids that a writer shortened to blank-parted ones."""
    return tuple(f"{writer}{id_}" if id_.startswith(".") else id_ for id_ in saw.split())


def shortened(writer: str, ids: Iterable[str]) -> str:
    """Return ids parted by blanks, the writer's own without the writer."""
    return " ".join(id_.removeprefix(writer) if id_.startswith(f"{writer}.") else id_ for id_ in ids)
