"""What people take back is nowhere any more, whatever it was written down as."""

from __future__ import annotations

from pathlib import Path

from fieldkit.domain import KINDS
from fieldkit.domain.consent import Scope
from fieldkit.domain.record import Said
from fieldkit.edits import consent, history
from fieldkit.store import Store
from fieldkit.sync import sync
from tests.making import DAY, an_interview


def test_whatever_kind_of_record_something_was_said_in_nothing_is_left_of_it(
    store: Store, other: Store, folder: Path, tmp_path: Path
):
    interview = an_interview(store, Scope.HOLD, Scope.TEAM)
    kinds = [kind for kind in KINDS.values() if issubclass(kind, Said)]
    blank = [kind(interview_id=interview.id) for kind in kinds]
    said = [record.but(**dict.fromkeys(_texts(type(record)), "Quokka")) for record in blank]
    store.write("Write down", *said, answers={said[0].id: {"/visit/who": "Quokka"}})
    sync(store, folder)
    sync(other, folder)
    other.write(
        "Write apart",
        *(record.but(**dict.fromkeys(_texts(type(record)), "Quokka, apart")) for record in said),
    )
    history.undo(other)
    history.redo(other)
    assert len(_holding(tmp_path, "Quokka")) >= 3

    consent.withdraw(store, interview, on=DAY)
    for laptop in (store, other, store, other):
        sync(laptop, folder)

    assert len(kinds) > 8
    as_written, as_indexed = _holding(tmp_path, "Quokka"), _holding(tmp_path, "quokka")
    assert (as_written, as_indexed) == ([], [])


def _texts(kind: type[Said]) -> list[str]:
    """Return the fields of a kind that hold free text."""
    return [
        name
        for name, field in kind.model_fields.items()
        if field.annotation is str and name not in ("id", "made_by", "interview_id", "sha256")
    ]


def _holding(folder: Path, words: str) -> list[Path]:
    return [path for path in folder.rglob("*") if path.is_file() and words.encode() in path.read_bytes()]
