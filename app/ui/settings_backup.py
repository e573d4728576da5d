"""Sicherung: a copy on a USB stick or at a chosen place, the copies the program makes by itself, the way back."""

from collections.abc import Callable
from functools import partial
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFileDialog, QPushButton, QWidget

from app.domain.date_words import ago_in_words
from app.i18n import _, decimal
from app.store.casefile import SUFFIX, CaseFile
from app.ui.components import setting_line
from app.ui.controls import announce, button, label
from app.ui.layouts import FlowBox, card, column, holder, row
from app.ui.page_parts import Slot
from app.ui.settings_work import WorkPart, in_numbers
from app.ui.shell import Shell
from app.ui.theme import T
from app.ui.volumes import Volume, removable
from app.usecases import backup
from app.usecases.backup import BACKUP_SUFFIX, Backup, Found
from app.usecases.muster import WORD, is_muster

GIGABYTE = 1e9
Look = Callable[[Path], tuple[Volume, ...]]


class BackupPart(WorkPart):
    """`start_usb` looks for sticks, `start` asks for a file; `volumes` tells which ones are plugged in."""

    def __init__(self, shell: Shell, file: CaseFile, volumes: Look = removable) -> None:
        super().__init__(shell, file)
        self._volumes = volumes
        self.last, self.own = label("", "body", wrap=True), label("", "body", wrap=True)
        self.usb = button(_("Auf USB sichern"), "primary", "usb", self.start_usb)
        self.button = button(_("An anderem Ort sichern …"), icon="download", call=self.start)
        self.sticks = Slot()
        acts = (self.usb, self.button)
        self.show_cards(
            card(label(_("Sicherung außerhalb dieses Geräts"), "lead"), self.last,
                 label(_("Eine verschlüsselte Datei mit allem. Nach dem Schreiben wird sie wieder geöffnet, geprüft "
                         "und gezählt. Bewahren Sie sie nicht auf diesem Gerät auf."), "muted", wrap=True),
                 row(*acts, None) if T.wide else FlowBox(*acts), self.sticks, self.progress, self.place, gap=10),
            card(label(_("Sicherungen auf diesem Gerät"), "lead"), self.own,
                 label(_("Das Programm macht sie von selbst: beim Sperren, beim Beenden und nach je 30 Minuten Arbeit. "
                         "Ältere werden ausgedünnt. Geht das Gerät verloren, sind auch sie verloren."), "muted",
                       wrap=True), gap=10),
            card(label(_("Zu einem früheren Stand zurück"), "lead"),
                 label(_("Die jetzige Klientendatei wird dabei beiseitegelegt, nicht gelöscht."), "muted", wrap=True),
                 row(button(_("Sicherung wiederherstellen …"), icon="history", call=partial(shell.go, "restore")),
                     None), gap=10))

    def first_focus(self) -> QWidget:
        """The act."""
        return self.usb

    def show_facts(self) -> None:
        """When the last backup left the device, and which ones lie on it."""
        made, today = backup.last_away(self._file), self._file.today()
        if made is None:
            self.last.setText(_("Es gibt noch keine Sicherung außerhalb dieses Geräts."))
        else:
            self.last.setText(_("Letzte Sicherung außerhalb {ago}, am {made:%d.%m.%Y um %H:%M}.").format(
                ago=ago_in_words(made.date(), today, _), made=made))
        self._shell.run_task(self, lambda step: backup.local(self._file.folder), self._show_own)

    def _show_own(self, found: tuple[Found, ...]) -> None:
        newest = next((one.backup for one in found if one.backup is not None), None)
        if newest is None:
            self.own.setText(_("Noch keine."))
        else:
            words = _("{n} Sicherungen mit {size} MB, die letzte vom {made:%d.%m.%Y, %H:%M} Uhr.")
            size = decimal(sum(one.size for one in found) / 1e6)
            self.own.setText(words.format(n=len(found), size=size, made=newest.created))

    def start_usb(self) -> None:
        """Looks which sticks are plugged in; a hanging drive must not hold the window up."""
        self._busy(True)
        task = self._shell.run_task(self, lambda step: self._volumes(self._file.folder), self._offer, self.failed)
        task.ended.connect(self._free)
        self.say("", "")

    def _offer(self, volumes: tuple[Volume, ...]) -> None:
        if not volumes:
            self.sticks.put(None)
            self.say("info", _("Es ist kein USB-Datenträger zu sehen. Stecken Sie einen ein und versuchen Sie es noch "
                               "einmal, oder wählen Sie einen anderen Ort."))
            self.usb.setFocus(Qt.FocusReason.OtherFocusReason)
            return
        lines: list[QWidget] = []
        acts: list[QPushButton] = []
        for volume in volumes:
            act = button(_("Hierhin sichern"), call=partial(self._to_volume, volume))
            act.setAccessibleName(_("Auf {name} sichern").format(name=volume.name))
            acts.append(act)
            free = _("{free} GB frei").format(free=decimal(volume.free / GIGABYTE))
            lines.append(setting_line(volume.name, free, act))
        self.sticks.put(holder(column(*lines, gap=2, margins=(12, 4, 12, 4)), "sunken"))
        announce(self.sticks, _("{n} Datenträger gefunden").format(n=len(volumes)))
        acts[0].setFocus(Qt.FocusReason.OtherFocusReason)

    def _to_volume(self, volume: Volume) -> None:
        self.sticks.put(None)
        self.make(volume.root / self._name(exact=True), volume.name)

    def _name(self, *, exact: bool = False) -> str:
        day = f"{self._file.now():%Y-%m-%d-%H%M}" if exact else f"{self._file.today()}"
        name = self._file.folder.name.removesuffix(SUFFIX)
        practice = f"{WORD}-" if is_muster(self._file) and WORD.lower() not in name.lower() else ""
        return f"{practice}{name}-{day}{BACKUP_SUFFIX}"

    def start(self) -> None:
        """Asks for the file, then makes it."""
        self.sticks.put(None)
        chosen, _filter = QFileDialog.getSaveFileName(
            self, _("Sicherung speichern"), str(Path.home() / self._name()), _("Sicherungen (*{suffix})").format(
                suffix=BACKUP_SUFFIX), options=QFileDialog.Option.DontConfirmOverwrite)
        if chosen:
            self.make(Path(chosen) if chosen.endswith(BACKUP_SUFFIX) else Path(chosen + BACKUP_SUFFIX))

    def make(self, target: Path, recipient: str = "") -> None:
        """Makes the backup beside the window; `recipient` is the stick, for the register of what left."""
        self.say("", "")
        self._busy(True)
        task = self._shell.run_task(self, lambda step: backup.make(self._file, target, step, recipient),
                                    partial(self._made, target), self.failed)
        task.ended.connect(self._free)
        self.progress.follow(task, _("Sicherung wird geschrieben, Schritt"))

    def _busy(self, on: bool) -> None:
        for act in (self.usb, self.button):
            act.setDisabled(on)

    def _free(self) -> None:
        self._busy(False)

    def _made(self, target: Path, made: Backup) -> None:
        self.show_facts()
        self.say("ok", _("Gesichert und geprüft, Stand {made:%d.%m.%Y, %H:%M} Uhr: {what}. Die Datei liegt in "
                         "{place}.").format(made=made.created, what=in_numbers(made.counts), place=target))
        self.usb.setFocus(Qt.FocusReason.OtherFocusReason)
