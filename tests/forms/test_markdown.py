import html
import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fieldkit.forms.markdown import plain, rich


@pytest.mark.parametrize(
    ("written", "shown"),
    [
        ("**must** or __must__", "<b>must</b> or <b>must</b>"),
        ("*may* or _may_", "<i>may</i> or <i>may</i>"),
        ("the field my_own_name stays", "the field my_own_name stays"),
        ("5 * 3 * 2", "5 * 3 * 2"),
        (r"\*as it is\*", "*as it is*"),
        ("one\ntwo", "one<br>two"),
        ("- first", "•\u00a0first"),
        ("# Water", '<b><span style="font-size:x-large">Water</span></b>'),
        ('<span style="color:red">now</span>', '<span style="color:red;">now</span>'),
        ('<p style="text-align: center">mid</p>', '<p align="center">mid</p>'),
        ("[here](https://example.org/a?b=1&c=2)", '<a href="https://example.org/a?b=1&amp;c=2">here</a>'),
    ],
)
def test_marks_become_rich_text(written, shown):
    assert rich(written) == shown


@pytest.mark.parametrize(
    "written",
    [
        "<script>alert(1)</script>",
        '<img src="http://example.org/x.png">',
        "[x](javascript:alert(1))",
        "<b onclick=x>y</b>",
        '<span style="color:expression(alert(1))">x</span>',
        '<span style="background:url(http://example.org)">x</span>',
        '[x](https://a.b/"><img src=x>)',
    ],
)
def test_nothing_else_gets_through(written):
    shown = rich(written)

    assert not re.search(r"<(?!/?(?:b|i|br|span|p|a)\b)", shown)
    assert "javascript:" not in re.sub(r">[^<]*<", "><", f">{shown}<")
    assert "url(" not in re.sub(r">[^<]*<", "><", f">{shown}<")


@given(st.text(alphabet="ab*_#[]()<>\\/\"'=:span stylecolor-\n", max_size=80))
def test_whatever_is_written_only_known_elements_come_out(written):
    shown = rich(written)

    assert re.fullmatch(
        r'(?:[^<>]|</?(?:b|i)>|<br>|<span(?: style="[\w:;, #-]*")?>|</span>'
        r'|<p(?: align="\w+")?(?: style="[^"<>]*")?>|</p>|<a href="[^"<>]*">|</a>)*',
        shown,
    )


def test_a_colour_that_cannot_be_read_is_left_out():
    assert rich('<span style="color:yellow">x</span>', lambda _colour: "") == "<span>x</span>"


@pytest.mark.parametrize(
    ("written", "said"),
    [
        ("# **Water** and _food_", "Water and food"),
        ('<span style="color:red">now</span> [here](https://x.y)', "now here"),
        ("one\n\ntwo", "one two"),
        (r"\*kept\*", "*kept*"),
    ],
)
def test_a_screen_reader_hears_the_words_alone(written, said):
    assert plain(written) == said


@given(st.text(alphabet="abc &<>", max_size=30))
def test_text_without_marks_stays_as_it_is(written):
    assert html.unescape(rich(written)) == written
