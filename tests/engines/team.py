"""Two laptops and what carries the folder between them."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import AbstractContextManager, ExitStack
from pathlib import Path
from typing import Any

from fieldkit.domain import KINDS
from fieldkit.store import Store
from fieldkit.sync import join, sync
from tests.engines.carrier import Carrier

Lend = Callable[[Path], AbstractContextManager[Carrier]]


class Team:
    """Two laptops and what carries the folder between them."""

    def __init__(self, desk: Path, carrier: Carrier) -> None:
        self.carrier = carrier
        self.amina = Store.create(desk / "amina.fieldkit", "Norwich round")
        sync(self.amina, carrier.here)
        carrier.carry()
        self.ben = join(carrier.there, desk / "ben.fieldkit")

    def round(self) -> None:
        """Sync on both laptops until each has heard of what the other last wrote."""
        for _time in range(2):
            sync(self.amina, self.carrier.here)
            self.carrier.carry()
            sync(self.ben, self.carrier.there)
            self.carrier.carry()

    def close(self) -> None:
        self.amina.close()
        self.ben.close()


def lent(stack: ExitStack, desk: Path, lend: Lend) -> Team:
    carrier = stack.enter_context(lend(desk / "engine"))
    team = Team(desk, carrier)
    stack.callback(team.close)
    return team


def told(store: Store) -> dict[str, list[Any]]:
    """Return all records of a project."""
    return {name: store.find(kind, deleted=[False, True]) for name, kind in KINDS.items()}
