"""Leaving out what was answered and is no longer asked, as ODK does when a form is sent."""

from __future__ import annotations

from functools import lru_cache

from fieldkit.forms import Form, Item, Question, Response
from fieldkit.forms.model import Node


def asked_for(form: Form, answers: dict[str, str], key: str) -> dict[str, str]:
    """Return the answers to questions that are relevant, and whatever the form does not know.

    Texts are as they were stored: nothing is worked out anew.
    """
    if not answers or not _conditional(form):
        return answers
    gone = set(_irrelevant(Response(form, answers, instance_id=key).sheet.root))
    return {path: text for path, text in answers.items() if path not in gone} if gone else answers


@lru_cache(maxsize=8)
def _conditional(form: Form) -> bool:
    """Tell whether anything is asked on a condition: without one, nothing needs to be worked out."""
    waiting: list[Item] = list(form.children)
    for item in waiting:
        if item.relevant:
            return True
        if not isinstance(item, Question):
            waiting.extend(item.children)
    return False


def _irrelevant(node: Node) -> list[str]:
    gone: list[str] = []
    for below in node.children:
        if below.relevant:
            gone.extend(_irrelevant(below))
        else:
            gone.extend(inner.path for inner in below.within())
    return gone
