"""Aufnahme: a new person on one page, three fields a line, with a draft until the person is taken in."""

from collections.abc import Sequence
from functools import partial

from PySide6.QtWidgets import QApplication, QSizePolicy, QWidget

from app.domain.errors import UserError
from app.i18n import _, text_of
from app.store.casefile import CaseFile
from app.ui.actions import Action
from app.ui.caret import cursor_in, resume
from app.ui.client_parts import SAVE_KEYS
from app.ui.components import Banner, PageHeader
from app.ui.controls import announce, button, label, native
from app.ui.draft_sheet import DraftPage
from app.ui.entry_parts import DraftFooter, save_form
from app.ui.intake_fields import AS_BEFORE, COUNTED, for_use_case
from app.ui.intake_sheet import DRAFT, FIRST, IntakeSheet, Kept
from app.ui.intake_similar import SimilarNames
from app.ui.layouts import beside, framed, holder, page, row, scroll
from app.ui.page_parts import Slot
from app.ui.painted import CompletenessRing
from app.ui.shell import Shell
from app.ui.theme import T
from app.ui.turns import soon
from app.usecases import intake

LATER_KEYS = ("Ctrl+Shift+Return", "Ctrl+Shift+Enter")


class IntakePage(DraftPage[IntakeSheet]):
    """`go("intake")` or `go("intake", name=…)` with what was typed into a search."""

    def __init__(self, shell: Shell, file: CaseFile) -> None:
        super().__init__(shell, file)
        self.title = _("Neue Person")
        self._name = ""

    def arrive(self, **where: object) -> None:
        """Begins with a name that was searched for in vain; a draft goes before it."""
        self._name = str(where.get("name") or "")
        self._fresh = self._fresh or bool(self._name)

    def where(self) -> dict[str, str]:
        """The name it began with: as long as nothing is typed there is no draft."""
        return {"name": self._name} if self._name else {}

    def build(self, parent: QWidget) -> QWidget:
        """Form left, like names right, acts at the bottom."""
        self.may_leave()
        self._fresh = True
        self._ring, self._count = CompletenessRing(0, 34), label("", "muted")
        filled = holder(row(self._ring, self._count, gap=8))
        head = PageHeader(self.title, "", button(_("Mehrere auf einmal"), icon="users",
                                                 call=partial(self._shell.go, "batch")), extra=filled)
        self._notice, self._slot = Slot(), Slot()
        self._similar = SimilarNames(self._shell, self._file)
        self._similar.set_apart.connect(self._keep_apart)
        self._similar.left.connect(self._back_to_form)
        self._similar.completed.connect(self._completed)
        self._foot = DraftFooter(
            button(_("Verwerfen"), "quiet", call=self.discard),
            button(_("Später ergänzen"), call=partial(self.take_in, later=True), shortcut=LATER_KEYS[0]),
            button(_("Aufnehmen"), "primary", "check", self.take_in, shortcut=SAVE_KEYS[0]),
            hint=_("Eingabetaste: nächstes Feld"))
        if not T.wide:
            return page(head, self._notice, framed(self._slot), self._similar, gap=12, scrolls=True, footer=self._foot)
        area = scroll(self._slot, plain=True)
        body = beside(framed(area, main=area), self._similar, 330)
        body.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Expanding)
        return page(head, self._notice, body, gap=12, footer=self._foot)

    def refresh(self, change: object) -> None:
        """A new form where one is wanted; what is being typed is never touched."""
        super().refresh(change)
        self._similar.look_again()

    def _begin(self) -> None:
        """The draft left behind with its caret, else the ready-made values."""
        self.may_leave()
        sheet = IntakeSheet(self._file, self._name)
        self._lay(sheet)
        sheet.edited.connect(self._show_progress)
        self._similar.set_others(sheet.others)
        sheet.form.completed.connect(self._show_progress)
        self._show_progress()

    def _show_progress(self) -> None:
        assert self._sheet is not None
        n = self._sheet.counted()
        self._ring.set_share(n / len(COUNTED))
        self._count.setText(_("{n} von {count} Angaben").format(n=n, count=len(COUNTED)))
        # who asks for all of the form has it built on the spot
        if self._sheet.form.whole:
            self._similar.look_for(self._sheet.form)

    def _keep_apart(self) -> None:
        """Who is somebody else is part of the draft."""
        if self._sheet is not None:
            self._sheet.set_others(self._similar.others)

    def _back_to_form(self) -> None:
        """The caret to its letter, where it is not there anyway."""
        assert self._sheet is not None
        form, focus = self._sheet.form, QApplication.focusWidget()
        if focus is None or not form.isAncestorOf(focus):
            cursor = cursor_in(form)
            form.focus(cursor.partition(":")[0] or FIRST)
            resume(form, cursor)

    def _completed(self) -> None:
        """What was typed went into a file that was there; the act has forgotten the draft."""
        if self._sheet is not None:
            self._sheet.stop()
        self._name, self._fresh = "", True

    def areas(self) -> Sequence[QWidget]:
        """Form, like names, acts."""
        return (self._slot, self._similar, self._foot)

    def actions(self) -> Sequence[Action]:
        """The keys of the page (ui.md § 6)."""
        return (
            Action(id="intake.take_in", label=_("Aufnehmen"), call=self.take_in, shortcut=", ".join(SAVE_KEYS),
                   icon="check", menu="Klient"),
            Action(id="intake.later", label=_("Später ergänzen"), call=partial(self.take_in, later=True),
                   shortcut=", ".join(LATER_KEYS), menu="Klient"),
            Action(id="intake.as_before", label=_("Wie bei der letzten Aufnahme"), call=self.as_before,
                   shortcut=AS_BEFORE, icon="copy", menu="Klient"),
            Action(id="intake.print_form", label=_("Leeres Formular drucken …"), call=self.print_form, icon="printer",
                   menu="Klient"),
            Action(id="intake.similar", label=_("Zum ersten ähnlichen Namen und zurück"), shortcut="F2", menu="Klient",
                   # the panel is built anew with each text size, this action is not
                   call=lambda: self._similar.enter(), in_palette=False),
        )

    def as_before(self) -> None:
        """Takes over what the last intake had; what is typed already stays."""
        assert self._sheet is not None
        taken = self._sheet.as_before()
        if taken is not None:
            said = _("Wie bei der letzten Aufnahme: {fields}.").format(fields=", ".join(taken))
            self._shell.toast(said if taken else _("Von der letzten Aufnahme ist hier nichts zu übernehmen."))

    def print_form(self) -> None:
        """The empty form of one person on paper."""
        save_form(self._shell, self._file, self._foot)

    def discard(self) -> None:
        """Forgets what was typed and begins anew; „Rückgängig“ brings it back."""
        assert self._sheet is not None
        kept = self._sheet.kept()
        self._sheet.discard()
        self._name = ""
        self._begin()
        self._sheet.form.focus(FIRST)
        self._shell.toast(_("Entwurf verworfen."), lambda: self._restore(kept))

    def _restore(self, kept: Kept) -> None:
        """The form as it was; a person taken in from it has been taken back before."""
        self._file.save_draft(DRAFT, {"texts": kept[0]}, kept[1])
        self._fresh = True
        self._shell.go("intake")
        self.refresh(None)

    def _take_back(self, kept: Kept) -> None:
        self._file.undo()
        self._restore(kept)

    def take_in(self, later: bool = False) -> None:
        """Takes the person in, else the first wrong field has the keyboard; with `later` only required facts count."""
        assert self._sheet is not None
        if self.passed:
            # taken in already; the page of the person comes in the next turn
            return
        form = self._sheet.form
        wrong = form.wrong()
        needed = [name for name in wrong if name == FIRST or form.box(name).field.required]
        if needed or (wrong and not later):
            form.focus((needed or wrong)[0])
            self._notice.put(None if needed else self._way_on(wrong))
            return
        kept, left_out = self._sheet.kept(), self._sheet.left_out()
        try:
            client_id = intake.take_in(self._file, {**for_use_case(form.values()), "others": self._sheet.others})
        except UserError as error:
            self._refused(error)
            return
        self._sheet.stop()
        self._similar.stop()
        self._name, self._fresh = "", True
        self.passed = True
        soon(self._slot, partial(self._shell.open_client, client_id), urgent=True)
        said = _("Aufgenommen. Nicht übernommen: {fields}.").format(fields=", ".join(left_out))
        self._shell.toast(said if left_out else _("Aufgenommen."), partial(self._take_back, kept))

    def _way_on(self, wrong: Sequence[str]) -> Banner:
        """An impossible value that nobody needs: how to take the person in without it."""
        assert self._sheet is not None
        labels = ", ".join(self._sheet.form.box(name).field.label for name in wrong)
        return Banner("warn", _("Noch nicht möglich: {fields}. „Später ergänzen“ ({keys}) nimmt die Person ohne diese "
                                "Angabe auf.").format(fields=labels, keys=native(LATER_KEYS[0])))

    def _refused(self, error: UserError) -> None:
        """The sentence stands under the head: it belongs to no field."""
        self._notice.put(Banner("bad", text_of(error)))
        announce(self._slot, text_of(error))
