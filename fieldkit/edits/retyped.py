"""Taking in what was edited outside fieldkit."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from fieldkit.domain import Record
from fieldkit.domain.change import Change
from fieldkit.store import Store
from fieldkit.words import _


def take_in(
    store: Store, records: Sequence[Record], answers: Mapping[str, Mapping[str, str | None]]
) -> list[Change]:
    """Save what was edited in tables: records, and answers by submission and path. It is one step to undo."""
    return store.write(_("Take in edited tables"), *records, answers=answers)
