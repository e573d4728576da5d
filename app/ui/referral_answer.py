"""What an answer of the provider needs beside its date: reason, planned end, outcome, consent – fields, no writing."""

from datetime import date

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QCheckBox, QWidget

from app.domain.codes import Code, code_list
from app.domain.date_words import in_words
from app.domain.dates import german
from app.domain.referral import ENDED, Referral, ReferralState
from app.domain.typed_dates import parse_due
from app.i18n import _
from app.ui.choice import Choice
from app.ui.client_fields import word
from app.ui.client_parts import SAVE_KEYS, keys
from app.ui.controls import button, label
from app.ui.editors import Chips, Editor, Parsed, Text
from app.ui.form import Field, FormView
from app.ui.layouts import FlowBox, column
from app.usecases.referral import Outcome

S = ReferralState
# The order in which the answers stand, the welcome ones first.
ORDER = (S.CONFIRMED, S.WAITING_LIST, S.STARTED, S.COMPLETED, S.COMPLETED_WITHOUT_CERTIFICATE, S.TRANSFERRED,
         S.REJECTED, S.NOT_STARTED, S.DROPPED, S.NO_REPLY, S.EXPIRED, S.WITHDRAWN)
_REASONS = {S.REJECTED: "abgelehnt", S.NOT_STARTED: "nicht angetreten", S.WITHDRAWN: "zurückgezogen"}
_TRANSITIONS = ("to_training", "to_work", "to_internship", "to_other_measure", "to_school")
_EXITS = {
    S.COMPLETED: ("completed", *_TRANSITIONS),
    S.COMPLETED_WITHOUT_CERTIFICATE: ("completed_without_certificate", *_TRANSITIONS),
    S.TRANSFERRED: ("to_other_measure", "to_school", "to_internship", "to_training", "to_work"),
    S.DROPPED: ("dropped",),
}


def _options(codes: tuple[Code, ...]) -> tuple[tuple[str, str], ...]:
    return tuple((code.id, _(code.label)) for code in codes)


def reasons(state: ReferralState) -> tuple[tuple[str, str], ...]:
    """The reasons a state can have, as id and word; empty where it needs none."""
    if state == S.DROPPED:
        return _options(tuple(code for code in code_list("drop_out_reason").active() if code.id != "unknown"))
    return _options(code_list("referral_reason").in_group(_REASONS[state])) if state in _REASONS else ()


def reason_words(reason: str) -> str:
    """A stored reason in words; what was typed instead of a consent stands as it is."""
    for name in ("referral_reason", "drop_out_reason"):
        if (code := code_list(name).get(reason)) is not None:
            return _(code.label)
    return reason


def supports_words(supports: tuple[str, ...]) -> str:
    """The supports of a referral, joined."""
    return ", ".join(_(code_list("supports").label(one)) for one in supports)


def situation_words(exit_kind: str, situation: str) -> str:
    """How it ended and what came after."""
    words = _(code_list("outcome").label(exit_kind))
    return words if situation == "unknown" else f"{words}; {word('outcome_situation', situation)}"


class ConsentBox(QWidget):
    """Says that a signed consent for one provider is there, or takes the reason why it goes on without."""

    edited = Signal()

    def __init__(self, provider: str) -> None:
        super().__init__()
        words = _("Einwilligung zur Weitergabe an {provider}").format(provider=provider)
        self.tick = QCheckBox(_("liegt unterschrieben vor"))
        self.tick.setAccessibleName(f"{words}: {self.tick.text()}")
        self._form = FormView((Field("reason", _("Ohne Einwilligung anmelden, Grund"), Text(), width="full",
                                     help=_("Der Grund bleibt beim Schritt stehen.")),))
        self._form.edited.connect(self.edited)
        self.tick.toggled.connect(self._ticked)
        self.setLayout(column(label(words, "label", wrap=True), self.tick, self._form, gap=6))

    def _ticked(self, on: bool) -> None:
        self._form.setVisible(not on)
        self.edited.emit()

    def take_focus(self) -> None:
        """Puts the keyboard on the tick."""
        self.tick.setFocus()

    @property
    def given(self) -> bool:
        """True when the consent is said to be there."""
        return self.tick.isChecked()

    @property
    def reason(self) -> str:
        """The reason typed instead; empty with a consent."""
        return "" if self.given else str(self._form.values().get("reason") or "").strip()

    def content(self) -> dict[str, object]:
        """What stands there, for a draft."""
        return {"consent": self.given, "reason": self._form.texts()["reason"]}

    def put_back(self, content: dict[str, object]) -> None:
        """Shows a draft again."""
        self.tick.setChecked(content.get("consent") is True)
        self._form.set_texts({"reason": str(content.get("reason") or "")})


class AnswerForm(QWidget):
    """The fields one state asks for, with „Eintragen“ and „Abbrechen“; the caller writes."""

    wanted = Signal()
    left = Signal()

    def __init__(self, referral: Referral, state: ReferralState, today: date) -> None:
        super().__init__()
        self._state = state
        self._consent = ConsentBox(referral.provider) if state == S.SENT else None
        self._form = FormView(self._fields(state, today))
        self._form.finished.connect(self.wanted)
        parts: list[QWidget] = [self._consent or self._form]
        if state == S.STARTED:
            self._form.set_values({"planned_end": referral.ends_on})
        exits = _EXITS.get(state, ())
        if len(exits) > 1 and state != S.TRANSFERRED:
            self._form.set_values({"exit_kind": exits[0]})
        word = _("Anmelden") if state == S.SENT else _("Eintragen")
        act = button(word, "primary", "check", call=self.wanted.emit, shortcut=SAVE_KEYS[0])
        title = label(_(code_list("referral_state").label(state)), "strong")
        heading = [] if state == S.SENT else [title]
        leave = button(_("Abbrechen"), "quiet", call=self.left.emit)
        keys(self, ("Esc",), self.left.emit)
        self.setLayout(column(*heading, *parts, FlowBox(act, leave), gap=8))

    @staticmethod
    def _fields(state: ReferralState, today: date) -> list[Field]:
        found: list[Field] = []
        if words := reasons(state):
            editor: Editor = Chips(options=words) if len(words) <= 7 else Choice(options=words)
            found.append(Field("reason", _("Grund"), editor, required=True, width="full"))
        if state == S.STARTED:
            day: Parsed[date] = Parsed(parse=lambda text: parse_due(text, today), show=german,
                                       words=lambda day: in_words(day, _))
            found.append(Field("planned_end", _("Geplantes Ende"), day, help=_("zum Beispiel 2301 oder +90")))
        exits = _EXITS.get(state, ())
        if len(exits) > 1:
            words = tuple((one, _(code_list("outcome").label(one))) for one in exits)
            found.append(Field("exit_kind", _("Ergebnis"), Choice(options=words), required=True, width="full"))
        if state in ENDED:
            after = _options(code_list("outcome_situation").active())
            found.append(Field("situation", _("Was die Person jetzt macht"), Choice(options=after), width="half",
                               help=_("ohne Eintrag: nicht erhoben")))
        if state == S.COMPLETED:
            found.append(Field("seen", _("Nachweis gesehen"), Chips(options=((True, _("Ja")), (False, _("Nein"))))))
        return found

    def take_focus(self) -> None:
        """Puts the keyboard into the first control."""
        if self._consent is not None:
            self._consent.take_focus()
        else:
            self._form.focus()

    def check(self) -> bool:
        """True when every field is valid and filled as needed; the rules of sending are the use case's."""
        return self._form.check()

    def _value(self, attribute: str) -> object:
        return self._form.values().get(attribute)

    @property
    def consent(self) -> bool:
        """True when a signed consent is said to be there."""
        return self._consent is not None and self._consent.given

    @property
    def reason(self) -> str:
        """The id of the reason, or the words typed instead of a consent; empty for none."""
        return self._consent.reason if self._consent is not None else str(self._value("reason") or "")

    @property
    def planned_end(self) -> date | None:
        """The planned end, None where it stays open."""
        value = self._value("planned_end")
        return value if isinstance(value, date) else None

    @property
    def outcome(self) -> Outcome | None:
        """How it ended, None where the state is no end."""
        exits = _EXITS.get(self._state, ())
        if not exits:
            return None
        return Outcome(exit_kind=exits[0] if len(exits) == 1 else str(self._value("exit_kind") or ""),
                       situation=str(self._value("situation") or "unknown"),
                       certificate_seen=self._value("seen") is True)
