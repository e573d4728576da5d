"""The page „Angaben prüfen“: contradictions and gaps that stand in the way of a month or move its figures, to be mended
one after another."""

from collections.abc import Hashable, Mapping, Sequence
from datetime import date
from functools import partial
from itertools import pairwise

from PySide6.QtCore import QObject, Qt
from PySide6.QtWidgets import QApplication, QWidget

from app.domain.case import CaseStep
from app.domain.dates import Month
from app.domain.referral import ReferralStep
from app.i18n import _, ngettext, number
from app.store.casefile import CaseFile, Change
from app.store.queries import client as clients
from app.store.queries import referral as referrals
from app.ui import export_work
from app.ui.client_fields import past_day, word
from app.ui.client_parts import ActPanel
from app.ui.components import EmptyState, PageHeader
from app.ui.controls import button, key_hint, label
from app.ui.export_steps import month_words
from app.ui.export_work import Quality
from app.ui.form import Field
from app.ui.history import undo
from app.ui.layouts import FlowBox, centred, column, framed, holder, page, row
from app.ui.page_parts import Slot, tall_page
from app.ui.quality_rows import FindingList
from app.ui.quality_words import STEPS, counted, place, sentence
from app.ui.shell import Page, Shell
from app.ui.theme import T
from app.usecases import data_quality
from app.usecases.data_quality import STATES, Finding

# tables of which nothing is checked; all others may make a finding or end one
_ASIDE = frozenset({"draft", "attachment", "outgoing", "follow_up", "saved_list", "text_module", "appointment"})


class QualityPage(Page):
    """`go("quality", month="2026-10")`, without a month for the one whose turn it is. Read in the worker after every
    change; whoever comes back from mending stands where they were."""

    def __init__(self, shell: Shell, file: CaseFile) -> None:
        self.title = _("Angaben prüfen")
        self._shell, self._file, self._owner = shell, file, QObject()
        self._month: Month | None = None
        self._quality: Quality | None = None
        self._looking = self._again = self._built = False
        self._kept: Hashable = None
        self._panel: ActPanel | None = None

    def arrive(self, **where: object) -> None:
        """The month to be checked; what was found for another one is no longer shown."""
        month = str(where.get("month") or "")
        self._month = Month.parse(month) if month else None
        if self._quality is not None and self._month not in (None, self._quality.month):
            self._quality = None

    def where(self) -> dict[str, str]:
        """The month."""
        return {"month": str(self._month)} if self._month else {}

    def build(self, parent: QWidget) -> QWidget:
        """The list with the way to the fields, or the word that nothing is wrong."""
        self._panel, self._built = None, True
        self._way_on = button(_("Monatsmeldung"), "", "chart-column", partial(self._shell.go, "export"))
        self._header = PageHeader(self.title, " ", self._way_on)
        self._list = FindingList(self.title)
        self._list.opened.connect(self._open)
        self._list.clicked.connect(lambda _index: self._open(self._list.current_key()))
        self._list.current_changed.connect(self._keep)
        self._nothing, self._place, self._rest = Slot(), Slot(), Slot()
        person = button(_("Akte öffnen"), "quiet", "user-round", self.open_person)
        mend = button(_("Beheben"), "primary", "arrow-right", lambda: self._open(self._list.current_key()))
        if T.wide:
            hint = key_hint(_("Eingabe geht dorthin, wo es sich beheben lässt"),
                            _("rechts: so viele Zahlen der Meldung hängen daran"))
            line = centred(row(hint, None, person, mend, gap=8, margins=(14, 6, 14, 6)))
            self._foot = holder(line, "cardfoot")
            self._frame = framed(self._list, self._nothing, self._rest, self._foot, main=self._list)
            whole = holder(column(self._place, self._frame, gap=0))
            ground = tall_page(self._header, whole, main=whole)
        else:
            self._foot = holder(row(None, FlowBox(person, mend, right=True), margins=(24, 6, 24, 6)), "footer")
            self._frame = framed(self._list, self._nothing, self._rest)
            ground = page(self._header, self._place, self._frame, None, scrolls=True, footer=self._foot)
        self._show()
        return ground

    def refresh(self, change: object) -> None:
        """Checks anew in the worker; what is shown stays until then."""
        if isinstance(change, Change) and change.entities <= _ASIDE:
            return
        if self._looking:
            self._again = True
            return
        self._looking = True
        self._shell.run_task(self._owner, export_work.quality(self._file, self._month), self._have, self._failed,
                             reads=True)

    def _have(self, quality: Quality) -> None:
        self._looking = False
        if self._again or self._month not in (None, quality.month):
            self._again = False
            self.refresh(None)
            return
        self._quality = quality
        self._show()
        # the list was hidden when the page came: nobody has the keyboard yet
        if self._built and self._list.isVisible() and QApplication.focusWidget() in (None, self._way_on):
            self._list.setFocus(Qt.FocusReason.OtherFocusReason)

    def _failed(self, error: Exception) -> None:
        self._looking = False
        raise error

    def _show(self) -> None:
        found = self._findings()
        if self._quality is not None:
            said = counted(found) or _("nichts zu beheben")
            self._header.set_context(f"{month_words(self._quality.month)} · {said}")
        kept = self._kept
        self._list.show_findings(found)
        self._list.set_current(kept)
        if not T.wide:
            self._list.fit()
        clean = self._quality is not None and not found
        if clean and self._list.hasFocus():
            self._way_on.setFocus(Qt.FocusReason.OtherFocusReason)
        self._nothing.put(EmptyState(
            "circle-check", _("Nichts zu beheben."),
            _("Hier steht, was sich in den Akten widerspricht oder in der Monatsmeldung als unbekannt zählt."))
            if clean else None)
        more = len(found) - sum(entry.key is not None for entry in self._list.entries.entries)
        self._rest.put(self._more(more) if more else None)
        self._list.setVisible(bool(found))
        self._foot.setVisible(bool(found) and self._panel is None)

    @staticmethod
    def _more(n: int) -> QWidget:
        said = ngettext("{n} weitere Zeile folgt, wenn diese behoben sind.",
                        "{n} weitere Zeilen folgen, wenn diese behoben sind.", n)
        return holder(row(label(said.format(n=number(n)), "caption", wrap=True), margins=(14, 4, 14, 6)))

    def _findings(self) -> Sequence[Finding]:
        return self._quality.findings if self._quality is not None else ()

    def _keep(self, key: Hashable) -> None:
        if key is not None:
            self._kept = key

    def _current(self) -> Finding | None:
        key = self._list.current_key() if self._built else None
        return next((one for one in self._findings() if one.key == key), None)

    def _open(self, _key: object) -> None:
        """Goes to the field, or asks here for other days of the steps."""
        finding = self._current()
        if finding is None:
            return
        kind = STEPS.get(finding.fault.kind)
        if kind is not None:
            self._redate(finding, kind)
        else:
            page_id, where = place(finding)
            self._shell.go(page_id, **where)

    def open_person(self) -> None:
        """The file of the person of the current row."""
        finding = self._current()
        if finding is not None and finding.fault.client_id:
            self._shell.open_client(finding.fault.client_id)

    def _redate(self, finding: Finding, kind: type[CaseStep] | type[ReferralStep]) -> None:
        """The dated steps as a form; the days are changed in one act."""
        fault, (_owner, labels) = finding.fault, STATES[kind]
        every: Sequence[CaseStep | ReferralStep] = (
            [one for one in clients.page(self._file, fault.client_id).case_steps if one.case_id == fault.record]
            if kind is CaseStep else referrals.page(self._file, fault.record).steps)
        steps = sorted(every, key=lambda step: (step.recorded_at, step.on))
        day = past_day(self._file.today)
        fields = tuple(Field(step.id, word(labels, step.state), day, required=True, width="third") for step in steps)

        def run(values: Mapping[str, object]) -> None:
            days = {name: day for name, day in values.items() if isinstance(day, date)}
            data_quality.redate(self._file, kind, fault.record, days)
            self._shell.toast(_("{name}: Datum berichtigt.").format(name=finding.name),
                              partial(undo, self._shell, self._file))

        said = _("{what}. Prüfen Sie die Tage; die Reihenfolge der Schritte bleibt.").format(what=sentence(fault))
        panel = ActPanel(_("Datum berichtigen: {name}").format(name=finding.name), said, fields, _("Berichtigen"), run)
        panel.form.set_values({step.id: step.on for step in steps})
        panel.closed.connect(self._close)
        self._panel = panel
        self._frame.hide()
        self._foot.hide()
        self._place.put(panel)
        panel.form.focus(_doubtful(steps, self._file.today()))

    def _close(self) -> None:
        self._panel = None
        self._place.put(None)
        self._frame.show()
        self._foot.setVisible(bool(self._findings()))
        (self._list if self._findings() else self._way_on).setFocus(Qt.FocusReason.OtherFocusReason)

    def first_focus(self) -> QWidget | None:
        """The form that is open, else the list."""
        if not self._built:
            return None
        if self._panel is not None:
            return self._panel.first()
        return self._list if self._findings() else self._way_on

    def person(self) -> str:
        """The person of the current row."""
        finding = self._current()
        return finding.fault.client_id if finding is not None else ""


def _doubtful(steps: Sequence[CaseStep | ReferralStep], today: date) -> str:
    """The step whose day is most likely the wrong one: the first to come or before the one before, else the last."""
    turned = (after.id for before, after in pairwise(steps) if after.on < before.on)
    return next((step.id for step in steps if step.on > today), next(turned, steps[-1].id))
