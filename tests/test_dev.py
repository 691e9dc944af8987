"""The set-up script: what it lists, what it asks for, and when it installs again."""

from __future__ import annotations

import importlib.util
import os
import subprocess
import sys
from pathlib import Path

import pytest

import dev

on_linux = pytest.mark.skipif(
    not sys.platform.startswith("linux"), reason="Linux alone needs system packages"
)


@pytest.fixture
def checkout(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Return the folder of a project of its own, with a real venv that holds no packages."""
    venv = tmp_path / ".venv"
    subprocess.run([sys.executable, "-m", "venv", "--without-pip", venv], check=True)
    (tmp_path / "pyproject.toml").write_text("[project]\n")
    monkeypatch.setattr(dev, "ROOT", tmp_path)
    monkeypatch.setattr(dev, "VENV", venv)
    monkeypatch.setattr(dev, "BIN", venv / dev.BIN.name)
    monkeypatch.setattr(dev, "PYTHON", venv / dev.BIN.name / dev.PYTHON.name)
    return tmp_path


@pytest.fixture
def nothing_there(checkout: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Take away Qt's libraries, the screen, and the means to make a venv."""
    (checkout / dev.PYTHON).unlink()
    monkeypatch.delenv("DISPLAY", raising=False)
    monkeypatch.setattr(dev, "LIBRARIES", {"libnowhere.so.9": "libnowhere9"})
    monkeypatch.setattr(importlib.util, "find_spec", finds_nothing)


def finds_nothing(name: str) -> None:
    """Stand in for a search among modules of which none is there."""


def program(text: str) -> dev.Verb:
    return dev.Verb("", [("python", "-c", text)])


def test_without_a_word_it_lists_each_verb_on_a_line_of_its_own(capsys: pytest.CaptureFixture[str]):
    code = dev.main([])

    lines = capsys.readouterr().out.splitlines()
    assert code == 0
    assert [line.split()[0] for line in lines[1:]] == list(dev.VERBS)
    assert max(map(len, lines)) <= 80


def test_an_unknown_verb_is_named_and_nothing_is_set_up(checkout: Path, capsys: pytest.CaptureFixture[str]):
    code = dev.main(["deom"])

    assert code == 2
    assert "'deom'" in capsys.readouterr().err
    assert not dev.ready(frozenset())


def test_importing_it_does_nothing(tmp_path: Path):
    venv = tmp_path / "venv"

    done = subprocess.run(
        [sys.executable, "-c", "import dev"],
        cwd=Path(dev.__file__).parent,
        env={**os.environ, "FIELDKIT_VENV": str(venv)},
        capture_output=True,
        check=True,
    )

    assert (done.stdout, done.stderr) == (b"", b"")
    assert not venv.exists()


def test_a_venv_is_not_ready_until_all_was_installed(checkout: Path):
    assert not dev.ready(frozenset())

    dev.write_stamp([])

    assert dev.ready(frozenset())


def test_what_was_installed_for_the_tests_also_serves_the_demo(checkout: Path):
    dev.write_stamp(["test"])

    assert dev.ready(frozenset())
    assert dev.ready(frozenset({"test"}))


def test_what_was_installed_for_the_demo_does_not_serve_the_tests(checkout: Path):
    dev.write_stamp([])

    assert not dev.ready(frozenset({"test"}))


def test_a_change_to_the_project_file_installs_again(checkout: Path):
    dev.write_stamp([])

    (checkout / "pyproject.toml").write_text("[project]\ndependencies = ['rich']\n")

    assert not dev.ready(frozenset())


def test_another_python_installs_again(checkout: Path):
    dev.write_stamp([])

    config = dev.VENV / "pyvenv.cfg"
    config.write_text(config.read_text().replace("version = 3.", "version = 4."))

    assert not dev.ready(frozenset())


def test_a_checkout_that_was_moved_installs_again(checkout: Path, monkeypatch: pytest.MonkeyPatch):
    dev.write_stamp([])

    moved = checkout.with_name("moved")
    checkout.rename(moved)
    for name, place in {"ROOT": moved, "VENV": moved / ".venv"}.items():
        monkeypatch.setattr(dev, name, place)
    monkeypatch.setattr(dev, "PYTHON", moved / dev.PYTHON.relative_to(checkout))

    assert dev.PYTHON.exists()
    assert not dev.ready(frozenset())


def test_a_spoilt_stamp_installs_again(checkout: Path):
    dev.write_stamp([])

    dev.stamp_file().write_text("{")

    assert not dev.ready(frozenset())


@on_linux
def test_a_library_that_is_there_loads_and_one_that_is_not_does_not():
    assert dev.loads("libc.so.6")
    assert not dev.loads("libnowhere.so.9")


@on_linux
def test_all_that_is_missing_is_asked_for_at_once(nothing_there: None):
    assert dev.missing_packages() == [f"python3.{sys.version_info.minor}-venv", "libnowhere9"]


@on_linux
def test_a_screen_asks_for_more_than_no_screen(nothing_there: None, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(dev, "SCREEN_LIBRARIES", {"libnoscreen.so.9": "libnoscreen9"})
    without = dev.missing_packages()

    monkeypatch.setenv("DISPLAY", ":0")

    assert dev.missing_packages() == [*without, "libnoscreen9"]


def test_other_systems_are_asked_for_no_packages(nothing_there: None, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(sys, "platform", "darwin")

    assert dev.missing_packages() == []


@on_linux
@pytest.mark.skipif(not Path("/usr/bin/apt-get").exists(), reason="needs a Debian-like system")
def test_who_is_not_root_gets_one_line_to_type(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(os, "geteuid", lambda: 1000)

    with pytest.raises(SystemExit) as stopped:
        dev.install_packages(["libnowhere9", "libgl1"])

    line = str(stopped.value)
    assert line.endswith("sudo apt-get install -y --no-install-recommends libnowhere9 libgl1")
    assert "\n" not in line


@on_linux
def test_where_there_is_no_debian_the_packages_are_named(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setenv("PATH", "")

    with pytest.raises(SystemExit, match="libnowhere9"):
        dev.install_packages(["libnowhere9"])


def test_words_after_the_verb_and_the_exit_code_pass_through(checkout: Path):
    code = dev.run(program("import sys; sys.exit(int(sys.argv[1]))"), ["7"])

    assert code == 7


def test_all_commands_of_a_verb_run_though_one_of_them_fails(
    checkout: Path, capfd: pytest.CaptureFixture[str]
):
    fails = ("python", "-c", "raise SystemExit(3)")
    speaks = ("python", "-c", "print('still here')")

    code = dev.run(dev.Verb("", [fails, speaks]), [])

    told = capfd.readouterr().out
    assert code == 3
    assert "still here" in told
    assert "Did not pass: python -c raise SystemExit(3)." in told


@on_linux
def test_without_a_screen_qt_draws_into_memory():
    assert dev.surroundings({})["QT_QPA_PLATFORM"] == "offscreen"


@pytest.mark.parametrize(
    "given", [{"DISPLAY": ":0"}, {"WAYLAND_DISPLAY": "wayland-0"}, {"QT_QPA_PLATFORM": "vnc"}]
)
def test_a_screen_or_a_choice_made_is_respected(given: dict[str, str]):
    assert dev.surroundings(given) == given
