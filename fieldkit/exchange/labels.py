"""The words of choices in place of their values, and back."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from functools import lru_cache
from typing import NamedTuple

from fieldkit.errors import FieldkitError
from fieldkit.exchange.columns import SEVERAL
from fieldkit.forms import Form, Question
from fieldkit.words import _, listed

CHOOSING = frozenset({"select_one", *SEVERAL})
JOINED = "; "
"""What is put between the labels of several choices."""
_SEPARATORS = (JOINED, ", ", " | ", "\n", " ")
"""What exports put between labels; a blank in those of KoboToolbox."""
_MOST_READINGS = 2


class AmbiguousError(ValueError):
    """Labels that could stand for several answers; its text says for which."""

    def __init__(self, text: str, readings: Sequence[tuple[str, ...]]) -> None:
        ways = listed([" ".join(reading) for reading in readings])
        super().__init__(
            _("“{text}” may mean {ways}: their labels do not tell them apart").format(text=text, ways=ways)
        )


def language_of(form: Form, name: str) -> str:
    """Return the language of a form that is meant by its name, in full or in part: `French (fr)`, `French` or `fr`.

    Raises:
        FieldkitError: it has no such language.
    """
    wanted = name.strip().lower()
    for language in form.languages:
        short, _sign, code = language.lower().rstrip(")").partition("(")
        if wanted in (language.lower(), short.strip(), code.strip()):
            return language
    if not form.languages and not wanted:
        return ""
    raise FieldkitError(
        _("This questionnaire has no labels in “{language}”.").format(language=name),
        _("Its languages: {languages}.").format(languages=", ".join(form.languages))
        if form.languages
        else _("Its one language has no name: say --labels with an empty name."),
    )


def labelled(question: Question, language: str) -> Callable[[str], str]:
    """Return what turns the values of a question's choices into their labels; what has no label stays a value."""
    labels = {choice.value: choice.label.in_(language) or choice.value for choice in question.choices}
    if question.type in SEVERAL:
        return lambda text: JOINED.join(labels.get(value, value) for value in text.split())
    if question.type in CHOOSING:
        return lambda text: labels.get(text, text)
    return str


class Spoken(NamedTuple):
    """How the choices in a column are called."""

    language: str | None = None
    """The language of their labels; None where it may be any."""
    labels_first: bool = False
    """Whether a label goes before a value that reads the same."""


AS_VALUES = Spoken()


def valued(
    question: Question, text: str, spoken: Spoken = AS_VALUES, ticked: frozenset[str] = frozenset()
) -> str:
    """Return the values that a cell means; what is neither value nor label stays as it is written.

    Labels that could mean several answers mean what is `ticked` in the columns of single choices.

    Raises:
        AmbiguousError: it may be read in several ways.
    """
    if not text or question.type not in CHOOSING or not question.choices:
        return text
    if not spoken.labels_first and _are_values(question, text):
        return text
    labels = meanings(question, spoken.language)
    readings = _all_readings(question, text.strip(), labels)
    if len(readings) > 1 and ticked:
        among = {label: values & ticked for label, values in labels.items()}
        readings = {
            r for r in _all_readings(question, text.strip(), among) if ticked == frozenset(r)
        } or readings
    if len(readings) > 1:
        raise AmbiguousError(text, sorted(readings))
    return " ".join(next(iter(readings))) if readings else text


def _all_readings(
    question: Question, text: str, labels: Mapping[str, frozenset[str]]
) -> set[tuple[str, ...]]:
    if question.type not in SEVERAL:
        return {(value,) for value in labels.get(text, ())}
    return {reading for separator in _SEPARATORS for reading in _readings(text, separator, labels)}


def _are_values(question: Question, text: str) -> bool:
    said = text.split() if question.type in SEVERAL else [text]
    return _values(question).issuperset(said)


@lru_cache(maxsize=4096)
def _values(question: Question) -> frozenset[str]:
    return frozenset(choice.value for choice in question.choices)


@lru_cache(maxsize=4096)
def meanings(question: Question, language: str | None) -> Mapping[str, frozenset[str]]:
    """Return the values that each label stands for, in this language or in any."""
    found: defaultdict[str, set[str]] = defaultdict(set)
    for choice in question.choices:
        languages = [language] if language is not None else list(choice.label.words)
        for spoken in languages:
            found[(choice.label.in_(spoken) or choice.value).strip()].add(choice.value)
    return {label: frozenset(values) for label, values in found.items() if label}


def _readings(
    text: str, separator: str, meanings: Mapping[str, frozenset[str]]
) -> frozenset[tuple[str, ...]]:
    """Return how a text may be read as labels with this between them, of many ways only some."""
    pieces = text.split(separator)
    ends: list[set[tuple[str, ...]]] = [{()}, *(set[tuple[str, ...]]() for _piece in pieces)]
    for start in range(len(pieces)):
        for end in range(start + 1, len(pieces) + 1) if ends[start] else ():
            for value in meanings.get(separator.join(pieces[start:end]).strip(), ()):
                more = {(*earlier, value) for earlier in ends[start] if value not in earlier}
                ends[end] |= set(sorted(more)[:_MOST_READINGS])
    return frozenset(ends[-1])
