"""Entities: what finished submissions make and change, and what they are by now."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from typing import Any

from fieldkit.domain import SavedEntity, Submission
from fieldkit.domain.record import same_id
from fieldkit.forms import Entity, EntityChange
from fieldkit.store import Store


def entities(store: Store, but: Submission | None = None) -> list[Entity]:
    """Return what is known of entities besides what files say, `but` what one submission says of them.

    Where several submissions changed one, apart or one after the other, each property is what the one with the
    highest version said of it; of two with the same version, every laptop takes the same.
    """
    known: dict[tuple[str, str], Entity] = {}
    said = [s for s in store.find(SavedEntity) if but is None or s.submission_id != but.id]
    for one in sorted(said, key=lambda one: (not one.makes, one.version, one.id)):
        before = known.get((one.dataset, one.entity_id))
        known[one.dataset, one.entity_id] = Entity(
            one.dataset,
            one.entity_id,
            one.label or (before.label if before else ""),
            max(one.version, before.version if before else 0),
            {**(before.properties if before else {}), **_read(one.properties)},
            one.makes or (before.made_here if before else False),
        )
    return list(known.values())


def said_by(store: Store, submission: Submission, changes: Sequence[EntityChange]) -> list[SavedEntity]:
    """Return the records of what a submission says of entities, those deleted of which it no longer says anything."""
    known = {(entity.dataset, entity.id): entity for entity in entities(store, but=submission)}
    records = [
        _record(submission, change, known.get((change.dataset, change.id)))
        for change in changes
        # One without a label cannot be chosen from any list: Collect makes none either.
        if change.label.strip() or not change.creates
    ]
    ids = {record.id for record in records}
    former = store.find(SavedEntity, submission_id=submission.id)
    return [*records, *(record.but(deleted=True) for record in former if record.id not in ids)]


def _record(submission: Submission, change: EntityChange, known: Entity | None) -> SavedEntity:
    there = change.updates and (known is not None or change.base_version > 0)
    before = max(change.base_version, known.version if known else 0) if there else 0
    return SavedEntity(
        id=same_id("entity", submission.id, change.path),
        interview_id=submission.interview_id,
        submission_id=submission.id,
        path=change.path,
        dataset=change.dataset,
        entity_id=change.id,
        label=change.label,
        properties=json.dumps(dict(change.properties), ensure_ascii=False, sort_keys=True),
        makes=change.creates and not there,
        version=before + 1,
    )


def _read(properties: str) -> Mapping[str, str]:
    try:
        said: Any = json.loads(properties or "{}")
        return {str(name): str(value) for name, value in said.items()}
    except (ValueError, AttributeError):
        # Another version wrote what this one cannot read.
        return {}
