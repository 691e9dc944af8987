"""Leaving out what was answered and is no longer asked, as ODK does when a form is sent."""

from __future__ import annotations

from fieldkit.forms import Form, Response
from fieldkit.forms.model import Node


def asked_for(form: Form, answers: dict[str, str], key: str) -> dict[str, str]:
    """Return the answers to questions that are relevant, and whatever the form does not know.

    Texts are as they were stored: nothing is worked out anew.
    """
    if not answers:
        return answers
    gone = set(_irrelevant(Response(form, answers, instance_id=key).sheet.root))
    return {path: text for path, text in answers.items() if path not in gone} if gone else answers


def _irrelevant(node: Node) -> list[str]:
    gone: list[str] = []
    for below in node.children:
        if below.relevant:
            gone.extend(_irrelevant(below))
        else:
            gone.extend(inner.path for inner in below.within())
    return gone
