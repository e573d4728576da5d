"""The list of all referrals: what each waits for, in groups, the most urgent first. No page logic."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import partial
from typing import Any

from PySide6.QtCore import QRectF, Signal
from PySide6.QtGui import QContextMenuEvent, QPainter
from PySide6.QtWidgets import QMenu

from app.domain.codes import code_list
from app.domain.date_words import ago_in_words, due_in_words
from app.domain.errors import N_
from app.domain.policy import Policy
from app.domain.referral import FOLLOWS, OVER, ReferralState
from app.i18n import _
from app.store.queries.referrals import ReferralLine
from app.ui import paint
from app.ui.catalogue_words import component_words
from app.ui.listing import EntryList
from app.ui.paint import Pill
from app.ui.referral_answer import ORDER
from app.ui.rows import GroupHeading
from app.ui.theme import T

S = ReferralState
PREPARED = frozenset({S.DRAFT, S.CONSENT_MISSING, S.READY})
WAITING = frozenset({S.SENT, S.NO_REPLY, S.WAITING_LIST})
GROUPS = (
    (N_("Noch nicht angemeldet"), PREPARED),
    (N_("Wartet auf Antwort"), WAITING),
    (N_("Zugesagt"), frozenset({S.CONFIRMED})),
    (N_("Läuft"), frozenset({S.STARTED})),
    (N_("Beendet"), OVER),
)


def state_words(state: str) -> str:
    """The state as a word that begins with a capital letter."""
    words = _(code_list("referral_state").label(state))
    return words[0].upper() + words[1:]


def following(state: ReferralState) -> tuple[ReferralState, ...]:
    """The answers offered from a state; what comes before sending is one act, „Anmelden“."""
    if state in PREPARED:
        return (S.SENT, S.WITHDRAWN)
    return tuple(to for to in ORDER if to in FOLLOWS[state])


def answer_words(to: ReferralState) -> str:
    """What is on the button of an answer."""
    return _("Anmelden") if to == S.SENT else state_words(to)


def state_pill(state: str) -> Pill:
    """The state as sign and word."""
    kinds = {S.CONSENT_MISSING: ("warn", "signature"), S.NO_REPLY: ("warn", ""), S.CONFIRMED: ("ok", ""),
             S.STARTED: ("info", "graduation-cap"), S.COMPLETED: ("ok", ""),
             S.COMPLETED_WITHOUT_CERTIFICATE: ("ok", ""),
             S.REJECTED: ("bad", "circle-x"), S.DROPPED: ("bad", "circle-x"), S.NOT_STARTED: ("bad", "circle-x")}
    kind, icon = kinds.get(ReferralState(state), ("plain", ""))
    return Pill(text=_(code_list("referral_state").label(state)), kind=kind, icon=icon)


def due(line: ReferralLine, planned_end: date | None, today: date, policy: Policy) -> Pill:
    """What is due next, with its time in words."""
    state, waits = line.state, (today - line.since).days
    if state in PREPARED or state in OVER:
        return state_pill(state)
    if state in WAITING:
        late = waits >= policy.referral_no_reply_days and state != S.WAITING_LIST
        words = _("nachfragen, gemeldet {ago}") if late else _("gemeldet {ago}")
        return Pill(text=words.format(ago=ago_in_words(line.since, today, _)), kind="warn" if late else "plain")
    day, asked, ahead = ((line.starts_on, _("angetreten?"), _("Beginn {when}")) if state == S.CONFIRMED
                         else (planned_end, _("beendet?"), _("Ende {when}")))
    if day is None:
        return Pill(text=_("Beginn offen") if state == S.CONFIRMED else _("Ende offen"), icon="calendar-days")
    if day <= today:
        return Pill(text=f"{asked} {due_in_words(day, today, _)}", kind="warn", icon="circle-help")
    return Pill(text=ahead.format(when=due_in_words(day, today, _)), icon="calendar-days")


@dataclass(frozen=True, slots=True, kw_only=True)
class ReferralRow:
    """One referral: person, what is due, offering and provider."""

    key: str
    group: str
    name: str
    what: str
    pill: Pill
    state: str

    @property
    def spoken(self) -> str:
        """The sentence for tool tip and reader."""
        return ", ".join((self.name, self.what, self.group, self.pill.text))


def rows(lines: Sequence[ReferralLine], ends: Mapping[str, date], today: date, policy: Policy) -> list[ReferralRow]:
    """Rows in the order of the groups; inside one what is due first stands first, ended ones by their last step."""
    found = []
    for title, states in GROUPS:
        members = [line for line in lines if line.state in states]
        if states is not OVER:
            members.sort(key=lambda line: _urgency(line, ends, policy))
        for line in members:
            tag = component_words(line.component)
            found.append(ReferralRow(key=line.referral_id, group=_(title), name=line.name,
                                     what=" · ".join(part for part in (line.title, line.provider) if part) or tag,
                                     pill=due(line, ends.get(line.referral_id), today, policy), state=line.state))
    return found


def _urgency(line: ReferralLine, ends: Mapping[str, date], policy: Policy) -> tuple[date, str]:
    planned = {S.CONFIRMED: line.starts_on, S.STARTED: ends.get(line.referral_id)}
    day = planned.get(ReferralState(line.state), line.since)
    return day or date.max, line.name


class ReferralList(EntryList):
    """Referrals in groups, two lines each; the menu of a row has the answers that can follow (`answered`)."""

    answered = Signal(str, str)

    def measure(self, entry: Any, _width: int) -> int:
        """32 for a heading, 78 for a referral: name, offering, pill."""
        return T.px(32) if entry.key is None else T.row(78)

    def draw(self, p: QPainter, rect: QRectF, row: int, _active: bool) -> None:
        """Paints a heading or a referral."""
        entry = self.entries.entries[row]
        if isinstance(entry, GroupHeading):
            top = rect.adjusted(T.px(14), T.px(8), 0, 0)
            w = paint.text(p, top, entry.title, "strong")
            paint.text(p, top.adjusted(w + T.px(8), 0, 0, 0), str(entry.count), "caption", "muted")
            return
        x, y, room = rect.x() + T.px(18), rect.y() + T.px(8), rect.width() - T.px(34)
        paint.text(p, QRectF(x, y, room, T.px(20)), entry.name, "strong")
        paint.text(p, QRectF(x, y + T.px(20), room, T.px(18)), entry.what, "caption", "muted")
        paint.draw_pill(p, x, y + T.px(52), entry.pill)

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        """The answers of the current row, for mouse and menu key (Qt)."""
        if menu := self.answers():
            menu.popup(event.globalPos())

    def answers(self) -> QMenu | None:
        """A menu of what the provider can have said of the current row; None where nothing more can follow."""
        index = self.currentIndex()
        entry = self.entries.entries[index.row()] if index.isValid() else None
        if not isinstance(entry, ReferralRow) or not following(ReferralState(entry.state)):
            return None
        menu = QMenu(self)
        for to in following(ReferralState(entry.state)):
            menu.addAction(answer_words(to)).triggered.connect(partial(self._answered, entry.key, to))
        return menu

    def _answered(self, key: str, to: ReferralState, _checked: bool = False) -> None:
        self.answered.emit(key, to)
