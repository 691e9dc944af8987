"""Questionnaires as filled in an interview."""

from __future__ import annotations

from typing import ClassVar

from sqlmodel import Field

from fieldkit.domain.record import Record, Said


class SurveyForm(Record, table=True):
    """A questionnaire of the project. `xml` is its XForm, as made from the XLSForm once, at import."""

    searched: ClassVar = ("title",)

    form_id: str = ""
    version: str = ""
    title: str = ""
    xml: str = ""


class FormFile(Record, table=True):
    """A file that belongs to a questionnaire: a list of choices, a picture, a sound. It holds nothing that was said.

    Its bytes lie in the store under the hash of their content.
    """

    form_id: str = Field(default="", index=True)
    """The record id of the SurveyForm."""
    name: str = ""
    """What the questionnaire calls it, such as `towns.csv`."""
    sha256: str = ""
    size: int = 0
    """In bytes."""


class Submission(Said, table=True):
    """A questionnaire as filled in one interview.

    Each answer is one cell of the journal: table `answer`, record = the submission, field = the question's path.
    A path names groups and repeats from the form's root, such as `/household/roster[k3f9]/age`; the brackets
    hold the key of one instance of a repeat, which is the same on every laptop. That an instance exists is the
    cell of its own path, `/household/roster[k3f9]`, holding its place in the order.
    """

    form_id: str = ""
    """The record id of the SurveyForm."""
    instance_id: str = ""


ANSWER = "answer"
"""The table name of answers in the journal."""
