"""An XForm, the XML that every ODK form becomes, becomes a Form.

Source: ODK XForms specification. Prefixes of namespaces are ignored: no form has two names that differ by them alone.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import NamedTuple
from xml.etree import ElementTree as ET

from fieldkit.errors import FormError
from fieldkit.forms.audit import Watched, watched_in
from fieldkit.forms.form import Fault, Form
from fieldkit.forms.model import Model
from fieldkit.forms.unswept import unswept
from fieldkit.forms.xforms.bindings import Bindings
from fieldkit.forms.xforms.controls import Controls
from fieldkit.forms.xforms.definitions import HERE, Definitions
from fieldkit.forms.xforms.files import lists_of, media_of
from fieldkit.forms.xforms.itemsets import Choices
from fieldkit.forms.xforms.plan import plan
from fieldkit.forms.xforms.wording import Translations, attributes, child, local, unprefix
from fieldkit.words import _

LOADING = {"odk-instance-first-load", "odk-instance-load", "xforms-ready"}


def parse(xml: str, files: Mapping[str, bytes] | None = None) -> Form:
    """Return the form that an XForm describes.

    `files` holds what is at hand of the files that it names, by their names; see `Form.files`.

    Raises:
        FormError: it is no XForm, or expressions in it cannot be read: all of them are listed.
    """
    form, faults, _warnings = examined(xml, files)
    if form is None:
        sentences = [
            f"{fault.path}, {fault.column}: {fault.sentence}" if fault.path else fault.sentence
            for fault in faults
        ]
        raise FormError(
            _("This questionnaire cannot be used."),
            _("Correct what is listed, or ask whoever made the questionnaire."),
            faults=sentences,
        )
    return form


class Read(NamedTuple):
    """What an XForm came to."""

    form: Form | None
    faults: list[Fault]
    """All that keeps it from being used; there is no form exactly where there is any."""
    warnings: tuple[Fault, ...] = ()
    """What will not work, whether the form can be used or not."""


def examined(xml: str, files: Mapping[str, bytes] | None = None) -> Read:
    """Return the form that an XForm describes, and all that its author will want to know of it."""
    with unswept():
        return _examined(xml, files or {})


def _examined(xml: str, files: Mapping[str, bytes]) -> Read:
    try:
        root = ET.fromstring(xml)  # noqa: S314  expat refuses to expand entities into each other without end
    except (ET.ParseError, ValueError) as error:
        return Read(None, [Fault("", "", _("It is no XForm: {reason}.").format(reason=error))])
    head, body = child(root, "head"), child(root, "body")
    model = child(head, "model")
    instances = [e for e in model if local(e.tag) == "instance"] if model is not None else []
    holder = next((instance for instance in instances if len(instance)), None)
    if model is None or holder is None or body is None:
        return Read(None, [Fault("", "", _("It is no XForm: it has no model, no instance or no body."))])
    primary = holder[0]
    for element in (*model, body):
        if element is not holder:
            unprefix(element)
    # Within it they stay: what is sent later has the namespaces of the form's own document.
    holder.tag = "instance"
    title = child(head, "title")
    named = (title.text or "").strip() if title is not None else ""
    return _read(_Written(xml, named, model, primary, body), files)


class _Written(NamedTuple):
    """An XForm, and the parts of it that are read."""

    xml: str
    title: str
    model: ET.Element
    primary: ET.Element
    body: ET.Element


def _read(written: _Written, contents: Mapping[str, bytes]) -> Read:
    xml, title, model, primary, body = written
    said = Translations(model.find("itext"))
    lists = lists_of(xml, model, body, contents)
    bindings = Bindings(model, primary, body)
    definitions = Definitions(primary, bindings, said)
    items = Controls(definitions, bindings, said, Choices(lists.instances, said.texts)).items(body)
    actions = list(definitions.actions())
    planned = plan(definitions.document)
    definitions.warn_of_circles(planned.circles)
    watched = watched_in(bindings.binds, definitions.blank.name)
    warnings = (*lists.warnings, *definitions.warnings, *_unheeded(model, watched))
    if definitions.faults:
        return Read(None, definitions.faults, warnings)
    header = attributes(primary)
    languages = tuple(language for language in said.languages if language)
    form = Form(
        form_id=header.get("id", "") or definitions.blank.name,
        version=header.get("version", ""),
        title=title,
        xml=xml,
        languages=languages,
        default_language=languages[0] if languages else "",
        children=items,
        warnings=warnings,
        model=Model(
            definitions.document,
            definitions.by_path,
            lists.instances,
            said.texts,
            definitions.blank,
            planned.jobs,
            tuple(action for action in actions if action.events & LOADING),
            lists.last_saved,
            tuple(action for action in actions if action.compiled is HERE),
        ),
        files=(*lists.files, *media_of(said.texts.values())),
        style=body.get("class", ""),
        contents=contents,
        audit=watched,
    )
    return Read(form, [], warnings)


def _unheeded(model: ET.Element, watched: Watched | None) -> Iterator[Fault]:
    """Yield what the form wants besides its questions and does not get."""
    for sentence in watched.warnings() if watched else ():
        yield Fault("", "", sentence, "audit-unheeded")
    submission = model.find("submission")
    if submission is not None and submission.get("base64RsaPublicKey"):
        sentence = _(
            "The questionnaire has a key to encrypt answers with. They are not encrypted, neither here nor in what is"
            " exported: use the laptop's disk encryption, and send exports by a road you trust."
        )
        yield Fault("", "", sentence, "answers-unencrypted")
