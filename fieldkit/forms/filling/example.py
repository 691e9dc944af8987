"""Answers as somebody might give them, so that an author sees a form at work."""

from __future__ import annotations

import re
from collections.abc import Callable
from random import Random

from fieldkit.forms.asked import Asked, Shown
from fieldkit.forms.filling.response import Response
from fieldkit.forms.question import Question, Repeat

_ROUNDS = 50
"""How often a form is gone through: each time, what the answers before brought up."""
_TRIES = 12
"""How many answers are tried where a constraint refuses one."""
_NUMBER = re.compile(r"\d+(?:\.\d+)?")
_WORDS = ("Well", "By the river", "Twice a week", "Ask again in spring", "Mill Lane", "Nobody knows")


def fill(response: Response, random: Random) -> None:
    """Answer every question that is asked, and each that comes up by it; one to three times where it repeats.

    What no example answers, such as a picture, or what a constraint refuses again and again, stays blank.
    """
    tried: set[str] = set()
    for _round in range(_ROUNDS):
        new = [shown for shown in response.walk() if shown.path and shown.path not in tried]
        if not new:
            return
        for shown in new:
            tried.add(shown.path)
            if isinstance(shown.item, Question):
                _answer(response, shown.path, random)
            elif isinstance(shown.item, Repeat) and not shown.key:
                _repeat(response, shown, random)


def answer_to(asked: Asked, random: Random) -> str:
    """Return an answer as somebody might give it; blank where there is no example, as of a picture."""
    example = _EXAMPLES.get(asked.question.type)
    return example(asked, random) if example else ""


def _repeat(response: Response, shown: Shown, random: Random) -> None:
    assert isinstance(shown.item, Repeat)
    wanted = random.randint(1, 3)
    while not shown.item.fixed and len(response.instances(shown.path)) < wanted:
        response.add(shown.path)


def _answer(response: Response, path: str, random: Random) -> None:
    if path not in response.sheet.nodes:
        return  # an answer before made it vanish
    asked = response.asked(path)
    if asked.question.type not in _EXAMPLES or asked.typed or asked.readonly or not asked.relevant:
        return
    for _try in range(_TRIES):
        response.answer(path, answer_to(asked, random))
        if not response.asked(path).error:
            return
    response.answer(path, "")


def _number(asked: Asked, random: Random) -> float:
    """Return a number, most likely one near those that the constraint speaks of."""
    spoken = [float(number) for number in _NUMBER.findall(asked.question.constraint) if len(number) < 10]
    near = random.choice(spoken) if spoken else 0
    return near + random.choice((0, 1, -1, 2, 5)) if spoken else random.randint(0, 20)


def _within(asked: Asked, random: Random) -> str:
    said = asked.question.parameters
    start, end, step = (
        float(said.get(name) or default) for name, default in (("start", 1), ("end", 10), ("step", 1))
    )
    steps = int(abs(end - start) / abs(step or 1))
    return _written(start + random.randint(0, max(steps, 0)) * abs(step or 1) * (1 if end >= start else -1))


def _written(number: float) -> str:
    return str(int(number)) if number == int(number) else f"{number:.2f}"


def _one(asked: Asked, random: Random) -> str:
    return random.choice(asked.choices).value if asked.choices else ""


def _several(asked: Asked, random: Random) -> str:
    values = [choice.value for choice in asked.choices]
    chosen = random.sample(values, random.randint(1, min(3, len(values)))) if values else []
    return " ".join(value for value in values if value in chosen)


def _ranked(asked: Asked, random: Random) -> str:
    values = [choice.value for choice in asked.choices]
    return " ".join(random.sample(values, len(values)))


def _point(random: Random) -> str:
    return f"{random.uniform(52.60, 52.66):.5f} {random.uniform(1.25, 1.33):.5f} 0 5"


def _points(random: Random, *, closed: bool) -> str:
    points = [_point(random) for _each in range(3)]
    return "; ".join([*points, points[0]] if closed else points)


_EXAMPLES: dict[str, Callable[[Asked, Random], str]] = {
    "text": lambda _asked, random: random.choice(_WORDS),
    "integer": lambda asked, random: str(int(_number(asked, random))),
    "decimal": lambda asked, random: _written(_number(asked, random) + random.choice((0, 0.5))),
    "range": _within,
    "date": lambda _asked, random: f"2026-{random.randint(1, 12):02}-{random.randint(1, 28):02}",
    "time": lambda _asked, random: f"{random.randint(8, 18):02}:{random.choice((0, 15, 30, 45)):02}:00.000",
    "datetime": lambda _asked, random: (
        f"2026-{random.randint(1, 12):02}-{random.randint(1, 28):02}T10:30:00.000Z"
    ),
    "select_one": _one,
    "select_multiple": _several,
    "rank": _ranked,
    "acknowledge": lambda _asked, _random: "OK",
    "barcode": lambda _asked, random: str(random.randint(10**12, 10**13 - 1)),
    "geopoint": lambda _asked, random: _point(random),
    "geotrace": lambda _asked, random: _points(random, closed=False),
    "geoshape": lambda _asked, random: _points(random, closed=True),
}
"""By type of question; pictures and sounds have none."""
