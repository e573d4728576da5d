"""Charts: what is drawn where, on screen and on paper."""

import pytest
from PySide6.QtCore import QRectF
from PySide6.QtGui import QImage, QPainter

from app.ui.charts import BarChart, LineChart, Series
from app.ui.theme import T


def drawn(chart, width: int, height: int) -> QImage:
    image = QImage(width, height, QImage.Format.Format_ARGB32)
    image.fill(T.color("surface"))
    p = QPainter(image)
    chart.draw(p, QRectF(0, 0, width, height))
    p.end()
    return image


def length_of(image: QImage, y: int, token: str) -> int:
    return sum(image.pixelColor(x, y) == T.color(token) for x in range(image.width()))


@pytest.fixture
def bars(look, qtbot):
    """Four bars: full, half, nothing, withheld."""
    look()
    chart = BarChart("Bestand", (("Duldung", 70), ("Gestattung", 35), ("Erlaubnis", 0), ("sonstige", None)))
    qtbot.addWidget(chart)
    return chart


def test_the_length_of_a_bar_is_its_share_of_the_largest(bars):
    image = drawn(bars, 500, 104)
    full, half = length_of(image, 13, "chart1"), length_of(image, 39, "chart1")
    assert full > 250
    assert half == pytest.approx(full / 2, abs=3)


def test_nothing_is_a_stub_and_withheld_is_no_bar(bars):
    image = drawn(bars, 500, 104)
    assert length_of(image, 65, "chart1") == length_of(image, 91, "chart1") == 0
    assert 0 < length_of(image, 65, "control") <= 4


def test_a_chart_of_nothing_is_empty(look, qtbot):
    look()
    chart = BarChart("Bestand", ())
    qtbot.addWidget(chart)
    image = drawn(chart, 100, 20)
    assert length_of(image, 10, "surface") == 100


def test_lines_are_told_apart_without_colour_and_names_do_not_lie_on_each_other(look, qtbot):
    look()
    months = tuple(f"{n:02}" for n in range(1, 13))
    chart = LineChart("Verlauf", months, (Series(name="Bestand", values=(100,) * 12),
                                          Series(name="vermittelt", values=(98,) * 12)))
    qtbot.addWidget(chart)
    image = drawn(chart, 600, 170)
    solid = max(length_of(image, y, "chart1") for y in range(170))
    dashed = max(length_of(image, y, "chart2") for y in range(170))
    assert solid > 300
    assert 50 < dashed < solid
