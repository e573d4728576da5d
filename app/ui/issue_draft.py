"""The second form of Katalog erstellen: what the table says, what changes against the last issue, and the head."""

from PySide6.QtWidgets import QWidget

from app.domain.names import isolated
from app.i18n import _, number
from app.store.casefile import CaseFile
from app.ui.catalogue_changes import ChangeList
from app.ui.components import Banner
from app.ui.controls import button, label
from app.ui.issue_flow import IssueFlow
from app.ui.issue_parts import HeadForm, change_chips, foot_of, top_of
from app.ui.layouts import card, column, framed, holder, page
from app.ui.page_parts import tall_page
from app.ui.theme import T


class DraftView:
    """The widgets of the form; what is typed lives in the flow."""

    def __init__(self, file: CaseFile, flow: IssueFlow) -> None:
        self._flow = flow
        assert flow.sheet is not None and flow.head is not None
        top, _back = top_of(flow, _("{file} – noch nichts ausgegeben").format(file=isolated(flow.path.name)))
        if unknown := flow.sheet.source.unknown_columns:
            words = _("Diese Spalten kennt das Katalogprofil nicht, sie werden nicht übernommen: {columns}.")
            top.append(Banner("warn", words.format(columns=", ".join(unknown)), icon="triangle-alert"))
        self._head = HeadForm(file.today, first=flow.sheet.last is None)
        self._head.show_head(flow.head, flow.form)
        self._head.set_texts(flow.texts)
        self._head.edited.connect(lambda _attribute: self._typed())
        self._head.finished.connect(self.on)
        self._said = label("", "caption", wrap=True)
        self._changes = ChangeList(_("Unterschiede zur letzten Ausgabe"), boxes=False)
        self.first, self.areas = self._head.box("name").control.targets()[0], (self._head, self._changes)
        self.ground = self._ground(top)
        self._typed()
        self._show_only(flow.only)

    def _ground(self, top: list[QWidget]) -> QWidget:
        forward = button(_("Weiter zum Unterschreiben"), "primary", "arrow-right", call=self.on, shortcut="Alt+W")
        foot = foot_of(self._flow, self._said, forward)
        chips = change_chips(self._flow.rows, self._flow.only, self._show_only)
        if chips is None:
            nothing = card(label(_("Gegenüber der letzten Ausgabe ändert sich nichts."), "muted", wrap=True))
            return page(*top, card(self._head), nothing, None, gap=12, scrolls=True, footer=foot)
        parts = (*top, card(self._head, pad=12), chips, framed(self._changes, main=self._changes))
        if not T.wide:
            return page(*parts, None, gap=12, scrolls=True, footer=foot)
        ground = column(tall_page(*parts, main=parts[-1]), foot, gap=0)
        ground.setStretch(0, 1)
        return holder(ground, "page")

    def _typed(self) -> None:
        self._flow.texts = self._head.texts()
        listed, active = self._flow.listed(self._head.chosen_mode())
        said = _("{n} Angebote in dieser Ausgabe, {active} davon aktiv.").format(n=number(listed),
                                                                                 active=number(active))
        if self._flow.sheet is not None and self._flow.sheet.source.refused:
            said = f"{said} {_('Abgelehnte Zeilen fehlen; ihr Angebot bleibt wie in der letzten Ausgabe.')}"
        self._said.setText(said)

    def _show_only(self, kind: str) -> None:
        self._flow.only = kind
        self._changes.set_rows([one for one in self._flow.rows if kind in ("", one.kind)])
        if not T.wide:
            self._changes.fit()

    def on(self) -> None:
        """To the signature, where every field is as it must be."""
        if (head := self._head.head()) is not None:
            self._flow.go_on(head, str(self._head.values().get("form") or "csv"))
