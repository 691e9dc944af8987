"""What the headings of exported tables mean: names or labels of questions, in all the spellings that exports use.

Sources: ODK Central, `lib/data/briefcase.js`; KoboToolbox, formpack's `schema/fields.py` and `reporting/export.py`;
ODK Briefcase.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from fieldkit.exchange.columns import POINT, SEVERAL, Table
from fieldkit.exchange.labels import AS_VALUES, Spoken, meanings
from fieldkit.exchange.spelling import BETWEEN, Spellings, by_label, by_name, one_line
from fieldkit.forms import FILES, Form, Question
from fieldkit.words import _

_POINT = {
    "latitude": POINT[0],
    "longitude": POINT[1],
    "altitude": POINT[2],
    "accuracy": POINT[3],
    "precision": POINT[3],
}
_PART = re.compile(rf"(.+?)[-:._/]({'|'.join(_POINT)})", re.IGNORECASE)
"""`here-Latitude` of ODK Central, `here:Latitude` of Aggregate, `_here_latitude` of KoboToolbox."""
_ADDRESS = "_URL"
"""What KoboToolbox puts after the heading of a file for the column with its address."""
_BOOKKEEPING = re.compile(
    "SubmissionDate|CompletionDate|KEY|PARENT_KEY|SET-OF-.+|SubmitterID|SubmitterName|AttachmentsPresent"
    "|AttachmentsExpected|Status|ReviewState|DeviceID|Edits|FormVersion|instanceID|formhub/uuid"
    "|_id|_uuid|_index|_submission_time|_validation_status|_notes|_status|_submitted_by|__version__|_tags"
    "|_attachments|_geolocation|_xform_id_string|_parent_table_name|_parent_index|_submission__.+"
    "|(meta[/.-])?(instanceID|instanceName|rootUuid|deprecatedID)"
)
"""What servers add of their own."""


class Column(NamedTuple):
    """What a column of a sheet holds: answers to a question, one number of a place, or whether a choice was chosen.

    `reason` says why it holds neither.
    """

    place: int
    heading: str
    question: Question | None = None
    choice: str = ""
    reason: str = ""
    part: str = ""
    """Which number of a place it holds, one of POINT; blank for all of it."""
    spoken: Spoken = AS_VALUES
    """How its sheet calls choices: where headings are labels of questions, answers are labels of choices."""


def bookkeeping(heading: str) -> bool:
    """Tell whether a heading is one that servers add, to say who sent a submission, when and what became of it."""
    return bool(_BOOKKEEPING.fullmatch(heading))


class Headings:
    """Tells what the headings of the sheets of a form's answers mean."""

    def __init__(self, form: Form, tables: Sequence[Table]) -> None:
        self._form = form
        self._names = {table.repeat: table.name for table in tables}
        self._named = {table.repeat: by_name(table.questions, table.repeat) for table in tables}
        self._labelled: dict[str, dict[str, Spellings]] = {}

    def placed(self, table: Table, headings: Sequence[str]) -> list[Column]:
        """Return what each column of a sheet with this table's rows holds.

        A sheet speaks in names or in the labels of one language, whichever more of its headings are.
        """
        names, labels = self._named[table.repeat], self._labels(table)
        known = {language: spelled.known(headings) for language, spelled in labels.items()}
        most = max(known.values(), default=0)
        if most <= names.known(headings):
            return self._read(table, headings, (names, *labels.values()), AS_VALUES)
        best = [language for language in known if known[language] == most]
        # Languages may have the same word for everything asked: then all of them are tried for the answers.
        spoken = Spoken(best[0] if len(best) == 1 else None, labels_first=True)
        return self._read(table, headings, (labels[best[0]], names, *labels.values()), spoken)

    def _labels(self, table: Table) -> dict[str, Spellings]:
        if table.repeat not in self._labelled:
            self._labelled[table.repeat] = {
                language: by_label(self._form, table.questions, table.repeat, language)
                for language in self._form.languages or ("",)
            }
        return self._labelled[table.repeat]

    def _read(
        self, table: Table, headings: Sequence[str], spellings: Sequence[Spellings], spoken: Spoken
    ) -> list[Column]:
        reader = _Reader(spellings, headings, in_labels=spoken.labels_first)
        columns: list[Column] = []
        taken: set[tuple[str, str, str]] = set()
        for place, heading in enumerate(headings):
            column = reader.column(place, heading)
            meaning = (column.question.path, column.choice, column.part) if column.question else ("", "", "")
            if column.question and meaning in taken:
                column = Column(place, heading, reason=_("it is there twice, and the first was taken"))
            elif not column.question and not column.reason:
                column = column._replace(reason=self._elsewhere(table, heading))
            taken.add(meaning)
            columns.append(column._replace(spoken=spoken))
        return columns

    def _elsewhere(self, table: Table, heading: str) -> str:
        for repeat, spelled in self._named.items():
            if repeat != table.repeat and spelled.meant(heading):
                return _("it is a question of “{table}”, not of this sheet").format(table=self._names[repeat])
        return _("it is no question of this form")


class _Reader:
    """Reads the headings of one sheet, from the first to the last."""

    def __init__(self, spellings: Sequence[Spellings], headings: Sequence[str], *, in_labels: bool) -> None:
        self._spellings = spellings
        # A label alone may be that of a question in a group, unless this sheet says the groups.
        self._bare = in_labels and not spellings[0].grouped(headings)
        self._total = Counter(map(one_line, headings))
        self._seen = Counter[str]()

    def column(self, place: int, heading: str) -> Column:
        """Return what the next column holds; neither question nor reason where the heading means nothing here."""
        if not heading:
            return Column(place, heading, reason=_("it has no heading"))
        meant = self._in_turn(heading) or self._meant(heading)
        if len(meant) == 1:
            return Column(place, heading, meant[0])
        if meant:
            return Column(place, heading, reason=_("several questions are called that"))
        return (
            self._part(place, heading)
            or self._address(place, heading)
            or self._choice(place, heading)
            or Column(place, heading)
        )

    def _in_turn(self, heading: str) -> list[Question]:
        """Return the question whose turn it is, where as many columns as questions are called the same.

        They come in the order of the form, as in KoboToolbox, which leaves the groups out unless told otherwise.
        """
        said = one_line(heading)
        self._seen[said] += 1
        for spelled in self._spellings:
            found = spelled.meant(said)
            if len(found) > 1 and len(found) == self._total[said]:
                return [found[self._seen[said] - 1]]
        return []

    def _meant(self, heading: str) -> list[Question]:
        for spelled in self._spellings:
            if meant := spelled.meant(heading) if self._bare else spelled.nearest(heading):
                return meant
        return []

    def _part(self, place: int, heading: str) -> Column | None:
        """Return the column of one number of a place, if the heading means one."""
        found = _PART.fullmatch(heading)
        if not found:
            return None
        head, part = found[1], _POINT[found[2].lower()]
        # KoboToolbox puts `_` before the question, and its groups before that: `home/_here_latitude`.
        kobo = {head[: at.end() - 1] + head[at.end() :] for at in re.finditer(r"(?<!\w)_", head)}
        meant = {q.path: q for said in (head, *kobo) for q in self._meant(said) if q.type == "geopoint"}
        return Column(place, heading, meant.popitem()[1], part=part) if len(meant) == 1 else None

    def _address(self, place: int, heading: str) -> Column | None:
        """Return why the address of a file is left out, if the heading means one."""
        meant = self._meant(heading.removesuffix(_ADDRESS)) if heading.endswith(_ADDRESS) else []
        if not any(question.type in FILES for question in meant):
            return None
        return Column(
            place, heading, reason=_("it is where the file was to be had; nothing is fetched from there")
        )

    def _choice(self, place: int, heading: str) -> Column | None:
        """Return the column of one choice of a question with several answers, if the heading means one."""
        reason = ""
        for head, sign, said in _parted(heading):
            meant = [question for question in self._meant(head) if question.type in SEVERAL]
            if len(meant) != 1:
                continue
            values = _choices(meant[0], said)
            if len(values) == 1:
                return Column(place, heading, meant[0], values[0])
            if values:
                reason = _("several choices of “{question}” are called “{choice}”")
            elif sign != "_":
                reason = _("“{choice}” is no choice of “{question}”")
            reason = reason.format(choice=said, question=meant[0].name)
        return Column(place, heading, reason=reason) if reason else None


def _parted(heading: str) -> Iterator[tuple[str, str, str]]:
    """Yield all ways to part a heading into a question and a choice, with what is between."""
    for sign in BETWEEN:
        for found in re.finditer(re.escape(sign), heading):
            yield heading[: found.start()], sign, heading[found.end() :]


def _choices(question: Question, said: str) -> list[str]:
    """Return the values that a choice's heading may mean: itself where it is one, else those with such a label."""
    if not question.choices or any(said == choice.value for choice in question.choices):
        return [said]
    return sorted(meanings(question, None).get(said.strip(), ()))
