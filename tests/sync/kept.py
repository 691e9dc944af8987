"""Writes the shared folder that is kept for this format: `python -m tests.sync.kept`, once for each new format.

Two laptops write apart, delete, take an interview back, and attach a file. What an older format does not know yet is
missing in its folder.
"""

from __future__ import annotations

from datetime import date
from pathlib import Path
from tempfile import TemporaryDirectory

from fieldkit.domain import (
    Attachment,
    Audit,
    Consent,
    FormFile,
    Group,
    GroupType,
    Interview,
    Note,
    Person,
    SavedEntity,
    Score,
    Submission,
    SurveyForm,
)
from fieldkit.domain.consent import Answer, Scope, consent_id
from fieldkit.edits import consent
from fieldkit.store import FORMAT, Store
from fieldkit.sync import join, sync

KEPT = Path(__file__).parents[1] / "fixtures"
NOTE = '=1+1\r\n“We can\'t be the guinea pig.”, said the "treasurer";\n00123 – naïve'
ANSWERS = {"/visit/water": "well", "/visit/roster[k3f9]": "1", "/visit/roster[k3f9]/age": "007"}


def write(folder: Path) -> None:
    """Write the folder, which must not be there yet."""
    folder.mkdir()
    with TemporaryDirectory() as desk, Store.create(Path(desk, "a.fieldkit"), "A kept folder") as ash:
        _begin(ash)
        sync(ash, folder)
        with join(folder, Path(desk, "b.fieldkit")) as bea:
            _go_on_apart(ash, bea, folder)


def _begin(ash: Store) -> None:
    ash.write("Begin", Person(id="ash", name="Ash"))
    ash.person = "ash"
    ash.write(
        "Begin",
        GroupType(id="GT03", name="Parent and child group", sensitive=True),
        Group(id="g1", name="Tuesday Tots", type_id="GT03", place="Norwich", size_band="6–15"),
        Group(id="g2", name="Gone"),
    )
    ash.write(
        "Visit",
        Interview(id="i1", group_id="g1", held_on=date(2026, 9, 14)),
        *_agreed("i1"),
        Note(id="n1", interview_id="i1", text=NOTE),
        Score(id="s1", interview_id="i1", tool_id="T01", criterion_id="F01", points=3, standing="scored"),
        Attachment(id="a1", interview_id="i1", name="plan.txt", sha256=ash.attachments.keep(b"kept"), size=4),
        Submission(id="u1", interview_id="i1", form_id="f1"),
        answers={"u1": ANSWERS},
    )
    ash.write("Visit", Interview(id="i2"), *_agreed("i2"), Note(id="n2", interview_id="i2", text="CANARY"))


def _agreed(interview: str) -> list[Consent]:
    day = date(2026, 9, 14)
    return [
        Consent(
            id=consent_id(interview, scope),
            interview_id=interview,
            scope=scope,
            answer=Answer.YES,
            answered_on=day,
        )
        for scope in (Scope.HOLD, Scope.TEAM)
    ]


def _go_on_apart(ash: Store, bea: Store, folder: Path) -> None:
    bea.person = "bea"
    ash.write("Move", ash.get(Group, "g1").but(place="Diss"))
    bea.write("Move", bea.get(Group, "g1").but(place="Ely", assets="A kitchen"))
    bea.write("Delete", bea.get(Group, "g2").but(deleted=True))
    bea.write(
        "Go on",
        Person(id="bea", name="Bea"),
        SurveyForm(id="f1", form_id="visit", version="1", title="Visit", xml="<a/>"),
        FormFile(id="ff1", form_id="f1", name="towns.csv", sha256=bea.attachments.keep(b"name\n"), size=5),
        SavedEntity(
            id="e1", interview_id="i1", submission_id="u1", dataset="wells", label="The well", makes=True
        ),
        Audit(id="o1", interview_id="i1", submission_id="u1", text="form start,,1,"),
    )
    for laptop in (ash, bea, ash):
        sync(laptop, folder)
    consent.withdraw(bea, bea.get(Interview, "i2"), on=date(2026, 10, 1))
    for laptop in (bea, ash, bea):
        sync(laptop, folder)


if __name__ == "__main__":
    write(KEPT / f"folder-{FORMAT}")
