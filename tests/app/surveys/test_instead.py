"""What the check of a workbook says of an appearance is what the screen then says."""

from __future__ import annotations

from fieldkit.app.surveys.questions import INSTEAD
from fieldkit.forms.workbooks.checks.appearances import OTHERWISE


def test_authors_are_told_beforehand_of_all_that_a_laptop_does_otherwise():
    assert OTHERWISE.keys() == INSTEAD.keys()
