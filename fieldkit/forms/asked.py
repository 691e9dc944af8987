"""What a client is shown of a form being filled: plain values that never change."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple, overload

from fieldkit.forms.model import Node
from fieldkit.forms.question import Item, Question


class Offered(NamedTuple):
    """A choice as it is offered now, in the language in use; `label` is blank where the form has none."""

    value: str
    label: str
    media: Mapping[str, str]


class Offering(Sequence[Offered]):
    """What a question offers from a long list: each choice is made when somebody looks at it.

    Nobody looks at all of fifty thousand, and a question must show at once. Two are equal that offer the same rows in
    the same language.
    """

    def __init__(
        self,
        rows: Sequence[Node],
        language: str,
        places: Callable[[], Mapping[str, int]],
        make: Callable[[Node], Offered],
    ) -> None:
        """`places` tells where each value stands; it is asked when somebody looks for one."""
        self._rows = rows
        self._language = language
        self._places = places
        self._make = make
        self._made: dict[int, Offered] = {}

    def __len__(self) -> int:
        return len(self._rows)

    @overload
    def __getitem__(self, at: int) -> Offered: ...
    @overload
    def __getitem__(self, at: slice) -> Sequence[Offered]: ...
    def __getitem__(self, at: int | slice) -> Offered | Sequence[Offered]:
        if isinstance(at, slice):
            return tuple([self[place] for place in range(*at.indices(len(self)))])
        made = self._made.get(at)
        if made is None:
            made = self._made[at] = self._make(self._rows[at])
        return made

    def __eq__(self, other: object) -> bool:
        if not isinstance(other, Offering):
            return NotImplemented
        return self._language == other._language and self._rows == other._rows

    __hash__ = None  # pyright: ignore[reportAssignmentType]  # as of every list

    def label(self, at: int) -> str:
        """Return the words of a choice. Nothing is kept: fifty thousand would keep the collector busy."""
        made = self._made.get(at)
        return (made or self._make(self._rows[at])).label

    def place(self, value: str) -> int:
        """Return where a value stands; -1 where it does not."""
        return self._places().get(value, -1)

    def told(self, change: Callable[[Offered], Offered]) -> Offering:
        """Return the same choices, each told in another way."""
        return Offering(self._rows, self._language, self._places, lambda row: change(self._make(row)))


def label_of(choices: Sequence[Offered], at: int) -> str:
    """Return the words of the choice at a place."""
    return choices.label(at) if isinstance(choices, Offering) else choices[at].label


def place_of(choices: Sequence[Offered], value: str) -> int:
    """Return where a value stands among choices; -1 where it does not."""
    if isinstance(choices, Offering):
        return choices.place(value)
    return next((at for at, choice in enumerate(choices) if choice.value == value), -1)


@dataclass(frozen=True, slots=True)
class Asked:
    """A question as it stands now. `error` is a sentence to show beside it, or blank.

    `value` is the answer. `typed` is what stands in its field: the same, or a text that is no answer of its type.
    """

    path: str
    question: Question
    value: str
    typed: str
    relevant: bool
    required: bool
    readonly: bool
    label: str
    hint: str
    choices: Sequence[Offered]
    error: str
    guidance: str = ""
    """What the interviewer may want to know besides."""
    media: Mapping[str, str] = field(default_factory=dict[str, str])
    """The pictures and sounds that go with the label, in the language in use: `{"image": "jr://images/well.png"}`."""

    @property
    def missing(self) -> bool:
        """Whether an answer is required and has not been given."""
        return self.relevant and self.required and not self.typed


@dataclass(frozen=True, slots=True)
class Shown:
    """A part of the form as it is shown now, with what is in it.

    `key` is that of an instance of a repeat; the repeat itself has none, and its instances as children.
    """

    path: str
    item: Item
    label: str
    key: str = ""
    children: tuple[Shown, ...] = ()
    media: Mapping[str, str] = field(default_factory=dict[str, str])
    """The pictures and sounds that go with the label, as in Asked."""

    def within(self) -> Iterator[Shown]:
        """Yield this part and all within it, in order."""
        yield self
        for child in self.children:
            yield from child.within()


class Changed(NamedTuple):
    """What a deed changed.

    `paths` are the questions to ask for again: value, condition, message or words may differ. `cells` are to be
    stored: the text under each path, or None where it goes. `moved` says that `children` is another than before.
    """

    paths: tuple[str, ...]
    cells: dict[str, str | None]
    moved: bool
