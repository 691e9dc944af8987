"""Claims about what comes next."""

from __future__ import annotations

from fieldkit.app.overview.steps import Standing, next_steps

NOTHING = Standing(
    groups=0,
    visited=0,
    interviews=0,
    complete=0,
    unasked=0,
    passages=0,
    issues=0,
    conflicts=0,
    shared=False,
)


def leads(now: Standing) -> list[str]:
    return [step.leads_to for step in next_steps(now)]


def test_a_new_project_begins_with_a_group_and_offers_to_share() -> None:
    assert leads(NOTHING) == ["groups", "sync"]


def test_with_groups_and_no_interview_it_says_to_sit_down_with_one() -> None:
    first, *_ = next_steps(NOTHING._replace(groups=2))

    assert first.words == "Sit down with a group"


def test_what_people_wrote_apart_comes_first() -> None:
    now = NOTHING._replace(groups=1, interviews=1, conflicts=2, shared=True)

    assert next_steps(now)[0].words == "2 places where two people wrote different things"


def test_an_interview_without_consent_is_named() -> None:
    now = NOTHING._replace(groups=1, interviews=1, unasked=1, shared=True)

    assert "1 interview in which consent was not asked" in next_steps(now)[0].words


def test_there_is_always_something_to_say() -> None:
    assert next_steps(NOTHING._replace(groups=1, interviews=1, shared=True))
