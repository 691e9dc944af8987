"""Plays made-up histories on the real code: `python3 dev.py simulate --histories 2000 --seed 1`."""

from __future__ import annotations

import argparse
import os
import sys
import time
from collections import Counter
from collections.abc import Sequence
from concurrent.futures import ProcessPoolExecutor
from pathlib import Path

from tests.simulation.mutants import hunt

SEEDS = Path(__file__).with_name("seeds.txt")
"""Every seed that ever failed; these are played first."""
_AT = ": "
"""Parts a power cut from the statement or file at which it came."""


def main(words: Sequence[str]) -> int:
    """Play histories; print what fails and what happened, and return 1 if any fails."""
    parser = argparse.ArgumentParser(prog="dev.py simulate", description=__doc__)
    parser.add_argument("--histories", type=int, default=200)
    parser.add_argument("--seed", type=int, default=1, help="the first seed; the others follow it")
    parser.add_argument("--jobs", type=int, default=os.cpu_count() or 1)
    parser.add_argument(
        "--mutants", nargs="?", const="", metavar="PART", help="plant defects, see that each is found"
    )
    said = parser.parse_args(words)
    if said.mutants is not None:
        return hunt(said.histories, said.jobs, said.mutants)
    return simulate(said.seed, said.histories, said.jobs)


def simulate(first: int, count: int, jobs: int) -> int:
    """Play the seeds that ever failed, then `count` more; return 1 if any history fails."""
    from tests.simulation.playing import play  # not before mutants are planted in what it imports

    seeds = [*_kept(), *range(first, first + count)]
    began, wrong = time.monotonic(), 0
    happened: Counter[str] = Counter()
    with ProcessPoolExecutor(jobs) as pool:
        for number, played in enumerate(pool.map(play, seeds, chunksize=8), start=1):
            happened += played.happened
            if played.wrong:
                wrong += 1
                print(f"seed {played.seed}: {played.wrong}", flush=True)
            if number % 500 == 0:
                print(f"{number} of {len(seeds)} histories, {wrong} failed", file=sys.stderr, flush=True)
    _tell(happened, len(seeds))
    print(f"{len(seeds) - wrong} passed, {wrong} failed")
    print(f"{len(seeds) / (time.monotonic() - began):.1f} histories a second", file=sys.stderr)
    return 1 if wrong else 0


def _tell(happened: Counter[str], histories: int) -> None:
    """Print how often what makes histories hard happened in a hundred of them."""
    total: Counter[str] = Counter()
    points: set[str] = set()
    for what, count in happened.items():
        kind, _at, point = what.partition(_AT)
        total[kind] += count
        points |= {point} if point else set()
    print("in 100 histories:")
    for what, count in sorted(total.items()):
        print(f"  {100 * count / histories:7.1f}  {what}")
    print(f"power failed at {len(points)} different points")


def _kept() -> list[int]:
    lines = SEEDS.read_text("utf-8").splitlines() if SEEDS.exists() else []
    return [int(line.split()[0]) for line in lines if line.strip()]


if __name__ == "__main__":
    if os.environ.get("PYTHONHASHSEED") != "0":
        # The order of sets must not differ from one run to the next.
        os.environ["PYTHONHASHSEED"] = "0"
        os.execv(sys.executable, [sys.executable, "-m", "tests.simulation", *sys.argv[1:]])
    sys.exit(main(sys.argv[1:]))
