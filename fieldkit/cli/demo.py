"""A whole round of fieldwork, from three laptops through a shared folder into a funder's PDF."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path

from rich.console import Console

from fieldkit.cli import sample
from fieldkit.cli.progress import shown
from fieldkit.cli.reporting import write_report
from fieldkit.cli.sample import Laptop, Sample
from fieldkit.domain import Interview, Person, Recommendation, SurveyForm, Wave
from fieldkit.edits import consent, interviews, issues, people, projects, surveys
from fieldkit.errors import FileError
from fieldkit.forms import Form
from fieldkit.shipped import shipped
from fieldkit.store import SUFFIX, Store
from fieldkit.sync import Outcome, join, sync
from fieldkit.words import _, ngettext

Tell = Callable[[float, str], None]
_COORDINATOR = "cato"


@dataclass(frozen=True, slots=True)
class Round:
    """Where a round is played: a folder for each laptop, the folder they share, and the report."""

    folder: Path
    shared: Path
    report: Path

    def project(self, person: str) -> Path:
        """Return the project file on a person's laptop."""
        return self.folder / f"{person}'s laptop" / f"Autumn round{SUFFIX}"


def play(folder: Path | None) -> None:
    """Play the sample in a folder, and say what was done in a dozen lines.

    Raises:
        FileError: the folder is not empty, or cannot be made.
    """
    here = _prepared(folder or _unused(Path("fieldkit-demo")))
    lines: list[str] = []
    with shown(_("Opening three laptops")) as tell:
        _play(here, sample.read(shipped("resources", "sample")), tell, lines.append)
    console = Console(highlight=False, soft_wrap=True)
    for line in lines:
        console.print(line, markup=False)


def _prepared(folder: Path) -> Round:
    shared = folder / "shared folder"
    try:
        free = not folder.exists() or not any(folder.iterdir())
        if free:
            shared.mkdir(parents=True)
    except OSError as error:
        raise FileError(
            _("Nothing can be written in {folder}: {reason}.").format(folder=folder, reason=error.strerror),
            _("Name a folder of your own, or one that does not exist yet."),
        ) from error
    if not free:
        raise FileError(
            _("There is something in {folder} already, so nothing was written.").format(folder=folder),
            _("Name an empty folder, or one that does not exist yet."),
        )
    return Round(folder, shared, folder / "What communities need.pdf")


def _unused(folder: Path) -> Path:
    number = 2
    free = folder
    while free.exists():
        free = folder.with_name(f"{folder.name}-{number}")
        number += 1
    return free


def _play(here: Round, told: Sample, tell: Tell, say: Callable[[str], None]) -> None:
    with ExitStack() as opened:
        coordinator = opened.enter_context(Store.create(here.project(_COORDINATOR), told.project["name"]))
        _begin(coordinator, told)
        sync(coordinator, here.shared)
        say(
            _("Cato began “{name}” with {count} groups to visit.").format(
                name=told.project["name"], count=len(told.groups)
            )
        )

        tell(0.08, _("Two fieldworkers join"))
        stores = {
            name: opened.enter_context(join(here.shared, here.project(name)))
            for name in sorted({interview["laptop"] for interview in told.interviews.values()})
        }
        form = surveys.opened_form(coordinator, coordinator.find(SurveyForm)[0])
        laptops = {name: _laptop(name, store, form) for name, store in stores.items()}
        held = _hold(laptops, told, tell, say)

        tell(0.72, _("First sync"))
        _sync_all(coordinator, stores, here)
        seen = len(coordinator.find(Interview))
        say(_("First sync: Cato sees {seen} interviews, each as far as people agreed.").format(seen=seen))
        _things_happen(laptops, held, told, say)

        tell(0.8, _("Second sync"))
        outcomes = _sync_all(coordinator, stores, here)
        say(_second_sync(sum(outcome.erased for outcome in outcomes), len(coordinator.conflicts())))
        tell(0.88, _("Writing the report"))
        write_report(coordinator, here.report, lambda fraction, words: tell(0.88 + 0.12 * fraction, words))
    for name in (*stores, _COORDINATOR):
        say(_("{name}'s project: {path}").format(name=name.capitalize(), path=here.project(name)))
    say(_("The shared folder: {path}").format(path=here.shared))
    say(_("The report:        {path}").format(path=here.report))


def _begin(store: Store, told: Sample) -> None:
    projects.begin(store)
    project, wave = told.project, told.project["waves"][0]
    names = ("purpose", "asked_by", "decision", "data_owner", "recruitment")
    projects.save(store, store.project.but(**{name: project[name] for name in names}))
    store.write(_("Name the wave"), store.get(Wave, "baseline").but(name=wave["name"], months=wave["months"]))
    for person in project["people"]:
        added = people.add_person(store, person["name"], person["role"])
        if person["id"] == _COORDINATOR:
            people.sit_down(store, added)
    types = sample.group_types(store)
    for row in told.groups:
        group = people.add_group(store, row["name"], types[row["type_id"]], row["place"], row["size_band"])
        people.save_group(store, group.but(assets=row["assets"]))
    for row in project["recommendations"]:
        issues.recommend(
            store,
            Recommendation(
                text=row["text"],
                by=row["by"],
                code_ids=" ".join(row["codes"]),
                size=row["size"],
                due=row["due"],
            ),
        )


def _laptop(name: str, store: Store, form: Form) -> Laptop:
    people.sit_down(store, next(person for person in store.find(Person) if person.name.lower() == name))
    return Laptop(store, form)


def _hold(
    laptops: dict[str, Laptop], told: Sample, tell: Tell, say: Callable[[str], None]
) -> dict[str, Interview]:
    names = {row["id"]: row["name"] for row in told.groups}
    held: dict[str, Interview] = {}
    for number, (name, interview) in enumerate(told.interviews.items()):
        tell(
            0.1 + 0.62 * number / len(told.interviews),
            _("Visiting {group}").format(group=names[interview["group"]]),
        )
        held[name] = laptops[interview["laptop"]].hold(interview, names[interview["group"]])
    for laptop in laptops:
        count = sum(interview["laptop"] == laptop for interview in told.interviews.values())
        say(_("{name} visited groups {count} times.").format(name=laptop.capitalize(), count=count))
    return held


def _sync_all(coordinator: Store, stores: dict[str, Store], here: Round) -> list[Outcome]:
    """Sync every laptop, the fieldworkers' once more at the end, so that each has heard of all."""
    return [sync(store, here.shared) for store in (*stores.values(), coordinator, *stores.values())]


def _second_sync(erased: int, conflicts: int) -> str:
    return _(
        "Second sync: {files} of the shared folder rid of what was taken back; {things} left for Cato to settle."
    ).format(
        files=ngettext("{count} file", "{count} files", erased).format(count=erased),
        things=ngettext("{count} thing", "{count} things", conflicts).format(count=conflicts),
    )


def _things_happen(
    laptops: dict[str, Laptop], held: dict[str, Interview], told: Sample, say: Callable[[str], None]
) -> None:
    for event in told.events["withdrawals"]:
        laptop = laptops[told.interviews[event["interview"]]["laptop"]]
        consent.withdraw(laptop.store, held[event["interview"]], on=event["withdrawn_on"])
        say(
            _(
                "One group took its interview back: it is erased on every laptop that syncs, and in the folder."
            )
        )
    for event in told.events["conflicts"]:
        for name, laptop in laptops.items():
            seen = laptop.store.get(Interview, held[event["interview"]].id)
            interviews.save(laptop.store, seen.but(**{event["field"]: event[name]}))
        say(_("Ash and Bea corrected the same line of one interview apart from each other."))
    for event in told.events["double_coded"]:
        laptops[event["coder"]].code_too(held[event["interview"]], event["note"], event["codes"])
    say(
        _("{count} notes were coded a second time by somebody else.").format(
            count=len(told.events["double_coded"])
        )
    )
