"""The log of how a questionnaire was filled, in the columns and events of ODK's audit.csv."""

from __future__ import annotations

import csv
from datetime import datetime, timedelta
from io import StringIO
from pathlib import Path

import pytest

from fieldkit.forms.audit import AuditLog, Event, Watched, audit_csv
from tests.forms.tables import NOW, form, opened


def later(seconds: float) -> datetime:
    return NOW + timedelta(seconds=seconds)


def milliseconds(seconds: float) -> str:
    return str(round(later(seconds).timestamp() * 1000))


def rows(watched: Watched, *texts: str) -> list[dict[str, str]]:
    return list(csv.DictReader(StringIO(audit_csv(watched, texts))))


def log(watched: Watched, user: str = "") -> AuditLog:
    return AuditLog(watched, lambda path: f"/data{path}", user)


def test_questions_are_logged_from_when_they_came_up_to_when_they_went() -> None:
    watched = Watched()
    audit = log(watched)

    audit.happen(Event.START, later(0))
    audit.turn_to({"/a": "", "/b": ""}, later(1), group="/g")
    audit.answer("/a", "1")
    audit.turn_to({"/c": ""}, later(5.25))
    audit.leave(later(7))
    audit.happen(Event.EXIT, later(7))

    assert audit_csv(watched, []) == "event,node,start,end\n"
    assert [
        (row["event"], row["node"], row["start"], row["end"]) for row in rows(watched, audit.taken())
    ] == [
        ("form start", "", milliseconds(0), ""),
        ("group questions", "/data/g", milliseconds(1), milliseconds(5.25)),
        ("question", "/data/a", milliseconds(1), milliseconds(5.25)),
        ("question", "/data/b", milliseconds(1), milliseconds(5.25)),
        ("question", "/data/c", milliseconds(5.25), milliseconds(7)),
        ("form exit", "", milliseconds(7), ""),
    ]


def test_changes_are_told_where_the_form_wants_them_and_only_those() -> None:
    watched = Watched(changes=True, user=True, reasons=True)
    audit = log(watched, "Ash, of the team")
    audit.turn_to({"/a": "old", "/b": "same"}, later(0))

    audit.answer("/a", "new,\n“er”")
    audit.answer("/b", "other")
    audit.answer("/b", "same")
    audit.answer("/elsewhere", "not on the screen")
    audit.leave(later(2))
    audit.happen(Event.REASON, later(3), reason="a slip")

    found = rows(watched, audit.taken())
    assert list(found[0]) == [
        "event", "node", "start", "end", "old-value", "new-value", "user", "change-reason",
    ]  # fmt: skip
    told = [(r["old-value"], r["new-value"], r["user"], r["change-reason"]) for r in found]
    assert told == [
        ("old", "new,\n“er”", "Ash, of the team", ""),
        ("", "", "Ash, of the team", ""),
        ("", "", "Ash, of the team", "a slip"),
    ]


def test_nothing_is_complete_before_it_is_left() -> None:
    audit = log(Watched())

    audit.turn_to({"/a": ""}, later(0))

    assert audit.taken() == ""
    audit.leave(later(1))
    assert audit.taken().startswith("question,/data/a,")
    assert audit.taken() == ""


@pytest.mark.parametrize(
    ("parameters", "watched", "warnings"),
    [
        ("", Watched(), 0),
        ("track-changes=true identify-user=true", Watched(changes=True, user=True), 0),
        ("track-changes=true track-changes-reasons=on-form-edit", Watched(changes=True, reasons=True), 1),
        (
            "location-priority=balanced location-min-interval=60 location-max-age=120",
            Watched(locations=True),
            1,
        ),
    ],
)
def test_a_form_says_what_it_wants_of_its_log(
    tmp_path: Path, parameters: str, watched: Watched, warnings: int
) -> None:
    table = f"""
    | survey |
    |        | type  | name  | label | parameters   |
    |        | audit | audit |       | {parameters} |
    |        | text  | a     | A     |              |
    """

    read = form(tmp_path, table)

    assert read.audit == watched
    assert len(read.warnings) == warnings


def test_a_form_without_a_log_wants_none(tmp_path: Path) -> None:
    assert form(tmp_path, "| survey |\n| | type | name | label |\n| | text | a | A |").audit is None


def test_instances_of_repeats_are_numbered_in_the_log(tmp_path: Path) -> None:
    table = """
    | survey |
    |        | type         | name | label |
    |        | begin_repeat | room | Room  |
    |        | begin_repeat | bed  | Bed   |
    |        | text         | who  | Who   |
    |        | end_repeat   |      |       |
    |        | end_repeat   |      |       |
    """
    response = opened(form(tmp_path, table))
    response.add("/room")
    _first, second = response.instances("/room")
    response.add(f"{second}/bed")
    bed = response.instances(f"{second}/bed")[-1]

    node = response.node_of(f"{bed}/who")

    assert node == f"/data/room[2]/bed[{len(response.instances(f'{second}/bed'))}]/who"


def test_a_key_to_encrypt_answers_with_is_answered_honestly(tmp_path: Path) -> None:
    table = """
    | survey |
    |        | type | name | label |
    |        | text | a    | A     |
    | settings |
    |        | public_key |
    |        | MIIBIjANBg |
    """

    (warning,) = form(tmp_path, table).warnings

    assert warning.code == "answers-unencrypted"
    assert "not encrypted" in warning.sentence
