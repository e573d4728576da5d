"""The sheet of a referral for its provider, entered in the register. Not in `referral`: drawing loads slowly."""

from dataclasses import dataclass
from datetime import date
from pathlib import Path

from app.documents.referral_sheet import ReferralSheet, referral_sheet_pdf
from app.domain.client import Client
from app.domain.codes import REFUSED, UNKNOWN, code_list
from app.domain.dates import german
from app.domain.errors import N_, UserError
from app.domain.names import clean, shown
from app.domain.referral import Referral
from app.i18n import _
from app.store.casefile import CaseFile
from app.store.queries import referral as query
from app.store.queries.referral import PersonPage
from app.usecases import consent, outgoing
from app.usecases.muster import is_muster
from app.usecases.new_file import put_down

SUBJECT = N_("Anmeldung: {title}")
CANNOT_WRITE = N_("An diesen Ort lässt sich nichts schreiben. Es wurde nichts ausgegeben. Wählen Sie einen anderen "
                  "Ort.")
PROVIDER_MISSING = N_("Bei dieser Vermittlung steht kein Träger. Es wurde nichts ausgegeben.")
# whom a provider answers is the same for weeks: the next sheet proposes it again
REPLY_TO = "referral_reply_to"
NAME, ALIAS, NUMBER = "name", "alias", "number"
INTERPRETER = "interpreter"


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """What a person decides about a sheet: ``called`` is NAME, ALIAS or NUMBER, ``phone`` whether it says the number,
    ``reply_to`` whom the provider answers, ``reason`` why it goes without a consent."""

    called: str = NAME
    phone: bool = True
    reply_to: str = ""
    reason: str = ""


def write_sheet(file: CaseFile, referral_id: str, wanted: Wanted, target: Path) -> None:
    """Writes the sheet to a new file and enters that.

    UserError: no consent for this provider and no reason, no provider, cannot write.
    """
    page = query.page(file, referral_id)
    one = page.referral
    if not clean(one.provider):
        raise UserError(PROVIDER_MISSING)
    released = consent.release(file, page.client_id, one.provider, wanted.reason)
    person = query.person(file, one.case_id)
    agreed = next((known.given_on for known in person.consents if known.id == released.consent_id), None)
    content = referral_sheet_pdf(_sheet(one, person, wanted, agreed), office=file.meta("office"), on=file.today(),
                                 muster=is_muster(file))
    put_down(target, content, CANNOT_WRITE)
    file.set_meta(**{REPLY_TO: clean(wanted.reply_to)})
    outgoing.note(file, "print", SUBJECT.format(title=one.title or code_list("referral_target").label(one.component)),
                  one.provider, page.client_id, reason=released.reason, consent_id=released.consent_id)


def called(client: Client, how: str) -> str:
    """What a person is called: full name, first alias or the number; the next of them where one is not known."""
    name = client.family_name or client.given_name
    if client.family_name and client.given_name:
        name = shown(family=client.family_name, given=client.given_name)
    alias = next(iter(client.aliases), "")
    known = {NAME: name or alias, ALIAS: alias or name, NUMBER: client.reference}
    return known[how] or client.reference


def _sheet(one: Referral, person: PersonPage, wanted: Wanted, agreed: date | None) -> ReferralSheet:
    client = person.client
    spoken = _said("language", client.contact_language)
    return ReferralSheet(
        provider=one.provider, contact_person=one.contact_person, name=called(client, wanted.called),
        number=client.reference, course=one.title or _said("referral_target", one.component),
        begins=_day(one.starts_on), ends=_day(one.ends_on), schedule=one.schedule, place=one.place,
        phone=client.phone if wanted.phone else "", language=spoken, level=_level(person),
        interpreter=_("für {language}").format(language=spoken) if INTERPRETER in one.supports and spoken else "",
        supports=", ".join(_said("supports", support) for support in one.supports), wish=one.wish,
        reply_to=clean(wanted.reply_to), agreed_on=agreed)


def _day(day: date | None) -> str:
    return german(day) if day else ""


def _level(person: PersonPage) -> str:
    """Oral and written with the day they were found, since a course asks for both."""
    if person.level is None:
        return ""
    parts = ((_("{level} mündlich"), person.level.oral), (_("{level} schriftlich"), person.level.written))
    told = [words.format(level=level) for words, code in parts if (level := _said("cefr", code))]
    return f"{', '.join(told)} ({german(person.level.on)})" if told else ""


def _said(name: str, code: str) -> str:
    return "" if code in (UNKNOWN, REFUSED, "") else _(code_list(name).label(code))
