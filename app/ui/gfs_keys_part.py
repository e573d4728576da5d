"""Schlüssel at the Geschäftsführende Stelle: make the two pairs, read their fingerprints out, change them by a list.
Deriving takes seconds and a gigabyte: always beside the window."""

from pathlib import Path

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from app.domain.errors import N_, UserError
from app.domain.trust import KeyProposal
from app.i18n import _, text_of
from app.store.casefile import CaseFile
from app.ui.components import Banner
from app.ui.controls import button, label
from app.ui.form import Field, FormView
from app.ui.issue_places import PathChoice, ask_folder, ask_key
from app.ui.layouts import card, column, holder, row
from app.ui.new_password import NewPassword
from app.ui.page_parts import Slot
from app.ui.progress import ProgressSlot
from app.ui.secret_field import Secret
from app.ui.settings_part import Part
from app.ui.shell import Shell
from app.ui.tasks import Job, R, Task
from app.ui.trust_part import EnterCard, KeysCard, fingerprint_box
from app.usecases import gfs_keys, trust
from app.usecases.signing import ACTIVE_FILE, PUBLIC, RESERVE_FILE
from app.vault.errors import WrongSecret

NO_FOLDER = N_("Wählen Sie zuerst den Ordner auf dem Stick.")
NOT_ALL = N_("Wählen Sie die Schlüsseldatei und den Ordner, und geben Sie das Kennwort ein.")


class _WorkCard(QWidget):
    """A card whose button starts work of some seconds; what came of it stands in `told`."""

    done = Signal()

    def __init__(self, shell: Shell, words: str, busy: str, icon: str, kind: str = "") -> None:
        super().__init__()
        self._shell, self._words, self._busy_words = shell, words, busy
        self.told, self.progress = Slot(), ProgressSlot()
        self.button = button(words, kind, icon, self.submit)

    def submit(self) -> None:
        """Begins, where everything is there."""

    def run(self, job: Job[R], done: object) -> None:
        """Runs the work; ``done`` is called with its result."""
        self.told.put(None)
        self._show_busy(True)
        task = self._shell.run_task(self, job, lambda result: self._finish(done, result), self._failed)
        task.ended.connect(lambda: self._stopped(task))
        self.progress.follow(task, self._busy_words)

    def _finish(self, done: object, result: object) -> None:
        self._show_busy(False)
        assert callable(done)
        done(result)
        self.done.emit()

    def _stopped(self, task: Task) -> None:
        if task.cancelled:
            self._show_busy(False)

    def _show_busy(self, busy: bool) -> None:
        self.button.setText(self._busy_words if busy else self._words)
        self.button.setAccessibleName(self.button.text())
        self.button.setDisabled(busy)

    def _failed(self, error: Exception) -> None:
        self._show_busy(False)
        if not isinstance(error, UserError):
            raise error
        self.refuse(error)

    def refuse(self, error: UserError) -> None:
        """Says why not."""
        self.told.put(Banner("bad", text_of(error)))


class PairsCard(_WorkCard):
    """„Schlüsselpaare anlegen“: a folder on a stick, a password for the two secret files, and both fingerprints."""

    def __init__(self, shell: Shell, file: CaseFile) -> None:
        super().__init__(shell, _("Schlüsselpaare anlegen"), _("Schlüssel werden angelegt"), "key-round", "primary")
        self._file = file
        self.place = PathChoice(_("Ordner für die Schlüssel"), _("Ein Stick nur dafür, der im Tresor liegt."),
                                ask_folder, "folder-open")
        self.password = NewPassword(lambda: (file.meta("office"),))
        self.password.finished.connect(self.submit)
        self.setLayout(column(card(
            label(_("Schlüsselpaare anlegen"), "lead"),
            label(_("Es entstehen ein aktiver Schlüssel für die Kataloge und ein Reserveschlüssel für den Wechsel. "
                    "Beide liegen nur auf dem Stick, geschützt durch ein eigenes Kennwort. Geht es verloren, müssen "
                    "alle Teilhabemanagements neue Schlüssel eintragen."), "muted", wrap=True),
            self.place, holder(column(self.password)), self.told, self.progress, row(None, self.button), gap=10)))

    def submit(self) -> None:
        """Makes the pairs."""
        if self.place.path is None:
            self.refuse(UserError(NO_FOLDER))
            self.place.button.setFocus()
            return
        password, folder = self.password.chosen(), self.place.path
        if password and self.button.isEnabled():
            self.run(lambda step: gfs_keys.make(self._file, folder, password, step=step), self._made)

    def _made(self, pairs: tuple[KeyProposal, KeyProposal]) -> None:
        in_force = {key.key_id for key in trust.keys(self._file) if key.retired_on is None}
        entered = all(one.key_id in in_force for one in pairs)
        said = (_("Die Schlüssel sind angelegt und gelten. Ihre Fingerabdrücke stehen oben.") if entered else
                _("Die Schlüssel sind angelegt, gelten aber noch nicht: Schreiben Sie jetzt die Schlüsselliste."))
        boxes = () if entered else (fingerprint_box(_("Neuer aktiver Schlüssel"), pairs[0]),
                                    fingerprint_box(_("Neuer Reserveschlüssel"), pairs[1]))
        self.told.put(holder(column(Banner("ok", said), *boxes, gap=8)))


class ListCard(_WorkCard):
    """„Schlüsselliste schreiben“: brings new keys to the offices, signed with the reserve key in force."""

    def __init__(self, shell: Shell, file: CaseFile) -> None:
        super().__init__(shell, _("Schlüsselliste schreiben"), _("Die Liste wird unterschrieben"), "signature")
        self._file = file
        self.reserve = PathChoice(_("Bisheriger Reserveschlüssel"), _("„gfs-reserve.key“ der geltenden Schlüssel"),
                                  ask_key, "key-round")
        self.place = PathChoice(_("Ordner der neuen Schlüssel"), _(
            "Darin liegen „gfs-aktiv.pub“ und „gfs-reserve.pub“; die Liste wird dazugelegt."), ask_folder,
            "folder-open")
        self.form = FormView((Field("password", _("Kennwort des bisherigen Reserveschlüssels"), Secret(),
                                    width="half"),))
        self.form.finished.connect(self.submit)
        self.setLayout(column(card(
            label(_("Schlüssel wechseln"), "lead"),
            label(_("Nötig, wenn der aktive Schlüssel verloren oder in fremden Händen ist. Legen Sie zuerst neue Paare "
                    "an. Die Liste und ihre Unterschrift gehen an alle Teilhabemanagements."), "muted", wrap=True),
            self.reserve, self.place, self.form, self.told, self.progress, row(None, self.button), gap=10)))

    def submit(self) -> None:
        """Writes the list."""
        password, folder, old = self.form.box("password").control.text(), self.place.path, self.reserve.path
        if not password or folder is None or old is None:
            self.refuse(UserError(NOT_ALL))
        elif self.button.isEnabled():
            self.run(lambda _step: gfs_keys.write_key_list(
                self._file, folder, old, password, folder / f"{ACTIVE_FILE}{PUBLIC}",
                folder / f"{RESERVE_FILE}{PUBLIC}"), self._written)

    def _written(self, path: Path) -> None:
        self.form.set_texts({"password": ""})
        self.told.put(Banner("ok", _("Die neuen Schlüssel gelten. Geben Sie weiter: {path} und die Unterschrift "
                                     "daneben.").format(path=path)))

    def refuse(self, error: UserError) -> None:
        """A wrong password stands at its field."""
        if isinstance(error, WrongSecret):
            self.form.box("password").show_error(text_of(error))
            self.form.focus("password")
        else:
            super().refuse(error)


class GfsKeysPart(Part):
    """The keys with their fingerprints to read out, new pairs, the list, and a pair made elsewhere."""

    def __init__(self, shell: Shell, file: CaseFile) -> None:
        super().__init__()
        self._shell, self._file = shell, file
        self.keys = KeysCard(file, self._retire, large=True)
        self.pairs, self.list, self.enter = PairsCard(shell, file), ListCard(shell, file), EnterCard(file)
        for each in (self.pairs.done, self.list.done, self.enter.entered):
            each.connect(self.show_facts)
        self.show_cards(self.keys, self.pairs, self.list, self.enter)

    def show_facts(self) -> None:
        """The keys that are known; a list can only be signed where there is one."""
        self.keys.show_keys()
        self.list.setVisible(any(key.retired_on is None for key in trust.keys(self._file)))

    def _retire(self, key_id: str) -> None:
        trust.retire(self._file, key_id)
        self.show_facts()
        self._shell.toast(_("Der Schlüssel {key_id} ist außer Gebrauch.").format(key_id=key_id))
