"""Deeds about questionnaires and the answers to them."""

from __future__ import annotations

import mimetypes
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from datetime import date, datetime
from itertools import islice
from pathlib import Path

from fieldkit.domain import Attachment, Consent, FormFile, Interview, Submission, SurveyForm, Withdrawal
from fieldkit.domain.change import Change
from fieldkit.domain.consent import Answer, Scope, consent_id
from fieldkit.domain.interviews import Mode, Status
from fieldkit.domain.record import Record, new_id, same_id
from fieldkit.edits.last_saved import remember
from fieldkit.errors import FormError
from fieldkit.forms import FILES, LISTS, Form, content_of, parse
from fieldkit.forms.dates import read_moment
from fieldkit.forms.keys import without_keys
from fieldkit.store import Kind, Store
from fieldkit.words import _

Filled = tuple[str, Mapping[str, str]]
"""A questionnaire filled elsewhere: the key it is known by, and its answers by path."""
_OPENED: dict[tuple[str, tuple[tuple[str, str], ...]], Form] = {}
"""The questionnaires opened last, by their XML and the hashes of their lists: reading one takes up to a second."""
_MOST_OPENED = 4
_SIGNS_OF_FILES = ("jr://", "pulldata(", "search(", "query=")
"""What the XML of a questionnaire holds somewhere if it asks for files: without it, nothing needs to be read."""
BATCH = 50
"""How many filled questionnaires are taken in as one deed: it travels whole, and must not grow huge."""


def add_form(store: Store, form: Form, kind: Kind = Kind.DONE) -> SurveyForm:
    """Add a questionnaire with its files. The same form and version is one record on every laptop.

    Adding it again takes in what has become of its files.

    Raises:
        FormError: the project has one of that name and version already, which asks other things.
    """
    survey_form = SurveyForm(
        id=same_id("form", form.form_id, form.version),
        form_id=form.form_id,
        version=form.version,
        title=form.title,
        xml=form.xml,
    )
    _refuse_another(store, survey_form, form)
    files = [_file(store, survey_form, name, content) for name, content in form.contents.items()]
    store.write(_("Add a questionnaire"), survey_form, *files, kind=kind)
    return survey_form


def missing_files(store: Store, survey_form: SurveyForm) -> list[str]:
    """Return the names of the files that a questionnaire asks for and nobody has added.

    Raises:
        FormError: it was made by a newer fieldkit, and this one cannot read it.
    """
    if not any(sign in survey_form.xml for sign in _SIGNS_OF_FILES):
        return []
    added = {file.name for file in store.find(FormFile, form_id=survey_form.id)}
    return [name for name in opened_form(store, survey_form).files if name not in added]


def put_file(store: Store, path: Path) -> list[FormFile]:
    """Add a file to every questionnaire that asks for one of its name, or replace it there: a newer list, say.

    Raises:
        FileError: the file cannot be read.
        FormError: no questionnaire asks for it, or one was made by a newer fieldkit.
    """
    content = content_of(path)
    files = [
        _file(store, survey_form, name, content)
        for survey_form in store.find(SurveyForm)
        if any(sign in survey_form.xml for sign in _SIGNS_OF_FILES)
        for name in opened_form(store, survey_form).files
        if name.casefold() == path.name.casefold()
    ]
    if not files:
        raise FormError(
            _("No questionnaire asks for a file called “{name}”.").format(name=path.name),
            _("Give it the name that the questionnaire has for it, and add it again."),
        )
    store.write(_("Add {name} to a questionnaire").format(name=path.name), *files)
    return files


def _file(store: Store, survey_form: SurveyForm, name: str, content: bytes) -> FormFile:
    return FormFile(
        id=same_id("formfile", survey_form.id, name),
        form_id=survey_form.id,
        name=name,
        sha256=store.attachments.keep(content),
        size=len(content),
    )


def opened_form(store: Store, survey_form: SurveyForm) -> Form:
    """Return a questionnaire of the project ready to be filled, with those of its lists that have arrived.

    Its pictures and sounds are not read until somebody asks for them with `media`.

    Raises:
        FormError: it was made by a newer fieldkit, and this one cannot read it.
    """
    lists = [f for f in store.find(FormFile, form_id=survey_form.id) if f.name.lower().endswith(LISTS)]
    here = store.attachments.here(file.sha256 for file in lists)
    files = tuple((file.name, file.sha256) for file in lists if file.sha256 in here)
    key = survey_form.xml, files
    form = _OPENED.pop(key, None) or parse(survey_form.xml, _contents(store, files))
    _OPENED[key] = form
    while len(_OPENED) > _MOST_OPENED:
        _OPENED.pop(next(iter(_OPENED)), None)
    return form


def media(store: Store, survey_form: SurveyForm, name: str) -> bytes | None:
    """Return a picture or sound of a questionnaire; None where it has none of this name, or it has not arrived."""
    for file in store.find(FormFile, form_id=survey_form.id, name=name.rpartition("/")[2]):
        return store.attachments.take(file.sha256)
    return None


def _contents(store: Store, files: Iterable[tuple[str, str]]) -> dict[str, bytes]:
    return {name: store.attachments.take(sha256) or b"" for name, sha256 in files}


def _refuse_another(store: Store, survey_form: SurveyForm, form: Form) -> None:
    for there in store.find(SurveyForm, id=survey_form.id):
        # A newer converter may write the same questions in another way.
        if there.xml != form.xml and _asked(opened_form(store, there)) != _asked(form):
            raise FormError(
                _(
                    "The project has another questionnaire called “{name}” in this version. Nothing was changed."
                ).format(name=form.form_id),
                _("Give yours a form_id or a version of its own, on the sheet “settings”."),
            )


def _asked(form: Form) -> set[tuple[str, str]]:
    return {(question.path, question.type) for question in form.questions()}


def begin(store: Store, interview: Interview, survey_form: SurveyForm) -> Submission:
    """Return the questionnaire of an interview, begun now where it was not yet."""
    submission = _submission(interview, survey_form, instance_id=instance_id(interview.id))
    store.write(_("Begin a questionnaire"), submission)
    return submission


def instance_id(interview_id: str) -> str:
    """Return what ODK calls the first questionnaire of an interview."""
    return f"uuid:{interview_id}"


def _submission(interview: Interview, survey_form: SurveyForm, instance_id: str) -> Submission:
    return Submission(
        id=same_id("submission", interview.id, survey_form.id),
        interview_id=interview.id,
        form_id=survey_form.id,
        instance_id=instance_id,
    )


def answer(
    store: Store,
    submission: Submission,
    answers: Mapping[str, str | None],
    *,
    files: Sequence[Attachment] = (),
    typing: bool = False,
) -> list[Change]:
    """Save answers by the path of their question; None empties one. `typing` as in `Store.write`.

    `files` are those that answers name, new or gone with them.
    """
    changes = store.write(_("Answer"), *files, answers={submission.id: answers}, typing=typing)
    remember(store, submission)
    return changes


def attached(store: Store, interview_id: str, name: str, content: bytes) -> Attachment:
    """Return the record of a file that answers a question. Its name is one that no other file of the interview has."""
    sha256 = store.attachments.keep(content)
    others = {file.name: file for file in store.find(Attachment, interview_id=interview_id)}
    if name in others and others[name].sha256 != sha256:
        name = f"{Path(name).stem}-{sha256[:8]}{Path(name).suffix}"
    if name in others:
        return others[name]
    return _attachment(store, interview_id, name, content, new_id())


def _attachment(store: Store, interview_id: str, name: str, content: bytes, id_: str) -> Attachment:
    return Attachment(
        id=id_,
        interview_id=interview_id,
        name=name,
        media_type=mimetypes.guess_type(name)[0] or "application/octet-stream",
        sha256=store.attachments.keep(content),
        size=len(content),
    )


def import_submissions(
    store: Store,
    survey_form: SurveyForm,
    rows: Iterable[Filled],
    agreed: str = "",
    progress: Callable[[int], None] | None = None,
    files: Callable[[str, str], bytes | None] = lambda _key, _name: None,
) -> int:
    """Take in questionnaires filled elsewhere, each as an interview of its own; return how many were new.

    `agreed` says how the people agreed that the team keeps and sees their answers. Without it the interviews are
    drafts that stay on this laptop; taking them in again with it completes those nobody was asked about since.
    What is here already is left as it is, and what the people took back stays gone. `progress` hears how many
    were looked at. `files` returns the bytes of a photo or other file, by the key and the name that an answer has
    for it.
    """
    days = _days_of(store, survey_form)
    looked_at = new = 0
    for batch in _batches(rows):
        new += _import(store, survey_form, batch, agreed, days, files)
        looked_at += len(batch)
        if progress:
            progress(looked_at)
    return new


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
) -> int:
    asking = {q.path for q in opened_form(store, survey_form).questions() if q.type in FILES}
    ids = {imported_id(survey_form, key): (key, answers) for key, answers in batch}
    here = {i.id: i for i in store.find(Interview, id=list(ids), deleted=[False, True])}
    gone = {w.of_interview for w in store.find(Withdrawal, of_interview=list(ids))}
    records: list[Record] = _agreed_since(store, list(here.values()), agreed) if agreed else []
    answers_of: dict[str, Mapping[str, str]] = {}
    new = [id_ for id_ in ids if id_ not in here and id_ not in gone]
    for id_ in new:
        key, answers = ids[id_]
        interview = Interview(id=id_, held_on=_held_on(answers, days), mode=Mode.IMPORTED)
        submission = _submission(interview, survey_form, instance_id=key)
        records += [*(_agreed(interview, agreed) if agreed else [interview]), submission]
        for name in sorted({name for path, name in answers.items() if name and without_keys(path) in asking}):
            content = files(key, name)
            if content is not None:
                records.append(_attachment(store, id_, name, content, same_id("imported", id_, name)))
        answers_of[submission.id] = answers
    store.write(_("Take in answers"), *records, answers=answers_of)
    return len(new)


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
