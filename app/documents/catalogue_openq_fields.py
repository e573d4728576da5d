"""What the elements of openQ-cat 1.1 mean for an offering (domain.md § 6.1, names and meanings from the schema of
KURSNET). Knows no XML: a SERVICE comes as paths below it with their texts."""

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from functools import cache, lru_cache

from app.documents.catalogue_columns import MAX_CELL, clean, plain_text
from app.documents.catalogue_parts import STEP_ROWS, RefusedRow, refused_row, row_of
from app.domain.catalogue import Offering
from app.domain.codes import code_list
from app.domain.errors import N_, UserError

_D = "SERVICE_DETAILS"
_E = f"{_D}/SERVICE_MODULE/EDUCATION"
_M = f"{_E}/MODULE_COURSE"
_PRICE = "SERVICE_PRICE_DETAILS"
IN_SERVICE = frozenset({
    "PRODUCT_ID", "SUPPLIER_ID_REF", f"{_D}/TITLE", f"{_D}/DESCRIPTION_LONG", f"{_D}/CONTACT/PHONE",
    f"{_D}/CONTACT/MOBILE", f"{_D}/CONTACT/EMAILS/EMAIL", f"{_D}/REQUIREMENTS", f"{_D}/SERVICE_DATE/START_DATE",
    f"{_D}/SERVICE_DATE/END_DATE", f"{_D}/SERVICE_DATE/DATE_REMARKS", f"{_D}/TARGET_GROUP/TARGET_GROUP_TEXT",
    f"{_E}/COURSE_ID", f"{_E}/DEGREE/DEGREE_TITLE", f"{_E}/REGISTRATION_DATE", f"{_E}/EXTENDED_INFO/INSTRUCTION_FORM",
    f"{_E}/EXTENDED_INFO/INSTRUCTION_TIME", f"{_E}/EXTENDED_INFO/MEASURE_NUMBER", f"{_M}/MAX_PARTICIPANTS",
    f"{_M}/LOCATION/STREET", f"{_M}/LOCATION/ZIP", f"{_M}/LOCATION/CITY", f"{_M}/LOCATION/STATE",
    f"{_M}/DURATION/START_DATE", f"{_M}/DURATION/END_DATE", f"{_M}/INSTRUCTION_REMARKS", f"{_M}/FLEXIBLE_START",
    f"{_PRICE}/SERVICE_PRICE/PRICE_AMOUNT", f"{_PRICE}/SERVICE_PRICE/PRICE_CURRENCY", f"{_PRICE}/REMARKS",
})
TYPES = frozenset({_E, f"{_E}/DEGREE/DEGREE_EXAM", f"{_D}/SERVICE_STATUS"})  # elements whose attribute type counts

LONG_LINE = 800  # characters of what is added to a description
SHORT = 200
_STATE = "nordrhein-westfalen"
_NOT_SAID = frozenset({"", "keine angabe", "keine angaben"})
_DAY = re.compile(r"(\d{4}-\d{2}-\d{2})(?:T(\d{2}):\d{2}:\d{2}(?:\.\d+)?)?(Z|[+-]\d{2}:\d{2})?", re.ASCII)
_AMOUNT = re.compile(r"\d{1,7}(?:\.\d{1,2})?", re.ASCII)


@dataclass(frozen=True, slots=True, kw_only=True)
class Supplier:
    """A provider of the header."""

    id: str
    name: str
    phone: str
    mail: str

    @classmethod
    def of(cls, texts: Mapping[str, str]) -> "Supplier":
        """From the paths below SUPPLIER; a contact person goes before the address."""
        def first(*paths: str) -> str:
            return next((texts[path] for path in paths if path in texts), "")
        return cls(id=first("SUPPLIER_ID"), name=first("SUPPLIER_NAME"), phone=first("CONTACT/PHONE", "ADDRESS/PHONE"),
                   mail=first("CONTACT/EMAILS/EMAIL", "ADDRESS/EMAILS/EMAIL"))


@dataclass(slots=True, kw_only=True)
class Service:
    """A SERVICE: the line it begins on, and the texts at each path in their order."""

    line: int
    texts: dict[str, list[str]] = field(default_factory=dict)

    def add(self, path: str, text: str) -> None:
        """One more text at a path."""
        self.texts.setdefault(path, []).append(text)

    def first(self, *paths: str) -> str:
        """The first text at the first of the paths that has one."""
        return next((self.texts[path][0] for path in paths if path in self.texts), "")

    @property
    def key(self) -> str:
        """PRODUCT_ID, the lasting id of an offer as of a dated offering."""
        return clean(self.first("PRODUCT_ID")[:MAX_CELL])

    @property
    def is_offer(self) -> bool:
        """Whether it is an Angebot (true) or a Veranstaltung (false); an absent attribute says no offer."""
        return self.first(f"{_E}@type").strip().lower() in ("true", "1")

    @property
    def offer_key(self) -> str:
        """Of a Veranstaltung the PRODUCT_ID of its Angebot."""
        return clean(self.first(f"{_E}/COURSE_ID")[:MAX_CELL]) or self.key


def head_cells(head: Mapping[str, str], suppliers: Sequence[Supplier]) -> dict[str, str]:
    """The head of the profile: numbered by its day of generation, for the format has no number of its own."""
    day = read_day(head.get("GENERATION_DATE", ""))
    name = head.get("CATALOG_NAME", "")
    if len(suppliers) == 1 or not name:
        name = ", ".join(filter(None, (name, *(supplier.name for supplier in suppliers[:1]))))
    values = {"katalog": _short(clean((name or head.get("CATALOG_ID", ""))[:MAX_CELL]), SHORT), "nummer":
              day.replace("-", ""), "stand": day, "art": "vollständig"}
    return {key: value for key, value in values.items() if value}


def rows_of(listed: Sequence[Service], suppliers: Sequence[Supplier],
            step: Callable[[int], None]) -> list[tuple[int, Offering | RefusedRow]]:
    """An offering for each Veranstaltung, and for each Angebot that has a date of its own, as KURSNET writes it.

    What a Veranstaltung leaves out holds as its Angebot says it. An Angebot without any date is refused: it would
    vanish without a word. ``step(services done)`` may raise to cancel.
    """
    offers = {service.key: service for service in listed if service.is_offer}
    by_id = {supplier.id: supplier for supplier in suppliers}
    only = suppliers[0] if len(suppliers) == 1 else None
    with_dates = {service.offer_key for service in listed if not service.is_offer}
    rows: list[tuple[int, Offering | RefusedRow]] = []
    for number, service in enumerate(listed, start=1):
        if number % STEP_ROWS == 0:
            step(number)
        offer = None if service.is_offer else offers.get(service.offer_key)
        if service.is_offer and not _days(service, "START_DATE"):
            framed = service.key in with_dates
            if not framed and not _flexible(service):
                reason = UserError(N_("Das Angebot hat weder einen Beginn noch eine Durchführung."))
                rows.append((service.line, refused_row(service.line, service.key, reason)))
            if framed or not _flexible(service):
                continue
        supplier = by_id.get(service.first("SUPPLIER_ID_REF") or (offer.first("SUPPLIER_ID_REF") if offer else ""),
                             only)
        row = row_of(service.line, _cells(service, offer or service, supplier))
        if isinstance(row, Offering):
            row = replace(row, description=_description(service, offer or service))
        rows.append((service.line, row))
    return rows


def _days(service: Service, end: str) -> list[str]:
    """The days of SERVICE_DATE, else those of its parts."""
    own = service.texts.get(f"{_D}/SERVICE_DATE/{end}")
    return sorted(map(read_day, own or service.texts.get(f"{_M}/DURATION/{end}", [])))


def _flexible(service: Service) -> bool:
    return service.first(f"{_M}/FLEXIBLE_START").lower() in ("true", "1")


def _cells(service: Service, offer: Service, supplier: Supplier | None) -> dict[str, str]:
    """The row of the profile; raw where the profile's own checks shall judge it."""
    def said(*paths: str) -> str:
        return service.first(*paths) or offer.first(*paths)

    starts, ends = _days(service, "START_DATE"), _days(service, "END_DATE")
    city, zip_code = said(f"{_M}/LOCATION/CITY"), said(f"{_M}/LOCATION/ZIP")
    seats = said(f"{_M}/MAX_PARTICIPANTS")
    flexible = service if f"{_M}/FLEXIBLE_START" in service.texts else offer
    where = _joined((said(f"{_M}/LOCATION/STREET"), f"{zip_code} {city}"), ", ")
    times = _joined((said(f"{_E}/EXTENDED_INFO/INSTRUCTION_TIME"), said(f"{_E}/EXTENDED_INFO/INSTRUCTION_FORM"),
                     service.first(f"{_M}/INSTRUCTION_REMARKS")), "; ")
    gone = "old_product" in service.texts.get(f"{_D}/SERVICE_STATUS@type", [])
    return {
        "angebot_id": service.offer_key if not service.is_offer else service.key, "durchfuehrung_id": service.key,
        "zustand": "abgesagt" if gone else "aktiv", "baustein": "R", "titel": _short(clean(said(f"{_D}/TITLE")), SHORT),
        "traeger": _short(clean(supplier.name), SHORT) if supplier else "",
        "traeger_telefon": _short(_phone(said(f"{_D}/CONTACT/PHONE", f"{_D}/CONTACT/MOBILE"), supplier), SHORT),
        "traeger_mail": _short(said(f"{_D}/CONTACT/EMAILS/EMAIL") or (supplier.mail if supplier else ""), SHORT),
        "ort": _short(where, SHORT), "ags": _commune(city, said(f"{_M}/LOCATION/STATE")),
        "beginn": starts[0] if starts else "", "ende": ends[-1] if ends else "",
        "anmeldung_bis": read_day(service.first(f"{_E}/REGISTRATION_DATE")),
        "laufender_einstieg": "ja" if _flexible(flexible) else "nein", "zeiten": _short(times, SHORT),
        "plaetze": "" if seats == "0" else seats, "abschluss": _short(_degree(service, offer), SHORT),
    }


def _description(service: Service, offer: Service) -> str:
    """The description without HTML, and below it what the profile has no column for."""
    def said(path: str) -> str:
        return " ".join(service.texts.get(path) or offer.texts.get(path, []))

    amount, currency = said(f"{_PRICE}/SERVICE_PRICE/PRICE_AMOUNT"), said(f"{_PRICE}/SERVICE_PRICE/PRICE_CURRENCY")
    price = ""
    if _AMOUNT.fullmatch(amount) and float(amount) > 0:
        price = f"{float(amount):.2f} {currency or 'EUR'}".replace(".", ",")
    more = {"Zielgruppe": said(f"{_D}/TARGET_GROUP/TARGET_GROUP_TEXT"), "Voraussetzungen": said(f"{_D}/REQUIREMENTS"),
            "Termin": service.first(f"{_D}/SERVICE_DATE/DATE_REMARKS"),
            "Kosten": _joined((price, said(f"{_PRICE}/REMARKS")), "; "),
            "Maßnahmenummer": said(f"{_E}/EXTENDED_INFO/MEASURE_NUMBER")}
    lines = [f"{word}: {_short(clean(_plain(text)), LONG_LINE)}" for word, text in more.items()
             if text.strip().lower() not in _NOT_SAID]
    body = _plain(said(f"{_D}/DESCRIPTION_LONG"))
    added = "\n".join(lines)
    return "\n".join(filter(None, (_short(body, MAX_CELL - len(added) - 1), added)))


@lru_cache(maxsize=16)
def _plain(text: str) -> str:
    # The Veranstaltungen of an Angebot stand behind it and share its texts.
    return plain_text(text)


def read_day(text: str) -> str:
    """The day of an xsd:dateTime as ISO date; what is none comes back as it is, for the profile to refuse it.

    Midnight in Germany is 22 or 23 o'clock of the day before in the time some programs write.
    """
    found = _DAY.fullmatch(text)
    if found is None:
        return text[:SHORT]
    if found[2] in ("22", "23") and found[3] in ("Z", "+00:00", "-00:00"):
        try:
            return (date.fromisoformat(found[1]) + timedelta(days=1)).isoformat()
        except (ValueError, OverflowError):
            return found[1]
    return found[1]


def _degree(service: Service, offer: Service) -> str:
    for path in (f"{_E}/DEGREE/DEGREE_TITLE", f"{_E}/DEGREE/DEGREE_EXAM@type"):
        text = clean(service.first(path) or offer.first(path))
        if text.lower() not in _NOT_SAID:
            return text
    return ""


def _phone(text: str, supplier: Supplier | None) -> str:
    """As people write it: +49 561 98808660 for +49.561.98808660."""
    return (text or (supplier.phone if supplier else "")).replace(".", " ")


@cache
def _communes() -> Mapping[str, str]:
    """Name → key of the communes of NRW whose name only one of them has."""
    names = [code.label.lower() for code in code_list("commune")]
    return {code.label.lower(): code.id for code in code_list("commune") if names.count(code.label.lower()) == 1}


def _commune(city: str, state: str) -> str:
    """The key of a commune in NRW by its very name; Münster and Hagen are elsewhere too."""
    return _communes().get(clean(city[:SHORT]).lower(), "") if clean(state[:SHORT]).lower() == _STATE else ""


def _joined(texts: Iterable[str], between: str) -> str:
    return between.join(filter(None, map(clean, texts)))


def _short(text: str, limit: int) -> str:
    """The format allows longer texts than we keep; what is cut ends in a sign that says so."""
    return text if len(text) <= limit else text[:limit - 1].rstrip() + "…"
