"""The one thread of a person as rows: contacts, steps, papers, levels, consents, follow-ups, changes. No widgets."""

from collections.abc import Iterable, Iterator
from datetime import time

from app.domain.case import CaseState, CaseStep
from app.domain.codes import code_list
from app.domain.contact import Contact
from app.domain.dates import german
from app.domain.errors import N_
from app.domain.names import folded, isolated
from app.domain.referral import OVER, Referral, ReferralState, ReferralStep
from app.i18n import _
from app.store.queries.client import ClientPage as Record
from app.ui.client_fields import word
from app.ui.client_words import file_words
from app.ui.timeline import TimelineRow

ALL, TALKS, AUTHORITY, REFERRAL, CHANGES = "all", "talks", "authority", "referral", "changes"
CHIPS = ((ALL, N_("Alles")), (TALKS, N_("Gespräche")), (AUTHORITY, N_("Behörde")), (REFERRAL, N_("Vermittlung")),
         (CHANGES, N_("Änderungen")))
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


def rows_of(record: Record, chip: str = ALL, typed: str = "") -> tuple[TimelineRow, ...]:
    """What the chip leaves, newest first; ``typed`` keeps the rows in which every typed word stands."""
    if chip == CHANGES:
        found = list(_changes(record))
    else:
        found = [*_contacts(record, chip)]
        if chip == ALL:
            found += [*_case_steps(record), *_levels(record), *_follow_ups(record)]
        if chip in (ALL, REFERRAL):
            found += _referral_steps(record)
        if chip in (ALL, AUTHORITY):
            found += [*_papers(record), *_consents(record)]
        if chip == ALL:
            found += _attachments(record)
        # of two steps on one day the later stands above, also where only the earlier has a time
        found = sorted(reversed(found), key=lambda row: (row.on, row.time or NO_TIME), reverse=True)
    words = folded(typed).split()
    return tuple(row for row in found if all(w in folded(f"{row.title} {row.caption} {row.text}") for w in words))


def _contacts(record: Record, chip: str) -> Iterator[TimelineRow]:
    for contact in record.contacts:
        authority = contact.kind in AUTHORITY_KINDS or not AUTHORITY_TOPICS.isdisjoint(contact.topics)
        if chip in (ALL, TALKS) or (chip == AUTHORITY and authority):
            yield TimelineRow(key=("contact", contact.id), on=contact.on, time=_clock(contact.at), title=_said(contact),
                              sign=CONTACT_SIGNS.get(contact.kind, "message-square-text"), text=contact.text,
                              kind="plain" if contact.result == "reached" else "warn", caption=_about(contact))


def _said(contact: Contact) -> str:
    title = _(CONTACT_WORDS.get(contact.kind, "")) or word("contact_kind", contact.kind)
    return _("{title}, {n} Min.").format(title=title, n=contact.minutes) if contact.minutes else title


def _about(contact: Contact) -> str:
    parts = [] if contact.result == "reached" else [word("contact_result", contact.result)]
    parts.append(", ".join(word("need_area", topic) for topic in contact.topics))
    if contact.interpreter not in ("unknown", "none"):
        parts.append(_("Dolmetschen: {who}").format(who=word("interpreter", contact.interpreter)))
    return _joined(parts)


def _case_steps(record: Record) -> Iterator[TimelineRow]:
    steps = record.case_steps
    for i, step in enumerate(steps):
        before = steps[i - 1] if i and steps[i - 1].case_id == step.case_id else None
        following = next((s for s in steps[i + 1:] if s.case_id == step.case_id), None)
        if step.state == CaseState.CLOSING and following is not None:
            continue
        again = before is not None and before.state == CaseState.PAUSED
        title = _("Fall fortgesetzt") if again else _(STEP_WORDS[CaseState(step.state)])
        kind = "ok" if step.state == CaseState.OPEN else "info"
        yield TimelineRow(key=("case_step", step.id), on=step.on, time=_recorded(step), title=title, sign="flag",
                          kind=kind, caption=_reason(step.reason, "closing_reason", "case_reason"))


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
    return _joined([target, referral.provider, begin, _reason(step.reason, "referral_reason", "drop_out_reason")])


def _papers(record: Record) -> Iterator[TimelineRow]:
    for paper in record.papers:
        until = _("gültig bis {date}").format(date=german(paper.valid_to)) if paper.valid_to else ""
        yield TimelineRow(key=("paper", paper.id), on=paper.valid_from, sign="id-card", kind="info",
                          title=_("Papier: {kind}").format(kind=word("residence_kind", paper.kind)),
                          caption=_joined([until, word("work_permission", paper.work_permission)]))


def _levels(record: Record) -> Iterator[TimelineRow]:
    for level in record.levels:
        title = _("Deutschstand: {oral} mündlich, {written} schriftlich").format(
            oral=word("cefr", level.oral), written=word("cefr", level.written))
        yield TimelineRow(key=("level", level.id), on=level.on, sign="languages", kind="ok", title=title,
                          caption=_joined([word("cefr_basis", level.basis), isolated(level.certificate)]))


def _consents(record: Record) -> Iterator[TimelineRow]:
    for consent in record.consents:
        about = _joined([word("consent_form", consent.form), ", ".join(consent.recipients), consent.paper_location])
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
        if done.done_on:
            yield TimelineRow(key=("follow_up", done.id), on=done.done_on, sign="check", kind="ok", text=done.note,
                              title=_("Wiedervorlage erledigt: {title}").format(title=done.title))


def _changes(record: Record) -> Iterator[TimelineRow]:
    taken_back = {"undo": _("rückgängig gemacht"), "redo": _("wiederholt")}
    for act in record.acts:
        yield TimelineRow(key=("act", act.number), on=act.at.date(), time=f"{act.at:%H:%M}", sign="history",
                          title=_(act.title), caption=taken_back.get(act.kind, ""))


def _reason(reason: str, *lists: str) -> str:
    """The word of a reason code; what was typed as a reason stands as it is."""
    found = next((code for name in lists if (code := code_list(name).get(reason)) is not None), None)
    return _(found.label) if found else isolated(reason)


def _recorded(step: CaseStep | ReferralStep) -> str:
    """The time of a step written down on its own day; a backdated one has none."""
    return f"{step.recorded_at:%H:%M}" if step.recorded_at.date() == step.on else ""


def _clock(at: time | None) -> str:
    return f"{at:%H:%M}" if at else ""


def _joined(parts: Iterable[str]) -> str:
    return " · ".join(part for part in parts if part)
