"""Sync by a shared folder: no server, no account, no lock."""

from __future__ import annotations

from fieldkit.sync.merging import Brought, look, merge
from fieldkit.sync.outcome import Outcome
from fieldkit.sync.sync import join, sync

__all__ = ["Brought", "Outcome", "join", "look", "merge", "sync"]
