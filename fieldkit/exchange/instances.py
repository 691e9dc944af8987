"""Submissions as files of their own, each the XML of one filled form: what ODK clients and servers pass on."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import NamedTuple

from fieldkit.errors import FileError, FormError
from fieldkit.exchange.released import Filled
from fieldkit.exchange.sheets import files_in
from fieldkit.forms import Form, Response
from fieldkit.forms.filling.instance import read_instance, write_instance
from fieldkit.forms.keys import without_keys
from fieldkit.words import _

META = "/meta/"
_UNFIT = re.compile(r"[^A-Za-z0-9._-]+")


def write(folder: Path, form: Form, filled: Iterable[Filled], tick: Callable[[int], None]) -> None:
    """Write each submission as a file into a folder, named after what ODK calls it."""
    taken = set[str]()
    for done, each in enumerate(filled, 1):
        key = each.submission.instance_id
        name = _UNFIT.sub("", key.removeprefix("uuid:")).strip(".") or each.submission.id
        if name.lower() in taken:
            name = f"{name}-{each.submission.id}"
        taken.add(name.lower())
        answers = {f"{META}instanceID": key, **each.answers}
        response = Response(form, answers, instance_id=key)
        (folder / f"{name}.xml").write_bytes(write_instance(response, answers))
        tick(done)


class Instances(NamedTuple):
    """The answers of each submission by its key, and what is to be told of the files."""

    answers: dict[str, dict[str, str]]
    unplaced: list[str]


def holds(path: Path) -> bool:
    """Tell whether a file or folder holds submissions, and no tables."""
    if path.suffix.lower() == ".xml":
        return True
    if not (path.is_dir() or path.suffix.lower() == ".zip"):
        return False
    names = [name.lower() for name in files_in(path)]
    return any(name.endswith(".xml") for name in names) and not any(name.endswith(".csv") for name in names)


def read(form: Form, path: Path) -> Instances:
    """Return the submissions in a file, a folder or a .zip.

    Raises:
        FileError: one cannot be read, or is of another form; each that is so is named.
    """
    files = {name: content for name, content in files_in(path).items() if name.lower().endswith(".xml")}
    known = {question.path for question in form.questions()}
    found = Instances({}, [])
    faults: list[str] = []
    for name, content in files.items():
        try:
            answers = read_instance(form, content)
        except FormError as error:
            faults.append(_("“{name}”: {reason}").format(name=name, reason=error.sentence))
            continue
        key = answers.get(f"{META}instanceID") or hashlib.sha256(content).hexdigest()[:16]
        if key in found.answers:
            found.unplaced.append(
                _("“{name}” was left out: “{key}” is there twice.").format(name=name, key=key)
            )
            continue
        found.answers[key] = answers
        found.unplaced.extend(
            _("“{name}”: {path} was kept, although the form does not ask it.").format(name=name, path=stray)
            for stray in answers
            if not stray.endswith("]") and not stray.startswith(META) and "/@" not in stray
            if without_keys(stray) not in known
        )
    if faults:
        raise FileError(
            _("Some submissions in “{name}” cannot be used. Nothing was taken in.").format(name=path.name),
            _("Take these files out, or choose the questionnaire that they were filled with."),
            faults,
        )
    return found
