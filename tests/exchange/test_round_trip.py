"""What is exported and read back is the same, cell for cell: real forms, answers by chance, each format and option."""

from __future__ import annotations

from pathlib import Path
from random import Random

import pytest

from fieldkit.errors import FileError
from fieldkit.exchange.export import Format
from fieldkit.exchange.layout import Way
from fieldkit.exchange.relevance import asked_for
from fieldkit.forms import Form, load
from fieldkit.store import Store
from tests.conftest import SHARED
from tests.exchange.filling import by_place, expected, filled, stored, there_and_back
from tests.forms.tables import form as form_of

FORMS = [path for path in sorted(SHARED.glob("corpus/xforms/forms/*.xml")) if "xlsx.xform" not in path.name]
WAYS = [
    (Format.CSV, Way()),
    (Format.CSV, Way(split=True, groups=False)),
    (Format.XLSX, Way(split=True)),
    (Format.XLSX, Way(groups=False)),
    (Format.XML, Way()),
]
CHOICES = """
| survey  |                      |         |          |          |
|         | type                 | name    | label::en | label::fr |
|         | begin_group          | home    | Home     | Maison |
|         | select_multiple heat | heating | Heating  | Chauffage |
|         | select_one heat      | main    | Main     | Premier |
|         | end_group            |         |          |        |
|         | text                 | x-y     | Text     | Texte  |
|         | geopoint             | here    | Here     | Ici    |
| choices |                      |         |          |          |
|         | list_name            | name    | label::en | label::fr |
|         | heat                 | gas     | Gas, mains | Gaz    |
|         | heat                 | wood    | Wood     | Bois     |
|         | heat                 | a       | Wood stove | Bois   |
|         | heat                 | b       | stove    | Poêle    |
"""


def told_apart(form: Form, all_answers: dict[str, dict[str, str]], rows: list) -> list[tuple[str, str]]:
    """Return the cells that came back otherwise, as submission and path."""
    back = {row.key: by_place(asked_for(form, row.answers, row.key)) for row in rows}
    assert back.keys() == all_answers.keys()
    different: list[tuple[str, str]] = []
    for key, answers in all_answers.items():
        want, got = expected(form, key, answers), back[key]
        if "/meta/instanceID" not in want:
            got.pop("/meta/instanceID", None)  # ODK's XML always says it
        different += [(key, path) for path in sorted({*want, *got}) if want.get(path) != got.get(path)]
    return different


@pytest.mark.skipif(not FORMS, reason=f"needs the corpora in {SHARED}")
@pytest.mark.parametrize("path", FORMS, ids=lambda path: path.stem)
def test_a_real_form_comes_back_as_it_went(store: Store, tmp_path: Path, path: Path):
    form, random = load(path), Random(path.name)
    all_answers = {f"uuid:{n}": filled(form, random).answers() for n in range(2)}
    for key, answers in all_answers.items():
        answers.update({"/meta/instanceID": key} if "/meta/instanceID" in answers else {})
    survey_form = stored(store, form, all_answers)

    for number, (kind, way) in enumerate(WAYS):
        to = tmp_path / f"{number}.{'xlsx' if kind == Format.XLSX else 'zip'}"
        back = there_and_back(store, form, survey_form, to, kind, way)

        assert told_apart(form, all_answers, back.rows) == [], (kind, way)


def test_the_proof_sees_a_single_letter(store: Store, tmp_path: Path):
    form = form_of(tmp_path, CHOICES)
    all_answers = {"uuid:1": {"/x-y": "=1"}}
    back = there_and_back(store, form, stored(store, form, all_answers), tmp_path / "a.zip", Format.CSV)

    assert told_apart(form, {"uuid:1": {"/x-y": "'=1"}}, back.rows) == [("uuid:1", "/x-y")]


@pytest.mark.parametrize("kind", [Format.CSV, Format.XLSX])
def test_labels_are_read_back_to_values(store: Store, tmp_path: Path, kind: Format):
    form = form_of(tmp_path, CHOICES)
    all_answers = {
        "uuid:1": {"/home/heating": "gas b", "/home/main": "a", "/here": "51.5 -0.12 0 0"},
        "uuid:2": {"/home/heating": "wood", "/home/main": "gas"},
    }
    to = tmp_path / ("a.xlsx" if kind == Format.XLSX else "a.zip")

    back = there_and_back(store, form, stored(store, form, all_answers), to, kind, Way(labels="en"))

    assert told_apart(form, all_answers, back.rows) == []


def test_labels_that_do_not_tell_answers_apart_are_refused_one_and_all(store: Store, tmp_path: Path):
    form = form_of(tmp_path, CHOICES)
    survey_form = stored(
        store,
        form,
        {"uuid:1": {"/home/main": "wood"}, "uuid:2": {"/home/main": "a"}, "uuid:3": {"/home/main": "gas"}},
    )

    with pytest.raises(FileError) as refused:
        there_and_back(store, form, survey_form, tmp_path / "a.zip", Format.CSV, Way(labels="fr"))

    assert refused.value.faults == [
        "Sheet “form.csv”, row 2, column “home-main”: “Bois” may mean a and wood: their labels do not tell them apart.",
        "Sheet “form.csv”, row 3, column “home-main”: “Bois” may mean a and wood: their labels do not tell them apart.",
    ]
