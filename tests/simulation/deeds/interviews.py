"""Interviews: held, gone on with, kept from the team or not, and taken back."""

from __future__ import annotations

import hashlib
from contextlib import suppress
from datetime import date
from typing import TYPE_CHECKING

from fieldkit.domain import Audit, Group, Interview, Issue, Note, SavedEntity, Submission
from fieldkit.domain.change import Cell, Value
from fieldkit.domain.consent import Answer, Scope
from fieldkit.domain.record import new_id
from fieldkit.domain.surveys import ANSWER
from fieldkit.edits import consent, issues
from fieldkit.edits import interviews as edits
from fieldkit.errors import FieldkitError
from fieldkit.store import Store
from fieldkit.store.tables import cells_of
from tests.simulation import older
from tests.simulation.laptop import canary

if TYPE_CHECKING:
    from tests.simulation.history import History
    from tests.simulation.laptop import Laptop

DAY = date(2026, 9, 14)
LEAFLETS = (b"LEAFLET 0", b"LEAFLET F")
"""What is given in several interviews; so are 0.4 of all that is attached. No bit or two make one of the other."""


def hold_in(store: Store, group: Group, *, team: bool = True) -> Interview:
    """Hold an interview with words to look for if it is taken back; without `team` it is to stay on this laptop."""
    interview = edits.begin(store, group, held_on=DAY)
    for scope in (Scope.HOLD, Scope.TEAM) if team else (Scope.HOLD,):
        consent.answer(store, interview, scope, Answer.YES, on=DAY)
    (note,) = store.find(Note, interview_id=interview.id)
    edits.write_note(store, note, canary(interview.id))
    return interview


def hold_an_interview(history: History, laptop: Laptop) -> None:
    """Hold an interview; most may be kept by the team, others not, or not yet."""
    group, team = history.chance.choice(laptop.groups()), history.chance.random() < 0.8
    held = laptop.tries(lambda: hold_in(laptop.store, group, team=team))
    if held and not team:
        history.claims.kept.add(held.id)
        history.happens("an interview is held that the team may not have")


def say_more(history: History, laptop: Laptop) -> None:
    """Write more of what was said in an interview, which others may have taken back meanwhile."""
    if history.chance.random() < 0.5:
        raise_an_issue(history, laptop)
    elif notes := laptop.store.find(Note):
        note = history.chance.choice(notes)
        said = f"{canary(note.interview_id)} {history.words()}"
        laptop.tries(lambda: edits.write_note(laptop.store, note, said))


def raise_an_issue(history: History, laptop: Laptop) -> None:
    """Write down an issue that was raised in an interview."""
    if known := laptop.store.find(Interview):
        interview = history.chance.choice(known)
        said = f"{canary(interview.id)} {history.words()}"
        laptop.tries(lambda: issues.add(laptop.store, interview, Issue(title=said)))


def attach(history: History, laptop: Laptop) -> None:
    """Attach to an interview a photo or recording of it, or a leaflet that may be given in others as well."""
    if not (known := laptop.store.find(Interview)):
        return
    interview = history.chance.choice(known)
    if history.chance.random() < 0.4:
        content = history.chance.choice(LEAFLETS)
    else:
        content = f"{canary(interview.id)} {history.words()}".encode() + history.chance.randbytes(40)
    history.attach(laptop, interview, content)


def fill_a_questionnaire(history: History, laptop: Laptop) -> None:
    """Fill a questionnaire in an interview, or go on with one; an older fieldkit keeps less of it."""
    if not (known := laptop.store.find(Interview)):
        return
    interview = history.chance.choice(known)
    begun = laptop.submissions(interview.id)
    submission = history.chance.choice(begun) if begun and history.chance.random() < 0.5 else new_id()
    filled = filled_in(interview, submission, history.words(), finished=history.chance.random() < 0.7)
    kept = {cell: value for cell, value in filled.items() if not laptop.older or older.knows(cell)}
    laptop.tries(lambda: laptop.store.write_cells("Fill", kept))
    history.happens("a questionnaire is filled" + (" in an older fieldkit" if laptop.older else ""))


def filled_in(interview: Interview, submission: str, words: str, *, finished: bool) -> dict[Cell, Value]:
    """Return what is written when a questionnaire is filled: the answers, what they say of an entity, and the log."""
    said = f"{canary(interview.id)} {words}"
    records = (
        Submission(id=submission, interview_id=interview.id, finished=finished),
        Audit(interview_id=interview.id, submission_id=submission, text=said),
        SavedEntity(interview_id=interview.id, submission_id=submission, label=said, makes=True),
    )
    cells = {cell: value for record in records for cell, value in cells_of(record).items()}
    return cells | {Cell(ANSWER, submission, "/need"): Value("s", said)}


def take_out(history: History, laptop: Laptop) -> None:
    """Take out an issue that was raised."""
    if raised := laptop.store.find(Issue):
        issue = history.chance.choice(raised)
        laptop.tries(lambda: issues.remove(laptop.store, issue))


def ask_again(history: History, laptop: Laptop) -> None:
    """Ask again whether the team may have an interview. What has reached it already cannot be called back so."""
    if not (known := laptop.store.find(Interview)):
        return
    interview, said = history.chance.choice(known), history.chance.choice((Answer.YES, Answer.NO))
    if said == Answer.YES:
        history.claims.kept.discard(interview.id)
    with suppress(FieldkitError):
        laptop.tries(lambda: consent.answer(laptop.store, interview, Scope.TEAM, said, on=DAY))


def take_it_back(history: History, laptop: Laptop) -> None:
    """Erase an interview, because its people took it back, on a laptop that knows of it."""
    if not laptop.store.find(Interview):
        hold_an_interview(history, laptop)
    if not (known := laptop.store.find(Interview)):
        return  # The power failed.
    interview = history.chance.choice(known)
    words = canary(interview.id).encode()
    others = sum(words in one.image() for one in history.laptops if one is not laptop)
    if laptop.tries(lambda: consent.withdraw(laptop.store, interview, on=DAY)) is not None:
        history.claims.erased.add(interview.id)
        history.happens("an interview is erased")
        if others:
            history.happens(
                f"an interview is erased that {'one other has' if others == 1 else 'several others have'}"
            )
        _give_again(history, laptop)


def _give_again(history: History, laptop: Laptop) -> None:
    """Give a leaflet that went with an erased interview in another one."""
    gone, known = laptop.store.parcels.forgotten_files(), laptop.store.find(Interview)
    leaflets = [leaflet for leaflet in LEAFLETS if hashlib.sha256(leaflet).hexdigest() in gone]
    if leaflets and known and history.chance.random() < 0.7:
        history.attach(laptop, history.chance.choice(known), history.chance.choice(leaflets))
        history.happens("a leaflet is given again that went with an erased interview")
