"""Answers out of a project, from a terminal."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from rich.console import Console

from fieldkit.cli.progress import shown
from fieldkit.domain import Submission, SurveyForm
from fieldkit.edits.surveys import opened_form
from fieldkit.errors import FieldkitError
from fieldkit.store import Store
from fieldkit.words import _

if TYPE_CHECKING:
    from fieldkit.exchange.export import Format
    from fieldkit.exchange.layout import Way


def export(project: Path, form: str, to: Path, kind: Format, way: Way) -> None:
    """Write the answers to a questionnaire, and say how many stayed and why.

    Raises:
        FieldkitError: the project has no such questionnaire, or not that language, or it cannot be written.
    """
    from fieldkit.exchange import export as out
    from fieldkit.exchange.labels import language_of

    console = Console(highlight=False, soft_wrap=True)
    with Store.open(project) as store, shown(_("Writing the answers")) as tell:
        survey_form = _named(store, form)
        questionnaire = opened_form(store, survey_form)
        if way.labels is not None:
            way = way.speaking(language_of(questionnaire, way.labels))
        exported = out.export(store, questionnaire, survey_form, to, kind, way, tell)
        assert exported, "nobody can stop it here"
    for line in [*out.outcome(exported), _("The answers: {path}").format(path=to)]:
        console.print(line, markup=False)


def tables(project: Path, to: Path) -> None:
    """Write a project as tables, and say what is in them."""
    from fieldkit.exchange.tables import kept_back, write_tables

    with Store.open(project) as store:
        written = write_tables(store, to)
    console = Console(highlight=False, soft_wrap=True)
    for name, count in written.rows.items():
        console.print(f"{count:6} {name}", markup=False)
    if written.held_back:
        console.print(kept_back(written.held_back), markup=False)
    console.print(_("The tables: {path}").format(path=to), markup=False)


def _named(store: Store, name: str) -> SurveyForm:
    """Return the questionnaire of this form_id, or `form_id version`; for no name, the only one that was answered."""
    forms = store.find(SurveyForm)
    answered = {submission.form_id for submission in store.find(Submission)}
    if name:
        meant = [form for form in forms if name in (form.form_id, _spelled(form))]
    else:
        meant = [form for form in forms if form.id in answered]
    if len(meant) == 1:
        return meant[0]
    raise FieldkitError(
        _("Which questionnaire? The project has {names}.").format(
            names=", ".join(f"“{_spelled(form)}”" for form in meant or forms)
        ),
        _("Say --form and its form_id; where there are several versions, “form_id version”."),
    )


def _spelled(form: SurveyForm) -> str:
    return f"{form.form_id} {form.version}".strip()
