"""One program for each engine: it does the deeds of `benchmarks.shapes` on a form, and tells what they took.

Each is given the path of a JSON file: the deeds, and the paths `workbook`, `xform` and `folder`, where the files lie
that the form names. It answers with one line of JSON: `load`, `answer`, `add` and `validate`, each [CPU ms, wall ms],
those of several deeds the median; `peak_mb`; and `check`, the value where all must end alike.
"""
