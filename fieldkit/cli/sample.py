"""The invented fieldwork that ships with fieldkit, played through the deeds that the window calls."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any, NamedTuple

from fieldkit.domain import (
    Code,
    Criterion,
    Group,
    GroupType,
    Interview,
    Issue,
    Need,
    Note,
    Person,
    Segment,
    SurveyForm,
    Tool,
    Wave,
)  # fmt: skip
from fieldkit.domain.coding import Span
from fieldkit.domain.consent import Answer, Scope
from fieldkit.domain.interviews import Status
from fieldkit.domain.tools import Standing
from fieldkit.edits import coding, consent, interviews, issues, surveys, tools
from fieldkit.forms import Form, Response
from fieldkit.store import Store

_MARK = re.compile(r"\[\[([A-Z][A-Z -]*)\|(.*?)\]\]", re.DOTALL)
_QUOTE = re.compile(r"“[^”]*”")
_STANDINGS = {"?": Standing.UNKNOWN, "n/a": Standing.NOT_APPLICABLE, "deal-breaker": Standing.DEAL_BREAKER}
Table = Mapping[str, Any]


class Marked(NamedTuple):
    """A note's text without its marks, and where they were."""

    text: str
    codes: list[tuple[Span, str]]
    quotes: list[Span]


@dataclass(frozen=True, slots=True)
class Sample:
    """The sample as it lies in its files. An interview's name is that of its file."""

    project: Table
    groups: list[Table]
    interviews: dict[str, Table]
    events: Table


def read(folder: Path) -> Sample:
    """Return the sample in a folder."""
    return Sample(
        project=_table(folder / "project.toml"),
        groups=_table(folder / "groups.toml")["groups"],
        interviews={path.stem: _table(path) for path in sorted((folder / "interviews").glob("*.toml"))},
        events=_table(folder / "events.toml"),
    )


def _table(path: Path) -> dict[str, Any]:
    return tomllib.loads(path.read_text(encoding="utf-8"))


def unmarked(written: str) -> Marked:
    """Return a note without its marks.

    `[[CAP-TIME FIT-BUG|passage]]` is a passage with two codes; what stands in curly quotes is in the people's own
    words.
    """
    text, codes, after = "", list[tuple[Span, str]](), 0
    for mark in _MARK.finditer(written):
        text += written[after : mark.start()]
        span = Span(len(text), len(text) + len(mark[2]))
        codes += [(span, code) for code in mark[1].split()]
        text += mark[2]
        after = mark.end()
    text += written[after:]
    return Marked(text, codes, [Span(*quote.span()) for quote in _QUOTE.finditer(text)])


class Laptop:
    """One fieldworker's laptop, at which the sample's interviews are held."""

    def __init__(self, store: Store, form: Form) -> None:
        self.store = store
        self.form = form
        self._questions = {question.path.rpartition("/")[2]: question.path for question in form.questions()}
        self._groups = {group.name: group for group in store.find(Group)}
        self._codes = {code.id: code for code in store.find(Code)}
        self._tools = {tool.id: tool for tool in store.find(Tool)}
        self._needs = {need.id: need for need in store.find(Need)}
        self._criteria = {criterion.id: criterion for criterion in store.find(Criterion)}
        (self._survey_form,) = store.find(SurveyForm, form_id=form.form_id)

    def hold(self, told: Table, group: str) -> Interview:
        """Hold one interview: consent, notes and tags, questionnaire, tools, issues."""
        people = {person.name.lower(): person for person in self.store.find(Person)}
        interview = interviews.begin(
            self.store,
            self._groups[group],
            held_on=told["held_on"],
            interviewers=[people[name] for name in told["interviewers"]],
            wave=self.store.get(Wave, "baseline"),
            place=told["place"],
            mode=told["mode"],
            in_the_room=told["in_the_room"],
        )
        if told["status"] == Status.DECLINED:
            consent.refuse(
                self.store, interview, on=told["held_on"], script_version=told["consents"]["script"]
            )
            return self.store.get(Interview, interview.id)
        self._consents(interview, told)
        self._notes(interview, told)
        self._answers(interview, told)
        self._tools_in_use(interview, told)
        self._issues(interview, told)
        if told["status"] == Status.COMPLETE:
            interviews.complete(self.store, interview)
        return self.store.get(Interview, interview.id)

    def _consents(self, interview: Interview, told: Table) -> None:
        said: dict[str, str] = dict(told.get("consents", {}))
        script, on = said.pop("script", ""), told["held_on"]
        for scope, answer in said.items():
            consent.answer(self.store, interview, Scope(scope), Answer(answer), on=on, script_version=script)

    def _notes(self, interview: Interview, told: Table) -> None:
        first = self.store.find(Note, interview_id=interview.id)
        for number, written in enumerate(told.get("notes", [])):
            marked = unmarked(written["text"])
            note = first[0] if number == 0 else interviews.add_note(self.store, interview)
            interviews.write_note(self.store, note, marked.text)
            note = self.store.get(Note, note.id)
            for span, code in marked.codes:
                coding.tag(self.store, note, span, self._codes[code])
            for span in marked.quotes:
                coding.mark(self.store, note, span)
            coding.coded(self.store, note, done=True)

    def code_too(self, interview: Interview, number: int, codings: list[Table]) -> None:
        """Code a note of an interview, counted from 1, that somebody else coded first."""
        notes = self.store.find(Note, interview_id=interview.id)
        (note,) = [note for note in notes if note.position == number - 1]
        for one in codings:
            start = note.text.index(one["quote"])
            coding.tag(self.store, note, Span(start, start + len(one["quote"])), self._codes[one["code"]])
        coding.coded(self.store, note, done=True)

    def _answers(self, interview: Interview, told: Table) -> None:
        if not told.get("answers"):
            return
        on: date = told["held_on"]
        submission = surveys.begin(self.store, interview, self._survey_form)
        response = Response(self.form, today=lambda: on)
        cells = dict(response.opened.cells)
        for name, text in told["answers"].items():
            cells |= response.answer(self._questions[name], str(text)).cells
        for name, rows in told.get("repeats", {}).items():
            cells |= self._rows(response, name, rows)
        surveys.answer(self.store, submission, cells)

    def _rows(self, response: Response, name: str, rows: list[Table]) -> dict[str, str | None]:
        path = next(path for path in _repeats(response) if path.rpartition("/")[2] == name)
        cells: dict[str, str | None] = {}
        for number, row in enumerate(rows):
            if number == len(response.instances(path)):
                cells |= response.add(path).cells
            instance = response.instances(path)[number]
            for question, text in row.items():
                inside = self._questions[question].removeprefix(path)
                cells |= response.answer(instance + inside, str(text)).cells
        return cells

    def _tools_in_use(self, interview: Interview, told: Table) -> None:
        for use in told.get("tool_uses", []):
            tools.use(
                self.store,
                interview,
                self._needs[use["need"]],
                self._tools[use["tool"]],
                importance=use["importance"],
                cost_per_year=use.get("cost_per_year"),
                since=str(use.get("since", "")),
            )
        if told.get("ranking"):
            tools.rank(self.store, interview, [self._criteria[criterion] for criterion in told["ranking"]])
        for card in told.get("scores", []):
            for criterion, given in card["points"].items():
                standing = _STANDINGS.get(given, Standing.SCORED)
                points = (
                    0 if standing == Standing.DEAL_BREAKER else given if standing == Standing.SCORED else None
                )
                tool, by = self._tools[card["tool"]], self._criteria[criterion]
                tools.score(self.store, interview, tool, by, points, standing, card["evidence"])

    def _issues(self, interview: Interview, told: Table) -> None:
        segments = self.store.find(Segment, interview_id=interview.id)
        for row in told.get("issues", []):
            quote = row.get("quote", "")
            issue = Issue(
                title=row["title"],
                need_id=row["need"],
                code_id=row["code"],
                tool_id=row.get("tool", ""),
                matters=row["matters"],
                objection=row["objection"],
                alteration=row["alteration"],
                alterable_by=row["alterable_by"],
                size=row["size"],
                segment_id=next((segment.id for segment in segments if quote and quote in segment.quote), ""),
            )
            issues.add(self.store, interview, issue)


def _repeats(response: Response) -> list[str]:
    return [shown.path for part in response.children for shown in part.within() if not shown.key]


def group_types(store: Store) -> dict[str, GroupType]:
    """Return the kinds of groups by their ids."""
    return {group_type.id: group_type for group_type in store.find(GroupType)}
