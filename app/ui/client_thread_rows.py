"""The one thread of a person as rows: contacts, steps, papers, levels, consents, follow-ups, flags. No widgets."""

from collections.abc import Callable, Hashable, Iterable, Iterator
from datetime import time

from app.domain.case import CaseState, CaseStep
from app.domain.codes import code_list, counted_as
from app.domain.contact import Contact
from app.domain.dates import german
from app.domain.errors import N_
from app.domain.followup import PLAN_STEP
from app.domain.names import folded, isolated
from app.domain.referral import OVER, Referral, ReferralState, ReferralStep
from app.i18n import _
from app.store.queries.client import ClientPage as Record
from app.ui.appointment_rows import thread_rows
from app.ui.client_fields import joined, word
from app.ui.client_flags import flag_rows
from app.ui.client_thread_plan import plan_rows
from app.ui.client_words import file_words
from app.ui.controls import native
from app.ui.timeline import TimelineRow

ALL, TALKS, AUTHORITY, REFERRAL = "all", "talks", "authority", "referral"
PLAN, SECRET = "plan", "secret"
CHIPS = ((ALL, N_("Alles")), (TALKS, N_("Gespräche")), (AUTHORITY, N_("Behörde")), (REFERRAL, N_("Vermittlung")),
         (PLAN, N_("Plan")), (SECRET, N_("Vertraulich")))
SHOW_KEYS = "Ctrl+Shift+V"
CONTACT_WORDS = {
    "in_person_shelter": N_("Gespräch in der Unterkunft"), "in_person_office": N_("Gespräch im Büro"),
    "in_person_accompanied": N_("Begleitung zu Amt oder Träger"), "phone": N_("Telefonat"),
    "video": N_("Videogespräch"), "messenger": N_("Nachricht über Messenger"), "mail": N_("E-Mail oder Brief"),
    "attempt": N_("Kontaktversuch"),
    "third_party": N_("Gespräch mit Dritten"), "case_conference": N_("Fallkonferenz"), "unknown": N_("Notiz"),
}
CONTACT_SIGNS = {"phone": "phone", "video": "monitor", "messenger": "message-circle", "mail": "file-text",
                 "attempt": "circle-dashed", "third_party": "landmark", "in_person_accompanied": "landmark",
                 "case_conference": "users", "unknown": "sticky-note"}
STEP_WORDS = {
    CaseState.PROSPECT: N_("Aufgenommen, in Klärung"), CaseState.OPEN: N_("Fall eröffnet"),
    CaseState.PAUSED: N_("Fall unterbrochen"), CaseState.CLOSED: N_("Fall abgeschlossen"),
    CaseState.CLOSING: N_("Abschluss begonnen"), CaseState.LOCKED: N_("Akte gesperrt"),
    CaseState.DISCARDED: N_("Nicht aufgenommen"),
}
AUTHORITY_KINDS = frozenset({"third_party", "case_conference", "in_person_accompanied"})
AUTHORITY_TOPICS = frozenset({"residence_law", "everyday"})
NO_TIME = "24:00"
PREPARING = frozenset({ReferralState.DRAFT, ReferralState.READY})


def rows_of(record: Record, chip: str = ALL, shown: bool = False) -> tuple[TimelineRow, ...]:
    """What the chip leaves, newest first. Unless ``shown``, no word of a confidential note is in any row."""
    found = [row for maker in MAKERS[chip] for row in maker(record)]
    found += _contacts(record, chip, shown)
    # of two steps on one day the later stands above, also where only the earlier has a time
    return tuple(sorted(reversed(found), key=lambda row: (row.on, row.time or NO_TIME), reverse=True))


def hits(record: Record, rows: Iterable[TimelineRow], typed: str) -> tuple[Hashable, ...]:
    """The keys of the rows in which every typed word stands; what a row hides is looked through as well."""
    words = folded(typed).split()
    hidden: dict[Hashable, str] = {("contact", c.id): f"{_said(c)} {_about(c)} {c.text}"
                                   for c in record.contacts if c.confidential}
    return tuple(row.key for row in rows if words and all(
        word in folded(f"{row.title} {row.caption} {row.text} {hidden.get(row.key, '')}") for word in words))


def _contacts(record: Record, chip: str, shown: bool) -> Iterator[TimelineRow]:
    for contact in record.contacts:
        authority = _meant(contact) in AUTHORITY_KINDS or not AUTHORITY_TOPICS.isdisjoint(contact.topics)
        if chip in (ALL, TALKS) or (chip == AUTHORITY and authority) or (chip == SECRET and contact.confidential):
            yield _contact(contact, shown)


def _contact(contact: Contact, shown: bool) -> TimelineRow:
    key, at = ("contact", contact.id), _clock(contact.at)
    if contact.confidential and not shown:
        return TimelineRow(key=key, on=contact.on, time=at, sign="eye-off", kind="secret",
                           title=_("Vertrauliche Notiz vom {date}").format(date=german(contact.on)),
                           caption=_("Zum Lesen {keys} halten").format(keys=native(SHOW_KEYS)))
    if contact.confidential:
        kind, title = "secret", _("{title}, vertraulich").format(title=_said(contact))
    else:
        kind, title = "plain" if contact.result == "reached" else "warn", _said(contact)
    return TimelineRow(key=key, on=contact.on, time=at, title=title, kind=kind, text=contact.text,
                       sign=CONTACT_SIGNS.get(_meant(contact), "message-square-text"), caption=_about(contact))


def _meant(contact: Contact) -> str:
    return counted_as("contact_kind", contact.kind)


def _said(contact: Contact) -> str:
    title = _(CONTACT_WORDS.get(contact.kind, "")) or word("contact_kind", contact.kind)
    return _("{title}, {n} Min.").format(title=title, n=contact.minutes) if contact.minutes else title


def _about(contact: Contact) -> str:
    parts = [] if contact.result == "reached" else [word("contact_result", contact.result)]
    parts.append(", ".join(word("need_area", topic) for topic in contact.topics))
    parts.append(isolated(contact.place))
    if contact.interpreter not in ("unknown", "none"):
        parts.append(_("Dolmetschen: {who}").format(who=word("interpreter", contact.interpreter)))
    return joined(*parts)


def _case_steps(record: Record) -> Iterator[TimelineRow]:
    steps, several = record.case_steps, len(record.cases) > 1
    nth = {case.id: _("Fall {n}").format(n=case.episode) for case in record.cases if several}
    for i, step in enumerate(steps):
        before = steps[i - 1] if i and steps[i - 1].case_id == step.case_id else None
        following = next((s for s in steps[i + 1:] if s.case_id == step.case_id), None)
        if step.state == CaseState.CLOSING and following is not None:
            continue
        again = before is not None and before.state == CaseState.PAUSED
        title = _("Fall fortgesetzt") if again else _(STEP_WORDS[CaseState(step.state)])
        kind = "ok" if step.state == CaseState.OPEN else "info"
        yield TimelineRow(key=("case_step", step.id), on=step.on, time=_recorded(step), title=title, sign="flag",
                          kind=kind, caption=joined(nth.get(step.case_id, ""),
                                                    _reason(step.reason, "closing_reason", "case_reason")))


def _referral_steps(record: Record) -> Iterator[TimelineRow]:
    last = {step.referral_id: step for step in sorted(record.referral_steps, key=lambda s: (s.on, s.recorded_at))}
    referrals = {referral.id: referral for referral in record.referrals}
    for step in record.referral_steps:
        if step.state in PREPARING and last[step.referral_id] is not step:
            continue
        referral = referrals[step.referral_id]
        state = ReferralState(step.state)
        kind = "ok" if state in (ReferralState.CONFIRMED, ReferralState.STARTED, ReferralState.COMPLETED) else "info"
        title = _("Vermittlung {state}: {title}").format(state=word("referral_state", step.state), title=referral.title)
        yield TimelineRow(key=("referral", referral.id), on=step.on, time=_recorded(step), title=title,
                          sign="handshake" if state in OVER or kind == "ok" else "send", kind=kind,
                          caption=_offer(referral, step))


def _offer(referral: Referral, step: ReferralStep) -> str:
    begin = _("Beginn {date}").format(date=german(referral.starts_on)) if referral.starts_on else ""
    target = word("referral_target", referral.component)
    return joined(target, referral.provider, begin, _reason(step.reason, "referral_reason", "drop_out_reason"))


def _papers(record: Record) -> Iterator[TimelineRow]:
    for paper in record.papers:
        until = _("gültig bis {date}").format(date=german(paper.valid_to)) if paper.valid_to else ""
        yield TimelineRow(key=("paper", paper.id), on=paper.valid_from, sign="id-card", kind="info",
                          title=_("Papier: {kind}").format(kind=word("residence_kind", paper.kind)),
                          caption=joined(until, word("work_permission", paper.work_permission)))


def _levels(record: Record) -> Iterator[TimelineRow]:
    for level in record.levels:
        title = _("Deutschstand: {oral} mündlich, {written} schriftlich").format(
            oral=word("cefr", level.oral), written=word("cefr", level.written))
        yield TimelineRow(key=("level", level.id), on=level.on, sign="languages", kind="ok", title=title,
                          caption=joined(word("cefr_basis", level.basis), isolated(level.certificate)))


def _consents(record: Record) -> Iterator[TimelineRow]:
    for consent in record.consents:
        about = joined(word("consent_form", consent.form), ", ".join(consent.recipients), consent.paper_location)
        kind = word("consent_kind", consent.kind)
        yield TimelineRow(key=("consent", consent.id), on=consent.given_on, sign="signature", kind="info",
                          caption=about, title=_("Einwilligung: {kind}").format(kind=kind))
        if consent.withdrawn_on:
            yield TimelineRow(key=("consent", consent.id, "withdrawn"), on=consent.withdrawn_on, sign="ban",
                              kind="warn", title=_("Einwilligung widerrufen: {kind}").format(kind=kind))


def _attachments(record: Record) -> Iterator[TimelineRow]:
    for file in record.attachments:
        yield TimelineRow(key=("attachment", file.id), on=file.added_at.date(), time=f"{file.added_at:%H:%M}",
                          sign="paperclip", kind="info", caption=file_words(file),
                          title=_("Anlage hinzugefügt: {name}").format(name=isolated(file.name)))


def _follow_ups(record: Record) -> Iterator[TimelineRow]:
    for done in record.follow_ups:
        # a step of the plan stands there itself
        if done.done_on and done.rule != PLAN_STEP:
            yield TimelineRow(key=("follow_up", done.id), on=done.done_on, sign="check", kind="ok", text=done.note,
                              title=_("Wiedervorlage erledigt: {title}").format(title=done.title))


def _reason(reason: str, *lists: str) -> str:
    """The word of a reason code; what was typed as a reason stands as it is."""
    found = next((code for name in lists if (code := code_list(name).get(reason)) is not None), None)
    return _(found.label) if found else isolated(reason)


def _recorded(step: CaseStep | ReferralStep) -> str:
    """The time of a step written down on its own day; a backdated one has none."""
    return f"{step.recorded_at:%H:%M}" if step.recorded_at.date() == step.on else ""


def _clock(at: time | None) -> str:
    return f"{at:%H:%M}" if at else ""


MAKERS: dict[str, tuple[Callable[[Record], Iterable[TimelineRow]], ...]] = {
    ALL: (_case_steps, _levels, _follow_ups, _referral_steps, _papers, _consents, _attachments, plan_rows, flag_rows,
          thread_rows),
    TALKS: (), AUTHORITY: (_papers, _consents), REFERRAL: (_referral_steps,), PLAN: (plan_rows,), SECRET: (),
}
