"""The coordinator's merge of a whole country: the same journal, on as many machines as there are."""

from __future__ import annotations

from fieldkit.cluster.merging import Merged, merge

__all__ = ["Merged", "merge"]
