"""Questionnaires filled by chance, through the engine, with all that is hard on a spreadsheet."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from pathlib import Path
from random import Random

from fieldkit.domain import Consent, Interview, SurveyForm
from fieldkit.domain.consent import Answer, Scope, consent_id
from fieldkit.edits import surveys, taking_in
from fieldkit.exchange.export import Format, export
from fieldkit.exchange.layout import Way
from fieldkit.exchange.odk import Import, read
from fieldkit.exchange.relevance import asked_for
from fieldkit.forms import Form, Question, Repeat, Response
from fieldkit.forms.keys import without_keys
from fieldkit.store import Store

TEXTS = (
    "=1+1", "-2+3", "+cmd|' /C calc'!A0", "@SUM(A1)", "'=1", "''", "\t=1", "-5", "007", "1e5", "a,b;c", 'say "no"',
    "one\ntwo", "one\r\ntwo", "cr\rcr", "مرحبا، عالم", "שלום", "🌾👩🏽‍🌾", " blank around ", "true", "2026-01-02", "#x",
    "_x000D_", "<r>a & b</r>", "0", "NA", "Zoë", "\u200fmark", "a'b", "1/2", "https://example.org/?a=b&c=<d>",
)  # fmt: skip
WRITTEN: dict[str, Callable[[Random], str]] = {
    "integer": lambda r: r.choice(["0", "7", "-12", "2147483647", "007"]),
    "decimal": lambda r: r.choice(["0.1", "-3.50", "1234567.891", "12345678901234567890", "5"]),
    "date": lambda r: f"20{r.randint(10, 29)}-0{r.randint(1, 9)}-1{r.randint(0, 9)}",
    "time": lambda r: f"0{r.randint(0, 9)}:30:00.000+01:00",
    "datetime": lambda r: f"2026-0{r.randint(1, 9)}-03T09:30:00.000+05:30",
    "geopoint": lambda r: r.choice(["51.5 -0.12", "51.50000 -0.12 10.0 4.5", "0 0 0 0"]),
    "geotrace": lambda _r: "1 2 0 0; 3 4 0 0",
    "geoshape": lambda _r: "1 2 0 0; 3 4 0 0; 5 6 0 0; 1 2 0 0",
    "acknowledge": lambda _r: "OK",
    "image": lambda _r: "a photo (1).jpg",
}


def filled(form: Form, random: Random) -> Response:
    """Fill a form by chance; some questions stay blank, and repeats have up to three instances."""
    response = Response(form, random=random)
    for repeat in [repeat for repeat in _repeats(form) if not repeat.fixed]:
        for around in _around(response, repeat):
            for _more in range(random.randint(0, 2)):
                response.add(around)
    for path in [path for path in response.sheet.nodes if not path.endswith("]")]:
        try:
            asked = response.asked(path)
        except (KeyError, AssertionError, AttributeError):
            continue
        question = form.model.by_path[without_keys(path)].item
        if (
            not isinstance(question, Question)
            or not question.asked
            or asked.readonly
            or random.random() < 0.2
        ):
            continue
        values = [choice.value for choice in asked.choices]
        response.answer(path, _answer(question, values, random))
    return response


def _answer(question: Question, values: list[str], random: Random) -> str:
    if question.type in ("select_multiple", "rank"):
        return " ".join(random.sample(values, random.randint(0, len(values))))
    if question.type == "select_one":
        return random.choice(values) if values else ""
    return WRITTEN.get(question.type, lambda r: r.choice(TEXTS))(random)


def _repeats(form: Form) -> list[Repeat]:
    found: list[Repeat] = []
    waiting = list(form.children)
    while waiting:
        item = waiting.pop(0)
        if isinstance(item, Repeat):
            found.append(item)
        waiting[:0] = getattr(item, "children", ())
    return found


def _around(response: Response, repeat: Repeat) -> list[str]:
    """Return the paths at which a repeat can be added to: one for each instance around it."""
    bare = {without_keys(path): path for path in response.sheet.nodes}
    parent = repeat.path.rpartition("/")[0]
    if not parent or parent in bare:
        holders = [path for path in response.sheet.nodes if without_keys(path) == parent] if parent else [""]
        return [f"{holder}/{repeat.path.rpartition('/')[2]}" for holder in holders]
    return []


def stored(store: Store, form: Form, all_answers: Mapping[str, Mapping[str, str]]) -> SurveyForm:
    """Put filled questionnaires into a project, each agreed to by its people."""
    survey_form = surveys.add_form(store, form)
    taking_in.import_submissions(store, survey_form, list(all_answers.items()), agreed="asked at the door")
    return survey_form


def share(store: Store, interview: Interview, scope: Scope, said: Answer = Answer.YES) -> None:
    consent = Consent(id=consent_id(interview.id, scope), interview_id=interview.id, scope=scope, answer=said)
    store.write("Ask", consent)


def there_and_back(
    store: Store, form: Form, survey_form: SurveyForm, to: Path, kind: Format, way: Way | None = None
) -> Import:
    """Export everything and read it as somebody else's file."""
    assert export(store, form, survey_form, to, kind, way)
    return read(form, to, way.labels if way else None)


def expected(form: Form, key: str, answers: Mapping[str, str]) -> dict[str, str]:
    """Return the answers that a sent form has, instances numbered by their place as imports do."""
    return by_place(asked_for(form, dict(answers), key))


def by_place(answers: Mapping[str, str]) -> dict[str, str]:
    """Return the answers with each instance of a repeat called by its place among its like: `[1]`, `[2]`."""
    names = {"": ""}
    instances = [path for path in answers if path.endswith("]")]
    seen: dict[str, int] = {}
    for path in sorted(instances, key=lambda path: (path.count("["), answers[path], path)):
        around = path[: path.rfind("]", 0, -1) + 1]
        like = names[around] + path[len(around) : path.rfind("[")]
        seen[like] = seen.get(like, 0) + 1
        names[path] = f"{like}[{seen[like]}]"
    told: dict[str, str] = {}
    for path, text in answers.items():
        instance = path[: path.rfind("]") + 1]
        told[names[instance] + path[len(instance) :]] = re.sub("^0+", "", text) if path in names else text
    return {path: "" if path.endswith("]") else text for path, text in told.items()}
