"""Which filled questionnaires may leave for whom, and which of their answers."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import NamedTuple

from fieldkit.domain import Attachment, Group, GroupType, Interview, Person, Submission
from fieldkit.domain.consent import Audience, Scope, missing
from fieldkit.forms import FILES, Form
from fieldkit.forms.keys import without_keys
from fieldkit.forms.types import PLACES
from fieldkit.store import Store

_OF_THE_FIELDWORKER = frozenset({"deviceid", "username", "email", "phonenumber"})
"""Types of questions that say who asked: no business of anybody but the team."""
_PARTED = re.compile(r"[\s,;]+")


class Filled(NamedTuple):
    """A questionnaire that may go: what is known of it, and its answers by path."""

    submission: Submission
    interview: Interview
    submitter: str
    """The name of who asked; blank for partners."""
    answers: dict[str, str]
    files: Mapping[str, Attachment] = {}
    """Those that may go, by the name that answers have for them."""
    kept_back: frozenset[str] = frozenset()
    """The names of those that may not: photos say where they were taken."""
    expected: int = 0
    """How many answers name a file, and how many of these files go along."""
    present: int = 0


@dataclass(frozen=True, slots=True)
class Released:
    """What may go, in the order of interviews; and how many had to stay, by the scope that was not agreed to."""

    filled: list[Filled]
    withheld: Counter[Scope]
    hidden: int
    """How many answers of those that go stayed behind: who asked, and where sensitive groups exactly are."""


def released(store: Store, form: Form, survey_form_id: str, audience: Audience) -> Released:
    """Return the filled questionnaires whose people agreed that these readers get them.

    Partners get no names and numbers of fieldworkers; and of interviews with sensitive groups no exact places.
    """
    interviews = {interview.id: interview for interview in store.find(Interview)}
    consents = store.consents()
    people = {person.id: person.name for person in store.find(Person)} if audience == Audience.TEAM else {}
    withheld = Counter[Scope]()
    go: dict[str, Filled] = {}
    for submission in sorted(store.find(Submission, form_id=survey_form_id), key=_order):
        interview = interviews.get(submission.interview_id)
        lacking = missing(consents.get(submission.interview_id, []), audience) if interview else Scope.HOLD
        if interview is None or lacking:
            withheld[lacking or Scope.HOLD] += 1
        else:
            go[submission.id] = Filled(submission, interview, people.get(submission.made_by, ""), {})
    for submission_id, path, text in store.all_answers():
        if submission_id in go:
            go[submission_id].answers[path] = text
    sensitive = _sensitive(store, go.values()) if audience == Audience.PARTNERS else frozenset[str]()
    hidden = _hide(form, go.values(), sensitive) if audience == Audience.PARTNERS else 0
    files = _files(store, form, go.values())
    filled = [
        each._replace(kept_back=frozenset(files[key]))
        if key in sensitive
        else each._replace(files=files[key])
        for key, each in go.items()
    ]
    return Released(filled, withheld, hidden)


def _order(submission: Submission) -> tuple[str, str]:
    return submission.instance_id, submission.id


def _sensitive(store: Store, go: Iterable[Filled]) -> frozenset[str]:
    """Return the ids of the submissions of sensitive groups."""
    kinds = {kind.id for kind in store.find(GroupType) if kind.sensitive}
    groups = {g.id for g in store.find(Group) if g.sensitive or g.type_id in kinds}
    return frozenset(each.submission.id for each in go if each.interview.group_id in groups)


def _hide(form: Form, go: Iterable[Filled], sensitive: frozenset[str]) -> int:
    """Take out what partners do not get, and return how many answers that were."""
    personal = {question.path for question in form.questions() if question.type in _OF_THE_FIELDWORKER}
    places = {question.path for question in form.questions() if question.type in PLACES}
    hidden = 0
    for filled in go:
        secret, degrees = personal, frozenset[str]()
        if filled.submission.id in sensitive:
            secret, degrees = personal | places, _degrees(filled.answers, places)
        for path in [p for p, text in filled.answers.items() if _tells(p, text, secret, degrees)]:
            del filled.answers[path]
            hidden += 1
    return hidden


def _degrees(answers: Mapping[str, str], places: set[str]) -> frozenset[str]:
    """Return the degrees that places have, as they are written: those that are exact enough to find a house by."""
    texts = (text for path, text in answers.items() if without_keys(path) in places)
    points = (point.split()[:2] for text in texts for point in text.split(";"))
    return frozenset(number for point in points for number in point if len(number.partition(".")[2]) > 2)


def _tells(path: str, text: str, secret: set[str], degrees: frozenset[str]) -> bool:
    """Tell whether an answer is a secret one, or repeats what one says: a calculation may copy a place."""
    return without_keys(path) in secret or not degrees.isdisjoint(_PARTED.split(text) if degrees else ())


def _files(store: Store, form: Form, go: Iterable[Filled]) -> dict[str, dict[str, Attachment]]:
    """Return the files that answers name, by submission; what else was attached to an interview is none of them."""
    asking = {question.path for question in form.questions() if question.type in FILES}
    attached: defaultdict[str, dict[str, Attachment]] = defaultdict(dict)
    for file in store.find(Attachment) if asking else []:
        attached[file.interview_id][file.name] = file
    found: dict[str, dict[str, Attachment]] = {}
    for each in go:
        there = attached[each.interview.id]
        named = {
            text for path, text in each.answers.items() if text in there and without_keys(path) in asking
        }
        found[each.submission.id] = {name: there[name] for name in named}
    return found
