"""Which file of cases is replayed how: one line each."""

from __future__ import annotations

from tests.conformance import workbooks
from tests.conformance.outcome import Replays

REPLAYS: dict[str, Replays] = {
    # expressions
    # forms at work
    # workbooks
    "xlsforms_pyxform_md": workbooks.pyxform,
    "forms": workbooks.real_forms,
}
"""By the name of the file, without its ending."""
