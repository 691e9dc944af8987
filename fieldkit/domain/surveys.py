"""Questionnaires as filled in an interview."""

from __future__ import annotations

import re
from typing import ClassVar

from sqlmodel import Field

from fieldkit.domain.record import Record, Said


class SurveyForm(Record):
    """A questionnaire of the project. `xml` is its XForm, as made from the XLSForm once, at import."""

    searched: ClassVar = ("title",)

    form_id: str = ""
    version: str = ""
    title: str = ""
    xml: str = ""

    @property
    def newness(self) -> tuple[tuple[str, int, str], ...]:
        """What orders the versions of a form: 10 comes after 9, and 1.10 after 1.9."""
        parts = re.findall(r"(\D*)0*(\d*)", self.version)
        return tuple((words, len(digits), digits) for words, digits in parts)


class FormFile(Record):
    """A file that belongs to a questionnaire: a list of choices, a picture, a sound. It holds nothing that was said.

    Its bytes lie in the store under the hash of their content.
    """

    together = (("sha256", "size"),)

    form_id: str = Field(default="", index=True)
    """The record id of the SurveyForm."""
    name: str = ""
    """What the questionnaire calls it, such as `towns.csv`."""
    sha256: str = ""
    size: int = 0
    """In bytes."""


class Submission(Said):
    """A questionnaire as filled in one interview.

    Each answer is one cell of the journal: table `answer`, record = the submission, field = the question's path.
    A path names groups and repeats from the form's root, such as `/household/roster[k3f9]/age`; the brackets
    hold the key of one instance of a repeat, which is the same on every laptop. That an instance exists is the
    cell of its own path, `/household/roster[k3f9]`, holding its place in the order.
    """

    form_id: str = ""
    """The record id of the SurveyForm."""
    instance_id: str = ""
    """What ODK calls it, such as `uuid:…`; another one each time a finished submission is edited."""
    finished: bool = False
    """Whether somebody said that it is filled. Entities follow from it only then."""


class SavedEntity(Said):
    """What one submission says of an entity: that there is a new one, or what is now true of one there was.

    What an entity is by now follows from all of these. Each is part of its interview, and goes when that is erased.
    """

    together = (("dataset", "entity_id", "label", "properties", "makes", "version"),)

    submission_id: str = Field(default="", index=True)
    path: str = ""
    """Where in the submission it is said."""
    dataset: str = ""
    entity_id: str = ""
    label: str = ""
    properties: str = ""
    """The properties that it says anything of, a JSON object of texts."""
    makes: bool = False
    """Whether it is new. What is said of an entity that nothing makes counts for those in files alone."""
    version: int = 1
    """One more than the version that was known when it was said."""


class Audit(Said):
    """A stretch of the log of how a questionnaire was filled: lines of `audit.csv` as its form wants them."""

    submission_id: str = Field(default="", index=True)
    noted_at: int = 0
    """Milliseconds since 1970; the log has its stretches in this order."""
    text: str = ""


ANSWER = "answer"
"""The table name of answers in the journal."""
