"""The program going to every page by itself, for a reader: says each place and waits for a line. No pytest."""

import select
import sys
from pathlib import Path

from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from app.ui.client_tabs import TABS
from app.ui.garbage import GarbageInThisThread
from tests import stage as stages
from tests.ui.walk import places, prepare


def main(place: Path) -> None:
    """The walk over a copy of the Musterdatei at ``place``."""
    app = QApplication([])
    GarbageInThisThread(app)
    stage = stages.open_stage(app, place)
    prepare(stage)
    for name in places(stage):
        # everything else is asked of the same interface inside the program, which is quicker
        if ", " in name and name.split(", ")[1] not in TABS:
            continue
        print(name, flush=True)
        # the reader asks this program, which has to answer meanwhile
        while not select.select([sys.stdin], [], [], 0)[0]:
            QTest.qWait(2)
        sys.stdin.readline()
    stage.close()


if __name__ == "__main__":
    main(Path(sys.argv[1]))
