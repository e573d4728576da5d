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
from app.ui.components import Facts, SectionTitle
from app.ui.layouts import card
from app.usecases.freshness import to_ask

SHORT = 30
_TONES = {"warn": "warn", "bad": "error", "plain": "caption"}


def glance_card(record: Record, today: date, ask: Callable[[str], object]) -> QWidget:
    """Paper, work, German, shelter, telephone – as they stand today; what nobody said for long is asked by `ask`."""
    client, facts = record.client, Facts()
    old = {one.fact: one for one in to_ask(record, today)}

    def add(name: str, value: str, fact: str, note: str = "") -> None:
        one = old.pop(fact, None)
        facts.add(name, value, age_words(one, today) if one else note, "warn" if one else "caption",
                  ask_link(one, ask) if one else None)

    if ahead := next_words(record, today):
        facts.add(_("Termin"), ahead)
    paper = residence.current(record.papers, today)
    if paper is None:
        facts.add(_("Papier"), _("nicht erhoben"))
        facts.add(_("Arbeit"), _("nicht erhoben"))
    else:
        until = due_with_date(paper.valid_to, today, _) if paper.valid_to else _("ohne Ablaufdatum")
        ended = old.pop(PAPER, None)
        facts.add(_("Papier"), word("residence_kind", paper.kind), until, _TONES[paper_tone(paper, today)],
                  ask_link(ended, ask) if ended else None)
        facts.add(_("Arbeit"), word("work_permission", paper.work_permission))
    add(_("Deutsch"), german_words(record, today), LEVEL)
    since = _("in Deutschland seit {date}").format(date=german_partial(client.arrived)) if client.arrived else ""
    add(_("Unterkunft"), shelter_words(record), "accommodation", since)
    if record.shelter is not None and 0 < len(record.shelter.visiting_days) <= SHORT:
        facts.add(_("Besuch"), isolated(record.shelter.visiting_days))
    add(_("Telefon"), client.phone or _("nicht erhoben"), "phone")
    # what has no line of its own gets one while it is to be asked
    for fact in list(old):
        add(_(WORDS[fact]), said_of(record, fact), fact)
    return card(SectionTitle(_("Auf einen Blick")), facts, gap=7)
