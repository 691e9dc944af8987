"""Opens the app, or the command line when given words."""

from __future__ import annotations

import sys
from pathlib import Path


def main() -> int:
    """Do what the words of the command line say; without any, or with a project file alone, open the window."""
    words = sys.argv[1:]
    project = Path(words[0]) if len(words) == 1 and words[0].endswith(".fieldkit") else None
    if words and project is None:
        from fieldkit import cli

        return cli.main(words)
    from fieldkit.app.main import main as open_window

    return open_window(project)


if __name__ == "__main__":
    sys.exit(main())
