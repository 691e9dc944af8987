"""What may travel follows from what was agreed."""

from __future__ import annotations

import pytest

from fieldkit.domain import Consent
from fieldkit.domain.consent import Answer, Reach, Scope, agreed, reach


def said(**answers: Answer) -> list[Consent]:
    return [Consent(scope=scope, answer=answer) for scope, answer in answers.items()]


@pytest.mark.parametrize(
    ("consents", "expected"),
    [
        (said(), Reach.NOTHING),
        (said(team=Answer.YES), Reach.NOTHING),
        (said(hold=Answer.NOT_ASKED, team=Answer.YES), Reach.NOTHING),
        (said(hold=Answer.YES), Reach.STATUS),
        (said(hold=Answer.YES, team=Answer.NO), Reach.STATUS),
        (said(hold=Answer.NO), Reach.STATUS),
        (said(hold=Answer.NO, team=Answer.YES), Reach.STATUS),
        (said(hold=Answer.YES, team=Answer.YES), Reach.EVERYTHING),
    ],
)
def test_an_interview_travels_only_as_far_as_people_agreed(consents: list[Consent], expected: Reach):
    assert reach(consents) == expected


def test_what_was_not_asked_counts_as_no():
    assert not agreed(said(quote_report=Answer.NOT_ASKED), Scope.QUOTE_REPORT)
    assert agreed(said(quote_report=Answer.YES), Scope.QUOTE_REPORT)
