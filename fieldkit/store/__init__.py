"""The project file: the journal is the truth, the tables show it."""

from __future__ import annotations

from fieldkit.store.database import BrokenOffError
from fieldkit.store.deeds import Deed, Kind
from fieldkit.store.file import spare
from fieldkit.store.holdings import Held
from fieldkit.store.identity import Reason
from fieldkit.store.laptop import Laptop
from fieldkit.store.migrations import LATEST as FORMAT
from fieldkit.store.parcels import File, Parcel
from fieldkit.store.reader import Found
from fieldkit.store.run import Run, runs_of
from fieldkit.store.store import SUFFIX, Store

__all__ = [
    "FORMAT",
    "SUFFIX",
    "BrokenOffError",
    "Deed",
    "File",
    "Found",
    "Held",
    "Kind",
    "Laptop",
    "Parcel",
    "Reason",
    "Run",
    "Store",
    "runs_of",
    "spare",
]
