"""A workbook becomes a Form, through pyxform and the XForm that it makes; and all that an author will want to know."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import NamedTuple

from fieldkit.errors import FileError, FormError
from fieldkit.forms.form import Fault, Form
from fieldkit.forms.workbooks.checks import checked, in_order, out_of_bounds
from fieldkit.forms.workbooks.converter import Refusal, converted
from fieldkit.forms.workbooks.filed import sized
from fieldkit.forms.workbooks.findings import Examined, Finding, Place, Severity, fault, faults_in, warning
from fieldkit.forms.workbooks.mending import Searched, all_findings, new
from fieldkit.forms.workbooks.parts import unreadable
from fieldkit.forms.workbooks.reading import read
from fieldkit.forms.workbooks.rows import Workbook
from fieldkit.forms.xforms.beside import with_files
from fieldkit.forms.xforms.external import ITEMSETS, LISTS
from fieldkit.forms.xforms.xform import examined
from fieldkit.words import _

_AS_WRITTEN = {"expression-unreadable", "name-impossible"}


def load(path: Path) -> Form:
    """Return the form in an XLSForm workbook, or in an XForm (.xml), without the files beside it.

    Raises:
        FormError: it cannot be used; everything that is wrong is listed with sheet, row and column.
    """
    _workbook, form, found = _read(path)
    if form is None:
        raise FormError(
            _("The questionnaire “{name}” cannot be used yet.").format(name=path.name),
            _("Correct what is listed in the workbook, save it, and choose it again."),
            faults=[finding.said for finding in faults_in(found)],
        )
    return form


def examine(path: Path) -> Examined:
    """Return the form in a file with the files beside it, and everything that its author will want to know of it.

    Nothing is raised for a file: that it cannot be read is a finding too.
    """
    path = Path(path)
    try:
        workbook, form, found = _read(path)
        form = with_files(form, path) if form else None
    except FileError as error:
        return Examined(None, [fault("unreadable", Place(""), error.sentence, error.hint)])
    # What can be used has no fault, whatever our checks think of it.
    known = checked(workbook) if workbook.sheets else []
    warnings = [finding for finding in known if finding.severity is Severity.WARNING]
    return Examined(form, in_order([*found, *warnings, *(_warnings(form, workbook) if form else ())]))


class _Read(NamedTuple):
    workbook: Workbook
    """One without sheets where the file is an XForm."""
    form: Form | None
    findings: list[Finding]
    """What keeps it from being used, and what else is found where it cannot be."""


def _read(path: Path) -> _Read:
    if path.suffix.lower() == ".xml":
        workbook, files, xml = Workbook({}), None, _text(path)
    else:
        cells, workbook = read(path)
        if beyond := out_of_bounds(workbook):
            return _Read(workbook, None, beyond)
        answer = converted(cells)
        if isinstance(answer, Refusal):
            return _Read(workbook, None, _of_refused(all_findings(cells, workbook, answer), workbook))
        files, xml = {ITEMSETS: answer.itemsets} if answer.itemsets else None, answer.xml
    form, wrong, doubtful = examined(xml, files)
    # Of a form that can be used, they are told once the files beside it were looked at; so are those of its lists.
    told = () if form else (one for one in doubtful if one.path)
    return _Read(workbook, form, [*_faults(wrong, workbook), *_told_by_engine(told, workbook)])


def _of_refused(searched: Searched, workbook: Workbook) -> list[Finding]:
    """Return what was found, and what the engine finds in a copy that was mended: unknown functions, circles."""
    found, mended = searched
    if mended is None:
        return found
    _form, wrong, doubtful = examined(mended.xml)
    told = [
        fault("form-faulty", *_placed(one, workbook), _("Correct it, and choose the form again."))
        for one in wrong
    ]
    told += _told_by_engine((one for one in doubtful if one.path), workbook)
    return in_order([*found, *new([one for one in told if one.place.row], found)])


def _text(path: Path) -> str:
    sized(path)
    try:
        text = path.read_text(encoding="utf-8-sig")
    except OSError as error:
        raise unreadable(path, error.strerror or "") from error
    except UnicodeDecodeError as error:
        raise unreadable(path, _("it is not text")) from error
    if "<!ENTITY" in text:
        raise unreadable(path, _("it defines XML entities, which no form does"))
    return text


def _faults(wrong: list[Fault], workbook: Workbook) -> list[Finding]:
    if not wrong:
        return []
    # The engine reads names and expressions as the converter wrote them; the checks read them as the author did.
    written = [finding for finding in checked(workbook) if finding.code in _AS_WRITTEN]
    places = {finding.place for finding in written}
    told = [
        fault("form-faulty", *_placed(one, workbook), _("Correct it, and choose the form again."))
        for one in wrong
    ]
    return [*written, *(one for one in told if not written or (one.place.sheet and one.place not in places))]


def _told_by_engine(
    doubtful: Iterable[Fault], workbook: Workbook, files: Sequence[str] = ()
) -> list[Finding]:
    return [warning(one.code, *_placed(one, workbook, files), _remedy(one)) for one in doubtful]


def _warnings(form: Form, workbook: Workbook) -> list[Finding]:
    absent = [name for name in form.files if name not in form.contents]
    missing = [name for name in absent if not name.lower().endswith(LISTS)]
    return [
        *_told_by_engine(form.warnings, workbook, absent),
        *(
            warning(
                "media-missing",
                _mentioned(name, workbook),
                _("“{name}” is not there: the question is shown without it.").format(name=name),
                _("Put it beside the questionnaire, or into a folder named after it."),
            )
            for name in missing
        ),
    ]


def _remedy(told: Fault) -> str:
    # Of the others, the sentence says what to do.
    return _("Let one of them be asked or worked out without the other.") if told.code == "circle" else ""


def _placed(told: Fault, workbook: Workbook, files: Sequence[str] = ()) -> tuple[Place, str]:
    """Return the cell that made a part of the XForm, and what is told of it."""
    # What the converter adds belongs to the row that it adds it for.
    for path in (told.path, told.path.removesuffix("_count"), told.path.removesuffix("_other")):
        if path in workbook.rows_by_path:
            return workbook.rows_by_path[path].place(told.column), told.sentence
    if told.path:
        return Place(""), f"{told.path}: {told.sentence}"
    named = next((name for name in files if f"“{name}”" in told.sentence), "")
    return _mentioned(named, workbook), told.sentence


def _mentioned(file: str, workbook: Workbook) -> Place:
    """Return the first cell that names a file, with its ending or, as in `pulldata('towns', …)`, without."""
    wanted = (file, f"'{Path(file).stem}'", f'"{Path(file).stem}"')
    for sheet in ("survey", "choices") if file else ():
        for row in workbook[sheet].rows:
            for column, text in row.cells.items():
                if any(word in text for word in wanted):
                    return Place(sheet, row.number, column.header)
    return Place("")
