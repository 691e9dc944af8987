"""The files that lie beside a questionnaire, in its folder or in one named after it, as authors keep them for ODK."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from pathlib import Path

from fieldkit.errors import FileError
from fieldkit.forms.form import Fault, Form
from fieldkit.forms.xforms.external import unreadable
from fieldkit.forms.xforms.failed import sentences
from fieldkit.forms.xforms.itemsets import lacking
from fieldkit.forms.xforms.xform import parse
from fieldkit.words import _


def with_files(form: Form, path: Path) -> Form:
    """Return a form with what lies beside its file at `path`: in `<name>-media/`, or in the same folder.

    Unlike `parse`, this reads every list, and warns of those that cannot be read.

    Raises:
        FileError: a file is there and may not be read.
    """
    found = {**found_beside(path, form.files), **form.contents}
    if found:
        form = parse(form.xml, found)
    told = unreadable(form.model.instances[name] for name in sorted(form.model.instances))
    faults = [
        *(Fault("", "", sentence, "list-unreadable") for sentence in told),
        *_lacking(form),
        *_failed(form.contents),
    ]
    return replace(form, warnings=(*form.warnings, *faults)) if faults else form


def _lacking(form: Form) -> Iterator[Fault]:
    """Yield a warning for each question whose list has not the column that it takes its choices from."""
    for path, definition in form.model.by_path.items():
        source = definition.itemset.source if definition.itemset else None
        name, column = lacking(source, form.model.instances) if source else ("", "")
        if column:
            sentence = _("The list “{name}” has no column “{column}”, from which the choices are made.")
            yield Fault(path, "type", sentence.format(name=name, column=column), "list-column-missing")


def _failed(contents: Mapping[str, bytes]) -> Iterator[Fault]:
    """Yield a warning for what a spreadsheet wrote into lists where a formula failed."""
    for name, content in contents.items():
        for sentence in sentences(name, content) if name.lower().endswith(".csv") else ():
            yield Fault("", "", sentence, "list-cell-with-error")


def found_beside(path: Path, names: tuple[str, ...]) -> Mapping[str, bytes]:
    """Return the content of those of these files that lie beside a file; capitals may differ."""
    wanted = {name.casefold(): name for name in names}
    found: dict[str, bytes] = {}
    for folder in (path.parent, path.with_name(f"{path.stem}-media")) if wanted else ():
        for file in sorted(folder.iterdir()) if folder.is_dir() else ():
            name = wanted.get(file.name.casefold())
            if name and file.is_file():
                found[name] = content_of(file)
    return found


def content_of(path: Path) -> bytes:
    """Return what is in a file that belongs to a questionnaire.

    Raises:
        FileError: it cannot be read.
    """
    try:
        return path.read_bytes()
    except OSError as error:
        raise FileError(
            _("{name} belongs to the questionnaire and cannot be read.").format(name=path.name),
            _("Look whether you may open it."),
        ) from error
