"""LibreOffice without a window, as the spreadsheet of somebody who opens a table and saves it again."""

from __future__ import annotations

import shutil
import subprocess
from pathlib import Path

import pytest

_LANGUAGES = {"en-GB": 2057, "en-US": 1033, "de": 1031, "fr": 1036}
"""By the number that Windows gave them. Source: LibreOffice, "Filter Options for CSV", token 6."""


def saved_by_libreoffice(table: Path, to: Path, language: str) -> Path:
    """Open a CSV file in a language, with all that LibreOffice can read out of its cells, and save it as CSV."""
    office = shutil.which("soffice")
    if office is None:
        pytest.skip("needs LibreOffice Calc: apt install libreoffice-calc-nogui")
    number = _LANGUAGES[language]
    to.mkdir()
    subprocess.run(
        [
            office,
            f"-env:UserInstallation={(to / 'profile').as_uri()}",
            "--headless",
            f"--infilter=CSV:44,34,76,1,,{number},false,true",
            "--convert-to",
            f"csv:Text - txt - csv (StarCalc):44,34,76,1,,{number},true,true,false",
            "--outdir",
            str(to / "out"),
            str(table),
        ],
        check=True,
        capture_output=True,
        timeout=180,
    )
    return to / "out" / table.name
