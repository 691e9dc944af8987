"""Which of our findings say what pyxform says: by kind of sentence, never by case."""

from __future__ import annotations

import re

Kinds = dict[str, set[str]]
"""Patterns of what pyxform says, and the codes of ours that say the same."""

FAULTS: Kinds = {
    r"group or repeat row|Groups and repeats can't be saved": {"save-to-in-group"},
    r"Entity lists must have a name": {"entity-list-unnamed"},
    r"Names used here must not contain a period": {"name-impossible"},
    r"Names used here must not (begin with two underscores|be 'name' or 'label')": {"name-reserved"},
    r"at most one '#'": {"save-to-unreadable"},
    r"does not have a label": {"entity-label-missing"},
    r"does not have an 'update_if'": {"entity-update-missing"},
    r"does not have an 'entity_id'": {"entity-id-missing"},
    r"was not found on the entities sheet": {"entity-list-unknown"},
    r"'save_to' names must be prefixed": {"save-to-without-list"},
    r"add an entities sheet": {"entities-sheet-missing"},
    r"is already assigned by row": {"save-to-twice"},
    r"has a reference in container scope": {"entity-across-repeats"},
    r"may have only one entity declaration": {"entities-in-one-place"},
    r"column\(s\) are not supported": {"column-unknown"},
    r"'list_name' column must not have any duplicate": {"entity-list-twice"},
    r"Could not find the name|There is no survey element named": {"reference-unknown"},
    r"Reference variables must start with|There has been a problem trying to replace": {
        "reference-unreadable"
    },
    r"Reference variables names must be unique|multiple survey elements named": {"reference-ambiguous"},
    r"lists must have a comma": {"trigger-unreadable"},
    r"is not user-visible": {"trigger-not-asked"},
    r"accepted parameter keys": {"parameter-unknown"},
    r"Parameters must be in the form": {"parameters-unreadable"},
    r"(capture|warning|mock)-accuracy' parameter|'incremental' parameter may|Invalid value for quality": {
        "parameter-value"
    },
    r"(identify-user|track-changes) must be set|track-changes-reasons must be|location-priority must be": {
        "parameter-value"
    },
    r"must have an integer value|must be greater +than or equal to zero": {"parameter-value"},
    r"Android package name|randomize must be set|seed value must be": {"parameter-value"},
    r"to use a seed": {"seed-without-randomize"},
    r"location-max-age must be greater than or equal to location-min-interval": {"audit-location-times"},
    r"are required parameters": {"audit-location-incomplete"},
    r"Audits must always be named": {"name-impossible"},
    r"'reference-geometry' parameter must": {"reference-geometry-unknown"},
    r"parameter '[^']*' must be a number": {"range-not-a-number"},
    r"must not be '0'": {"range-zero"},
    r"must not be larger than the range": {"range-step-too-large"},
    r"parameter '[^']*' must be a multiple of 'step'": {"range-off-the-steps"},
    r"parameter '(placeholder|tick_interval|step)' must be between": {"range-outside"},
    r"'tick_labelset' must be a choice list": {"range-labels-missing"},
    r"must have only 2 items|may only ?match the range": {"range-labels-at-the-ends"},
    r"only supported for the appearances": {"range-appearance"},
    r"choice values must all be numbers": {"range-labels-not-numbers"},
    r"'tick_labelset' choices must be between": {"range-labels-outside"},
    r"choices' values must be equal to the start": {"range-labels-off-the-steps"},
    r"Choice names must be unique": {"choice-twice"},
    r"Choices must have a name": {"choice-name-missing"},
    r"Choice names with spaces": {"choice-name-with-space"},
    r"must be unique within their nearest parent|Repeat names must unique": {"name-twice"},
    r"reserved for form metadata|must not be the same as the survey root": {"name-reserved"},
    r"Names must begin with a letter": {"name-impossible"},
    r"should end with one of": {"choice-file-unknown"},
    r"List name not in": {"choice-list-missing"},
    r"There should be (a choices|an external_choices) sheet": {"sheet-missing"},
    r"You must have a sheet named": {"sheet-missing", "survey-empty"},
    r"Unmatched 'begin_": {"group-not-ended"},
    r"Unmatched 'end_": {"group-not-begun"},
    r"Question or group with no name|\bno name\b": {"name-missing"},
    r"Question with no type": {"type-missing"},
    r"Unknown question type": {"type-unknown", "choice-list-unnamed"},
    r"has no label or hint": {"label-missing"},
    r"Missing calculation": {"calculation-missing"},
    r"One or more required column": {"column-missing"},
    r"different names for the same column": {"column-twice"},
    r"Duplicate column header": {"unreadable"},
    r"missing header row": {"column-missing"},
    r"same instance id will be generated": {"list-and-file-alike"},
    r"Instance names must be unique": {"file-twice"},
    r"select from file type, using 'search": {"search-with-file"},
    r"uses 'search\(\)', and its select": {"search-shares-list"},
    r"Choice filter not supported": {"choice-filter-not-possible"},
    r"Badly formatted table list": {"table-list-mixed"},
    r"'calculation' column must be empty": {"calculation-not-possible"},
    r"'trigger' column must not be empty": {"trigger-missing"},
    r"To use big-image": {"image-missing"},
    r"Repeat loop without list name": {"loop-without-list"},
    r"Cannot omit instanceID": {"settings-contradict"},
    r"empty id_string": {"form-id-missing"},
    r"specify choices for this 'or other'": {"choice-list-missing", "sheet-missing"},
}

WARNINGS: Kinds = {
    r"Repeat has no label": {"repeat-label-missing"},
    r"case-insensitive match": {"names-differ-in-case"},
    r"machine-readable codes": {"language-without-code"},
    r"Choices should have a label": {"choice-label-missing"},
    r"max-pixels parameter": {"picture-unlimited"},
    r"uses or_other and translations": {"or-other-untranslated"},
    r"Language '[^']*' is missing the": {"translation-column-missing"},
    r"sheets with similar names were found": {"sheet-misspelt"},
    r"is no longer supported on most devices": {"type-outdated"},
    r"Column headers must not be empty": {"column-name-impossible"},
    r"'disabled' column": {"row-disabled"},
    r"is being skipped": {"row-skipped"},
    r"form_id and id_string": {"form-id-twice"},
    r"only meant for filtered selects": {"choice-filter-missing"},
}


def kinds_of(said: str, known: Kinds) -> set[str]:
    """Return the codes of ours that say what pyxform says; none where it says what is not known here."""
    return next((codes for pattern, codes in known.items() if re.search(pattern, said)), set())
