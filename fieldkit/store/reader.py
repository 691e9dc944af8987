"""What can be asked of an open project file. Asking changes nothing in it."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from typing import Any, NamedTuple, TypeVar

from fieldkit.domain import Consent, Person, Record
from fieldkit.domain.change import Cell, Change, Conflict
from fieldkit.domain.consent import Answer
from fieldkit.store import clocks, conflicts, deeds, identity, journal, orphans, tables, unknown
from fieldkit.store.clock import Clock
from fieldkit.store.database import Database, reading
from fieldkit.store.deeds import Deed, Kind
from fieldkit.store.identity import Identity, Reason

R = TypeVar("R", bound=Record)


class Found(NamedTuple):
    """A hit of the full-text search: which record, and the passage with the hits in [brackets]."""

    table: str
    record: str
    passage: str


class Reader:
    """What a project file tells, to any thread; `Store` writes into it as well."""

    def __init__(self, database: Database, clock: Clock, identity: Identity) -> None:
        self._database = database
        self._clock = clock
        self._identity = identity
        self._person = ""

    # Who

    @property
    def writer(self) -> str:
        """The name under which this file writes."""
        return self._identity.writer

    def renamed(self) -> Reason | None:
        """Return why this file took a new name since people were last told of it."""
        with reading(self._database) as db:
            return identity.reason_of(db)

    def remembered(self, name: str) -> str:
        """Return what is remembered under a name; blank where nothing is."""
        with reading(self._database) as db:
            return journal.meta(db, f"remembered {name}")

    # Records

    def find(self, kind: type[R], **equals: Any) -> list[R]:
        """Return the records of a kind whose fields hold these values; a list of values means any of them.

        Deleted records are left out, unless asked for with `deleted=True`. The order is that of their ids.
        """
        where, values = _equal(kind, equals)
        with reading(self._database) as db:
            return [_record(kind, row) for row in tables.read(db, kind, where, values)]

    def count(self, kind: type[R], **equals: Any) -> int:
        """Return how many records `find` would return, in a small part of its time."""
        where, values = _equal(kind, equals)
        with reading(self._database) as db:
            return tables.count(db, kind, where, values)

    def get(self, kind: type[R], record_id: str) -> R:
        """Return one record, deleted or not.

        Raises:
            LookupError: there is none with this id.
        """
        with reading(self._database) as db:
            rows = tables.read(db, kind, "id = ?", (record_id,))
        if not rows:
            raise LookupError(f"no {kind.__name__} with id {record_id}")
        return _record(kind, rows[0])

    def answers(self, submission_id: str) -> dict[str, str]:
        """Return the answers of a submission: the text of each, by the path of its question."""
        with reading(self._database) as db:
            rows = db.execute("SELECT path, value FROM answer WHERE submission_id = ?", (submission_id,))
            return {row[0]: row[1] for row in rows}

    def all_answers(self) -> list[tuple[str, str, str]]:
        """Return every answer as submission, path and text, in that order."""
        with reading(self._database) as db:
            return db.execute("SELECT submission_id, path, value FROM answer ORDER BY 1, 2").fetchall()

    def search(self, words: str, limit: int = 50) -> list[Found]:
        """Return the records that hold all these words or words that begin like them, best first."""
        with reading(self._database) as db:
            return [Found(*hit) for hit in tables.find_words(db, words, limit)]

    def changes(self, record_id: str = "", since: int = 0) -> list[Change]:
        """Return the journal, or what happened to one record, in the order in which it came to this laptop."""
        with reading(self._database) as db:
            if record_id:
                return journal.of_record(db, record_id, since)
            return journal.find(db, "c.n > ?", (since,))

    def first_change(self, record_id: str) -> Change | None:
        """Return the change to a record that came to this laptop first."""
        with reading(self._database) as db:
            found = journal.find(
                db,
                "c.n = (SELECT min(s.n) FROM record r CROSS JOIN change s ON s.record = r.n WHERE r.id = ?)",
                (record_id,),
            )
        return found[0] if found else None

    def conflicts(self) -> list[Conflict]:
        """Return the cells that people wrote apart, oldest first, with what each of them wrote.

        Cells that say something only together count as one.
        """
        with reading(self._database) as db:
            return conflicts.find(db)

    def people(self) -> dict[str, str]:
        """Return the name of the person at each laptop, by the name under which it writes, as far as known."""
        with reading(self._database) as db:
            found = journal.people(db)
        if self._person:
            found[self.writer] = self._person
        names = {person.id: person.name for person in self.find(Person)}
        return {writer: names[person] for writer, person in found.items() if names.get(person)}

    def consents(self, interviews: Iterable[str] | None = None) -> dict[str, list[Consent]]:
        """Return what was agreed to in these interviews, or in all, by interview; one without any is not there.

        A yes beside which somebody else's no stands counts as no, until that is settled.
        """
        asked = {} if interviews is None else {"interview_id": sorted(set(interviews))}
        found = self.find(Consent, **asked)
        with reading(self._database) as db:
            disputed = conflicts.records(db, tables.table_of(Consent), "answer") if found else set[str]()
        by_interview: dict[str, list[Consent]] = {}
        for consent in found:
            said = consent.but(answer=Answer.NO) if consent.id in disputed else consent
            by_interview.setdefault(consent.interview_id, []).append(said)
        return by_interview

    def disputes(self) -> int:
        """Return how many conflicts there are."""
        with reading(self._database) as db:
            return conflicts.count(db)

    def unknown(self) -> int:
        """Return how many cells hold what a newer fieldkit wrote and this one cannot show."""
        with reading(self._database) as db:
            return unknown.count(db)

    def orphans(self) -> int:
        """Return how many records came before the interview, group or questionnaire that they belong to."""
        with reading(self._database) as db:
            return orphans.count(db)

    def wrong_clocks(self) -> list[str]:
        """Return a sentence for each laptop whose clock is wrong, as far as what it wrote tells."""
        now = self._clock.now()
        with reading(self._database) as db:
            ahead, ours = clocks.ahead(db, now), journal.writers(db)
        if not ahead:
            return []  # Who sits at which laptop takes a look through the whole journal.
        return clocks.told(ahead, now, ours, self.people())

    # Deeds and what stands

    def last_deed(self, kind: Kind) -> Deed | None:
        """Return the deed that an undo (or a redo) would take back next; None where there is none."""
        with reading(self._database) as db:
            return deeds.last(db, kind)

    def changes_of(self, deed: Deed) -> list[Change]:
        """Return the changes that a deed left."""
        with reading(self._database) as db:
            return journal.of_deed(db, deed.writer, deed.deed)

    def extent(self, deed: Deed) -> int:
        """Return how many changes a deed left, or a merge brought."""
        with reading(self._database) as db:
            if deed.kind == Kind.MERGED:
                before, last = deeds.lines_of(db, deed)
                return last - before
            return journal.count_of_deed(db, deed.writer, deed.deed)

    def standing(self, cells: Iterable[Cell]) -> dict[Cell, list[Change]]:
        """Return the changes that stand in each of these cells, the one that shows last."""
        with reading(self._database) as db:
            return journal.standing(db, cells)

    def standing_of(self, record: str) -> list[Change]:
        """Return every change that stands in any cell of a record."""
        with reading(self._database) as db:
            return journal.standing_of(db, record)

    def by_ids(self, ids: Iterable[str]) -> list[Change]:
        """Return the changes with these ids, as far as they have arrived."""
        with reading(self._database) as db:
            return journal.by_ids(db, ids)


def _record(kind: type[R], row: Mapping[str, Any]) -> R:
    read = kind.model_validate(row)
    return read.as_read(read)


def _equal(kind: type[R], equals: dict[str, Any]) -> tuple[str, tuple[Any, ...]]:
    """Return the condition that these fields hold these values, and the values of its marks."""
    where: list[str] = []
    values: list[Any] = []
    for field, value in {"deleted": False, **equals}.items():
        if field not in kind.model_fields:
            raise AttributeError(f"{kind.__name__} has no field {field}")
        # As one value, for SQLite takes only so many, and fewer on some systems than on others.
        where.append(f"{field} IN (SELECT value FROM json_each(?))")
        values.append(json.dumps(_options(value), default=str))
    return " AND ".join(where), tuple(values)


def _options(value: Any) -> list[Any]:
    return list(value) if isinstance(value, list | tuple | set | frozenset) else [value]  # pyright: ignore[reportUnknownArgumentType]  # any values a column may hold
