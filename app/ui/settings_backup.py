"""Sicherung und Prüfung: a backup into a file the person chooses, and whether the Klientendatei is whole."""

from pathlib import Path

from PySide6.QtWidgets import QFileDialog, QWidget

from app import VERSION
from app.domain.date_words import ago_in_words
from app.domain.errors import N_, UserError
from app.i18n import _, number, text_of
from app.store.casefile import SUFFIX, CaseFile
from app.ui.components import Banner, Facts
from app.ui.controls import announce, button, label
from app.ui.layouts import card, column, holder, row
from app.ui.progress import ProgressSlot
from app.ui.settings_part import Part
from app.ui.shell import Shell
from app.usecases import backup
from app.usecases.backup import Report

BACKUP_SUFFIX = ".kdsicherung"
_COUNTED = {"client": N_("Personen"), "case_": N_("Fälle"), "contact": N_("Notizen"), "referral": N_("Vermittlungen"),
            "follow_up": N_("Wiedervorlagen"), "issued_month": N_("Monatsmeldungen")}


def in_numbers(counts: dict[str, int]) -> str:
    """„120 Personen, 3.400 Notizen“ for what a file holds."""
    return ", ".join(f"{number(counts[table])} {_(word)}" for table, word in _COUNTED.items() if counts.get(table))


class _Work(Part):
    """A card whose work says below its button how it ended."""

    def __init__(self, shell: Shell, file: CaseFile) -> None:
        super().__init__()
        self._shell, self._file = shell, file
        self.progress = ProgressSlot()
        self._result = column()
        self.place = holder(self._result)
        self.place.hide()

    @property
    def banner(self) -> Banner | None:
        """How the last work ended, None before it."""
        item = self._result.itemAt(0)
        shown = item.widget() if item is not None else None
        return shown if isinstance(shown, Banner) else None

    def say(self, kind: str, sentence: str) -> None:
        """Shows how the work ended, "" for nothing; a reader hears it."""
        if (old := self.banner) is not None:
            self._result.removeWidget(old)
            old.hide()
            old.deleteLater()
        if sentence:
            shown = Banner(kind, sentence)
            self._result.addWidget(shown)
            announce(shown, sentence)
        self.place.setVisible(bool(sentence))

    def failed(self, error: Exception) -> None:
        """A known failure stands in the card; a defect goes to the crash dialog."""
        if not isinstance(error, UserError):
            raise error
        self.say("bad", text_of(error))


class BackupPart(_Work):
    """The last backup, and the next one."""

    def __init__(self, shell: Shell, file: CaseFile) -> None:
        super().__init__(shell, file)
        self.last = label("", "body", wrap=True)
        self.button = button(_("Jetzt sichern …"), "primary", "download", self.start)
        self.show_cards(card(
            label(_("Sicherung"), "lead"), self.last,
            label(_("Eine verschlüsselte Datei mit allem. Nach dem Schreiben wird sie wieder geöffnet, geprüft und "
                    "gezählt. Bewahren Sie sie nicht auf diesem Gerät auf."), "muted", wrap=True),
            row(self.button, None), self.progress, self.place, gap=10))

    def first_focus(self) -> QWidget:
        """The act."""
        return self.button

    def show_facts(self) -> None:
        """When the last backup was made."""
        made = backup.last_made(self._file)
        if made is None:
            self.last.setText(_("Es gibt noch keine Sicherung."))
        else:
            ago = ago_in_words(made.date(), self._file.today(), _)
            self.last.setText(_("Letzte Sicherung {ago}, am {made:%d.%m.%Y um %H:%M}.").format(ago=ago, made=made))

    def start(self) -> None:
        """Asks for the file, then makes it."""
        name = f"{self._file.folder.name.removesuffix(SUFFIX)}-{self._file.today()}{BACKUP_SUFFIX}"
        chosen, _filter = QFileDialog.getSaveFileName(
            self, _("Sicherung speichern"), str(Path.home() / name), _("Sicherungen (*{suffix})").format(
                suffix=BACKUP_SUFFIX), options=QFileDialog.Option.DontConfirmOverwrite)
        if chosen:
            self.make(Path(chosen) if chosen.endswith(BACKUP_SUFFIX) else Path(chosen + BACKUP_SUFFIX))

    def make(self, target: Path) -> None:
        """Makes the backup beside the window."""
        self.say("", "")
        self.button.setDisabled(True)
        task = self._shell.run_task(self, lambda step: backup.make(self._file, target, step),
                                    lambda made: self._made(target, made.counts), self.failed)
        task.ended.connect(self._ended)
        self.progress.follow(task, _("Sicherung wird geschrieben"))

    def _ended(self) -> None:
        self.button.setDisabled(False)

    def _made(self, target: Path, counts: dict[str, int]) -> None:
        self.show_facts()
        self.say("ok", _("Gesichert und geprüft: {what}. Die Datei liegt in {place}.").format(
            what=in_numbers(counts) or _("noch keine Personen"), place=target))


class CheckPart(_Work):
    """Whether the file is whole, and which program this is."""

    def __init__(self, shell: Shell, file: CaseFile) -> None:
        super().__init__(shell, file)
        self.button = button(_("Jetzt prüfen"), "primary", "shield-check", self.start)
        facts = Facts()
        facts.add(_("Version"), VERSION)
        facts.add(_("Ort"), str(file.folder))
        self.show_cards(
            card(label(_("Klientendatei prüfen"), "lead"),
                 label(_("Liest jede Seite der Datei, die Schlüsseldateien und die Änderungsgeschichte. "
                         "Ändert nichts."), "muted", wrap=True),
                 row(self.button, None), self.progress, self.place, gap=10),
            card(label(_("Über das Programm"), "lead"), facts, gap=10))

    def first_focus(self) -> QWidget:
        """The act."""
        return self.button

    def start(self) -> None:
        """Checks beside the window."""
        self.say("", "")
        self.button.setDisabled(True)
        task = self._shell.run_task(self, lambda step: backup.inspect(self._file), self._checked, self.failed)
        task.ended.connect(self._ended)
        self.progress.follow(task, _("Klientendatei wird geprüft"))

    def _ended(self) -> None:
        self.button.setDisabled(False)

    def _checked(self, report: Report) -> None:
        if report.problems:
            self.say("bad", _("Es wurden {n} Schäden gefunden. Ihre Sicherungen sind davon nicht betroffen: "
                              "Arbeiten Sie nicht weiter und stellen Sie die letzte wieder her.").format(
                                  n=len(report.problems)))
        else:
            self.say("ok", _("Die Klientendatei ist in Ordnung: {what}.").format(
                what=in_numbers(report.counts) or _("noch keine Personen")))
