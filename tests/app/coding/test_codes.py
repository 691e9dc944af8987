from fieldkit.app.coding.codes import Codes, grouped
from fieldkit.domain import Code

CODES = [
    Code(id="MON", name="Money and staying power"),
    Code(
        id="MON-AFFORD",
        parent_id="MON",
        name="They cannot pay for it",
        definition="It costs more than they have.",
    ),
    Code(id="CAP", name="Room to take part"),
    Code(id="CAP-TIME", parent_id="CAP", name="No time for it", definition="The hours are not there."),
]


def test_first_letters_of_any_words_find_a_code_under_its_theme():
    assert [code.id for code in grouped(CODES, "ti f")] == ["CAP", "CAP-TIME"]


def test_a_theme_without_codes_that_fit_is_left_out():
    assert [code.id for code in grouped(CODES, "cannot")] == ["MON", "MON-AFFORD"]


def test_where_no_name_begins_so_the_definitions_are_looked_through():
    assert [code.id for code in grouped(CODES, "hours")] == ["CAP", "CAP-TIME"]


def test_themes_are_headings_that_cannot_be_chosen(qtmodeltester):
    model = Codes()
    model.show_codes(CODES)

    qtmodeltester.check(model)
    assert model.first().row() == 1
    assert not model.index(0).flags()
