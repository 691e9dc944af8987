"""Claims about what was taken back, as the page Sync tells it."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from pathlib import Path

from PySide6.QtWidgets import QCheckBox, QLabel, QWidget

from fieldkit.app.project import OpenProject
from fieldkit.app.sync.forgotten import ForgottenCard
from fieldkit.domain import GroupType
from fieldkit.edits import consent, interviews, people
from fieldkit.store import Store
from fieldkit.sync import sync
from fieldkit.sync.forgetting import forgetting

DAY = date(2026, 9, 14)


def taken_back(store: Store) -> None:
    group = people.add_group(store, "Fridge", GroupType(id="t", name="Food"))
    consent.withdraw(store, interviews.begin(store, group, held_on=DAY), on=DAY)


def card(project: OpenProject, show: Callable[[QWidget], QWidget]) -> ForgottenCard:
    made = ForgottenCard(project)
    show(made)
    made.show_forgetting(forgetting(project.store, None))
    return made


def ticks(shown: ForgottenCard) -> list[bool]:
    return [box.isChecked() for box in shown.findChildren(QCheckBox)]


def test_nothing_is_told_while_nothing_was_taken_back(
    project: OpenProject, show: Callable[[QWidget], QWidget]
) -> None:
    assert not card(project, show).isVisible()


def test_places_are_ticked_off_until_something_else_is_taken_back(
    project: OpenProject, show: Callable[[QWidget], QWidget]
) -> None:
    taken_back(project.store)
    first = card(project, show)
    assert any("Taken back on 14 September 2026." in told.text() for told in first.findChildren(QLabel))
    box = first.findChildren(QCheckBox)[1]
    box.click()

    assert ticks(card(project, show)) == [False, True, False, False]

    taken_back(project.store)
    assert not any(ticks(card(project, show)))


def test_the_card_takes_no_more_room_than_a_narrow_window_has(
    project: OpenProject, show: Callable[[QWidget], QWidget]
) -> None:
    taken_back(project.store)

    assert card(project, show).minimumSizeHint().width() < 400


def test_a_laptop_that_will_not_come_back_is_ticked_and_named_as_gone(
    project: OpenProject, show: Callable[[QWidget], QWidget], tmp_path: Path
) -> None:
    folder = tmp_path / "shared"
    folder.mkdir()
    taken_back(project.store)
    sync(project.store, folder)
    with Store.create(tmp_path / "ben.fieldkit", project_id=project.store.project_id) as ben:
        people.sit_down(ben, people.add_person(ben, "Ben"))
        sync(ben, folder)
    sync(project.store, folder)
    for path in folder.glob("journal/*/head.csv"):
        path.unlink()  # so it has confirmed nothing
    shown = card(project, show)
    said = list[bool]()
    shown.laptop_said.connect(lambda: said.append(True))
    box = shown.findChildren(QCheckBox)[0]
    assert box.accessibleName().startswith("Ben's laptop")

    box.click()

    assert said == [True]
    anew = card(project, show)
    assert ticks(anew) == [True, False, False, False, False]
    told = [label.text() for label in anew.findChildren(QLabel)]
    assert any("Never confirmed, and said to be gone: Ben's laptop" in text for text in told)
    taken_back(project.store)  # a place is to be looked through again then; what is gone is gone
    assert ticks(card(project, show))[0]
    box.click()
    assert not ticks(card(project, show))[0]
