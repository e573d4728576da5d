"""The form of an import: refusal, progress, or the preview with ticks and its foot. What it does stands in
catalogue_import."""

from collections.abc import Sequence
from dataclasses import replace
from functools import partial

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget

from app.domain.catalogue import OlderCatalogue, SameCatalogue
from app.domain.errors import UserError
from app.domain.listing import LIST_NAME_LENGTH, list_name
from app.i18n import _, text_of
from app.ui import catalogue_preview as parts
from app.ui.catalogue_changes import AFFECTED, ChangeList, ChangeRow
from app.ui.catalogue_import import CatalogueImport
from app.ui.catalogue_preview import Shown
from app.ui.client_parts import ActPanel
from app.ui.components import Banner, PageHeader
from app.ui.controls import button, label
from app.ui.editors import Text
from app.ui.form import Field, FormView
from app.ui.layouts import FlowBox, card, column, footer, framed, holder, page, row
from app.ui.page_parts import Leavable, Slot, tall_page
from app.ui.progress import ProgressSlot
from app.ui.theme import T
from app.usecases.catalogue import Changed
from app.usecases.trust import NO_KEY_YET


class ImportForm:
    """The widgets of one import as it stands; made anew with each of its steps."""

    def __init__(self, flow: CatalogueImport) -> None:
        self._flow = flow
        self._asking = False

    def build(self) -> QWidget:
        """The page of the import; Esc leaves it."""
        return Leavable(self._ground(), self._leave)

    def _leave(self) -> None:
        """As „Abbrechen“, but what was ticked one by one is not thrown away by a key that was hit in passing."""
        result, flow = self._flow.shown, self._flow
        if result is None or not flow.without or flow.work.task is not None:
            flow.close()
            return
        self._asking = not self._asking
        if not self._asking:
            self._show_foot()
            self._list.setFocus(Qt.FocusReason.OtherFocusReason)
            return
        stay = button(_("Weiter auswählen"), call=self._leave)
        said = label(_("Was Sie ausgewählt haben, geht dann verloren."), "warn", wrap=True)
        self._foot.put(FlowBox(said, stay, button(_("Vorschau schließen"), "danger", call=flow.close), right=True))
        stay.setFocus(Qt.FocusReason.TabFocusReason)

    def _ground(self) -> QWidget:
        back = button(_("Angebote"), "link", "arrow-left", call=self._flow.close)
        header = PageHeader(_("Katalog einlesen"), self._flow.about)
        head = holder(column(row(back, None), header, gap=2))
        self._first: QWidget = back
        progress = ProgressSlot()
        if self._flow.work.task is not None:
            progress.follow(self._flow.work.task, self._flow.work.words)
        if self._flow.refusal is not None:
            return page(head, *self._refusal_parts(self._flow.refusal), None, gap=12, scrolls=not T.wide)
        if self._flow.shown is None:
            return page(head, card(label(f"{self._flow.work.words} …", "muted", wrap=True), progress), None, gap=12)
        return self._preview_page(head, progress, self._flow.shown)

    def _refusal_parts(self, error: UserError) -> list[QWidget]:
        """Why the file is refused, and what can be done: another file, another list, an older number with a reason."""
        acts = [button(_("Andere Datei wählen"), call=self._flow.choose)]
        if isinstance(error, OlderCatalogue):
            acts.insert(0, button(_("Trotzdem zu diesem Katalog zurück …"), "quiet", call=self._ask_why))
        if error.msgid == NO_KEY_YET:
            acts = [button(_("Schlüssel eintragen"), icon="signature", call=self._flow.enter_key),
                    button(_("Noch einmal prüfen"), icon="refresh-cw", call=self._flow.again_from_file)]
        self._first, self._why = acts[-1], Slot()
        banner = Banner("info" if isinstance(error, SameCatalogue) else "bad", text_of(error), *acts)
        return [banner, *self._list_name(), self._why]

    def _ask_why(self) -> None:
        panel = ActPanel(
            _("Zu einem älteren Katalog zurück"),
            _("Der neuere gilt dann nicht mehr. Der Grund steht in der Geschichte, und Sie sehen zuerst, was sich "
              "ändert."),
            (Field("reason", _("Grund"), Text(max_length=300), required=True, width="full"),), _("Vergleichen"),
            lambda values: self._flow.go_back(str(values["reason"])), scrolls=False)
        panel.closed.connect(lambda: self._why.put(None))
        self._why.put(panel)
        panel.first().setFocus()

    def _list_name(self) -> list[QWidget]:
        """The name of the own list an unsigned file becomes; nothing for a signed one."""
        if self._flow.incoming is None or self._flow.incoming.signature is not None:
            return []
        form = FormView((Field("own_list", _("Name der eigenen Liste"), Text(max_length=LIST_NAME_LENGTH),
                               required=True, width="half",
                               help=_("Ein Name, den es schon gibt, setzt diese Liste fort.")),),
                        save=lambda _attribute, value: self._flow.rename(str(value)))
        form.set_values({"own_list": self._flow.own or list_name(self._flow.incoming.head.name)})
        form.finished.connect(form.commit)
        return [form]

    def _preview_page(self, head: QWidget, progress: QWidget, result: Shown) -> QWidget:
        self._list = ChangeList(_("Änderungen"))
        self._list.ticked.connect(self._tick)
        self._list.all_wanted.connect(lambda: self._tick_all(True))
        self._first, self._foot, self._notes = self._list, Slot(self._foot_of(result)), Slot(self._notes_of(result))
        again = [Banner("warn", text_of(Changed(result.preview)), icon="refresh-cw")] if self._flow.again else []
        all_on = button(_("Alle auswählen"), "link", call=partial(self._tick_all, True), shortcut="Ctrl+A")
        all_off = button(_("Keine auswählen"), "link", call=partial(self._tick_all, False))
        ticks = FlowBox(all_on, all_off, label(_("Leertaste kreuzt eine Zeile an"), "caption"), gap=14)
        top = [head, *again, *parts.banners(result), *self._list_name(),
               parts.chips(result, self._flow.only, self._show_only), *([ticks] if result.keys else [])]
        if not T.wide:
            # beside the buttons the notes would leave the list one row at 200 %
            return page(*top, self._notes, progress, framed(self._list), gap=12, scrolls=True,
                        footer=footer(self._foot))
        line = row(self._notes, self._foot, margins=(16, 9, 16, 9))
        line.setStretch(0, 1)
        foot = holder(line, "cardfoot")
        body = framed(self._list, foot, main=self._list)
        return tall_page(*top, progress, body, main=body)

    def _show_foot(self) -> None:
        self._asking = False
        if self._flow.shown is not None:
            self._foot.put(self._foot_of(self._flow.shown))
            self._notes.put(self._notes_of(self._flow.shown))

    def _notes_of(self, result: Shown) -> QWidget:
        return parts.notes_below(result, len(result.keys_but(self._flow.without)),
                                 partial(self._flow.refused_out.ask_place, result))

    def _foot_of(self, result: Shown) -> QWidget:
        ticked = len(result.keys_but(self._flow.without))
        words = parts.take_words(result, ticked)
        act = button(words, "primary", "check", call=self._flow.apply, shortcut="Ctrl+Return")
        if self._flow.work.task is not None:
            width = act.sizeHint().width()
            act.setText(_("Wird übernommen …"))
            act.setMinimumWidth(width)
        act.setEnabled(not self._flow.blocked())
        return FlowBox(button(_("Abbrechen"), call=self._flow.close), act, right=True)

    def _tick(self, key: str, on: bool) -> None:
        self._flow.without = self._flow.without - {key} if on else self._flow.without | {key}
        self._show_foot()

    def _tick_all(self, on: bool) -> None:
        if self._flow.shown is not None:
            shown_now = {one.key for one in self._rows(self._flow.shown)} & self._flow.shown.keys
            self._flow.without = self._flow.without - shown_now if on else self._flow.without | shown_now
            self.refresh()
            self._show_foot()

    def _show_only(self, kind: str) -> None:
        self._flow.only = kind
        self.refresh()

    def _rows(self, result: Shown) -> Sequence[ChangeRow]:
        if self._flow.only == AFFECTED:
            return result.people
        # most are as they came, and 20,000 copies would hold the window up
        return [one if one.ticked in (None, one.key not in self._flow.without) else replace(one, ticked=not one.ticked)
                for one in result.rows if not self._flow.only or one.kind == self._flow.only]

    def refresh(self) -> None:
        """Shows the rows; a finished step of the work builds the page anew instead."""
        if self._flow.shown is not None:
            self._list.set_rows(self._rows(self._flow.shown))
            if not T.wide:
                self._list.fit()

    def first_focus(self) -> QWidget:
        """The list of changes, or the way out."""
        return self._first

    def areas(self) -> Sequence[QWidget]:
        """The list, and the buttons below it."""
        return (self._first, self._foot) if self._flow.shown is not None else (self._first,)
