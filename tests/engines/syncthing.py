"""Two Syncthing daemons on this machine: no discovery, no relays, no upgrades."""

from __future__ import annotations

import json
import os
import socket
import subprocess
from collections.abc import Generator
from contextlib import contextmanager
from http.client import HTTPException
from pathlib import Path
from typing import Any
from urllib.request import Request, urlopen
from xml.etree import ElementTree as ET

from tests.engines.carrier import needs, run, until

FOLDER = "fieldwork"
OPTIONS = {
    "globalAnnounceEnabled": "false",
    "localAnnounceEnabled": "false",
    "relaysEnabled": "false",
    "natEnabled": "false",
    "urAccepted": "-1",
    "crashReportingEnabled": "false",
    "autoUpgradeIntervalH": "0",
    "startBrowser": "false",
    "reconnectionIntervalS": "1",
}


class Daemon:
    """One Syncthing, with a home and the end of the shared folder that it keeps."""

    def __init__(self, home: Path, folder: Path) -> None:
        self.home, self.folder = home, folder
        folder.mkdir(parents=True)
        run("syncthing", "generate", "--home", home, "--no-default-folder")
        self.id = run("syncthing", "--home", home, "--device-id").strip()
        self.port, self._gui = free_port(), free_port()
        self._key = "fieldwork"
        self._program: subprocess.Popen[bytes] | None = None

    def knows(self, other: Daemon) -> None:
        """Write its settings: this folder, shared with that other one."""
        path = self.home / "config.xml"
        root = ET.parse(path).getroot()
        options = _below(root, "options")
        for name, value in OPTIONS.items():
            _below(options, name).text = value
        for address in options.findall("listenAddress"):
            options.remove(address)
        ET.SubElement(options, "listenAddress").text = f"tcp://127.0.0.1:{self.port}"
        gui = _below(root, "gui")
        gui.set("enabled", "true")
        gui.set("tls", "false")
        _below(gui, "address").text = f"127.0.0.1:{self._gui}"
        _below(gui, "apikey").text = self._key
        device = ET.SubElement(root, "device", id=other.id, name="other", compression="never")
        ET.SubElement(device, "address").text = f"tcp://127.0.0.1:{other.port}"
        shared = ET.SubElement(
            root, "folder", id=FOLDER, path=str(self.folder), type="sendreceive", rescanIntervalS="3600",
            fsWatcherEnabled="false", ignorePerms="true",
        )  # fmt: skip
        for daemon in (self, other):
            ET.SubElement(shared, "device", id=daemon.id)
        ET.SubElement(shared, "maxConflicts").text = "10"
        ET.ElementTree(root).write(path)

    def start(self) -> None:
        """Start it, and wait until it answers."""
        self._program = subprocess.Popen(
            ["syncthing", "serve", "--home", str(self.home), "--no-browser", "--no-restart", "--no-upgrade"],
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            # Monitored: without the parent that would start it again after a kill.
            env={**os.environ, "STMONITORED": "1", "STNOUPGRADE": "1", "HOME": str(self.home)},
        )
        until(lambda: self.asked("system/ping") is not None, "Syncthing does not answer")

    def kill(self) -> None:
        """Kill it as a power cut would."""
        if self._program:
            self._program.kill()
            self._program.wait()
            self._program = None

    def asked(self, path: str, method: str = "GET") -> Any:
        """Return what it answers; None while it does not."""
        request = Request(
            f"http://127.0.0.1:{self._gui}/rest/{path}", method=method, headers={"X-API-Key": self._key}
        )
        try:
            with urlopen(request, timeout=20) as answer:
                body = answer.read()
        except (OSError, HTTPException):
            return None
        return json.loads(body) if body.strip() else {}

    def has_all(self, other: Daemon) -> bool:
        """Tell whether it and the other have the same files, as far as it knows."""
        completion = self.asked(f"db/completion?folder={FOLDER}&device={other.id}")
        status = self.asked(f"db/status?folder={FOLDER}")
        return bool(
            completion
            and status
            and completion["completion"] == 100
            and completion["needDeletes"] == 0
            and status["state"] == "idle"
            and status["needTotalItems"] == 0
        )


class Syncthing:
    """A folder on each of two laptops, carried by a daemon on each."""

    def __init__(self, desk: Path) -> None:
        self.daemons = [Daemon(desk / f"home {n}", desk / f"laptop {n}" / "shared") for n in (1, 2)]
        self.here, self.there = (daemon.folder for daemon in self.daemons)
        one, other = self.daemons
        one.knows(other)
        other.knows(one)

    def start(self) -> None:
        """Start both daemons."""
        for daemon in self.daemons:
            daemon.start()

    def stop(self) -> None:
        """Kill both daemons."""
        for daemon in self.daemons:
            daemon.kill()

    def carry(self) -> None:
        """Have both look at their folder, and wait until they agree three times running."""
        for daemon in self.daemons:
            until(
                lambda daemon=daemon: daemon.asked(f"db/scan?folder={FOLDER}", "POST") is not None, "no scan"
            )
        agreed = 0

        def rested() -> bool:
            nonlocal agreed
            one, other = self.daemons
            agreed = agreed + 1 if one.has_all(other) and other.has_all(one) else 0
            return agreed >= 3

        until(rested, "the two Syncthings do not come to rest")


@contextmanager
def syncthing(desk: Path) -> Generator[Syncthing]:
    """Lend a folder carried by two Syncthing daemons."""
    needs("syncthing")
    pair = Syncthing(desk)
    try:
        pair.start()
        yield pair
    finally:
        pair.stop()


def free_port() -> int:
    """Return a port of this machine that nobody listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def _below(element: ET.Element, name: str) -> ET.Element:
    found = element.find(name)
    return ET.SubElement(element, name) if found is None else found
