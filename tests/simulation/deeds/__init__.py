"""What happens in a history, and how often: what people write and say, what is carried, and what goes wrong."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from tests.simulation.deeds import carrying, interviews, mishaps, writing

if TYPE_CHECKING:
    from tests.simulation.history import History
    from tests.simulation.laptop import Laptop

EARLY = 15
"""So many steps are early: interviews are held then, and taken back later, once they have reached others."""
_OFTEN: list[tuple[Callable[[History, Laptop], None], int, int]] = [
    (writing.write, 23, 20),
    (writing.type_on, 4, 4),
    (writing.write_the_same, 5, 5),
    (writing.write_as_newer, 4, 3),
    (writing.upgrade, 2, 2),
    (writing.delete, 4, 4),
    (writing.undo, 3, 4),
    (interviews.hold_an_interview, 9, 3),
    (interviews.say_more, 3, 7),
    (interviews.attach, 8, 5),
    (interviews.fill_a_questionnaire, 6, 4),
    (interviews.take_out, 0, 1),
    (interviews.ask_again, 2, 2),
    (interviews.take_it_back, 1, 12),
    (carrying.sync, 12, 11),
    (carrying.carry, 24, 22),
    (carrying.meet, 4, 2),
    (carrying.overtake, 1, 1),
    (carrying.plug_in_a_stick, 6, 8),
    (mishaps.lose_power, 7, 9),
    (mishaps.back_up, 7, 2),
    (mishaps.restore, 2, 8),
    (mishaps.go_back, 1, 2),
    (mishaps.copy_the_laptop, 2, 2),
    (mishaps.lose_files, 3, 4),
    (mishaps.spoil_an_attachment, 3, 4),
    (mishaps.start_again, 2, 2),
    (mishaps.set_the_clock, 1, 1),
]
"""What happens, and how often beside the rest: early, and later."""
_DEEDS = [deed for deed, _early, _late in _OFTEN]
DEEDS: tuple[tuple[Any, ...], tuple[Any, ...]] = (
    (_DEEDS, [early for _deed, early, _late in _OFTEN]),
    (_DEEDS, [late for _deed, _early, late in _OFTEN]),
)
"""What happens early and what later, each with how often."""
