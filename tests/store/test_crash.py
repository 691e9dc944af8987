"""A laptop that dies: whatever was acknowledged is there, and the project opens."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from fieldkit.domain import Note
from fieldkit.store import Store

WRITER = """
import sys
from pathlib import Path
from fieldkit.domain import Note
from fieldkit.store import Store
path = Path(sys.argv[1])
store = Store.open(path) if path.exists() else Store.create(path, "A round")
for number in range(100_000):
    store.write("Write", Note(text=f"note {number} " * 40))
    print(number, flush=True)
"""


@pytest.mark.skipif(os.name == "nt", reason="kill -9 is a thing of POSIX")
@pytest.mark.parametrize("acknowledged", [1, 7, 60])
def test_a_killed_process_loses_nothing_that_was_acknowledged(tmp_path: Path, acknowledged: int):
    path = tmp_path / "p.fieldkit"
    for round_ in (1, 2):
        with subprocess.Popen(
            [sys.executable, "-c", WRITER, str(path)], stdout=subprocess.PIPE, text=True
        ) as writer:
            assert writer.stdout
            for _number in range(acknowledged):
                writer.stdout.readline()
            writer.send_signal(signal.SIGKILL)
            writer.wait(timeout=60)

        with Store.open(path) as store:
            assert len(store.find(Note)) >= acknowledged * round_
            before = store.find(Note)
            store.rebuild()
            assert store.find(Note) == before
            assert len(store.search("note", limit=1_000_000)) == len(before)
