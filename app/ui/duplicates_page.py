"""The page „Mögliche Dubletten“: pairs of files that may be of one person, to be compared or to be told apart."""

from collections.abc import Sequence
from functools import partial

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QSizePolicy, QWidget

from app.domain.dates import german_partial
from app.i18n import _, ngettext
from app.store.casefile import CaseFile, Change
from app.store.queries import duplicates
from app.store.queries.duplicates import PairLine, PersonLine
from app.ui import history
from app.ui.alike_words import VERY_ALIKE, degree, reason_words
from app.ui.client_parts import keys
from app.ui.columns import Column
from app.ui.components import EmptyState, PageHeader
from app.ui.controls import button, key_hint
from app.ui.layouts import FlowBox, card, column, framed, holder, page, row
from app.ui.paint import Pill
from app.ui.progress import ProgressSlot
from app.ui.shell import Page, Shell
from app.ui.table import TableView
from app.ui.theme import T
from app.usecases import apart

_FREE, _FITTED = QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Maximum
# What can make a pair, or end one.
_WATCHED = frozenset({"client", "not_duplicate"})


def _about(line: PersonLine) -> str:
    born = german_partial(line.birth) if line.birth else _("nicht erhoben")
    return f"K-{line.number:04d} · {born}"


def _why(line: PairLine) -> str:
    return ", ".join(words for words, _strong in reason_words(line.reasons))


def _pill(line: PairLine) -> Pill:
    return Pill(text=degree(line.score), kind="warn" if line.score >= VERY_ALIKE else "plain", icon="users")


def _columns() -> tuple[Column[PairLine], ...]:
    return (
        Column(title=_("Akte"), text=lambda line: line.one.name, caption=lambda line: _about(line.one)),
        Column(title=_("Andere Akte"), text=lambda line: line.other.name, caption=lambda line: _about(line.other),
               width=300),
        Column(title=_("Was dafür spricht"), text=_why, width=330),
        Column(title=_("Wie ähnlich"), text=lambda line: "", pill=_pill, width=130, sort=lambda line: -line.score),
    )


def _speak(line: PairLine) -> str:
    return _("{one}, {about}, und {other}, {about_other}: {why}").format(
        one=line.one.name, about=_about(line.one), other=line.other.name, about_other=_about(line.other),
        why=_why(line))


class DuplicatesPage(Page):
    """Found anew in a worker whenever the page comes or persons changed. Enter compares, Entf says „kein Duplikat“."""

    def __init__(self, shell: Shell, file: CaseFile) -> None:
        self.title = _("Mögliche Dubletten")
        self._shell, self._file = shell, file
        self._table: TableView[PairLine] | None = None
        self._lines: tuple[PairLine, ...] = ()
        self._looked, self._looking, self._again = False, False, False

    def arrive(self, **where: object) -> None:
        """What was found before may be out of date."""
        self._looked = False

    def build(self, parent: QWidget) -> QWidget:
        """The list with its two acts, or what belongs here."""
        table = self._table = TableView(self.title, _columns(), key=_key, speak=_speak, height=44, several=False)
        table.opened.connect(lambda _key: self.compare())
        keys(table, ("Del",), self.set_apart)
        self._progress = ProgressSlot()
        different = button(_("Kein Duplikat"), icon="x", call=self.set_apart, shortcut="Del")
        compare = button(_("Vergleichen"), "primary", "users", self.compare)
        hint = [key_hint(_("Eingabe vergleicht"), _("Entf: kein Duplikat")), None] if T.wide else []
        foot = holder(row(*hint, different, compare, margins=(14, 8, 14, 10)) if T.wide else
                      column(FlowBox(different, compare, right=True), margins=(14, 8, 14, 10)))
        self._list = framed(table, foot, main=table)
        self._nothing = card(EmptyState(
            "users", _("Keine möglichen Dubletten"),
            _("Hier stehen Akten, die vielleicht zur selben Person gehören. Sie vergleichen sie nebeneinander, führen "
              "sie zusammen oder halten fest, dass es zwei Personen sind.")))
        self._nothing.hide()
        self._header = PageHeader(self.title, _("Akten, die vielleicht zur selben Person gehören. Geändert wird erst, "
                                                "was Sie zusammenführen."))
        self._list.setSizePolicy(_FREE, _FREE if T.wide else _FITTED)
        rest = () if T.wide else (None,)
        ground = page(self._header, self._progress, self._list, self._nothing, *rest, gap=12, scrolls=not T.wide)
        self._looked = False
        return ground

    def refresh(self, change: object) -> None:
        """Looks for pairs anew where persons changed; what is shown stays until the worker is done."""
        if self._table is None or (self._looked and isinstance(change, Change)
                                   and not change.entities & _WATCHED):
            return
        self._show()
        if self._looking:
            self._again = True
            return
        self._looking, self._looked = True, True
        file = self._file
        task = self._shell.run_task(self._table, lambda step: duplicates.pairs(file, step), self._found, self._failed)
        self._progress.follow(task, _("Akten werden verglichen,"))

    def _found(self, lines: tuple[PairLine, ...]) -> None:
        self._lines, self._looking = lines, False
        self._show()
        # the list was hidden when the page came: nobody has the keyboard yet
        if self._table is not None and self._table.isVisible() and QApplication.focusWidget() is None:
            self._table.setFocus(Qt.FocusReason.OtherFocusReason)
        if self._again:
            self._again = False
            self.refresh(None)

    def _failed(self, error: Exception) -> None:
        self._looking = False
        raise error

    def _show(self) -> None:
        assert self._table is not None
        self._table.set_lines(self._lines)
        if self._table.current_key() is None and self._lines:
            self._table.set_current(_key(self._lines[0]))
        if not T.wide:
            self._table.fit()
        n = len(self._lines)
        self._header.set_context(ngettext("{n} Paar, das vielleicht eine Person ist", "{n} Paare, die vielleicht je "
                                          "eine Person sind", n).format(n=n) if n else "")
        self._list.setVisible(bool(self._lines))
        self._nothing.setVisible(not self._lines and not self._looking)

    def first_focus(self) -> QWidget | None:
        """The list, where there is one."""
        return self._table if self._table is not None and not self._list.isHidden() else None

    def areas(self) -> Sequence[QWidget]:
        """One area."""
        return [self._list] if self._table is not None else []

    def _current(self) -> PairLine | None:
        return self._table.current_line() if self._table is not None else None

    def compare(self) -> None:
        """Both files side by side."""
        line = self._current()
        if line is not None:
            self._shell.go("merge", keep=line.one.client_id, give=line.other.client_id)

    def set_apart(self) -> None:
        """The current pair is two persons; it is never suggested again."""
        line = self._current()
        if line is None:
            return
        # gone from the list at once, the worker comes after
        self._lines = tuple(other for other in self._lines if other != line)
        apart.set_apart(self._file, line.one.client_id, line.other.client_id)
        if self._table is not None:
            self._table.setFocus(Qt.FocusReason.OtherFocusReason)
        self._shell.toast(_("{one} und {other} sind zwei Personen.").format(one=line.one.name, other=line.other.name),
                          partial(history.undo, self._shell, self._file))


def _key(line: PairLine) -> tuple[str, str]:
    return line.one.client_id, line.other.client_id
