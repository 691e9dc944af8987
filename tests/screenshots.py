"""Takes pictures of every page with the sample fieldwork: `python -m tests.screenshots FOLDER [--dark]`.

Without --dark it takes light and dark, and light at 200 %. Nobody has to be at the screen.
"""

from __future__ import annotations

import argparse
import os
import subprocess
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path

WIDTH, HEIGHT = 1366, 768
PATIENCE_MS = 60_000


def main() -> int:
    """Take the pictures and say where they are."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("folder", type=Path)
    parser.add_argument("--dark", action="store_true", help="only the dark ones")
    parser.add_argument("--project", type=Path, help=argparse.SUPPRESS)
    asked = parser.parse_args()
    asked.folder.mkdir(parents=True, exist_ok=True)
    if asked.project:
        _take(asked.folder, asked.project, dark=asked.dark)
        return 0
    with tempfile.TemporaryDirectory() as desk:
        project = _sample(Path(desk))
        for folder, scale, dark in _ways(asked.folder, asked.dark):
            _beside(folder, project, scale, dark)
    print(f"The pictures are in {asked.folder}")  # noqa: T201  a command says what it did
    return 0


def _ways(folder: Path, only_dark: bool) -> list[tuple[Path, str, bool]]:
    dark = (folder / "dark", "1", True)
    return [dark] if only_dark else [(folder / "light", "1", False), dark, (folder / "large", "2", False)]


def _sample(desk: Path) -> Path:
    from fieldkit.cli.demo import play

    play(desk / "round")
    return next((desk / "round").glob("cato*/*.fieldkit"))


def _beside(folder: Path, project: Path, scale: str, dark: bool) -> None:
    """Take pictures in an interpreter of its own: Qt takes its scale once."""
    surroundings = {
        **os.environ,
        "QT_QPA_PLATFORM": "offscreen",
        "QT_SCALE_FACTOR": scale,
        "FIELDKIT_CONFIG": str(project.parent / "config"),
    }
    here = Path(__file__).resolve()
    command = [
        sys.executable,
        str(here),
        str(folder),
        "--project",
        str(project),
        *(["--dark"] if dark else []),
    ]
    surroundings["PYTHONPATH"] = str(here.parents[1])
    subprocess.run(command, check=True, env=surroundings, cwd=here.parents[1])


def _take(folder: Path, path: Path, *, dark: bool) -> None:
    from PySide6.QtWidgets import QApplication

    app = QApplication([])
    from fieldkit.app import style
    from fieldkit.app.project import OpenProject
    from fieldkit.app.welcome import Welcome
    from fieldkit.app.window import PAGES, MainWindow
    from fieldkit.domain import Interview
    from fieldkit.errors import FileError
    from fieldkit.settings import Look, Settings
    from fieldkit.store import Store

    style.apply(app, dark)
    settings = Settings(
        person="Cato", look=Look.DARK if dark else Look.LIGHT, projects_folder=str(Path.home() / "Documents")
    )
    welcome = Welcome(settings.opened(path))
    welcome.resize(WIDTH, HEIGHT)
    welcome.show()
    _picture(welcome, folder / "welcome.png")
    welcome.ask_who([("a", "Ash"), ("b", "Bea")], "Cato")
    _picture(welcome, folder / "who.png")
    welcome.close()
    store = Store.open(path)
    project = OpenProject(store, settings.sharing(store.project_id, str(path.parents[1] / "shared folder")))
    window = MainWindow(project)
    window.resize(WIDTH, HEIGHT)
    window.show()
    for kind in PAGES:
        window.go(kind)
        _rest(lambda: not project.busy)
        _picture(window, folder / f"{kind.ICON}.png")
    window.open_interview(max(store.find(Interview, status="complete"), key=lambda i: i.id).id)
    room = window.findChild(_tabs())
    for at in range(room.count()):
        room.setCurrentIndex(at)
        _rest(lambda: True)  # a questionnaire makes the rows out of sight once nobody waits
        _picture(window, folder / f"interview-{at}-{room.tabText(at)}.png")
    _questionnaire(folder)
    from fieldkit.app.reports.page import ReportsPage

    page = window.go(ReportsPage)
    assert isinstance(page, ReportsPage)
    page.make()
    _rest(lambda: not project.busy)
    _picture(window, folder / "report-made.png")
    page.export()
    _picture(window.findChild(_dialogs()), folder / "export.png")
    window.findChild(_dialogs()).close()
    window.look_over()
    _rest(lambda: not project.busy)
    _picture(window.findChild(_look_over()), folder / "look-over.png")
    window.findChild(_look_over()).close()
    window.banner.show_error(
        FileError(
            "The questionnaire cannot be used.",
            "Correct the workbook and import it again.",
            ["Sheet survey, row 4: the choice list “water” is missing.", "Sheet survey, row 9: no label."],
        )
    )
    _picture(window, folder / "banner.png")
    window.close()


def _questionnaire(folder: Path) -> None:
    """Take a picture of each page of a questionnaire with every kind of question."""
    import datetime

    from fieldkit.app.project import OpenProject
    from fieldkit.app.surveys.section import QuestionnaireSection
    from fieldkit.domain import GroupType
    from fieldkit.edits import interviews, people, surveys
    from fieldkit.store import Store
    from tests.app.surveys.everything import everything

    with tempfile.TemporaryDirectory() as desk, Store.create(Path(desk) / "kinds.fieldkit", "Kinds") as store:
        people.sit_down(store, people.add_person(store, "Cato"))
        group = people.add_group(store, "Riverside Food Share", GroupType(name="Food sharing"))
        interview = interviews.begin(store, group, held_on=datetime.date(2026, 11, 3))
        surveys.add_form(store, everything(Path(desk)))
        project = OpenProject(store)
        section = QuestionnaireSection(project, interview.id)
        section.resize(WIDTH - 480, HEIGHT - 160)
        section.show()
        _rest(lambda: section._filler is not None)
        filler = section._filler
        assert filler
        for at, page in enumerate(filler._pages):
            filler._go_to(at)
            # Rows that are made later would be squeezed into the height that the page is given here.
            _rest(lambda: filler._sheet.whole)
            held = filler._sheet.widget()
            held.setFixedHeight(max(held.sizeHint().height(), held.height()))
            _picture(held, folder / f"questions-{at}-{page.title}.png")
            held.setMinimumHeight(0)
            held.setMaximumHeight(16_777_215)
        section.close()
        project.close()


def _tabs() -> type:
    from PySide6.QtWidgets import QTabWidget

    return QTabWidget


def _dialogs() -> type:
    from fieldkit.app.reports.exporting import ExportDialog

    return ExportDialog


def _look_over() -> type:
    from fieldkit.app.look_over import LookOver

    return LookOver


def _picture(widget, path: Path) -> None:
    _rest(lambda: True)
    path.parent.mkdir(parents=True, exist_ok=True)
    assert widget.grab().save(str(path))


def _rest(quiet: Callable[[], bool]) -> None:
    """Let the window live until it is quiet, and a little longer."""
    from PySide6.QtCore import QElapsedTimer, QEventLoop, QTimer

    since = QElapsedTimer()
    since.start()
    while True:
        loop = QEventLoop()
        QTimer.singleShot(150, loop.quit)
        loop.exec()
        if quiet():
            return
        assert since.elapsed() < PATIENCE_MS, "the window does not come to rest"


if __name__ == "__main__":
    sys.exit(main())
