"""JavaRosa and ODK Web Forms side by side: what both make of a form, and we do not."""

from __future__ import annotations

from random import Random

from tests.conformance.oracle import Oracle
from tests.conformance.parting import Told, apart
from tests.conformance.states import plain_refs, same
from tests.conformance.walks import Walk

_CLAIMS = {"true": "1", "false": "0"}
"""ODK Web Forms writes claims out."""


def both_otherwise(javarosa: Oracle, web_forms: Oracle, xml: str, seed: str, steps: int) -> list[str]:
    """Walk so many steps through a form in all three; return in words what both others agree on against us.

    Where a trigger stands outside a repeat both refuse to set anything, which is left out: so it says in F21. What
    ODK Web Forms holds blank because nobody is asked says nothing.
    """
    walk = Walk(xml, Random(seed))
    for _step in range(steps):
        walk.step()
    there, webforms = (oracle.fill(xml, walk.steps) for oracle in (javarosa, web_forms))
    if "error" in there or "error" in webforms:
        return []
    told = Told(xml, walk.steps, there["steps"], there["final"])
    state = plain_refs(webforms["final"])
    return [
        f"{difference} in both"
        for difference in apart(walk.response, told)
        if (stands := state.get(difference.ref))
        and stands.get("rel")
        and _alike(stands.get(difference.key), difference.wanted)
    ]


def _alike(webforms: object, javarosa: object) -> bool:
    text = _CLAIMS.get(webforms, webforms) if isinstance(webforms, str) else webforms
    return same(text, javarosa, "decimal")
