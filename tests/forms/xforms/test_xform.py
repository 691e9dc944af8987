"""XForms from elsewhere: the real ones load, and what is none is refused in a sentence."""

from __future__ import annotations

from contextlib import suppress
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from fieldkit.errors import FormError
from fieldkit.forms import Response, parse
from tests.forms.tables import opened

SMALL = """<h:html xmlns="http://www.w3.org/2002/xforms" xmlns:h="http://www.w3.org/1999/xhtml">
<h:head><h:title>Taps</h:title><model><instance><data id="taps"><count>1</count><free/></data></instance>
<bind nodeset="/data/count" type="int" {bind}/></model></h:head>
<h:body><group ref="/data"><input ref="count"><label>How many, <output value="/data/free"/>?</label></input></group>
<select1 ref="/data/free"><label>Free?</label><item><label>Yes</label><value>y</value></item></select1>
</h:body></h:html>"""


def test_a_form_written_by_hand_is_read() -> None:
    response = opened(parse(SMALL.format(bind="")))

    response.answer("/free", "y")

    assert response.asked("/count").value == "1"
    assert response.asked("/count").label == "How many, y?"
    assert [(choice.value, choice.label) for choice in response.asked("/free").choices] == [("y", "Yes")]


def test_every_expression_that_cannot_be_read_is_listed() -> None:
    with pytest.raises(FormError) as refused:
        parse(SMALL.format(bind='relevant="1 +" constraint="if(1)"'))

    assert [fault.split(":")[0] for fault in refused.value.faults] == [
        "/count, relevant",
        "/count, constraint",
    ]


@pytest.mark.parametrize(
    "xml", ["", "plain", "<a/>", "<html><head/><body/></html>", "<a>", "\x00", "<a>\ud800</a>"]
)
def test_what_is_no_xform_is_refused_in_a_sentence(xml: str) -> None:
    with pytest.raises(FormError) as refused:
        parse(xml)

    assert refused.value.faults


def test_expressions_that_wait_for_each_other_come_to_rest() -> None:
    xml = SMALL.format(bind='calculate="/data/free + 1"').replace(
        "</model>", '<bind nodeset="/data/free" calculate="coalesce(/data/count, 0) + 1"/></model>'
    )

    response = opened(parse(xml))

    assert response.asked("/count").value


def test_every_real_form_opens_and_keeps_its_state(shared: Path) -> None:
    forms = sorted((shared / "corpus" / "xforms" / "forms").glob("*.xml"))
    assert len(forms) == 33

    for path in forms:
        form = parse(path.read_text(encoding="utf-8"))
        response = opened(form)
        again = opened(form, response.answers())
        assert [asked.path for asked in again.faults()] == [asked.path for asked in response.faults()], (
            path.name
        )
        assert again.answers().keys() == response.answers().keys(), path.name


@settings(max_examples=60, deadline=None)
@given(st.data())
def test_no_damaged_form_brings_more_than_a_form_error(data: st.DataObject) -> None:
    whole = SMALL.format(bind='relevant="/data/free != 1"')
    start = data.draw(st.integers(0, len(whole)))
    end = data.draw(st.integers(start, min(len(whole), start + 60)))
    put = data.draw(st.sampled_from(["", "<", "x", "<repeat nodeset='/data'>", '"', "<group/>", "ref=''"]))

    with suppress(FormError):
        Response(parse(whole[:start] + put + whole[end:])).faults()


TWO_LANGUAGES = """<html xmlns="http://www.w3.org/2002/xforms" xmlns:jr="http://openrosa.org/javarosa"><head><model>
<itext><translation lang="fr"><text id="big"><value>Trop, <output value="/data/who"/></value></text></translation>
<translation lang="en" default=""><text id="big"><value>Too many, <output value="/data/who"/></value></text>
</translation></itext><instance><data id="t"><who>Awa</who><many>1</many></data></instance>
<bind nodeset="/data/many" constraint=". &lt; 5" jr:constraintMsg="jr:itext(concat('b', 'ig'))"/></model></head>
<body><input ref="/data/many"/></body></html>"""


def test_the_language_that_says_it_is_the_default_comes_first() -> None:
    form = parse(TWO_LANGUAGES)

    assert (form.languages, form.default_language) == (("en", "fr"), "en")


def test_a_message_whose_id_is_worked_out_quotes_answers_too() -> None:
    response = opened(parse(TWO_LANGUAGES))

    response.answer("/many", "9")

    assert response.asked("/many").error == "Too many, Awa"
    response.language = "fr"
    assert response.asked("/many").error == "Trop, Awa"


def test_what_no_longer_fits_is_kept_to_be_shown() -> None:
    former = {"/count": "2", "/gone": "x", "/free": "y", "/free/deeper": "z"}

    response = opened(parse(SMALL.format(bind="")), former)

    assert response.strays == {"/gone": "x", "/free/deeper": "z"}
    assert response.answers() == former


@pytest.mark.parametrize("order", [("first", "member"), ("member", "first")])
def test_a_repeat_sees_itself_in_an_expression_that_it_shares_with_a_question(order: tuple[str, str]) -> None:
    binds = "".join(f'<bind nodeset="/f/{name}" relevant="/f/member/age = 1"/>' for name in order)
    xml = f"""<h xmlns="http://www.w3.org/2002/xforms"><head><model><instance><f id="f"><first/>
        <member><age>1</age></member><member><age>2</age></member></f></instance>{binds}</model></head><body>
        <input ref="/f/first"/><repeat nodeset="/f/member"><input ref="/f/member/age"/></repeat></body></h>"""

    response = opened(parse(xml))

    assert [member.relevant for member in response.sheet.root.by_name["member"]] == [True, False]
    assert response.sheet.nodes["/first"].relevant
