"""What happens by itself while a form is filled: values that events set, and what the laptop fills in."""

from __future__ import annotations

from fieldkit.forms import Form, Response, parse
from tests.forms.tables import opened

HEAD = (
    '<html xmlns="http://www.w3.org/2002/xforms" xmlns:jr="http://openrosa.org/javarosa"><head><model><instance>'
    '<data id="t">{instance}</data></instance>{model}</model></head><body>{body}</body></html>'
)
NAMES = """<repeat nodeset="/data/name"><input ref="/data/name/first"/></repeat>"""


def xform(instance: str, model: str = "", body: str = "") -> Form:
    return parse(HEAD.format(instance=instance, model=model, body=body))


def test_a_value_set_by_an_event_may_set_off_others() -> None:
    chained = xform(
        "<a/><b/><c/>",
        body='<input ref="/data/a"><setvalue event="xforms-value-changed" ref="/data/b" value="/data/a + 1"/></input>'
        '<input ref="/data/b"><setvalue event="xforms-value-changed" ref="/data/c" value="/data/b + 1"/></input>',
    )
    response = opened(chained)

    changed = response.answer("/a", "1")

    assert changed.cells == {"/a": "1", "/b": "2", "/c": "3"}


def test_two_questions_that_set_each_other_come_to_rest() -> None:
    circular = xform(
        "<a/><b/>",
        body='<input ref="/data/a"><setvalue event="xforms-value-changed" ref="/data/b" value="/data/a + 1"/></input>'
        '<input ref="/data/b"><setvalue event="xforms-value-changed" ref="/data/a" value="/data/b + 1"/></input>',
    )
    response = opened(circular)

    response.answer("/a", "1")

    assert response.asked("/b").value


def test_an_event_sets_the_instance_that_its_path_picks() -> None:
    picking = xform(
        "<a/><name><first/></name>",
        body='<input ref="/data/a"><setvalue event="xforms-value-changed" '
        f'ref="/data/name[position()=2]/first" value="/data/a"/></input>{NAMES}',
    )
    response = opened(picking)
    response.add("/name")

    response.answer("/a", "x")

    assert [response.asked(f"{path}/first").value for path in response.instances("/name")] == ["", "x"]


def test_a_question_in_a_new_instance_hears_of_it() -> None:
    hearing = xform(
        '<name jr:template=""><first/></name>',
        body='<repeat nodeset="/data/name"><input ref="/data/name/first">'
        '<setvalue event="odk-instance-first-load odk-new-repeat" ref="/data/name/first" value="position(..)"/>'
        "</input></repeat>",
    )
    response = opened(hearing)

    response.add("/name")
    response.add("/name")

    assert [response.asked(f"{path}/first").value for path in response.instances("/name")] == ["1", "2"]


def test_first_load_happens_once_and_load_each_time() -> None:
    loading = xform(
        "<once/><each/><a>7</a>",
        '<setvalue event="odk-instance-first-load" ref="/data/once" value="/data/a"/>'
        '<setvalue event="odk-instance-load" ref="/data/each" value="/data/a"/>',
        '<input ref="/data/a"/>',
    )
    response = opened(loading)
    response.answer("/a", "8")

    again = opened(loading, response.answers())

    assert (again.asked("/once").value, again.asked("/each").value) == ("7", "8")


def test_the_end_is_noted_when_it_has_come() -> None:
    ending = xform("<end/>", '<bind nodeset="/data/end" jr:preload="timestamp" jr:preloadParams="end"/>')
    response = opened(ending)
    before = response.asked("/end").value

    changed = response.finish()

    assert before == ""
    assert changed.cells == {"/end": "2026-11-03T09:30:00.000+00:00"}


def test_a_moment_given_for_a_day_starts_out_as_its_day() -> None:
    response = opened(xform("<d>1999-11-23T23:30:05</d>", '<bind nodeset="/data/d" type="date"/>'))

    assert response.asked("/d").value == "1999-11-23"


def test_an_answer_that_is_a_claim_by_its_type_means_what_it_says() -> None:
    claimed = xform(
        "<free>false</free><fee>2</fee>",
        '<bind nodeset="/data/free" type="boolean"/><bind nodeset="/data/fee" relevant="not(/data/free)"/>',
    )

    assert opened(claimed).asked("/fee").relevant


def test_what_chance_decided_stays_though_a_condition_it_looks_at_does_not_hold() -> None:
    chosen = xform(
        "<free/><who/><id/>",
        '<bind nodeset="/data/who" relevant="/data/free = 1"/>'
        "<bind nodeset=\"/data/id\" calculate=\"if(/data/who = '', uuid(), 'none')\"/>",
    )
    response = opened(chosen)

    again = opened(chosen, response.answers())

    assert again.asked("/id").value == response.asked("/id").value


def test_what_a_phone_would_fill_in_is_named_and_left_to_the_person() -> None:
    placed = parse(
        HEAD.format(
            instance="<spot/>",
            model='<odk:setgeopoint xmlns:odk="http://www.opendatakit.org/xforms" event="odk-instance-first-load" '
            'ref="/data/spot"/><bind nodeset="/data/spot" type="geopoint"/>',
            body='<input ref="/data/spot"/>',
        )
    )

    assert [warning.path for warning in placed.warnings] == ["/spot"]
    assert opened(placed).asked("/spot").value == ""


def test_a_form_notes_where_the_laptop_is_when_that_is_known() -> None:
    body = (
        '<input ref="/data/start"/><repeat nodeset="/data/visit"><input ref="/data/visit/at"/>'
        '<setgeopoint event="odk-new-repeat" ref="/data/visit/at"/></repeat>'
    )
    noted = xform(
        '<start/><visit jr:template=""><at/></visit>',
        '<setgeopoint event="odk-instance-first-load" ref="/data/start"/>',
        body,
    )
    places = iter(["51.5 -0.12 0 8", "", "191 0"])
    response = Response(noted, locate=lambda: next(places))

    for _visit in range(2):
        response.add("/visit")

    assert response.asked("/start").value == "51.5 -0.12 0 8"
    assert [response.asked(f"{visit}/at").value for visit in response.instances("/visit")] == ["", ""]
    assert len(noted.warnings) == 2


def test_places_that_a_phone_would_have_noted_by_now_may_be_given_by_a_person() -> None:
    body = (
        '<input ref="/data/well"><setgeopoint event="xforms-value-changed" ref="/data/there"/></input>'
        '<repeat nodeset="/data/visit"><input ref="/data/visit/who">'
        '<setgeopoint event="xforms-value-changed" ref="/data/visit/at"/></input></repeat>'
    )
    noted = xform(
        '<began/><well/><there/><visit jr:template=""><who/><at/></visit>',
        '<setgeopoint event="odk-instance-first-load" ref="/data/began"/><bind nodeset="/data/began" type="geopoint"/>',
        body,
    )
    response = Response(noted)
    assert response.places == ["/began"]

    response.add("/visit")
    response.add("/visit")
    second = response.instances("/visit")[1]
    response.answer(f"{second}/who", "Ana")
    response.answer("/well", "old")

    assert response.places == ["/began", "/there", f"{second}/at"]
    response.answer("/began", "51.5 -0.1")
    assert response.asked("/began").value == "51.5 -0.1"
    assert response.places == ["/began", "/there", f"{second}/at"]
