"""A questionnaire as text, with example answers, for those who write it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from random import Random

from rich.console import Console

from fieldkit import settings
from fieldkit.errors import FieldkitError
from fieldkit.forms import Asked, Form, Question, Repeat, Response, Shown, load
from fieldkit.forms.filling.example import fill
from fieldkit.words import _, listed

_PATH = re.compile(r"(?:/[\w.\-]+){2,}")
_ANSWERED = {"select_one": ("( )", "(•)"), "select_multiple": ("[ ]", "[x]"), "rank": ("   ", "   ")}


def show(file: Path, language: str, seed: int | None) -> None:
    """Print a questionnaire; with a seed, filled with examples.

    Raises:
        FormError: it cannot be used.
        FieldkitError: it has no such language.
    """
    form = load(file, settings.cache_folder())
    console = Console(highlight=False, soft_wrap=True)
    for line in lines_of(form, language, seed):
        console.print(line, markup=False)


def lines_of(form: Form, language: str, seed: int | None) -> Iterator[str]:
    """Yield a questionnaire line by line; with a seed it is filled with examples, the same ones each time.

    Raises:
        FieldkitError: it has no such language.
    """
    response = Response(form, language=_language(form, language), random=Random(seed or 0))  # noqa: S311  examples
    if seed is not None:
        fill(response, Random(seed))  # noqa: S311
    yield form.title
    about = [form.form_id, _("version {version}").format(version=form.version) if form.version else ""]
    yield ", ".join(filter(None, about))
    if form.languages:
        yield _("Languages: {languages}").format(languages=listed(form.languages))
    for shown in response.children:
        yield from _part(response, shown, 0)
    if seed is not None:
        yield from _unasked(response)


def _language(form: Form, wanted: str) -> str:
    if not wanted:
        return form.default_language
    for language in form.languages:
        # `fr` is enough for `French (fr)`.
        if wanted.casefold() in (language.casefold(), *re.split(r"[ ()]+", language.casefold())):
            return language
    raise FieldkitError(
        _("The questionnaire is not in “{language}”.").format(language=wanted),
        _("It is in {languages}.").format(languages=listed(form.languages))
        if form.languages
        else _("It has one language only."),
    )


def _part(response: Response, shown: Shown, depth: int) -> Iterator[str]:
    indent = "  " * depth
    if isinstance(shown.item, Question):
        yield ""
        yield from (f"{indent}{line}".rstrip() for line in _question(response, response.asked(shown.path)))
        return
    repeat = isinstance(shown.item, Repeat)
    if shown.label or shown.key or repeat:
        yield ""
        yield f"{indent}{_heading(response, shown)}"
        if shown.item.relevant and not shown.key:
            yield f"{indent}{_only_if(response.form, shown.item.relevant)}"
    for child in shown.children:
        yield from _part(response, child, depth + 1)


def _heading(response: Response, shown: Shown) -> str:
    if not isinstance(shown.item, Repeat):
        return f"== {shown.label} =="
    name = shown.label or shown.item.path.rpartition("/")[2]
    if not shown.key:
        return _("== {name}, for each of several ==").format(name=name)
    place = response.instances(shown.path.rpartition("[")[0]).index(shown.path) + 1
    return f"-- {name} {place} --"


def _question(response: Response, asked: Asked) -> Iterator[str]:
    about = [asked.question.type, _("required") if asked.required else "", asked.question.appearance]
    yield f"{asked.label or asked.question.name}  [{', '.join(filter(None, about))}]"
    if asked.hint:
        yield f"    {asked.hint}"
    if asked.question.relevant:
        yield f"    {_only_if(response.form, asked.question.relevant)}"
    if asked.question.constraint:
        condition = _readable(response.form, asked.question.constraint)
        yield "    " + _("must hold: {condition}").format(condition=condition)
    chosen = asked.value.split() if asked.question.type == "select_multiple" else [asked.value]
    for choice in asked.choices:
        sign = _ANSWERED.get(asked.question.type, ("   ", "   "))[choice.value in chosen]
        yield f"    {sign} {choice.label or choice.value}" + (
            f" ({choice.value})" if choice.label not in ("", choice.value) else ""
        )
    if asked.typed and not (asked.choices and asked.question.type in ("select_one", "select_multiple")):
        yield f"    → {asked.typed}"
    if asked.error:
        yield f"    ! {asked.error}"


def _only_if(form: Form, condition: str) -> str:
    return _("only if: {condition}").format(condition=_readable(form, condition))


def _readable(form: Form, condition: str) -> str:
    """Return an expression with `${name}` for the paths that the converter wrote."""

    def named(found: re.Match[str]) -> str:
        path = "/" + found[0].split("/", 2)[2]
        return f"${{{path.rpartition('/')[2]}}}" if path in form.model.by_path else found[0]

    plain = " ".join(_PATH.sub(named, condition).split())
    return plain.replace("( ", "(").replace(" )", ")").replace(" ,", ",")


def _unasked(response: Response) -> Iterator[str]:
    """Yield what the form works out by itself."""
    named = [
        (path, text)
        for path, text in response.answers().items()
        if path in response.form.model.by_path and not path.startswith("/meta/")
    ]
    items = [(path, text, response.form.model.by_path[path].item) for path, text in named]
    worked_out = [(path, text) for path, text, item in items if isinstance(item, Question) and not item.asked]
    if worked_out:
        yield ""
        yield _("== Worked out or filled in by itself ==")
    for path, text in worked_out:
        yield f"  {path.lstrip('/')} = {text}"
