"""What goes wrong with laptops: power, backups, copies, clocks and lost files."""

from __future__ import annotations

import shutil
from datetime import timedelta
from pathlib import Path
from typing import TYPE_CHECKING

from tests.simulation import cloud
from tests.simulation.chance import Wall
from tests.simulation.deeds import carrying, interviews, writing
from tests.simulation.laptop import Laptop

if TYPE_CHECKING:
    from tests.simulation.history import History

MOST_LAPTOPS = 5
_UNDER_STRAIN = (
    writing.write,
    carrying.sync,
    carrying.sync,
    interviews.take_it_back,
    interviews.take_it_back,
    interviews.attach,
    writing.upgrade,
)
"""In what their power fails."""
_OF_MEMORY = ("COMMIT", "remember", "remembered")
"""The moments of the first deed after a start, when the project and the laptop's memory get a new token."""
_OF_FILES = ("write a file", "wrote a file", "remove a file")
"""The moments of a sync."""


def lose_power(history: History, laptop: Laptop) -> None:
    """Lose power within the next writes, or at a moment when the disk, the memory or the folder lags behind."""
    chance = history.chance
    deed = chance.choice(_UNDER_STRAIN)
    match chance.randrange(4):
        case 0:
            deed = chance.choice((writing.write, interviews.take_it_back, interviews.attach))
            laptop.starts_again()
            history.power.fails_after(chance.randrange(2), chance.choice(_OF_MEMORY))
        case 1:
            history.power.fails_after(chance.randrange(3), chance.choice(_OF_FILES))
        case _:
            history.power.fails_after(chance.randrange(chance.choice((8, 40))))
    laptop.crashed = ""
    deed(history, laptop)
    history.power.lasts()
    if laptop.crashed:
        history.happens(f"power fails in {deed.__name__}: {laptop.crashed}")


def start_again(history: History, laptop: Laptop) -> None:
    """Close the project and open it again."""
    laptop.starts_again()
    history.happens("a laptop is started again")


def back_up(history: History, laptop: Laptop) -> None:
    """Copy the project file aside, while it is open or not, and sometimes all of the laptop."""
    if history.chance.random() < 0.5:
        laptop.starts_again()
    laptop.backup = laptop.image()
    shutil.rmtree(_aside(history, laptop), ignore_errors=True)
    if history.chance.random() < 0.5:
        _copy_memory(laptop.here.memory, _aside(history, laptop))
    if history.chance.random() < 0.5:
        laptop.starts_again()


def restore(history: History, laptop: Laptop) -> None:
    """Put the copy in the project's place: what was not sent since then, or in a file that was lost, is gone."""
    if laptop.backup is None:
        laptop = next((one for one in history.laptops if one.backup is not None), laptop)
    if laptop.backup is None:
        back_up(history, laptop)
        return
    if _aside(history, laptop).exists():
        _copy_memory(_aside(history, laptop), laptop.here.memory)
    had = laptop.store.changes()
    laptop.restore(laptop.backup)
    history.happens("a backup is put back")
    history.forget(had)
    history.claims.come_back(laptop.ids())
    if history.chance.random() < 0.4:
        writing.write(history, laptop)


def go_back(history: History, laptop: Laptop) -> None:
    """Put back what was copied just before something was sent, and take that out again."""
    interviews.raise_an_issue(history, laptop)
    back_up(history, laptop)
    carrying.sync(history, laptop)
    restore(history, laptop)
    if history.chance.random() < 0.3:
        carrying.sync(history, laptop)
    interviews.take_out(history, laptop)
    carrying.sync(history, laptop)


def copy_the_laptop(history: History, laptop: Laptop) -> None:
    """Make a second laptop of the image of this one: of its project file alone, or of all that is on it."""
    if len(history.laptops) >= MOST_LAPTOPS:
        return
    folder = history.desk / f"L{len(history.laptops)}"
    shutil.copytree(laptop.folder, folder)
    here = history.here(len(history.laptops))
    if history.chance.random() < 0.5:
        here = here._replace(machine=laptop.here.machine)
        _copy_memory(laptop.here.memory, here.memory)
    twin = Laptop(
        here, laptop.image(), folder, Wall(laptop.wall.wrong_by), history.power, is_older=laptop.older
    )
    twin.wall.true, twin.newer = laptop.wall.true, laptop.newer
    history.happens("a laptop is copied")
    history.laptops.append(twin)


def lose_files(history: History, laptop: Laptop) -> None:
    """Lose files of this laptop's copy of the folder, or what is in them."""
    had = cloud.changes_in(laptop.folder)
    cloud.lose(laptop.folder, history.chance)
    history.happens("files are lost")
    history.forget(had)


def spoil_an_attachment(history: History, laptop: Laptop) -> None:
    """Attach something and send it, and let a cloud spoil it so that its size stays, before others fetch it."""
    interviews.attach(history, laptop)
    carrying.sync(history, laptop)
    if cloud.spoil(laptop.folder, history.chance):
        history.happens("an attachment is spoilt where it was sent")
        history.forget([])


def set_the_clock(history: History, laptop: Laptop) -> None:
    """Set the clock wrong, or right again."""
    laptop.wall.wrong_by = timedelta(seconds=history.chance.choice((0, -90, 300, 86_400, -500_000_000)))
    history.happens("a clock is set")


def _aside(history: History, laptop: Laptop) -> Path:
    """Return where a copy of a laptop's memory lies, if there is one."""
    return history.desk / f"memory of {laptop.name} aside"


def _copy_memory(source: Path | None, target: Path | None) -> None:
    assert source
    assert target
    shutil.rmtree(target, ignore_errors=True)
    if source.exists():
        shutil.copytree(source, target)
