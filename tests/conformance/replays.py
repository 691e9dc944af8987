"""Which file of cases is replayed how: one line each."""

from __future__ import annotations

from tests.conformance import expressions, initial, traces, walks, workbooks
from tests.conformance.cases import each
from tests.conformance.outcome import Replays

REPLAYS: dict[str, Replays] = {
    "xpath_webforms": each(expressions.webforms),
    "xpath_javarosa": each(expressions.javarosa),
    "xpath_divergences": each(expressions.divergences),
    # forms at work
    "traces_webforms": each(traces.webforms),
    "traces_javarosa": each(traces.javarosa),
    "initial_state_javarosa": initial.initial,
    # workbooks
    "xlsforms_pyxform_md": workbooks.pyxform,
    "forms": workbooks.real_forms,
    "walks": walks.walks,
}
"""By the name of the file, without its ending."""
FOLDERS = {"walks": "forms"}
"""What replays the files of a folder by another name than its own."""
