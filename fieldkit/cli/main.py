"""The command line: one command for each verb, and the one door where errors become sentences."""

from __future__ import annotations

from collections.abc import Sequence
from enum import StrEnum
from pathlib import Path
from typing import Annotated, Any

import typer
from rich.console import Console
from typer.exceptions import TyperException

from fieldkit import __version__
from fieldkit.errors import FieldkitError
from fieldkit.words import _

app = typer.Typer(
    help=_("Fieldwork on what communities need from technology. Without a command, the window opens."),
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
)


def main(words: Sequence[str]) -> int:
    """Carry out a command and return the exit code: 0, or 1 with a sentence and a hint on the error stream."""
    try:
        result: Any = app(args=list(words), prog_name="fieldkit", standalone_mode=False)
    except FieldkitError as error:
        Console(stderr=True, highlight=False, soft_wrap=True).print(str(error), markup=False)
        return 1
    except typer.Exit as stop:
        return stop.exit_code
    except TyperException as error:
        # A slip in the words typed: which one, and how to see what there is.
        slip = _("{slip}\nType `fieldkit --help`, or `fieldkit COMMAND --help`.").format(
            slip=error.format_message()
        )
        Console(stderr=True, highlight=False, soft_wrap=True).print(slip, markup=False)
        return 2
    return int(result or 0)


@app.callback(invoke_without_command=True)
def _start(version: Annotated[bool, typer.Option("--version", help=_("Print the version."))] = False) -> None:
    if version:
        typer.echo(f"fieldkit {__version__}")
        raise typer.Exit


@app.command()
def demo(
    folder: Annotated[
        Path | None,
        typer.Argument(help=_("An empty folder to play it in; a new one here where none is given.")),
    ] = None,
) -> None:
    """Play a whole round of invented fieldwork: three laptops, a shared folder, a report."""
    from fieldkit.cli.demo import play

    play(folder)


@app.command("import-odk")
def import_odk(
    form: Annotated[Path, typer.Argument(help=_("The questionnaire, an XLSForm."))],
    data: Annotated[
        Path,
        typer.Argument(
            help=_("Its data from ODK or Kobo: .xlsx, .csv, a .zip of CSV files, or submissions as XML.")
        ),
    ],
    project: Annotated[
        Path | None,
        typer.Option(
            help=_("The project file to take it in; one named after the data, where none is given.")
        ),
    ] = None,
    agreed: Annotated[
        str,
        typer.Option(
            help=_("How the people agreed that the team may have it; without it all stays on this laptop.")
        ),
    ] = "",
    prove: Annotated[
        bool,
        typer.Option(
            help=_("Split it over two laptops, sync, merge, and compare with the source cell for cell.")
        ),
    ] = False,
    labels: Annotated[
        str | None,
        typer.Option(metavar="LANG", help=_("The data name choices by their labels in this language.")),
    ] = None,
) -> None:
    """Take in a questionnaire and the data that others gathered with it."""
    from fieldkit.cli.import_odk import import_odk as take_in

    take_in(form, data, project or Path(data.stem).with_suffix(".fieldkit"), agreed, prove, labels)


class As(StrEnum):
    """What answers are exported as."""

    XML = "xml"
    CSV = "csv"
    XLSX = "xlsx"


class For(StrEnum):
    """Whom an export is for: consent decides for each, interview by interview."""

    TEAM = "team"
    PARTNERS = "partners"


@app.command()
def export(
    project: Annotated[Path, typer.Argument(help=_("The project file."))],
    to: Annotated[
        Path,
        typer.Option(help=_("The .zip, .xlsx or new folder to write; a folder holds the files unpacked.")),
    ],
    kind: Annotated[
        As, typer.Option("--as", help=_("ODK submissions, ODK Central's CSV, or Excel."))
    ] = As.CSV,
    form: Annotated[
        str, typer.Option(help=_("The form_id of the questionnaire, where answers to several are there."))
    ] = "",
    labels: Annotated[
        str | None,
        typer.Option(metavar="LANG", help=_("Labels in this language for choices, not their values.")),
    ] = None,
    split: Annotated[
        bool,
        typer.Option("--split", help=_("A column of 1 and 0 for each choice where several may be taken.")),
    ] = False,
    groups: Annotated[
        bool, typer.Option("--groups/--no-groups", help=_("The names of groups before those of questions."))
    ] = True,
    files: Annotated[
        bool, typer.Option("--files/--no-files", help=_("Photos and other files that are answers."))
    ] = True,
    readers: Annotated[
        For, typer.Option("--for", help=_("Who gets it: only what people agreed to for them goes out."))
    ] = For.TEAM,
) -> None:
    """Write the answers to a questionnaire as ODK submissions, CSV or Excel, as far as the people agreed."""
    from fieldkit.cli.export import export as write
    from fieldkit.domain.consent import Audience
    from fieldkit.exchange.export import Format
    from fieldkit.exchange.layout import Way

    write(project, form, to, Format(kind), Way(labels, split, groups, Audience(readers), files))


@app.command()
def sync(
    project: Annotated[Path, typer.Argument(help=_("The project file."))],
    folder: Annotated[Path, typer.Argument(help=_("The shared folder."))],
    fresh: Annotated[
        bool, typer.Option(help=_("Use an empty folder although the project has synced before."))
    ] = False,
) -> None:
    """Send what is new on this laptop to the shared folder, and take in what the others sent."""
    from fieldkit.cli.sharing import sync as carry

    carry(project, folder, fresh)


class Engine(StrEnum):
    """What does the work of a merge."""

    SQLITE = "sqlite"
    DASK = "dask"


@app.command()
def merge(
    files: Annotated[
        list[Path],
        typer.Argument(
            help=_("Files of changes as they lie in a shared folder; archives or folders of them.")
        ),
    ],
    into: Annotated[Path | None, typer.Option(help=_("The project file."))] = None,
    look: Annotated[
        bool, typer.Option("--look", help=_("Say what they would bring, and change nothing."))
    ] = False,
    engine: Annotated[
        Engine,
        typer.Option(help=_("With dask, many machines turn one shared folder into tables; none is changed.")),
    ] = Engine.SQLITE,
    scheduler: Annotated[
        str, typer.Option(metavar="ADDRESS", help=_("Of these machines; processes of this one without it."))
    ] = "",
    to: Annotated[
        Path | None, typer.Option(help=_("With dask: a new .parquet folder, or a .sqlite or .db file."))
    ] = None,
) -> None:
    """Merge files that came by mail or on a stick, as one step that can be undone."""
    from fieldkit.cli import sharing

    if engine is Engine.DASK:
        sharing.merge_with_dask(files, into, scheduler, to)
    elif into is None:
        raise typer.BadParameter(_("name the project file that takes the files in."), param_hint="--into")
    else:
        sharing.merge(files, into, look)


@app.command()
def join(
    folder: Annotated[Path, typer.Argument(help=_("The shared folder."))],
    project: Annotated[Path, typer.Argument(help=_("The project file to make."))],
) -> None:
    """Make a project file on this laptop from a shared folder."""
    from fieldkit.cli.sharing import join as take_part

    take_part(folder, project)


@app.command()
def tables(
    project: Annotated[Path, typer.Argument(help=_("The project file."))],
    to: Annotated[Path, typer.Option(help=_("A new folder, or a .zip."))],
) -> None:
    """Write all that may travel to the team as tables that people read: one CSV for each kind of record."""
    from fieldkit.cli.export import tables as write

    write(project, to)


@app.command()
def take_edits(
    folder: Annotated[
        Path, typer.Argument(help=_("The folder of tables, as `tables` wrote it and somebody edited it."))
    ],
    into: Annotated[Path, typer.Option(help=_("The project file."))],
    look: Annotated[bool, typer.Option("--look", help=_("Say what was edited, and change nothing."))] = False,
    also_rewritten: Annotated[
        bool,
        typer.Option(
            "--also-rewritten", help=_("Take in what a spreadsheet seems to have changed by itself, too.")
        ),
    ] = False,
) -> None:
    """Take in what was edited in tables, as one step that can be undone. What is missing there is not deleted."""
    from fieldkit.cli.edited import take_edits as take_in

    take_in(folder, into, look, also_rewritten)


@app.command()
def doctor(
    project: Annotated[Path, typer.Argument(help=_("The project file."))],
    folder: Annotated[Path | None, typer.Argument(help=_("The shared folder, to look it over too."))] = None,
) -> int:
    """Look a project over and say what is well, what to look at, what is broken, and what to do."""
    from fieldkit.cli.doctor import doctor as look_over

    return look_over(project, folder)


@app.command()
def rebuild(project: Annotated[Path, typer.Argument(help=_("The project file."))]) -> None:
    """Make all that a project shows anew from its journal."""
    from fieldkit.cli.doctor import rebuild as make_anew

    make_anew(project)


@app.command()
def report(
    project: Annotated[Path, typer.Argument(help=_("The project file."))],
    to: Annotated[
        Path | None, typer.Option(help=_("The PDF to write; beside the project where none is given."))
    ] = None,
) -> None:
    """Write the report on community needs as a PDF."""
    from fieldkit.cli.reporting import report as write

    write(project, to or project.with_suffix(".pdf"))


forms = typer.Typer(
    help=_("Write questionnaires: check one, begin one, see one at work."),
    no_args_is_help=True,
    rich_markup_mode=None,
)
app.add_typer(forms, name="form")


class Fill(StrEnum):
    """What a preview is answered with."""

    RANDOM = "random"
    BLANK = "blank"


@forms.command("check")
def form_check(
    files: Annotated[list[Path], typer.Argument(metavar="FILE", help=_("XLSForms or XForms."))],
    as_json: Annotated[bool, typer.Option("--json", help=_("Print it for programs."))] = False,
) -> None:
    """Say what is wrong with questionnaires and what will not work. Exit code 1: one cannot be used."""
    from fieldkit.cli.form import check

    check(files, as_json)


@forms.command("new")
def form_new(
    file: Annotated[Path, typer.Argument(metavar="FILE.xlsx", help=_("The workbook to write."))],
    title: Annotated[
        str, typer.Option(help=_("What the questionnaire is called; as the file, without."))
    ] = "",
) -> None:
    """Write a small questionnaire to begin with, with help for its author."""
    from fieldkit.cli.form import new

    new(file, title)


@forms.command("preview")
def form_preview(
    file: Annotated[Path, typer.Argument(metavar="FILE", help=_("An XLSForm or XForm."))],
    language: Annotated[str, typer.Option(help=_("One of its languages, such as French or fr."))] = "",
    fill: Annotated[Fill, typer.Option(help=_("With answers by chance, or without."))] = Fill.RANDOM,
    seed: Annotated[int, typer.Option(help=_("The same number gives the same answers."))] = 1,
) -> None:
    """Show a questionnaire as text: what is asked, under which condition, with example answers."""
    from fieldkit.cli.preview import show

    show(file, language, seed if fill is Fill.RANDOM else None)
