"""A process that tells a story until the power fails, and what it had said by then."""

from __future__ import annotations

import ctypes
import multiprocessing
import os
import re
import shutil
import socket
import subprocess
import traceback
from pathlib import Path
from typing import NamedTuple

from fieldkit.errors import FieldkitError
from tests.crash.desk import Desk
from tests.crash.stories import BEGUN, STORIES, Saved

CALLS = ("write", "pwrite64", "fsync", "fdatasync", "rename", "ftruncate", "unlink")
WAYS = {"kill": "signal=KILL", "eio": "error=EIO", "enospc": "error=ENOSPC"}
_PATIENCE_S = 60
_MAY_TRACE, _ANYBODY = 0x59616D61, -1
"""What lets strace look at a process that it did not start. Source: prctl(2), PR_SET_PTRACER."""

# A process that has loaded everything forks itself for each story: loading takes far longer than the story.
FORKING = multiprocessing.get_context("forkserver")
FORKING.set_forkserver_preload(["tests.crash.victim"])


class Point(NamedTuple):
    """The n-th system call of a kind in what is of interest in a story."""

    call: str
    number: int


class End(NamedTuple):
    """How a story ended."""

    saved: list[Saved]
    """What it said was saved."""
    done: bool
    """Whether it came to its end."""
    raised: str
    """What went wrong and was not said to the person in words of theirs; empty where nothing did."""


def traced(story: str, desk: Desk, trace: Path) -> list[Point]:
    """Tell a story to its end; return every place in it where the power may fail."""
    end = _told(story, desk, ["-e", f"trace={','.join(CALLS)}", "-o", str(trace)])
    assert end.done, end.raised
    count: dict[str, int] = {}
    found: list[Point] = []
    for line in trace.read_text("utf-8", "replace").splitlines():
        call = re.match(rf"(?:\d+ +)?({'|'.join(CALLS)})\(", line)
        if call:
            count[call[1]] = count.get(call[1], 0) + 1
            found.append(Point(call[1], count[call[1]]))
    return found


def cut(story: str, desk: Desk, point: Point, way: str) -> End:
    """Tell a story whose power, or disk, fails at this point."""
    inject = f"inject={point.call}:{WAYS[way]}:when={point.number}"
    return _told(story, desk, ["-e", f"trace={point.call}", "-e", inject, "-o", os.devnull])


def _told(story: str, desk: Desk, strace: list[str]) -> End:
    ours, theirs = socket.socketpair()
    teller = FORKING.Process(target=_tell, args=(story, desk, theirs), daemon=True)
    with ours:
        with theirs:
            teller.start()
        with ours.makefile("r") as hearing:
            assert hearing.readline(), f"{story}: it never began"
            command = [shutil.which("strace") or "strace", *strace, "-p", str(teller.pid)]
            with subprocess.Popen(command, stderr=subprocess.PIPE, text=True) as watching:
                assert watching.stderr
                attached = watching.stderr.readline()
                assert "attached" in attached, attached
                ours.sendall(b"go")
                lines = hearing.read().splitlines()
                watching.stderr.read()
        teller.join(_PATIENCE_S)
    saved = [
        (table, field, value) for table, field, value in (line.split("\t") for line in lines if "\t" in line)
    ]
    raised = "\n".join(line.removeprefix("! ") for line in lines if line.startswith("! "))
    return End(saved, "done" in lines, raised)


def _tell(story: str, desk: Desk, line: socket.socket) -> None:
    """Tell a story into a socket, for what goes into a pipe would count among the calls that fail."""
    ctypes.CDLL(None).prctl(_MAY_TRACE, ctypes.c_long(_ANYBODY))
    desk.sit_down()
    try:
        for saved in STORIES[story](desk):
            if saved == BEGUN:
                line.sendall(b"begun\n")
                line.recv(2)
            else:
                line.sendall("\t".join(saved).encode() + b"\n")
        line.sendall(b"done\n")
    except FieldkitError:
        return  # The person was told.
    except BaseException:
        line.sendall("".join(f"! {part}\n" for part in traceback.format_exc().splitlines()).encode())
