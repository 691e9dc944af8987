"""Measures speed against peers in the same run: `python3 dev.py bench forms`."""

from __future__ import annotations

import argparse
import importlib
import json
import sys
from collections.abc import Sequence
from pathlib import Path
from pkgutil import iter_modules

from benchmarks.measure import Row, table

SUBJECTS = sorted(
    module.name
    for module in iter_modules([str(Path(__file__).parent)])
    if module.name not in ("__main__", "measure", "peers", "shapes")
)
"""Each is a module with a function `rows(words) -> list[Row]`."""


def main(words: Sequence[str]) -> int:
    """Measure what the first word names, print the table, and write it where `--json` says."""
    parser = argparse.ArgumentParser(prog="dev.py bench", description=__doc__)
    parser.add_argument("subject", choices=SUBJECTS)
    parser.add_argument("--json", type=Path, help="write the figures into this file too")
    said, rest = parser.parse_known_args(words)
    rows: list[Row] = importlib.import_module(f"benchmarks.{said.subject}").rows(rest)
    print(table(rows))
    if said.json:
        said.json.write_text(json.dumps([row._asdict() for row in rows], indent=1), "utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
