"""The only place where things are put together: clock, crash hook, command line or window."""

import os
import sys
from collections.abc import Sequence
from datetime import datetime
from pathlib import Path

from app import paths
from app.vault import traces


def main(arguments: Sequence[str]) -> int:
    """Without arguments or with a place the window opens; everything else is a command."""
    os.umask(0o077)  # whatever this process writes is its owner's alone
    traces.no_dumps(Path(sys.executable).name if paths.is_frozen() else "")
    traces.quiet_errors()
    if arguments and arguments[0] == "--read-table":
        # the process that parses one foreign spreadsheet (documents/tables.py) loads nothing else of this program
        from app.documents import tables_child

        return tables_child.main()
    if arguments and arguments[0] == "--bounds":
        # the process that solves linear programmes (statistics/solver.py); the window never loads the solver
        from app.statistics import solver_child

        return solver_child.main()
    if not arguments or (len(arguments) == 1 and is_place(arguments[0])):
        return _window(Path(arguments[0]) if arguments else None)
    # The command line needs no Qt and the window no argparse: each is imported only where it runs.
    from app import cli

    return cli.main(arguments, now=datetime.now, texts_of_qt=_texts_of_qt)


def is_place(argument: str) -> bool:
    """Whether a single argument names a file or folder, as a double click does, and not a command."""
    if argument.startswith("-"):
        return False
    # no command has a dot or a slash; what is gone meanwhile is told in the window, not on a console nobody sees
    return bool(Path(argument).suffix) or Path(argument).name != argument or Path(argument).exists()


def _window(path: Path | None) -> int:
    from app.ui import start

    return start.run(path, now=datetime.now)


def _texts_of_qt() -> str:
    from app.ui import start

    return start.qt_text("Cancel")


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
