"""The pages on how the work was done, how far it reaches, and how people are protected."""

# pandas ships its types in part only.
# pyright: reportUnknownMemberType=false, reportUnknownVariableType=false, reportUnknownArgumentType=false

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from typing import Any

from fieldkit.analysis.agreement import DRAWS as BOOTSTRAPS
from fieldkit.analysis.coverage import DID_NOT, REASONS, TOOK_PART
from fieldkit.analysis.disclosure import FEWEST, FEWEST_SENSITIVE, NARROWEST, TOTAL
from fieldkit.analysis.fit import DRAWS
from fieldkit.analysis.frames import Frames, Outcome, rows
from fieldkit.domain import Project
from fieldkit.errors import FormError
from fieldkit.forms import parse
from fieldkit.report.document import (
    Align,
    Block,
    Bullets,
    Cell,
    Column,
    Paragraph,
    Section,
    Table,
    Terms,
    Tone,
)
from fieldkit.report.findings import Findings, groups
from fieldkit.words import _, day, ngettext


def purpose(project: Project) -> Section:
    """Return who asked, for what, and what is to be decided."""
    given = (
        (_("Purpose"), project.purpose),
        (_("Asked and paid for by"), project.asked_by),
        (_("The decision it is to inform"), project.decision),
        (_("Who owns the data"), project.data_owner),
        (_("How groups were found"), project.recruitment),
    )
    terms = tuple((name, text) for name, text in given if text.strip())
    body: tuple[Block, ...] = (Terms(terms),) if terms else (Paragraph(_("The project does not say yet.")),)
    return Section(_("Who asked, and what for"), body, new_page=True)


def reach(found: Findings) -> Section:
    """Return who was approached and what came of it."""
    body: list[Block] = [
        Paragraph(
            _("{groups} spoke with us, agreed to be part of this, and count here.").format(
                groups=groups(found.groups)
            )
        ),
        _outcomes(found),
    ]
    by_type = _by_type(found)
    body += [by_type] if by_type else [Paragraph(_("By kind of group every number is too small to be told."))]
    if found.coverage.apart >= FEWEST:
        words = _(
            "{count} conversations with others, such as funders or suppliers, are not counted among them."
        )
        body.append(Paragraph(words.format(count=found.coverage.apart)))
    return Section(_("Who was in the room"), tuple(body))


def _words_for(outcome: str) -> str:
    return {
        Outcome.TOOK_PART: _("took part"),
        Outcome.DECLINED: _("declined"),
        Outcome.WITHDREW: _("withdrew later"),
        Outcome.NO_CONSENT: _("left out: no consent to be held and shared in the team"),
        Outcome.DRAFT: _("not complete yet"),
    }[Outcome(outcome)]


def _outcomes(found: Findings) -> Table:
    counts, reasons = found.coverage.counts.shown, found.coverage.reasons.shown
    pairs = [
        (_words_for(Outcome.TOOK_PART), counts[TOOK_PART]),
        *((_words_for(reason), reasons[reason, DID_NOT]) for reason in REASONS),
        (_("all that do not count"), counts[TOTAL, DID_NOT]),
        (_("all approached"), counts[TOTAL, TOTAL]),
    ]
    rows = [(Cell(words), Cell(str(value))) for words, value in pairs if value is not None]
    hidden = [words for words, value in pairs if value is None]
    if hidden:
        rows.append((Cell("; ".join(hidden)), Cell(_("hidden"))))
    columns = (Column(_("What came of it"), 3), Column(_("Conversations"), 1, Align.RIGHT))
    note = _("Hidden: fewer than {fewest}, or a number by which such a one could be worked out.").format(
        fewest=FEWEST
    )
    return Table(_("Conversations by what came of them"), columns, tuple(rows), note)


def _by_type(found: Findings) -> Table | None:
    counts = found.coverage.counts
    took_part = str(Outcome.TOOK_PART)
    told = [(kind, counts.shown[kind, took_part]) for kind in counts.rows]
    seen = sorted(
        ((kind, number) for kind, number in told if number is not None), key=lambda row: (-row[1], row[0])
    )
    if not seen:
        return None
    rows = [(Cell(kind or _("Kind not recorded")), Cell(str(number))) for kind, number in seen]
    others = len(told) - len(seen)
    if others:
        words = ngettext("{count} further kind", "{count} further kinds", others).format(count=others)
        rows.append((Cell(words), Cell(_("hidden"))))
    columns = (Column(_("Kind of group"), 3), Column(_("Took part"), 1, Align.RIGHT))
    note = _("Kinds that need more protection are told from {fewest} on.").format(fewest=FEWEST_SENSITIVE)
    return Table(_("Who took part, by kind of group"), columns, tuple(rows), note)


def method(frames: Frames, found: Findings) -> Section:
    """Return how the work was done: when, with what questions, what codebook, and how far coders agree."""
    agreed = _agreement(found) if found.tellable else ()
    points = [*_dates(found), *_codebook(frames), *agreed, *_missing(frames, found)]
    points = points or [_("Nothing can be told of it yet.")]
    if found.fits:
        points.append(
            _(
                "Fit is reckoned for each group from its own ranking of criteria (rank-order centroid weights). The "
                "order of tools was drawn {draws} times over weights, scorers and unknowns, from a fixed seed."
            ).format(draws=DRAWS)
        )
    if frames.project.recruitment:
        points.append(_("Recruitment: {words}").format(words=frames.project.recruitment))
    return Section(
        _("How it was done"), (Bullets(tuple(points)), *_questions(frames)), kicker=_("Method"), new_page=True
    )


def _dates(found: Findings) -> Iterator[str]:
    first, last = found.coverage.first, found.coverage.last
    if found.tellable and first and last:
        yield _("Conversations were held from {first} to {last}.").format(first=day(first), last=day(last))


def _codebook(frames: Frames) -> Iterator[str]:
    """Yield the codebook with a mark that changes whenever a code or its definition does."""
    entries = sorted(f"{row['id']}\x1f{row['name']}\x1f{row['definition']}" for row in rows(frames.codes))
    if entries:
        mark = hashlib.sha256("\x1e".join(entries).encode()).hexdigest()[:8]
        yield _("Notes were tagged with a codebook of {count} entries, version {mark}.").format(
            count=len(entries), mark=mark
        )


def _agreement(found: Findings) -> Iterator[str]:
    agreed = found.agreement
    if not agreed.paragraphs:
        yield _("No notes were coded by two people apart, so how far coders agree is not known.")
    elif agreed.alpha is None:
        yield _(
            "Two or more people coded {notes} notes apart; there was not enough variation to tell how far they agree."
        ).format(notes=agreed.notes)
    else:
        words = _(
            "{coders} people coded {notes} notes ({paragraphs} paragraphs) apart: Krippendorff's alpha {alpha}"
        ).format(
            coders=agreed.coders,
            notes=agreed.notes,
            paragraphs=agreed.paragraphs,
            alpha=f"{agreed.alpha:.2f}",
        )
        if agreed.low is not None and agreed.high is not None:
            words = _("{words}, 95 % interval {low} to {high} ({draws} draws)").format(
                words=words, low=f"{agreed.low:.2f}", high=f"{agreed.high:.2f}", draws=BOOTSTRAPS
            )
        if agreed.positive is not None:
            words = _("{words}, positive agreement {positive}").format(
                words=words, positive=f"{agreed.positive:.2f}"
            )
        yield _("{words}. They differ in {count} places.").format(
            words=words, count=len(agreed.disagreements)
        )


def _missing(frames: Frames, found: Findings) -> Iterator[str]:
    if not found.tellable:
        return
    heard = {*frames.interviews.loc[frames.interviews["heard"], "group_id"]}
    silent = heard - {*frames.notes.loc[frames.notes["heard"], "group_id"]}
    words = _("Missing: {parts}.")
    parts = [
        (len(silent), _("groups without any notes")),
        (found.coverage.without_group, _("conversations that name no group and so count nowhere")),
    ]
    told = [f"{count} {what}" for count, what in parts if count >= FEWEST]
    few = any(0 < count < FEWEST for count, _what in parts)
    told += [_("a few groups or conversations, too few to be told")] if few else []
    yield words.format(parts="; ".join(told) if told else _("nothing that we know of"))


def _questions(frames: Frames) -> Iterator[Block | Section]:
    for row in rows(frames.forms):
        asked = _asked(row["xml"])
        name = _("Questionnaire: {title}").format(title=row["title"] or row["form_id"])
        body: list[Block] = (
            [Paragraph(_("Version {version}.").format(version=row["version"]), Tone.SMALL)]
            if row["version"]
            else []
        )
        body.append(Bullets(asked) if asked else Paragraph(_("Its questions cannot be shown here.")))
        yield Section(name, tuple(body))


def _asked(xml: str) -> tuple[str, ...]:
    """Return the questions as they were put, in the questionnaire's own language."""
    try:
        form = parse(xml)
    except FormError:
        return ()
    questions: list[Any] = [
        question for question in form.questions() if question.asked and question.type != "note"
    ]
    return tuple(text for text in (_wording(question.label) for question in questions) if text)


def _wording(label: Any) -> str:
    parts = next(iter(label.words.values()), ())
    return " ".join("".join(part if isinstance(part, str) else "…" for part in parts).split())


def limits(found: Findings) -> Section:
    """Return what these numbers cannot tell."""
    points = [
        _("These are the groups we spoke with. They were not drawn by lot, and do not stand for all groups."),
        _("That a group did not name a barrier does not mean that it has none: nobody was read a list."),
        _(
            "Who had no time to speak with us is not here, and having no time may be what stands in their way."
        ),
        _("Groups are counted, not people: a large group and a small one weigh the same."),
    ]
    if found.tellable and found.groups < 20:
        points.append(
            _(
                "With fewer than 20 groups there are no percentages here, and differences of one or two mean little."
            )
        )
    return Section(_("What this cannot tell"), (Bullets(tuple(points)),))


def disclosure(found: Findings) -> Section:
    """Return what was hidden, and why."""
    points = [
        _(
            "No number below {fewest} is told; where all it counts are of kinds that "
            "need more protection, none below {more}."
        ).format(fewest=FEWEST, more=FEWEST_SENSITIVE),
        _(
            "Numbers by which a hidden one could be worked out to a range narrower than {width} are hidden too. The "
            "tables were tested by trying to do so."
        ).format(width=NARROWEST),
    ]
    if found.tellable:
        hidden = (
            (
                found.coverage.counts.hidden + found.coverage.reasons.hidden,
                _("numbers of who was approached, by kind and outcome"),
            ),
            (found.released.hidden, _("barriers, told only within their themes, without quotes")),
            (found.quotes.without_consent, _("passages without consent to be quoted in a report")),
            (found.quotes.revealing, _("passages that name or lead to somebody")),
            (found.register.rare, _("issues about what too few groups named")),
            (found.register.without_consent, _("issues of groups that did not agree to be quoted")),
            (found.register.revealing, _("issues that name or lead to somebody")),
            (found.uses.rare, _("tools that too few groups use")),
            (found.fits_hidden, _("tools that too few groups judged")),
        )
        points += [
            _("Hidden here: {count} {what}.").format(count=count, what=what)
            for count, what in hidden
            if count
        ]
    points.append(
        _(
            "People speak by a role and a kind of group only where enough groups share "
            "both; else as “a community group”."
        )
    )
    return Section(_("What is hidden, and why"), (Bullets(tuple(points)),))


def protection() -> Section:
    """Return how people are protected, and how to take something back."""
    words = (
        _(
            "Everybody was asked, scope by scope, what we may keep, share and quote. "
            "What nobody was asked counts as no."
        ),
        _(
            "Anybody may take back any of it at any time, without a reason. It then vanishes from the team's laptops "
            "and shared folder, and from the next edition of this report; earlier editions are marked as out of date."
        ),
        _("Write to whoever spoke with you, or to the owner of the data named at the front."),
    )
    return Section(
        _("Data protection, and the right to take it back"), tuple(Paragraph(text) for text in words)
    )


def glossary() -> Section:
    """Return the words of the report and what they mean."""
    words = (
        (
            _("Barrier"),
            _(
                "Something that stands between a group and technology it could use: "
                "social or technical, we draw no line."
            ),
        ),
        (_("Fit"), _("How well a tool would suit a group, 0 to 100, by criteria in the group's own order.")),
        (_("Deal-breaker"), _("Something that rules a tool out for a group, whatever else it can do.")),
        (_("Issue"), _("What is wrong, why the obvious answer does not do, and what would have to change.")),
        (
            _("Interval"),
            _("The range in which the share would lie, 95 times in 100, were the groups drawn by lot."),
        ),
        (_("Median"), _("The one in the middle: half are at it or below.")),
        (_("Krippendorff's alpha"), _("How far coders agree beyond chance: 1 fully, 0 no more than chance.")),
        (_("Theme"), _("A family of barriers.")),
    )
    return Section(_("Words used here"), (Terms(words),))
