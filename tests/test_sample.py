"""The sample fieldwork holds together: it parses, its ids exist, its marks close, and there is enough of it."""

from __future__ import annotations

import csv
import re
import tomllib
from collections import defaultdict
from collections.abc import Iterable, Iterator
from datetime import date
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest

from fieldkit.domain.consent import Answer, Scope
from fieldkit.domain.interviews import Interview, Mode, Status
from fieldkit.domain.issues import Changer, Size
from fieldkit.domain.people import SIZE_BANDS, Role
from fieldkit.domain.tools import Evidence
from fieldkit.forms import Form, Item, Question, QuestionGroup, Repeat, Response, load
from fieldkit.shipped import shipped

SAMPLE = shipped("resources", "sample")
INTERVIEWS = sorted(SAMPLE.glob("interviews/*.toml"))
MARK = re.compile(r"\[\[([A-Z][A-Z -]*)\|(.*?)\]\]", re.DOTALL)
THRESHOLD = 5
"""Of so many groups at least a barrier must be named before it may be published by itself."""

each_interview = pytest.mark.parametrize("path", INTERVIEWS, ids=lambda path: path.stem)


def read(path: Path) -> dict[str, Any]:
    return tomllib.loads(path.read_text(encoding="utf-8"))


def ids(name: str) -> set[str]:
    with shipped("resources", "catalogue", f"{name}.csv").open(encoding="utf-8", newline="") as file:
        return {row["id"] for row in csv.DictReader(file)}


def texts(interview: dict[str, Any]) -> list[str]:
    return [note["text"] for note in interview.get("notes", [])]


def bare(text: str) -> str:
    return MARK.sub(lambda mark: mark[2], text)


def coded(interview: dict[str, Any]) -> list[tuple[str, str]]:
    marks = [mark for text in texts(interview) for mark in MARK.finditer(text)]
    return [(code, mark[2]) for mark in marks for code in mark[1].split()]


def synced() -> list[dict[str, Any]]:
    """Return the interviews that the team can read to the end of the round."""
    gone = {event["interview"] for event in read(SAMPLE / "events.toml")["withdrawals"]}
    rounds = [read(path) for path in INTERVIEWS if path.stem not in gone]
    return [i for i in rounds if i["status"] == Status.COMPLETE and i["consents"].get("team") == Answer.YES]


def groups_by_code(interviews: list[dict[str, Any]]) -> dict[str, set[str]]:
    named: dict[str, set[str]] = defaultdict(set)
    for interview in interviews:
        for code, _ in coded(interview):
            named[code].add(interview["group"])
    return named


@pytest.fixture(scope="module")
def form() -> Form:
    return load(shipped("forms", "community-technology.xlsx"))


def questions(form: Form) -> dict[str, str]:
    """Return the path of each question, group and repeat by its name."""
    return {shown.path.rpartition("/")[2]: shown.path for shown in _all(form.children)}


def _all(items: Iterable[Item]) -> Iterator[Item]:
    for item in items:
        yield item
        yield from _all(item.children if isinstance(item, QuestionGroup | Repeat) else ())


def filled(form: Form, interview: dict[str, Any]) -> tuple[Response, list[str]]:
    """Return the form as filled in an interview, and the paths that were answered."""
    path_of, response, given = questions(form), Response(form), list[str]()
    for name, value in interview.get("answers", {}).items():
        given.append(path_of[name])
        response.answer(path_of[name], value)
    for repeat, instances in interview.get("repeats", {}).items():
        while len(response.instances(path_of[repeat])) < len(instances):
            response.add(path_of[repeat])
        for at, instance in zip(response.instances(path_of[repeat]), instances, strict=True):
            given += [f"{at}/{name}" for name in instance]
            for name, value in instance.items():
                response.answer(f"{at}/{name}", value)
    return response, given


def test_there_are_enough_conversations_with_enough_kinds_of_groups():
    groups = read(SAMPLE / "groups.toml")["groups"]

    complete = [i for i in map(read, INTERVIEWS) if i["status"] == Status.COMPLETE]

    assert len(INTERVIEWS) >= 26
    assert len(complete) >= 24
    assert len(groups) == 14
    assert len({group["type_id"] for group in groups}) >= 8
    assert {group["id"] for group in groups} == {i["group"] for i in complete}


def test_groups_are_of_known_types_and_sizes_and_say_what_works():
    groups = read(SAMPLE / "groups.toml")["groups"]

    for group in groups:
        assert group["type_id"] in ids("group_types"), group["id"]
        assert group["size_band"] in SIZE_BANDS, group["id"]
        assert len(group["assets"].split()) >= 8, group["id"]
    assert len({group["id"] for group in groups}) == len(groups)


def test_the_project_names_its_people_and_recommends_by_code():
    project = read(SAMPLE / "project.toml")

    roles = [person["role"] for person in project["people"]]

    assert sorted(roles) == [Role.COORDINATOR, Role.FIELDWORKER, Role.FIELDWORKER]
    for recommendation in project["recommendations"]:
        assert set(recommendation["codes"]) <= ids("codebook")
        assert recommendation["by"] in set(Changer)
        assert recommendation["size"] in set(Size)


@each_interview
def test_an_interview_says_who_when_where_and_how(path: Path):
    interview = read(path)

    fieldworkers = {p["id"] for p in read(SAMPLE / "project.toml")["people"] if p["role"] == Role.FIELDWORKER}

    assert interview["laptop"] in fieldworkers
    assert set(interview["interviewers"]) <= fieldworkers
    assert date(2026, 9, 1) <= interview["held_on"] <= date(2026, 9, 30)
    assert interview["mode"] in set(Mode)
    assert interview["status"] in set(Status)
    assert interview["place"]
    assert interview["in_the_room"]


@each_interview
def test_consents_are_of_known_scopes_and_a_complete_interview_may_be_kept(path: Path):
    interview = read(path)

    asked = {scope: said for scope, said in interview["consents"].items() if scope != "script"}

    assert set(asked) <= set(Scope)
    assert set(asked.values()) <= {Answer.YES, Answer.NO}
    assert interview["status"] != Status.COMPLETE or asked["hold"] == Answer.YES


@each_interview
def test_marks_are_closed_and_bear_codes_of_the_codebook(path: Path):
    interview = read(path)

    unmarked = [MARK.sub("", text) for text in texts(interview)]

    assert {code for code, _ in coded(interview)} <= ids("codebook")
    assert all("[[" not in passage for _, passage in coded(interview))
    assert not [text for text in unmarked if "[[" in text or "]]" in text or "|" in text]


@each_interview
def test_curly_quotes_are_balanced_inside_and_outside_each_passage(path: Path):
    interview = read(path)

    pieces = [passage for _, passage in coded(interview)] + [MARK.sub("", text) for text in texts(interview)]

    for piece in pieces:
        curly = re.sub("[^“”]", "", piece)
        assert curly == "“”" * (len(curly) // 2), piece


@each_interview
def test_notes_are_as_long_as_a_conversation(path: Path):
    interview = read(path)

    words = sum(len(bare(text).split()) for text in texts(interview))

    assert (150 <= words <= 600 and len(texts(interview)) <= 3) or interview["status"] == Status.DECLINED
    assert words == 0 or interview["status"] != Status.DECLINED


def test_notes_are_seven_thousand_words_and_no_sentence_comes_twice():
    whole = [bare(text) for path in INTERVIEWS for text in texts(read(path))]

    sentences = [s.strip() for text in whole for s in re.split(r"[.!?”]\s", text) if len(s.split()) > 5]

    assert sum(len(text.split()) for text in whole) >= 7000
    assert len(sentences) == len(set(sentences))


@each_interview
def test_notes_hold_no_number_address_or_postcode(path: Path):
    text = path.read_text(encoding="utf-8")

    found = re.findall(r"\S+@\S+|\+?\d[\d ]{8,}\d|\b[A-Z]{1,2}\d{1,2}[A-Z]? \d[A-Z]{2}\b", text)

    assert not found


@each_interview
def test_answers_are_such_as_the_form_would_take(path: Path, form: Form):
    interview = read(path)

    response, given = filled(form, interview)

    wrong = [asked for asked in map(response.asked, given) if asked.error or not asked.relevant]
    assert not [f"{asked.path} = {asked.value}: {asked.error}" for asked in wrong]


@each_interview
def test_a_complete_interview_answers_a_dozen_questions_and_all_that_are_required(path: Path, form: Form):
    interview = read(path)
    if interview["status"] != Status.COMPLETE:
        pytest.skip("only complete interviews answer the form")

    response, given = filled(form, interview)

    left = [
        fault for fault in response.faults() if "/tools_in_use[" not in fault.path or interview.get("repeats")
    ]
    assert not [f"{fault.path}: {fault.error}" for fault in left]
    assert len(given) >= 12


@each_interview
def test_tools_in_use_are_of_the_catalogue(path: Path):
    for use in read(path).get("tool_uses", []):
        assert use["need"] in ids("needs")
        assert use["tool"] in ids("tools")
        assert use["importance"] in range(4)
        assert isinstance(use.get("cost_per_year", 0), int)


@each_interview
def test_issues_say_what_matters_why_and_who_could_change_it(path: Path):
    interview = read(path)

    for issue in interview.get("issues", []):
        assert issue["need"] in ids("needs"), issue["title"]
        assert issue["code"] in ids("codebook"), issue["title"]
        assert issue.get("tool", "T01") in ids("tools"), issue["title"]
        assert issue["matters"] in range(4), issue["title"]
        assert issue["alterable_by"] in set(Changer), issue["title"]
        assert issue["size"] in set(Size), issue["title"]
        assert issue["objection"], issue["title"]
        assert issue["alteration"], issue["title"]
        evidence = [passage for code, passage in coded(interview) if code == issue["code"]]
        assert "quote" not in issue or any(issue["quote"] in passage for passage in evidence), issue["title"]


def test_thirty_issues_and_more_reach_everybody_who_could_change_something():
    issues = [issue for path in INTERVIEWS for issue in read(path).get("issues", [])]

    tools = [issue["tool"] for issue in issues if "tool" in issue]

    assert len(issues) >= 30
    assert len({issue["title"] for issue in issues}) == len(issues)
    assert {issue["alterable_by"] for issue in issues} == set(Changer)
    assert {issue["size"] for issue in issues} == set(Size)
    assert sum(tools.count(tool) >= 3 for tool in set(tools)) >= 3


@each_interview
def test_scores_and_rankings_speak_of_criteria_of_the_catalogue(path: Path):
    interview = read(path)

    for score in interview.get("scores", []):
        assert score["tool"] in ids("tools")
        assert score["evidence"] in set(Evidence)
        assert set(score["points"]) <= ids("criteria")
        assert all(
            points in (0, 1, 2, 3, 4, "?", "n/a", "deal-breaker") for points in score["points"].values()
        )
    ranking = interview.get("ranking", [])
    assert not ranking or (set(ranking) == ids("criteria") and len(ranking) == len(ids("criteria")))


def test_community_tools_and_incumbents_are_scored_by_five_groups_each():
    scorers: dict[str, set[str]] = defaultdict(set)
    points: list[object] = []
    for interview in synced():
        for score in interview.get("scores", []):
            scorers[score["tool"]].add(interview["group"])
            points += score["points"].values()

    well_known = {tool for tool, groups in scorers.items() if len(groups) >= THRESHOLD}

    assert {"T01", "T06", "T09"} <= well_known
    assert {"T15", "T16", "T20"} <= well_known
    assert {"?", "n/a", "deal-breaker"} <= set(map(str, points))


def test_some_barriers_may_be_published_by_themselves_and_some_may_not():
    named = groups_by_code(synced())

    sizes = sorted(map(len, named.values()), reverse=True)

    assert all(size >= THRESHOLD for size in sizes[:5])
    assert sum(size < THRESHOLD for size in sizes) >= 5
    assert len({size for size in sizes if size >= THRESHOLD}) >= 4, "the ranking has an order"


def test_the_most_named_barriers_have_quotes_that_may_be_printed():
    may_print = [i for i in synced() if i["consents"].get("quote_report") == Answer.YES]
    named = groups_by_code(synced())
    quoted: dict[str, set[str]] = defaultdict(set)
    for interview in may_print:
        for code, passage in coded(interview):
            quoted[code] |= {interview["group"]} if "“" in passage else set()

    top = sorted(named, key=lambda code: -len(named[code]))[:5]

    assert all(len(quoted[code]) >= 3 for code in top)
    assert len(may_print) < len(synced()), "somebody declined to be quoted"


def test_events_speak_of_interviews_that_are_as_they_say():
    events = read(SAMPLE / "events.toml")
    interviews = {path.stem: read(path) for path in INTERVIEWS}

    refused, hidden, unasked, withdrawn = (
        [interviews[event["interview"]] for event in events[kind]]
        for kind in ("refusals", "local_only", "unasked", "withdrawals")
    )

    assert [(i["status"], i["consents"]["hold"]) for i in refused] == [("declined", "no")]
    assert [(i["consents"]["hold"], i["consents"]["team"]) for i in hidden] == [("yes", "no")]
    assert [(i["status"], set(i["consents"])) for i in unasked] == [("draft", {"script"})]
    assert [i["consents"]["team"] for i in withdrawn] == ["yes"]
    for event in (e for kind in events.values() for e in kind if "laptop" in e):
        assert interviews[event["interview"]]["laptop"] == event["laptop"]


def test_the_conflict_is_about_one_field_that_both_changed():
    (conflict,) = read(SAMPLE / "events.toml")["conflicts"]
    interview = read(SAMPLE / "interviews" / f"{conflict['interview']}.toml")

    values = {interview[conflict["field"]], conflict["ash"], conflict["bea"]}

    assert conflict["field"] in Interview.model_fields
    assert len(values) == 3


def test_second_codings_point_at_words_of_their_note_and_disagree_somewhere():
    for event in read(SAMPLE / "events.toml")["double_coded"]:
        interview = read(SAMPLE / "interviews" / f"{event['interview']}.toml")
        text = texts(interview)[int(event["note"]) - 1]

        first = {code for mark in MARK.finditer(text) for code in mark[1].split()}
        second = {coding["code"] for coding in event["codes"]}

        assert event["coder"] not in interview["interviewers"]
        assert second <= ids("codebook")
        assert all(coding["quote"] in bare(text) for coding in event["codes"])
        assert first & second
        assert first != second


def test_the_form_and_the_catalogue_speak_of_the_same_needs_and_sizes(form: Form):
    choices = {q.path: q.choices for q in _all(form.children) if isinstance(q, Question)}

    needs = {choice.value for choice in choices["/now/tools_in_use/need"]}

    assert needs == ids("needs")
    assert len(choices["/about/how_many"]) == len(SIZE_BANDS)


def test_files_are_numbered_in_the_order_of_the_visits():
    visits = [(path.stem, read(path)["held_on"]) for path in INTERVIEWS]

    assert all(earlier[1] <= later[1] for earlier, later in pairwise(visits))
