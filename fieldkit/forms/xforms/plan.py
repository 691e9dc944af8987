"""In which order the expressions of a form run, and whom a change concerns."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import NamedTuple

from fieldkit.forms.model import CALCULATE, CHOICES, COUNT, RELEVANT, Definition, Job

Awaited = Mapping[Job, list[Job]]
_STRICT = (RELEVANT, CALCULATE)


class Plan(NamedTuple):
    """All jobs of a form, by turns: each after those it waits for.

    `circles` are definitions whose conditions and calculations wait for each other, in the order they do.
    """

    jobs: tuple[Job, ...]
    circles: list[list[Definition]]


def plan(document: Definition) -> Plan:
    """Give every definition its jobs, its dependents and watchers, and every job its turn."""
    definitions = list(document.within())
    for definition in definitions:
        definition.jobs = list(_jobs(definition))
        _watch(definition)
    jobs = [job for definition in definitions for job in definition.jobs]
    for job in jobs:
        for reference in job.compiled.references:
            reference.definition.dependents.append((job, reference.depth))
    gates = _gates(definitions)
    awaited = {job: list(_awaited(job, gates)) for job in jobs}
    in_order = _in_order(jobs, awaited)
    for turn, job in enumerate(in_order):
        job.turn = turn
        if job.kind is COUNT and _way(job, job, awaited):
            job.circular = True
            # Whether the last instance has been begun: any answer in it may tell.
            depth = job.definition.depth - 1
            for inner in job.definition.within():
                inner.dependents.append((job, depth))
    return Plan(tuple(in_order), _circles(awaited))


def _jobs(definition: Definition) -> Iterator[Job]:
    if definition.relevant:
        yield Job(definition, RELEVANT, definition.relevant)
    if definition.count:
        yield Job(definition, COUNT, definition.count)
    if definition.calculate:
        yield Job(definition, CALCULATE, definition.calculate)
    if definition.itemset and definition.itemset.nodes.references:
        yield Job(definition, CHOICES, definition.itemset.nodes)


def _watch(definition: Definition) -> None:
    choices = definition.itemset.nodes if definition.itemset else None
    shown = (definition.required, definition.constraint, choices, *definition.texts.values())
    for compiled in shown:
        for reference in compiled.references if compiled else ():
            reference.definition.watchers.append((definition, reference.depth))
    for reference in definition.readonly.references if definition.readonly else ():
        # Read-only reaches down: whatever is in the group may look different.
        reference.definition.watchers.extend((below, reference.depth) for below in definition.within())


def _in_order(jobs: list[Job], awaited: Awaited) -> list[Job]:
    """Return the jobs such that each comes after those it waits for; in a circle, wherever it was entered."""
    done: list[Job] = []
    seen: set[Job] = set()
    for first in jobs:
        if first in seen:
            continue
        seen.add(first)
        waiting = [(first, iter(awaited[first]))]
        while waiting:
            job, others = waiting[-1]
            for other in others:
                if other not in seen:
                    seen.add(other)
                    waiting.append((other, iter(awaited[other])))
                    break
            else:
                done.append(job)
                waiting.pop()
    return done


def _circles(awaited: Awaited) -> list[list[Definition]]:
    """Return the circles among conditions and calculations; a count may well depend on what it counts."""
    # In the order of running, whatever waits for what comes later goes round in a circle.
    back = [
        (job, other)
        for job, others in awaited.items()
        for other in others
        if other.turn >= job.turn and job.kind in _STRICT and other.kind in _STRICT
    ]
    if not back:
        return []
    strict = {
        job: [other for other in others if other.kind in _STRICT]
        for job, others in awaited.items()
        if job.kind in _STRICT
    }
    circles: dict[frozenset[Definition], list[Definition]] = {}
    for job, other in back:
        circle = list(dict.fromkeys(step.definition for step in _way(other, job, strict)))
        circles.setdefault(frozenset(circle), circle)
    # Without a way back it only seemed so: a count stood in between.
    return [circle for circle in circles.values() if circle]


def _way(start: Job, end: Job, awaited: Awaited) -> list[Job]:
    """Return the shortest way from one job to another, each waiting for the next; empty where there is none."""
    came: dict[Job, Job] = {}
    reached = [start]
    for job in reached:
        for other in awaited[job]:
            if other is end:
                way = [job]
                while way[-1] is not start:
                    way.append(came[way[-1]])
                return [*way[::-1], end]
            if other not in came:
                came[other] = job
                reached.append(other)
    return []


def _gates(definitions: list[Definition]) -> dict[Definition, list[Job]]:
    """Return the jobs that decide whether anything is in a definition at all: those around it, the nearest first."""
    gates: dict[Definition, list[Job]] = {definitions[0]: []}
    for definition in definitions:
        if definition.children:
            nearest = [job for job in definition.jobs if job.kind in (RELEVANT, COUNT)]
            inside = [*nearest, *gates[definition]]
            gates.update(dict.fromkeys(definition.children.values(), inside))
    return gates


def _awaited(job: Job, gates: Mapping[Definition, list[Job]]) -> Iterator[Job]:
    """Yield the jobs whose outcome this one looks at: of what it refers to, and whether that is relevant at all."""
    for reference in job.compiled.references:
        yield from reference.definition.jobs
        yield from gates[reference.definition]
    if job.kind is not RELEVANT:
        for other in (*job.definition.jobs, *gates[job.definition]):
            if other.kind is RELEVANT:
                yield other
