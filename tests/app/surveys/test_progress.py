"""How far a questionnaire has come: only what somebody can answer counts."""

from __future__ import annotations

from pathlib import Path

from fieldkit.app.surveys.contents import Entry
from fieldkit.app.surveys.outline import pages
from fieldkit.app.surveys.progress import Progress
from fieldkit.forms import Response
from tests.forms.tables import form

READ = """
| survey  |                |        |          |            |           |             |
|         | type           | name   | label    | readonly   | default   | calculation |
|         | text           | who    | Who?     |            |           |             |
|         | text           | code   | Code     | yes        | R-7       |             |
|         | select_one yn  | known  | Known?   | true()     | no        |             |
|         | integer        | sum    | Sum      | yes        |           | 1 + 1       |
|         | text           | why    | Why?     | ${who}='x' |           |             |
| choices |                |        |          |            |           |             |
|         | list_name      | name   | label    |            |           |             |
|         | yn             | no     | No       |            |           |             |
"""


def test_what_is_only_to_be_read_is_nothing_to_answer(tmp_path: Path) -> None:
    response = Response(form(tmp_path, READ))
    progress = Progress(response)

    def entry() -> Entry:
        (one,) = progress.entries(pages(response.form.children, response.children, "Read"))
        return one

    assert (entry().asked, entry().answered) == (2, 0)

    progress.follow(response.answer("/why", "because").paths)
    assert (entry().asked, entry().answered) == (2, 1)

    progress.follow(response.answer("/who", "x").paths)
    assert (entry().asked, entry().answered) == (1, 1)
