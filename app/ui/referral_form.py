"""What is said when a referral begins: date, note, consent, what is passed on. How it suits is told by matching."""

from datetime import date

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from app.domain.catalogue import Offering
from app.domain.consent import DISCLOSURE, given
from app.domain.date_words import in_words
from app.domain.dates import german
from app.domain.typed_dates import parse_past
from app.i18n import _
from app.store.casefile import CaseFile
from app.store.queries.referral import PersonPage
from app.ui import catalogue_words
from app.ui.controls import glyph, label
from app.ui.editors import Parsed
from app.ui.form import Field, FormView
from app.ui.layouts import FlowBox, column, divider, holder, row
from app.ui.painted import StatusPill
from app.ui.referral_agreed import SAID, said_fields
from app.ui.referral_answer import ConsentBox
from app.ui.referral_before import compared, taken_over
from app.ui.theme import T


class ReferralForm(QWidget):
    """The right side of a new referral; the caller begins it. ``conditions`` stands below the name of the offering."""

    edited = Signal()

    def __init__(self, file: CaseFile, offering: Offering, person: PersonPage | None, conditions: QWidget) -> None:
        super().__init__()
        today = file.today()
        past: Parsed[date] = Parsed(parse=lambda text: parse_past(text, today), show=german,
                                    words=lambda day: in_words(day, _))
        self._form = FormView((Field("on", _("Datum"), past, required=True, width="full"),
                               *said_fields(file, offering.provider)))
        self._form.set_values({"on": today, **taken_over(person)})
        self._person, self._compared = person, label("", "caption", wrap=True)
        self._form.edited.connect(self._changed)
        known = given(person.consents, DISCLOSURE, today, offering.provider) if person else None
        self._consent = ConsentBox(offering.provider) if known is None else None
        consent: QWidget
        if self._consent is not None:
            self._consent.edited.connect(self.edited)
            consent = self._consent
        else:
            assert known is not None
            said = _("Einwilligung zur Weitergabe an {provider} liegt vor, erteilt am {date}.")
            consent = _signed("check", "ok", said.format(provider=offering.provider, date=german(known.given_on)))
        self.setLayout(column(_head(offering), conditions, divider(), self._compared, self._form,
                              consent, gap=10))
        self._compare()

    def _changed(self, _attribute: str) -> None:
        self._compare()
        self.edited.emit()

    def _compare(self) -> None:
        self._compared.setText(compared(self._person, self._form.values()))
        self._compared.setVisible(bool(self._compared.text()))

    def take_focus(self) -> None:
        """Puts the keyboard into the first field."""
        self._form.focus()

    def first_control(self) -> QWidget:
        """The control of the first field."""
        return self._form.box("on").control.targets()[0]

    def check(self) -> bool:
        """True when the date is valid."""
        return self._form.check()

    @property
    def on(self) -> date:
        """The date of the referral."""
        value = self._form.values()["on"]
        assert isinstance(value, date)
        return value

    @property
    def supports(self) -> tuple[str, ...]:
        """The supports chosen."""
        value = self._form.values()["supports"]
        return tuple(str(one) for one in value) if isinstance(value, tuple) else ()

    @property
    def said(self) -> dict[str, str]:
        """Contact person, way, wish and note, as far as they were typed."""
        values = self._form.values()
        return {name: str(values.get(name) or "") for name in SAID}

    @property
    def consent(self) -> bool:
        """True when a signed consent is said to be there now."""
        return self._consent is not None and self._consent.given

    @property
    def reason(self) -> str:
        """Why it goes on without consent."""
        return self._consent.reason if self._consent is not None else ""

    def content(self) -> dict[str, object]:
        """Everything typed, for a draft."""
        return {**self._form.texts(), **(self._consent.content() if self._consent is not None else {})}

    def put_back(self, content: dict[str, object]) -> None:
        """Shows a draft again."""
        texts: dict[str, str] = {name: str(content[name]) for name in self._form.texts() if name in content}
        self._form.set_texts(texts)
        self._compare()
        if self._consent is not None:
            self._consent.put_back(content)


def _head(offering: Offering) -> QWidget:
    pill = catalogue_words.seats(offering)
    begin = _("Beginn {start}").format(start=catalogue_words.begins(offering))
    said = " · ".join((offering.provider, catalogue_words.component_words(offering.component), begin))
    pills = [pill, *([own] if (own := catalogue_words.own_pill(offering)) is not None else [])]
    return holder(column(label(offering.title, "lead", wrap=True), label(said, "muted", wrap=True),
                         FlowBox(*(StatusPill(one.text, one.kind, one.icon) for one in pills)), gap=4))


def passed_on() -> QWidget:
    """What the provider learns and what not; belongs above the button that passes it on."""
    learns = _signed("send", "text2", _("Name, Telefon, Sprache, Deutschniveau, Beginn und gewünschte Unterstützung. "
                                        "Sie melden selbst an, das Programm sendet nichts."),
                     _("Das erfährt der Träger"))
    hidden = _signed("eye-off", "text2", _("Grund des Aufenthalts, Gesundheit, Notizen, andere Vermittlungen."),
                     _("Das erfährt er nicht"))
    if not T.wide:
        return holder(column(learns, hidden, gap=8))
    line = row(learns, hidden, gap=24)
    line.setStretch(0, 1)
    line.setStretch(1, 1)
    return holder(line)


def _signed(icon: str, token: str, sentence: str, title: str = "") -> QWidget:
    words = column(*([label(title, "strong")] if title else []), label(sentence, "caption", wrap=True), gap=2)
    words.addStretch(1)
    line = row(column(glyph(icon, token), None), words, gap=8)
    line.setStretch(1, 1)
    return holder(line)
