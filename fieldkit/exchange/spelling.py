"""How exports spell a question: by its name or its label, with none, some or all of its groups before it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from enum import IntEnum

from fieldkit.forms import Form, Item, Question, QuestionGroup, Repeat, Text

BETWEEN = ("/", "-", ".", ":", "_", "|", "::", "__", " / ", " - ", " > ")
"""What is put between groups, and between a question and a choice: `-` by ODK Central, `/` by KoboToolbox, where
people may also write what they like."""
_UNTRANSLATED = "-"
"""What pyxform writes for a label that is missing in a language."""


class Nearness(IntEnum):
    """How much of a question's way a spelling says; less is more."""

    WHOLE = 0
    """All groups from the form's root, parted by `/`."""
    IN_REPEAT = 1
    """All groups from the repeat around it, parted by `/`."""
    WHOLE_OTHERWISE = 2
    IN_REPEAT_OTHERWISE = 3
    PARTLY = 4


class Spellings:
    """The questions that each spelling may mean."""

    def __init__(self, ways: Iterable[tuple[Question, Sequence[str]]], around: int) -> None:
        """Take each question with the words of its way from the root; the first `around` lead to its table."""
        self._found: dict[str, dict[str, tuple[Nearness, Question]]] = {}
        self._grouped = set[str]()
        for question, words in ways:
            for start in range(len(words)):
                for sign in BETWEEN:
                    spelling = one_line(sign.join(words[start:]))
                    meant = self._found.setdefault(spelling, {})
                    known = meant.get(question.path, (Nearness.PARTLY, question))
                    meant[question.path] = (min(_nearness(start, around, sign), known[0]), question)
                    if start < len(words) - 1:
                        self._grouped.add(spelling)

    def known(self, headings: Iterable[str]) -> int:
        """Return how many of these headings mean any question."""
        return sum(one_line(heading) in self._found for heading in headings)

    def grouped(self, headings: Iterable[str]) -> bool:
        """Tell whether any of these headings says a group before a question."""
        return not self._grouped.isdisjoint(map(one_line, headings))

    def meant(self, heading: str) -> list[Question]:
        """Return all questions that a heading may mean, in the order of the form."""
        return [question for _nearness, question in self._found.get(one_line(heading), {}).values()]

    def nearest(self, heading: str) -> list[Question]:
        """Return the one of these that the heading says the most of, or all where several are as near."""
        found = list(self._found.get(one_line(heading), {}).values())
        best = min((nearness for nearness, _question in found), default=Nearness.PARTLY)
        near = [question for nearness, question in found if nearness == best]
        return near if len(near) == 1 else [question for _nearness, question in found]


def one_line(heading: str) -> str:
    """Return a heading as it is compared: every program has its own blanks and line breaks in labels."""
    return " ".join(heading.split())


def by_name(questions: Sequence[Question], repeat: str) -> Spellings:
    """Return the spellings of these questions by their names."""
    return Spellings(((q, q.path.strip("/").split("/")) for q in questions), repeat.count("/"))


def by_label(form: Form, questions: Sequence[Question], repeat: str, language: str) -> Spellings:
    """Return the spellings of these questions by their labels in a language, by names where they have none."""
    labels = dict(_labels(form.children))
    return Spellings(((q, _way(q, labels, language)) for q in questions), repeat.count("/"))


def _nearness(start: int, around: int, sign: str) -> Nearness:
    if start == 0:
        return Nearness.WHOLE if sign == "/" else Nearness.WHOLE_OTHERWISE
    if start == around:
        return Nearness.IN_REPEAT if sign == "/" else Nearness.IN_REPEAT_OTHERWISE
    return Nearness.PARTLY


def _labels(items: Sequence[Item]) -> Iterator[tuple[str, Text]]:
    """Yield the label of everything that has a path."""
    for item in items:
        if item.path:
            yield item.path, item.label
        if isinstance(item, QuestionGroup | Repeat):
            yield from _labels(item.children)


def _way(question: Question, labels: Mapping[str, Text], language: str) -> list[str]:
    names = question.path.strip("/").split("/")
    paths = ["/" + "/".join(names[:end]) for end in range(1, len(names) + 1)]
    return [_said(labels.get(path), language) or name for path, name in zip(paths, names, strict=True)]


def _said(label: Text | None, language: str) -> str:
    if label is None or language not in label.words:
        return ""
    said = one_line(label.in_(language))
    return "" if said == _UNTRANSLATED else said
