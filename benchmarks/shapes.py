"""Questionnaires of any size to measure with, as XLSForms in Markdown, and what is done with them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import NamedTuple

ROOT = "data"
"""What the element of the whole form is called: all refs begin with it."""
_COLUMNS = ("type", "name", "label", "relevant", "constraint", "calculation", "required", "choice_filter")


class Deeds(NamedTuple):
    """A form and what every engine does with it. Refs are full ones, such as `/data/q0`."""

    name: str
    workbook: str
    """XLSForm as Markdown."""
    files: dict[str, str] = {}  # noqa: RUF012  # never written to
    before: Sequence[tuple[str, str]] = ()
    """Answers given before the clock runs."""
    answers: Sequence[tuple[str, str]] = ()
    """Answers that are timed, each by itself."""
    choices: str = ""
    """The question whose choices are asked for after each timed answer, as its page would show them."""
    roster: str = ""
    """A repeat to which instances are added before the clock runs, and then some that are timed."""
    instances: int = 0
    validates: bool = False
    check: str = ""
    """Where every engine must end with the same value."""


def chain(size: int) -> Deeds:
    """Return a form where every second question is worked out from the last, and decides on the next."""
    rows = [_row("integer", "q0", label="How many?")]
    for at in range(1, size):
        before = (at - 1) // 2
        if at % 2:
            former = f"c{before - 1}" if before else "q0"
            rows.append(_row("calculate", f"c{before}", calculation=f"${{{former}}} + 1"))
        else:
            rows.append(
                _row("integer", f"q{before + 1}", label="And?", relevant=f"${{c{before}}} > {before}")
            )
    root = f"/{ROOT}/q0"
    answers = [(root, text) for text in ("5", "-1000000", "7")]
    return Deeds(f"chain of {size:,}", _book(rows), answers=answers, check=f"/{ROOT}/c{size // 2 - 1}")


def mixed(size: int) -> Deeds:
    """Return sections of ten questions: one that opens the rest, and a sum carried on to the next."""
    rows = [row for section in range(size // 10) for row in _section(section)]
    choices = [
        "yn yes Yes",
        "yn no No",
        *(f"barriers b{at} Barrier" for at in range(10)),
        "barriers other Other",
    ]
    last = size // 10 - 1
    middle = last // 2
    before = [(f"/{ROOT}/open{section}", "yes") for section in range(last + 1)]
    before += [(f"/{ROOT}/women{section}", "3") for section in range(last + 1)]
    # The sums carried on make an answer near the start the cause of many more: that is the chain's matter.
    answers = [
        (f"/{ROOT}/name{middle}", "Amina"),
        (f"/{ROOT}/women{last}", "12"),
        (f"/{ROOT}/girls{last - 1}", "2"),
        (f"/{ROOT}/barriers{last}", "b1 other"),
        (f"/{ROOT}/why{last}", "The road is flooded"),
        (f"/{ROOT}/open{last}", "no"),
        (f"/{ROOT}/open{last}", "yes"),
    ]
    return Deeds(
        f"mixed {size:,}",
        _book(rows, choices),
        before=before,
        answers=answers,
        validates=True,
        check=f"/{ROOT}/total{last}",
    )


def listed(rows: int) -> Deeds:
    """Return a form where a place is chosen from a list of so many rows beside the form, by the district it lies in."""
    survey = [
        _row("text", "district", label="District"),
        _row(
            "select_one_from_file places.csv", "place", label="Place", choice_filter="district = ${district}"
        ),
    ]
    districts = rows // 100
    lines = ["name,label,district", *(f"p{at},Place {at},d{at % districts}" for at in range(rows))]
    answers = [(f"/{ROOT}/district", f"d{at}") for at in (7, 11, 400)]
    files = {"places.csv": "\n".join(lines)}
    where = f"/{ROOT}/place"
    # The first answer builds what an engine builds once; that is no part of the price of an answer.
    before = [(f"/{ROOT}/district", "d3")]
    return Deeds(f"list of {rows:,} rows", _book(survey), files, before, answers, choices=where, check=where)


def roster(instances: int) -> Deeds:
    """Return the members of a household, each with a gate, an age and their place; with sums over all of them."""
    rows = [
        _row("begin_repeat", "member", label="Member"),
        _row("calculate", "place", calculation="position(..)"),
        _row("text", "name", label="Name of member"),
        _row("integer", "age", label="Age", constraint=". <= 120"),
        _row("text", "school", label="School", relevant="${age} < 18"),
        _row("end_repeat", ""),
        _row("calculate", "size", calculation="count(${member})"),
        _row("calculate", "years", calculation="sum(${age})"),
    ]
    return Deeds(
        f"repeat at {instances}",
        _book(rows),
        roster=f"/{ROOT}/member",
        instances=instances,
        check=f"/{ROOT}/size",
    )


def _section(at: int) -> list[dict[str, str]]:
    opened = f"${{open{at}}} = 'yes'"
    former = f"${{total{at - 1}}} + " if at else ""
    women, girls, barriers = f"${{women{at}}}", f"${{girls{at}}}", f"${{barriers{at}}}"
    weighed = f"coalesce({women}, 0) + coalesce({girls}, 0) + count-selected({barriers})"
    return [
        _row("select_one yn", f"open{at}", label="Shall we go on?", required="yes"),
        _row("text", f"name{at}", label="Name", relevant=opened),
        _row("integer", f"women{at}", label="Women", relevant=opened, constraint=". >= 0 and . <= 120"),
        _row("integer", f"girls{at}", label="Girls", relevant=opened, constraint=f". <= {women}"),
        _row("decimal", f"hours{at}", label="Hours", relevant=opened),
        _row("select_multiple barriers", f"barriers{at}", label="Barriers", relevant=opened),
        _row("text", f"why{at}", label="Which?", relevant=f"selected({barriers}, 'other')"),
        _row("date", f"since{at}", label="Since", relevant=opened, constraint=". <= today()"),
        _row("calculate", f"weight{at}", calculation=weighed),
        _row("calculate", f"total{at}", calculation=f"{former}${{weight{at}}}"),
    ]


def _row(kind: str, name: str, **columns: str) -> dict[str, str]:
    return {"type": kind, "name": name, **columns}


def _book(rows: Iterable[dict[str, str]], choices: Iterable[str] = ()) -> str:
    lines = ["| survey |", _line(_COLUMNS)]
    lines += [_line([row.get(column, "") for column in _COLUMNS]) for row in rows]
    if said := [choice.split(" ") for choice in choices]:
        lines += ["| choices |", _line(["list_name", "name", "label"]), *map(_line, said)]
    lines += ["| settings |", _line(["form_id", "form_title", "name"]), _line(["bench", "Bench", ROOT])]
    return "\n".join(lines) + "\n"


def _line(cells: Sequence[str]) -> str:
    return "|".join(["", "", *cells, ""])
