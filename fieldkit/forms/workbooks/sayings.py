"""What pyxform says when it refuses a workbook, and how we say it: one entry for each sentence.

Source: `pyxform.errors.ErrorCode`, and the places where pyxform raises the rest. Entities, ranges and parameters are
told through this table alone; most of the rest `checks` finds before.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import NamedTuple

from fieldkit.words import _

Words = Callable[[], str]


class Saying(NamedTuple):
    """A sentence of pyxform and ours. The named parts of its `pattern` fill the gaps in `sentence` and `remedy`."""

    pattern: str
    code: str
    sentence: Words
    remedy: Words
    column: str = "parameters"
    sheet: str = "survey"


SAYINGS = (
    # Parameters
    Saying(
        r"Parameters must be in the form",
        "parameters-unreadable",
        lambda: _("The parameters cannot be read."),
        lambda: _("Write each as name=value, with spaces between, such as start=0 end=10 step=1."),
    ),
    Saying(
        r"accepted parameter keys for this question type are '(?P<known>[^']*)'.*"
        r"invalid parameter key\(s\): '(?P<given>[^']*)'",
        "parameter-unknown",
        lambda: _("“{given}” means nothing to this type of question."),
        lambda: _("Remove it, or use one of these: {known}."),
    ),
    Saying(
        r"parameter '(?P<name>[^']*)' must be a number",
        "range-not-a-number",
        lambda: _("“{name}” of the range is no number."),
        lambda: _("Write a number, such as {name}=10."),
    ),
    Saying(
        r"parameter '(?P<name>[^']*)' must not be '0'",
        "range-zero",
        lambda: _("“{name}” of the range is 0."),
        lambda: _("Give a number other than 0, such as {name}=1."),
    ),
    Saying(
        r"parameter '(?P<name>[^']*)' must not be larger than the range",
        "range-step-too-large",
        lambda: _("“{name}” is larger than the whole range from start to end."),
        lambda: _("Make it smaller, or the range wider."),
    ),
    Saying(
        r"parameter '(?P<name>[^']*)' must be a multiple of 'step'",
        "range-off-the-steps",
        lambda: _("“{name}” of the range does not fall on one of its steps."),
        lambda: _("Make it a multiple of step."),
    ),
    Saying(
        r"parameter '(?P<name>[^']*)' must be between the 'start' and 'end'",
        "range-outside",
        lambda: _("“{name}” lies outside of the range."),
        lambda: _("Choose a value between start and end."),
    ),
    Saying(
        r"'tick_labelset' must be a choice list name",
        "range-labels-missing",
        lambda: _("The list of labels that “tick_labelset” names is missing."),
        lambda: _("Add it to the sheet “choices”, or correct its name."),
    ),
    Saying(
        r"must have only 2 items when the 'appearance' is 'no-ticks'|may only\s*match the range 'start' and 'end'",
        "range-labels-at-the-ends",
        lambda: _("A range with the appearance no-ticks shows labels at its two ends alone."),
        lambda: _("Leave two choices in the list: one for start, one for end."),
    ),
    Saying(
        r"only supported for the appearances",
        "range-appearance",
        lambda: _("The parameters tick_interval, placeholder and tick_labelset do not go with this appearance."),
        lambda: _("Remove them, or use the appearance vertical, no-ticks or none."),
    ),
    Saying(
        r"choice values must all be numbers",
        "range-labels-not-numbers",
        lambda: _("The labels of this range belong to choices whose names are not all numbers."),
        lambda: _("Name the choices after the values that they label, such as 0, 5 and 10."),
    ),
    Saying(
        r"'tick_labelset' choices must be between",
        "range-labels-outside",
        lambda: _("A label of this range belongs to a value outside of it."),
        lambda: _("Leave only choices between start and end in the list."),
    ),
    Saying(
        r"choices' values must be equal to the start of the range plus a multiple of '(?P<name>[^']*)'",
        "range-labels-off-the-steps",
        lambda: _("A label of this range belongs to a value that is not on one of its steps."),
        lambda: _("Name the choices after values that “{name}” reaches from start."),
    ),
    Saying(
        r"'incremental' parameter may either",
        "parameter-value",
        lambda: _("“incremental” can only be true."),
        lambda: _("Write incremental=true, or leave it out."),
    ),
    Saying(
        r"'reference-geometry' parameter must either match",
        "reference-geometry-unknown",
        lambda: _("“reference-geometry” names nothing that has places on a map."),
        lambda: _("Name a list of choices, a list of entities, a file that is attached, or a repeat as ${{name}}."),
    ),
    Saying(
        r"'(?P<name>[\w-]+-accuracy)' parameter must have a numeric value",
        "parameter-value",
        lambda: _("“{name}” is no number."),
        lambda: _("Give the metres, such as {name}=10."),
    ),
    Saying(
        r"'(?P<name>allow-mock-accuracy)' parameter must be|(?P<other>identify-user|track-changes) must be set to",
        "parameter-value",
        lambda: _("One of the parameters can only be true or false."),
        lambda: _("Write true or false after allow-mock-accuracy, identify-user or track-changes."),
    ),
    Saying(
        r"track-changes-reasons must be set",
        "parameter-value",
        lambda: _("“track-changes-reasons” can only be on-form-edit."),
        lambda: _("Write track-changes-reasons=on-form-edit, or leave it out."),
    ),
    Saying(
        r"location-priority must be set to",
        "parameter-value",
        lambda: _("“location-priority” has a value that it does not know."),
        lambda: _("Use no-power, low-power, balanced or high-accuracy."),
    ),
    Saying(
        r"location-max-age must be greater than or equal to location-min-interval",
        "audit-location-times",
        lambda: _("“location-max-age” is less than “location-min-interval”."),
        lambda: _("Make it the same or more. Both are in seconds."),
    ),
    Saying(
        r"are required parameters",
        "audit-location-incomplete",
        lambda: _("To note where answers were given, the audit needs three parameters together."),
        lambda: _("Give location-priority, location-min-interval and location-max-age, or none of them."),
    ),
    Saying(
        r"Parameter (?P<name>[\w-]+) must (?:have an integer value|be greater)"
        r"|Parameter (?P<other>rows) must have an integer",
        "parameter-value",
        lambda: _("“{name}” must be a whole number, 0 or more."),
        lambda: _("Write one, such as {name}=3."),
    ),
    Saying(
        r"Invalid value for quality",
        "parameter-value",
        lambda: _("“quality” has a value that it does not know."),
        lambda: _("Use quality=voice-only, low, normal or external."),
    ),
    Saying(
        r"Parameter 'app' has an invalid Android package name",
        "parameter-value",
        lambda: _("“app” is not the name of an Android app."),
        lambda: _("Names of apps have dots between words, such as app=org.example.camera."),
    ),
    Saying(
        r"randomize must be set to true or false",
        "parameter-value",
        lambda: _("“randomize” can only be true or false."),
        lambda: _("Write randomize=true, or leave it out."),
    ),
    Saying(
        r"seed value must be a number",
        "parameter-value",
        lambda: _("“seed” can only be a number or a single question."),
        lambda: _("Write such as seed=42 or seed=${{name}}, and work out anything else in a row “calculate” before."),
    ),
    Saying(
        r"Parameters must include randomize=true to use a seed",
        "seed-without-randomize",
        lambda: _("A seed does nothing unless choices are shuffled."),
        lambda: _("Add randomize=true, or remove the seed."),
    ),
    # Entities
    Saying(
        r"add an entities sheet and declare an entity",
        "entities-sheet-missing",
        lambda: _("This answer is to be saved to an entity, and no sheet “entities” says which."),
        lambda: _("Add a sheet “entities” with the columns list_name and label, or empty this cell."),
        "save_to",
    ),
    Saying(
        r"save_to property '(?P<name>[^']*)' is already assigned by row '(?P<other>\d+)'",
        "save-to-twice",
        lambda: _("“{name}” is saved by row {other} already."),
        lambda: _("Give one of the two another name."),
        "save_to",
    ),
    Saying(
        r"Groups and repeats can't be saved",
        "save-to-in-group",
        lambda: _("A group or repeat cannot be saved to an entity."),
        lambda: _("Empty this cell, or move what it says to a question."),
        "save_to",
    ),
    Saying(
        r"entity list name '(?P<name>[^']*)' was not found on the entities sheet",
        "entity-list-unknown",
        lambda: _("The list of entities “{name}” is not in the sheet “entities”."),
        lambda: _("Add it there, or correct its name."),
        "save_to",
    ),
    Saying(
        r"entity list name '(?P<name>[^']*)' does not have a label",
        "entity-label-missing",
        lambda: _("The entity “{name}” has no label, and new entities need one."),
        lambda: _("Write what it is called into the column label, such as ${{name}}; or give an entity_id."),
        "label",
        "entities",
    ),
    Saying(
        r"entity list name '(?P<name>[^']*)' does not have an 'update_if'",
        "entity-update-missing",
        lambda: _("The entity “{name}” is to be made or updated, and nothing says when to update it."),
        lambda: _("Fill in update_if; or to make new ones only, remove entity_id."),
        "update_if",
        "entities",
    ),
    Saying(
        r"entity list name '(?P<name>[^']*)' does not have an 'entity_id'",
        "entity-id-missing",
        lambda: _("The entity “{name}” is to be updated, and nothing says which one."),
        lambda: _("Fill in entity_id; or to make new ones, use create_if instead of update_if."),
        "entity_id",
        "entities",
    ),
    Saying(
        r"'save_to' names must be prefixed",
        "save-to-without-list",
        lambda: _("There are several lists of entities, and this does not say which one it belongs to."),
        lambda: _("Write the list before it, such as trees#height."),
        "save_to",
    ),
    Saying(
        r"Each container \(survey, group, repeat\) may have only one entity declaration.*row '(?P<other>\d+)'",
        "entities-in-one-place",
        lambda: _("This entity needs a place of its own in the survey, and row {other} has taken the only one."),
        lambda: _("Put the questions of each entity into a group of their own."),
        "",
        "entities",
    ),
    Saying(
        r"entity list name '(?P<name>[^']*)' has a reference in container scope '(?P<there>[^']*)'.*"
        r"scope '(?P<here>[^']*)'",
        "entity-across-repeats",
        lambda: _("The entity “{name}” takes answers from {there} and from {here}, which do not repeat together."),
        lambda: _("Bring the other answer over with a row “calculate”, and use that."),
        "",
        "entities",
    ),
    Saying(
        r"must have at most one '#'",
        "save-to-unreadable",
        lambda: _("There is more than one # here."),
        lambda: _("Write the list, one #, and the name, such as trees#height."),
        "save_to",
    ),
    Saying(
        r"column\(s\) are not supported by this version of pyxform: (?P<names>.*?)\. Please",
        "column-unknown",
        lambda: _("These columns mean nothing in the sheet “entities”: {names}."),
        lambda: _("Correct their names, or remove them."),
        "",
        "entities",
    ),
    Saying(
        r"Names used here must not begin with two underscores",
        "name-reserved",
        lambda: _("Names that begin with two underscores are kept for the tools."),
        lambda: _("Choose another name."),
        "name",
    ),
    Saying(
        r"Names used here must not contain a period",
        "name-impossible",
        lambda: _("The name of a list of entities cannot have a dot in it."),
        lambda: _("Write “_” instead."),
        "list_name",
        "entities",
    ),
    Saying(
        r"Names used here must not be 'name' or 'label'",
        "name-reserved",
        lambda: _("“name” and “label” are kept for the entity itself."),
        lambda: _("Save to another name, such as full_name."),
        "save_to",
    ),
    Saying(
        r"'list_name' column must not have any duplicate names",
        "entity-list-twice",
        lambda: _("This list of entities is in the sheet twice."),
        lambda: _("Put what both rows say into one."),
        "list_name",
        "entities",
    ),
    Saying(
        r"Entity lists must have a name",
        "entity-list-unnamed",
        lambda: _("The list of entities has no name."),
        lambda: _("Give it one, such as trees."),
        "list_name",
        "entities",
    ),
    # Names
    Saying(
        r"Names must begin with a letter or underscore",
        "name-impossible",
        lambda: _("This name is not possible."),
        lambda: _("Begin with a letter, and use only letters, digits, “_”, “-” and “.”."),
        "name",
    ),
    Saying(
        r"must be unique within their nearest parent",
        "name-twice",
        lambda: _(
            "This name is already used here, perhaps by a row that is made from another: "
            "a repeat with a count has one called NAME_count, a list with “or_other” one called NAME_other."
        ),
        lambda: _("Give one of them another name."),
        "name",
    ),
    Saying(
        r"Instance names must be unique within a form. The name '(?P<name>[^']*)'",
        "file-twice",
        lambda: _("The file “{name}” is attached more than once."),
        lambda: _("Leave one of the rows, and let all questions use it."),
        "name",
    ),
    Saying(
        r"same instance id will be generated for different.*Instance name: '(?P<name>[^']*)'",
        "list-and-file-alike",
        lambda: _("“{name}” is the name of two different lists or files."),
        lambda: _("Give one of them another name."),
        "name",
    ),
    # Questions
    Saying(
        r"question \$\{(?P<name>[^}]*)\} is not user-visible.*question \$\{(?P<other>[^}]*)\}",
        "trigger-not-asked",
        lambda: _("“{other}” waits for “{name}”, which nobody is asked: it is worked out."),
        lambda: _("Name a question that people answer, or give “{name}” a label and no calculation."),
        "trigger",
    ),
    Saying(
        r"lists must have a comma between",
        "trigger-unreadable",
        lambda: _("The questions in trigger are not parted by commas."),
        lambda: _("Write such as ${{first}}, ${{second}}."),
        "trigger",
    ),
    Saying(
        r"'background-geopoint' questions, the 'calculation' column must be empty",
        "calculation-not-possible",
        lambda: _("A background-geopoint cannot be worked out."),
        lambda: _("Empty the column calculation."),
        "calculation",
    ),
    Saying(
        r"'background-geopoint' questions, the 'trigger' column must not be empty",
        "trigger-missing",
        lambda: _("A background-geopoint must say after which question it is taken."),
        lambda: _("Name the question in the column trigger, such as ${{age}}."),
        "trigger",
    ),
    Saying(
        r"To use big-image, you must also specify an image for the survey element named (?P<name>\S+)\.",
        "image-missing",
        lambda: _("“{name}” has a big-image and no image."),
        lambda: _("Fill in the column image too."),
        "big-image",
    ),
    Saying(
        r"Choice filter not supported (?:with or_other|for table-list)",
        "choice-filter-not-possible",
        lambda: _("A choice_filter does not go with “or_other”, nor with the appearance table-list."),
        lambda: _("Remove one of the two. Instead of or_other, add a choice “other” and a question for the rest."),
        "choice_filter",
    ),
    Saying(
        r"list names don't match: (?P<one>\S+) vs\. (?P<other>\S+)",
        "table-list-mixed",
        lambda: _("A group with the appearance table-list shows one list, and this has “{one}” and “{other}”."),
        lambda: _("Put the questions of each list into a group of their own."),
        "type",
    ),
    Saying(
        r"Question '(?P<name>[^']*)' is a select from file type, using 'search\(\)'",
        "search-with-file",
        lambda: _("“{name}” takes its choices from a file and searches another with search()."),
        lambda: _("Remove search() from the appearance, or use a list of the sheet “choices”."),
        "appearance",
    ),
    Saying(
        r"Question '(?P<name>[^']*)' uses 'search\(\)'.* list name '(?P<list>[^']*)'",
        "search-shares-list",
        lambda: _("“{name}” uses search() with the list “{list}”, which other questions use without it."),
        lambda: _("Give the question with search() a list of its own."),
        "appearance",
    ),
    Saying(
        r"List name not in (?:columns|choices|external choices) sheet: (?P<list>\S+)",
        "choice-list-missing",
        lambda: _("The choice list “{list}” is missing."),
        lambda: _("Add it to the sheet “choices”, or correct its name."),
        "type",
    ),
    Saying(
        r"Media type: (?P<kind>\S+) not supported",
        "column-unknown",
        lambda: _("There is no column media::{kind}."),
        lambda: _("Use media::image, media::audio or media::video."),
        "",
    ),
    Saying(
        r"There should be choices for this question",
        "choice-list-missing",
        lambda: _("A question has no choices to add “none” to, as the setting add_none_option wants."),
        lambda: _("Add choices to its list, or remove add_none_option."),
        "type",
    ),
    Saying(
        r"Repeat loop without list name",
        "loop-without-list",
        lambda: _("A loop needs a list of choices to go through."),
        lambda: _("Write such as “begin loop over crops”; or use a repeat."),
        "type",
    ),
    # The whole form
    Saying(
        r"Cannot omit instanceID",
        "settings-contradict",
        lambda: _("The settings leave out the instanceID, and encryption needs it."),
        lambda: _("Remove omit_instanceID or public_key."),
        "omit_instanceID",
        "settings",
    ),
    Saying(
        r"Survey cannot have an empty id_string",
        "form-id-missing",
        lambda: _("The form_id is empty."),
        lambda: _("Give it one, such as water_points."),
        "form_id",
        "settings",
    ),
)  # fmt: skip
