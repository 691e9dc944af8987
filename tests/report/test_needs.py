"""The report on needs: true to what was heard, and silent about what must not leave the team."""

from __future__ import annotations

import re
from dataclasses import fields, is_dataclass
from io import BytesIO

import pypdf
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from fieldkit.analysis.frames import frames_of
from fieldkit.domain import Group, Interview, Person, Project, Recommendation, SurveyForm
from fieldkit.report import needs, pdf
from fieldkit.report.document import Dots, Quote, Stacks, Table, blocks

SAID = "Ask us after the festival, then it is the AGM."
PROJECT = Project(name="Spring round", asked_by="A fund", purpose="To listen", decision="Where money goes")


def report(fieldwork):
    return needs.document(frames_of([*fieldwork.records, PROJECT]))


def said(value) -> list[str]:
    """Return every text of a document, wherever it stands."""
    if isinstance(value, str):
        return [value]
    if isinstance(value, tuple):
        return [text for part in value for text in said(part)]
    if is_dataclass(value):
        return [text for field in fields(value) for text in said(getattr(value, field.name))]
    return []


def text(document) -> str:
    return "\n".join(said(document))


def every(document, kind):
    summary = (document.summary,) if document.summary else ()
    return [block for block in blocks((*summary, *document.sections)) if isinstance(block, kind)]


def titles(document):
    return [section.title for section in document.sections]


def of_many(fieldwork, count=14):
    for at, interview in enumerate(fieldwork.visits_by(count)):
        if at < count - 2:
            fieldwork.name(interview, "CAP-1", SAID)
        if at < 6:
            fieldwork.name(interview, "CAP-2")
            fieldwork.score(interview, "ours", 4, 4, 3, 4)
            fieldwork.score(interview, "theirs", 1, 2, 1, None)
            fieldwork.use(interview, "theirs")
        if at < 2:
            fieldwork.name(interview, "CAP-3", "We would rather not say why, and we will not.")
    fieldwork.issue(
        "i01", "CAP-1", 3, title="Evenings are full", alteration="Pay hours", objection="Not in May."
    )
    return fieldwork


def test_an_empty_project_is_told_kindly_that_there_is_not_enough_yet():
    document = needs.document(frames_of([]))

    assert document.title == "There is not enough yet to report"
    assert "not a fault" in text(document.summary)
    assert "What is hidden, and why" in titles(document)
    assert len(pypdf.PdfReader(BytesIO(pdf.made(document))).pages) >= 3


def test_four_groups_are_too_few_for_any_number(fieldwork):
    for interview in fieldwork.visits_by(4):
        fieldwork.name(interview, "CAP-1", SAID)

    document = report(fieldwork)

    assert document.title == "There is not enough yet to report"
    assert SAID not in text(document)
    assert every(document, Dots) == []


def test_nine_groups_of_a_sensitive_kind_are_too_few(fieldwork):
    fieldwork.visits_by(9, kind="trans")

    assert report(fieldwork).title == "There is not enough yet to report"


def test_the_title_states_the_finding_and_the_cover_who_asked(fieldwork):
    document = report(of_many(fieldwork))

    assert document.title == "What stands in the way most: “Capacity 1” and “Capacity 2”"
    assert document.subtitle == "Spring round"
    assert ("Asked for by", "A fund") in document.facts


def test_below_twenty_groups_there_are_counts_and_no_percentages(fieldwork):
    document = report(of_many(fieldwork))

    barriers = every(document, Dots)[0]
    assert [(row.label, row.text, row.low) for row in barriers.rows] == [
        ("Capacity 1", "12 of 14", None),
        ("Capacity 2", "6 of 14", None),
    ]
    assert not re.search(r"12 of 14[^\n]*%", text(document))


def test_from_twenty_groups_on_there_are_percentages_with_intervals(fieldwork):
    row = every(report(of_many(fieldwork, 20)), Dots)[0].rows[0]

    assert row.text == "18 of 20 (90 %)"
    # Wilson for 18 of 20: 0.699 to 0.972.
    assert (row.low, row.high) == (pytest.approx(0.699 * 20, abs=0.01), pytest.approx(0.972 * 20, abs=0.01))


def test_a_barrier_named_by_few_is_told_neither_by_name_nor_by_quote(fieldwork):
    document = report(of_many(fieldwork))

    assert "Capacity 3" not in text(document)
    assert "rather not say why" not in text(document)
    assert "1 further barrier was named" in text(document)


def test_only_quotes_with_consent_are_told(fieldwork):
    of_many(fieldwork)
    assert SAID in text(report(fieldwork))

    kept = [r for r in fieldwork.records if getattr(r, "scope", "") != "quote_report"]

    fieldwork.records = kept
    document = report(fieldwork)
    assert SAID not in text(document)
    assert "Not in May" not in text(document)
    assert every(document, Quote) == []
    assert "passages without consent to be quoted in a report" in text(document)


def test_an_issue_leads_from_objection_to_change_to_who_could_change_it(fieldwork):
    of_many(fieldwork)
    fieldwork.issue(
        "i02", "CAP-1", 2, title="No ramp", alteration="Build one", alterable_by="funder", size="money"
    )

    tables = {table.title: table for table in every(report(fieldwork), Table)}

    row = tables["Funders"].rows[0]
    assert [cell.text for cell in row] == ["No ramp", "–", "Build one"]
    assert row[2].note == "takes money"
    assert [cell.text for cell in tables["Nobody we know of"].rows[0]] == [
        "Evenings are full",
        "Not in May.",
        "Pay hours",
    ]


def test_an_issue_of_a_group_that_is_not_to_be_quoted_is_held_back(fieldwork):
    of_many(fieldwork)
    silent = fieldwork.visit(scopes=("hold", "team"))
    fieldwork.issue(silent, "CAP-1", 3, title="Our own story", alteration="Hear us", alterable_by="funder")

    document = report(fieldwork)

    assert "Our own story" not in text(document)
    assert "issues of groups that did not agree to be quoted" in text(document)


def test_the_projects_recommendations_stand_with_what_they_rest_on(fieldwork):
    of_many(fieldwork)
    fieldwork.records.append(
        Recommendation(text="Pay a person", by="funder", code_ids="CAP-1 CAP-3", size="money")
    )

    document = report(fieldwork)

    assert "Pay a person" in text(document)
    assert "Rests on: “Capacity 1” (12 of 14) and “Room to take part” (12 of 14)." in text(document)


def test_the_incumbent_stands_beside_the_alternatives_and_is_named_as_such(fieldwork):
    document = report(of_many(fieldwork))

    fit = next(dots for dots in every(document, Dots) if dots.most == 100)
    assert [(row.label, row.open) for row in fit.rows] == [("Ours", False), ("Theirs (in use now)", True)]
    assert "Ours is clear first" in text(document)


def test_severity_is_drawn_only_where_both_sides_are_many(fieldwork):
    of_many(fieldwork, 20)
    for at in range(1, 14):
        fieldwork.issue(f"i{at:02}", "CAP-1", 1 if at < 7 else 3)

    (stacks,) = every(report(fieldwork), Stacks)

    assert [(row.label, row.counts) for row in stacks.rows] == [("Capacity 1", (5, 8))]


def test_the_questions_are_told_as_they_were_put(fieldwork, tmp_path):
    xml = """<h:html xmlns="http://www.w3.org/2002/xforms" xmlns:h="http://www.w3.org/1999/xhtml"><h:head>
      <h:title>Visit</h:title><model><instance><data id="visit"><water/></data></instance>
      <bind nodeset="/data/water" type="string"/></model></h:head>
      <h:body><input ref="/data/water"><label>Where is your water from?</label></input></h:body></h:html>"""
    fieldwork.records.append(SurveyForm(form_id="visit", title="Visit", version="3", xml=xml))

    assert "Where is your water from?" in text(report(fieldwork))


def test_a_questionnaire_that_cannot_be_read_is_no_reason_to_have_no_report(fieldwork):
    fieldwork.records.append(SurveyForm(form_id="visit", title="Visit", xml="<broken"))

    assert "Its questions cannot be shown here." in text(report(fieldwork))


def test_the_same_frames_give_the_same_bytes_whatever_the_order_of_the_records(fieldwork):
    of_many(fieldwork)
    forwards = needs.document(frames_of(fieldwork.records))
    backwards = needs.document(frames_of(fieldwork.records[::-1]))

    assert forwards == backwards
    assert pdf.made(forwards) == pdf.made(backwards)


@settings(max_examples=25, deadline=None)
@given(data=st.data())
def test_no_name_and_no_unconsented_word_is_ever_told(new_fieldwork, data):
    world = new_fieldwork()
    world.records.append(Person(id="ana", name="Anahita"))
    for _ in range(data.draw(st.integers(0, 24))):
        consent = data.draw(
            st.sampled_from([("hold", "team", "quote_report"), ("hold", "team"), ("hold",), ()])
        )
        interview = world.visit(
            kind=data.draw(st.sampled_from(["play", "trans", "fund"])),
            status=data.draw(st.sampled_from(["complete", "complete", "draft", "withdrawn"])),
            scopes=consent,
        )
        mark = "quotable" if "quote_report" in consent else "SILENT"
        for code in data.draw(st.sets(st.sampled_from(["CAP-1", "CAP-2", "CAP"]))):
            world.name(
                interview,
                code,
                f"This is a {mark} word about it, said by Anahita." if code == "CAP" else f"{mark} " * 6,
            )
            world.issue(
                interview,
                code,
                2,
                title=f"{mark} title",
                alteration=f"{mark} change",
                objection=f"{mark} objection",
            )
    of_groups = [r.name for r in world.records if isinstance(r, Group)]

    told = text(report(world))

    assert "SILENT objection" not in told
    assert "SILENT SILENT" not in told
    assert "Anahita" not in told
    assert not any(name in told for name in of_groups)


@settings(max_examples=25, deadline=None)
@given(data=st.data())
def test_no_count_of_groups_below_five_is_ever_told(new_fieldwork, data):
    world = new_fieldwork()
    for _ in range(data.draw(st.integers(0, 24))):
        interview = world.visit(kind=data.draw(st.sampled_from(["play", "trans"])))
        for code in data.draw(st.sets(st.sampled_from(["CAP-1", "CAP-2", "CAP-3"]))):
            world.name(interview, code)
        if data.draw(st.booleans()):
            world.use(interview, data.draw(st.sampled_from(["ours", "theirs"])))
            world.score(interview, "ours", 4, 2, None, data.draw(st.sampled_from([1, "deal-breaker"])))

    told = text(report(world))

    assert all(int(count) >= 5 for count in re.findall(r"(\d+) of \d+", told))
    assert all(
        int(count) >= 5 for count in re.findall(r"\b(\d+) groups", told.replace("fewer than 5 groups", ""))
    )


def test_an_interview_that_was_taken_back_leaves_no_trace(fieldwork):
    of_many(fieldwork)
    fieldwork.records = [
        r.but(status="withdrawn") if isinstance(r, Interview) and r.id == "i01" else r
        for r in fieldwork.records
    ]

    document = report(fieldwork)

    assert "Evenings are full" not in text(document)
    assert every(document, Dots)[0].rows[0].text == "11 of 13"
