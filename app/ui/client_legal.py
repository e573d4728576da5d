"""The card Verfahren und Identität on the tab Aufenthalt. No number of any authority is asked for."""

from datetime import date

from PySide6.QtWidgets import QWidget

from app.domain.client import Client
from app.domain.dates import birthday, german
from app.i18n import _
from app.store.casefile import CaseFile
from app.store.queries.client import ClientPage as Record
from app.ui.client_cards import FactsCard
from app.ui.client_fields import choice, partial_day, past_day
from app.ui.controls import glyph, label
from app.ui.form import Field
from app.ui.layouts import holder, row

# § 25a AufenthG: to be applied for before the 27th birthday
AGE_25A = 27


def legal_card(file: CaseFile) -> FactsCard:
    """Where the procedure stands and how far identity is clarified."""
    return FactsCard(file, _("Verfahren und Identität"), (
        Field("asylum_state", _("Asylverfahren"), choice("asylum_state"), width="half"),
        Field("asylum_applied", _("Asylantrag gestellt"), partial_day(file.today), width="half",
              help=_("Monat und Jahr genügen")),
        Field("decision_served_on", _("Bescheid zugestellt am"), past_day(file.today), width="half",
              help=_("Von diesem Tag an laufen Fristen.")),
        Field("first_toleration", _("Erste Duldung"), partial_day(file.today), width="half",
              help=_("Monat und Jahr genügen")),
        Field("identity_state", _("Identität"), choice("identity_state"), width="half"),
        Field("identity_on", _("Stand vom"), past_day(file.today), width="half"),
    ), lambda record: _age_hint(record, file.today()))


def turning_27(client: Client, today: date) -> str:
    """``wird 27 am 12.03.2030``; what is not known to the day says „frühestens“. "" without a birth year."""
    if client.birth is None:
        return ""
    day = birthday(client.birth, AGE_25A)
    if day <= today:
        return _("ist seit {date} 27 oder älter").format(date=german(day))
    said = _("wird 27 am {date}") if client.birth.exact else _("wird 27 frühestens am {date}")
    return said.format(date=german(day))


def _age_hint(record: Record, today: date) -> QWidget | None:
    said = turning_27(record.client, today)
    if not said:
        return None
    words = label(_("{when} – zu prüfen bei § 25a und beim Programm").format(when=said), "muted", wrap=True)
    line = row(glyph("calendar-clock", "muted", 16), gap=8)
    line.addWidget(words, 1)
    return holder(line)
