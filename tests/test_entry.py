"""Claims about what the first words after `fieldkit` lead to."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

from fieldkit import __main__ as entry
from fieldkit.app import main as window


@pytest.fixture
def opened(monkeypatch: pytest.MonkeyPatch) -> list[Path | None]:
    paths: list[Path | None] = []

    def open_window(path: Path | None = None) -> int:
        paths.append(path)
        return 0

    monkeypatch.setattr(window, "main", open_window)
    return paths


def said(monkeypatch: pytest.MonkeyPatch, *words: str) -> int:
    monkeypatch.setattr(sys, "argv", ["fieldkit", *words])
    return entry.main()


def test_without_words_the_window_opens(monkeypatch: pytest.MonkeyPatch, opened: list[Path | None]) -> None:
    assert said(monkeypatch) == 0
    assert opened == [None]


def test_a_project_file_alone_opens_in_the_window(
    monkeypatch: pytest.MonkeyPatch, opened: list[Path | None]
) -> None:
    assert said(monkeypatch, "Reading rooms.fieldkit") == 0
    assert opened == [Path("Reading rooms.fieldkit")]


def test_words_go_to_the_command_line(
    monkeypatch: pytest.MonkeyPatch, opened: list[Path | None], capsys: pytest.CaptureFixture[str]
) -> None:
    assert said(monkeypatch, "--version") == 0
    assert "0.1.0" in capsys.readouterr().out
    assert opened == []
