"""The codes of findings are permanent, so each one is written down for those who rely on it."""

from __future__ import annotations

import re
from pathlib import Path

from fieldkit.forms.workbooks.sayings import SAYINGS

ROOT = Path(__file__).resolve().parents[3]
_GIVEN = re.compile(
    r'\b(?:fault|warning|found)\(\s*"([a-z-]+)"|\bFault\([^()]*(?:\([^()]*\)[^()]*)*, "([a-z-]+)"\)'
)


def test_every_code_is_documented_and_every_documented_code_is_given() -> None:
    text = (ROOT / "docs" / "questionnaires.md").read_text("utf-8")
    documented = set(re.findall(r"`([a-z]+(?:-[a-z]+)*)`", text.partition("| about | codes |")[2]))

    source = "".join(path.read_text("utf-8") for path in (ROOT / "fieldkit" / "forms").rglob("*.py"))
    given = {one or other for one, other in _GIVEN.findall(source)} | {saying.code for saying in SAYINGS}

    assert documented - given - {"not-supported"} == set()
    assert given - documented == set()
