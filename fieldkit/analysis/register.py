"""The register of issues as it may be told: what is wrong, why, what would have to change, and who could do it."""

# pandas ships its types in part only.
# pyright: reportUnknownMemberType=false, reportUnknownVariableType=false, reportUnknownArgumentType=false

from __future__ import annotations

from datetime import date
from typing import Any, NamedTuple

from fieldkit.analysis.barriers import Barrier
from fieldkit.analysis.disclosure import Released, threshold
from fieldkit.analysis.frames import Frames, rows
from fieldkit.analysis.quotes import bare, known_names, reveals


class Told(NamedTuple):
    """One issue, of however many groups have it in the same words."""

    title: str
    barrier: str
    """The barrier it is about, or its theme where too few named the barrier."""
    objection: str
    """Why not, in their words; empty where these may not be told."""
    alteration: str
    changer: str
    size: str
    matters: int
    groups: int
    evidence: tuple[str, ...]


class Register(NamedTuple):
    """The issues that may be told, the gravest and most shared first, and how many may not."""

    told: list[Told]
    rare: int
    """About something that too few groups named."""
    revealing: int
    """With a name or an address in them."""
    without_consent: int
    """Of groups that did not agree to be quoted, and shared by too few others."""


def register(frames: Frames, released: Released) -> Register:
    """Return the issues that rest on a barrier, or at least on a theme, that enough groups named.

    An issue is one group's story until many share it: the group must have agreed to be quoted in a report.
    Objections are told only where the barrier itself may be told.
    """
    names = known_names(frames)
    codes = {code.code_id: code.name for code in released.codes}
    parents = dict(zip(frames.codes["id"], frames.codes["parent_id"], strict=True))
    themes = {theme.code_id: theme.name for theme in released.themes}
    alike: dict[tuple[str, str, str], list[dict[str, Any]]] = {}
    rare = revealing = 0
    for row in rows(frames.issues[frames.issues["heard"]]):
        code = row["code_id"]
        row["barrier"] = codes.get(code) or themes.get(parents.get(code) or code, "")
        if not row["barrier"]:
            rare += 1
        elif reveals(f"{row['title']}\n{row['alteration']}", names):
            revealing += 1
        else:
            quotable = row["quotable"] and code in codes and not reveals(row["objection"], names)
            row["objection"] = bare(row["objection"]) if quotable else ""
            same = (_plain(row["title"]), _plain(row["alteration"]), row["alterable_by"])
            alike.setdefault(same, []).append(row)
    agreed = [issues for issues in alike.values() if _tellable(issues)]
    without_consent = sum(map(len, alike.values())) - sum(map(len, agreed))
    told = sorted(map(_told, agreed), key=lambda t: (-t.matters, -t.groups, t.title))
    return Register(told, rare, revealing, without_consent)


def _tellable(issues: list[dict[str, Any]]) -> bool:
    """Tell whether a group agreed to be quoted, or so many share the issue that it is nobody's own story."""
    sharing = {row["group_id"] for row in issues}
    return any(row["quotable"] for row in issues) or len(sharing) >= threshold(
        all(row["sensitive"] for row in issues)
    )


class Recommended(NamedTuple):
    """What somebody should do, and what it rests on."""

    text: str
    by: str
    size: str
    due: date | None
    rests_on: tuple[Barrier, ...]
    """The barriers it answers, or their themes, that may be told."""
    evidence: tuple[str, ...]
    """Ids of passages about these barriers."""


def recommended(frames: Frames, released: Released) -> list[Recommended]:
    """Return the recommendations of the project, those resting on most groups first."""
    parents = dict(zip(frames.codes["id"], frames.codes["parent_id"], strict=True))
    told = {barrier.code_id: barrier for barrier in (*released.themes, *released.codes)}
    coded = rows(frames.segments[frames.segments["heard"]])
    found: list[Recommended] = []
    for row in rows(frames.recommendations):
        codes = row["code_ids"].split()
        barriers = {told.get(code) or told.get(parents.get(code, "")) for code in codes} - {None}
        rests_on = sorted((b for b in barriers if b is not None), key=lambda b: (-b.count, b.name))
        passages = sorted(
            coding["id"] for coding in coded if coding["code_id"] in told and coding["code_id"] in codes
        )
        found.append(
            Recommended(row["text"], row["by"], row["size"], row["due"], tuple(rests_on), tuple(passages))
        )
    return sorted(found, key=lambda r: (-max((b.count for b in r.rests_on), default=0), r.text))


def _plain(text: str) -> str:
    return " ".join(text.lower().split()).rstrip(".")


def _told(issues: list[dict[str, Any]]) -> Told:
    first = max(issues, key=lambda row: (row["matters"], bool(row["objection"]), row["id"]))
    spoken = first["objection"] or next((row["objection"] for row in issues if row["objection"]), "")
    return Told(
        title=first["title"],
        barrier=first["barrier"],
        objection=spoken,
        alteration=first["alteration"],
        changer=first["alterable_by"],
        size=first["size"],
        matters=int(first["matters"]),
        groups=len({row["group_id"] for row in issues}),
        evidence=tuple(sorted(row["segment_id"] or row["id"] for row in issues)),
    )
