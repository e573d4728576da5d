"""Consent (Einwilligung) as records: what for, to whom, until when, and why one does not hold (domain.md § 5.2)."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date

from app.domain.errors import N_, UserError
from app.domain.names import folded

CASEWORK = "casework"
DISCLOSURE = "disclosure"
HEALTH = "health"
SIX_MONTHS = "followup_6m"
NAMES_MISSING = N_("Es fehlt, wer etwas erfahren darf. Eine Einwilligung an alle gilt nicht. "
                   "Es wurde nichts eingetragen.")
ENDS_BEFORE = N_("Die Einwilligung endet, bevor sie beginnt. Es wurde nichts eingetragen. Prüfen Sie beide Daten.")
WHY = {
    "missing": N_("Es liegt keine Einwilligung „{kind}“ vor."),
    "expired": N_("Die Einwilligung „{kind}“ ist seit {day} abgelaufen."),
    "withdrawn": N_("Die Einwilligung „{kind}“ wurde am {day} widerrufen."),
    "later": N_("Die Einwilligung „{kind}“ gilt erst ab {day}."),
    "nobody": N_("Es fehlt, wer etwas erfahren soll."),
    "missing_for": N_("Für die Weitergabe an {recipient} liegt keine Einwilligung vor."),
    "expired_for": N_("Die Einwilligung zur Weitergabe an {recipient} ist seit {day} abgelaufen."),
    "withdrawn_for": N_("Die Einwilligung zur Weitergabe an {recipient} wurde am {day} widerrufen."),
    "later_for": N_("Die Einwilligung zur Weitergabe an {recipient} gilt erst ab {day}."),
    "others": N_("Die Einwilligung zur Weitergabe nennt {names}, aber nicht {recipient}."),
}
# Whoever gets a paper of their own needs nobody's consent.
OWN = frozenset({"selbst", "person selbst", "die person selbst", "klient", "klientin", "an die person selbst"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Consent:
    """One declaration; ``recipients`` names who may learn something, ``paper_location`` where the signed sheet lies."""

    id: str
    client_id: str
    kind: str
    given_on: date
    form: str = "signed"
    recipients: tuple[str, ...] = ()
    language: str = "unknown"
    expires_on: date | None = None
    withdrawn_on: date | None = None
    paper_location: str = ""
    scope: str = ""
    purposes: tuple[str, ...] = ()
    special_categories: bool = False
    interpreter: str = "unknown"
    template_version: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Weighed:
    """What the consents of a person say about one wish: the one that holds, or a key of ``WHY`` with its values."""

    consent: Consent | None = None
    why: str = ""
    day: date | None = None
    names: tuple[str, ...] = field(default=())


def checked(consent: Consent) -> Consent:
    """The consent itself, if it names whom it lets know and does not end before it begins; else UserError."""
    if consent.kind == DISCLOSURE and not consent.recipients:
        raise UserError(NAMES_MISSING)
    if consent.expires_on is not None and consent.expires_on < consent.given_on:
        raise UserError(ENDS_BEFORE)
    return consent


def holds(consent: Consent, day: date) -> bool:
    """Whether the consent is given, not withdrawn and not expired on ``day``."""
    return (
        consent.given_on <= day
        and (consent.withdrawn_on is None or consent.withdrawn_on > day)
        and (consent.expires_on is None or consent.expires_on >= day)
    )


def names(consent: Consent, recipient: str) -> bool:
    """Whether it names this receiver, whatever the spelling of case and marks."""
    wanted = folded(recipient)
    return any(folded(known) == wanted for known in consent.recipients)


def given(consents: Iterable[Consent], kind: str, day: date, recipient: str = "") -> Consent | None:
    """A consent of ``kind`` that holds on ``day``; a disclosure must name its recipient: blanket consent is void."""
    for consent in consents:
        if consent.kind == kind and holds(consent, day) and (kind != DISCLOSURE or names(consent, recipient)):
            return consent
    return None


def weigh(consents: Iterable[Consent], kind: str, day: date, recipient: str = "") -> Weighed:
    """What stands against ``kind`` on ``day``, told of the consent that came nearest: the last one given."""
    known = sorted((c for c in consents if c.kind == kind), key=lambda c: c.given_on)
    if kind == DISCLOSURE and not folded(recipient):
        return Weighed(why="nobody")
    held = given(known, kind, day, recipient)
    if held is not None:
        return Weighed(consent=held)
    tail = "_for" if kind == DISCLOSURE else ""
    near = [c for c in known if not tail or names(c, recipient)]
    if near:
        return _fault(near[-1], day, tail)
    others = _recipients(c for c in known if holds(c, day))
    return Weighed(why="others", names=others) if others else Weighed(why=f"missing{tail}")


def _fault(consent: Consent, day: date, tail: str) -> Weighed:
    if consent.withdrawn_on is not None and consent.withdrawn_on <= day:
        return Weighed(why=f"withdrawn{tail}", day=consent.withdrawn_on)
    if consent.expires_on is not None and consent.expires_on < day:
        return Weighed(why=f"expired{tail}", day=consent.expires_on)
    return Weighed(why=f"later{tail}", day=consent.given_on)


def _recipients(consents: Iterable[Consent]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(name for consent in consents for name in consent.recipients))


def holds_health(consents: Iterable[Consent], day: date) -> bool:
    """Whether facts about health may be kept: only under a consent of their own (DSGVO Art. 9, SGB X § 67b II)."""
    return given(consents, HEALTH, day) is not None


def is_own(recipient: str, own_names: Iterable[str]) -> bool:
    """Whether the receiver is the person: said in words, or by one of the person's names in any order."""
    said = folded(recipient)
    words = sorted(said.split())
    return said in OWN or any(words and words == sorted(folded(name).split()) for name in own_names)


def running_out(consents: Sequence[Consent], needed: Iterable[tuple[str, date | None]] = ()) -> tuple[Consent, ...]:
    """Consents whose end asks for a new one: dated, not withdrawn, and none of their kind outlasts them.

    One for a receiver ends with the matter; it counts only while one of ``needed`` (receiver, last day or None) goes on
    beyond it.
    """
    open_matters = tuple(needed)
    return tuple(
        one for one in consents
        if one.expires_on is not None and one.withdrawn_on is None
        and (one.kind != DISCLOSURE or any(names(one, who) and (until is None or until > one.expires_on)
                                           for who, until in open_matters))
        and not any(_outlasts(other, one) for other in consents))


def _outlasts(other: Consent, one: Consent) -> bool:
    if other is one or other.kind != one.kind or other.withdrawn_on is not None or one.expires_on is None:
        return False
    if not {folded(name) for name in one.recipients} <= {folded(name) for name in other.recipients}:
        return False
    later = other.expires_on is None or other.expires_on > one.expires_on
    # of two with the same end one is enough to be asked about
    return later or (other.expires_on == one.expires_on and other.id < one.id)
