"""Prüfung: whether the Klientendatei is whole, the way to a repair where it is not, and which program this is."""

from functools import partial
from pathlib import Path

from PySide6.QtWidgets import QWidget

from app import VERSION
from app.domain.date_words import ago_in_words
from app.i18n import _, ngettext
from app.store.casefile import CaseFile
from app.ui.components import Facts
from app.ui.controls import button, label, set_kind
from app.ui.layouts import card, row
from app.ui.settings_updates import UpdatesCard
from app.ui.settings_work import WorkPart, in_numbers
from app.ui.shell import Shell
from app.ui.tasks import Step
from app.usecases import backup
from app.usecases.backup import Report


class CheckPart(WorkPart):
    """Checks on request; what was found stands below the button."""

    def __init__(self, shell: Shell, file: CaseFile) -> None:
        super().__init__(shell, file)
        self.button = button(_("Jetzt prüfen"), "primary", "shield-check", self.start)
        self.last = label("", "body", wrap=True)
        facts = Facts()
        facts.add(_("Version"), VERSION)
        facts.add(_("Ort"), str(file.folder))
        self.updates = UpdatesCard(shell, file)
        self.updates.offered.connect(self._step_back)
        self.show_cards(
            card(label(_("Klientendatei prüfen"), "lead"), self.last,
                 label(_("Liest jede Seite der Datei, die Schlüsseldateien und die Änderungsgeschichte. "
                         "Ändert nichts."), "muted", wrap=True),
                 row(self.button, None), self.progress, self.place, gap=10),
            self.updates,
            card(label(_("Über das Programm"), "lead"), facts,
                 row(button(_("Über Klientendatei"), icon="info", call=partial(shell.go, "about")), None), gap=10))

    def first_focus(self) -> QWidget:
        """The act."""
        return self.button

    def _step_back(self, there: bool) -> None:
        """One act at a time is the one most likely wanted: an update that is there, else the check."""
        set_kind(self.button, "" if there else "primary", "shield-check")

    def show_facts(self) -> None:
        """When the file was last found whole, by the check after unlocking or by the one of this card."""
        verdict, last = self._file.checkup.verdict, self._file.standing.checked
        if last is not None:
            ago = ago_in_words(last.date(), self._file.today(), _)
            self.last.setText(_("Zuletzt geprüft {ago}, am {at:%d.%m.%Y um %H:%M}: in Ordnung.").format(
                ago=ago, at=last))
        elif verdict is not None and verdict.problems:
            self.last.setText(_("Die Prüfung nach dem Öffnen hat am {at:%d.%m.%Y um %H:%M} einen Schaden gefunden.")
                              .format(at=verdict.at))
        else:
            self.last.setText(_("Noch nicht geprüft."))

    def start(self) -> None:
        """Checks beside the window."""
        self.say("", "")
        self.button.setDisabled(True)
        task = self._shell.run_task(self, self._work, self._checked, self.failed)
        task.ended.connect(self._ended)
        self.progress.follow(task, _("Klientendatei wird geprüft, Schritt"))

    def _work(self, step: Step) -> tuple[Report, Path | None]:
        """In the worker: what was found and, where it is damage, the backup that can repair it."""
        report = backup.inspect(self._file, progress=step)
        return report, backup.newest_whole(self._file) if report.problems else None

    def _ended(self) -> None:
        self.button.setDisabled(False)

    def _checked(self, found: tuple[Report, Path | None]) -> None:
        report, source = found
        self.show_facts()
        if not report.problems:
            self.say("ok", _("Die Klientendatei ist in Ordnung: {what}.").format(what=in_numbers(report.counts)))
            return
        n = len(report.problems)
        repair = button(_("Aus Sicherung reparieren"), icon="history",
                        call=partial(self._shell.go, "restore", source=source))
        words = ngettext("Es wurde {n} Schaden gefunden.", "Es wurden {n} Schäden gefunden.", n).format(n=n)
        self.say("bad", _("{found} Ihre Sicherungen sind davon nicht betroffen: Arbeiten Sie nicht weiter und stellen "
                          "Sie die letzte wieder her.").format(found=words), repair)
