"""What stands above the offerings: which catalogues are in force, how old they are, and hints that wait to go out."""

from datetime import date
from pathlib import Path

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QApplication, QFileDialog

from app.domain.catalogue import Catalogue
from app.domain.dates import german
from app.domain.names import isolated
from app.domain.policy import policy_on
from app.i18n import _, ngettext
from app.store.casefile import CaseFile
from app.store.queries import feedback
from app.store.queries.offers import CurrentOffers
from app.ui.components import Banner
from app.ui.controls import button
from app.ui.shell import Shell
from app.usecases import offering_feedback

NAMED = 2


def context(current: CurrentOffers) -> str:
    """The catalogue of the GfS with its signature, then the own lists; "" before the first."""
    parts = []
    if (head := current.catalogue) is not None:
        checked = _("Unterschrift geprüft") if head.key_id else _("nicht unterschrieben")
        parts.append(_("Katalog {number} „{name}“, Stand {as_of}, {checked}").format(
            number=head.number, name=isolated(head.name), as_of=german(head.as_of), checked=checked))
    if len(current.own) > NAMED:
        parts.append(_("{n} eigene Listen").format(n=len(current.own)))
    else:
        parts += [_("eigene Liste „{name}“, Stand {as_of}").format(name=isolated(one.series), as_of=german(one.as_of))
                  for one in current.own]
    return " · ".join(parts)


def stale(current: CurrentOffers, today: date) -> str:
    """The sentence about a catalogue or list that is too old, that of the GfS first; "" where none is."""
    heads = (*([current.catalogue] if current.catalogue is not None else []), *current.own)
    return next((said for head in heads if (said := _stale(head, today))), "")


def _stale(head: Catalogue, today: date) -> str:
    days = (today - head.as_of).days
    who = _("Die eigene Liste „{name}“").format(name=isolated(head.series)) if head.series else _("Der Katalog")
    if head.valid_until is not None and head.valid_until < today:
        return _("{who} galt bis {until}. Fragen Sie nach einem neueren Stand.").format(
            who=who, until=german(head.valid_until))
    if days > policy_on(today).catalogue_stale_days:
        return _("{who} ist {days} Tage alt. Plätze und Termine können sich geändert haben. Fragen Sie nach einem "
                 "neueren Stand.").format(who=who, days=days)
    return ""


class HintsOut:
    """Hints about offerings that the GfS does not have yet, and the way onto a stick."""

    def __init__(self, shell: Shell, file: CaseFile) -> None:
        self._shell, self._file = shell, file
        self._owner = QObject()

    def banner(self) -> Banner | None:
        """What stands on the page while hints wait; None without any."""
        n = len(feedback.unsent(self._file))
        if not n:
            return None
        words = ngettext("{n} Hinweis an die Geschäftsführende Stelle wartet.",
                         "{n} Hinweise an die Geschäftsführende Stelle warten.", n)
        return Banner("info", words.format(n=n), button(_("In Datei schreiben …"), icon="send", call=self.ask_place))

    def blocked(self) -> str:
        """Why there is nothing to hand on, "" where there is."""
        return "" if feedback.unsent(self._file) else _("Es gibt keinen Hinweis, der noch nicht weitergegeben ist.")

    def ask_place(self) -> None:
        """Asks where the file shall lie; nothing is written without an answer."""
        name = f"hinweise-{self._file.today()}.json"
        chosen, _filter = QFileDialog.getSaveFileName(
            QApplication.activeWindow(), _("Hinweise ausgeben"), str(Path.home() / name), _("Hinweise (*.json)"),
            options=QFileDialog.Option.DontConfirmOverwrite)
        if chosen:
            self.write(Path(chosen if chosen.endswith(".json") else f"{chosen}.json"))

    def write(self, target: Path) -> None:
        """Writes them beside the window and marks them as handed on."""
        def done(n: int) -> None:
            words = ngettext("{n} Hinweis geschrieben: {place}", "{n} Hinweise geschrieben: {place}", n)
            self._shell.toast(words.format(n=n, place=target))

        self._shell.run_task(self._owner, lambda _step: offering_feedback.write(self._file, target), done)
