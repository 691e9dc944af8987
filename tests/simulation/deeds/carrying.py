"""How files get from one laptop's copy of the folder to another's."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tests.simulation import cloud
from tests.simulation.deeds import writing

if TYPE_CHECKING:
    from tests.simulation.history import History
    from tests.simulation.laptop import Laptop


def sync(history: History, laptop: Laptop) -> None:
    """Sync with this laptop's copy of the folder."""
    laptop.syncs(fresh=_fresh(history))


def _fresh(history: History) -> bool:
    return history.chance.random() < 0.25


def carry(history: History, laptop: Laptop) -> None:
    """Bring files from another laptop, and sync; what arrived whole is then known here."""
    source = history.chance.choice(history.laptops).folder
    arrived = cloud.carry_badly(source, laptop.folder, history.chance, history.happens)
    if laptop.syncs(fresh=_fresh(history)):
        history.claims.arrive(laptop, arrived)


def meet(history: History, laptop: Laptop) -> None:
    """Let some laptops have all of each other's files, as over a good line, and sync."""
    others = [one for one in history.laptops if one is not laptop]
    some = [laptop, *history.chance.sample(others, history.chance.randint(1, len(others)))]
    cloud.share([one.folder for one in some])
    for one in some:
        one.syncs()
    history.happens("laptops meet")


def plug_in_a_stick(history: History, laptop: Laptop) -> None:
    """Bring back the old files that lie on a stick, or put what the folder holds now on it."""
    if history.stick.exists() and history.chance.random() < 0.6:
        cloud.bring_back(history.stick, laptop.folder)
        laptop.syncs(fresh=_fresh(history))
        history.happens("old files come back")
    else:
        cloud.bring_back(laptop.folder, history.stick)


def overtake(history: History, laptop: Laptop) -> None:
    """Send something twice, and let what was sent last arrive elsewhere before what it overrules."""
    for _each in range(2):
        writing.write(history, laptop, writing.BUSY)
        laptop.syncs()
    other = history.chance.choice(history.laptops)
    cloud.carry_last(laptop.folder, other.folder)
    other.syncs()
