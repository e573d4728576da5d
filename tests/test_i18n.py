"""Texts come in German unless a catalogue says otherwise; numbers in the German form; shipped files are found."""

import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from babel.messages.catalog import Catalog
from babel.messages.mofile import write_mo

from app import i18n, resources
from app.domain.errors import UserError


@pytest.fixture
def english(tmp_path: Path) -> Iterator[Path]:
    """A folder with a small English catalogue; German is back afterwards."""
    catalogue = Catalog(locale="en")
    catalogue.add("Angebote", "Offers")
    catalogue.add("Katalog {number} fehlt.", "Catalogue {number} is missing.")
    catalogue.add(("eine Person", "{n} Personen"), ("one person", "{n} people"))
    folder = tmp_path / "en" / "LC_MESSAGES"
    folder.mkdir(parents=True)
    with (folder / "klientendatei.mo").open("wb") as file:
        write_mo(file, catalogue)
    yield tmp_path
    i18n.install("de")


def test_german_is_the_source_and_needs_no_catalogue() -> None:
    i18n.install("de")
    assert i18n._("Angebote") == "Angebote"
    assert i18n.ngettext("eine Person", "{n} Personen", 3) == "{n} Personen"


def test_a_catalogue_translates_and_leaves_german_what_it_lacks(english: Path) -> None:
    i18n.install("en", english)
    assert i18n.language() == "en"
    assert (i18n._("Angebote"), i18n._("Träger")) == ("Offers", "Träger")
    assert i18n.ngettext("eine Person", "{n} Personen", 1) == "one person"


def test_a_language_without_catalogue_falls_back_to_german(english: Path) -> None:
    i18n.install("en", english)
    i18n.install("fr", english)
    assert (i18n.language(), i18n._("Angebote")) == ("de", "Angebote")


def test_an_empty_text_stays_empty_in_every_language(english: Path) -> None:
    i18n.install("en", english)
    assert i18n._("") == ""


def test_an_error_is_translated_before_it_is_filled_in(english: Path) -> None:
    error = UserError("Katalog {number} fehlt.", number=12)
    assert i18n.text_of(error) == "Katalog 12 fehlt."
    i18n.install("en", english)
    assert i18n.text_of(error) == "Catalogue 12 is missing."


def test_braces_in_a_value_stay_as_they_are() -> None:
    assert i18n.text_of(UserError("Datei {name}", name="{x}.csv")) == "Datei {x}.csv"


def test_numbers_have_the_german_form() -> None:
    assert [i18n.number(n) for n in (0, 999, 1240, -12092, 1234567)] == ["0", "999", "1.240", "-12.092", "1.234.567"]
    assert (i18n.decimal(106.7), i18n.decimal(1240.456, 2)) == ("106,7", "1.240,46")
    assert (i18n.percent(0.86), i18n.percent(0.2527, 2)) == ("86\u00a0%", "25,27\u00a0%")


def test_shipped_files_are_found_in_the_checkout_and_in_a_bundle(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert resources.path("codes", "sex.csv").is_file()
    monkeypatch.setattr(sys, "_MEIPASS", str(tmp_path), raising=False)
    assert resources._root() == tmp_path / "resources"
