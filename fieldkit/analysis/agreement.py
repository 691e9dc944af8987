"""How far coders agree who coded the same notes apart; where they do not is the point."""

# pandas ships its types in part only.
# pyright: reportUnknownMemberType=false, reportUnknownVariableType=false, reportUnknownArgumentType=false

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Hashable, Iterable, Sequence
from itertools import combinations, permutations
from typing import Final, NamedTuple

import numpy as np

from fieldkit.analysis.frames import Frames
from fieldkit.domain.coding import Span, overlap

DRAWS: Final = 1000
SEED: Final = 20260301


class Disagreement(NamedTuple):
    """A paragraph that some gave a code and others did not."""

    note_id: str
    paragraph: str
    code_id: str
    given_by: tuple[str, ...]
    not_by: tuple[str, ...]


class Agreement(NamedTuple):
    """How far coders agree. `alpha` is None where there is not enough variation to tell."""

    alpha: float | None
    low: float | None
    high: float | None
    positive: float | None
    """Of the codes that either of two coders gave, weighted double where both did: the share both gave."""
    paragraphs: int
    notes: int
    coders: int
    disagreements: list[Disagreement]


def agreement(frames: Frames) -> Agreement:
    """Return how far coders agree on the notes that at least two coded to the end.

    The unit is a paragraph of a note and a code: did this coder give it anywhere in this paragraph? Codes that
    nobody gave in any of these notes are left out. The interval is a bootstrap over paragraphs, seeded.
    """
    judged = _judged(frames)
    by_paragraph = [[tuple(claims.values()) for claims in by_code.values()] for by_code in judged.values()]
    units = [unit for paragraph in by_paragraph for unit in paragraph]
    low, high = _interval(by_paragraph)
    return Agreement(
        alpha=alpha(units),
        low=low,
        high=high,
        positive=positive(units),
        paragraphs=len(judged),
        notes=len({place.note_id for place in judged}),
        coders=len({coder for by_code in judged.values() for claims in by_code.values() for coder in claims}),
        disagreements=[
            _disagreement(place, code, claims)
            for place, by_code in judged.items()
            for code, claims in by_code.items()
            if len(set(claims.values())) > 1
        ],
    )


def alpha(units: Iterable[Sequence[Hashable]]) -> float | None:
    """Return Krippendorff's alpha for nominal values; each unit is the values that its judges gave.

    1 is full agreement, 0 what chance would give. None where all values are the same or none could be paired.
    Source: Krippendorff 2011, "Computing Krippendorff's Alpha-Reliability", section C.
    """
    pairs = _coincidences(units)
    each: defaultdict[Hashable, float] = defaultdict(float)
    for (value, _other), weight in pairs.items():
        each[value] += weight
    total = sum(each.values())
    expected = total * total - sum(count * count for count in each.values())
    if expected < 1e-9:
        return None
    observed = sum(weight for (one, other), weight in pairs.items() if one != other)
    return 1 - (total - 1) * observed / expected


def _coincidences(units: Iterable[Sequence[Hashable]]) -> dict[tuple[Hashable, Hashable], float]:
    """Return how often two judges of a unit gave these two values; a unit weighs as much as it has judges."""
    pairs: defaultdict[tuple[Hashable, Hashable], float] = defaultdict(float)
    for unit in units:
        for one, other in permutations(unit, 2):
            pairs[one, other] += 1 / (len(unit) - 1)
    return pairs


def positive(units: Iterable[Sequence[bool]]) -> float | None:
    """Return positive agreement, 2a / (2a + b + c), over all pairs of judges; None where nobody said yes.

    Source: Cicchetti & Feinstein 1990, "High agreement but low kappa: II", J Clin Epidemiol 43.
    """
    both = one = 0
    for unit in units:
        for first, second in combinations(unit, 2):
            both += first and second
            one += first != second
    return 2 * both / (2 * both + one) if both or one else None


YES_NO = ((True, True), (True, False), (False, True), (False, False))


def _interval(by_paragraph: Sequence[Sequence[Sequence[bool]]]) -> tuple[float | None, float | None]:
    if len(by_paragraph) < 2:
        return None, None
    # Coincidences add up over paragraphs: count each paragraph once, then draw sums.
    counts = [_coincidences(paragraph) for paragraph in by_paragraph]
    cells = np.array([[count.get(pair, 0.0) for pair in YES_NO] for count in counts])
    random = np.random.default_rng(SEED)
    sums = cells[random.integers(0, len(cells), (DRAWS, len(cells)))].sum(axis=1)
    yes, no = sums[:, 0] + sums[:, 1], sums[:, 2] + sums[:, 3]
    expected = 2 * yes * no
    some = expected > 0
    drawn = 1 - (yes + no - 1)[some] * (sums[:, 1] + sums[:, 2])[some] / expected[some]
    if len(drawn) < DRAWS / 2:
        return None, None
    low, high = np.percentile(drawn, [2.5, 97.5])
    return float(low), float(high)


class _Place(NamedTuple):
    note_id: str
    start: int
    text: str


Judged = dict[_Place, dict[str, dict[str, bool]]]
"""By paragraph, by code: which coders gave it."""


def _judged(frames: Frames) -> Judged:
    done = frames.codings[frames.codings["heard"] & frames.codings["done"].astype(bool)]
    coders: dict[str, set[str]] = {}
    for note, coder in zip(done["note_id"], done["coder_id"], strict=True):
        coders.setdefault(note, set()).add(coder)
    double = {note: sorted(who) for note, who in coders.items() if len(who) > 1}
    given = frames.segments[frames.segments["note_id"].isin(list(double))]
    rows = list(
        zip(given["note_id"], given["start"], given["end"], given["code_id"], given["coder_id"], strict=True)
    )
    codes = sorted({code for _note, _start, _end, code, _coder in rows})
    texts = dict(zip(frames.notes["id"], frames.notes["text"], strict=True))
    judged: Judged = {}
    for note, who in sorted(double.items()):
        marks = [(Span(start, end), code, coder) for of, start, end, code, coder in rows if of == note]
        for span, text in paragraphs(texts.get(note, "")):
            gave = {(code, coder) for mark, code, coder in marks if overlap(mark, span)}
            judged[_Place(note, span.start, text)] = {
                code: {coder: (code, coder) in gave for coder in who} for code in codes
            }
    return judged


def paragraphs(text: str) -> list[tuple[Span, str]]:
    """Return the paragraphs of a note, parted by new lines, and where they stand."""
    return [
        (Span(found.start(), found.end()), found.group()) for found in re.finditer(r"[^\n]*\S[^\n]*", text)
    ]


def _disagreement(place: _Place, code: str, claims: dict[str, bool]) -> Disagreement:
    yes = tuple(coder for coder, gave in claims.items() if gave)
    no = tuple(coder for coder, gave in claims.items() if not gave)
    return Disagreement(place.note_id, place.text, code, yes, no)
