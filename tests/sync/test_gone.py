"""A laptop that will not come back is waited for until somebody says so, and is never said to have confirmed."""

from __future__ import annotations

from datetime import date, timedelta
from pathlib import Path

import pytest

from fieldkit.domain import Interview
from fieldkit.domain.health import Weight
from fieldkit.edits import consent, people
from fieldkit.store import Store
from fieldkit.sync import join, sync
from fieldkit.sync.forgetting import LAPTOP, forgetting
from fieldkit.sync.gone import gone, say_gone
from fieldkit.sync.heads import GONE
from fieldkit.sync.health import examine
from tests.making import DAY, a_group, an_interview
from tests.sync.conftest import EVERYTHING

LATER = date(2100, 1, 1)


@pytest.fixture
def waiting(store: Store, other: Store, folder: Path) -> Store:
    """Return Ana's project, which took an interview back that Ben's laptop has as well."""
    for laptop, name in ((store, "Ana"), (other, "Ben")):
        people.sit_down(laptop, people.add_person(laptop, name))
    interview = an_interview(store, *EVERYTHING)
    for laptop in (store, other, store):
        sync(laptop, folder)
    consent.withdraw(store, store.get(Interview, interview.id), on=DAY)
    return store


def laptops(store: Store, folder: Path) -> list[str]:
    """Return the names of the laptops that may be said to be gone."""
    places = [place.name for place in forgetting(store, folder).places]
    return [name.removeprefix(LAPTOP) for name in places if name.startswith(LAPTOP)]


def test_who_is_said_to_be_gone_is_waited_for_no_more_and_has_not_confirmed(
    waiting: Store, other: Store, folder: Path
):
    assert len(sync(waiting, folder).findings) == 1
    assert laptops(waiting, folder) == [other.writer]

    say_gone(waiting, other.writer, LATER)

    assert sync(waiting, folder).findings == []
    (told,) = forgetting(waiting, folder).interviews
    assert (told.gone_from, told.outstanding) == ([], [])
    assert "Never confirmed, and said to be gone: Ben's laptop (last wrote on" in told.in_words()
    assert laptops(waiting, folder) == [other.writer]  # so that it can be taken back
    (never,) = [found for found in examine(waiting, folder) if "Never confirmed" in found.sentence]
    assert never.weight is Weight.LOOK
    assert "Ben's laptop" in never.sentence
    assert "Every laptop has confirmed" not in " ".join(found.sentence for found in examine(waiting, folder))

    say_gone(waiting, other.writer, None)
    assert len(sync(waiting, folder).findings) == 1


def test_everybody_hears_that_a_laptop_is_gone_and_need_not_say_it_again(
    waiting: Store, other: Store, folder: Path, tmp_path: Path
):
    sync(waiting, folder)
    with join(folder, tmp_path / "cleo" / "cleo.fieldkit") as cleo:
        assert other.writer in laptops(cleo, folder)
        say_gone(waiting, other.writer, LATER)
        sync(waiting, folder)

        assert not any("Ben" in found.sentence for found in sync(cleo, folder).findings)
        assert other.writer not in laptops(cleo, folder)
        assert "said to be gone: Ben's laptop" in forgetting(cleo, folder).interviews[0].in_words()


def test_a_laptop_that_comes_back_forgets_and_confirms(waiting: Store, other: Store, folder: Path):
    say_gone(waiting, other.writer, LATER)
    for laptop in (waiting, other, waiting):
        sync(laptop, folder)

    (told,) = forgetting(waiting, folder).interviews

    assert (told.gone_from, told.outstanding, told.never) == (["Ben's laptop"], [], [])
    assert laptops(waiting, folder) == []


def test_a_laptop_that_wrote_after_it_was_said_to_be_gone_is_waited_for_again(
    waiting: Store, other: Store, folder: Path
):
    wrote = waiting.parcels.last_wrote(other.writer)
    assert wrote
    day = wrote.astimezone().date()

    say_gone(waiting, other.writer, day)
    assert gone(waiting) == {other.writer}
    say_gone(waiting, other.writer, day - timedelta(days=1))
    assert gone(waiting) == set()
    assert waiting.remembered(GONE).count(other.writer) == 1


def test_a_laptop_of_which_only_its_own_word_is_known_can_be_gone(
    waiting: Store, folder: Path, tmp_path: Path
):
    """It joined and wrote nothing."""
    with join(folder, tmp_path / "cleo" / "cleo.fieldkit") as cleo:
        name = cleo.writer
    a_group(waiting, "Shed Three")
    say_gone(waiting, name, DAY)

    assert gone(waiting) == {name}


@pytest.mark.parametrize(
    "line", ["", "w", "w00000000001", "w00000000001 soon", "../x 2026-01-01", "w1 2026-01-01 x"]
)
def test_what_nobody_understands_of_it_is_passed_over(store: Store, line: str):
    store.remember(GONE, line)

    assert gone(store) == set()
