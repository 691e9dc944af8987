"""Taking in answers that were collected with other programs, from a terminal."""

from __future__ import annotations

import tempfile
from collections.abc import Callable, Sequence
from contextlib import ExitStack
from pathlib import Path
from typing import TYPE_CHECKING

import typer
from rich.console import Console

from fieldkit.cli.progress import shown
from fieldkit.edits import projects, surveys, taking_in
from fieldkit.edits.taking_in import Taken
from fieldkit.forms import Form, load
from fieldkit.settings import cache_folder
from fieldkit.store import Store
from fieldkit.store.disk import make_private
from fieldkit.sync import join, sync
from fieldkit.words import _, ngettext

if TYPE_CHECKING:
    from fieldkit.exchange.odk import Import
    from fieldkit.exchange.proof import Compared

Tell = Callable[[float, str], None]
LISTED = 20
"""How many lines of a list a terminal is given; the rest goes to a file."""


def import_odk(
    form: Path, data: Path, project: Path, agreed: str = "", prove: bool = False, labels: str | None = None
) -> None:
    """Take answers collected elsewhere into a project, which is made where there is none.

    With `prove`, the project is left alone: all of it is played through in a folder that is gone afterwards.

    Raises:
        FormError: the questionnaire cannot be used.
        FileError: the answers cannot be read, or are none to this questionnaire.
        ProjectError: the project cannot be opened or made.
    """
    from fieldkit.exchange.labels import language_of
    from fieldkit.exchange.odk import read

    console = Console(highlight=False, soft_wrap=True)
    questionnaire = load(form, cache_folder())
    found = read(questionnaire, data, None if labels is None else language_of(questionnaire, labels))
    _say(console, _about(questionnaire, found))
    if prove:
        _say(console, _left_out(found, None))
        _prove(console, questionnaire, data, found, agreed)
        return
    taken = _take_in(questionnaire, project, found, agreed)
    _say(console, _outcome(found, taken, agreed))
    _say(console, _left_out(found, project))
    _say(console, [_("The project: {project}").format(project=project.resolve())])


def _say(console: Console, lines: Sequence[str]) -> None:
    for line in lines:
        console.print(line, markup=False)


def _about(form: Form, found: Import) -> list[str]:
    asked = sum(question.asked for question in form.questions())
    return [
        _("Questionnaire “{title}” ({id}): {count} questions.").format(
            title=form.title, id=" ".join(filter(None, (form.form_id, form.version))), count=asked
        ),
        *(
            ngettext("  {sheet}: {count} row", "  {sheet}: {count} rows", count).format(
                sheet=sheet, count=count
            )
            for sheet, count in found.sheets.items()
        ),
    ]


# Taking in


def _take_in(form: Form, project: Path, found: Import, agreed: str) -> Taken:
    """Take everything in and return what came of it."""
    with ExitStack() as stack:
        if project.exists():
            store = stack.enter_context(Store.open(project))
        else:
            store = stack.enter_context(Store.create(project, form.title or project.stem))
            projects.begin(store)
        survey_form = surveys.add_form(store, form)
        tell = stack.enter_context(shown(_("Taking in answers")))
        total = len(found.rows)
        return taking_in.import_submissions(
            store,
            survey_form,
            found.rows,
            agreed,
            lambda count: tell(count / total, _("Taking in answers")),
            found.files.content,
        )


def _outcome(found: Import, taken: Taken, agreed: str) -> list[str]:
    there = len(found.rows) - taken.new
    lines = [
        ngettext("{count} submission was taken in.", "{count} submissions were taken in.", taken.new).format(
            count=taken.new
        )
    ]
    if there:
        said = ngettext(
            "{count} was here already, or was taken back by the people; its answers were left as they are.",
            "{count} were here already, or were taken back by the people; their answers were left as they are.",
            there,
        )
        lines.append(said.format(count=there))
    for count, one, many in (
        (
            taken.answers,
            "{count} answer was added to them, where nobody had ever written one.",
            "{count} answers were added to them, where nobody had ever written any.",
        ),
        (taken.files, "{count} file was added to them.", "{count} files were added to them."),
        (
            taken.differing,
            "{count} answer is another one here than in the file.",
            "{count} answers are others here than in the file.",
        ),
    ):
        if count:
            lines.append(ngettext(one, many, count).format(count=count))
    if agreed:
        lines.append(_("The people agreed: {agreed}. They travel with the next sync.").format(agreed=agreed))
    else:
        lines.append(
            _(
                "Nobody said that the people agreed: all are drafts and stay on this laptop. "
                "Once you know, run this again with --agreed and how they agreed."
            )
        )
    return lines


def _left_out(found: Import, project: Path | None) -> list[str]:
    """Return what was not taken in and what is doubtful, with the whole of a long list in a file by the project."""
    every = [*found.unplaced, *found.doubtful]
    lines = [
        *_first(_("Not taken in:"), found.unplaced),
        *_first(_("Taken in as written, but not what the question wants:"), found.doubtful),
    ]
    if project and max(len(found.unplaced), len(found.doubtful)) > LISTED:
        path = project.resolve().with_name(f"{project.stem} - left out.txt")
        path.unlink(missing_ok=True)
        make_private(path)  # It holds answers as they were written.
        path.write_text("\n".join([*every, ""]), encoding="utf-8")
        lines.append(_("The whole list: {path}").format(path=path))
    return lines


def _first(heading: str, sentences: Sequence[str]) -> list[str]:
    if not sentences:
        return []
    more = len(sentences) - LISTED
    rest = [_("  … and {count} more.").format(count=more)] if more > 0 else []
    return [heading, *(f"  {sentence}" for sentence in sentences[:LISTED]), *rest]


# Proving


def _prove(console: Console, form: Form, data: Path, found: Import, agreed: str) -> None:
    with tempfile.TemporaryDirectory(prefix="fieldkit-") as folder, shown(_("Proving")) as tell:
        compared = _played(form, data, found, Path(folder), agreed or _("for this proof only"), tell)
    if compared.differences:
        _say(console, _first(_("Not equal:"), compared.differences))
        raise typer.Exit(1)
    said = _("{cells} cells of {columns} columns in {tables} tables are equal.")
    _say(
        console,
        [
            _("Two laptops took in half each, synced through a folder, and a third one joined."),
            said.format(cells=compared.cells, columns=compared.columns, tables=compared.tables),
        ],
    )


def _played(form: Form, data: Path, found: Import, folder: Path, agreed: str, tell: Tell) -> Compared:
    """Let two laptops take in half each and sync, and compare what a third one gets with the source."""
    from fieldkit.exchange.odk import frames
    from fieldkit.exchange.proof import compare

    shared = folder / "shared"
    shared.mkdir()
    with ExitStack() as stack:
        one = stack.enter_context(Store.create(folder / "one" / "one.fieldkit", form.title))
        survey_form = surveys.add_form(one, form)
        sync(one, shared)
        two = stack.enter_context(join(shared, folder / "two" / "two.fieldkit"))
        for place, store in enumerate((one, two)):
            tell(0.1 + 0.2 * place, _("Taking in answers"))
            taking_in.import_submissions(store, survey_form, found.rows[place::2], agreed)
        tell(0.5, _("Syncing"))
        waiting = [file for store in (one, two, one) for file in sync(store, shared).waiting]
        three = stack.enter_context(join(shared, folder / "three" / "three.fieldkit"))
        tell(0.9, _("Comparing with the source"))
        compared = compare(form, data, frames(form, three, survey_form.id))
        if not one.all_answers() == two.all_answers() == three.all_answers():
            compared.differences.append(_("The laptops do not hold the same answers."))
    compared.differences.extend(_("{file} could not be read.").format(file=file) for file in waiting)
    return compared
