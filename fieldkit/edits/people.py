"""Deeds about the people who do the fieldwork and the groups they visit."""

from __future__ import annotations

from fieldkit.domain import Group, GroupType, Person
from fieldkit.domain.change import Change
from fieldkit.domain.people import Role
from fieldkit.errors import FieldkitError
from fieldkit.store import Store
from fieldkit.words import _


def add_person(store: Store, name: str, role: str = Role.FIELDWORKER) -> Person:
    """Add a fieldworker or coordinator.

    Raises:
        FieldkitError: the name is empty.
    """
    person = Person(name=_named(name), role=role)
    store.write(_("Add a person"), person)
    return person


def sit_down(store: Store, person: Person) -> None:
    """Say who works on this laptop from now on; every record will bear their id."""
    store.person = person.id


def add_group(store: Store, name: str, group_type: GroupType, place: str = "", size_band: str = "") -> Group:
    """Add a community group; it is as sensitive as its type, until somebody says otherwise.

    Raises:
        FieldkitError: the name is empty.
    """
    group = Group(
        name=_named(name),
        type_id=group_type.id,
        place=place,
        size_band=size_band,
        sensitive=group_type.sensitive,
    )
    store.write(_("Add a group"), group)
    return group


def save_group(store: Store, group: Group) -> list[Change]:
    """Save what was changed about a group."""
    _named(group.name)
    return store.write(_("Change a group"), group, typing=True)


def _named(name: str) -> str:
    if not name.strip():
        raise FieldkitError(_("The name is empty."), _("Type a name."))
    return name.strip()
