"""Replays the recorded cases of other engines and counts: `python3 dev.py conformance`.

A case that is in `passing.txt` must go on passing; `--keep` writes the list anew.
"""

from __future__ import annotations

import argparse
import json
import sys
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

from tests.conformance.outcome import Outcome, Replays, Verdict
from tests.conformance.replays import FOLDERS, REPLAYS
from tests.conftest import SHARED

PASSING = Path(__file__).with_name("passing.txt")
CASES = SHARED / "corpus" / "xforms"


def main(words: Sequence[str]) -> int:
    """Replay what the words name, print the table, and return 1 where a case that used to pass does not."""
    said = _arguments().parse_args(words)
    if not said.cases.is_dir():
        print(f"There are no cases in {said.cases}. They lie in a folder `shared` beside the checkout.")
        return 0 if said.cases == CASES else 2
    outcomes = {name: list(_replayed(name, REPLAYS[name], said.cases)) for name in said.only or REPLAYS}
    outcomes = {name: some for name, some in outcomes.items() if some}
    print(table(outcomes))
    for name, some in outcomes.items():
        for outcome in some if said.failed else ():
            if outcome.verdict is Verdict.FAILED:
                print(f"{name} {outcome.case}: {outcome.why[:400]}")
    if said.json:
        said.json.write_text(json.dumps(_as_json(outcomes), indent=1), "utf-8")
    if said.keep:
        _keep(outcome for some in outcomes.values() for outcome in some)
    steps_back = _steps_back(outcome for some in outcomes.values() for outcome in some)
    for outcome in steps_back:
        print(f"A step back: {outcome.case} passed before, and now: {outcome.verdict}. {outcome.why[:400]}")
    total = Counter(outcome.verdict for some in outcomes.values() for outcome in some)
    print(f"{total[Verdict.PASSED]} passed, {total[Verdict.FAILED]} failed, {total[Verdict.SKIPPED]} skipped")
    return 1 if steps_back else 0


def _arguments() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="dev.py conformance", description=__doc__)
    parser.add_argument("--cases", type=Path, default=CASES, help="a folder with files of the same names")
    parser.add_argument("--json", type=Path, help="write every outcome into this file")
    parser.add_argument("--only", action="append", choices=[*REPLAYS], help="replay this file alone")
    parser.add_argument("--failed", action="store_true", help="say what failed, and how")
    parser.add_argument("--keep", action="store_true", help="write the list of what passes anew")
    return parser


def _replayed(name: str, replays: Replays, folder: Path) -> Iterator[Outcome]:
    paths = [
        path for path in (folder / f"{name}.jsonl.gz", folder / FOLDERS.get(name, name)) if path.exists()
    ]
    for path in paths[:1]:
        print(f"{name} …", file=sys.stderr, flush=True)
        yield from replays(path)


def table(outcomes: dict[str, list[Outcome]]) -> str:
    """Return the outcomes as a table, a line for each file."""
    width = max((len(name) for name in outcomes), default=0)
    lines = [
        f"{'':{width}}  {'cases':>7}" + "".join(f"{verdict:>18}" for verdict in Verdict) + f"{'share':>9}"
    ]
    for name, some in outcomes.items():
        count = Counter(outcome.verdict for outcome in some)
        counted = len(some) - count[Verdict.SKIPPED] - count[Verdict.KNOWN]
        share = f"{count[Verdict.PASSED] / counted:9.1%}" if counted else ""
        lines.append(f"{name:{width}}  {len(some):7}" + "".join(f"{count[v]:18}" for v in Verdict) + share)
    return "\n".join(lines)


def _as_json(outcomes: dict[str, list[Outcome]]) -> dict[str, object]:
    return {
        "files": {
            name: {verdict.value: sum(o.verdict is verdict for o in some) for verdict in Verdict}
            for name, some in outcomes.items()
        },
        "cases": {
            name: {o.case: {"verdict": o.verdict.value, "why": o.why} for o in some}
            for name, some in outcomes.items()
        },
    }


def _keep(outcomes: Iterable[Outcome]) -> None:
    found = {outcome.case: outcome.verdict for outcome in outcomes}
    others = {case for case in _passing() if case not in found}
    passing = others | {case for case, verdict in found.items() if verdict is Verdict.PASSED}
    PASSING.write_text("".join(f"{case}\n" for case in sorted(passing)), "utf-8")


def _passing() -> set[str]:
    return set(PASSING.read_text("utf-8").split()) if PASSING.exists() else set()


def _steps_back(outcomes: Iterable[Outcome]) -> list[Outcome]:
    passing = _passing()
    return [o for o in outcomes if o.case in passing and o.verdict not in (Verdict.PASSED, Verdict.SKIPPED)]


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
