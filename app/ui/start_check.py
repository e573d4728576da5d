"""What is looked at after each unlock beside the work, and told above the pages: damage, an older copy, a wrong clock.
It keeps the stand of the file, too. What is asked and compared, the store knows."""

from functools import partial

from PySide6.QtCore import QObject, QTimer, Signal

from app import VERSION, paths
from app.domain.clock import ClockDoubt
from app.domain.errors import N_
from app.i18n import _, text_of
from app.store.casefile import CaseFile
from app.ui.notices import Act, Notice
from app.ui.window import Window
from app.usecases import attachments, clock, updates
from app.usecases import bin as bins

DAMAGED = N_("Die Prüfung hat einen Schaden an der Klientendatei gefunden. Ihre Sicherungen sind davon nicht "
             "betroffen. Arbeiten Sie nicht weiter, und stellen Sie die letzte Sicherung wieder her.")
OLDER = N_("Diese Klientendatei ist älter als zuletzt hier benutzt: Benutzt wurde sie zuletzt am {used}, ihr letzter "
           "Eintrag ist vom {last}. Vermutlich wurde eine ältere Kopie an diesen Ort gelegt. Es wurde nichts "
           "verändert. Fehlt Ihnen etwas, so schließen Sie das Programm und suchen Sie die neuere Datei; sonst "
           "arbeiten Sie weiter.")
EMPTY = N_("Diese Klientendatei ist älter als zuletzt hier benutzt: Benutzt wurde sie zuletzt am {used}, sie ist aber "
           "noch leer. Vermutlich wurde eine ältere Kopie an diesen Ort gelegt. Es wurde nichts verändert. "
           "Schließen Sie das Programm und suchen Sie die neuere Datei.")
MOMENT = "%d.%m.%Y, %H:%M"
# the first second belongs to Heute
AFTER_MS = 1000
EVERY_MS = 10 * 60 * 1000


class StartCheck(QObject):
    """Begins when the window is shown; ends with the file, whose closing waits for the check."""

    _checked = Signal(bool)

    def __init__(self, window: Window, file: CaseFile) -> None:
        super().__init__(window)
        self._window, self._file = window, file
        self._checked.connect(self._show_verdict)
        self._later = QTimer(self)
        self._later.setSingleShot(True)
        self._later.setInterval(AFTER_MS)
        # the check tells its result in its own thread; the signal brings it here
        self._later.timeout.connect(self._check)
        self._regularly = QTimer(self)
        self._regularly.setInterval(EVERY_MS)
        self._regularly.timeout.connect(self.keep_standing)

    def begin(self) -> None:
        """Tells of an older copy, asks for the clock, and checks the file."""
        self._show_older()
        self._show_updated()
        self._window.desk.run_task(self, lambda step: clock.doubt(self._file), self._show_doubt)
        self._later.start()
        self._regularly.start()

    def end(self) -> None:
        """Begins nothing more: the file is about to be closed."""
        self._later.stop()
        self._regularly.stop()

    def keep_standing(self) -> None:
        """Writes the stand of the file beside the window, because it waits for a write that is going on."""
        self._window.desk.run_task(self, lambda step: self._file.standing.keep(), lambda _none: None)

    def _check(self) -> None:
        self._window.desk.run_task(self, lambda step: self._sweep(), lambda _gone: None)
        self._file.checkup.start(lambda verdict: self._checked.emit(not verdict.problems))

    def _sweep(self) -> None:
        # whole files first: the bytes of their attachments go with them
        bins.sweep(self._file)
        attachments.sweep(self._file)

    def _show_older(self) -> None:
        older = self._file.standing.older
        if older is None:
            return
        used = f"{older.used:{MOMENT}}"
        sentence = (_(EMPTY).format(used=used) if older.last_entry is None else
                    _(OLDER).format(used=used, last=f"{older.last_entry:{MOMENT}}"))
        self._tell("older", "warn", sentence)

    def _show_updated(self) -> None:
        updated = self._file.standing.updated
        if updated is None:
            return
        # what this version was installed with is of no more use
        self._window.desk.run_task(self, lambda step: updates.forget(paths.update_dir()), lambda _none: None)
        news = (_("Was ist neu"), self._show_news)
        if updated.failure is None:
            self._tell("updated", "info", _(updates.UPDATED).format(version=VERSION), news,
                       (_("Verstanden"), partial(self._window.notices.put_away, "updated")))
        else:
            reason = text_of(updated.failure)
            self._tell("updated", "warn", _(updates.NOT_BACKED_UP).format(version=VERSION, reason=reason))

    def _show_news(self) -> None:
        self._window.notices.put_away("updated")
        self._window.desk.go("settings", part="check", start="news")

    def _show_doubt(self, doubted: ClockDoubt | None) -> None:
        if doubted is not None:
            self._tell("clock", "warn", text_of(doubted.sentence),
                       (_("Die Uhr geht richtig"), partial(self._confirm, doubted)),
                       (_("Verstanden"), partial(self._window.notices.put_away, "clock")))

    def _confirm(self, doubted: ClockDoubt) -> None:
        clock.confirm(self._file, doubted)
        self._window.notices.put_away("clock")

    def _show_verdict(self, whole: bool) -> None:
        go, pages = self._window.desk.go, self._window.desk.pages
        if not whole:
            self._tell("damage", "bad", _(DAMAGED), (_("Prüfung ansehen"), partial(go, "settings", part="check")),
                       (_("Wiederherstellen"), partial(go, "restore")))
        if pages.current_id == "settings" and pages.page is not None:
            pages.page.refresh(None)

    def _tell(self, key: str, kind: str, sentence: str, *acts: Act) -> None:
        self._window.notices.show_notice(Notice(key=key, kind=kind, sentence=sentence, acts=acts))
