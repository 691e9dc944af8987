"""What a person can mend: a sentence, a hint, and where it is."""

from __future__ import annotations


class FieldkitError(Exception):
    """Something went wrong that the person at the laptop can understand and mend.

    `sentence` says what happened and what is safe; `hint` says what to do next. Both are shown as they are.
    """

    def __init__(self, sentence: str, hint: str = "") -> None:
        super().__init__(sentence)
        self.sentence = sentence
        self.hint = hint

    def __str__(self) -> str:
        return f"{self.sentence}\n{self.hint}" if self.hint else self.sentence


class ProjectError(FieldkitError):
    """The project file cannot be opened, read or written."""


class InUseError(ProjectError):
    """The project file is open in another window: it can only be looked at."""


class FolderError(FieldkitError):
    """The shared folder cannot be read or written, or belongs to another project."""


class EmptyFolderError(FolderError):
    """The shared folder is empty, though the project has synced before: only a person knows whether that is meant."""


class ConsentError(FieldkitError):
    """The people interviewed have not agreed to this."""


class FileError(FieldkitError):
    """A file given to us is not what it should be. `faults` lists every place, each a whole sentence."""

    def __init__(self, sentence: str, hint: str = "", faults: list[str] | None = None) -> None:
        super().__init__(sentence, hint)
        self.faults = faults or []

    def __str__(self) -> str:
        lines = [self.sentence, *(f"  - {fault}" for fault in self.faults), self.hint]
        return "\n".join(line for line in lines if line)


class FormError(FileError):
    """A questionnaire cannot be used. Each fault names sheet, row and column, and the remedy."""
