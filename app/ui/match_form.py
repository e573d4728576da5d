"""The right side of a new referral: how the chosen offering suits with the form below, or what is needed instead."""

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtWidgets import QWidget

from app.domain.catalogue import Offering
from app.domain.conditions import PersonFacts
from app.domain.matching import conditions
from app.i18n import _
from app.store.casefile import CaseFile
from app.store.queries.referral import PersonPage
from app.ui.client_parts import ActPanel, give_way
from app.ui.controls import label
from app.ui.layouts import card
from app.ui.match_conditions import Conditions
from app.ui.match_gaps import gap_panel
from app.ui.match_offers import OfferMatching
from app.ui.match_words import asked_rows
from app.ui.page_parts import Slot
from app.ui.referral_draft import ReferralDraft
from app.ui.referral_form import ReferralForm
from app.ui.shell import Shell
from app.ui.theme import T


class OfferSide(Slot):
    """`form` is None while no offering is chosen or `panel`, the form for a need, is open. `edited` comes with each key
    in the form, `asked(fact)` where a fact of the person is wanted, `changed` when form or panel came or went, `left`
    when the panel was closed."""

    edited = Signal()
    asked = Signal(str)
    changed = Signal()
    left = Signal()

    def __init__(self, shell: Shell, file: CaseFile, matching: OfferMatching, draft: ReferralDraft) -> None:
        super().__init__()
        self._shell, self._file, self._matching, self._draft = shell, file, matching, draft
        self._person: PersonPage | None = None
        self._key = ""
        self._about: Offering | None = None
        self.form: ReferralForm | None = None
        self.panel: ActPanel | None = None
        self._conditions: Conditions | None = None
        self._turn = QTimer(self)
        self._turn.setSingleShot(True)
        self._turn.timeout.connect(self._show)

    def show_for(self, person: PersonPage | None, key: str) -> None:
        """Shows the form of an offering, "" for none, for a person."""
        self._person, self._key = person, key
        self._show()

    def show_soon(self, key: str) -> None:
        """Another offering in the next turn of the event loop: who goes through the list waits for none of them."""
        self._key = key
        self._turn.start(0)

    def catch_up(self) -> None:
        """Shows what waits for the next turn now."""
        if self._turn.isActive():
            self._show()

    def _show(self) -> None:
        self._turn.stop()
        offering = self._about = self._matching.offering(self._key)
        self.form = self.panel = self._conditions = None
        if offering is None:
            self.put(label(_("Wählen Sie ein Angebot. Hier steht dann, was es verlangt und was Sie von der Person "
                             "wissen."), "muted", wrap=True))
        else:
            self._conditions = Conditions(_("Bedingungen"))
            self._conditions.asked.connect(self.asked)
            self._show_conditions(self._conditions, offering)
            self.form = ReferralForm(self._file, offering, self._person, self._conditions)
            self.form.put_back(self._draft.content)
            self.form.edited.connect(self.edited)
            self.put(self.form if T.wide else card(self.form))
        self.changed.emit()

    def show_matches(self) -> None:
        """Shows what the worker has found out; what is typed stays."""
        if self.panel is not None or self._turn.isActive():
            return
        offering = self._matching.offering(self._key)
        if offering != self._about:
            # the catalogue has changed since it was shown
            self._show()
        elif offering is not None and self._conditions is not None:
            self._show_conditions(self._conditions, offering)

    def _show_conditions(self, shown: Conditions, offering: Offering) -> None:
        found = self._matching.found
        match = found.by_key.get(offering.key) if found is not None else None
        if match is not None:
            shown.show_match(match)
            return
        said = _("Es wird geprüft, was passt …") if self._person is not None and found is None else ""
        shown.show_asked(asked_rows(conditions(PersonFacts(), offering, self._file.today())), said)

    def say_lacking(self) -> None:
        """Nothing suits: what is needed instead takes the place of the form until it is said or left."""
        found = self._matching.found
        if self._person is None or found is None:
            return
        self.catch_up()
        self.form = self._conditions = None
        self.panel = gap_panel(self._shell, self._file, self._person.case_id, found.matches,
                               self._about.component if self._about is not None else "")
        give_way(self.panel)
        self.panel.closed.connect(self._close)
        self.put(self.panel)
        self.changed.emit()
        self.panel.first().setFocus(Qt.FocusReason.OtherFocusReason)

    def _close(self) -> None:
        self._show()
        self.left.emit()

    def first(self) -> QWidget | None:
        """What takes the keyboard: the reasons, which stand above the form; None while there is nothing."""
        self.catch_up()
        if self.panel is not None:
            return self.panel.first()
        return self._conditions.list if self._conditions is not None else None

    def to_form(self) -> None:
        """Puts the keyboard into the form."""
        self.catch_up()
        if self.form is not None:
            self.form.take_focus()

    def to_conditions(self) -> None:
        """Puts the keyboard into the list of conditions."""
        self.catch_up()
        if self._conditions is not None:
            self._conditions.list.setFocus(Qt.FocusReason.TabFocusReason)
