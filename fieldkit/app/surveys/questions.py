"""Which widget answers which type of question, and what is shown where a laptop cannot do what a form wishes."""

from __future__ import annotations

from collections.abc import Callable

from fieldkit.app.surveys.answer import Answer, Make, Media, wished
from fieldkit.app.surveys.choices import RankAnswer, one_answer, several_answer
from fieldkit.app.surveys.days import MomentAnswer, TimeAnswer, day_answer
from fieldkit.app.surveys.files import FileAnswer, picture_answer
from fieldkit.app.surveys.lines import LineAnswer, barcode_answer, line_answer, number_answer
from fieldkit.app.surveys.places import AreaAnswer, PlaceAnswer, WayAnswer
from fieldkit.app.surveys.ranges import range_answer
from fieldkit.app.surveys.ticks import NoAnswer, TickAnswer
from fieldkit.forms import Asked
from fieldkit.words import _

WIDGETS: dict[str, Make] = {
    "text": line_answer,
    "integer": number_answer,
    "decimal": number_answer,
    "range": range_answer,
    "date": day_answer,
    "time": TimeAnswer,
    "datetime": MomentAnswer,
    "select_one": one_answer,
    "select_multiple": several_answer,
    "rank": RankAnswer,
    "note": NoAnswer,
    "acknowledge": TickAnswer,
    "barcode": barcode_answer,
    "geopoint": PlaceAnswer,
    "geotrace": WayAnswer,
    "geoshape": AreaAnswer,
    "image": picture_answer,
    "audio": FileAnswer,
    "video": FileAnswer,
    "file": FileAnswer,
    "calculate": NoAnswer,
    "hidden": NoAnswer,
    "start": NoAnswer,
    "end": NoAnswer,
    "today": NoAnswer,
    "deviceid": NoAnswer,
    "username": NoAnswer,
    "email": LineAnswer,
    "phonenumber": LineAnswer,
}
"""One line for each type of question."""

INSTEAD: dict[str, Callable[[], str]] = {
    "map": lambda: _("The form would show these on a map. Here they are a list."),
    "image-map": lambda: _("The form would have you touch a picture. Here the choices are a list."),
    "maps": lambda: _("There is no map here: type or paste the place, or take it from a file."),
    "placement-map": lambda: _("There is no map here: type or paste the place, or take it from a file."),
    "bearing": lambda: _("A laptop has no compass: type the degrees, 0 to 360."),
    "printer": lambda: _("The form would print this from a phone. Here it is only kept."),
    "ex:": lambda: _("The form would ask another app for this. Type it here instead."),
    "new": lambda: _("Take the picture or recording with another device, and choose its file."),
    "new-front": lambda: _("Take the picture with another device, and choose its file."),
    "voice-only": lambda: _("Record with another device, and choose its file."),
}
"""What is said where a laptop cannot do what an appearance asks for. Source: XLSForm reference, "appearance"."""

_WORKED_OUT = ("text", "integer", "decimal", "date", "time", "datetime")


def place_of_answer(asked: Asked, media: Media) -> Answer:
    """Return where a question is answered; only its value is shown where nobody ever answers it."""
    question = asked.question
    if question.type in _WORKED_OUT and question.readonly == "true()":
        return NoAnswer(asked, media)
    return WIDGETS[question.type](asked, media)


def instead(asked: Asked) -> str:
    """Return what to say where the form wishes for what a laptop cannot do; blank where it can."""
    wishes = wished(asked)
    if any(word.startswith("ex:") for word in wishes):
        return INSTEAD["ex:"]()
    return next((said() for wish, said in INSTEAD.items() if wish in wishes), "")
