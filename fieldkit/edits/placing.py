"""Which instances of repeats here are meant by those of a questionnaire that comes from elsewhere.

From elsewhere they come numbered by their place. Here they may go by other names, and some may have been removed or
moved since: then only what they say can tell which of them is meant.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from functools import cache

from fieldkit.forms.keys import instances_around, instances_in

_Keys = Sequence[tuple[int, str]]
"""The instances of a repeat in order: place and key."""


def comparable(
    given: Mapping[str, str], answers: Mapping[str, str], gone: Callable[[], frozenset[str]]
) -> dict[str, str]:
    """Return those answers of which it is certain what they answer here, under the paths that they have here.

    `given` are the answers here. `gone` tells the repeats of which an instance was removed; it is asked where the
    instances of any do not lie here as they came.
    """
    meant = _meant(given, answers, cache(gone))
    found: dict[str, str] = {}
    for path, text in answers.items():
        instance = next(reversed(instances_around(path)), "")
        here = meant.get(instance)
        # Where an instance stands is for the people here to say.
        if text and here is not None and not (path == instance and here in given):
            found[here + path.removeprefix(instance)] = text
    return found


def _meant(
    given: Mapping[str, str], answers: Mapping[str, str], gone: Callable[[], frozenset[str]]
) -> dict[str, str]:
    """Return the instances here by those there, the outer before the inner; what is in none lies in the blank one."""
    ours, theirs = instances_in(given), instances_in(answers)
    meant = {"": ""}
    for repeat in sorted(theirs, key=lambda path: path.count("[")):
        around = next(reversed(instances_around(repeat)), "")
        if around not in meant:
            continue
        home = meant[around] + repeat.removeprefix(around)
        keys, here = [key for _place, key in theirs[repeat]], ours.get(home, [])
        if _as_they_came(here):
            width = len(here[0][1]) if here else 0
            named = [f"{int(key):0{width}d}" if key.isdecimal() and width else key for key in keys]
        elif home not in gone() and _alike(given, home, here, answers, repeat, keys):
            named = [key for _place, key in here] + [f"{n:06d}" for n in range(len(here) + 1, len(keys) + 1)]
        else:
            continue
        if len(set(named)) == len(named):
            meant.update(
                (f"{repeat}[{key}]", f"{home}[{name}]") for key, name in zip(keys, named, strict=True)
            )
    return meant


def _as_they_came(here: _Keys) -> bool:
    return all(key.isdecimal() and int(key) == place for place, (_order, key) in enumerate(here, 1))


def _alike(
    given: Mapping[str, str],
    home: str,
    here: _Keys,
    answers: Mapping[str, str],
    repeat: str,
    keys: Sequence[str],
) -> bool:
    """Tell whether the first there say the same as all here, one by one: then those beyond came since."""
    if len(keys) < len(here):
        return False
    return all(
        _same(_within(given, f"{home}[{mine}]"), _within(answers, f"{repeat}[{its}]"))
        for (_order, mine), its in zip(here, keys, strict=False)
    )


def _within(answers: Mapping[str, str], instance: str) -> dict[str, str]:
    """Return the answers of one instance, without those of repeats within it."""
    start = f"{instance}/"
    found = {
        path.removeprefix(start): text for path, text in answers.items() if path.startswith(start) and text
    }
    return {path: text for path, text in found.items() if "[" not in path}


def _same(mine: Mapping[str, str], its: Mapping[str, str]) -> bool:
    """Tell whether two instances have an answer in common, and none that differs."""
    both = mine.keys() & its.keys()
    return bool(both) and all(mine[path] == its[path] for path in both)
