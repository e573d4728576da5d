"""openQ-cat 1.1: what its elements become, what is inherited from the Angebot, what is refused; and hostile XML."""

from datetime import date

import pytest

from app import resources
from app.documents import catalogue_openq
from app.documents.catalogue_columns import MAX_CELL
from app.documents.catalogue_file import CatalogueFile, HeadIncomplete, NoColumnRow, NotText, OnlyChanges, TooLarge
from app.documents.catalogue_openq import read
from app.documents.catalogue_openq_fields import read_day
from app.domain.catalogue import Lifecycle, Offering

EXAMPLE = resources.path("formate", "katalog.xml").read_bytes().decode("iso-8859-15")


def changed(*pairs: tuple[str, str], count: int = 1) -> CatalogueFile:
    text = EXAMPLE
    for old, new in pairs:
        assert old in text, old
        text = text.replace(old, new, count)
    return read(text.encode("iso-8859-15", errors="xmlcharrefreplace"))


def reasons(found: CatalogueFile) -> list[tuple[int, str, str]]:
    return [(row.line, row.key, str(row.reason)) for row in found.refused]


def test_an_angebot_with_a_date_is_an_offering_with_every_field_the_format_has() -> None:
    assert changed().offerings[0] == Offering(
        key="700001", offer_key="700001", component="R", title="Allgemeiner Integrationskurs",
        description="600 Stunden Deutsch\n100 Stunden Orientierung\nZielgruppe: Zugewanderte mit und ohne Anspruch\n"
                    "Voraussetzungen: Einstufung vor Ort\nTermin: Ferien wie die Schulen\n"
                    "Kosten: 1603,00 EUR; mit Berechtigung frei",
        provider="MUSTER-VHS", provider_phone="+49 200 000012", provider_mail="integration@muster.example",
        place="Musterallee 7, 40210 Düsseldorf", ags="05111000", start=date(2027, 1, 11), end=date(2027, 10, 29),
        register_until=date(2027, 1, 8), continuous_entry=True,
        schedule="Teilzeit; Präsenzunterricht; Mo-Fr 8:30-12:45", seats_max=20,
        certificate="Zertifikat Integrationskurs")


def test_a_veranstaltung_takes_from_its_angebot_what_it_leaves_out_but_no_dates() -> None:
    later = changed().offerings[1]
    assert (later.key, later.offer_key, later.title) == ("700002", "700001", "Allgemeiner Integrationskurs")
    assert (later.provider, later.provider_phone, later.seats_max) == ("MUSTER-VHS", "+49 200 000012", 20)
    assert (later.start, later.end, later.register_until) == (date(2027, 3, 1), date(2027, 12, 17), None)
    assert (later.place, later.ags, later.continuous_entry) == ("Musterplatz 5, 47051 Duisburg", "05112000", False)
    assert later.schedule == "Teilzeit; Virtuelles Klassenzimmer"
    assert "Ferien" not in later.description


def test_the_head_is_the_day_of_generation() -> None:
    found = changed()
    assert (found.head.name, found.head.number) == ("Kurse Musterkreis, MUSTER-VHS", 20261102)
    assert (found.head.as_of, found.head.mode, found.head.valid_until) == (date(2026, 11, 2), "full", None)
    assert (found.form, found.encoding) == ("openqcat", "iso-8859-15")


def test_an_angebot_without_any_date_is_refused_with_the_line_of_its_service() -> None:
    line = EXAMPLE[:EXAMPLE.index("700003")].count("\n")
    assert reasons(changed()) == [(line, "700003", "Das Angebot hat weder einen Beginn noch eine Durchführung.")]


def test_an_angebot_without_a_date_frames_its_veranstaltungen_or_goes_on_without_end() -> None:
    framed = changed(("<START_DATE>2027-01-11T00:00:00.000+01:00</START_DATE>", ""))
    assert [offering.key for offering in framed.offerings] == ["700002"]
    running = changed(("<MODULE_COURSE><FLEXIBLE_START>false", "<MODULE_COURSE><FLEXIBLE_START>1"))
    assert (running.offerings[2].key, running.offerings[2].start, running.refused) == ("700003", None, ())


def test_a_veranstaltung_of_an_angebot_that_is_not_there_is_refused() -> None:
    found = changed(('"false">\n            <COURSE_ID>700001', '"false"><COURSE_ID>9'))
    assert reasons(found)[0][1:] == ("700002", "titel: Die Angabe fehlt.")


def test_two_services_with_one_id_and_other_content_are_both_refused() -> None:
    found = changed(("<PRODUCT_ID>700002", "<PRODUCT_ID>700001"))
    assert found.offerings == ()
    assert [reason[1] for reason in reasons(found)] == ["700001", "700001", "700003"]


def test_dates_may_stand_in_the_parts_of_a_course() -> None:
    parts = ('<MODULE_COURSE><DURATION type="1"><START_DATE>2027-02-01T00:00:00+01:00</START_DATE>'
             '<END_DATE>2027-02-26T00:00:00+01:00</END_DATE></DURATION></MODULE_COURSE>'
             '<MODULE_COURSE><DURATION type="1"><START_DATE>2027-03-01T00:00:00+01:00</START_DATE>'
             '<END_DATE>2027-03-31T00:00:00+02:00</END_DATE></DURATION></MODULE_COURSE>')
    course = changed(("<MODULE_COURSE><FLEXIBLE_START>false</FLEXIBLE_START></MODULE_COURSE>", parts)).offerings[2]
    assert (course.start, course.end) == (date(2027, 2, 1), date(2027, 3, 31))


def test_a_service_that_is_no_longer_offered_counts_as_cancelled() -> None:
    found = changed(("<KEYWORD>Deutsch</KEYWORD>", '<SERVICE_STATUS type="old_product">vorbei</SERVICE_STATUS>'))
    assert found.offerings[0].lifecycle is Lifecycle.CANCELLED


def test_elements_nothing_is_taken_from_are_named() -> None:
    unknown = changed(("<KEYWORD>", "<NEU><TIEF>x</TIEF></NEU><KEYWORD>")).unknown_columns
    assert {"SERVICE_DETAILS/KEYWORD", "ANNOUNCEMENT/START_DATE", "CONTACT/LAST_NAME", "NEU/TIEF"} <= set(unknown)
    assert not {name for name in unknown if "TITLE" in name or "SERVICE_DATE" in name}


def test_several_suppliers_are_told_apart_by_their_ids() -> None:
    second = "<SUPPLIER><SUPPLIER_ID>1002</SUPPLIER_ID><SUPPLIER_NAME>MUSTER-Werk</SUPPLIER_NAME></SUPPLIER></HEADER>"
    found = changed(("</HEADER>", second))
    assert found.head.name == "Kurse Musterkreis"
    assert {offering.provider for offering in found.offerings} == {"MUSTER-VHS"}
    other = changed(("</HEADER>", second), (">1001</SUPPLIER_ID_REF>", ">1002</SUPPLIER_ID_REF>"))
    assert {offering.provider for offering in other.offerings} == {"MUSTER-Werk"}
    nobody = changed(("</HEADER>", second), (">1001</SUPPLIER_ID_REF>", ">7</SUPPLIER_ID_REF>"))
    assert (nobody.offerings, reasons(nobody)[0][2]) == ((), "traeger: Die Angabe fehlt.")


@pytest.mark.parametrize(("state", "city", "ags"), [
    ("Nordrhein-Westfalen", "Düsseldorf", "05111000"), ("Hessen", "Münster", ""), ("", "Düsseldorf", ""),
    ("Nordrhein-Westfalen", "Düsseldorf-Bilk", "")])
def test_a_commune_is_known_by_its_very_name_in_nrw_alone(state: str, city: str, ags: str) -> None:
    found = changed(("<CITY>Düsseldorf</CITY>\n                <STATE>Nordrhein-Westfalen",
                     f"<CITY>{city}</CITY><STATE>{state}"))
    assert found.offerings[0].ags == ags


@pytest.mark.parametrize(("written", "day"), [
    ("2027-01-11T00:00:00.000+01:00", "2027-01-11"), ("2027-01-10T23:00:00Z", "2027-01-11"),
    ("2027-01-11", "2027-01-11"), ("2027-07-31T22:00:00.000Z", "2027-08-01"),
    ("2027-01-10T23:00:00+01:00", "2027-01-10"),
    ("2027-01-11+01:00", "2027-01-11"), ("9999-12-31T23:00:00Z", "9999-12-31"), ("bald", "bald"), ("", "")])
def test_a_time_becomes_the_german_day_it_stands_for(written: str, day: str) -> None:
    assert read_day(written) == day


def test_longer_texts_than_we_keep_end_in_a_sign_that_says_so() -> None:
    found = changed(("&lt;p&gt;600", "&lt;p&gt;" + "lang " * 2_000 + "600"),
                    ("Allgemeiner Integ", "Sehr " * 50 + "Integ"), ("Einstufung vor Ort", "viel " * 400)).offerings[0]
    assert (len(found.description) <= MAX_CELL, len(found.title)) == (True, 200)
    assert found.title.endswith("…")
    assert "lang…\nZielgruppe: Zugewanderte" in found.description
    assert found.description.endswith("mit Berechtigung frei")


def test_html_that_stands_in_the_file_as_elements_is_text_too() -> None:
    text = "<p>600 Stunden</p><![CDATA[<b>Deutsch</b> &amp; mehr]]>"
    start, end = EXAMPLE.index("&lt;p&gt;"), EXAMPLE.index("</DESCRIPTION_LONG>")
    found = read((EXAMPLE[:start] + text + EXAMPLE[end:]).encode("iso-8859-15"))
    assert found.offerings[0].description.startswith("600 Stunden\nDeutsch & mehr\nZielgruppe")


@pytest.mark.parametrize(("declared", "codec"), [
    ("iso-8859-15", "iso-8859-15"), ("UTF-8", "utf-8"), ("UTF-16", "utf-16"), ("ISO-8859-1", "latin-1"),
    ("windows-1252", "cp1252")])
def test_every_encoding_kursnet_and_others_write_is_read(declared: str, codec: str) -> None:
    found = read(EXAMPLE.replace("iso-8859-15", declared).encode(codec))
    assert found.offerings == changed().offerings


@pytest.mark.parametrize("declared", ["utf-7", "idna", "hex", "x" * 30, "cp037"])
def test_the_byte_order_mark_goes_before_what_is_declared(declared: str) -> None:
    found = read(EXAMPLE.replace("iso-8859-15", declared).encode("utf-16"))
    assert (found.offerings, found.encoding) == (changed().offerings, "utf-16")


@pytest.mark.parametrize("declared", ["utf-7", "idna", "hex", "x" * 30, "cp037"])
def test_other_encodings_are_refused_unread(declared: str) -> None:
    with pytest.raises(NotText, match="keine Textdatei"):
        read(EXAMPLE.replace("iso-8859-15", declared).encode("iso-8859-15"))


@pytest.mark.parametrize(("old", "new"), [
    ('"true">\n    <SERVICE', '"false">\n    <SERVICE'), (' FULLCATALOG="true"', ""),
    ("NEW_CATALOG", "UPDATE_CATALOG")])
def test_anything_but_a_whole_catalogue_is_refused(old: str, new: str) -> None:
    with pytest.raises(OnlyChanges, match="Lassen Sie sich den vollständigen Katalog geben"):
        changed((old, new), count=2)


@pytest.mark.parametrize(("old", "new", "words"), [
    ("2026-11-02T18:14:55.445+01:00", "", "fehlt „Nummer“"),
    ("2026-11-02T18:14:55.445+01:00", "heute", "„Nummer“ nicht"),
    ("2026-11-02T18:14:55.445+01:00", "2026-02-30T00:00:00", "„Stand“ nicht lesbar")])
def test_a_head_without_its_day_is_refused(old: str, new: str, words: str) -> None:
    with pytest.raises(HeadIncomplete, match=words):
        changed((old, new))


@pytest.mark.parametrize("doctype", [
    '<!DOCTYPE OPENQCAT [<!ENTITY a "x"><!ENTITY b "&a;&a;&a;&a;">]>', '<!DOCTYPE OPENQCAT SYSTEM "file:///etc/passwd">',
    '<!DOCTYPE OPENQCAT [<!ENTITY % x SYSTEM "http://muster.example/x">%x;]>', "<!DOCTYPE OPENQCAT>"])
def test_declarations_that_could_swell_or_fetch_are_refused(doctype: str) -> None:
    with pytest.raises(NotText, match="Anweisungen, die ein Katalog nicht braucht"):
        changed(("<OPENQCAT", f"{doctype}<OPENQCAT"))


@pytest.mark.parametrize(("old", "new"), [
    ("</HEADER>", ""), ("<TITLE/>", "<TITLE>&nbsp;</TITLE>"), ("<TITLE/>", "<TITLE>&#0;</TITLE>"), ("</OPENQCAT>", "")])
def test_damaged_xml_is_refused_with_its_line(old: str, new: str) -> None:
    with pytest.raises(NotText, match=r"Ab Zeile \d+ ist die Datei kein gültiges XML"):
        changed((old, new))


def test_other_xml_and_endless_nesting_and_too_many_services_are_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    for text in ("<rss/>", "<OPENQCAT><HEADER/></OPENQCAT>", "<OPENQCAT>" + "<a>" * 100_000):
        with pytest.raises(NoColumnRow, match="kein Katalog im Format openQ"):
            read(text.encode())
    with pytest.raises(NoColumnRow):
        changed(("<TITLE/>", "<TITLE>" + "<a>" * 100))
    monkeypatch.setattr(catalogue_openq, "MAX_ROWS", 2)
    with pytest.raises(TooLarge, match=r"mehr als 20\.000 Zeilen"):
        changed()
