"""The same small world of fieldwork as in the tests of the analysis."""

from __future__ import annotations

from importlib.util import module_from_spec, spec_from_file_location
from pathlib import Path

import pytest

_spec = spec_from_file_location("fieldwork", Path(__file__).parents[1] / "analysis" / "conftest.py")
_module = module_from_spec(_spec)
_spec.loader.exec_module(_module)


@pytest.fixture(scope="session")
def new_fieldwork():
    """Return the maker of such worlds, for tests that need many."""
    return _module.Fieldwork


@pytest.fixture
def fieldwork(new_fieldwork):
    return new_fieldwork()
