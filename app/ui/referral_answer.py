"""What an answer of the provider needs beside its date: reason, planned end, outcome, consent – fields, no writing."""

from datetime import date
from functools import partial

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QCheckBox, QPushButton, QWidget

from app.domain.codes import Code, code_list
from app.domain.date_words import in_words
from app.domain.dates import german
from app.domain.referral import ENDED, Referral, ReferralState
from app.domain.typed_dates import parse_due
from app.i18n import _
from app.ui.choice import Choice
from app.ui.client_fields import word
from app.ui.client_parts import SAVE_KEYS, keys
from app.ui.controls import announce, button, label
from app.ui.editors import Chips, Number, Parsed, Text
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
# more units than any course has
MOST_UNITS = 5000


def _options(codes: tuple[Code, ...]) -> tuple[tuple[str, str], ...]:
    return tuple((code.id, _(code.label)) for code in codes)


def reasons(state: ReferralState) -> tuple[tuple[str, str], ...]:
    """The reasons a state can have, as id and word; empty where it needs none."""
    if state == S.DROPPED:
        return _options(tuple(code for code in code_list("drop_out_reason").active() if code.id != "unknown"))
    return _options(code_list("referral_reason").in_group(_REASONS[state])) if state in _REASONS else ()


def exits(state: ReferralState) -> tuple[tuple[str, str], ...]:
    """How a participation can have ended that came to this state, as id and word."""
    return tuple((one, _(code_list("outcome").label(one))) for one in _EXITS.get(state, ()))


def situations() -> tuple[tuple[str, str], ...]:
    """What a person can do afterwards."""
    return _options(code_list("outcome_situation").active())


def units_field() -> Field:
    """How much of the course the person attended."""
    return Field("units", _("Besuchte Unterrichtseinheiten"), Number(most=MOST_UNITS), width="half")


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


class ReasonChoice(QWidget):
    """The reasons of a state, each a click that says and confirms it (`chosen`)."""

    chosen = Signal()

    def __init__(self, words: tuple[tuple[str, str], ...]) -> None:
        super().__init__()
        self.reason = ""
        self._chips: list[QPushButton] = []
        for code, said in words:
            chip = button(said, "chip", call=partial(self._take, code))
            chip.setAccessibleName(_("Grund: {reason}").format(reason=said))
            self._chips.append(chip)
        self.setLayout(column(FlowBox(*self._chips), gap=0))

    def _take(self, code: str) -> None:
        self.reason = code
        self.chosen.emit()

    def take_focus(self) -> None:
        """Puts the keyboard on the first reason."""
        self._chips[0].setFocus()


class AnswerForm(QWidget):
    """The fields one state asks for, with „Eintragen“ and „Abbrechen“; the caller writes.

    A state that needs nothing but its reason is entered with a click on that.
    """

    wanted = Signal()
    left = Signal()

    def __init__(self, referral: Referral, state: ReferralState, today: date) -> None:
        super().__init__()
        self._state = state
        self._consent = ConsentBox(referral.provider) if state == S.SENT else None
        self._why = ReasonChoice(reasons(state)) if state in _REASONS else None
        self._form = FormView(self._fields(state, today))
        self._form.finished.connect(self.wanted)
        if self._why is not None:
            self._why.chosen.connect(self.wanted)
        if state == S.STARTED:
            self._form.set_values({"planned_end": referral.ends_on})
        if len(exits(state)) > 1 and state != S.TRANSFERRED:
            self._form.set_values({"exit_kind": exits(state)[0][0]})
        word = _("Anmelden") if state == S.SENT else _("Eintragen")
        act = [] if self._why is not None else [
            button(word, "primary", "check", call=self.wanted.emit, shortcut=SAVE_KEYS[0])]
        title = _("Warum {state}?") if self._why is not None else "{state}"
        told = title.format(state=_(code_list("referral_state").label(state)))
        heading = [] if state == S.SENT else [label(told, "strong")]
        leave = button(_("Abbrechen"), "quiet", call=self.left.emit)
        keys(self, ("Esc",), self.left.emit)
        self.setLayout(column(*heading, self._consent or self._why or self._form, FlowBox(*act, leave), gap=8))

    @staticmethod
    def _fields(state: ReferralState, today: date) -> list[Field]:
        found: list[Field] = []
        if state == S.DROPPED:
            found.append(Field("reason", _("Grund"), Choice(options=reasons(state)), required=True, width="full"))
        if state == S.STARTED:
            day: Parsed[date] = Parsed(parse=lambda text: parse_due(text, today), show=german,
                                       words=lambda day: in_words(day, _))
            found.append(Field("planned_end", _("Geplantes Ende"), day, help=_("zum Beispiel 2301 oder +90")))
        if len(ends := exits(state)) > 1:
            found.append(Field("exit_kind", _("Ergebnis"), Choice(options=ends), required=True, width="full"))
        if state in ENDED:
            found.append(Field("situation", _("Was die Person jetzt macht"), Choice(options=situations()), width="half",
                               help=_("ohne Eintrag: nicht erhoben")))
            found.append(units_field())
        if state == S.COMPLETED:
            found.append(Field("certificate", _("Zertifikat"), Text(), width="half",
                               help=_("zum Beispiel telc Deutsch B1")))
            found.append(Field("seen", _("Nachweis gesehen"), Chips(options=((True, _("Ja")), (False, _("Nein"))))))
        return found

    def take_focus(self) -> None:
        """Puts the keyboard into the first control."""
        first = self._consent or self._why
        if first is not None:
            first.take_focus()
        else:
            self._form.focus()

    def check(self) -> bool:
        """True when every field is valid and filled as needed; the rules of sending are the use case's."""
        if self._why is not None and not self._why.reason:
            announce(self, _("Wählen Sie einen Grund."))
            self._why.take_focus()
            return False
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
        first = self._consent or self._why
        return first.reason if first is not None else str(self._value("reason") or "")

    @property
    def planned_end(self) -> date | None:
        """The planned end, None where it stays open."""
        value = self._value("planned_end")
        return value if isinstance(value, date) else None

    @property
    def outcome(self) -> Outcome | None:
        """How it ended, None where the state is no end."""
        ends = _EXITS.get(self._state, ())
        if not ends:
            return None
        units = self._value("units")
        return Outcome(exit_kind=ends[0] if len(ends) == 1 else str(self._value("exit_kind") or ""),
                       situation=str(self._value("situation") or "unknown"),
                       certificate_seen=self._value("seen") is True,
                       certificate=str(self._value("certificate") or ""),
                       units=float(units) if isinstance(units, int) else None)
