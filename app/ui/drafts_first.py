"""A page below the drafts that lock, crash or leaving left behind: each can be continued or discarded."""

from collections.abc import Sequence
from datetime import datetime
from functools import partial

from PySide6.QtWidgets import QWidget
from shiboken6 import isValid

from app.domain.errors import N_
from app.i18n import _
from app.store.casefile import CaseFile, Draft
from app.store.queries.drafts import Owner, owners
from app.ui.actions import Action
from app.ui.components import Banner
from app.ui.controls import button, label
from app.ui.layouts import column, holder
from app.ui.shell import Page, Shell

SHOWN = 3
INTAKE, NOTE, REFERRAL, FOLLOW_UP = "intake", "note", "referral", "follow_up"
_WORDS = {INTAKE: N_("neue Person"), NOTE: N_("Notiz zu {name}"), REFERRAL: N_("Vermittlung für {name}"),
          FOLLOW_UP: N_("Wiedervorlage für {name}"), "paper": N_("Aufenthaltspapier von {name}"),
          "level": N_("Deutschstand von {name}"), "consent": N_("Einwilligung von {name}"),
          "goal": N_("Ziel von {name}"), "plan_step": N_("Schritt im Plan von {name}")}
_TABS = {"paper": "papers", "level": "levels", "consent": "consents", "goal": "plan", "plan_step": "plan"}
BATCH, DAY = "batch", "day"
_ALONE = {INTAKE: N_("neue Person"), FOLLOW_UP: N_("Wiedervorlage"), BATCH: N_("mehrere Personen")}
# of a place and of no single person: day:<accommodation_id>
_PLACES = {DAY: N_("Tag in der Unterkunft"), "text_module": N_("Textbaustein"), "local_code": N_("eigener Wert"),
           "appointments": N_("Termin"), "contacts": N_("Adressbuch")}
# of nobody: the part of the settings in which each is entered
_SETTINGS = {"text_module": "texts", "local_code": "values"}
_OTHER = N_("Angaben zu {name}")


def parts_of(kind: str) -> tuple[str, str]:
    """What a draft will be, and the case or person it belongs to: ``note:<case_id>``."""
    what, _colon, owner = kind.partition(":")
    return what, owner


def sentence(draft: Draft, name: str, now: datetime) -> str:
    """„Entwurf von 14:03: Notiz zu MUSTER, Amira“; an older one says its day."""
    what = parts_of(draft.kind)[0]
    words = _ALONE.get(draft.kind) or _PLACES.get(what) or _WORDS.get(what, _OTHER)
    said = _(words).format(name=name)
    if draft.saved_at.date() == now.date():
        return _("Entwurf von {time:%H:%M}: {what}").format(time=draft.saved_at, what=said)
    return _("Entwurf vom {time:%d.%m., %H:%M}: {what}").format(time=draft.saved_at, what=said)


class DraftsFirst(Page):
    """Wraps a page and shows banners above it; in everything else it is that page."""

    def __init__(self, shell: Shell, file: CaseFile, inner: Page) -> None:
        self._shell, self._file, self._inner = shell, file, inner
        self.title = inner.title
        self._place: QWidget | None = None

    def build(self, parent: QWidget) -> QWidget:
        """Room for the banners, and the page below it."""
        self._column = column(gap=8, margins=(24, 14, 24, 0))
        self._place = holder(self._column)
        self._place.hide()
        whole = column(self._place, self._inner.build(parent), gap=0)
        whole.setStretch(1, 1)
        return holder(whole, "page")

    def arrive(self, **where: object) -> None:
        """A draft is no change that refreshes pages, so each arrival looks for them."""
        self._inner.arrive(**where)
        self.show_drafts()

    def refresh(self, change: object) -> None:
        """Shows page and drafts."""
        self._inner.refresh(change)
        self.show_drafts()

    def show_drafts(self) -> None:
        """One banner per draft, latest first; a person who has gone leaves a draft that can only be discarded."""
        if self._place is None or not isValid(self._place):
            return
        while (item := self._column.takeAt(0)) is not None:
            if (old := item.widget()) is not None:
                old.hide()
                old.deleteLater()
        drafts = sorted(self._file.drafts(), key=lambda draft: draft.saved_at, reverse=True)
        known = owners(self._file, {parts_of(draft.kind)[1] for draft in drafts} - {""}) if drafts else {}
        for draft in drafts[:SHOWN]:
            self._column.addWidget(self._banner(draft, known.get(parts_of(draft.kind)[1])))
        if len(drafts) > SHOWN:
            self._column.addWidget(label(_("Weitere Entwürfe: {n}").format(n=len(drafts) - SHOWN), "caption"))
        self._place.setVisible(bool(drafts))

    def _banner(self, draft: Draft, owner: Owner | None) -> Banner:
        acts = [button(_("Verwerfen"), "link", call=partial(self._discard, draft))]
        if owner is not None or draft.kind in _ALONE or parts_of(draft.kind)[0] in _PLACES:
            acts.insert(0, button(_("Fortsetzen"), "", "pencil", partial(self._continue, draft.kind, owner)))
        name = owner.name if owner else _("einer Person, die es hier nicht mehr gibt")
        return Banner("info", sentence(draft, name, self._file.now()), *acts, icon="sticky-note")

    def _continue(self, kind: str, owner: Owner | None) -> None:
        what, case_id = parts_of(kind)
        if what == DAY:
            self._shell.go(DAY, shelter=case_id)
        elif what in _SETTINGS:
            self._shell.go("settings", part=_SETTINGS[what])
        elif owner is None:
            where: dict[str, object] = {FOLLOW_UP: True} if what == FOLLOW_UP else {}
            self._shell.go("today" if what == FOLLOW_UP else what, **where)
        elif what == REFERRAL:
            self._shell.go(REFERRAL, case_id=case_id)
        elif what in (NOTE, FOLLOW_UP):
            self._shell.go("client", client_id=owner.client_id, **{what: True})
        else:
            self._shell.go("client", client_id=owner.client_id, tab=_TABS.get(what, ""))

    def _discard(self, draft: Draft) -> None:
        self._file.discard_draft(draft.kind)
        self.show_drafts()
        self._shell.toast(_("Entwurf verworfen."), partial(self._keep, draft))

    def _keep(self, draft: Draft) -> None:
        self._file.save_draft(draft.kind, draft.content, draft.cursor)
        self.show_drafts()

    def where(self) -> dict[str, str]:
        """The inner page's."""
        return self._inner.where()

    def first_focus(self) -> QWidget | None:
        """The inner page's: a draft waits, it does not take the keyboard."""
        return self._inner.first_focus()

    def areas(self) -> Sequence[QWidget]:
        """The banners, then the inner page's areas."""
        own = [self._place] if self._place is not None and self._place.isVisible() else []
        return [*own, *self._inner.areas()]

    def actions(self) -> Sequence[Action]:
        """The inner page's."""
        return self._inner.actions()

    def person(self) -> str:
        """The inner page's."""
        return self._inner.person()

    def find(self) -> bool:
        """The inner page's."""
        return self._inner.find()

    def may_leave(self) -> bool:
        """The inner page's."""
        return self._inner.may_leave()
