"""What the client page says about a person in words: header, pills, facts, next step. No widgets, no reads."""

from dataclasses import dataclass
from datetime import date

from app.domain import completeness, language, residence
from app.domain.attachment import Attachment
from app.domain.case import CaseState, Phase
from app.domain.client import Client
from app.domain.codes import code_list
from app.domain.date_words import birth_in_words, due_in_words
from app.domain.dates import german_partial
from app.domain.errors import N_
from app.domain.names import isolated, shown
from app.domain.needs import asked
from app.domain.policy import policy_on
from app.domain.referral import ReferralState, state_of
from app.domain.residence import ResidenceDocument
from app.i18n import _, decimal
from app.store.queries.client import ClientPage as Record
from app.store.queries.completeness import of_page
from app.ui.client_fields import word
from app.ui.client_needs_words import own_needs
from app.ui.client_plan_words import going_on, next_review
from app.ui.paint import Pill
from app.usecases.plan import plan_shown

GROUP_WORDS = {"gestattung": N_("Gestattung"), "duldung": N_("Duldung"), "aufenthaltserlaubnis": N_("Erlaubnis")}
STATE_KINDS = {CaseState.PROSPECT: ("info", ""), CaseState.OPEN: ("ok", ""), CaseState.PAUSED: ("warn", "timer")}
PHASE_WORDS = {
    Phase.ACCESS: N_("Klärung"), Phase.ASSESSMENT: N_("Bedarf"), Phase.PLANNING: N_("Plan"),
    Phase.IMPLEMENTATION: N_("Vermittlung"), Phase.MONITORING: N_("Begleitung"), Phase.CLOSING: N_("Abschluss"),
}
RUNNING = frozenset({ReferralState.SENT, ReferralState.CONFIRMED, ReferralState.STARTED})
FILE_WORDS = {"pdf": N_("PDF"), "jpeg": N_("JPEG"), "png": N_("PNG")}
FILE_SIGNS = {"pdf": "file-text", "jpeg": "image", "png": "image"}
NO_NEED = frozenset({"none", "unknown"})


@dataclass(frozen=True, slots=True, kw_only=True)
class NextStep:
    """The one sensible step: its words and where it leads (``panel:…``, ``tab:…``, ``fact:…``, ``match``)."""

    text: str
    goal: str


def name_of(client: Client) -> str:
    """The name as titles show it."""
    alias = client.aliases[0] if client.aliases else ""
    return shown(family=client.family_name, given=client.given_name, alias=alias, translate=_)


def context_of(client: Client, today: date) -> str:
    """``K-0042 · geb. 12.03.2003 (23 Jahre) · Afghanistan``; an estimated birth says so."""
    parts = [client.reference]
    if client.birth:
        remarks = birth_in_words(client.birth, today, _).partition(" – ")[2]
        born = _("geb. {date}").format(date=german_partial(client.birth))
        parts.append(f"{born} ({remarks})" if remarks else born)
    parts += [word("nationality", code) for code in client.nationalities]
    if client.original_script:
        parts.append(isolated(client.original_script))
    return " · ".join(parts)


def paper_kind(paper: ResidenceDocument) -> str:
    """The short word for a paper: that of its group."""
    found = code_list("residence_kind").get(paper.kind)
    group = GROUP_WORDS.get(found.group, "") if found else ""
    return _(group) if group else word("residence_kind", paper.kind)


def paper_tone(paper: ResidenceDocument, today: date) -> str:
    """The status of a paper: expired, within the longest warning, or plain."""
    if paper.valid_to is None:
        return "plain"
    days = (paper.valid_to - today).days
    return "bad" if days < 0 else "warn" if days <= max(policy_on(today).doc_expiry_warn_days) else "plain"


def paper_words(paper: ResidenceDocument, today: date) -> str:
    """``Duldung, noch 17 Tage``; the date stands in „Auf einen Blick“."""
    if paper.valid_to is None:
        return _("{kind}, ohne Ablaufdatum").format(kind=paper_kind(paper))
    when = due_in_words(paper.valid_to, today, _)
    expired = _("{kind}, abgelaufen {when}") if paper.valid_to < today else "{kind}, {when}"
    return expired.format(kind=paper_kind(paper), when=when)


def pills_of(record: Record, today: date) -> tuple[Pill, ...]:
    """Paper, interpreter and state, in that order."""
    paper = residence.current(record.papers, today)
    tone = paper_tone(paper, today) if paper else "warn"
    icon = "" if tone == "bad" else "clock" if paper else "id-card"
    found = [Pill(text=paper_words(paper, today) if paper else _("Papier nicht erhoben"), kind=tone, icon=icon)]
    if record.client.interpreter not in NO_NEED:
        language_known = record.client.contact_language not in ("unknown", "refused")
        spoken = word("language", record.client.contact_language) if language_known else _("Sprache nicht erhoben")
        found.append(Pill(text=_("Dolmetschen: {language}").format(language=spoken), icon="languages"))
    kind, sign = STATE_KINDS.get(record.state, ("plain", "archive"))
    found.append(Pill(text=word("case_state", record.state), kind=kind, icon=sign))
    return tuple(found)


def german_words(record: Record, today: date) -> str:
    """``A2 mündlich, A1 schriftlich``."""
    level = language.latest(record.levels, today)
    if level is None:
        return _("nicht erhoben")
    return _("{oral} mündlich, {written} schriftlich").format(
        oral=word("cefr", level.oral), written=word("cefr", level.written))


def shelter_words(record: Record) -> str:
    """Name of the shelter and room; the kind of accommodation where no name is known."""
    client, name = record.client, record.shelter.name if record.shelter else ""
    place = isolated(name) or word("accommodation", client.accommodation)
    return _("{place}, Zimmer {room}").format(place=place, room=isolated(client.room)) if client.room else place


def file_words(file: Attachment) -> str:
    """``PDF, 1,2 MB``; less than a tenth of a megabyte in kB."""
    size = f"{decimal(file.size / 1e6)} MB" if file.size >= 100_000 else f"{max(1, round(file.size / 1000))} kB"
    return f"{_(FILE_WORDS[file.kind])}, {size}"


def next_step(record: Record, today: date) -> NextStep | None:
    """What most sensibly comes next, by state and facts; a proposal, never a gate."""
    state = record.state
    if state == CaseState.PROSPECT:
        return NextStep(text=_("Fall eröffnen"), goal="panel:open")
    if state == CaseState.PAUSED:
        return NextStep(text=_("Fall fortsetzen"), goal="panel:resume")
    if state in (CaseState.CLOSED, CaseState.DISCARDED):
        return NextStep(text=_("Neuen Fall beginnen"), goal="panel:return")
    if state != CaseState.OPEN:
        return None
    return _while_open(record, today)


def _while_open(record: Record, today: date) -> NextStep:
    paper = residence.current(record.papers, today)
    if paper is None or (paper.valid_to is not None and paper.valid_to < today):
        return NextStep(text=_("Papier eintragen"), goal="tab:papers")
    states = {r.id: state_of(s for s in record.referral_steps if s.referral_id == r.id) for r in record.referrals}
    confirmed = [r for r in record.referrals if states[r.id] == ReferralState.CONFIRMED]
    if any(r.starts_on and r.starts_on <= today for r in confirmed):
        return NextStep(text=_("Antritt prüfen"), goal="tab:referrals")
    gaps = [fact for fact in completeness.missing(of_page(record, today)) if fact.topic == completeness.PERSON]
    if gaps:
        return NextStep(text=_("Angaben ergänzen"), goal=f"fact:{gaps[0].key}")
    if not record.levels:
        return NextStep(text=_("Deutschstand eintragen"), goal="tab:levels")
    due = next_review(plan_shown(record), today)
    if due is not None and due <= today:
        return NextStep(text=_("Plan durchsprechen"), goal="panel:review")
    if RUNNING.isdisjoint(states.values()):
        return _before_referral(record)
    return NextStep(text=_("Vermittlungen ansehen"), goal="tab:referrals")


def _before_referral(record: Record) -> NextStep:
    """Phase by phase (domain.md § 2.1); „keine Angabe“ counts as asked, so that nobody is asked for ever."""
    if not asked(own_needs(record)):
        return NextStep(text=_("Bedarf erheben"), goal="tab:plan")
    if not going_on(record):
        return NextStep(text=_("Ziele vereinbaren"), goal="tab:plan")
    return NextStep(text=_("Vermitteln"), goal="match")
