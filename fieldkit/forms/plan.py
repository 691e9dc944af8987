"""In which order the expressions of a form run, and whom a change concerns."""

from __future__ import annotations

from collections.abc import Iterator

from fieldkit.forms.model import Definition, Job, Kind


def plan(document: Definition) -> None:
    """Give every definition its jobs in the order they must run, and its dependents and watchers."""
    definitions = list(document.within())
    for definition in definitions:
        definition.jobs = list(_jobs(definition))
        _watch(definition)
    jobs = [job for definition in definitions for job in definition.jobs]
    for job in jobs:
        for reference in job.compiled.references:
            reference.definition.dependents.append((job, reference.depth))
    for order, job in enumerate(_in_order(jobs)):
        job.order = order


def _jobs(definition: Definition) -> Iterator[Job]:
    if definition.relevant:
        yield Job(definition, Kind.RELEVANT, definition.relevant)
    if definition.count:
        yield Job(definition, Kind.COUNT, definition.count)
    if definition.calculate:
        yield Job(definition, Kind.CALCULATE, definition.calculate)
    if definition.itemset and definition.itemset.nodes.references:
        yield Job(definition, Kind.CHOICES, definition.itemset.nodes)


def _watch(definition: Definition) -> None:
    choices = definition.itemset.nodes if definition.itemset else None
    shown = (definition.required, definition.constraint, choices, *definition.texts.values())
    for compiled in shown:
        for reference in compiled.references if compiled else ():
            reference.definition.watchers.append((definition, reference.depth))
    for reference in definition.readonly.references if definition.readonly else ():
        # Read-only reaches down: whatever is in the group may look different.
        reference.definition.watchers.extend((below, reference.depth) for below in definition.within())


def _in_order(jobs: list[Job]) -> list[Job]:
    """Return the jobs such that each comes after those it waits for; in a circle, wherever it was entered."""
    done: list[Job] = []
    seen: set[Job] = set()
    for first in jobs:
        if first in seen:
            continue
        seen.add(first)
        waiting = [(first, _awaited(first))]
        while waiting:
            job, awaited = waiting[-1]
            following = next((other for other in awaited if other not in seen), None)
            if following is None:
                done.append(job)
                waiting.pop()
            else:
                seen.add(following)
                waiting.append((following, _awaited(following)))
    return done


def _awaited(job: Job) -> Iterator[Job]:
    """Yield the jobs whose outcome this one looks at: of what it refers to, and whether that is relevant at all."""
    for reference in job.compiled.references:
        for definition in reference.definition.above():
            for other in definition.jobs:
                if definition is reference.definition or other.kind in (Kind.RELEVANT, Kind.COUNT):
                    yield other
    if job.kind is not Kind.RELEVANT:
        for definition in job.definition.above():
            yield from (other for other in definition.jobs if other.kind is Kind.RELEVANT)
