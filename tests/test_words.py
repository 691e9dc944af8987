"""Which language is spoken, and which there are."""

from __future__ import annotations

from collections.abc import Generator
from pathlib import Path

import pytest

from fieldkit import words

_EMPTY = bytes.fromhex("de120495000000000000000000000000000000000000000000000000")
"""A translation without a word in it. Source: GNU gettext manual, "The Format of GNU MO Files"."""


@pytest.fixture
def french(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Generator[None]:
    """Let there be a translation into French."""
    file = tmp_path / "fr" / "LC_MESSAGES" / "fieldkit.mo"
    file.parent.mkdir(parents=True)
    file.write_bytes(_EMPTY)

    def shipped(*_parts: str) -> Path:
        return tmp_path

    monkeypatch.setattr(words, "shipped", shipped)
    yield
    words.speak(words.ENGLISH)


@pytest.mark.usefixtures("french")
@pytest.mark.parametrize(("wanted", "spoken"), [("fr", "fr"), ("fr_CH", "fr"), ("ar_EG", "en"), ("en", "en")])
def test_what_is_spoken_is_known(wanted: str, spoken: str) -> None:
    assert words.speak(wanted) == spoken
    assert words.day(None) == "–"


@pytest.mark.usefixtures("french")
def test_the_languages_are_english_and_those_with_a_translation() -> None:
    assert words.languages() == ["en", "fr"]
