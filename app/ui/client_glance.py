"""The card „Auf einen Blick“: what one looks up on the telephone."""

from collections.abc import Callable
from datetime import date

from PySide6.QtWidgets import QWidget

from app.domain import residence
from app.domain.date_words import due_with_date
from app.domain.dates import german_partial
from app.domain.freshness import LEVEL, PAPER
from app.domain.names import isolated
from app.i18n import _
from app.store.queries.client import ClientPage as Record
from app.ui.appointment_rows import next_words
from app.ui.client_fields import word
from app.ui.client_fresh import WORDS, age_words, ask_link, said_of
from app.ui.client_words import german_words, paper_tone, shelter_words
from app.ui.components import Fact, Facts, SectionTitle
from app.ui.layouts import card, column
from app.usecases.freshness import to_ask

SHORT = 30
_TONES = {"warn": "warn", "bad": "error", "plain": "caption"}


class Glance(QWidget):
    """Paper, work, German, shelter, telephone – as they stand today; what nobody said for long is asked by `ask`."""

    def __init__(self, ask: Callable[[str], object]) -> None:
        super().__init__()
        self._ask, self._facts = ask, Facts()
        self.setLayout(column(card(SectionTitle(_("Auf einen Blick")), self._facts, gap=7), gap=0))

    def show_record(self, record: Record, today: date) -> None:
        """Shows a person."""
        self._facts.show_facts(facts_of(record, today, self._ask))


def facts_of(record: Record, today: date, ask: Callable[[str], object]) -> list[Fact]:
    """The lines of the card."""
    client, facts = record.client, list[Fact]()
    old = {one.fact: one for one in to_ask(record, today)}

    def add(name: str, value: str, fact: str = "", note: str = "", role: str = "caption") -> None:
        one = old.pop(fact, None)
        # an old paper says until when it held, which tells more than its age
        aged = one is not None and fact != PAPER
        facts.append(Fact(name=name, value=value, note=age_words(one, today) if one and aged else note,
                          role="warn" if aged else role, ask=ask_link(one, ask) if one else None))

    if ahead := next_words(record, today):
        add(_("Termin"), ahead)
    paper = residence.current(record.papers, today)
    if paper is None:
        add(_("Papier"), _("nicht erhoben"))
        add(_("Arbeit"), _("nicht erhoben"))
    else:
        until = due_with_date(paper.valid_to, today, _) if paper.valid_to else _("ohne Ablaufdatum")
        add(_("Papier"), word("residence_kind", paper.kind), PAPER, until, _TONES[paper_tone(paper, today)])
        add(_("Arbeit"), word("work_permission", paper.work_permission))
    add(_("Deutsch"), german_words(record, today), LEVEL)
    since = _("in Deutschland seit {date}").format(date=german_partial(client.arrived)) if client.arrived else ""
    add(_("Unterkunft"), shelter_words(record), "accommodation", since)
    if record.shelter is not None and 0 < len(record.shelter.visiting_days) <= SHORT:
        add(_("Besuch"), isolated(record.shelter.visiting_days))
    add(_("Telefon"), client.phone or _("nicht erhoben"), "phone")
    # what has no line of its own gets one while it is to be asked
    for fact in list(old):
        add(_(WORDS[fact]), said_of(record, fact), fact)
    return facts
