"""What this laptop remembers: who works on it, which projects it knows, how the window looks."""

from __future__ import annotations

import os
import tomllib
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field, fields, replace
from enum import StrEnum
from pathlib import Path
from typing import Any

import tomli_w

from fieldkit.errors import FieldkitError
from fieldkit.words import _

RECENT = 8
"""How many projects the first page offers."""


class Look(StrEnum):
    """Light or dark, or whichever the system shows."""

    SYSTEM = "system"
    LIGHT = "light"
    DARK = "dark"


@dataclass(frozen=True, slots=True)
class Settings:
    """What this laptop remembers. Nothing of it belongs to a project, and none of it is ever shared."""

    person: str = ""
    """The name of the one who works here, offered when a project asks who they are."""
    recent: tuple[str, ...] = ()
    """Paths of project files, the latest first."""
    shared_folders: Mapping[str, str] = field(default_factory=dict[str, str])
    """The shared folder of each project, by the project's id."""
    last_sync: Mapping[str, str] = field(default_factory=dict[str, str])
    """When each project was last synced, by its id, as ISO 8601 with zone."""
    language: str = ""
    """A tag such as `fr`; empty for the system's."""
    look: str = Look.SYSTEM
    projects_folder: str = ""
    """Where new projects go; empty for `fieldkit` in Documents."""

    def opened(self, path: Path) -> Settings:
        """Return these settings with a project at the head of the recent ones."""
        here = str(path.resolve())
        return replace(self, recent=(here, *(p for p in self.recent if p != here))[:RECENT])

    def sharing(self, project_id: str, folder: str) -> Settings:
        """Return these settings with the shared folder of a project."""
        return replace(self, shared_folders={**self.shared_folders, project_id: folder})

    def synced(self, project_id: str, at: str) -> Settings:
        """Return these settings with the time of a project's last sync."""
        return replace(self, last_sync={**self.last_sync, project_id: at})

    @property
    def home(self) -> Path:
        """The folder in which new projects are made."""
        if self.projects_folder:
            return Path(self.projects_folder)
        import platformdirs

        return platformdirs.user_documents_path() / "fieldkit"


def config_folder() -> Path:
    """Return where this laptop's settings lie: FIELDKIT_CONFIG where it is set, else the system's place."""
    named = os.environ.get("FIELDKIT_CONFIG")
    if named:
        return Path(named)
    import platformdirs

    return platformdirs.user_config_path("fieldkit", appauthor=False)


def cache_folder() -> Path:
    """Return where things lie that can be made again: FIELDKIT_CACHE where it is set, else the system's place."""
    named = os.environ.get("FIELDKIT_CACHE")
    if named:
        return Path(named)
    import platformdirs

    return platformdirs.user_cache_path("fieldkit", appauthor=False)


def load() -> Settings:
    """Return the settings of this laptop.

    What is missing or not readable is as on a new laptop: settings hold nothing that cannot be chosen again.
    """
    try:
        found = tomllib.loads(_file().read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return Settings()
    known = {f.name: getattr(Settings(), f.name) for f in fields(Settings)}
    return Settings(**{name: _fitting(found.get(name), default) for name, default in known.items()})


def save(settings: Settings) -> None:
    """Remember the settings.

    Raises:
        FieldkitError: the disk did not take them.
    """
    file = _file()
    beside = file.with_suffix(".new")
    try:
        file.parent.mkdir(parents=True, exist_ok=True)
        beside.write_text(tomli_w.dumps(asdict(settings)), encoding="utf-8")
        beside.replace(file)
    except OSError as error:
        raise FieldkitError(
            _("What you chose could not be remembered on this laptop. Your fieldwork is safe."),
            _("Look whether {folder} may be written to.").format(folder=file.parent),
        ) from error


def _file() -> Path:
    return config_folder() / "settings.toml"


def _fitting(value: Any, default: Any) -> Any:
    if isinstance(default, tuple):
        return tuple(map(str, value)) if isinstance(value, list) else default  # pyright: ignore[reportUnknownArgumentType, reportUnknownVariableType]  # any list TOML holds
    if isinstance(default, dict):
        return {k: str(v) for k, v in value.items()} if isinstance(value, dict) else default  # pyright: ignore[reportUnknownVariableType, reportUnknownArgumentType]  # any table TOML holds
    return value if isinstance(value, str) else default
