"""Whatever carries the folder, both laptops end with all that was said, and with nothing that was taken back."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import ExitStack
from functools import partial
from pathlib import Path

import pytest

from fieldkit.domain import Note
from fieldkit.domain.consent import Scope
from fieldkit.edits import consent
from fieldkit.sync import sync
from tests.engines.carrier import files_in
from tests.engines.clouds import Cloud, samba, webdav
from tests.engines.sticks import stick
from tests.engines.syncthing import Syncthing, syncthing
from tests.engines.team import Lend, Team, lent, told
from tests.making import DAY, an_interview, the_note

pytestmark = pytest.mark.engine

ENGINES: dict[str, Lend] = {
    "syncthing": syncthing,
    "webdav": webdav,
    "samba": samba,
    "fat32": partial(stick, file_system="fat"),
    "exfat": partial(stick, file_system="exfat"),
    "ntfs": partial(stick, file_system="ntfs"),
}
CANARY = "the bakery on the corner lends us its oven"


@pytest.fixture(params=list(ENGINES))
def team(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Team]:
    with ExitStack() as stack:
        yield lent(stack, tmp_path, ENGINES[request.param])


def test_both_laptops_end_with_all_that_was_said(team: Team) -> None:
    for store, who in ((team.amina, "Amina"), (team.ben, "Ben")):
        for number in range(5):
            an_interview(store, Scope.HOLD, Scope.TEAM, note=f"{who} heard of barrier {number}.")
        team.round()

    assert told(team.amina) == told(team.ben)
    assert len(team.ben.find(Note)) == 10


def test_what_was_taken_back_is_gone_from_both_ends(team: Team) -> None:
    interview = an_interview(team.amina, Scope.HOLD, Scope.TEAM, note=CANARY)
    team.round()
    assert the_note(team.ben, interview).text == CANARY

    consent.withdraw(team.ben, interview, on=DAY)
    team.round()
    team.round()

    assert told(team.amina) == told(team.ben)
    for end in (team.carrier.here, team.carrier.there):
        assert [name for name, content in files_in(end).items() if CANARY.encode() in content] == []


def test_a_conflict_file_adds_nothing_and_loses_nothing(tmp_path: Path) -> None:
    with ExitStack() as stack:
        team = lent(stack, tmp_path, syncthing)
        engine = team.carrier
        assert isinstance(engine, Syncthing)
        an_interview(team.amina, Scope.HOLD, Scope.TEAM, note="They share one laptop.")
        team.round()
        heads = {
            end: next(end.glob(f"journal/{team.amina.writer}/head.csv"))
            for end in (engine.here, engine.there)
        }
        engine.stop()

        for number, head in enumerate(heads.values()):
            head.write_bytes(head.read_bytes() + f"note,{number}\r\n".encode())
        engine.start()
        engine.carry()

        assert list(engine.here.rglob("*.sync-conflict-*"))
        an_interview(team.ben, Scope.HOLD, Scope.TEAM, note="Two phones for nine people.")
        team.round()
        assert told(team.amina) == told(team.ben)
        assert len(team.amina.find(Note)) == 2


def test_a_carrier_that_is_killed_again_and_again_loses_nothing(tmp_path: Path) -> None:
    with ExitStack() as stack:
        team = lent(stack, tmp_path, syncthing)
        engine = team.carrier
        assert isinstance(engine, Syncthing)

        for number in range(5):
            an_interview(team.amina, Scope.HOLD, Scope.TEAM, note=f"Round {number}. " + "They wait. " * 5_000)
            sync(team.amina, engine.here)
            engine.daemons[number % 2].asked("db/scan?folder=fieldwork", "POST")
            engine.daemons[number % 2].kill()
            sync(team.ben, engine.there)
            engine.daemons[number % 2].start()

        team.round()
        assert told(team.amina) == told(team.ben)
        assert len(team.ben.find(Note)) == 5


def test_a_cut_upload_waits_until_it_is_whole(tmp_path: Path) -> None:
    with ExitStack() as stack:
        team = lent(stack, tmp_path, webdav)
        engine = team.carrier
        assert isinstance(engine, Cloud)
        an_interview(team.amina, Scope.HOLD, Scope.TEAM, note="They meet on Tuesdays.")
        before = set(files_in(engine.here))
        sync(team.amina, engine.here)
        new = {name: content for name, content in files_in(engine.here).items() if name not in before}
        parcel, content = next((n, c) for n, c in new.items() if not n.endswith("head.csv"))

        engine.cut_upload(parcel, content)
        engine.fetch(engine.there)
        half = sync(team.ben, engine.there)
        heard = team.ben.find(Note)
        team.round()

        assert len((engine.server / parcel).read_bytes()) == len(content)
        assert (len(half.waiting), heard) == (1, [])
        assert told(team.amina) == told(team.ben)
