"""The language of fieldkit is chosen once on a laptop."""

from __future__ import annotations

from fieldkit import settings
from fieldkit.app.fields import Choice
from fieldkit.app.project import OpenProject
from fieldkit.app.settings.page import SettingsPage
from tests.app.conftest import Show


def test_a_language_is_chosen_and_remembered(project: OpenProject, show: Show) -> None:
    page = show(SettingsPage(project))
    name = "Language, from the next start on"
    choice = next(c for c in page.findChildren(Choice) if c.accessibleName() == name)
    offered = [choice.itemText(at) for at in range(choice.count())]

    choice.chosen.emit("en")

    assert offered[0] == "As the system"
    assert any("English" in words for words in offered)
    assert settings.load().language == "en"
