"""What a client is shown of a form being filled: plain values that never change."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import NamedTuple

from fieldkit.forms.question import Item, Question


class Offered(NamedTuple):
    """A choice as it is offered now, in the language in use; `label` is blank where the form has none."""

    value: str
    label: str
    media: Mapping[str, str]


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
    choices: tuple[Offered, ...]
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
