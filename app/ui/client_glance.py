"""The card „Auf einen Blick“: what one looks up on the telephone."""

from datetime import date

from PySide6.QtWidgets import QWidget

from app.domain import residence
from app.domain.date_words import due_with_date
from app.domain.dates import german_partial
from app.i18n import _
from app.store.queries.client import ClientPage as Record
from app.ui.client_fields import word
from app.ui.client_words import german_words, paper_tone, shelter_words
from app.ui.components import Facts, SectionTitle
from app.ui.layouts import card

_TONES = {"warn": "warn", "bad": "error", "plain": "caption"}


def glance_card(record: Record, today: date) -> QWidget:
    """Paper, work, German, shelter, telephone – as they stand today."""
    client, facts = record.client, Facts()
    paper = residence.current(record.papers, today)
    if paper is None:
        facts.add(_("Papier"), _("nicht erhoben"))
        facts.add(_("Arbeit"), _("nicht erhoben"))
    else:
        until = due_with_date(paper.valid_to, today, _) if paper.valid_to else _("ohne Ablaufdatum")
        facts.add(_("Papier"), word("residence_kind", paper.kind), until, _TONES[paper_tone(paper, today)])
        facts.add(_("Arbeit"), word("work_permission", paper.work_permission))
    facts.add(_("Deutsch"), german_words(record, today))
    since = _("in Deutschland seit {date}").format(date=german_partial(client.arrived)) if client.arrived else ""
    facts.add(_("Unterkunft"), shelter_words(record), since)
    facts.add(_("Telefon"), client.phone or _("nicht erhoben"))
    return card(SectionTitle(_("Auf einen Blick")), facts, gap=7)
