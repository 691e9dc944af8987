"""A questionnaire: what it asks, in which languages, and under which conditions. It never changes."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import NamedTuple

from fieldkit.forms.audit import Watched
from fieldkit.forms.model import Model
from fieldkit.forms.question import Choice, Item, Question, QuestionGroup, Repeat, Text, questions_in

__all__ = ["Choice", "Form", "Item", "Question", "QuestionGroup", "Repeat", "Text"]


class Fault(NamedTuple):
    """What is wrong with a form, or will not work: at which path, in which column of an XLSForm, and a sentence."""

    path: str
    """Blank where it is the whole form."""
    column: str
    sentence: str
    code: str = "not-supported"
    """Which kind of finding it is."""


@dataclass(frozen=True, slots=True, eq=False)
class Form:
    """A questionnaire. `xml` is the XForm that it was read from, and all that needs keeping of it."""

    form_id: str
    version: str
    title: str
    xml: str = field(repr=False)
    languages: tuple[str, ...]
    """As the form names them, such as `English (en)`; none where it has but one, unnamed."""
    default_language: str
    children: tuple[Item, ...] = field(repr=False)
    warnings: tuple[Fault, ...]
    """What will not work."""
    model: Model = field(repr=False)
    """What a Response runs on."""
    files: tuple[str, ...] = ()
    """The names of the files that belong to it, lists first, then pictures and sounds."""
    style: str = ""
    """How it wants to look, as the setting `style` says: `pages`, `theme-grid`."""
    contents: Mapping[str, bytes] = field(default_factory=dict[str, bytes], repr=False)
    """What is in those of them that are at hand."""
    audit: Watched | None = None
    """What is to be written down of how it is filled; None where nothing is."""

    def questions(self) -> Iterator[Question]:
        """Yield all questions in order, with those that nobody is asked."""
        return questions_in(self.children)

    def read_lists(self) -> None:
        """Read those lists that lie in files, which else are read when somebody first looks at them."""
        for document in self.model.instances.values():
            _ = document.children

    def question(self, path: str) -> Question:
        """Return the question at a path without brackets.

        Raises:
            KeyError: there is none.
        """
        item = self.model.by_path[path].item
        if not isinstance(item, Question):
            raise KeyError(path)
        return item
