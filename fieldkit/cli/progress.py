"""A progress bar that gets out of the way."""

from __future__ import annotations

from collections.abc import Callable, Generator
from contextlib import contextmanager

from rich.console import Console
from rich.progress import BarColumn, Progress, TextColumn, TimeElapsedColumn


@contextmanager
def shown(words: str) -> Generator[Callable[[float, str], None]]:
    """Lend a function that takes how far it is, from 0 to 1, and what is being done."""
    columns = (TextColumn("{task.description}"), BarColumn(), TimeElapsedColumn())
    # On the error stream, so that what a command says can be piped.
    console = Console(stderr=True)
    with Progress(*columns, transient=True, console=console, disable=not console.is_terminal) as progress:
        bar = progress.add_task(words, total=1.0)

        def tell(fraction: float, words: str) -> None:
            progress.update(bar, completed=fraction, description=words)

        yield tell
