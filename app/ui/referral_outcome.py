"""What came of a participation, to be corrected: how it ended, what the person does now, units, certificates seen."""

from collections.abc import Mapping
from datetime import date
from functools import partial

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QWidget

from app.domain.dates import german
from app.domain.names import isolated
from app.domain.referral import ENDED, Certificate
from app.i18n import _
from app.store.casefile import CaseFile
from app.store.queries.referral import ReferralPage
from app.ui.choice import Choice
from app.ui.client_fields import past_day
from app.ui.client_parts import SAVE_KEYS, ActPanel, come_into_view
from app.ui.controls import button, label, tool
from app.ui.editors import Chips, Text
from app.ui.form import Field, FormView
from app.ui.layouts import column, holder, row
from app.ui.page_parts import Slot
from app.ui.referral_answer import exits, situations, units_field
from app.ui.shell import Shell
from app.usecases import referral

# the fields of the form by what they are stored as
STORED = {"exit_kind": "exit_kind", "situation": "situation_at_exit", "units": "units_attended"}


def keys_of_page(panel: ActPanel) -> None:
    """Leaves Strg+Eingabe of a panel to the page around it: two that want a key at once get none."""
    taken = [QKeySequence(one) for one in SAVE_KEYS]
    for bound in panel.findChildren(QShortcut):
        if bound.key() in taken:
            bound.setEnabled(False)


def open_panels(ground: QWidget) -> list[ActPanel]:
    """The panels that stand open somewhere in a widget."""
    return [panel for panel in ground.findChildren(ActPanel) if panel.isVisible()]


class OutcomePart(QWidget):
    """Shown once a course has begun; each field is saved when it is left, each certificate is an act of its own."""

    def __init__(self, shell: Shell, file: CaseFile, page: ReferralPage) -> None:
        super().__init__()
        self._shell, self._file, self._page = shell, file, page
        self.ended = page.state in ENDED
        self._form, self._lines, self._panel = FormView(self._fields(), self._correct), Slot(), Slot()
        self._add = button(_("Zertifikat eintragen"), icon="plus", call=self.add)
        title = _("Ergebnis der Teilnahme") if self.ended else _("Teilnahme")
        self.setLayout(column(label(title, "strong"), self._form, self._lines, holder(row(self._add, None)),
                              self._panel, gap=8))
        self.show_page(page)

    def _fields(self) -> list[Field]:
        found = [units_field()]
        if self.ended:
            situation = Choice(options=situations())
            found.insert(0, Field("situation", _("Was die Person jetzt macht"), situation, width="half"))
            if len(ends := exits(self._page.state)) > 1:
                found.insert(0, Field("exit_kind", _("Ergebnis"), Choice(options=ends), required=True, width="full"))
        return found

    def show_page(self, page: ReferralPage) -> None:
        """Shows what is stored now."""
        self._page, part = page, page.participation
        assert part is not None
        units = part.units_attended
        self._form.set_values({name: value for name, value in {
            "exit_kind": part.exit_kind or None, "situation": part.situation_at_exit or None,
            "units": None if units is None else round(units)}.items() if name in self._form.texts()})
        lines = [self._line(one) for one in page.certificates]
        self._lines.put(holder(column(*lines, gap=6)) if lines else None)

    def _line(self, one: Certificate) -> QWidget:
        dated = _("ausgestellt am {date}").format(date=german(one.on)) if one.on else ""
        seen = _("gesehen") if one.seen else _("noch nicht gesehen")
        said = " · ".join(part for part in (isolated(one.issuer), dated, seen) if part)
        acts = [] if one.seen else [button(_("Gesehen"), "link", call=partial(self._see, one))]
        drop = tool("trash-2", _("Zertifikat löschen: {title}").format(title=one.title), partial(self._remove, one))
        line = row(column(label(isolated(one.title), wrap=True), label(said, "caption", wrap=True), gap=0), *acts, drop)
        line.setStretch(0, 1)
        return holder(line)

    def _correct(self, attribute: str, value: object) -> None:
        empty: Mapping[str, object] = {"situation": "unknown"}
        stored = float(value) if isinstance(value, int) else value or empty.get(attribute)
        referral.correct(self._file, self._page.referral.id, **{STORED[attribute]: stored})

    def _see(self, one: Certificate) -> None:
        referral.see_certificate(self._file, one.id)
        self._said(_("Zertifikat gesehen: {title}").format(title=one.title))

    def _remove(self, one: Certificate) -> None:
        referral.remove_certificate(self._file, one.id)
        self._said(_("Zertifikat gelöscht: {title}").format(title=one.title))

    def _said(self, sentence: str) -> None:
        self._shell.toast(sentence, self._file.undo)
        self._add.setFocus(Qt.FocusReason.OtherFocusReason)

    def add(self) -> None:
        """Opens the form of a certificate below the list."""
        panel = ActPanel(_("Zertifikat eintragen"), "", (
            Field("title", _("Bezeichnung"), Text(), required=True, width="half",
                  help=_("zum Beispiel telc Deutsch B1")),
            Field("on", _("Ausgestellt am"), past_day(self._file.today), width="half"),
            Field("issuer", _("Ausgestellt von"), Text(), width="half"),
            Field("seen", _("Original gesehen"), Chips(options=((True, _("Ja")), (False, _("Nein")))), width="half"),
        ), _("Eintragen"), self._enter, scrolls=False)
        panel.form.set_values({"issuer": self._page.referral.provider})
        panel.closed.connect(self._closed)
        keys_of_page(panel)
        self._panel.put(panel)
        panel.first().setFocus(Qt.FocusReason.OtherFocusReason)
        come_into_view(panel)

    def _enter(self, values: Mapping[str, object]) -> None:
        on = values["on"]
        referral.add_certificate(self._file, self._page.referral.id, title=str(values["title"]),
                                 on=on if isinstance(on, date) else None, issuer=str(values["issuer"] or ""),
                                 seen=values["seen"] is True)

    def _closed(self) -> None:
        self._panel.put(None)
        self._add.setFocus(Qt.FocusReason.OtherFocusReason)
