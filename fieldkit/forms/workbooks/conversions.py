"""What workbooks were converted to, kept by what is in them: to convert takes a hundred times as long as to read."""

from __future__ import annotations

import hashlib
from contextlib import suppress
from importlib.metadata import version
from pathlib import Path

from fieldkit import __version__
from fieldkit.errors import FormError
from fieldkit.forms.form import Form
from fieldkit.forms.xforms.xform import parse

MOST = 100
"""How many conversions are kept; the oldest go first."""


class Conversions:
    """A folder of XForms. It may vanish at any time: nothing in it is needed, and nobody is told of its troubles."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def find(self, path: Path) -> Form | None:
        """Return the form that a workbook was converted to before, by the same pyxform and the same fieldkit."""
        with suppress(OSError, UnicodeDecodeError, FormError):
            return parse(self._kept(path).read_text("utf-8"))
        return None

    def keep(self, path: Path, form: Form) -> None:
        """Keep what a workbook was converted to; but not if it came with lists, which lie in no file."""
        if form.contents:
            return
        with suppress(OSError):
            kept = self._kept(path)
            self._folder.mkdir(parents=True, exist_ok=True)
            beside = kept.with_suffix(".new")
            beside.write_text(form.xml, "utf-8")
            beside.replace(kept)
            forms = sorted(self._folder.glob("*.xml"), key=lambda form: form.stat().st_mtime)
            for oldest in forms[:-MOST]:
                oldest.unlink()

    def _kept(self, path: Path) -> Path:
        told = hashlib.sha256(path.read_bytes())
        # A form without a form_id is called after its file, so the name is part of what is converted.
        told.update("\n".join(["", path.name, version("pyxform"), __version__]).encode())
        return self._folder / f"{told.hexdigest()[:32]}.xml"
