"""Deeds about questionnaires and the answers to them."""

from __future__ import annotations

import mimetypes
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from threading import Lock
from uuid import UUID

from fieldkit.domain import Attachment, FormFile, Interview, Submission, SurveyForm
from fieldkit.domain.change import Change
from fieldkit.domain.record import new_id, same_id
from fieldkit.edits.last_saved import remember
from fieldkit.errors import FormError
from fieldkit.forms import LISTS, Form, content_of, parse
from fieldkit.store import Kind, Store
from fieldkit.words import _

_OPENED: dict[tuple[str, tuple[tuple[str, str], ...]], Form] = {}
"""The questionnaires opened last, by their XML and the hashes of their lists: reading one takes up to a second."""
_MOST_OPENED = 4
_MOST_EDITS = 50
"""So many times a submission may be edited before its keys tell nothing of its interview any more."""
_KEEPING = Lock()
"""Workers open questionnaires too."""
_SIGNS_OF_FILES = ("jr://", "pulldata(", "search(", "query=")
"""What the XML of a questionnaire holds somewhere if it asks for files: without it, nothing needs to be read."""


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
    with _KEEPING:
        _OPENED[key] = form
        while len(_OPENED) > _MOST_OPENED:
            _OPENED.pop(next(iter(_OPENED)))
    return form


def read_form(store: Store, survey_form: SurveyForm) -> Form:
    """Return a questionnaire as `opened_form` does, its lists read already: for a worker, since they may be long.

    Raises:
        FormError: it was made by a newer fieldkit, and this one cannot read it.
    """
    form = opened_form(store, survey_form)
    form.read_lists()
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
    submission = submission_of(interview, survey_form, instance_id=instance_id(interview.id))
    store.write(_("Begin a questionnaire"), submission)
    return submission


def instance_id(interview_id: str) -> str:
    """Return what ODK calls the first questionnaire of an interview."""
    return f"uuid:{interview_id}"


def plain(key: str) -> str:
    """Return what a submission is called without the sign that some programs put before it and others do not."""
    return key.removeprefix("uuid:")


def edited_keys(interview_id: str) -> list[str]:
    """Return what submissions of an interview are called each time that they were edited, the first time first.

    By these a copy is known again, also once the interview was taken back and nothing but its id is left.
    """
    return [f"uuid:{UUID(same_id('edited', interview_id, str(time)))}" for time in range(1, _MOST_EDITS + 1)]


def submission_of(interview: Interview, survey_form: SurveyForm, instance_id: str) -> Submission:
    """Return the record of a questionnaire of an interview, which is the same one on every laptop."""
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
    return attachment_of(store, interview_id, name, content, new_id())


def attachment_of(store: Store, interview_id: str, name: str, content: bytes, id_: str) -> Attachment:
    """Return the record of a file whose content is kept."""
    return Attachment(
        id=id_,
        interview_id=interview_id,
        name=name,
        media_type=mimetypes.guess_type(name)[0] or "application/octet-stream",
        sha256=store.attachments.keep(content),
        size=len(content),
    )
