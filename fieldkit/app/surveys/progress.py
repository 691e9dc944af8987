"""How far a questionnaire has come: what is answered, and what of that cannot be right."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from fieldkit.app.surveys.contents import Entry
from fieldkit.app.surveys.outline import Page
from fieldkit.forms import Question, Response


class Progress:
    """Counts the answers of one response. An answer that is wrong is none: the list of faults leads there.

    What is only to be read is nothing to answer. Whether an answer is right takes long to find out for a whole form,
    so it is asked again only for what changed.
    """

    def __init__(self, response: Response) -> None:
        self._response = response
        self._right: dict[str, bool] = {}
        self._open: dict[str, bool] = {}
        """Whether a question may be answered now, for those of which the form lets that depend."""

    def follow(self, changed: Iterable[str]) -> None:
        """Look again at the questions at these paths, once they are counted."""
        for path in changed:
            self._right.pop(path, None)
            self._open.pop(path, None)

    def entries(self, pages: Iterable[Page]) -> list[Entry]:
        """Return how far each page has come."""
        answers = self._response.answers()
        return [self._entry(page, answers) for page in pages]

    def _entry(self, page: Page, answers: Mapping[str, str]) -> Entry:
        asked = [path for path, question in page.asking.items() if self._is_asked(path, question)]
        given = [path for path in asked if answers.get(path)]
        right = sum(map(self._is_right, given))
        return Entry(page.title, len(asked), right, len(given) - right)

    def _is_asked(self, path: str, question: Question) -> bool:
        if question.readonly in ("", "true()"):
            return not question.readonly
        known = self._open.get(path)
        if known is None:
            known = self._open[path] = not self._response.asked(path).readonly
        return known

    def _is_right(self, path: str) -> bool:
        known = self._right.get(path)
        if known is None:
            known = self._right[path] = not self._response.asked(path).error
        return known


def whole(entries: Iterable[Entry]) -> Entry:
    """Return how far all pages have come together."""
    counts = [(entry.asked, entry.answered, entry.wrong) for entry in entries]
    asked, answered, wrong = (sum(each) for each in zip(*counts, strict=True)) if counts else (0, 0, 0)
    return Entry("", asked, answered, wrong)
