"""What a questionnaire asks: questions, in groups and repeats, with their choices and words."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import NamedTuple


class Part(NamedTuple):
    """An answer quoted within a text, as `<output>` puts it there."""

    name: str
    """How to write it where there is nothing to evaluate: the last name of its path."""
    value: str
    """The expression."""


@dataclass(frozen=True, slots=True, eq=False)
class Text:
    """Words in each language of the form; a form of one language has them under a blank name.

    `media` names the pictures and sounds that go with the words: `{"en": {"image": "jr://images/well.png"}}`.
    """

    words: Mapping[str, tuple[str | Part, ...]] = field(default_factory=dict[str, tuple[str | Part, ...]])
    media: Mapping[str, Mapping[str, str]] = field(default_factory=dict[str, Mapping[str, str]])

    @property
    def quotes(self) -> bool:
        """Whether it quotes answers, in any language."""
        return any(isinstance(part, Part) for words in self.words.values() for part in words)

    def parts(self, language: str) -> tuple[str | Part, ...]:
        """Return the words in a language, or in the first there is, with the answers quoted within them."""
        if language in self.words:
            return self.words[language]
        return next(iter(self.words.values()), ())

    def in_(self, language: str = "") -> str:
        """Return the words in a language, or in the first there is; a quoted answer shows as `${name}`."""
        return "".join(
            part if isinstance(part, str) else f"${{{part.name}}}" for part in self.parts(language)
        )

    def media_in(self, language: str = "") -> Mapping[str, str]:
        """Return the pictures and sounds in a language, or in the first there is."""
        return self.media.get(language) or next(iter(self.media.values()), dict[str, str]())


NO_TEXT = Text()


@dataclass(frozen=True, slots=True, eq=False)
class Choice:
    """One of the answers to choose from. `columns` holds what else its row says, for filters."""

    value: str
    label: Text = NO_TEXT
    columns: Mapping[str, str] = field(default_factory=dict[str, str])


@dataclass(frozen=True, slots=True, eq=False)
class Question:
    """A place for one answer. `type` is a key of TYPES; expressions are XPath, as the XForm has them.

    `path` leads from the form's root, as in `/household/roster/age`: without the root's name, and without saying
    which instance of a repeat.
    """

    path: str
    type: str
    label: Text = NO_TEXT
    hint: Text = NO_TEXT
    guidance: Text = NO_TEXT
    """What the interviewer may want to know besides."""
    appearance: str = ""
    choices: tuple[Choice, ...] = ()
    """All of them, whatever the filter; none where they come from answers in a repeat."""
    choice_filter: str = ""
    relevant: str = ""
    required: str = ""
    required_message: Text = NO_TEXT
    constraint: str = ""
    constraint_message: Text = NO_TEXT
    calculate: str = ""
    readonly: str = ""
    default: str = ""
    """A value, or an expression where `dynamic_default`."""
    dynamic_default: bool = False
    parameters: Mapping[str, str] = field(default_factory=dict[str, str])
    """What the control says besides, such as start, end and step of a range."""
    asked: bool = True
    """False for what nobody is asked: calculations, hidden values, the time of the start."""

    @property
    def name(self) -> str:
        """The last part of its path."""
        return self.path.rpartition("/")[2]


@dataclass(frozen=True, slots=True, eq=False)
class QuestionGroup:
    """Questions that belong together. `path` is blank where the group is one of layout alone."""

    path: str
    label: Text = NO_TEXT
    hint: Text = NO_TEXT
    appearance: str = ""
    relevant: str = ""
    children: tuple[Item, ...] = ()


@dataclass(frozen=True, slots=True, eq=False)
class Repeat:
    """Questions asked once for each of several, such as the members of a household.

    `count` is the expression that says how many there are; blank where people add and remove them.
    """

    path: str
    label: Text = NO_TEXT
    hint: Text = NO_TEXT
    appearance: str = ""
    relevant: str = ""
    count: str = ""
    fixed: bool = False
    """True where nobody may add or remove any."""
    children: tuple[Item, ...] = ()


Item = Question | QuestionGroup | Repeat


def questions_in(items: tuple[Item, ...]) -> Iterator[Question]:
    """Yield all questions among these and beneath them, in order."""
    for item in items:
        if isinstance(item, Question):
            yield item
        else:
            yield from questions_in(item.children)
