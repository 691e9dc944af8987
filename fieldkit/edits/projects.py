"""Deeds about the project as a whole."""

from __future__ import annotations

import csv
from typing import Any

from fieldkit.domain import Code, Criterion, GroupType, Need, Project, Record, Tool, Wave
from fieldkit.domain.change import Change
from fieldkit.edits import surveys
from fieldkit.forms import load
from fieldkit.settings import cache_folder
from fieldkit.shipped import shipped
from fieldkit.store import Kind, Store
from fieldkit.words import _

CATALOGUE: dict[str, type[Record]] = {
    "group_types.csv": GroupType,
    "needs.csv": Need,
    "codebook.csv": Code,
    "criteria.csv": Criterion,
    "tools.csv": Tool,
}
"""The lists that a new project begins with; their columns are the records' fields."""
_CLAIMS = {"yes": True, "no": False}


def begin(store: Store) -> None:
    """Fill a new project with the shipped lists, the first wave and the shipped questionnaires.

    All of it is ours to change afterwards, as any record is.
    """
    records: list[Record] = [Wave(id="baseline", name=_("Baseline"))]
    for name, kind in CATALOGUE.items():
        with shipped("resources", "catalogue", name).open(encoding="utf-8", newline="") as file:
            records += [kind(**_typed(kind, row)) for row in csv.DictReader(file)]
    store.write(_("Begin with the shipped lists"), *records, kind=Kind.BEGINNING)
    for path in sorted(shipped("forms").glob("*.xlsx")):
        surveys.add_form(store, load(path, cache_folder()), kind=Kind.BEGINNING)


def save(store: Store, project: Project) -> list[Change]:
    """Save what is said about the project: its name, purpose, who asked, what it decides."""
    return store.write(_("Change the project"), project, typing=True)


def _typed(kind: type[Record], row: dict[str, str]) -> dict[str, Any]:
    defaults = kind().model_dump()
    return {name: _CLAIMS[text] if isinstance(defaults[name], bool) else text for name, text in row.items()}
