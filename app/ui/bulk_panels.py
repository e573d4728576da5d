"""One act for several persons: a form that first says for whom it is and who is left out, and why."""

from collections.abc import Mapping, Sequence
from datetime import date, time
from functools import partial
from pathlib import Path

from PySide6.QtWidgets import QFileDialog, QWidget

from app.domain.errors import N_, UserError
from app.i18n import _, ngettext, number
from app.store.casefile import CaseFile
from app.store.queries.clients import ClientLine
from app.ui.choice import Choice
from app.ui.client_fields import clock_time, due_day
from app.ui.client_parts import ActPanel
from app.ui.client_words import PHASE_WORDS
from app.ui.components import Banner
from app.ui.controls import label
from app.ui.editors import Text
from app.ui.form import Field
from app.ui.history import undo
from app.ui.layouts import column, holder
from app.ui.page_parts import Slot
from app.ui.shell import Shell
from app.ui.tasks import Step
from app.usecases import bulk
from app.usecases.bulk import Parted

NO_PLACE = N_("Es wurde kein Ort gewählt und nichts gespeichert.")
# so many names are said, the others counted
NAMED = 12
Values = Mapping[str, object]


def panel(act: str, shell: Shell, file: CaseFile, owner: QWidget, lines: Sequence[ClientLine]) -> ActPanel:
    """The form of follow_up, phase or letters; `owner` outlives it."""
    if act == "follow_up":
        return _follow_up(shell, file, bulk.for_follow_up(lines))
    if act == "phase":
        return _phase(shell, file, bulk.for_phase(lines))
    return _letters(shell, file, owner, bulk.for_letter(lines))


def persons(n: int) -> str:
    """``1 Person``, ``10 Personen``."""
    return ngettext("{n} Person", "{n} Personen", n).format(n=number(n))


def names(lines: Sequence[ClientLine]) -> str:
    """The names, a long list cut with the number of the rest."""
    said = "; ".join(line.name for line in lines[:NAMED])
    rest = len(lines) - NAMED
    return _("{names} und {n} weitere").format(names=said, n=number(rest)) if rest > 0 else said


def preview(parted: Parted, *more: QWidget) -> QWidget:
    """For whom it is, and who is left out with the reason."""
    parts: list[QWidget] = []
    if parted.takes:
        parts.append(label(names(parted.takes), wrap=True))
    for reason in dict.fromkeys(why for _line, why in parted.leaves):
        out = [line for line, why in parted.leaves if why == reason]
        sentence = _("{persons} ausgelassen, {reason}: {names}").format(
            persons=persons(len(out)), reason=_(reason), names=names(out))
        parts.append(Banner("warn", sentence))
    return holder(column(*parts, *more, gap=8))


def _follow_up(shell: Shell, file: CaseFile, parted: Parted) -> ActPanel:
    def run(values: Values) -> None:
        due = values["due_on"]
        bulk.add_follow_ups(file, parted.takes, title=str(values["title"]),
                            due_on=due if isinstance(due, date) else None)
        shell.toast(_("Wiedervorlage „{title}“ für {persons} angelegt.").format(
            title=values["title"], persons=persons(len(parted.takes))), partial(undo, shell, file))

    fields = (Field("title", _("Woran erinnern"), Text(), required=True, width="half"),
              Field("due_on", _("Wann"), due_day(file.today), width="half",
                    help=_("zum Beispiel +7, Fr oder 10.11. – leer heißt bei Gelegenheit")))
    return ActPanel(_("Wiedervorlage für {persons}").format(persons=persons(len(parted.takes))), "", fields,
                    _("{persons} erinnern").format(persons=persons(len(parted.takes))), run, extra=preview(parted))


def _phase(shell: Shell, file: CaseFile, parted: Parted) -> ActPanel:
    def run(values: Values) -> None:
        phase = str(values["phase"])
        bulk.set_phase(file, parted.takes, phase)
        shell.toast(_("Phase „{phase}“ für {persons}.").format(
            phase=dict(options)[phase], persons=persons(len(parted.takes))), partial(undo, shell, file))

    options = tuple((phase.value, _(word)) for phase, word in PHASE_WORDS.items())
    fields = (Field("phase", _("Neue Phase"), Choice(options=options, empty=_("noch nicht gewählt")), required=True,
                    width="half"),)
    return ActPanel(_("Phase für {persons} ändern").format(persons=persons(len(parted.takes))), "", fields,
                    _("Phase für {persons} ändern").format(persons=persons(len(parted.takes))), run,
                    extra=preview(parted))


def _letters(shell: Shell, file: CaseFile, owner: QWidget, parted: Parted) -> ActPanel:
    missing = Slot()

    def run(values: Values) -> None:
        if not parted.takes:
            raise UserError(bulk.NOBODY)
        day, at = values["day"], values["at"]
        assert isinstance(day, date)
        chosen, _filter = QFileDialog.getSaveFileName(
            owner, _("Einladungen speichern"), str(Path.home() / f"{_('Einladungen')}-{day}.pdf"),
            _("PDF-Dateien (*.pdf)"), options=QFileDialog.Option.DontConfirmOverwrite)
        if not chosen:
            raise UserError(NO_PLACE)
        target = Path(chosen if chosen.endswith(".pdf") else f"{chosen}.pdf")

        def job(_step: Step) -> None:
            from app.usecases import bulk_letters

            bulk_letters.write_pdf(file, parted.takes, bulk_letters.Appointment(
                day=day, at=at if isinstance(at, time) else None, place=str(values["place"] or ""),
                contact=str(values["contact"] or ""), about=str(values["about"] or "")), target)

        shell.run_task(owner, job, lambda _none: shell.toast(
            _("{n} Einladungen in einer Datei, eingetragen unter Ausgang: {place}").format(
                n=number(len(parted.takes)), place=target)))

    fields = (Field("day", _("Tag"), due_day(file.today), required=True, width="third"),
              Field("at", _("Uhrzeit"), clock_time(), width="third"),
              Field("place", _("Ort"), Text(max_length=200), width="third"),
              Field("contact", _("Wen anrufen"), Text(max_length=200), width="half",
                    help=_("Name und Telefonnummer")),
              Field("about", _("Worum es geht"), Text(max_length=200), width="half",
                    help=_("Wird nicht übersetzt. Nichts zu Aufenthalt oder Gesundheit")))
    sentence = _("Ein Brief je Person, auf Deutsch und in ihrer Sprache. Die Datei ist nicht verschlüsselt.")
    made = ActPanel(_("Einladung für {persons}").format(persons=persons(len(parted.takes))), sentence, fields,
                    _("{n} Briefe speichern …").format(n=number(len(parted.takes))), run,
                    extra=preview(parted, missing))
    _tell_missing(shell, made, parted, missing)
    return made


def _tell_missing(shell: Shell, owner: QWidget, parted: Parted, place: Slot) -> None:
    """Says which languages have no words yet, before anything is printed."""
    def job(_step: Step) -> tuple[str, ...]:
        # the drawing of letters takes a third of a second to load
        from app.usecases import bulk_letters

        return bulk_letters.missing_languages(parted.takes)

    def done(languages: tuple[str, ...]) -> None:
        if languages:
            place.put(Banner("warn", _("Noch ohne Übersetzung: {languages}. Diese Briefe sind auf Deutsch und "
                                       "Englisch, und auf dem Brief steht es.").format(
                                           languages=", ".join(languages))))

    shell.run_task(owner, job, done)
