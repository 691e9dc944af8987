"""Exports in the shapes that KoboToolbox and ODK Central give them, whatever was ticked when they were made.

The shapes are those of formpack's and kpi's tests and of central-backend's `briefcase.js`; the answers are ours.
"""

from __future__ import annotations

import zipfile
from pathlib import Path

import pytest

from fieldkit.exchange.odk import Import, read
from fieldkit.forms import Form
from tests.exchange.books import Rows, book
from tests.forms.tables import form as form_of

FARM = """
| survey  |                        |         |                         |                        |
|         | type                   | name    | label::English (en)     | label::Español (es)    |
|         | start                  | start   |                         |                        |
|         | hidden | __version__ | | |
|         | text                   | who     | Name                    | Nombre                 |
|         | begin_group            | plot    | The plot                | La parcela             |
|         | geopoint               | here    | Where, exactly?         | ¿Dónde exactamente?    |
|         | image                  | photo   | A picture               | Una foto               |
|         | select_multiple crop   | crops   | What do you grow?       | ¿Qué cultiva?          |
|         | select_one yesno       | water   | Is there **water**?     | ¿Hay **agua**?         |
|         | text                   | note    | Name                    | Nombre                 |
|         | end_group              |         |                         |                        |
|         | begin_repeat           | a_very_long_name_for_a_member | Member | Persona   |
|         | text                   | first   | Name of the member      | Nombre de la persona   |
|         | begin_group            | life    | Life                    | Vida                   |
|         | integer                | age     | Age                     | Edad                   |
|         | end_group              |         |                         |                        |
|         | begin_repeat           | job     | Job                     | Trabajo                |
|         | text                   | title   | What do you do?         | ¿Qué hace?             |
|         | end_repeat             |         |                         |                        |
|         | end_repeat             |         |                         |                        |
| choices |                        |         |                         |                        |
|         | list_name              | name    | label::English (en)     | label::Español (es)    |
|         | crop                   | maize   | Maize                   | Maíz                   |
|         | crop                   | bean    | Beans / peas            | Frijoles               |
|         | crop                   | both    | Maize Beans / peas      | Maíz Frijoles          |
|         | yesno                  | yes     | No                      | Sí                     |
|         | yesno                  | No      | Not at all              | No                     |
| settings |                       |         |                         |                        |
|         | form_id                | default_language |                |                        |
|         | farm                   | English (en) |                    |                        |
"""  # "No" is the label of one answer and the value of another: only the sheet's way of speaking tells which.
LONG = "a_very_long_name_for_a_member"
KOBO = ["_id", "_uuid", "_submission_time", "_validation_status", "_notes", "_status", "_submitted_by",
        "__version__", "_tags", "meta/rootUuid", "_index"]  # fmt: skip
OF_REPEATS = ["_index", "_parent_table_name", "_parent_index", "_submission__id", "_submission__uuid",
              "_submission__submission_time", "_submission__validation_status", "_submission__notes",
              "_submission__status", "_submission__submitted_by", "_submission___version__",
              "_submission__tags", "_submission__meta/rootUuid"]  # fmt: skip


def kept(key: int) -> list[object]:
    uuid = f"new-{key}"
    return [key, uuid, "2026-09-14T10:00:00", "Approved", "by phone", "submitted_via_web", "ana", "v7", "",
            f"uuid:first-{key}", key]  # fmt: skip


def of(index: int, table: str, parent: int) -> list[object]:
    return [index, table, parent, 1, "new-1", "2026-09-14T10:00:00", "", "", "submitted_via_web", "ana", "v7", "",
            "first-1"]  # fmt: skip


ANSWERS = {
    "/start": "2026-09-14T09:00:00.000+02:00",
    "/__version__": "v7",
    "/who": "Ana",
    "/plot/here": "13.7 -89.2 600 4.5",
    "/plot/photo": "a photo 1).jpg",
    "/plot/crops": "maize bean",
    "/plot/water": "yes",
    "/plot/note": "north",
    f"/{LONG}[000001]": "000001",
    f"/{LONG}[000001]/first": "Eva",
    f"/{LONG}[000001]/life/age": "41",
    f"/{LONG}[000001]/job[000001]": "000001",
    f"/{LONG}[000001]/job[000001]/title": "baker",
}
PLACE = ["13.7 -89.2 600 4.5", "13.7", "-89.2", "600", "4.5"]
PICTURE = ["a photo 1).jpg", "https://kc.example.org/media?file=a_photo_1.jpg"]


@pytest.fixture
def form(tmp_path: Path) -> Form:
    return form_of(tmp_path, FARM)


def kobo(
    folder: Path, main: list[str], answers: list[object], member: list[str], job: list[str], tags: Rows = ()
) -> Path:
    sheets = {
        "How the farms are doing": [[*main, *KOBO], *tags, [*answers, *kept(1)]],
        LONG[:28] + "...": [[*member, *OF_REPEATS], ["Eva", 41, *of(1, "How the farms are doing", 1)]],
        "job": [[*job, *OF_REPEATS], ["baker", *of(1, LONG, 1)]],
    }
    return book(folder, sheets)


def lost(found: Import) -> list[str]:
    return [line for line in found.unplaced if "bookkeeping" not in line and "nothing is fetched" not in line]


def test_a_workbook_of_values_and_names_comes_in_whole(form: Form, tmp_path: Path):
    headings = ["start", "who", "here", "_here_latitude", "_here_longitude", "_here_altitude", "_here_precision",
                "photo", "photo_URL", "crops", "crops/maize", "crops/bean", "crops/both", "water", "note"]  # fmt: skip
    path = kobo(
        tmp_path,
        headings,
        [ANSWERS["/start"], "Ana", *PLACE, *PICTURE, "maize bean", 1, 1, 0, "yes", "north"],
        ["first", "age"],
        ["title"],
    )

    found = read(form, path)

    assert found.rows[0].answers == ANSWERS
    assert lost(found) == []
    assert found.doubtful == []


def test_groups_before_names_are_read_with_whatever_is_between_them(form: Form, tmp_path: Path):
    for sign in ("/", ".", "::", " - ", "_"):
        plot = f"plot{sign}"
        headings = ["start", "who", f"{plot}here", *(f"{plot}_here_{part}" for part in
                    ("latitude", "longitude", "altitude", "precision")), f"{plot}photo", f"{plot}photo_URL",
                    f"{plot}crops", *(f"{plot}crops{sign}{c}" for c in ("maize", "bean", "both")),
                    f"{plot}water", f"{plot}note"]  # fmt: skip
        path = kobo(
            tmp_path,
            headings,
            [ANSWERS["/start"], "Ana", *PLACE, *PICTURE, "maize bean", 1, 1, 0, "yes", "north"],
            [f"{LONG}{sign}first", f"{LONG}{sign}life{sign}age"],
            [f"{LONG}{sign}job{sign}title"],
        )

        found = read(form, path)

        assert found.rows[0].answers == ANSWERS, sign
        assert lost(found) == [], sign


def test_labels_of_questions_and_choices_are_read_back_in_any_language(form: Form, tmp_path: Path):
    # Two questions are called “Name”: without their groups, only their order tells them apart.
    where, grow = "Where, exactly?", "What do you grow?"
    english = ["start", "Name", where, f"_{where}_latitude", f"_{where}_longitude", f"_{where}_altitude",
               f"_{where}_precision", "A picture", "A picture_URL", grow, f"{grow}/Maize", f"{grow}/Beans / peas",
               f"{grow}/Maize Beans / peas", "Is there **water**?", "Name"]  # fmt: skip
    where, grow = "¿Dónde exactamente?", "¿Qué cultiva?"
    plot = "La parcela/"
    spanish = ["start", "Nombre", f"{plot}{where}", f"{plot}_{where}_latitude", f"{plot}_{where}_longitude",
               f"{plot}_{where}_altitude", f"{plot}_{where}_precision", f"{plot}Una foto", f"{plot}Una foto_URL",
               f"{plot}{grow}", f"{plot}{grow}/Maíz", f"{plot}{grow}/Frijoles", f"{plot}{grow}/Maíz Frijoles",
               f"{plot}¿Hay **agua**?", f"{plot}Nombre"]  # fmt: skip
    row = [ANSWERS["/start"], "Ana", *PLACE, *PICTURE]

    # “Maize Beans / peas” may be two answers or one: the columns of single choices say which.
    in_english = read(
        form,
        kobo(
            tmp_path,
            english,
            [*row, "Maize Beans / peas", 1, 1, 0, "No", "north"],
            ["Name of the member", "Age"],
            ["What do you do?"],
        ),
    )
    in_spanish = read(
        form,
        kobo(
            tmp_path,
            spanish,
            [*row, "Maíz Frijoles", 1, 1, 0, "Sí", "north"],
            ["Persona/Nombre de la persona", "Persona/Vida/Edad"],
            ["Persona/Trabajo/¿Qué hace?"],
        ),
    )

    assert in_english.rows[0].answers == ANSWERS
    assert in_spanish.rows[0].answers == ANSWERS
    assert lost(in_english) == lost(in_spanish) == []


def test_choices_in_columns_of_their_own_alone_are_joined(form: Form, tmp_path: Path):
    grow = "What do you grow?"
    headings = ["Name", f"{grow}/Maize", f"{grow}/Beans / peas", f"{grow}/Maize Beans / peas"]
    rows = [[*headings, "_uuid"], ["Ana", "1", "1", "0", "a"], ["Bea", "", "", "", "b"]]

    found = read(form, book(tmp_path, {"Farms": rows}))

    assert found.rows[0].answers["/plot/crops"] == "maize bean"
    assert "/plot/crops" not in found.rows[1].answers


def test_a_submission_edited_on_the_server_keeps_its_key(form: Form, tmp_path: Path):
    found = read(form, kobo(tmp_path, ["who"], ["Ana"], ["first", "age"], ["title"]))

    assert [row.key for row in found.rows] == ["first-1"]


def test_tags_below_the_headings_are_no_answers(form: Form, tmp_path: Path):
    tags = [["#adm1 +name", *[""] * len(KOBO)]]

    found = read(form, kobo(tmp_path, ["who"], ["Ana"], ["first", "age"], ["title"], tags))

    assert [row.answers["/who"] for row in found.rows] == ["Ana"]


def test_csv_of_kobotoolbox_is_parted_by_semicolons_whatever_its_labels_hold(form: Form, tmp_path: Path):
    (tmp_path / "farms.csv").write_bytes(
        "\ufeff"
        '"A picture";"Where, exactly?";"Is there **water**?";"_id";"_uuid";"_index"\r\n'
        '"#photo";"";"";"";"";""\r\n'
        '"a.jpg";"13.7 -89.2 600 4.5";"No";"61";"48583952";"1"\r\n'.encode()
    )

    found = read(form, tmp_path / "farms.csv")

    assert found.rows[0].key == "48583952"
    assert found.rows[0].answers == {
        "/plot/photo": "a.jpg", "/plot/here": "13.7 -89.2 600 4.5", "/plot/water": "yes",
    }  # fmt: skip


@pytest.mark.parametrize(("plot", "life"), [("plot-", "life-"), ("", "")])
def test_an_archive_of_central_comes_in_whole(form: Form, tmp_path: Path, plot: str, life: str):
    # With and without group names, choices split, and its audit log and pictures beside.
    main = ["SubmissionDate", "start", "__version__", "who", *(f"{plot}here-{part}" for part in
            ("Latitude", "Longitude", "Altitude", "Accuracy")), f"{plot}photo", f"{plot}crops", f"{plot}crops/maize",
            f"{plot}crops/bean", f"{plot}crops/both", f"{plot}water", f"{plot}note", "KEY", "SubmitterID",
            "SubmitterName", "AttachmentsPresent", "AttachmentsExpected", "Status", "ReviewState", "DeviceID", "Edits",
            "FormVersion"]  # fmt: skip
    row = ["2026-09-14T10:00:00.000Z", ANSWERS["/start"], "v7", "Ana", *PLACE[1:], PICTURE[0], "maize bean", "1",
           "1", "0", "yes", "north", "uuid:1", "12", "Ana's phone", "1", "1", "", "approved", "c:1", "2",
           "v7"]  # fmt: skip
    blank = ["2026-09-14T10:00:00.000Z", *[""] * 9, "0", "0", "0", "", "", "uuid:2", *[""] * 9]
    with zipfile.ZipFile(tmp_path / "farm.zip", "w") as archive:
        archive.writestr("farm.csv", "\n".join(map(",".join, (main, row, blank))) + "\n")
        archive.writestr(
            f"farm-{LONG}.csv", f"first,{life}age,PARENT_KEY,KEY\nEva,41,uuid:1,uuid:1/{LONG}[1]\n"
        )
        archive.writestr(
            "farm-job.csv", f"title,PARENT_KEY,KEY\nbaker,uuid:1/{LONG}[1],uuid:1/{LONG}[1]/job[1]\n"
        )
        archive.writestr("farm - audit.csv", "instance ID,event,node,start,end\nuuid:1,form start,,1,\n")
        archive.writestr("media/a photo 1).jpg", b"\xff\xd8")

    found = read(form, tmp_path / "farm.zip")

    assert found.rows[0].answers == ANSWERS
    assert found.rows[1].answers == {}
    assert lost(found) == [
        "Sheet “farm - audit.csv”: 1 row was left out: no repeat of this form has the name of the sheet."
    ]


def test_labels_that_are_alike_are_not_guessed_at(form: Form, tmp_path: Path):
    found = read(form, book(tmp_path, {"Farms": [["Name", "A picture", "_uuid"], ["Ana", "a.jpg", "a"]]}))

    assert "/who" not in found.rows[0].answers
    assert lost(found) == [
        "Sheet “Farms”: column “Name” was left out with 1 value: several questions are called that."
    ]
