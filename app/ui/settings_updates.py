"""The card „Aktualisierung“ in Prüfung und Version: finds a signed installer, shows what is new, begins.
What is verified and how, the use case knows."""

import os
from collections.abc import Callable
from functools import partial
from pathlib import Path

from PySide6.QtCore import QProcess, Qt, QTimer, Signal
from PySide6.QtWidgets import QApplication, QFileDialog, QPushButton, QWidget

from app import VERSION, paths
from app.domain.errors import UserError
from app.domain.release import News
from app.i18n import _, decimal
from app.store.casefile import CaseFile
from app.ui.components import Disclosure
from app.ui.controls import announce, button, label
from app.ui.focus import let_go
from app.ui.layouts import FlowBox, card, column, holder, row
from app.ui.page_parts import Slot
from app.ui.settings_work import WorkPart
from app.ui.shell import Shell
from app.ui.tasks import Step
from app.ui.theme import T
from app.ui.volumes import Volume, removable
from app.usecases import updates, updates_here
from app.usecases.updates import Offer
from app.usecases.updates_here import Instruction

Look = Callable[[Path], tuple[Volume, ...]]
Launch = Callable[[Path], bool]


class NoStick(UserError):
    """Nothing is plugged in that could be looked at."""


def launch(installer: Path) -> bool:
    """Starts an installer that goes on when this program has ended; False where the system refuses."""
    # the program that it starts at its end must not inherit what was prepared for this one
    os.environ["PYINSTALLER_RESET_ENVIRONMENT"] = "1"
    return QProcess.startDetached(str(installer), [], str(installer.parent))[0]


class UpdatesCard(WorkPart):
    """`start` looks on the sticks that are plugged in, `ask` in a folder; `offered` says whether there is one to begin.

    ``volumes``, ``place`` and ``start_installer`` are what a test puts in the place of this computer.
    """

    offered = Signal(bool)

    def __init__(self, shell: Shell, file: CaseFile, volumes: Look | None = None,
                 place: Path | None = None, start_installer: Launch = launch) -> None:
        super().__init__(shell, file)
        self._volumes = volumes or partial(removable, to_write=False)
        self._disk, self._launch = place or paths.update_dir(), start_installer
        self.offer: Offer | None = None
        self.button = button(_("Aktualisierung prüfen"), icon="usb", call=self.start)
        self._act = self.button
        self.other = button(_("In einem Ordner suchen …"), icon="folder-open", call=self.ask)
        self.found = Slot()
        acts = (self.button, self.other)
        updated = file.standing.updated
        news = updates.own_news(updated.since if updated is not None else "")
        self.news = Disclosure(_("Neu in Version {version}").format(version=VERSION), _sentences(news), opened=False)
        if not any(news.values()):
            self.news.hide()
        self.setLayout(column(card(
            label(_("Aktualisierung"), "lead"),
            label(_("Sie haben Version {version}. Eine neuere kommt auf einem Datenträger zu Ihnen; das Programm geht "
                    "nie ins Netz. Geprüft werden Unterschrift, Version und System.").format(version=VERSION), "muted",
                  wrap=True),
            row(*acts, None) if T.wide else FlowBox(*acts), self.progress, self.place, self.found, self.news, gap=10)))

    def first_focus(self) -> QWidget:
        """The act."""
        return self.button

    def show_news(self) -> None:
        """Opens what is new in this version."""
        if not self.news.opened:
            self.news.toggle()

    def start(self) -> None:
        """Looks on every stick; a hanging drive must not hold the window up."""
        def job(step: Step) -> Offer:
            updates.publisher_key()
            volumes = self._volumes(self._file.folder)
            if not volumes:
                raise NoStick(_("Es ist kein USB-Datenträger zu sehen. Stecken Sie einen ein und versuchen Sie es noch "
                                "einmal, oder suchen Sie in einem Ordner."))
            return updates.find([volume.root for volume in volumes], step)

        self._look(job)

    def ask(self) -> None:
        """Asks for the folder, then looks into it."""
        chosen = QFileDialog.getExistingDirectory(self, _("Ordner mit der Installationsdatei"), str(Path.home()))
        if chosen:
            self.look_in(Path(chosen))

    def look_in(self, folder: Path) -> None:
        """Looks into one folder."""
        self._look(lambda step: updates.find([folder], step))

    def _look(self, job: Callable[[Step], Offer]) -> None:
        self.say("", "")
        self._offer(None)
        self._work(job, self._offer, _("Installationsdatei wird geprüft, Stück"))

    def _work(self, job: Callable[[Step], Offer] | Callable[[Step], Path], done: Callable[..., object],
              words: str) -> None:
        let_go(self)
        self._busy(True)
        task = self._shell.run_task(self, job, done, self.failed)
        task.ended.connect(self._free)
        self.progress.follow(task, words)

    def _busy(self, on: bool) -> None:
        for act in (self.button, self.other):
            act.setDisabled(on)

    def _free(self) -> None:
        self._busy(False)
        # what the work leads to may take the keyboard from there
        _to(self._act)

    def failed(self, error: Exception) -> None:
        """What keeps from an update stands in the card; that there is none to be had is no fault."""
        if isinstance(error, UserError) and (isinstance(error, NoStick) or error.msgid == updates.SAME):
            self.say("info" if isinstance(error, NoStick) else "ok", _(error.msgid).format(**error.values))
        else:
            super().failed(error)

    def _offer(self, offer: Offer | None) -> None:
        self.offer = offer
        self.offered.emit(offer is not None)
        if offer is None:
            self._act = self.button
            self.found.put(None)
            return
        new = offer.release
        begin = button(_("Aktualisierung beginnen"), "primary", call=self.begin)
        head = _("Version {version}, {size} MB: vom Herausgeber unterschrieben und unverändert.").format(
            version=new.version, size=decimal(offer.size / 1e6))
        what = (updates_here.STARTS if updates_here.starts_by_itself(new.kind) else updates_here.COPIES)
        self.found.put(holder(column(label(head, "strong", wrap=True), _sentences(offer.news),
                                     label(_(what), "muted", wrap=True), row(None, begin), gap=8,
                                     margins=(12, 10, 12, 10)), "sunken"))
        announce(self.found, head)
        self._act = begin
        _to(begin)

    def begin(self) -> None:
        """Copies, verifies and makes the backup beside the window; then the installer or the person goes on."""
        offer = self.offer
        if offer is None or not self.button.isEnabled():
            return
        self.say("", "")
        self._work(lambda step: updates.prepare(self._file, offer, self._disk, step), partial(self._ready, offer),
                   _("Datei wird übernommen und Sicherung angelegt, Schritt"))

    def _ready(self, offer: Offer, installer: Path) -> None:
        self._offer(None)
        if not updates_here.starts_by_itself(offer.release.kind):
            self._instruct(updates_here.instruction(offer.release.kind, installer))
        elif self._shell.commit_focused_field():
            if self._launch(installer):
                # a turn later: what brought the result is still on its way out of the worker
                QTimer.singleShot(0, self, partial(self._shell.run_action, "window.close"))
            else:
                self.say("bad", _("Das Einrichten ließ sich nicht starten. Ihre Klientendatei ist unverändert und "
                                  "gesichert. Beenden Sie das Programm, und starten Sie diese Datei selbst: {file}")
                         .format(file=installer))

    def _instruct(self, what: Instruction) -> None:
        copy = button(_("Befehl kopieren"), icon="copy", call=partial(self._copy, what.command))
        command = label(what.command, wrap=True, select=True)
        self.say("ok", _("Die Klientendatei ist gesichert, die Datei übernommen und noch einmal geprüft."))
        self.found.put(holder(column(label(what.sentence, wrap=True), command, row(copy, None), gap=8,
                                     margins=(12, 10, 12, 10)), "sunken"))
        announce(self.found, what.sentence)
        _to(copy)

    def _copy(self, command: str) -> None:
        QApplication.clipboard().setText(command)
        self._shell.toast(_("Befehl kopiert."))


def _to(act: QPushButton) -> None:
    """The keyboard a turn later, when the page knows where the act lies and can come to it."""
    QTimer.singleShot(0, act, partial(act.setFocus, Qt.FocusReason.OtherFocusReason))


def _sentences(news: News) -> QWidget:
    """The sentences, below their version where there are several."""
    lines: list[QWidget] = []
    for version, said in news.items():
        if len(news) > 1:
            lines.append(label(_("Neu in Version {version}").format(version=version), "label"))
        lines += [label(f"– {one}", wrap=True) for one in said]
    return holder(column(*lines, gap=4))
