"""Filled questionnaires as lines of tables: one for each submission, and one for each instance of a repeat."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from typing import NamedTuple

from fieldkit.exchange.columns import Table
from fieldkit.forms.keys import without_keys


class Line(NamedTuple):
    """A row of a table before it has columns: `texts` are the answers by the path of their question.

    Source of the keys: ODK Central; `uuid:…/household/roster[2]` is the second of that submission's roster.
    """

    table: Table
    key: str
    parent_key: str
    texts: Mapping[str, str]


def lines(of_form: Sequence[Table], key: str, answers: Mapping[str, str]) -> Iterator[Line]:
    """Yield the lines of one submission, each after the one that it belongs to."""
    said = _by_instance(answers)
    order = {path: _place(text) for path, text in answers.items() if path.endswith("]")}
    instances: defaultdict[tuple[str, str], list[str]] = defaultdict(list)
    for path in sorted(said, key=lambda path: (order.get(path, 0), path)):
        if path:
            instances[without_keys(path), _around(path)].append(path)
    named: dict[str, list[tuple[str, str]]] = {"": [("", key)]}
    yield Line(of_form[0], key, "", said.get("", {}))
    for table in of_form[1:]:
        here = named[table.repeat] = list[tuple[str, str]]()
        own = table.repeat.removeprefix(table.parent)
        for parent, parent_key in named[table.parent]:
            for place, path in enumerate(instances[table.repeat, parent], 1):
                here.append((path, f"{parent_key}{own}[{place}]"))
                yield Line(table, here[-1][1], parent_key, said[path])


def _by_instance(answers: Mapping[str, str]) -> dict[str, dict[str, str]]:
    """Return the answers of each instance by their question's path; an instance without any is there as well."""
    said: dict[str, dict[str, str]] = {}
    for path, text in answers.items():
        # The last bracket ends the path of the innermost instance.
        instance = path[: path.rfind("]") + 1]
        if instance != path:
            said.setdefault(instance, {})[without_keys(path)] = text
        while instance:
            said.setdefault(instance, {})
            instance = _around(instance)
    return said


def _around(instance: str) -> str:
    """Return the path of the instance around this one; blank for none."""
    return instance[: instance.rfind("]", 0, -1) + 1]


def _place(text: str) -> int:
    return int(text) if text.isascii() and text.isdecimal() else 0
