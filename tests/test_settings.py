"""Claims about what this laptop remembers."""

from __future__ import annotations

from pathlib import Path

import pytest

from fieldkit import settings
from fieldkit.settings import Settings


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("FIELDKIT_CONFIG", str(tmp_path / "config"))
    return tmp_path / "config"


def test_everything_comes_back() -> None:
    known = Settings(
        person="Amina Ünal",
        recent=("/a/b.fieldkit", "C:\\c.fieldkit"),
        shared_folders={"p1": "/cloud"},
        last_sync={"p1": "2026-11-03T10:00:00+00:00"},
        language="fr",
        look="dark",
        projects_folder="/home/a",
    )

    settings.save(known)

    assert settings.load() == known


def test_a_new_laptop_has_none() -> None:
    assert settings.load() == Settings()


@pytest.mark.parametrize("text", ["look = ", "\x00", 'recent = "one"\nlook = 3', "[person]\na = 1"])
def test_damaged_settings_are_as_on_a_new_laptop(folder: Path, text: str) -> None:
    folder.mkdir()
    (folder / "settings.toml").write_text(text)

    assert settings.load() == Settings()


def test_what_a_newer_version_remembers_does_no_harm(folder: Path) -> None:
    folder.mkdir()
    (folder / "settings.toml").write_text('person = "Amina"\ncolour = "mauve"\n')

    assert settings.load() == Settings(person="Amina")


def test_an_opened_project_comes_first_and_once(tmp_path: Path) -> None:
    known = Settings()

    for name in ("a", "b", "a"):
        known = known.opened(tmp_path / name)

    assert [Path(path).name for path in known.recent] == ["a", "b"]


def test_new_projects_go_where_they_were_told_to() -> None:
    assert Settings(projects_folder="/stick").home == Path("/stick")
    assert Settings().home.name == "fieldkit"
