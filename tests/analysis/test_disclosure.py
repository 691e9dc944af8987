"""An attacker who sees all that is shown, and knows how it was hidden, must learn nothing about the few."""

from __future__ import annotations

from itertools import product

from hypothesis import assume, example, given, settings
from hypothesis import strategies as st

from fieldkit.analysis.barriers import Barrier
from fieldkit.analysis.disclosure import (
    FEWEST,
    NARROWEST,
    TOTAL,
    halves,
    pair_tellable,
    release,
    suppress,
    threshold,
)

MOST = 14


def fillings(table, bound):
    """Yield every table of counts up to a bound that agrees with all that is shown."""
    rows, columns = table.rows, table.columns

    def sums_agree(column, values):
        wanted = table.shown[TOTAL, column]
        return wanted is None or wanted == sum(values)

    def column_options(column):
        each = [
            range(bound + 1) if table.shown[row, column] is None else (table.shown[row, column],)
            for row in rows
        ]
        return [values for values in product(*each) if sums_agree(column, values)]

    for filling in product(*(column_options(column) for column in columns)):
        across = [sum(filling[c][r] for c in range(len(columns))) for r in range(len(rows))]
        wanted = [table.shown[row, TOTAL] for row in rows]
        whole = table.shown[TOTAL, TOTAL]
        if all(w in {None, a} for w, a in zip(wanted, across, strict=True)) and whole in {None, sum(across)}:
            yield filling, across


def ranges(table, bound):
    """Return the range of every hidden number, found by trying all fillings."""
    seen = {}
    for filling, across in fillings(table, bound):
        values = {
            (r, c): filling[j][i] for i, r in enumerate(table.rows) for j, c in enumerate(table.columns)
        }
        values |= {(r, TOTAL): across[i] for i, r in enumerate(table.rows)}
        values |= {(TOTAL, c): sum(filling[j]) for j, c in enumerate(table.columns)}
        values[TOTAL, TOTAL] = sum(across)
        for place, value in values.items():
            low, high = seen.get(place, (value, value))
            seen[place] = min(low, value), max(high, value)
    return {place: seen[place] for place, value in table.shown.items() if value is None}


def one_way(counts):
    return suppress(
        {(str(n), "took part"): c for n, c in enumerate(counts)},
        [str(n) for n in range(len(counts))],
        ["took part"],
    )


@given(st.lists(st.integers(0, MOST), min_size=1, max_size=3))
@example([3, 9])
@example([4, 4])
@example([0, 0, 12])
def test_no_hidden_number_of_a_list_with_its_sum_can_be_worked_out(counts):
    table = one_way(counts)

    assert all(high - low >= NARROWEST for low, high in ranges(table, MOST + NARROWEST).values())


@settings(max_examples=40, deadline=None)
@given(st.lists(st.integers(0, 7), min_size=4, max_size=4))
@example([7, 3, 7, 7])
@example([3, 7, 7, 3])
def test_no_hidden_number_of_a_table_with_its_sums_can_be_worked_out(counts):
    values = dict(zip(product("ab", "xy"), counts, strict=True))
    table = suppress(values, "ab", "xy")

    assert all(high - low >= NARROWEST for low, high in ranges(table, 7 + NARROWEST).values())


@given(st.dictionaries(st.tuples(st.sampled_from("abcd"), st.sampled_from("xyz")), st.integers(0, 40)))
def test_no_small_number_is_ever_shown(values):
    table = suppress(values, "abcd", "xyz", {"a": 10})

    for (row, _column), value in table.shown.items():
        assert value is None or value >= (10 if row == "a" else FEWEST)


@given(st.dictionaries(st.tuples(st.sampled_from("abcd"), st.sampled_from("xyz")), st.integers(0, 40)))
def test_what_is_shown_is_true(values):
    table = suppress(values, "abcd", "xyz")

    for (row, column), value in table.shown.items():
        rows = "abcd" if row == TOTAL else row
        columns = "xyz" if column == TOTAL else column
        assert value in {None, sum(values.get(place, 0) for place in product(rows, columns))}


@given(st.lists(st.integers(0, MOST), min_size=1, max_size=3))
@example([24, 3, 0])
def test_no_hidden_number_can_be_seen_to_be_too_small_to_be_shown(counts):
    table = one_way(counts)

    assert all(high >= FEWEST for _low, high in ranges(table, max(counts) + FEWEST).values())


def test_sums_that_are_told_nowhere_spare_the_numbers_beside_them():
    values = {("a", "x"): 31, ("a", "y"): 5, ("b", "x"): 15, ("b", "y"): 1}

    shown = suppress(values, "ab", "xy", unshown={("a", TOTAL), ("b", TOTAL)}).shown

    assert {place for place, value in shown.items() if value is None} == {
        ("a", "y"),
        ("b", "y"),
        ("a", TOTAL),
        ("b", TOTAL),
    }


def test_nothing_is_hidden_where_all_are_many():
    assert suppress({("a", "x"): 9, ("b", "x"): 12}, "ab", "x").hidden == 0


def test_one_small_number_takes_the_next_smallest_with_it():
    table = one_way([3, 9, 30])

    assert [table.shown[str(n), "took part"] for n in range(3)] == [None, None, 30]
    assert table.shown[TOTAL, "took part"] == 42


def test_sensitive_kinds_are_hidden_up_to_ten():
    assert (threshold(sensitive=False), threshold(sensitive=True)) == (5, 10)
    assert threshold(sensitive=False, fewest=8) == 8
    assert threshold(sensitive=False, fewest=2) == 5


def barrier(code, count, theme="T", sensitive=False, of=40):
    return Barrier(code, theme, code, frozenset(map(str, range(count))), of, sensitive, (0, 0, 0, 0))


BOOK = {"T": "", "A": "T", "B": "T", "C": "T"}


def test_a_code_named_by_too_few_is_told_only_within_its_theme():
    released = release([barrier("A", 12), barrier("B", 3)], [barrier("T", 13)], BOOK)

    assert [code.code_id for code in released.codes] == ["A"]
    assert [theme.code_id for theme in released.themes] == ["T"]
    assert released.hidden == 1


def test_a_theme_that_gives_a_hidden_code_away_is_hidden_too():
    book = {"T": "", "A": "T", "B": "T"}
    codes = [barrier("A", 12), barrier("T", 5)]

    assert release([*codes, barrier("B", 4)], [barrier("T", 21)], book).themes == []
    assert release([*codes, barrier("B", 4)], [barrier("T", 17)], book).themes != []


def test_a_code_that_only_sensitive_groups_named_needs_ten_of_them():
    released = release([barrier("A", 9, sensitive=True), barrier("B", 10, sensitive=True)], [], BOOK)

    assert [code.code_id for code in released.codes] == ["B"]


@given(st.integers(5, 20), st.integers(1, 4), st.integers(0, 30))
def test_no_released_theme_pins_its_hidden_codes(shown, missing, more):
    book = {"A": "T", **{f"H{n}": "T" for n in range(missing)}}
    theme = shown + more

    released = release([barrier("A", shown)], [barrier("T", theme)], book)

    # The attacker: each hidden code is 0 to 4, and those named by nobody else fill what A leaves of the theme.
    if released.themes:
        possible = {own for own in range(FEWEST) if own + (missing - 1) * (FEWEST - 1) >= more}
        assert not possible or max(possible) - min(possible) >= NARROWEST
        assert possible


@given(st.integers(5, 40), st.integers(5, 40), st.integers(5, 40))
def test_a_hidden_pair_can_still_be_any_of_four_numbers(one, other, of):
    assume(max(one, other) <= of)

    for both in range(max(0, one + other - of), min(one, other) + 1):
        if both < FEWEST and pair_tellable(both, one, other, of):
            assert FEWEST - 1 - max(0, one + other - of) >= NARROWEST


def test_severity_is_told_in_halves_that_are_many_or_not_at_all():
    assert halves((2, 3, 4, 5)) == (5, 9)
    assert halves((2, 2, 4, 5)) is None
    assert halves((0, 0, 0, 0)) is None
