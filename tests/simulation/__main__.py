"""Plays made-up histories on the real code: `python3 dev.py simulate --histories 2000 --seed 1`."""

from __future__ import annotations

import argparse
import os
import sys
import tempfile
import time
from collections.abc import Sequence
from concurrent.futures import ProcessPoolExecutor
from pathlib import Path
from typing import NamedTuple

from tests.simulation.mutants import hunt, plant

SEEDS = Path(__file__).with_name("seeds.txt")
"""Every seed that ever failed; these are played first."""


class Played(NamedTuple):
    """How a history went: its seed, what went wrong, and what it did in short."""

    seed: int
    wrong: str
    trace: str


def main(words: Sequence[str]) -> int:
    """Play histories; print what fails, and return 1 if any does."""
    parser = argparse.ArgumentParser(prog="dev.py simulate", description=__doc__)
    parser.add_argument("--histories", type=int, default=200)
    parser.add_argument("--seed", type=int, default=1, help="the first seed; the others follow it")
    parser.add_argument("--jobs", type=int, default=os.cpu_count() or 1)
    parser.add_argument("--mutants", action="store_true", help="plant defects, and see that each is found")
    parser.add_argument("--until-wrong", action="store_true", help="stop at the first history that fails")
    said = parser.parse_args(words)
    if said.mutants:
        return hunt(said.histories, said.jobs)
    return simulate(said.seed, said.histories, said.jobs, until_wrong=said.until_wrong)


def simulate(first: int, count: int, jobs: int, *, until_wrong: bool) -> int:
    """Play the seeds that ever failed, then `count` more; return 1 if any history fails."""
    seeds = [*_kept(), *range(first, first + count)]
    began, number, wrong = time.monotonic(), 0, 0
    with ProcessPoolExecutor(jobs) as pool:
        for number, played in enumerate(pool.map(play, seeds, chunksize=1 if until_wrong else 8), start=1):
            if played.wrong:
                wrong += 1
                print(f"seed {played.seed}: {played.wrong}", flush=True)
                if until_wrong:
                    pool.shutdown(cancel_futures=True)
                    break
            if number % 500 == 0:
                print(f"{number} of {len(seeds)} histories, {wrong} failed", file=sys.stderr, flush=True)
    print(f"{number - wrong} passed, {wrong} failed")
    print(f"{number / (time.monotonic() - began):.1f} histories a second", file=sys.stderr)
    return 1 if wrong else 0


def play(seed: int) -> Played:
    """Play one history on a disk of its own, in memory where the system has one."""
    plant()
    from tests.simulation.history import History

    memory = Path("/dev/shm")
    with tempfile.TemporaryDirectory(dir=memory if memory.is_dir() else None) as desk:
        history = History(seed, Path(desk))
        try:
            wrong = history.play()
        except Exception as error:  # whatever breaks in a history is a finding, with its seed
            wrong = f"{type(error).__name__}: {error}"
        return Played(seed, wrong, history.trace.hexdigest())


def _kept() -> list[int]:
    lines = SEEDS.read_text("utf-8").splitlines() if SEEDS.exists() else []
    return [int(line.split()[0]) for line in lines if line.strip()]


if __name__ == "__main__":
    if os.environ.get("PYTHONHASHSEED") != "0":
        # The order of sets must not differ from one run to the next.
        os.environ["PYTHONHASHSEED"] = "0"
        os.execv(sys.executable, [sys.executable, "-m", "tests.simulation", *sys.argv[1:]])
    sys.exit(main(sys.argv[1:]))
