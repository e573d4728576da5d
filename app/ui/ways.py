"""The ways before a Klientendatei is open: its password, another file, a new one, a backup, practice, what was opened
by double click. Each shows a card of the gate; the cards know nothing of each other."""

from collections.abc import Callable
from datetime import datetime
from functools import partial
from pathlib import Path
from typing import Any

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QFileDialog

from app.domain.errors import N_, UserError
from app.i18n import _
from app.ui.gate import Gate
from app.ui.practice import PRACTICE, PracticeCard
from app.ui.unlock import SUFFIX, ChoicesCard, UnlockCard, passphrase_of_muster

BACKUP, HANDOVER = ".kdsicherung", ".kdfall"
NOT_THERE = N_("„{name}“ ist nicht zu finden. Es wurde nichts geändert. Vielleicht ist der Datenträger nicht "
               "eingesteckt, oder die Datei wurde verschoben.")
NO_HANDOVERS = N_("„{name}“ ist die Übergabe eines Falls an eine andere Dienststelle. Diese Fassung des Programms "
                  "liest solche Dateien noch nicht. Die Datei ist unverändert; heben Sie sie auf.")
FOREIGN = N_("„{name}“ ist weder eine Klientendatei noch eine Sicherung. Es wurde nichts geändert. Eine Klientendatei "
             "ist ein Ordner, dessen Name auf „.klientendatei“ endet, eine Sicherung eine Datei, deren Name auf "
             "„.kdsicherung“ endet.")


def case_file_of(path: Path) -> Path | None:
    """The Klientendatei meant by a path: the folder itself, even where it is gone, or the one a file lies in."""
    return next((one for one in (path, path.parent) if one.suffix.lower() == SUFFIX and not one.is_file()), None)


def refusal(path: Path) -> UserError:
    """Why nothing can be opened here that is no Klientendatei and no backup."""
    if not path.exists():
        return UserError(NOT_THERE, name=path.name)
    return UserError(NO_HANDOVERS if path.suffix.lower() == HANDOVER else FOREIGN, name=path.name)


class Ways(QObject):
    """Holds which folder is meant; `opened` carries the file that a card has opened or made.

    ``office`` loads everything behind the gate, in the worker; ``unlock`` opens a folder with a password there.
    """

    opened = Signal(object)

    def __init__(self, gate: Gate, place: Path, folder: Path | None, now: Callable[[], datetime],
                 office: Callable[[], Any], unlock: Callable[[Path, str], Any]) -> None:
        super().__init__(gate)
        self._gate, self._place, self.folder, self._now = gate, place, folder, now
        self._office, self._unlock = office, unlock
        # why the program asks for the password again, "" for a first time
        self.told = ""
        # one's own file, while the way leads to the practice file
        self.came_from: Path | None = None
        gate.about_wanted.connect(self.tell_about)

    def begin(self) -> None:
        """The unlock page, or the choices where there is no file to unlock."""
        if self.folder is not None:
            self.ask_password(self.folder)
        else:
            self.offer()

    def take(self, path: Path) -> None:
        """What was opened by double click and is no Klientendatei by its name: a backup, a folder, or a sentence."""
        if path.suffix.lower() == BACKUP and path.is_file():
            # its own name says which file it becomes, not the file that happens to lie at the usual place
            self.restore(path, None)
        elif path.is_dir():
            self._gate.run(lambda step: self._office().check_place(path), lambda _none: self.ask_password(path))
        elif self._gate.card is not None:
            self._gate.card.refuse(refusal(path))

    def ask_password(self, folder: Path) -> None:
        """The unlock page of a folder."""
        self.folder = folder
        card = UnlockCard(self._gate, lambda password: self._unlock(folder, password), sentence=self.told,
                          muster=passphrase_of_muster(folder))
        card.restore_wanted.connect(lambda: self.restore(None, self.folder))
        card.opened.connect(self.opened)
        card.forgotten.connect(self.ask_code)
        card.other_wanted.connect(self._choose)
        card.new_wanted.connect(self.create)
        card.practice_wanted.connect(self.practise)
        self._gate.open(card, folder.name.removesuffix(SUFFIX))

    def offer(self) -> None:
        """The choices of the first start."""
        card = ChoicesCard()
        card.restore_wanted.connect(lambda: self.restore(None, None))
        card.other_wanted.connect(self._choose)
        card.new_wanted.connect(self.create)
        card.practice_wanted.connect(self._first_practice)
        self._gate.open(card)

    def _show(self, make: Callable[[Any], Any]) -> None:
        """Shows a card that needs what is loaded beside the gate; its way back leads to the beginning."""
        def ready(office: Any) -> None:
            card = make(office)
            card.left.connect(self.begin)
            self._gate.open(card)

        self._gate.run(lambda step: self._office(), ready)

    def ask_code(self) -> None:
        """„Kennwort vergessen“."""
        def make(office: Any) -> Any:
            card = office.forgotten_card(self._gate, self.folder, self._now)
            card.opened.connect(self.opened)
            return card

        self._show(make)

    def restore(self, source: Path | None, folder: Path | None) -> None:
        """„Sicherung wiederherstellen“, of ``source`` at once, as ``folder`` or as what the backup is called."""
        def restored(target: Path, made: Any) -> None:
            self.told = restored_words(made.created)
            self.ask_password(target)

        def make(office: Any) -> Any:
            card = office.restore_card(self._gate, folder, self._place, source)
            card.restored.connect(restored)
            return card

        self._show(make)

    def create(self) -> None:
        """„Neue Klientendatei“."""
        def make(office: Any) -> Any:
            card = office.creation_card(self._gate, self._place, self._now)
            card.opened.connect(self.opened)
            return card

        self._show(make)

    def tell_about(self) -> None:
        """„Über Klientendatei“."""
        self._show(lambda office: office.about_card(self._gate))

    def _choose(self) -> None:
        chosen = QFileDialog.getExistingDirectory(self._gate, _("Klientendatei öffnen"), str(self._place))
        if chosen:
            folder = Path(chosen)
            self._gate.run(lambda step: self._office().check_place(folder), lambda _none: self.ask_password(folder))

    def practise(self) -> None:
        """The practice file: into it, or anew; in one that is asked for already, that one."""
        here = self.folder
        if here is not None and passphrase_of_muster(here):
            folder = here
        else:
            folder, self.came_from = self._place / PRACTICE, here or self.came_from
        card = PracticeCard(self._gate, folder, partial(self._make_practice, folder))
        card.wanted.connect(self.ask_password)
        card.left.connect(self.begin)
        self._gate.open(card)

    def _make_practice(self, folder: Path, anew: bool, step: Callable[[int, int], None]) -> Path:
        """In the worker."""
        office = self._office()
        made: Path = office.practice_anew(folder, self._now, step) if anew else \
            office.practice_file(folder.parent, self._now, step)
        return made

    def _first_practice(self) -> None:
        if (self._place / PRACTICE).exists():
            self.practise()
            return
        card = self._gate.card
        assert isinstance(card, ChoicesCard)
        card.busy(True)

        def failed(error: Exception) -> None:
            card.busy(False)
            self._gate.problems.show(error)

        self._gate.run(partial(self._make_practice, self._place / PRACTICE, False), self.ask_password, failed)


def restored_words(created: datetime) -> str:
    """Which stand was brought back, and which password opens it."""
    return _("Wiederhergestellt ist der Stand vom {made:%d.%m.%Y, %H:%M} Uhr. Es gilt das Kennwort von damals, "
             "sonst der Wiederherstellungscode.").format(made=created)
