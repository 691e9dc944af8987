"""Exported tables row by row, with the columns of bookkeeping that ODK Central adds.

Source: ODK Central, `lib/data/briefcase.js`.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import NamedTuple

from fieldkit.exchange.columns import Table, numbered, tables
from fieldkit.exchange.layout import Field, Way, fields
from fieldkit.exchange.lines import Line, lines
from fieldkit.exchange.released import Filled
from fieldkit.forms import Form

BEFORE = ("SubmissionDate",)
AFTER = (
    "KEY", "SubmitterID", "SubmitterName", "AttachmentsPresent", "AttachmentsExpected", "Status", "ReviewState",
    "DeviceID", "Edits", "FormVersion",
)  # fmt: skip
OF_INSTANCES = ("PARENT_KEY", "KEY")


class Written(NamedTuple):
    """One row: `before` and `after` are bookkeeping, `texts` what each of the table's fields says."""

    line: Line
    before: tuple[str, ...]
    texts: list[str]
    after: tuple[str, ...]


class Tabulated:
    """The tables that filled questionnaires make, and their rows."""

    def __init__(self, form: Form, version: str, way: Way) -> None:
        self.tables = tables(form)
        self.fields: dict[str, tuple[Field, ...]] = {t.repeat: fields(t, way) for t in self.tables}
        self.strays = 0
        """How many answers of the rows so far have no column: the form does not ask them."""
        self._version = version
        self._known = {question.path for question in form.questions()}

    def headings(self, table: Table) -> list[str]:
        """Return the headings of a table."""
        middle = [field.heading for field in self.fields[table.repeat]]
        return [*middle, *OF_INSTANCES] if table.repeat else [*BEFORE, *middle, *AFTER]

    def rows(self, filled: Iterable[Filled], tick: Callable[[int], None]) -> Iterator[Written]:
        """Yield all rows, those of one submission together and the main one first; `tick` hears how many are done."""
        for done, each in enumerate(filled, 1):
            for line in lines(self.tables, each.submission.instance_id, each.answers):
                yield self._row(line, each)
            tick(done)

    def _row(self, line: Line, filled: Filled) -> Written:
        said = [field.said(line.texts.get(field.path, "")) for field in self.fields[line.table.repeat]]
        self.strays += sum(path not in self._known for path in line.texts)
        if line.table.repeat:
            return Written(line, (), said, (line.parent_key, line.key))
        day = filled.interview.held_on
        after = (
            line.key, filled.submission.made_by if filled.submitter else "", filled.submitter, str(filled.present),
            str(filled.expected), "", "", "", "0", self._version,
        )  # fmt: skip
        return Written(line, (day.isoformat() if day else "",), said, after)


def file_names(of_form: Sequence[Table], stem: str) -> dict[str, str]:
    """Return what each table's file is called without its ending, by the path of its repeat.

    Repeats of one name are told apart as Central does: `visit-job~1`, `visit-job~2`, in the order of the form.
    """
    found: dict[str, str] = {}
    for table, number in numbered(of_form):
        name = table.repeat.rpartition("/")[2]
        found[table.repeat] = "-".join(filter(None, (stem, f"{name}~{number}" if number else name)))
    return found
