"""What every noun of fieldwork has: an id that is the same on every laptop."""

from __future__ import annotations

from typing import Any, ClassVar, Self
from uuid import UUID, uuid4, uuid5

from pydantic import ValidationError
from sqlmodel import Field, SQLModel

from fieldkit.errors import FieldkitError
from fieldkit.words import _

_NATURAL = UUID("6f0c6a3e-4a52-4a0e-9c1a-5a1d8f6f7b11")


_READ = "_read"


def new_id() -> str:
    """Return a fresh id that no other laptop will ever make."""
    return uuid4().hex


def same_id(*parts: str) -> str:
    """Return the id that every laptop gives to the thing named by these parts.

    Two people who tick the same consent apart then speak of one record, not of two.
    """
    return uuid5(_NATURAL, "\x1f".join(parts)).hex


def refusal(error: ValidationError) -> FieldkitError:
    """Return what to tell about a field that cannot hold a value."""
    first = error.errors()[0]
    return FieldkitError(
        _("{field} cannot be {value}: {reason}.").format(
            field=".".join(str(part) for part in first["loc"]), value=first["input"], reason=first["msg"]
        )
    )


class Record(SQLModel):
    """A noun of fieldwork.

    It is no table of SQLAlchemy's, though SQLModel could make it one: the store speaks SQL itself, and reads records
    several times as fast. Every field has a default, for the cells of a record may arrive one by one and in any order.
    Fields are text, whole numbers, claims or days (or None): what a CSV cell can say exactly.
    """

    searched: ClassVar[tuple[str, ...]] = ()
    """The fields that full-text search looks through."""
    together: ClassVar[tuple[tuple[str, ...], ...]] = ()
    """Fields of which each says something only beside the others: see `fieldkit.domain.together`."""

    id: str = Field(default_factory=new_id, primary_key=True)
    made_by: str = ""
    """The person who made it; the store fills it in."""
    deleted: bool = False

    def __init__(self, **fields: Any) -> None:
        """Make a record.

        Raises:
            FieldkitError: a field cannot hold what is said to be in it.
        """
        try:
            super().__init__(**fields)
        except ValidationError as error:
            raise refusal(error) from error

    def __eq__(self, other: object) -> bool:
        """Tell whether another record says the same, however each was read."""
        if type(other) is not type(self):
            return NotImplemented
        return all(getattr(self, name) == getattr(other, name) for name in type(self).model_fields)

    __hash__ = None  # type: ignore[assignment]  # as with every model of pydantic

    def but(self, **fields: Any) -> Self:
        """Return a copy with other values in these fields; the record itself never changes.

        Raises:
            FieldkitError: a field cannot hold its value.
        """
        return type(self)(**{**self.model_dump(warnings=False), **fields}).as_read(self.read)

    @property
    def read(self) -> Self | None:
        """The record as it was read from a project, whatever was changed about it since; None for a new one."""
        return vars(self).get(_READ)

    def as_read(self, read: Self | None) -> Self:
        """Remember how this record was read: saving it overrules what was seen then, and nothing newer."""
        # Not a field: it is neither saved nor compared.
        vars(self)[_READ] = read
        return self


class Said(Record):
    """Something said or agreed in an interview: consent decides, interview by interview, where it may go."""

    interview_id: str = Field(default="", index=True)
