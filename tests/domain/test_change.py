"""What a cell holds is a function of the set of its changes."""

from __future__ import annotations

from random import Random

from hypothesis import given
from hypothesis import strategies as st

from fieldkit.domain.change import Cell, Change, Op, differ, heads, winner

CELL = Cell("note", "n1", "text")


def change(seq: int, value: str, saw: tuple[str, ...] = (), writer: str = "wa", stamp: str = "") -> Change:
    return Change(writer, seq, "aaaaaa", stamp or f"{seq:04d}", seq, CELL, Op.SET, value, saw)


@st.composite
def histories(draw: st.DrawFn) -> list[Change]:
    """Draw what several people wrote into one cell, each having seen some of what was there."""
    written: list[Change] = []
    for seq in range(1, draw(st.integers(1, 8)) + 1):
        seen = draw(st.sets(st.sampled_from([c.id for c in written]))) if written else set[str]()
        writer = draw(st.sampled_from(["wa", "wb", "wc"]))
        written.append(
            change(
                seq, draw(st.sampled_from("xyz")), tuple(sorted(seen)), writer, draw(st.sampled_from("123"))
            )
        )
    return written


@given(histories(), st.randoms(use_true_random=False))
def test_neither_order_nor_repetition_matters(changes: list[Change], random: Random):
    shuffled = changes + changes[::2]
    random.shuffle(shuffled)

    assert heads(shuffled) == heads(changes)
    assert winner(heads(shuffled)) == winner(heads(changes))


@given(histories())
def test_something_always_stands(changes: list[Change]):
    assert heads(changes)


@given(histories())
def test_whoever_saw_all_that_stands_ends_the_conflict(changes: list[Change]):
    settled = change(99, "settled", tuple(c.id for c in heads(changes)), stamp="0")

    standing = heads([*changes, settled])

    assert standing == {settled}
    assert not differ(standing)


def test_a_change_that_saw_another_wins_whatever_its_clock_says():
    far_ahead = change(1, "from a laptop whose clock runs a year ahead", stamp="9999")
    answer = change(2, "written in knowledge of it", saw=(far_ahead.id,), writer="wb", stamp="0001")

    assert winner(heads([far_ahead, answer])) == answer


def test_the_same_value_written_apart_is_no_conflict():
    mine, yours = change(1, "weekly"), change(1, "weekly", writer="wb")

    assert len(heads([mine, yours])) == 2
    assert not differ(heads([mine, yours]))


def test_a_parent_that_arrives_after_its_child_does_not_stand():
    parent = change(1, "first")
    child = change(2, "second", saw=(parent.id,))

    assert heads([child, parent]) == {child}
