"""Small XLSForms made by chance: conditions, calculations, constraints, repeats, filters, triggers and days.

A seed always gives the same form. Expressions look only at what stands before them, so that nothing waits for itself.
"""

from __future__ import annotations

from collections.abc import Callable
from random import Random
from typing import NamedTuple

from pyxform.xls2xform import convert  # pyright: ignore[reportMissingTypeStubs, reportUnknownVariableType]

Row = dict[str, str]

_CHOICES = [
    *({"list_name": "abc", "name": name, "label": name.upper(), "kind": ""} for name in "abc"),
    *({"list_name": "things", "name": f"{k}{n}", "label": f"{k} {n}", "kind": k} for k in "abc" for n in "12"),
]  # fmt: skip
_DAYS = ("2026-03-01", "2026-07-15", "2026-12-31", "1999-02-28")
_SIGNS = ("+", "-", "*", "div", "mod")
_COMPARING = ("=", "!=", "<", "<=", ">", ">=")
_DEEPEST = 2
"""How deep expressions are nested, and repeats."""


class Known(NamedTuple):
    """A question that expressions may look at: of which kind, and within which repeats."""

    name: str
    kind: str
    repeats: tuple[str, ...]


def made(seed: str) -> str:
    """Return the XForm that a seed makes."""
    author = _Author(Random(seed))
    author.write(author.random.randint(4, 12))
    return convert(
        _markdown({"survey": author.rows, "choices": _CHOICES}), file_type=".md", form_name="data"
    ).xform


def _markdown(sheets: dict[str, list[Row]]) -> str:
    lines: list[str] = []
    for sheet, rows in sheets.items():
        columns = list(dict.fromkeys(column for row in rows for column in row))
        lines += [f"| {sheet} |", f"| | {' | '.join(columns)} |"]
        lines += [f"| | {' | '.join(row.get(column, '') for column in columns)} |" for row in rows]
    return "\n".join(lines)


class _Author:
    """Writes one form, row by row."""

    def __init__(self, random: Random) -> None:
        self.random = random
        self.rows: list[Row] = []
        self._known: list[Known] = []
        self._repeats: list[tuple[str, ...]] = []
        """The repeats that were ended already, each with those around it."""
        self._here: tuple[str, ...] = ()
        self._named = 0

    def write(self, count: int) -> None:
        """Write so many rows, a group or repeat counting as one."""
        for _row in range(count):
            chance = self.random.random()
            if chance < 0.12:
                self._group()
            elif chance < 0.3 and len(self._here) < _DEEPEST:
                self._repeat()
            elif chance < 0.5:
                self._calculate()
            else:
                self._question()

    def _name(self, stem: str) -> str:
        self._named += 1
        return f"{stem}{self._named}"

    def _likely(self, chance: float) -> bool:
        return self.random.random() < chance

    # Rows

    def _group(self) -> None:
        name = self._name("g")
        self.rows.append({"type": "begin_group", "name": name, "label": name, **self._conditions(0.6, 0.1)})
        self.write(self.random.randint(1, 4))
        self.rows.append({"type": "end_group"})

    def _repeat(self) -> None:
        name = self._name("r")
        row = {"type": "begin_repeat", "name": name, "label": name, **self._conditions(0.3, 0.0)}
        if self._likely(0.4):
            many = self._number(1)
            row["repeat_count"] = self.random.choice(
                [f"if({many} < 5, {many}, 4)", str(self.random.randint(0, 3)), self._small()]
            )
        self.rows.append(row)
        around, self._here = self._here, (*self._here, name)
        self.write(self.random.randint(1, 4))
        self._repeats.append(self._here)
        self._here = around
        self.rows.append({"type": "end_repeat"})

    def _small(self) -> str:
        """Return a count that an answer gives: of choices, say, which are never many."""
        many = [f"count-selected(${{{one.name}}})" for one in self._beside("several")]
        return self.random.choice(many or ["2"])

    def _calculate(self) -> None:
        kind = self.random.choice(["number", "text", "claim"])
        name = self._name("c")
        worked_out = _KINDS[kind](self, 0)
        row = {"type": "calculate", "name": name, "calculation": worked_out, **self._conditions(0.2, 0.0)}
        if self._likely(0.1):
            row["calculation"] = f"once({worked_out})"
        elif self._likely(0.05):
            row["calculation"] = f"if({self._claim(1)}, once({worked_out}), {_KINDS[kind](self, 1)})"
        if self._likely(0.15):
            row["trigger"] = self._trigger()
        if not row.get("trigger"):
            row.pop("trigger", None)
        self.rows.append(row)
        self._known.append(Known(name, "number" if kind == "number" else "text", self._here))

    def _trigger(self) -> str:
        asked = [one for one in self._beside(*_TYPES) if one.name.startswith("q")]
        return f"${{{self.random.choice(asked).name}}}" if asked else ""

    def _question(self) -> None:
        kind, types = self.random.choice(list(_TYPES.items()))
        name = self._name("q")
        row = {
            "type": self.random.choice(types),
            "name": name,
            "label": self._label(name),
            **self._conditions(0.35, 0.15),
        }
        if self._likely(0.25):
            row["constraint"] = self._constraint(kind)
            row["constraint_message"] = "No."
        if kind in ("one", "several") and self._likely(0.5):
            row["choice_filter"] = self._filter()
        elif self._likely(0.2):
            row["default"] = "a1" if row["type"].endswith(" things") else self._default(kind)
        self.rows.append(row)
        self._known.append(Known(name, kind, self._here))

    def _label(self, name: str) -> str:
        beside = self._beside("text", "number")
        return f"{name} of ${{{self.random.choice(beside).name}}}" if beside and self._likely(0.2) else name

    def _conditions(self, relevant: float, other: float) -> Row:
        row: Row = {}
        if self._likely(relevant):
            row["relevant"] = self._claim(0)
        if self._likely(other):
            row["required"] = self.random.choice(["yes", self._claim(1)])
        if self._likely(other / 3):
            row["read_only"] = self.random.choice(["yes", self._claim(1)])
        return row

    def _constraint(self, kind: str) -> str:
        own = {
            "number": [f". < {self._number(1)}", ". >= 0 and . <= 10", f"{self._claim(1)} or . > 3"],
            "text": ["regex(., '[A-Z].*')", "string-length(.) < 11", f". != {self._text(1)}"],
            "day": [". >= date('2026-06-01')", ". <= today()", f". > {self._day(1)}"],
            "one": [". != 'a'", f". != {self._text(1)}"],
            "several": ["count-selected(.) <= 2", "not(selected(., 'a1') and selected(., 'a2'))"],
        }
        return self.random.choice(own[kind])

    def _filter(self) -> str:
        ones = self._beside("one")
        by_kind = [f"kind = ${{{one.name}}}" for one in ones]
        several = [f"selected(${{{one.name}}}, name)" for one in self._beside("several")]
        return self.random.choice(
            [*by_kind, *by_kind, *several, "name != 'a1'", f"kind = '' or {self._claim(1)}"]
        )

    def _default(self, kind: str) -> str:
        own: dict[str, list[str]] = {
            "number": ["3", "1 + 1", f"{self._number(1)} + 1"],
            "text": ["Mill Lane", "concat('Mill', ' Lane')", f"concat('Mill ', {self._text(1)})"],
            "day": ["2026-05-01", "today()", self._day(0)],
            "one": ["a", f"if({self._claim(1)}, 'a', 'b')"],
        }
        return self.random.choice(own[kind])

    # What expressions may look at

    def _beside(self, *kinds: str) -> list[Known]:
        """Return the questions that stand alone as seen from here."""
        return [k for k in self._known if k.kind in kinds and k.repeats == self._here[: len(k.repeats)]]

    def _within(self, *kinds: str) -> list[Known]:
        """Return the questions of which there may be many as seen from here."""
        return [k for k in self._known if k.kind in kinds and k.repeats != self._here[: len(k.repeats)]]

    def _some(self, found: list[Known]) -> str:
        return f"${{{self.random.choice(found).name}}}"

    # Expressions

    def _number(self, depth: int) -> str:
        random, options = self.random, [self.random.choice(["0", "1", "2", "3", "10", "2.5"])]
        beside, within = self._beside("number"), self._within("number")
        if beside:
            options += [
                self._some(beside),
                self._some(beside),
                f"coalesce({self._some(beside)}, 0)",
            ]
        if within:
            options += [f"{random.choice(['sum', 'max', 'min', 'count'])}({self._some(within)})"]
        if self._repeats:
            options += [f"count(${{{random.choice(self._repeats)[-1]}}})"]
        if self._here:
            options += ["position(..)"]
        if several := self._beside("several"):
            options += [f"count-selected({self._some(several)})"]
        if day := self._beside("day"):
            options += [f"{self._some(day)} - date('2026-01-01')"]
        if near := [k for k in within if len(k.repeats) == 1]:
            options += [self._indexed(random.choice(near))]
        if depth < _DEEPEST:
            options += [
                f"({self._number(depth + 1)} {random.choice(_SIGNS)} {self._number(depth + 1)})",
                f"if({self._claim(depth + 1)}, {self._number(depth + 1)}, {self._number(depth + 1)})",
                f"round({self._number(depth + 1)}, {random.randint(0, 2)})",
                f"int({self._number(depth + 1)})",
                f"string-length({self._text(depth + 1)})",
            ]
        return self.random.choice(options)

    def _indexed(self, known: Known) -> str:
        return f"indexed-repeat(${{{known.name}}}, ${{{known.repeats[0]}}}, {self.random.randint(1, 3)})"

    def _text(self, depth: int) -> str:
        random, options = self.random, [self.random.choice(["'a'", "'Well'", "''", "'a1 b1'"])]
        if beside := self._beside("text", "one", "several"):
            options += [self._some(beside)] * 3
        if within := self._within("text", "number", "one"):
            options += [f"join('-', {self._some(within)})"]
        if several := self._beside("several"):
            options += [f"selected-at({self._some(several)}, {random.randint(0, 2)})"]
        if one := self._beside("one"):
            options += [self._choice_name(random.choice(one))]
        if day := self._beside("day"):
            options += [f"format-date({self._some(day)}, '%e %b %Y')"]
        if depth < _DEEPEST:
            options += [
                f"concat({self._text(depth + 1)}, {self._text(depth + 1)})",
                f"if({self._claim(depth + 1)}, {self._text(depth + 1)}, {self._text(depth + 1)})",
                f"substr({self._text(depth + 1)}, {random.randint(0, 2)}, {random.randint(2, 4)})",
                f"coalesce({self._text(depth + 1)}, {self._text(depth + 1)})",
                f"string({self._number(depth + 1)})",
            ]
        return self.random.choice(options)

    def _choice_name(self, known: Known) -> str:
        return f"jr:choice-name(${{{known.name}}}, '${{{known.name}}}')"

    def _day(self, depth: int) -> str:
        options = [f"date('{self.random.choice(_DAYS)}')", "today()"]
        if beside := self._beside("day"):
            options += [self._some(beside)]
            if depth < _DEEPEST:
                options += [f"date({self._some(beside)} + {self.random.randint(1, 40)})"]
        return self.random.choice(options)

    def _claim(self, depth: int) -> str:
        random = self.random
        options = [
            f"{self._number(depth + 1)} {random.choice(_COMPARING)} {self._number(depth + 1)}",
            f"{self._text(depth + 1)} {random.choice(['=', '!='])} {self._text(depth + 1)}",
        ]
        if one := self._beside("one"):
            options += [f"{self._some(one)} = '{random.choice('abc')}'"] * 3
        if several := self._beside("several"):
            options += [f"selected({self._some(several)}, '{random.choice('abc')}1')"] * 2
        if self._beside("day"):
            options += [f"{self._day(depth)} {random.choice(['<', '>', '=', '>='])} {self._day(depth)}"]
        if anything := self._beside("number", "text", "day", "one", "several"):
            options += [f"{self._some(anything)} {random.choice(['=', '!='])} ''"]
        if depth < _DEEPEST:
            options += [
                f"({self._claim(depth + 1)} {random.choice(['and', 'or'])} {self._claim(depth + 1)})",
                f"not({self._claim(depth + 1)})",
                f"contains({self._text(depth + 1)}, {self._text(depth + 1)})",
                f"starts-with({self._text(depth + 1)}, {self._text(depth + 1)})",
                f"boolean({self._number(depth + 1)})",
            ]
        return self.random.choice(options)


_TYPES = {
    "number": ["integer", "decimal"],
    "text": ["text"],
    "day": ["date"],
    "one": ["select_one abc", "select_one things"],
    "several": ["select_multiple things"],
}
_KINDS: dict[str, Callable[[_Author, int], str]] = {
    "number": _Author._number,  # pyright: ignore[reportPrivateUsage]  # a table of its own methods
    "text": _Author._text,  # pyright: ignore[reportPrivateUsage]
    "claim": _Author._claim,  # pyright: ignore[reportPrivateUsage]
}
