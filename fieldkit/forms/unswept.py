"""Making many objects that all stay, without Python looking through them for garbage again and again."""

from __future__ import annotations

import gc
from collections.abc import Generator
from contextlib import contextmanager


@contextmanager
def unswept() -> Generator[None]:
    """Let Python's collector rest meanwhile: of a long form it would go through all that is there some forty times."""
    swept = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if swept:
            gc.enable()
