"""A new referral: person, offering and form together, kept as a draft until it is begun."""

from collections.abc import Callable, Sequence
from datetime import date

from PySide6.QtWidgets import QWidget

from app.domain.catalogue import Offering
from app.domain.consent import DISCLOSURE, given
from app.domain.dates import german
from app.domain.errors import UserError
from app.i18n import _, text_of
from app.store.casefile import CaseFile
from app.store.queries import referral as referral_query
from app.store.queries.referral import PersonPage
from app.ui import catalogue_words
from app.ui.components import Banner, PageHeader
from app.ui.controls import button, label
from app.ui.layouts import FlowBox, card, column, footer, framed, holder, page, row, scroll
from app.ui.match_form import OfferSide
from app.ui.match_offers import OfferMatching
from app.ui.page_parts import Slot, tall_page
from app.ui.referral_draft import ReferralDraft
from app.ui.referral_form import ReferralForm, passed_on
from app.ui.referral_offer import OfferPicker
from app.ui.referral_person import PersonPicker
from app.ui.shell import Shell
from app.ui.theme import T
from app.usecases import referral


def _sends(offering: Offering | None, person: PersonPage | None, form: ReferralForm | None, today: date) -> bool:
    """Whether consent or a reason is there, so that the referral goes out and is not only kept."""
    if offering is None or person is None or form is None:
        return True
    known = given(person.consents, DISCLOSURE, today, offering.provider)
    return known is not None or form.consent or bool(form.reason)


class NewReferral:
    """What is chosen and typed for a referral not begun yet; lives as long as its page, its widgets come and go."""

    def __init__(self, shell: Shell, file: CaseFile, switch: Callable[[], object],
                 begun: Callable[[str], object]) -> None:
        self._shell, self._file, self._switch, self._begun = shell, file, switch, begun
        self.active = False
        self._person: PersonPage | None = None
        self._key = ""
        self._asked: tuple[str, str] | None = None
        # gone to a fact of the person, to come back
        self._away = False
        self._draft = ReferralDraft(shell, file)
        self._matching = OfferMatching(shell, file, self._show_matches)

    def start(self, case_id: str = "", offering_key: str = "") -> None:
        """Begins with what is known already; a draft for that person is taken up.

        Whoever comes back to what they had begun finds it as they left it.
        """
        asked, here = (case_id, offering_key), self._person.case_id if self._person is not None else ""
        resumed = self.active and asked == self._asked and (self._away or (bool(case_id) and case_id == here))
        self._away = False
        if resumed:
            return
        self._draft.start()
        self.active, self._key, self._asked = True, offering_key, asked
        self._person = None
        if case_id:
            self._take_person(case_id)

    def where(self) -> dict[str, str]:
        """Person and offering as far as they are chosen; what is typed stands in the draft."""
        return {"case_id": self._person.case_id if self._person is not None else "", "offering_key": self._key}

    def _take_person(self, case_id: str) -> None:
        self._person = referral_query.person(self._file, case_id)
        self._draft.take_up(case_id)
        if self._draft.restored is not None:
            self._key = self._key or str(self._draft.content.get("offering_key") or "")

    def leave(self) -> None:
        """Goes back to the list; what was typed stays as a draft."""
        self._draft.let_be()
        self.active = False
        self._switch()

    def discard(self) -> None:
        """Forgets what was typed."""
        self._draft.forget()
        self.active = False
        self._switch()

    def _edited(self) -> None:
        self._draft.change({"offering_key": self._key, **(self._side.form.content() if self._side.form else {})})
        self._show_foot()

    def build(self) -> QWidget:
        """The page of a new referral."""
        self._foot_says: tuple[str, str] | None = None
        back = button(_("Vermittlungen"), "link", "arrow-left", call=self.leave)
        head = holder(column(row(back, None), PageHeader(_("Neue Vermittlung")), gap=2))
        self._banner, self._who, self._what, self._foot = Slot(), Slot(), Slot(), Slot()
        self._side = OfferSide(self._shell, self._file, self._matching, self._draft)
        self._side.edited.connect(self._edited)
        self._side.asked.connect(self._ask)
        self._side.changed.connect(self._show_foot)
        self._side.left.connect(lambda: self._offers.field.setFocus())
        if not T.wide:
            self._learns = card(passed_on())
            return page(head, self._banner, card(self._who), self._what, self._side, self._learns, None, gap=12,
                        scrolls=True, footer=footer(self._foot))
        choices = column(card(self._who), self._what, gap=12)
        choices.setStretch(1, 1)
        left = holder(choices)
        left.setFixedWidth(T.px(372))
        self._learns = passed_on()
        foot = holder(column(self._learns, self._foot, gap=12, margins=(16, 11, 16, 9)), "cardfoot")
        area = scroll(holder(column(self._side, None, margins=(16, 12, 16, 12))), plain=True)
        body = row(left, framed(area, foot, main=area), gap=16)
        body.setStretch(1, 1)
        main = holder(body)
        return tall_page(head, self._banner, main, main=main)

    def refresh(self) -> None:
        """Shows person, offerings and form as chosen."""
        self._draft.live_in(self._side.window())
        if self._person is not None:
            self._person = referral_query.person(self._file, self._person.case_id)
        if (restored := self._draft.restored) is not None:
            said = _("Entwurf von {time} fortgesetzt.").format(time=f"{restored.saved_at:%d.%m. %H:%M}")
            self._banner.put(Banner("info", said, button(_("Verwerfen"), call=self.discard)))
        self._show_person()
        self._offers = OfferPicker(self._matching.offering, self._file.today(), self._key)
        self._offers.picked.connect(self._pick_offer)
        self._offers.opened.connect(self._side.to_form)
        self._offers.onward.connect(self._side.to_conditions)
        self._offers.lacking.connect(self._side.say_lacking)
        self._what.put(self._offers)
        self._matching.read(self._offers, self._person.case_id if self._person is not None else "")
        self._side.show_for(self._person, self._key)

    def _show_person(self) -> None:
        person, self._picker = self._person, None
        if person is None:
            self._picker = PersonPicker(self._file)
            self._picker.picked.connect(self._pick_person)
            self._who.put(self._picker)
            return
        other = button(_("Andere Person"), "link", call=self._other_person)
        line = row(column(label(person.name, "strong", wrap=True), label(person.client.reference, "caption"), gap=0),
                   other)
        line.setStretch(0, 1)
        self._who.put(holder(line))

    def _pick_person(self, case_id: str) -> None:
        self._take_person(case_id)
        self.refresh()
        self._edited()
        if (first := self.first_focus()) is not None:
            first.setFocus()

    def _other_person(self) -> None:
        self._draft.let_be()
        self._person = None
        self._banner.put(None)
        self.refresh()
        if (first := self.first_focus()) is not None:
            first.setFocus()

    def _pick_offer(self, key: str) -> None:
        self._key = key
        self._side.show_soon(key)
        self._edited()

    def _ask(self, fact: str) -> None:
        """Goes to a fact of the person; what is chosen and typed here waits."""
        if self._person is not None:
            self._away = True
            self._shell.go("client", client_id=self._person.client.id, fact=fact)

    def _show_matches(self) -> None:
        found = self._matching.found
        if self.active and found is not None:
            self._offers.show_found(found)
            self._side.show_matches()
            self._show_foot()

    def _show_foot(self) -> None:
        self._learns.setVisible(self._side.panel is None)
        # under a long list nobody would see it
        self._what.setVisible(T.wide or self._side.panel is None)
        if self._side.panel is not None:
            # its own button is the strong one
            self._foot_says = None
            self._foot.put(None)
            return
        sends = _sends(self._matching.offering(self._key), self._person, self._side.form, self._file.today())
        words = _("Vermittlung beginnen") if sends else _("Merken, Einwilligung fehlt")
        if self._foot_says == (words, self.blocked()):
            return
        self._foot_says = words, self.blocked()
        act = button(words, "primary", "send" if sends else "signature", call=self.begin, shortcut="Ctrl+Return")
        act.setEnabled(not self.blocked())
        drop = button(_("Verwerfen"), "quiet", call=self.discard)
        said = label(self.blocked() or _("Die Entscheidung treffen Sie. Unbekanntes sperrt nichts."), "caption",
                     wrap=True)
        if not T.wide:
            self._foot.put(holder(column(said, FlowBox(drop, act, right=True), gap=4)))
            return
        line = row(said, drop, act)
        line.setStretch(0, 1)
        self._foot.put(holder(line))

    def blocked(self) -> str:
        """Why it cannot begin now, empty when it can."""
        if not self.active:
            return _("Es ist keine neue Vermittlung angefangen.")
        if self._side.panel is not None:
            return ""
        if self._person is None:
            return _("Es fehlt noch die Person.")
        offering = self._matching.offering(self._key)
        return _("Es fehlt noch das Angebot.") if offering is None else catalogue_words.closed(offering)

    def begin(self) -> None:
        """Makes the referral, and sends it where consent or a reason allows."""
        self._side.catch_up()
        if self._side.panel is not None:
            self._side.panel.confirm()
            return
        form, person, offering = self._side.form, self._person, self._matching.offering(self._key)
        if form is None or person is None or offering is None or not form.check():
            return
        begun, kept = _("Vermittlung begonnen: {title}, {date}"), _("Vermittlung gemerkt: {title}, {date}")
        sends = _sends(offering, person, form, self._file.today())
        words = (begun if sends else kept).format(title=offering.title, date=german(form.on))
        try:
            made = referral.begin(self._file, person.case_id, self._key, on=form.on, consent_given=form.consent,
                                  reason=form.reason, supports=form.supports, **form.said)
        except UserError as error:
            self._banner.put(Banner("bad", text_of(error)))
            return
        self._draft.stop()
        self.active = False
        self._begun(made)
        self._shell.toast(words, self._file.undo)

    def first_focus(self) -> QWidget | None:
        """The person's search, then the offering's, then the form."""
        if self._picker is not None:
            return self._picker.field
        return self._side.first() or self._offers.field

    def areas(self) -> Sequence[QWidget]:
        """Person, offering, form, buttons."""
        return (self._who, self._what, self._side, self._foot)
