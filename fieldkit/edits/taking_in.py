"""Taking in questionnaires that were filled elsewhere, once or again: what is new is added, what is here stays."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from datetime import date, datetime
from functools import partial
from itertools import islice
from typing import NamedTuple

from fieldkit.domain import Attachment, Consent, Interview, Submission, SurveyForm, Withdrawal
from fieldkit.domain.change import Cell
from fieldkit.domain.consent import Answer, Scope, consent_id
from fieldkit.domain.interviews import Mode, Status
from fieldkit.domain.record import Record, same_id
from fieldkit.domain.surveys import ANSWER
from fieldkit.edits.placing import comparable
from fieldkit.edits.surveys import attachment_of, edited_keys, opened_form, plain, submission_of
from fieldkit.forms import FILES
from fieldkit.forms.dates import read_moment
from fieldkit.forms.keys import instances_around, without_keys
from fieldkit.store import Store
from fieldkit.words import _

Filled = tuple[str, Mapping[str, str]]
"""A questionnaire filled elsewhere: the key it is known by, and its answers by path."""
BATCH = 50
"""How many filled questionnaires are taken in as one deed: it travels whole, and must not grow huge."""
_META = "/meta/"


class Taken(NamedTuple):
    """What came of taking in filled questionnaires."""

    new: int = 0
    """How many were not here yet."""
    answers: int = 0
    """How many answers were added to those that were, where nobody had ever written any."""
    files: int = 0
    """How many photos and other files were added to those."""
    differing: int = 0
    """How many answers differ from what is here, which was left as it is."""

    def and_(self, more: Taken) -> Taken:
        """Return both together."""
        return Taken(*(one + other for one, other in zip(self, more, strict=True)))


def import_submissions(
    store: Store,
    survey_form: SurveyForm,
    rows: Iterable[Filled],
    agreed: str = "",
    progress: Callable[[int], None] | None = None,
    files: Callable[[str, str], bytes | None] = lambda _key, _name: None,
) -> Taken:
    """Take in questionnaires filled elsewhere, each as an interview of its own.

    `agreed` says how the people agreed that the team keeps and sees their answers. Without it the interviews are
    drafts that stay on this laptop; taking them in again with it completes those nobody was asked about since.
    What is here already is left as it is, also where it was asked here and went out: only answers that nobody ever
    wrote here, and files that were missing, are added. What the people took back stays gone. `progress` hears how
    many were looked at. `files` returns the bytes of a photo or other file, by the key and the name that an answer
    has for it.
    """
    days = _days_of(store, survey_form)
    looked_at, taken = 0, Taken()
    for batch in _batches(rows):
        taken = taken.and_(_import(store, survey_form, batch, agreed, days, files))
        looked_at += len(batch)
        if progress:
            progress(looked_at)
    return taken


def imported_id(survey_form: SurveyForm, key: str) -> str:
    """Return the id of the interview that a questionnaire filled elsewhere becomes: the same on every laptop."""
    return same_id("imported", survey_form.id, key)


def _batches(rows: Iterable[Filled]) -> Iterator[list[Filled]]:
    left = iter(rows)
    while batch := list(islice(left, BATCH)):
        yield batch


def _import(
    store: Store,
    survey_form: SurveyForm,
    batch: Sequence[Filled],
    agreed: str,
    days: Sequence[str],
    files: Callable[[str, str], bytes | None],
) -> Taken:
    asking = {q.path for q in opened_form(store, survey_form).questions() if q.type in FILES}
    homes = _homes(store, survey_form, [key for key, _answers in batch])
    ids = {homes[key]: (key, answers) for key, answers in batch}
    here = {i.id: i for i in store.find(Interview, id=list(ids), deleted=[False, True])}
    gone = {w.of_interview for w in store.find(Withdrawal, of_interview=list(ids))}
    records: list[Record] = _agreed_since(store, list(here.values()), agreed) if agreed else []
    answers_of: dict[str, Mapping[str, str]] = {}
    new = [id_ for id_ in ids if id_ not in here and id_ not in gone]
    for id_ in new:
        key, answers = ids[id_]
        interview = Interview(id=id_, held_on=_held_on(answers, days), mode=Mode.IMPORTED)
        submission = submission_of(interview, survey_form, instance_id=key)
        records += [*(_agreed(interview, agreed) if agreed else [interview]), submission]
        records += _enclosed(store, id_, key, _names(answers, asking), files)
        answers_of[submission.id] = answers
    taken = Taken(new=len(new))
    again = [id_ for id_, interview in here.items() if not interview.deleted and id_ not in gone]
    for submission in _submissions(store, survey_form, again):
        key, answers = ids[submission.interview_id]
        given = store.answers(submission.id)
        here = {path: text for path, text in answers.items() if not path.startswith(_META)}
        said = comparable(given, here, partial(_gone, store, submission))
        more = {} if submission.finished else _added(store, submission, given, said)
        alike = {path: text for path, text in said.items() if text in (given.get(path), more.get(path))}
        lacking = _lacking(store, submission.interview_id, alike, asking)
        added = _enclosed(store, submission.interview_id, key, lacking, files)
        records += added
        if more:
            answers_of[submission.id] = more
        differing = sum(path in given and given[path] != text for path, text in said.items())
        taken = taken.and_(Taken(answers=len(more), files=len(added), differing=differing))
    store.write(_("Take in answers"), *records, answers=answers_of)
    return taken


def _submissions(store: Store, survey_form: SurveyForm, interviews: Sequence[str]) -> list[Submission]:
    """Return the questionnaire of each interview: the one on this version of the form, or else on another."""
    found = store.find(Submission, interview_id=interviews, form_id=_versions(store, survey_form))
    found.sort(key=lambda submission: submission.form_id == survey_form.id)
    return list({submission.interview_id: submission for submission in found}.values())


def _versions(store: Store, survey_form: SurveyForm) -> list[str]:
    return [form.id for form in store.find(SurveyForm, form_id=survey_form.form_id)]


def _homes(store: Store, survey_form: SurveyForm, keys: Sequence[str]) -> dict[str, str]:
    """Return the interview of each key: one that went out from here, that was taken in before, or a new one.

    The same submission may come under another version of its form, and with or without `uuid:` before its key.
    """
    versions = _versions(store, survey_form)
    names = {key: [key, *({f"uuid:{plain(key)}", plain(key)} - {key})] for key in keys}
    every = [name for alike in names.values() for name in alike]
    sent = store.find(Submission, form_id=versions, instance_id=every, deleted=[False, True])
    homes = {submission.instance_id: submission.interview_id for submission in sent}
    # What was asked here goes out under the id of its interview, by which it is known also once it was taken back.
    possible = {
        name: [plain(name), *(same_id("imported", form, name) for form in versions)] for name in every
    }
    known = _known(store, [id_ for ids in possible.values() for id_ in ids])
    edited = _edited_and_gone(store)
    for name, ids in possible.items():
        found = next((id_ for id_ in ids if id_ in known), "") or edited.get(name, "")
        if found:
            homes.setdefault(name, found)
    return {
        key: next((homes[name] for name in alike if name in homes), imported_id(survey_form, key))
        for key, alike in names.items()
    }


def _known(store: Store, ids: Sequence[str]) -> set[str]:
    """Return those of these interviews that are here, or were and were taken back."""
    here = {interview.id for interview in store.find(Interview, id=ids, deleted=[False, True])}
    return here | {gone.of_interview for gone in store.find(Withdrawal, of_interview=ids)}


def _edited_and_gone(store: Store) -> dict[str, str]:
    """Return the interviews that were taken back by the keys under which they went out once they were edited."""
    gone = [withdrawal.of_interview for withdrawal in store.find(Withdrawal)]
    return {key: interview for interview in gone for key in edited_keys(interview)}


# What was here already


def _gone(store: Store, submission: Submission) -> frozenset[str]:
    """Return the repeats of which an instance was removed here."""
    cells = (
        c for c in store.standing_of(submission.id) if c.cell.table == ANSWER and c.cell.field.endswith("]")
    )
    return frozenset(c.cell.field.rpartition("[")[0] for c in cells if not c.value)


def _added(
    store: Store, submission: Submission, given: Mapping[str, str], said: Mapping[str, str]
) -> dict[str, str]:
    """Return those answers that are not here and never were."""
    lacking = {path: text for path, text in said.items() if path not in given}
    # What lies in an instance that was removed here went with it.
    cells = {path: Cell(ANSWER, submission.id, path) for path in {*lacking, *_around(lacking)} - given.keys()}
    written = store.standing(cells.values()) if cells else {}
    ever = {path for path, cell in cells.items() if written.get(cell)}
    return {
        path: text
        for path, text in lacking.items()
        if path not in ever and not ever.intersection(instances_around(path))
    }


def _around(paths: Iterable[str]) -> set[str]:
    return {instance for path in paths for instance in instances_around(path)}


def _lacking(store: Store, interview_id: str, answers: Mapping[str, str], asking: set[str]) -> list[str]:
    """Return the names of files that answers have, and of which there is no record."""
    there = {file.name for file in store.find(Attachment, interview_id=interview_id, deleted=[False, True])}
    return [name for name in _names(answers, asking) if name not in there]


def _names(answers: Mapping[str, str], asking: set[str]) -> list[str]:
    return sorted({name for path, name in answers.items() if name and without_keys(path) in asking})


def _enclosed(
    store: Store, interview_id: str, key: str, names: Sequence[str], files: Callable[[str, str], bytes | None]
) -> list[Record]:
    found = ((name, files(key, name)) for name in names)
    return [
        attachment_of(store, interview_id, name, content, same_id("imported", interview_id, name))
        for name, content in found
        if content is not None
    ]


# Consent and days


def _agreed_since(store: Store, interviews: Sequence[Interview], agreed: str) -> list[Record]:
    drafts = [i for i in interviews if i.status == Status.DRAFT and not i.deleted]
    asked = {c.interview_id for c in store.find(Consent, interview_id=[i.id for i in drafts])}
    return [record for i in drafts if i.id not in asked for record in _agreed(i, agreed)]


def _agreed(interview: Interview, how: str) -> list[Record]:
    return [
        interview.but(status=Status.COMPLETE),
        *(
            Consent(
                id=consent_id(interview.id, scope),
                interview_id=interview.id,
                scope=scope,
                answer=Answer.YES,
                answered_on=interview.held_on,
                script_version=how,
            )
            for scope in (Scope.HOLD, Scope.TEAM)
        ),
    ]


def _days_of(store: Store, survey_form: SurveyForm) -> list[str]:
    """Return the paths of the questions that say when it was filled, the best first."""
    types = ("today", "start", "end")
    asked = [question for question in opened_form(store, survey_form).questions() if question.type in types]
    return [q.path for q in sorted(asked, key=lambda question: types.index(question.type))]


def _held_on(answers: Mapping[str, str], days: Sequence[str]) -> date | None:
    for path in days:
        moment = read_moment(answers.get(path, ""))
        if moment:
            return moment.date() if isinstance(moment, datetime) else moment
    return None
