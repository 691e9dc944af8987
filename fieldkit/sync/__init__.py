"""Sync by a shared folder: no server, no account, no lock."""

from __future__ import annotations

from fieldkit.sync.sync import Outcome, join, sync

__all__ = ["Outcome", "join", "sync"]
