"""A folder on a server, WebDAV or Samba, with a copy on each laptop that rclone brings up to date."""

from __future__ import annotations

import socket
import subprocess
from collections.abc import Generator
from contextlib import contextmanager
from pathlib import Path

from tests.engines.carrier import needs, run, until
from tests.engines.syncthing import free_port

Seen = dict[str, tuple[int, int]]
"""Files by their path, with size and time: what a cloud's program knows of its last round."""


class Cloud:
    """A folder on each of two laptops, and the server between them."""

    def __init__(self, desk: Path, port: int, remote: str) -> None:
        self.here, self.there, self.server = desk / "laptop 1", desk / "laptop 2", desk / "server"
        for folder in (self.here, self.there, self.server):
            folder.mkdir(parents=True)
        self.port = port
        self.remote = remote
        self._seen: dict[Path, Seen] = {self.here: {}, self.there: {}}

    def carry(self) -> None:
        """Send from each laptop what was written or removed there since the last round, and fetch the rest."""
        for laptop in (self.here, self.there):
            self._send(laptop)
        for laptop in (self.here, self.there):
            self.fetch(laptop)

    def fetch(self, laptop: Path) -> None:
        """Make a laptop's folder what the server's is."""
        run("rclone", "sync", "--ignore-times", self.remote, laptop)
        self._seen[laptop] = seen(laptop)

    def _send(self, laptop: Path) -> None:
        before, now = self._seen[laptop], seen(laptop)
        for path in before.keys() - now.keys():
            if (self.server / path).exists():
                run("rclone", "deletefile", f"{self.remote}{path}")
        for path in now:
            if now[path] != before.get(path):
                run("rclone", "copyto", "--ignore-times", laptop / path, f"{self.remote}{path}")

    def cut_upload(self, path: str, content: bytes) -> None:
        """Begin to send a file of this content, and lose the line half-way."""
        run("rclone", "mkdir", f"{self.remote}{Path(path).parent}")
        with socket.create_connection(("127.0.0.1", self.port)) as line:
            head = f"PUT /{path} HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Length: {len(content)}\r\n\r\n"
            line.sendall(head.encode() + content[: len(content) // 2])
        until((self.server / path).exists, "the server kept nothing of a cut upload")


@contextmanager
def webdav(desk: Path) -> Generator[Cloud]:
    """Lend a folder carried over a WebDAV server."""
    needs("rclone")
    port = free_port()
    cloud = Cloud(desk, port, f":webdav,url='http://127.0.0.1:{port}',vendor=other:")
    with serving(
        cloud,
        "rclone",
        "serve",
        "webdav",
        "--addr",
        f"127.0.0.1:{port}",
        "--dir-cache-time",
        "0s",
        cloud.server,
    ):
        yield cloud


@contextmanager
def samba(desk: Path) -> Generator[Cloud]:
    """Lend a network drive: a folder carried over Samba's server."""
    needs("smbd", "rclone")
    port = free_port()
    cloud = Cloud(desk, port, f":smb,host=127.0.0.1,port={port},user=guest:fieldwork/")
    state, config = desk / "state", desk / "smb.conf"
    state.mkdir()
    keeps = (
        "private dir",
        "lock directory",
        "state directory",
        "cache directory",
        "pid directory",
        "ncalrpc dir",
    )
    lines = [
        "[global]",
        f"smb ports = {port}",
        "bind interfaces only = yes",
        "interfaces = lo",
        "server role = standalone",
        "map to guest = Bad User",
        "disable netbios = yes",
        *(f"{name} = {state}" for name in keeps),
        "[fieldwork]",
        f"path = {cloud.server}",
        "guest ok = yes",
        "read only = no",
        "force user = root",
    ]
    config.write_text("\n".join(lines), "utf-8")
    with serving(
        cloud,
        "smbd",
        "--foreground",
        "--no-process-group",
        f"--configfile={config}",
        f"--log-basename={desk}",
    ):
        yield cloud


@contextmanager
def serving(cloud: Cloud, *command: str | Path) -> Generator[None]:
    """Run a server until the caller is done with it."""
    server = subprocess.Popen(
        list(map(str, command)),
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        start_new_session=True,  # Samba ends its whole group when it ends, which is not to be ours.
    )
    try:
        until(lambda: listed(cloud.remote), f"{command[0]} does not answer")
        yield
    finally:
        server.terminate()
        server.wait()


def listed(remote: str) -> bool:
    """Tell whether rclone can list what lies there."""
    listing = ["rclone", "lsf", "--contimeout", "2s", "--retries", "1", "--low-level-retries", "1", remote]
    return subprocess.run(listing, capture_output=True, check=False).returncode == 0


def seen(folder: Path) -> Seen:
    """Return what lies in a folder now."""
    return {
        path.relative_to(folder).as_posix(): (path.stat().st_size, path.stat().st_mtime_ns)
        for path in folder.rglob("*")
        if path.is_file()
    }
