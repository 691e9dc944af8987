"""The answers to a questionnaire as tables, one for each repeat."""

# pandas ships its types in part only.
# pyright: reportUnknownMemberType=false, reportMissingTypeStubs=false

from __future__ import annotations

from collections import defaultdict

import pandas as pd

from fieldkit.domain import Submission
from fieldkit.exchange.columns import Table, tables
from fieldkit.forms import Form
from fieldkit.forms.keys import without_keys
from fieldkit.store import Store

SUBMISSION = "_submission"
"""The column that holds the submission's key: its own, or the one that it was imported with."""
INSTANCE = "_instance"
"""The column that holds the path of the repeat's instance, such as `/household/roster[000001]`."""


def frames(form: Form, store: Store, survey_form_id: str) -> dict[str, pd.DataFrame]:
    """Return the answers to a form: the table `main`, and one for each repeat by its name.

    Each has a column for every question of the form, holding texts as they are stored, blank where there is
    none; rows are in the order of submission and instance. Everything on this laptop is in it, drafts too: for
    the eyes of whoever works here, not to be passed on.
    """
    keys = {s.id: s.instance_id for s in store.find(Submission, form_id=survey_form_id)}
    rows: defaultdict[str, dict[tuple[str, str], dict[str, str]]] = defaultdict(dict)
    rows[""] = {(key, ""): {} for key in keys.values()}
    for submission, path, text in store.all_answers():
        if submission in keys:
            # The last bracket ends the path of the innermost instance.
            instance = path[: path.rfind("]") + 1]
            row = rows[without_keys(instance)].setdefault((keys[submission], instance), {})
            row[without_keys(path)] = text
    return {table.name: _frame(table, rows[table.repeat]) for table in tables(form)}


def _frame(table: Table, rows: dict[tuple[str, str], dict[str, str]]) -> pd.DataFrame:
    columns = table.columns()
    cells = [
        [*place, *(rows[place].get(path, "") for path in columns)]
        for place in sorted(rows)
    ]  # fmt: skip
    return pd.DataFrame(cells, columns=[SUBMISSION, INSTANCE, *columns.values()], dtype=object)
