"""The three forms of the way back from a backup: which file, its key, what it holds. They look into nothing."""

from pathlib import Path

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFileDialog, QWidget

from app.domain.dates import german
from app.domain.errors import N_
from app.i18n import _, decimal, ngettext, number
from app.ui.columns import Column
from app.ui.components import Banner, Facts
from app.ui.controls import button, label
from app.ui.editors import LineControl, Text
from app.ui.form import Field, FormView
from app.ui.layouts import column, framed, holder, row
from app.ui.paint import Pill
from app.ui.secret_field import Secret
from app.ui.settings_work import COUNTED, in_numbers
from app.ui.table import TableView
from app.ui.theme import T
from app.usecases.backup import BACKUP_SUFFIX, Backup, Found

ROWS_SHOWN = 5
_NEEDED = N_("Geben Sie das Kennwort ein, das damals galt.")
_CODE_NEEDED = N_("Schreiben Sie den Code vom Blatt ab.")


def people(made: Backup) -> str:
    """„120 Personen“."""
    n = made.counts.get("client", 0)
    return ngettext("{n} Person", "{n} Personen", n).format(n=number(n))


def _pill(found: Found) -> Pill | None:
    if found.backup is None:
        return Pill(text=_("nicht lesbar"), kind="warn")
    return Pill(text=_("vor Version {version}").format(version=found.before_version)) if found.before_version else None


def _columns() -> tuple[Column[Found], ...]:
    def when(found: Found) -> str:
        if found.backup is None:
            return found.path.name
        made = found.backup.created
        return _("{day}, {time:%H:%M} Uhr").format(day=german(made.date()), time=made)

    return (
        Column(title=_("Stand"), text=when, pill=_pill),
        Column(title=_("Darin"), text=lambda found: people(found.backup) if found.backup else "", width=130,
               right=True),
        Column(title=_("Größe"), text=lambda found: _("{n} MB").format(n=decimal(found.size / 1e6)), width=100,
               right=True),
    )


class FilePart(QWidget):
    """The backups beside the Klientendatei, newest first, and the way to any other file; `chosen` carries its path."""

    chosen = Signal(object)

    def __init__(self) -> None:
        super().__init__()
        self.table: TableView[Found] = TableView(_("Sicherungen auf diesem Gerät"), _columns(), height=34,
                                                 several=False, key=lambda found: found.path)
        self.table.opened.connect(self.chosen)
        self.other = button(_("Andere Datei …"), icon="folder-open", call=self.ask)
        self._none = label(_("Auf diesem Gerät liegen keine Sicherungen. Nehmen Sie die Datei von Ihrem "
                             "USB-Datenträger."), "muted", wrap=True)
        self._framed = framed(self.table, main=self.table)
        self.setLayout(column(self._framed, self._none, row(self.other, None), gap=10))
        self.show_files(())

    def show_files(self, found: tuple[Found, ...]) -> None:
        """Shows these; where there are many, the list scrolls inside a wide window."""
        self.table.set_lines(found)
        self._framed.setVisible(bool(found))
        self._none.setVisible(not found)
        self.table.fit()
        if T.wide and len(found) > ROWS_SHOWN:
            row_height = self.table.verticalHeader().defaultSectionSize()
            self.table.setFixedHeight(self.table.height() - row_height * (len(found) - ROWS_SHOWN))
            self.table.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAsNeeded)

    def first_focus(self) -> QWidget:
        """The list, else the way to a file."""
        return self.other if self._framed.isHidden() else self.table

    def submit(self) -> None:
        """Takes the current line, else asks."""
        line = self.table.current_line()
        if line is None:
            self.ask()
        else:
            self.chosen.emit(line.path)

    def ask(self) -> None:
        """Another file than those beside the Klientendatei."""
        name, _filter = QFileDialog.getOpenFileName(
            self, _("Sicherung öffnen"), str(Path.home()), _("Sicherungen (*{suffix})").format(suffix=BACKUP_SUFFIX))
        if name:
            self.chosen.emit(Path(name))


class KeyPart(QWidget):
    """The password of that day or the recovery code; `submitted` when Enter was pressed."""

    submitted = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.by_code = False
        self._words = label("", "muted", wrap=True)
        self.form = FormView((
            Field("password", _("Kennwort"), Secret(), width="full"),
            Field("code", _("Wiederherstellungscode"), Text(max_length=80), width="full",
                  help=_("Neun Gruppen zu vier Zeichen. Groß oder klein ist gleich."))))
        self.form.finished.connect(self.submitted)
        self.switch = button("", "link", call=self._other_key)
        self.setLayout(column(self._words, self.form, row(self.switch, None), gap=8))
        self._use_code(False)

    def _use_code(self, on: bool) -> None:
        self.by_code = on
        self.form.show_field("password", not on)
        self.form.show_field("code", on)
        self.switch.setText(_("Mit dem Kennwort öffnen") if on else _("Mit dem Wiederherstellungscode öffnen"))
        self.switch.setAccessibleName(self.switch.text())
        self._words.setText(
            _("Der Code steht auf dem Blatt im Tresor der Dienststelle.") if on else
            _("Eine Sicherung behält das Kennwort des Tages, an dem sie entstand."))

    def _other_key(self) -> None:
        self._use_code(not self.by_code)
        self.first_focus().setFocus(Qt.FocusReason.OtherFocusReason)

    @property
    def _name(self) -> str:
        return "code" if self.by_code else "password"

    def first_focus(self) -> QWidget:
        """The line to type in."""
        return self.form.box(self._name).control.targets()[0]

    def typed(self) -> str:
        """What was typed, "" after saying that something is needed."""
        control = self.form.box(self._name).control
        assert isinstance(control, LineControl)
        text = control.text()
        if not text.strip():
            self.wrong(_(_CODE_NEEDED) if self.by_code else _(_NEEDED))
            return ""
        return text

    def wrong(self, sentence: str) -> None:
        """Says below the field why this key opens nothing."""
        self.form.box(self._name).show_error(sentence)
        self.form.focus(self._name)


def facts_of(made: Backup, folder: Path, now: dict[str, int] | None) -> QWidget:
    """Date and counts of a backup, beside those of the file that is open, and what happens to ``folder``."""
    facts = Facts(110)
    facts.add(_("Stand"), _("{day}, {time:%H:%M} Uhr").format(day=german(made.created.date()), time=made.created))
    facts.add(_("Darin"), in_numbers(made.counts))
    if now is not None:
        facts.add(_("Jetzt"), in_numbers(now), _difference(made.counts, now))
    facts.add(_("Wird zu"), str(folder))
    kept = _("Die Klientendatei, die dort liegt, wird beiseitegelegt und nicht gelöscht. Was nach diesem Stand "
             "eingetragen wurde, steht nur noch in ihr.")
    return holder(column(facts, *([Banner("warn", kept)] if folder.exists() else []), gap=12))


def _difference(then: dict[str, int], now: dict[str, int]) -> str:
    words = [f"{number(abs(n))} {_(word)} {_('mehr') if n > 0 else _('weniger')}" for table, word in COUNTED.items()
             if (n := now.get(table, 0) - then.get(table, 0))]
    return _("{what} als damals").format(what=", ".join(words)) if words else ""
