"""What was taken back is gone from every byte, and people hear who has not said so yet and where to look."""

from __future__ import annotations

import os
import shutil
from pathlib import Path

import pytest

from fieldkit.domain import Attachment, Interview, Note, Submission, Withdrawal
from fieldkit.domain.change import Cell, Change, Op
from fieldkit.edits import consent, history, interviews, people, reports
from fieldkit.store import Laptop, Store
from fieldkit.sync import merge, sync
from fieldkit.sync.forgetting import forgetting
from tests.making import DAY, an_interview, the_note
from tests.sync.conftest import EVERYTHING, holds

CANARY = "CANARY-abcdefghij-0123456789-abcdefghij-"


def sit(store: Store, name: str) -> None:
    people.sit_down(store, people.add_person(store, name))


def test_who_has_not_confirmed_an_erasure_is_named_until_they_sync(store: Store, other: Store, folder: Path):
    sit(store, "Ana")
    sit(other, "Ben")
    interview = an_interview(store, *EVERYTHING, note=CANARY)
    for laptop in (store, other, store):
        sync(laptop, folder)

    consent.withdraw(store, store.get(Interview, interview.id), on=DAY)
    (found,) = sync(store, folder).findings
    (told,) = forgetting(store, folder).interviews

    assert found.sentence.startswith("1 interview was taken back, and it is not confirmed")
    assert "Ben's laptop (last wrote on" in found.sentence
    assert told.gone_from == []
    assert len(told.outstanding) == 1
    for laptop in (other, store):
        assert sync(laptop, folder).findings == []
    assert forgetting(store, folder).interviews == [(DAY, ["Ben's laptop"], [], [])]
    assert forgetting(other, folder).interviews == [(DAY, ["Ana's laptop"], [], [])]


def test_whose_laptop_it_is_is_known_without_a_folder(store: Store, other: Store, folder: Path):
    sit(other, "Ben")
    interview = an_interview(other, *EVERYTHING, note=CANARY)
    for laptop in (other, store):
        sync(laptop, folder)

    consent.withdraw(store, store.get(Interview, interview.id), on=DAY)
    (told,) = forgetting(store, None).interviews

    assert [one.partition(" (")[0] for one in told.outstanding] == ["Ben's laptop"]


def test_a_laptop_that_only_reads_is_asked_to_confirm_too(store: Store, other: Store, folder: Path):
    assert not other.parcels.sealed()
    interview = an_interview(store, *EVERYTHING, note=CANARY)
    for laptop in (store, other):
        sync(laptop, folder)

    consent.withdraw(store, store.get(Interview, interview.id), on=DAY)

    assert "another laptop" in sync(store, folder).findings[0].sentence


def test_a_laptop_whose_file_still_holds_remains_does_not_confirm(
    store: Store, folder: Path, monkeypatch: pytest.MonkeyPatch
):
    interview = an_interview(store, *EVERYTHING, note=CANARY)

    def interrupted(_store: Store) -> None:
        """Leave the remains where they are, as a power cut would."""

    monkeypatch.setattr(Store, "_scrub", interrupted)
    consent.withdraw(store, interview, on=DAY)

    assert store.parcels.forgot() == frozenset()


def test_the_places_that_no_program_reaches_are_listed_with_the_reports(store: Store, folder: Path):
    interview = an_interview(store, *EVERYTHING, note=CANARY)
    reports.issue(store, "Needs in Norwich", [interview.id], "0" * 64, on=DAY)
    assert forgetting(store, folder) == ([], [])
    consent.withdraw(store, interview, on=DAY)

    places = {place.name.partition(" ")[0]: place.words for place in forgetting(store, folder).places}
    assert list(places) == ["versions", "sticks", "copies", "exports", "report"]
    assert "Needs in Norwich" in places["report"]
    (folder / ".stversions").mkdir()
    assert "Empty it" in forgetting(store, folder).places[0].words


def test_no_byte_is_left_of_drafts_undo_conflicts_attachments_and_backups(
    store: Store, other: Store, folder: Path, tmp_path: Path
):
    interview = an_interview(store, *EVERYTHING, note=f"{CANARY} shared")
    for laptop in (store, other):
        sync(laptop, folder)
    for laptop in (store, other):  # Two people write it apart: a conflict to review.
        note = the_note(laptop, laptop.get(Interview, interview.id))
        interviews.write_note(laptop, note, f"{CANARY} written on {laptop.writer}")
    for laptop in (store, other, store):
        sync(laptop, folder)
    assert store.conflicts()
    photo = tmp_path / f"{CANARY}.txt"
    photo.write_text(CANARY)
    interviews.attach(store, interview, photo)
    photo.unlink()
    # A draft of a questionnaire, typing that is not sent, and steps that can be undone and redone.
    draft = Submission(interview_id=interview.id, form_id="visit")
    store.write("Fill in", draft, answers={draft.id: {"/visit/water": CANARY}}, typing=True)
    interviews.add_note(store, interview, f"{CANARY} being typed")
    interviews.add_note(store, interview, f"{CANARY} taken back by undo")
    history.undo(store)
    path = store.path
    assert path
    backups = path.with_name(f"{path.stem} backups")
    backups.mkdir()
    shutil.copy(path, backups / f"{path.stem} 2026-09-13{path.suffix}")
    assert len(holds(tmp_path, CANARY)) >= 4

    consent.withdraw(store, store.get(Interview, interview.id), on=DAY)
    for laptop in (store, other, store):
        sync(laptop, folder)

    laptop_of_tests = [Path(os.environ[name]) for name in ("FIELDKIT_DATA", "FIELDKIT_CACHE")]
    assert [path for place in (tmp_path, *laptop_of_tests) for path in holds(place, CANARY)] == []
    for laptop in (store, other):
        assert (
            laptop.conflicts()
            == laptop.find(Note)
            == laptop.find(Attachment)
            == laptop.find(Submission)
            == []
        )
        assert laptop.search(CANARY) == []
        assert len(laptop.find(Withdrawal)) == 1
    for take in (history.undo, history.redo, history.undo):
        take(store)
    assert store.find(Note) == []
    assert holds(tmp_path, CANARY) == []
    assert [place.name for place in forgetting(store, folder).places][-1] == "exports"


@pytest.mark.parametrize("op", [Op.SET, "z"])
@pytest.mark.parametrize("erased_first", [True, False])
def test_what_ever_named_an_erased_interview_goes_with_it_in_any_order(
    op: str, erased_first: bool, store: Store
):
    interview = an_interview(store, *EVERYTHING)
    stamp = "20260921T141236705Z-0000"
    lines = [
        Change("wnewer", 1, "aaaaaa", stamp, 1, Cell("note", "n9", "text"), Op.SET, CANARY),
        Change("wnewer", 2, "bbbbbb", stamp, 1, Cell("note", "n9", "interview_id"), op, interview.id),
    ]

    deeds = [lambda: store.apply(lines), lambda: consent.withdraw(store, interview, on=DAY)]
    for deed in reversed(deeds) if erased_first else deeds:
        deed()

    assert "n9" in store.parcels.erased()
    assert store.path
    store.close()
    assert CANARY.encode() not in store.path.read_bytes()


def put_back(path: Path, folder: Path, now: Path) -> None:
    """Let somebody go on with a project file and sync, and then put it back, to this path, as it was before."""
    before = path.read_bytes()
    with Store.open(path) as store:
        people.add_person(store, "Somebody new")
        sync(store, folder)
    now.write_bytes(before)


def test_a_laptop_that_was_put_back_from_a_backup_confirms_for_its_former_name(
    store: Store, other: Store, folder: Path
):
    interview = an_interview(store, *EVERYTHING, note=CANARY)
    for laptop in (store, other):
        sync(laptop, folder)
    sit(other, "Ben")
    assert other.path
    other.close()
    put_back(other.path, folder, now=other.path)
    consent.withdraw(store, store.get(Interview, interview.id), on=DAY)
    sync(store, folder)
    with Store.open(other.path) as restored:
        sync(restored, folder)
        assert restored.writer != other.writer

    assert sync(store, folder).findings == []
    (told,) = forgetting(store, folder).interviews
    assert (len(told.gone_from), told.outstanding) == (1, [])


def test_a_copy_beside_the_project_file_does_not_confirm_for_it(store: Store, other: Store, folder: Path):
    interview = an_interview(store, *EVERYTHING, note=CANARY)
    for laptop in (store, other):
        sync(laptop, folder)
    sit(other, "Ben")
    assert other.path
    other.close()
    copy = other.path.with_name("copy.fieldkit")
    put_back(other.path, folder, now=copy)
    consent.withdraw(store, store.get(Interview, interview.id), on=DAY)
    sync(store, folder)
    with Store.open(copy) as copied:
        sync(copied, folder)

    (told,) = forgetting(store, folder).interviews
    assert (len(told.gone_from), len(told.outstanding)) == (1, 1)


def test_a_former_name_that_somebody_writes_under_after_all_must_confirm_itself(
    store: Store, other: Store, folder: Path, tmp_path: Path
):
    interview = an_interview(store, *EVERYTHING, note=CANARY)
    for laptop in (store, other):
        sync(laptop, folder)
    sit(other, "Ben")
    assert other.path
    other.close()
    put_back(other.path, folder, now=other.path)
    # The disk of the laptop was copied before: there is a second one that knows nothing of all this.
    clone = tmp_path / "clone" / other.path.name
    clone.parent.mkdir()
    shutil.copy(other.path, clone)
    with Store.open(other.path) as restored:
        assert restored.writer != other.writer
        sync(restored, folder)
    with Store.open(clone, laptop=Laptop()) as cloned:
        assert cloned.writer == other.writer
        people.add_person(cloned, "Cleo")
        sync(cloned, folder)
    with Store.open(other.path) as restored:
        sync(restored, folder)
    consent.withdraw(store, store.get(Interview, interview.id), on=DAY)
    sync(store, folder)
    with Store.open(other.path) as restored:
        sync(restored, folder)

    # The former name, under which Cleo was added after all, and the new one that the clone took then.
    (told,) = forgetting(store, folder).interviews
    assert len(told.outstanding) == 2


def test_a_photo_that_came_by_mail_and_was_taken_out_again_does_not_outlive_its_interview(
    store: Store, other: Store, folder: Path, tmp_path: Path
):
    photo = tmp_path / "photo.png"
    photo.write_bytes(CANARY.encode())
    interview = an_interview(store, *EVERYTHING)
    interviews.attach(store, interview, photo)
    photo.unlink()
    sync(store, folder)
    assert other.path
    merge(other, [folder])
    assert history.undo(other) == "Merge files"

    consent.withdraw(store, interview, on=DAY)
    for laptop in (store, other):
        sync(laptop, folder)

    assert interview.id in other.parcels.forgot()
    assert not holds(tmp_path, CANARY)


def test_no_laptop_confirms_while_a_file_lies_in_it_that_was_kept_and_not_written_down(
    store: Store, folder: Path, tmp_path: Path
):
    interview = an_interview(store, *EVERYTHING)
    store.attachments.keep(CANARY.encode())  # as where the disk did not take the record of it
    consent.withdraw(store, interview, on=DAY)
    sync(store, folder)
    assert holds(tmp_path, CANARY)
    assert store.parcels.forgot() == frozenset()
    store.close()
    assert store.path

    with Store.open(store.path) as opened:
        assert opened.parcels.forgot() == {interview.id}
    assert not holds(tmp_path, CANARY)
