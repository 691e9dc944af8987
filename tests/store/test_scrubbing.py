"""Writing a whole project file anew, so that nothing erased is left in it, while somebody types."""

from __future__ import annotations

from itertools import count
from pathlib import Path
from threading import Event, Thread
from time import sleep

import pytest

from fieldkit.domain import Interview, Note
from fieldkit.store import Store, backups, database, scrubbing
from fieldkit.store.database import BrokenOffError, Database, broken_off, reading
from fieldkit.store.scrubbing import vacuum

CANARY = b"CANARY-0123456789-abcdefghij-0123456789!"
_WITHOUT_END = "WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n) SELECT i FROM n"
_A_PHOTO_BYTES = 20_000_000


def test_an_erasure_in_a_file_that_may_not_fit_into_memory_leaves_nothing_either(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setattr(scrubbing, "_IN_MEMORY_BYTES", 0)
    path, interview = tmp_path / "round.fieldkit", Interview()
    with Store.create(path, "Norwich round") as store:
        said = Note(interview_id=interview.id, text=CANARY.decode())
        store.write("Write", interview, said, Note(text="kept"))

        store.erase(interview)

        assert not any(CANARY in file.read_bytes() for file in tmp_path.rglob("*") if file.is_file())
        assert [note.text for note in store.find(Note)] == ["kept"]


def test_whatever_is_sorted_afterwards_stays_in_memory(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(scrubbing, "_IN_MEMORY_BYTES", 0)
    opened = Database(tmp_path / "any.db")
    with reading(opened) as db:
        before = db.value("PRAGMA temp_store")

        vacuum(db)

        assert db.value("PRAGMA temp_store") == before == 2  # 2 is MEMORY
    opened.close()


def test_what_is_broken_off_leaves_everything_as_it_was(tmp_path: Path):
    opened = Database(tmp_path / "any.db")
    with reading(opened) as db:
        db.execute("CREATE TABLE kept AS SELECT value FROM json_each('[1, 2, 3]')")

        with pytest.raises(BrokenOffError), broken_off(db, lambda: True):
            db.execute(f"INSERT INTO kept {_WITHOUT_END}")

        assert db.value("SELECT count(*) FROM kept") == 3
        assert not db.in_transaction
    opened.close()


@pytest.mark.parametrize("gives_way_s", [60, 0])
def test_who_types_while_something_is_erased_comes_first_for_a_while_and_nothing_is_left(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, gives_way_s: int
):
    """A large file takes its time: whoever never rests is let in again and again, and at last has to wait."""
    over, begun_again = Event(), Event()
    monkeypatch.setattr(scrubbing, "_GIVES_WAY_S", gives_way_s)
    monkeypatch.setattr(scrubbing, "sleep", lambda _s: begun_again.set())
    monkeypatch.setattr(
        database, "_STEPS", 1
    )  # what takes long here is one photo, which SQLite copies in one step
    path, interview = tmp_path / "round.fieldkit", Interview()
    with Store.create(path, "Norwich round") as store:
        store.attachments.keep(bytes(_A_PHOTO_BYTES))
        note = Note(text="0")
        store.write("Write", note, interview, Note(interview_id=interview.id, text=CANARY.decode()))
        typing = Thread(target=_type, args=(store, note.id, [over, begun_again]))
        typing.start()

        store.erase(interview)

        over.set()
        typing.join()
        assert begun_again.is_set() == (gives_way_s > 0)
        assert int(store.get(Note, note.id).text) > 0
        assert not store.search(CANARY.decode())
    assert not any(CANARY in file.read_bytes() for file in tmp_path.rglob("*") if file.is_file())


def test_two_who_erase_do_not_keep_each_other_from_it(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    begun_again = Event()
    monkeypatch.setattr(scrubbing, "sleep", lambda _s: begun_again.set())
    monkeypatch.setattr(database, "_STEPS", 1)
    interview = Interview()
    with Store.create(tmp_path / "round.fieldkit", "Norwich round") as store:
        store.attachments.keep(bytes(_A_PHOTO_BYTES))
        with monkeypatch.context() as cut:
            cut.setattr(Store, "_scrub", lambda _self: None)  # as if the power had failed here
            store.write("Write", interview, Note(interview_id=interview.id, text=CANARY.decode()))
            store.erase(interview)
        both = [Thread(target=store._scrub) for _number in range(2)]

        for one in both:
            one.start()
        for one in both:
            one.join()

        assert not begun_again.is_set()
    assert not any(CANARY in file.read_bytes() for file in tmp_path.rglob("*") if file.is_file())


def test_what_is_erased_while_backups_are_cleared_is_not_taken_for_gone(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    """The file was written anew before: what is erased then lies in the search index still."""
    first, second = Interview(), Interview()
    with Store.create(tmp_path / "round.fieldkit", "Norwich round") as store:
        said = [Note(interview_id=one.id, text=f"quokkas {one.id}") for one in (first, second)]
        store.write("Write", first, second, *said, *(Note(text=f"kept {number}") for number in range(50)))
        also = Thread(target=store.erase, args=[second])
        forget = backups.forget

        def meanwhile(path: Path) -> bool:
            if not also.ident:
                also.start()
                while second.id not in store.parcels.erased():
                    sleep(0.01)
            return forget(path)

        monkeypatch.setattr(backups, "forget", meanwhile)
        store.erase(first)
        also.join()

    assert not any(b"quokkas" in file.read_bytes() for file in tmp_path.rglob("*") if file.is_file())


def _type(store: Store, note: str, until: list[Event]) -> None:
    """Go on typing until one of these has happened."""
    for number in count(1):
        store.write("Type", store.get(Note, note).but(text=str(number)), typing=True)
        if any(event.is_set() for event in until):
            return
