"""Two workers of a real cluster, each a process of its own, as their scheduler is."""

from __future__ import annotations

from collections.abc import Iterator
from importlib.util import find_spec

import pytest

from fieldkit.cluster.workers import workers


@pytest.fixture(scope="session")
def scheduler(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """Return the address of a scheduler with two workers."""
    if find_spec("distributed") is None or find_spec("pyarrow") is None:
        pytest.skip("needs Dask: pip install 'fieldkit[cluster]'")
    with workers("", tmp_path_factory.mktemp("workers"), count=2) as client:
        assert client.scheduler
        yield client.scheduler.address
