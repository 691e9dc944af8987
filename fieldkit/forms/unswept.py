"""Making many objects that all stay, without Python looking through them for garbage again and again."""

from __future__ import annotations

import gc
from collections.abc import Generator
from contextlib import contextmanager


@contextmanager
def unswept() -> Generator[None]:
    """Let Python's collector rest meanwhile: of a long form it would go through all that is there some forty times.

    What was made counts as old afterwards. Else the collector would go through it all at once, to find nothing.
    """
    swept = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        # Set apart and taken back at once, everything comes out as the oldest, and none of it was looked at.
        gc.freeze()
        gc.unfreeze()
        if swept:
            gc.enable()
