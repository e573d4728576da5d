"""A fresh process with the least a window can be, the bare limit of start and memory: a label, painted.

``python -m tests.benchmarks.child_empty [SECONDS]`` prints when it was painted and what it holds SECONDS later."""

import sys

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QApplication, QLabel, QVBoxLayout, QWidget

from tests.benchmarks.first_paint import FirstPaint, resident


def main(seconds: float) -> None:
    """Shows the window until it was measured."""
    app = QApplication([])
    window = QWidget()
    layout = QVBoxLayout(window)
    layout.addWidget(QLabel("Klientendatei"))
    window.resize(1366, 768)

    def rested() -> None:
        print("resident", resident(), flush=True)
        app.exit(0)

    def painted(at: float) -> None:
        print("painted", at, flush=True)
        QTimer.singleShot(round(seconds * 1000), rested)

    FirstPaint(window, painted)
    window.show()
    app.exec()


if __name__ == "__main__":
    main(float(sys.argv[1]) if len(sys.argv) > 1 else 0)
