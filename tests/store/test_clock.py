"""Stamps only ever go up, and agree with cause and effect."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from fieldkit.domain.change import Cell, Change, Value
from fieldkit.store import Store
from fieldkit.store.clock import Clock, moment
from tests.making import Wall


def test_stamps_go_up_even_when_the_wall_stands_still():
    clock = Clock(Wall())

    stamps = [clock.tick() for _ in range(3)]

    assert stamps == sorted(set(stamps))
    assert stamps[0] == "20260914T100000000Z-0000"


def test_a_clock_set_back_to_2010_goes_on_from_its_last_stamp():
    wall = Wall()
    clock = Clock(wall)
    before = clock.tick()

    wall.at = datetime(2010, 1, 1, tzinfo=UTC)

    assert clock.tick() > before


def test_what_we_write_after_hearing_a_stamp_comes_after_it():
    clock = Clock(Wall())

    clock.hear("20260914T150000000Z-0007")

    assert clock.tick() == "20260914T150000000Z-0008"


def test_a_laptop_days_ahead_does_not_drag_our_clock_along():
    clock = Clock(Wall())

    clock.hear("20270101T000000000Z-0000")

    assert clock.tick() < "20260915T"


def test_when_the_counter_is_full_the_next_millisecond_begins():
    clock = Clock(Wall(), last="20260914T100000000Z-ffff")

    assert clock.tick() == "20260914T100000001Z-0000"


def test_the_moment_of_a_stamp_is_what_the_wall_said():
    wall = Wall(datetime(2026, 9, 14, 10, 0, 0, 123000, tzinfo=UTC))

    assert moment(Clock(wall).tick()) == wall.at
    assert moment(Clock(wall).tick()) - wall.at < timedelta(seconds=1)


def test_what_a_wrong_clock_took_for_too_far_ahead_is_heeded_once_it_is_right():
    wall = Wall(datetime(2010, 1, 1, tzinfo=UTC))
    with Store.create(None, now=wall) as store:
        store.apply([_named("20260914T100500000Z-0000")])
        wall.at = datetime(2026, 9, 14, 10, 0, tzinfo=UTC)

        (change,) = store.write_cells("Write", {_NAME: Value("s", "hall")})

        assert change.saw
        assert change.stamp == "20260914T100500000Z-0001"


def test_a_laptop_years_ahead_does_not_hide_what_came_along_with_it():
    with Store.create(None, now=Wall()) as store:
        store.apply([_named("20300101T000000000Z-0000", "choir"), _named("20260914T100500000Z-0000")])

        (change,) = store.write_cells("Write", {_NAME: Value("s", "hall")})

        assert change.stamp == "20260914T100500000Z-0001"


_NAME = Cell("group", "shed", "name")


def _named(stamp: str, group: str = "shed") -> Change:
    return Change(f"w{group}", 1, "aaaaaa", stamp, 1, Cell("group", group, "name"), "s", "name")
