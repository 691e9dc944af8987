"""Moves this laptop to another time zone."""

from __future__ import annotations

import os
import time
from collections.abc import Generator
from contextlib import contextmanager


@contextmanager
def in_zone(name: str) -> Generator[None]:
    """Move this laptop to another time zone for a while."""
    before = os.environ.get("TZ")
    os.environ["TZ"] = name
    time.tzset()
    try:
        yield
    finally:
        os.environ.pop("TZ")
        if before is not None:
            os.environ["TZ"] = before
        time.tzset()
