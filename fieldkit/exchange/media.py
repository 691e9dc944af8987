"""The files of answers, photos and recordings among them, on their way out: side by side under names of their own.

Source: ODK Central puts them into a folder `media`, under the names that the answers have.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path

from fieldkit.domain import Attachment
from fieldkit.exchange.released import Filled
from fieldkit.exchange.relevance import asked_for
from fieldkit.forms import FILES, Form
from fieldkit.forms.keys import without_keys

FOLDER = "media"
_UNFIT = re.compile(r'[<>:"/\\|?*\x00-\x1f]')
"""What Windows does not take in the name of a file."""
_RESERVED = re.compile(r"(con|prn|aux|nul|com\d|lpt\d)(\..*)?", re.IGNORECASE)


class Media:
    """The files that go out with answers. Each is written once; who has the same name gets another, as does its answer.

    `content` returns the bytes with a hash, None where they have not arrived; `folder` is made once there is a file.
    """

    def __init__(self, form: Form, folder: Path, content: Callable[[str], bytes | None]) -> None:
        self.written = 0
        self.absent = 0
        """How many answers name a file that is not here."""
        self.kept_back = 0
        """How many name one that these readers do not get."""
        self._form = form
        self._folder = folder
        self._content = content
        self._paths = {question.path for question in form.questions() if question.type in FILES}
        self._hashes: dict[str, str] = {}
        """What lies under each name, by the name in small letters; blank where only an answer bears it."""

    def enclosed(self, filled: Iterable[Filled]) -> Iterator[Filled]:
        """Yield the questionnaires with the answers that are still asked, once their files lie in the folder."""
        for each in filled:
            answers = dict(asked_for(self._form, each.answers, each.submission.instance_id))
            named = [path for path, name in answers.items() if name and without_keys(path) in self._paths]
            present = 0
            for path in named:
                name = answers[path]
                answers[path], here = self._put(name, each.files.get(name), each.submission.id)
                present += here
                self.kept_back += name in each.kept_back
                self.absent += not here and name not in each.kept_back
            yield each._replace(answers=answers, expected=len(named), present=present)

    def _put(self, name: str, file: Attachment | None, whose: str) -> tuple[str, bool]:
        """Return the name that a file has in the folder, and whether it is there."""
        content = self._content(file.sha256) if file else None
        if file is None or content is None:
            # Whoever reads this must not take the file of another for the one that is missing.
            there = self._hashes.setdefault(name.lower(), "")
            return (name if not there else _with(name, whose[:8])), False
        fitting = _fitting(name)
        for called in (fitting, _with(fitting, file.sha256[:8]), _with(fitting, file.sha256)):
            there = self._hashes.get(called.lower())
            if there == file.sha256:
                return called, True
            if there is None:
                self._hashes[called.lower()] = file.sha256
                self._folder.mkdir(exist_ok=True)
                (self._folder / called).write_bytes(content)
                self.written += 1
                return called, True
        raise AssertionError(f"{name} has no name of its own")


def _fitting(name: str) -> str:
    """Return a name that every system takes."""
    fitting = _UNFIT.sub("_", name).strip(" .") or "file"
    return f"_{fitting}" if _RESERVED.fullmatch(fitting) else fitting


def _with(name: str, sign: str) -> str:
    path = Path(name)
    return f"{path.stem}-{sign}{path.suffix}"
