"""The same verbs in a terminal: the proof that no window is needed."""

from __future__ import annotations

from fieldkit.cli.main import main

__all__ = ["main"]
