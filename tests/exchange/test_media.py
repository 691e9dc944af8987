"""Photos and other files of answers go out with them, as far as the people agreed, and come in again."""

from __future__ import annotations

import zipfile
from pathlib import Path

import pytest

from fieldkit.domain import Attachment, Interview, SurveyForm
from fieldkit.domain.consent import Answer, Audience, Scope
from fieldkit.edits import surveys, taking_in
from fieldkit.errors import FileError
from fieldkit.exchange.export import Exported, Format, export, outcome
from fieldkit.exchange.layout import Way
from fieldkit.exchange.odk import read
from fieldkit.forms import Form
from fieldkit.store import Store
from tests.exchange.books import book
from tests.exchange.filling import share
from tests.forms.tables import form as form_of
from tests.making import a_group, an_interview

VISIT = """
| survey  |              |         |           |            |
|         | type         | name    | label     | relevant   |
|         | text         | seen    | Seen?     |            |
|         | image        | photo   | Photo     | ${seen} != 'no' |
|         | begin_repeat | member  | Member    |            |
|         | audio        | voice   | Voice     |            |
|         | end_repeat   |         |           |            |
"""
OURS = (Scope.HOLD, Scope.TEAM)


@pytest.fixture
def form(tmp_path: Path) -> Form:
    return form_of(tmp_path, VISIT)


@pytest.fixture
def visit(store: Store, form: Form) -> SurveyForm:
    return surveys.add_form(store, form)


def answered(
    store: Store, visit: SurveyForm, asked: Interview, seen: str = "", **files: tuple[str, bytes]
) -> str:
    """Answer with files, by the path of the question with `__` for `/`; return the key of the submission."""
    submission = surveys.begin(store, asked, visit)
    kept = {at: surveys.attached(store, asked.id, *file) for at, file in files.items()}
    answers = {f"/{at.replace('__', '/')}": file.name for at, file in kept.items()}
    answers = {path.replace("member", "member[a]"): name for path, name in answers.items()}
    more = {"/member[a]": "000001"} if "member__voice" in files else {}
    surveys.answer(store, submission, {"/seen": seen, **more, **answers}, files=list(kept.values()))
    return submission.instance_id


def out(
    store: Store, form: Form, visit: SurveyForm, to: Path, kind: Format = Format.CSV, way: Way | None = None
):
    exported = export(store, form, visit, to, kind, way)
    assert isinstance(exported, Exported)
    return exported


def media_in(path: Path) -> dict[str, bytes]:
    with zipfile.ZipFile(path) as archive:
        return {name: archive.read(name) for name in archive.namelist() if name.startswith("media/")}


def test_files_of_one_name_lie_side_by_side_and_are_counted(
    store: Store, form: Form, visit: SurveyForm, tmp_path: Path
):
    one, other = an_interview(store, *OURS), an_interview(store, *OURS)
    answered(store, visit, one, photo=("a photo.jpg", b"one"), member__voice=("v.m4a", b"voice"))
    answered(store, visit, other, photo=("A Photo.jpg", b"other"))

    exported = out(store, form, visit, tmp_path / "a.zip")

    there = media_in(tmp_path / "a.zip")
    assert sorted(there.values()) == [b"one", b"other", b"voice"]
    assert len({name.lower() for name in there}) == 3
    assert "3 files that were given as answers went along." in outcome(exported)
    assert exported.files_absent == 0


@pytest.mark.parametrize("kind", list(Format))
def test_what_went_out_comes_in_elsewhere_with_its_files(
    store: Store, form: Form, visit: SurveyForm, tmp_path: Path, kind: Format
):
    keys = [
        answered(
            store,
            visit,
            an_interview(store, *OURS),
            photo=("p.jpg", bytes([n])),
            member__voice=("v.m4a", b"v"),
        )
        for n in range(2)
    ]
    to = tmp_path / f"a.{'xlsx' if kind == Format.XLSX else 'zip'}"
    out(store, form, visit, to, kind)

    with Store.create(tmp_path / "there.fieldkit", "There") as there:
        found = read(form, to)
        taking_in.import_submissions(
            there, surveys.add_form(there, form), found.rows, files=found.files.content
        )

        photos: dict[str, bytes | None] = {}
        for key, answers in found.rows:
            whose = taking_in.imported_id(visit, key)
            files = {file.name: file for file in there.find(Attachment, interview_id=whose)}
            photos[key] = there.attachments.take(files[answers["/photo"]].sha256)
            voice = next(name for path, name in answers.items() if path.endswith("/voice"))
            assert there.attachments.take(files[voice].sha256) == b"v"
    assert photos == {key: bytes([n]) for n, key in enumerate(keys)}


def test_no_file_leaves_that_its_interview_has_no_consent_for(
    store: Store, form: Form, visit: SurveyForm, tmp_path: Path
):
    agreed, refused = an_interview(store, *OURS), an_interview(store, *OURS)
    share(store, refused, Scope.TEAM, Answer.NO)
    answered(store, visit, agreed, photo=("p.jpg", b"may go"))
    answered(store, visit, refused, photo=("p.jpg", b"stays"))
    store.write("Attach", surveys.attached(store, agreed.id, "minutes.odt", b"answers nothing"))
    irrelevant = an_interview(store, *OURS)
    answered(store, visit, irrelevant, seen="no", photo=("q.jpg", b"no longer asked"))

    out(store, form, visit, tmp_path / "a.zip")
    out(store, form, visit, tmp_path / "b.zip", Format.XML)

    assert media_in(tmp_path / "a.zip") == media_in(tmp_path / "b.zip") == {"media/p.jpg": b"may go"}


def test_partners_get_no_files_of_sensitive_groups(
    store: Store, form: Form, visit: SurveyForm, tmp_path: Path
):
    group = a_group(store)
    store.write("Mark", group.but(sensitive=True))
    asked = an_interview(store, *OURS, Scope.SHARE_PARTNERS, group=group)
    answered(store, visit, asked, photo=("p.jpg", b"says where it was taken"))

    exported = out(store, form, visit, tmp_path / "a.zip", way=Way(audience=Audience.PARTNERS))

    assert media_in(tmp_path / "a.zip") == {}
    assert "1 file was left out: a photo can say where a sensitive group is." in outcome(exported)


def test_whoever_wants_no_files_gets_none(store: Store, form: Form, visit: SurveyForm, tmp_path: Path):
    answered(store, visit, an_interview(store, *OURS), photo=("p.jpg", b"large"))

    exported = out(store, form, visit, tmp_path / "a.xlsx", Format.XLSX, Way(files=False))

    assert not (tmp_path / "a-media").exists()
    assert (exported.files, exported.files_absent) == (0, 0)


def test_a_file_that_is_missing_is_not_mistaken_for_that_of_another(
    store: Store, form: Form, visit: SurveyForm, tmp_path: Path
):
    answered(store, visit, an_interview(store, *OURS), photo=("p.jpg", b"here"))
    lacking = surveys.begin(store, an_interview(store, *OURS), visit)
    surveys.answer(store, lacking, {"/photo": "p.jpg"})

    exported = out(store, form, visit, tmp_path / "a.zip")

    found = read(form, tmp_path / "a.zip")
    contents = {key: found.files.content(key, answers["/photo"]) for key, answers in found.rows}
    assert contents.pop(lacking.instance_id) is None
    assert list(contents.values()) == [b"here"]
    assert exported.files_absent == 1


@pytest.mark.parametrize("name", ["../../p.jpg", "con.jpg", "a:b?.jpg", "\u200f…"])
def test_a_name_leads_nowhere_but_into_the_folder(
    store: Store, form: Form, visit: SurveyForm, tmp_path: Path, name: str
):
    answered(store, visit, an_interview(store, *OURS), photo=(name, b"here"))

    out(store, form, visit, tmp_path / "new")

    (file,) = (tmp_path / "new" / "media").iterdir()
    assert file.read_bytes() == b"here"
    assert read(form, tmp_path / "new").rows[0].answers["/photo"] == file.name


def test_files_of_an_earlier_export_are_not_mixed_with_new_ones(
    store: Store, form: Form, visit: SurveyForm, tmp_path: Path
):
    answered(store, visit, an_interview(store, *OURS), photo=("p.jpg", b"here"))
    out(store, form, visit, tmp_path / "a.xlsx", Format.XLSX)
    before = (tmp_path / "a.xlsx").read_bytes()

    with pytest.raises(FileError, match="“a-media” is not empty"):
        export(store, form, visit, tmp_path / "a.xlsx", Format.XLSX)

    assert (tmp_path / "a.xlsx").read_bytes() == before


def test_files_of_kobotoolbox_are_found_by_submission(form: Form, tmp_path: Path):
    # Its archive has a folder for each submission, and other signs in the names.
    rows = [["photo", "_uuid"], ["my photo 1).jpg", "u1"], ["my photo 1).jpg", "u2"]]
    data = book(tmp_path, {"Visit": rows})
    for key in ("u1", "u2"):
        folder = tmp_path / "data-media" / "ana" / "attachments" / "f00" / key
        folder.mkdir(parents=True)
        (folder / "my_photo_1.jpg").write_bytes(key.encode())

    found = read(form, data)

    assert [found.files.content(key, answers["/photo"]) for key, answers in found.rows] == [b"u1", b"u2"]
