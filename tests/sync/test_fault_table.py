"""The table of faults in `docs/faults.md` names tests that there are."""

from __future__ import annotations

import ast
import re
from pathlib import Path

import pytest

TESTS = Path(__file__).parents[1]
TABLE = TESTS.parent / "docs" / "faults.md"
ROW = re.compile(r"\| ([0-9]+) \| [^|]+ \| [^|]+ \| ([^|]+) \|")
FAULTS = {int(row[1]): re.findall(r"`([^`]+)`", row[2]) for row in ROW.finditer(TABLE.read_text("utf-8"))}


def functions(path: Path) -> set[str]:
    """Return the names of the functions at the top of a module."""
    return {
        node.name for node in ast.parse(path.read_text("utf-8")).body if isinstance(node, ast.FunctionDef)
    }


def test_the_table_has_all_36_faults():
    assert list(FAULTS) == list(range(1, 37))


@pytest.mark.parametrize("fault", FAULTS)
def test_each_fault_names_tests_that_there_are(fault: int):
    assert FAULTS[fault]
    for name in FAULTS[fault]:
        path, _colons, test = name.partition("::")
        assert test in functions(TESTS / path), name
