"""What each laptop says about itself in the folder, and what comes out when these sayings are compared.

Nothing depends on it: a head that is missing, old or mangled only tells less.
"""

from __future__ import annotations

import csv
import hashlib
import io
import re
from collections.abc import Iterable, Mapping, Sequence
from typing import NamedTuple

from fieldkit import __version__
from fieldkit.domain import Person
from fieldkit.domain.health import Finding, Weight
from fieldkit.store import FORMAT, Held, Store
from fieldkit.sync.folder import Folder
from fieldkit.words import _, listed, ngettext

_HOLDS = re.compile(r"([0-9]{1,12}) changes, mark ([0-9a-f]{1,16})")
_WRITER = re.compile(r"[0-9a-z]{2,40}")
_PROOF = "proof"
GONE = "laptops gone"
"""Under this is remembered which laptops will not come back, and when that was said: see `gone`."""


class Head(NamedTuple):
    """What a laptop says about itself."""

    writer: str
    person: str
    held: Mapping[str, Held]
    """What it holds of each writer's changes."""
    digest: str
    """Tells what it shows of them; blank where it was not worked out."""
    forgot: frozenset[str]
    """Ids of the interviews that were taken back and of which it has nothing left."""
    given_up: frozenset[str] = frozenset()
    """Names whose project file it took the place of: it speaks for them, too."""
    lacks: frozenset[str] = frozenset()
    """Hashes of attachments that have not come to it whole."""
    gone: frozenset[str] = frozenset()
    """Names that its people say will not come back, each with the day on which they said so."""

    @property
    def whose(self) -> str:
        """The laptop in words."""
        return whose(self.person)


def whose(person: str) -> str:
    """Return the laptop of a person in words; another one where nobody has said who works there."""
    return _("{name}'s laptop").format(name=person) if person else _("another laptop")


def laptops(store: Store, others: Iterable[Head], writers: Iterable[str]) -> dict[str, str]:
    """Return these laptops in words: by what they say about themselves, else by what came from them."""
    wanted = list(writers)
    said = {head.writer: head.person for head in others if head.person}
    # Who sits at which laptop takes a look through the whole journal.
    people = said if said.keys() >= set(wanted) else {**store.people(), **said}
    return {writer: whose(people.get(writer, "")) for writer in wanted}


def heads(store: Store, folder: Folder) -> list[Head]:
    """Return what the other laptops say about themselves."""
    own = store.parcels.writers()
    found = [read(content) for content in folder.heads()]
    return [head for head in found if head and head.writer not in own]


def own_head(
    store: Store, others: Iterable[Head], lacks: frozenset[str] = frozenset(), *, anew: bool = False
) -> Head:
    """Return what this laptop can say about itself, and that it `lacks` attachments with these hashes.

    What it shows is worked out only where some other laptop holds the same: only then can it be compared. `anew` says
    not to trust what was worked out before.
    """
    name = next((person.name for person in store.find(Person, id=store.person)), "")
    held = store.parcels.held()
    digest = store.parcels.digest(held, anew=anew) if any(head.held == held for head in others) else ""
    gone = frozenset(store.remembered(GONE).splitlines())
    return Head(
        store.writer, name, held, digest, store.parcels.forgot(), store.parcels.given_up(), lacks, gone
    )


# As a file


def written(head: Head) -> bytes:
    """Return a head as CSV with two columns, which proves by its last line that it is whole."""
    rows = [
        ("person", head.person),
        ("app", __version__),
        ("format", str(FORMAT)),
        ("writer", head.writer),
        *(
            (f"holds {writer}", f"{held.changes} changes, mark {held.mark:x}")
            for writer, held in head.held.items()
        ),
        *([("digest", f"d{head.digest}")] if head.digest else []),
        *((f"forgot {interview}", "yes") for interview in sorted(head.forgot)),
        *((f"gave up {writer}", "yes") for writer in sorted(head.given_up)),
        *((f"lacks {sha256}", "yes") for sha256 in sorted(head.lacks)),
        *((f"gone {writer}", "yes") for writer in sorted(head.gone)),
    ]
    body = _lines(rows)
    return body + _lines([(_PROOF, _proof(body))])


def read(content: bytes) -> Head | None:
    """Return the head in a file; None where it is not whole, or from before heads could be compared."""
    at = content.rfind(_PROOF.encode() + b",")
    body = content[: max(at, 0)]
    if content[at:].rstrip() != f"{_PROOF},{_proof(body)}".encode():
        return None
    rows = [
        row for row in csv.reader(io.StringIO(body.decode("utf-8", "replace"), newline="")) if len(row) == 2
    ]
    said = dict(rows)
    writer = said.get("writer", "")
    if not _WRITER.fullmatch(writer):
        return None
    holds = {
        name.removeprefix("holds "): Held(int(found[1]), int(found[2], 16))
        for name, value in rows
        if name.startswith("holds ") and (found := _HOLDS.fullmatch(value))
    }
    forgot, given_up, lacks, gone = (
        _named(rows, what) for what in ("forgot ", "gave up ", "lacks ", "gone ")
    )
    digest = said.get("digest", "").removeprefix("d")
    return Head(writer, said.get("person", ""), holds, digest, forgot, given_up, lacks, gone)


def _named(rows: Iterable[Sequence[str]], what: str) -> frozenset[str]:
    return frozenset(name.removeprefix(what) for name, _yes in rows if name.startswith(what))


def _lines(rows: Sequence[tuple[str, str]]) -> bytes:
    text = io.StringIO(newline="")
    csv.writer(text, lineterminator="\r\n").writerows(rows)
    return text.getvalue().encode("utf-8")


def _proof(body: bytes) -> str:
    return f"s{hashlib.sha256(body).hexdigest()[:16]}"


# Compared


def compared(store: Store, own: Head, others: Sequence[Head]) -> list[Finding]:
    """Return what has not arrived here yet, and whether laptops that hold the same show the same."""
    return [*_differing(own, others), *_missing(store, own, others)]


def _differing(own: Head, others: Sequence[Head]) -> list[Finding]:
    found = [
        head
        for head in others
        if own.digest and head.digest and head.held == own.held and head.digest != own.digest
    ]
    if not found:
        return []
    return [
        Finding(
            Weight.BROKEN,
            _(
                "This laptop and {others} have the same changes and yet show different things. Nothing is lost: every"
                " change is kept on both."
            ).format(others=listed([head.whose for head in found])),
            _(
                "Type `fieldkit rebuild PROJECT` on each of them, then sync again. If this comes back, run `fieldkit"
                " doctor PROJECT` and send what it says to those who make fieldkit; go on working meanwhile."
            ),
        )
    ]


def _missing(store: Store, own: Head, others: Sequence[Head]) -> list[Finding]:
    ours = store.parcels.writers()
    known: dict[str, int] = {}
    for head in others:
        for writer, held in head.held.items():
            known[writer] = max(known.get(writer, 0), held.changes)
    missing = {
        writer: lacking
        for writer, count in sorted(known.items())
        if writer not in ours and (lacking := count - own.held.get(writer, Held(0, 0)).changes) > 0
    }
    names = laptops(store, others, missing)
    return [
        Finding(
            Weight.LOOK,
            ngettext(
                "{n} change of {laptop} has not arrived yet.",
                "{n} changes of {laptop} have not arrived yet.",
                missing[writer],
            ).format(n=missing[writer], laptop=name),
            _("It comes with a later sync, once the shared folder has finished syncing."),
        )
        for writer, name in names.items()
    ]
