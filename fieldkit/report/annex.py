"""The numbers of a report for machines: one CSV with nothing in it that the report itself may not tell."""

from __future__ import annotations

import csv
from collections.abc import Iterable, Iterator
from io import StringIO
from pathlib import Path
from typing import NamedTuple

from fieldkit.analysis.coverage import DID_NOT, REASONS, TOOK_PART
from fieldkit.analysis.disclosure import FEWEST, TOTAL, halves
from fieldkit.analysis.frames import Frames
from fieldkit.report import files
from fieldkit.report.findings import Findings, find


class Line(NamedTuple):
    """One number. A hidden one has no value and `hidden` says so."""

    part: str
    item: str
    measure: str
    value: str
    of: str = ""
    low: str = ""
    high: str = ""
    hidden: str = ""


def write(frames: Frames, path: Path) -> None:
    """Write the numbers of the report on needs, whole or not at all.

    The columns are those of Line. `low` and `high` are the ends of an interval as shares from 0 to 1; of a fit, the
    range from 0 to 100 that the unknowns leave open. UTF-8 with a mark, as spreadsheets expect it.

    Raises:
        FieldkitError: the file cannot be written there.
    """
    sheet = StringIO()
    table = csv.writer(sheet)
    table.writerow(Line._fields)
    table.writerows([_inert(value) for value in line] for line in lines(find(frames)))
    files.write(path, sheet.getvalue().encode("utf-8-sig"))


def _inert(text: str) -> str:
    """Return a text that no spreadsheet takes for a formula. Source: OWASP, "CSV Injection"."""
    return f"'{text}" if text[:1] in {"=", "+", "-", "@", "\t", "\r"} and not _number(text) else text


def _number(text: str) -> bool:
    try:
        float(text)
    except ValueError:
        return False
    return True


def lines(found: Findings) -> Iterable[Line]:
    """Yield every number that the report tells or hides; none where there is not enough to report."""
    if not found.tellable:
        return
    yield Line("groups", "", "groups that count", str(found.groups))
    yield from _coverage(found)
    yield from _barriers(found)
    yield from _tools(found)


def _coverage(found: Findings) -> Iterator[Line]:
    counts, reasons = found.coverage.counts.shown, found.coverage.reasons.shown
    told = {
        "took part": counts[TOOK_PART],
        **{reason: reasons[reason, DID_NOT] for reason in REASONS},
        "approached": counts[TOTAL, TOTAL],
    }
    for outcome, value in told.items():
        yield Line(
            "coverage", outcome, "conversations", _shown(value), hidden="" if value is not None else "yes"
        )
    for kind in found.coverage.counts.rows:
        value = counts[kind, TOOK_PART[1]]
        if value is not None:
            yield Line("kind of group", kind, "conversations", _shown(value))


def _shown(value: float | None) -> str:
    return "" if value is None else f"{value:g}"


def _barriers(found: Findings) -> Iterator[Line]:
    for part, barriers in (("barrier", found.released.codes), ("theme", found.released.themes)):
        for one in barriers:
            low, high = one.interval or (None, None)
            ends = [f"{end:.4f}" if end is not None else "" for end in (low, high)]
            yield Line(part, one.name, "groups that named it", str(one.count), str(one.of), *ends)
    for one in found.released.codes:
        split = halves(one.severity)
        if split is not None:
            yield Line(
                "barrier", one.name, "groups it troubles not much or somewhat", str(split[0]), str(sum(split))
            )
            yield Line(
                "barrier", one.name, "groups it troubles a lot or stops", str(split[1]), str(sum(split))
            )


def _tools(found: Findings) -> Iterator[Line]:
    for use in found.uses.told:
        yield Line("tool in use", use.name, "groups that use it", str(use.groups), str(found.groups))
        if use.vital is not None:
            yield Line(
                "tool in use", use.name, "groups that stop without it", str(use.vital), str(use.groups)
            )
        if use.cost is not None:
            yield Line(
                "tool in use", use.name, "median pounds a year", _shown(use.cost), str(use.cost_groups)
            )
    for tool in found.fits:
        ends = (f"{tool.band[0]:.1f}", f"{tool.band[1]:.1f}")
        yield Line(
            "fit", tool.name, "median fit from 0 to 100", f"{tool.median:.1f}", str(tool.groups), *ends
        )
        yield Line("fit", tool.name, "share of draws in which it leads", f"{tool.first:.3f}")
        if tool.gain is not None and tool.gain_groups >= FEWEST:
            yield Line(
                "fit", tool.name, "median gain on what is used now", f"{tool.gain:.1f}", str(tool.gain_groups)
            )
