"""Where the result of a merge goes: a folder of Parquet files, or one SQLite file; whole, or not at all."""

# Dask and pandas ship their types in part only.
# pyright: reportUnknownMemberType=false, reportUnknownVariableType=false, reportUnknownArgumentType=false
# pyright: reportMissingTypeStubs=false

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Generator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from fieldkit.errors import FileError
from fieldkit.exchange.destination import packed, whole
from fieldkit.words import _

if TYPE_CHECKING:
    from dask.dataframe import DataFrame

    Write = Callable[[Mapping[str, DataFrame]], None]


@contextmanager
def desk_for(to: Path) -> Generator[tuple[Path, Write]]:
    """Lend the place in which the result is made, beside `to`, and what writes the tables there by their names.

    Raises:
        FileError: `to` is called otherwise, or cannot be written.
    """
    match to.suffix.lower():
        case ".parquet":
            with packed(to) as folder:
                yield folder.parent, lambda tables: _write_parquet(tables, folder)
        case ".sqlite" | ".db":
            with whole(to) as file:
                yield file.parent, lambda tables: _write_sqlite(tables, file)
        case _:
            raise FileError(
                _("“{name}” is neither Parquet nor SQLite. Nothing was written.").format(name=to.name),
                _("Let its name end in .parquet, for a folder of tables, or in .sqlite or .db."),
            )


def _write_parquet(tables: Mapping[str, DataFrame], folder: Path) -> None:
    """Let the workers write each table into a folder, a file for each part of it."""
    from dask.base import compute

    compute(
        *(
            table.to_parquet(str(folder / f"{name}.parquet"), write_index=False, compute=False)
            for name, table in tables.items()
        )
    )


def _write_sqlite(tables: Mapping[str, DataFrame], file: Path) -> None:
    """Fetch the tables part by part: SQLite has one writer, and no network drive is good enough for it."""
    from dask.base import persist

    parts = [(name, part) for name, table in tables.items() for part in table.to_delayed()]
    made = deque(zip((name for name, _part in parts), persist(*(part for _name, part in parts)), strict=True))
    while made:
        # Once fetched, a part is forgotten by the worker that made it.
        name, part = made.popleft()
        part.compute().to_sql(name, f"sqlite:///{file}", index=False, if_exists="append")
