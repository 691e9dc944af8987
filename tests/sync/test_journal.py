"""Changes as lines of CSV that prove themselves whole."""

from __future__ import annotations

import csv
import io
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from fieldkit.domain.change import Cell, Change, Op
from fieldkit.store import Parcel
from fieldkit.sync import journal

PARCEL = Parcel(1, "w1234567890a", "nonce", "", "", "0.1.0", 1)
TEXT = st.text(st.characters(codec="utf-8", exclude_characters="\x00"), max_size=30)


def change(seq: int, value: str, record: str = "n1", op: str = Op.SET, saw: tuple[str, ...] = ()) -> Change:
    cell = Cell("note", record, "text")
    return Change(PARCEL.writer, seq, "abcdef", "20260914T100000000Z-0000", 1, cell, op, value, saw)


def file_of(*values: str) -> bytes:
    return journal.written("p1", PARCEL, [change(seq, value) for seq, value in enumerate(values, start=1)])


@settings(deadline=None)
@given(st.lists(TEXT, min_size=1, max_size=5))
def test_every_text_comes_back_byte_for_byte(values: list[str]):
    saw = (f"{PARCEL.writer}.7.abcdef", "wb.1.zzzzzz")
    changes = [change(seq, value, saw=saw) for seq, value in enumerate(values, 1)]

    file = journal.read(journal.written("p1", PARCEL, changes))

    assert file.changes == changes
    assert (file.run.writer, file.project, file.app, file.format) == (PARCEL.writer, "p1", "0.1.0", 1)


def test_a_questionnaire_longer_than_any_csv_field_by_default_comes_back():
    long = "<label>Où allez-vous ?</label>" * 20_000

    file = journal.read(file_of(long))

    assert [change.value for change in file.changes] == [long]


def test_any_csv_tool_can_read_a_file():
    content = file_of('a "quoted" line\r\nand another', "=SUM(A1)")

    rows = list(csv.reader(io.StringIO(content.decode(), newline="")))

    assert {len(row) for row in rows} == {10}
    assert rows[1] == ["seq", "sfx", "hlc", "txn", "tbl", "row", "col", "op", "prev", "val"]
    assert rows[3][9] == "'=SUM(A1)"


def test_the_same_parcel_gives_the_same_bytes():
    assert file_of("a", "b") == file_of("a", "b")


@given(st.data())
@settings(deadline=None, max_examples=300)
def test_no_mangled_file_is_ever_taken_in(data: st.DataObject):
    whole = file_of("We meet on Tuesdays", "no time", "über, “all”")
    at = data.draw(st.integers(0, len(whole) - 1))
    mangled = data.draw(
        st.sampled_from([
            whole[:at],
            whole[:at] + bytes(len(whole) - at),
            whole[:at] + bytes([whole[at] ^ 1 << data.draw(st.integers(0, 7))]) + whole[at + 1 :],
            whole[:at] + whole[at + 1 :],
            whole[:at] + whole[at : at + 1] + whole[at:],
        ])
    )  # fmt: skip
    if mangled == whole:
        return

    with pytest.raises(journal.IncompleteError):
        journal.read(mangled)


@pytest.mark.parametrize(
    "content", [b"", b"\x00" * 500, b"id,name\r\n1,Tots\r\n", b"\xff\xfe\x00", b'"unclosed']
)
def test_what_is_no_journal_is_said_to_be_incomplete(content: bytes):
    with pytest.raises(journal.IncompleteError):
        journal.read(content)


def test_the_end_that_is_missing_is_named_with_its_line():
    content = file_of("a", "b")

    with pytest.raises(journal.IncompleteError) as refused:
        journal.read(content[: content.index(b"#end")])

    assert (refused.value.reason, refused.value.line) == ("the end is missing", 4)


@pytest.mark.parametrize(
    "stamp",
    [
        "20261301T100000000Z-0000",
        "20260230T100000000Z-0000",
        "20260914T240000000Z-0000",
        "00000914T100000000Z-0000",
    ],
)
def test_a_moment_that_never_was_is_refused(stamp: str):
    content = journal.written("p1", PARCEL, [replace(change(1, "a"), stamp=stamp)])

    with pytest.raises(journal.IncompleteError, match="a moment is expected in the column hlc"):
        journal.read(content)


def test_a_redacted_twin_holds_nothing_of_the_erased_record_and_is_the_same_everywhere():
    content = journal.written("p1", PARCEL, [change(1, "CANARY", "gone"), change(2, "stays", "n1")])

    twin = journal.redacted(content, {"gone"}, "0123456789abcdef")

    assert twin is not None
    assert twin == journal.redacted(content, {"gone", "never seen"}, "0123456789abcdef")
    assert b"CANARY" not in twin
    assert b"nonce" not in twin
    assert [(c.op, c.value) for c in journal.read(twin).changes] == [(Op.REDACTED, ""), (Op.SET, "stays")]
    assert journal.redacted(twin, {"gone"}, "fedcba9876543210") is None


def test_a_twin_of_a_twin_remembers_the_first_file():
    content = journal.written("p1", PARCEL, [change(1, "one", "gone"), change(2, "two", "too")])

    first = journal.redacted(content, {"gone"}, "0123456789abcdef")
    assert first
    second = journal.redacted(first, {"gone", "too"}, "fedcba9876543210")

    assert second
    assert journal.read(second).orig == "0123456789abcdef"
