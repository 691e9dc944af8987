"""Questionnaires of a project."""

from __future__ import annotations

from fieldkit.domain import SurveyForm


def test_versions_are_ordered_as_people_count_them() -> None:
    versions = ["", "1", "1.9", "1.10", "2", "010", "2026110301", "v1", "v1b", "v12"]

    ordered = sorted(versions, key=lambda version: SurveyForm(version=version).newness)

    assert ordered == versions
