"""Laptops that will not come back, as somebody in the team says: nobody waits for them any more."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date

from fieldkit.store import Store
from fieldkit.sync.heads import GONE, Head

_LINE = re.compile(r"([0-9a-z]{2,40}) (\d{4}-\d\d-\d\d)")


def gone(store: Store, others: Sequence[Head] = ()) -> set[str]:
    """Return the names of the laptops that people, here or on others, said to be gone since those last wrote.

    Which has written again since has come back, whatever was said.
    """
    said = [*store.remembered(GONE).splitlines(), *(line for head in others for line in head.gone)]
    found = [match.groups() for line in said if (match := _LINE.fullmatch(line))]
    return {writer for writer, day in found if _last_wrote(store, writer) <= day}


def say_gone(store: Store, writer: str, on: date | None) -> None:
    """Say that a laptop will not come back, and when that is said; None takes it back.

    The others hear of it with the next sync.
    """
    kept = [line for line in store.remembered(GONE).splitlines() if not line.startswith(f"{writer} ")]
    store.remember(GONE, "\n".join([*kept, *([f"{writer} {on}"] if on else [])]))


def _last_wrote(store: Store, writer: str) -> str:
    at = store.parcels.last_wrote(writer)
    return str(at.astimezone().date()) if at else ""
