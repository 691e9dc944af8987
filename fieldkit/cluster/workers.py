"""The machines that do the work: those behind a scheduler, or processes of this one."""

# Dask ships its types in part only.
# pyright: reportUnknownMemberType=false, reportUnknownVariableType=false, reportUnknownArgumentType=false
# pyright: reportMissingTypeStubs=false

from __future__ import annotations

import os
import sys
from collections.abc import Generator
from contextlib import contextmanager
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple, cast

from fieldkit import __version__
from fieldkit.errors import FieldkitError, FolderError
from fieldkit.sync.folder import Folder
from fieldkit.words import _

if TYPE_CHECKING:
    from distributed import Client, SpecCluster, Worker

_WAITS_S = 5
"""How long a scheduler may take to answer."""


class Sight(NamedTuple):
    """What a worker sees from where it is."""

    version: str
    project: str
    """Whose folder it finds under the path of the shared one; blank where it finds none."""
    desk: bool
    """Whether it finds the folder in which the result is written."""
    processors: int


def need_dask() -> None:
    """Make sure that the libraries are there.

    Raises:
        FieldkitError: the optional part is not installed.
    """
    missing = [name for name in ("dask", "distributed", "pyarrow") if find_spec(name) is None]
    if missing:
        raise FieldkitError(
            _("A merge on several machines needs {names}, which this fieldkit came without.").format(
                names=", ".join(missing)
            ),
            _(
                "Type: pip install 'fieldkit[cluster]'. Without it, `fieldkit join` merges on this laptop alone."
            ),
        )


@contextmanager
def workers(scheduler: str, scratch: Path, count: int = os.cpu_count() or 1) -> Generator[Client]:
    """Lend a way to the workers of a scheduler; for a blank address, that many processes of this machine.

    `scratch` is where the latter put what does not fit into memory.

    Raises:
        FieldkitError: nobody answers there.
    """
    from distributed import Client

    if scheduler:
        with _client(scheduler) as client:
            yield client
    else:
        with _processes(scratch, count) as cluster, Client(cluster) as client:
            client.wait_for_workers(count)
            yield client


def _processes(scratch: Path, count: int) -> SpecCluster:
    """Return workers on this machine and a scheduler, each a process of its own.

    Before Python 3.12 a scheduler in our own process may wait for us while we wait for it: both look into the same
    cached properties of a table, and each of these had one lock for all tables.
    """
    from distributed import LocalCluster
    from distributed.deploy.subprocess import SubprocessCluster

    if os.name != "nt":
        return SubprocessCluster(
            n_workers=count,
            threads_per_worker=1,
            dashboard_address=":0",
            worker_kwargs={"local_directory": str(scratch), "dashboard": False},
        )
    if sys.version_info < (3, 12):
        raise FieldkitError(
            _("On Windows, several workers need Python 3.12 or newer. Nothing was written."),
            _("Install it, or say with --scheduler where workers run."),
        )
    return LocalCluster(
        n_workers=count, threads_per_worker=1, dashboard_address=None, local_directory=str(scratch)
    )


def _client(scheduler: str) -> Client:
    from distributed import Client

    try:
        return Client(scheduler, timeout=_WAITS_S)
    except (OSError, ValueError) as error:
        raise FieldkitError(
            _("No Dask scheduler answers at {address}. Nothing was written.").format(address=scheduler),
            _("Look whether it runs and the address is right, such as tls://10.0.0.5:8786."),
        ) from error


def meet(client: Client, folder: Path, desk: Path, project: str) -> int:
    """Make sure that every worker sees the same folders as this machine, through the same fieldkit.

    Returns how many processors the workers have.

    Raises:
        FieldkitError: one does not; it is named. Nothing was written.
    """
    try:
        # From a client that is not itself asynchronous it is no coroutine.
        sights = cast("dict[str, Sight]", client.run(_look_around, str(folder), str(desk)))
    except ImportError as error:
        raise FieldkitError(
            _("A worker has no fieldkit ({reason}). Nothing was written.").format(reason=error),
            _("Install fieldkit[cluster] {version} on each machine of the cluster.").format(
                version=__version__
            ),
        ) from error
    if not sights:
        raise FieldkitError(
            _("The scheduler has no workers. Nothing was written."), _("Start some, then try again.")
        )
    for address, sight in sights.items():
        _agree(address, sight, folder, desk, project)
    return sum(sight.processors for sight in sights.values())


def _agree(address: str, sight: Sight, folder: Path, desk: Path, project: str) -> None:
    if sight.version != __version__:
        raise FieldkitError(
            _("The worker {address} has fieldkit {theirs}, this machine {ours}. Nothing was written.").format(
                address=address, theirs=sight.version, ours=__version__
            ),
            _("Install the same version on each machine of the cluster."),
        )
    lacking = [
        str(path)
        for path, there in ((folder, sight.project == project), (desk.parent, sight.desk))
        if not there
    ]
    if lacking:
        raise FolderError(
            _("The worker {address} does not see {folders}. Nothing was written.").format(
                address=address, folders=", ".join(lacking)
            ),
            _("Put them on a drive that each machine of the cluster has under the same path."),
        )


def _look_around(folder: str, desk: str, dask_worker: Worker | None = None) -> Sight:
    assert dask_worker, "a worker gives itself to what is run on it by this name"
    try:
        marker = Folder(Path(folder)).marker()
    except FolderError:
        marker = None
    return Sight(
        __version__, marker.project if marker else "", Path(desk).is_dir(), dask_worker.state.nthreads
    )
