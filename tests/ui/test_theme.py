"""Tokens, theme and signs: every ratio, the order at start, Qt's own German, and that nobody else names a colour."""

import re
from pathlib import Path

import pytest
from PySide6.QtCore import QCoreApplication, QLocale
from PySide6.QtGui import QColor, QPalette
from PySide6.QtWidgets import QApplication

from app import resources
from app.ui import icons, theme
from app.ui.theme import T
from app.ui.tokens import CONTRAST, DARK, LIGHT, STATUS_ICON, TYPE, ratio

UI = Path(theme.__file__).parent
PAIRS = [(name, table, front, back, need) for name, table in (("light", LIGHT), ("dark", DARK))
         for front, backs, need in CONTRAST for back in backs]


@pytest.mark.parametrize(("name", "table", "front", "back", "need"), PAIRS,
                         ids=[f"{name}-{front}-on-{back}" for name, _table, front, back, _need in PAIRS])
def test_every_pair_of_tokens_has_its_contrast(name, table, front, back, need):
    assert ratio(table[front], table[back]) >= need


def test_ratio_of_black_and_white_is_21_and_of_the_same_colour_1():
    assert ratio("#000000", "#FFFFFF") == pytest.approx(21)
    assert ratio("#2B3AA6", "#2B3AA6") == 1


def test_both_themes_have_the_same_tokens():
    assert set(LIGHT) == set(DARK)


def test_only_tokens_and_theme_name_a_colour_a_sheet_or_a_font_size():
    named = re.compile(r"#[0-9A-Fa-f]{6}\b|setStyleSheet|setPixelSize|setPointSize|QColor\(")
    places = [f"{path.name}: {found[0]}" for path in UI.glob("*.py") if path.name not in ("tokens.py", "theme.py")
              if (found := named.search(path.read_text(encoding="utf-8")))]
    assert places == []


def test_files_of_the_sheet_carry_the_colours_of_their_theme():
    for folder, table in (("light", LIGHT), ("dark", DARK)):
        for name, token in theme.SHEET_ICONS.items():
            svg = resources.path("icons", "sheet", folder, f"{name}.svg").read_text(encoding="utf-8")
            assert table[token] in svg and "currentColor" not in svg


def test_every_sign_named_in_the_window_is_shipped():
    shipped = {path.stem for path in resources.path("icons").glob("*.svg")}
    source = "\n".join(path.read_text(encoding="utf-8") for path in UI.glob("*.py"))
    named = set(re.findall(r'(?:glyph\(|sign\(p, |icon=|tool\()"([a-z0-9-]+)"', source)) | set(STATUS_ICON.values())
    assert {"check", "search", "clock"} <= named <= shipped


def test_the_licence_of_the_signs_lies_beside_them():
    assert "ISC" in resources.path("icons", "LICENSE-lucide.txt").read_text(encoding="utf-8")


@pytest.mark.parametrize("dark", [False, True])
def test_apply_puts_palette_font_and_sheet_in_force(qapp: QApplication, look, dark):
    look(dark=dark, zoom=1.5)
    table = DARK if dark else LIGHT
    assert qapp.palette().color(QPalette.ColorRole.Window) == QColor(table["page"])
    assert table["accent"] in qapp.styleSheet()
    assert qapp.font().pixelSize() == T.px(TYPE["body"][0])
    assert T.px(10) == 15 * T.base // 13


def test_text_grows_with_the_zoom_and_empty_space_by_a_third_of_it(look):
    look(zoom=2.0)
    assert T.px(100) == round(200 * T.base / 13)
    assert T.sp(100) == 135


@pytest.mark.parametrize(("wanted", "step"), [(0.1, 0.8), (1.04, 1.0), (1.26, 1.3), (9.0, 2.0)])
def test_zoom_goes_in_steps_of_ten_between_80_and_200_percent(wanted, step):
    assert theme.nearest_zoom(wanted) == step


@pytest.mark.parametrize(("width", "zoom", "wide"), [(1366, 1.0, True), (1366, 1.2, False), (1093, 1.0, False)])
def test_letters_decide_whether_there_is_room_for_two_columns(look, width, zoom, wide):
    look(zoom=zoom, width=width)
    assert T.wide is wide


def test_dense_rows_are_six_pixels_lower(qapp, look):
    normal = T.row(36)
    theme.apply(qapp, dark=False, zoom=1.0, dense=True)
    assert normal - T.row(36) == T.px(6)


def test_qt_speaks_german_and_counts_the_german_way(qapp: QApplication):
    theme.use_language(qapp, "de")
    assert QCoreApplication.translate("QLineEdit", "&Undo").replace("&", "") == "Rückgängig"
    assert QLocale().name() == "de_DE"


def test_high_contrast_takes_the_colours_of_the_system():
    system = QPalette(QColor("#112233"))
    system.setColor(QPalette.ColorRole.Base, QColor("#000000"))
    system.setColor(QPalette.ColorRole.Text, QColor("#ffff00"))
    table = theme.high_contrast(system)
    assert set(table) == set(LIGHT)
    assert {table["page"], table["bad_soft"]} == {"#000000"}
    assert {table["text"], table["muted"]} == {"#ffff00"}


def test_a_sign_is_drawn_in_the_colour_of_its_token(look):
    look()
    image = icons.pixmap("check", "bad", 32).toImage()
    colours = {image.pixelColor(x, y).name() for x in range(image.width()) for y in range(image.height())
               if image.pixelColor(x, y).alpha() == 255}
    assert LIGHT["bad"].lower() in colours
