"""One figure of a benchmark, and the table of them."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple


class Row(NamedTuple):
    """What one engine took for one task. `target` is ours alone: what we promise, with its unit."""

    task: str
    engine: str
    cpu_ms: float | None
    wall_ms: float | None
    peak_mb: float | None = None
    target: str = ""
    note: str = ""


def table(rows: Sequence[Row]) -> str:
    """Return the rows as a table, those of one task beside each other in the order given."""
    widths = [max([len(str(row[at])) for row in rows] or [0]) for at in (0, 1)]
    lines = [
        f"{'task':{widths[0]}}  {'engine':{widths[1]}}  {'CPU ms':>10}  {'wall ms':>10}  {'peak MB':>8}  target"
    ]
    lines += [
        f"{row.task:{widths[0]}}  {row.engine:{widths[1]}}  {_figure(row.cpu_ms):>10}  {_figure(row.wall_ms):>10}"
        f"  {_figure(row.peak_mb):>8}  {row.target}  {row.note}".rstrip()
        for row in rows
    ]
    return "\n".join(lines)


def _figure(value: float | None) -> str:
    return "–" if value is None else f"{value:,.0f}" if value >= 100 else f"{value:.3g}"
