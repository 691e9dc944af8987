"""What the tests of questionnaires share: one that is open, waited for as whoever opens it does."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from pytestqt.qtbot import QtBot

from fieldkit.app.project import OpenProject
from fieldkit.app.surveys.section import QuestionnaireSection
from fieldkit.domain import Interview
from tests.app.conftest import Show

Opened = Callable[[Interview], QuestionnaireSection]


@pytest.fixture
def opened(project: OpenProject, show: Show, qtbot: QtBot) -> Opened:
    """Return what shows the questionnaire of an interview."""

    def put(interview: Interview) -> QuestionnaireSection:
        section = QuestionnaireSection(project, interview.id)
        show(section)
        wait_for_filler(section, qtbot)
        return section

    return put


def wait_for_filler(section: QuestionnaireSection, qtbot: QtBot) -> None:
    """Wait until the questionnaire that is wanted has been read and is there."""
    qtbot.waitUntil(lambda: section._filler is not None and section._filler.isVisible())
