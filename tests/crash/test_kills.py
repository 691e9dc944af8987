"""Whenever the power fails, in the midst of whatever: the project opens, and nothing that was saved is lost."""

from __future__ import annotations

import os
import socket
import time
from collections.abc import Iterable, Iterator
from itertools import islice
from pathlib import Path
from random import Random

import pytest

from fieldkit.domain import Consent, Interview
from fieldkit.domain.consent import Reach, Scope, reach
from fieldkit.store import Store
from fieldkit.sync import sync
from tests.crash.desk import Desk
from tests.crash.recovery import a_day_passes, contradicting, misleading, unlike, unsound
from tests.crash.restless import Fate, Told, Worker, said, words_in, words_on
from tests.crash.victim import FORKING
from tests.making import agree

pytestmark = [
    pytest.mark.crash,
    pytest.mark.skipif(os.name == "nt", reason="kill -9 is a thing of POSIX"),
]

KILLS = int(os.environ.get("FIELDKIT_CRASH_KILLS", "10"))
"""How often the power fails, in all."""
SEED = int(os.environ.get("FIELDKIT_CRASH_SEED", "1"))
_ON_ONE_DESK = 25
"""So often the power fails at one and the same laptop."""
_MOST_DEEDS = 24
_A_MOMENT_S = 0.02
"""How long into a deed the power fails, in the mean."""


class Ledger:
    """What people were told, on all laptops."""

    def __init__(self) -> None:
        self._interviews: dict[str, str] = {}
        """For each word that was saved, the interview that it was said in."""
        self._fates: dict[str, Fate] = {}
        """What became of the interviews."""

    def note(self, tidings: Iterable[Told]) -> None:
        """Note what people were told, in this order."""
        for fate, word, interview in tidings:
            if fate is Fate.SAVED:
                self._interviews[word] = interview
            elif fate is not Fate.NONE:
                self._fates[interview] = fate

    def saved(self, by: str = "") -> set[str]:
        """Return the words that must be there, of this person or of all."""
        return {
            word
            for word, interview in self._interviews.items()
            if interview not in self._fates and by in word
        }

    def gone(self) -> set[str]:
        """Return the words that must be nowhere, once all have synced."""
        return {
            word for word, interview in self._interviews.items() if self._fates.get(interview) is Fate.GONE
        }


@pytest.mark.parametrize("life", range(-(-KILLS // _ON_ONE_DESK)))
def test_a_laptop_that_is_killed_again_and_again_keeps_its_word(
    life: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setenv("FIELDKIT_DATA", "")
    desk = Desk(tmp_path / "desk")
    desk.lay()
    ledger = Ledger()
    chance = Random(f"{SEED} {life}")

    for number in range(min(_ON_ONE_DESK, KILLS - life * _ON_ONE_DESK)):
        ledger.note(_killed(desk, f"amina-{number}", chance))
        wrong = next(_wrongs(desk, ledger), "") or next(_wrongs_of_both(desk, ledger, chance, number), "")
        assert not wrong, f"seed {SEED}, life {life}, kill {number}: {wrong}"


def _killed(desk: Desk, name: str, chance: Random) -> list[Told]:
    """Let Amina work until her power fails; return what she was told by then."""
    ours, theirs = socket.socketpair()
    worker = FORKING.Process(target=_work, args=(desk, name, chance.random(), theirs), daemon=True)
    deeds, moment = chance.randrange(_MOST_DEEDS), chance.expovariate(1 / _A_MOMENT_S)
    with ours:
        with theirs:
            worker.start()
        with ours.makefile("r") as hearing:
            heard = list(islice(hearing, deeds + 1))
            time.sleep(moment)
            worker.kill()
            heard += hearing
        worker.join()
    assert worker.exitcode == -9, heard[-1:]
    # The last line may be cut: then nobody has read it.
    told = (line.split() for line in heard if line.endswith("\n"))
    return [Told(Fate(fate), word, interview) for fate, word, interview in told]


def _work(desk: Desk, name: str, seed: float, line: socket.socket) -> None:
    desk.sit_down()
    with desk.open("amina") as store:
        for told in Worker(store, desk, Random(seed), name).work():
            line.sendall(f"{' '.join(told)}\n".encode())


def _wrongs(desk: Desk, ledger: Ledger) -> Iterator[str]:
    """Say what is wrong at the laptop whose power failed, once it is started again."""
    yield from misleading(desk)
    yield from unsound(desk.project("amina"))
    with desk.open("amina") as amina:
        if lost := ledger.saved(by="amina") - words_in(said(amina)):
            yield f"saved and not there: {sorted(lost)}"
        yield from contradicting(amina)
        _ask_again(amina)
        sync(amina, desk.shared)


def _ask_again(store: Store) -> None:
    """Ask for the consents that the power did not let her write down; until then an interview stays with her."""
    for interview in store.find(Interview):
        if reach(store.find(Consent, interview_id=interview.id)) is not Reach.EVERYTHING:
            agree(store, interview, (Scope.HOLD, Scope.TEAM))


def _wrongs_of_both(desk: Desk, ledger: Ledger, chance: Random, number: int) -> Iterator[str]:
    """Say what is wrong where the other laptop syncs as well; its person then says and takes back something more."""
    with desk.open("ben") as ben:
        outcome = sync(ben, desk.shared)
        if outcome.waiting:
            yield f"cannot be read by others: {outcome.waiting}"
        if lost := ledger.saved() - words_in(said(ben)):
            yield f"saved and never arrived: {sorted(lost)}"
    yield from unlike(desk, "ben", "amina")
    a_day_passes(desk)
    gone = ledger.gone()
    for path, word in words_on(desk.path):
        if word in gone:
            yield f"taken back and still in {path.relative_to(desk.path)}: {word}"
    with desk.open("ben") as ben:
        worker = Worker(ben, desk, chance, f"ben-{number}")
        ledger.note([*worker.add(), *worker.hold(), *worker.sync()])
        if chance.random() < 0.3:
            ledger.note(worker.take_back())
            ledger.note(worker.sync())
