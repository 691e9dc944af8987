"""Paths of answers, and the keys by which they say which instance of a repeat."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Collection, Mapping
from random import Random

from fieldkit.forms.model import Node

_LETTERS = "0123456789abcdefghjkmnpqrstvwxyz"
INSTANCE = re.compile(r"(.*)\[([^\[\]]+)\]")
_KEY = re.compile(r"\[[^\[\]]*\]")


def path_of(node: Node) -> str:
    """Return the path that a node's answer is kept under; blank for the document and the form's root."""
    definition, parent = node.definition, node.parent
    if definition is None or parent is None or not definition.path:
        return ""
    return f"{parent.path}/{node.name}[{node.key}]" if node.key else f"{parent.path}/{node.name}"


def without_keys(path: str) -> str:
    """Return the path of a question without saying in which instances of repeats, as a form names it."""
    return _KEY.sub("", path) if "[" in path else path


def instances_around(path: str) -> list[str]:
    """Return the paths of the instances that an answer lies in, the outermost first; of an instance, its own too."""
    return [path[: found.end()] for found in _KEY.finditer(path)]


def made_key(order: int) -> str:
    """Return the key of an instance that the form makes by itself: the same on every laptop."""
    return f"{order:08d}"


def fresh_key(taken: Collection[str], random: Random) -> str:
    """Return the key of an instance that a person adds."""
    while True:
        key = "".join(random.choices(_LETTERS, k=8))
        if key not in taken:
            return key


def instances_in(answers: Mapping[str, str]) -> dict[str, list[tuple[int, str]]]:
    """Return the instances that these cells tell of, place and key, by the path of their repeat, in order."""
    found: defaultdict[str, list[tuple[int, str]]] = defaultdict(list)
    for path, text in answers.items():
        instance = INSTANCE.fullmatch(path) if path.endswith("]") else None
        if instance and text:
            order = int(text) if text.isascii() and text.isdecimal() else 0
            found[instance[1]].append((order, instance[2]))
    return {repeat: sorted(instances) for repeat, instances in found.items()}
