"""Schlüssel: whose signature on a catalogue counts. Entered once, after the fingerprint was compared by telephone;
changed by a key list; retired. What a signature is worth, the use case knows."""

from collections.abc import Callable
from functools import partial
from pathlib import Path

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QApplication, QCheckBox, QFileDialog, QWidget

from app.domain.dates import german
from app.domain.errors import N_, UserError
from app.domain.names import isolated
from app.domain.trust import ACTIVE, RESERVE, ROLE_LABELS, IssuerKey, KeyProposal
from app.i18n import _, text_of
from app.store.casefile import CaseFile
from app.ui.components import Banner, EmptyState
from app.ui.controls import button, label
from app.ui.editors import Chips, LongText, Text
from app.ui.form import Field, FormView
from app.ui.layouts import FlowBox, card, column, divider, holder, row
from app.ui.page_parts import Slot
from app.ui.settings_part import Part
from app.ui.shell import Shell
from app.usecases import trust

COMPARE_FIRST = N_("Eintragen lässt sich der Schlüssel erst, wenn der Fingerabdruck verglichen ist.")
ROLE_MISSING = N_("Wählen Sie, wofür der Schlüssel gilt.")
CANNOT_UNDO = N_("Danach nimmt diese Klientendatei nichts mehr an, was mit dem Schlüssel {key_id} unterschrieben ist. "
                 "Das lässt sich nicht rückgängig machen.")


def fingerprint_box(words: str, proposed: KeyProposal) -> QWidget:
    """The fingerprint in large groups, three in a line, for two people on the telephone."""
    groups = proposed.fingerprint.split()
    shown = [_group(at, group) for at, group in enumerate(groups, start=1)]
    lines = [row(*shown[start:start + 3], None, gap=24) for start in range(0, len(shown), 3)]
    key = label(_("Kennung {key_id}").format(key_id=proposed.key_id), "caption", wrap=True, select=True)
    return holder(column(label(words, "label", wrap=True), *lines, key, gap=6, margins=(16, 12, 16, 12)), "sunken")


def _group(at: int, group: str) -> QWidget:
    shown = label(group, "title", select=True)
    # digit by digit, because a reader would say it as a number
    shown.setAccessibleName(_("{n}. Gruppe: {group}").format(n=at, group=" ".join(group)))
    return shown


class KeysCard(QWidget):
    """Every key with its task and day; retiring is asked once more in place. ``large``: fingerprints stand below."""

    def __init__(self, file: CaseFile, retire: Callable[[str], object], *, large: bool) -> None:
        super().__init__()
        self._file, self._retire, self._large = file, retire, large
        self._shown = Slot()
        self.setLayout(column(self._shown, gap=0))

    def show_keys(self) -> None:
        """Reads them again."""
        known = trust.keys(self._file)
        lines: list[QWidget] = []
        for key in known:
            lines += [*([divider()] if lines else []), self._line(key)]
        if not lines:
            lines = [EmptyState("key-round", _("Noch kein Schlüssel"), _(
                "Legen Sie die beiden Schlüsselpaare an, mit denen Sie unterschreiben.") if self._large else _(
                "Solange er fehlt, lassen sich Kataloge nur als eigene Liste einlesen."))]
        self._shown.put(card(label(_("Schlüssel der Geschäftsführenden Stelle"), "lead"), *lines, gap=10))

    def _line(self, key: IssuerKey) -> QWidget:
        asked = Slot()
        title = label(f"{_(ROLE_LABELS[key.role])} · {isolated(key.name)}", "strong", wrap=True)
        if key.retired_on is not None:
            said = _("Kennung {key_id}, außer Gebrauch seit {day}").format(key_id=key.key_id,
                                                                           day=german(key.retired_on))
            return holder(column(title, label(said, "caption", wrap=True), gap=2))
        said = _("Kennung {key_id}, gilt seit {day}").format(key_id=key.key_id, day=german(key.compared_on))
        tip = _("{role} {key_id} außer Gebrauch nehmen").format(role=_(ROLE_LABELS[key.role]), key_id=key.key_id)
        out = button(_("Außer Gebrauch nehmen …"), "quiet", "ban", tip=tip)
        out.clicked.connect(lambda: self._ask(key, asked, out))
        head = row(gap=8)
        head.addLayout(column(title, label(said, "caption", wrap=True), gap=2), 1)
        head.addWidget(out)
        whole = [fingerprint_box(_("Fingerabdruck zum Vorlesen am Telefon"), trust.proposal(key.public_key))]
        return holder(column(head, asked, *(whole if self._large else []), gap=8))

    def _ask(self, key: IssuerKey, asked: Slot, out: QWidget) -> None:
        def leave() -> None:
            asked.put(None)
            out.setFocus()

        sure = button(_("Außer Gebrauch nehmen"), "danger", call=partial(self._retire, key.key_id))
        stay = button(_("Abbrechen"), call=leave)
        asked.put(Banner("warn", _(CANNOT_UNDO).format(key_id=key.key_id), sure, stay))
        stay.setFocus()


class EnterCard(QWidget):
    """A key from a pasted line or a file; its fingerprint, a tick, and only then the button. `entered` comes after."""

    entered = Signal()

    def __init__(self, file: CaseFile, kind: str = "") -> None:
        super().__init__()
        self._file = file
        self._proposed: KeyProposal | None = None
        self.text = FormView((Field("text", _("Öffentlicher Schlüssel"), LongText(lines=2), width="full", help=_(
            "Die Zeile, die mit „RW“ beginnt, oder der ganze Inhalt der Datei „gfs-aktiv.pub“.")),))
        self.text.edited.connect(lambda _attribute: self._typed())
        self.button = button(_("Schlüssel eintragen"), kind, "key-round", self.enter)
        self.tick = QCheckBox(_("am Telefon verglichen"))
        self.tick.toggled.connect(lambda _on: self._show_ready())
        self._reason = label(_(COMPARE_FIRST), "caption", wrap=True)
        roles = [(role, _(ROLE_LABELS[role])) for role in (ACTIVE, RESERVE)]
        self.form = FormView((
            Field("role", _("Wofür er gilt"), Chips(options=roles), width="half", required=True, help=_(
                "Der aktive unterschreibt Kataloge, der Reserveschlüssel nur einen Wechsel der Schlüssel.")),
            Field("name", _("Name der Stelle"), Text(max_length=200), width="half", required=True),
            Field("heard", _("Fingerabdruck, wie Sie ihn am Telefon hören"), Text(max_length=60), width="full", help=_(
                "Nur nötig, weil für diese Aufgabe schon ein Schlüssel gilt: Der neue ersetzt ihn.")),
        ))
        self.form.committed.connect(lambda _attribute, _value: self._show_heard())
        self.form.finished.connect(self.enter)
        self._print = Slot()
        self._more = holder(column(self._print, self.form, self.tick, row(self._reason, None, self.button), gap=10))
        pick = button(_("Datei wählen …"), icon="folder-open", call=self.ask_file, tip=_("Schlüsseldatei wählen"))
        self.setLayout(column(card(
            label(_("Schlüssel eintragen"), "lead"),
            label(_("Rufen Sie die Geschäftsführende Stelle unter einer Nummer an, die Sie schon kennen, und lassen "
                    "Sie sich den Fingerabdruck vorlesen. Erst danach gilt der Schlüssel."), "muted", wrap=True),
            self.text, FlowBox(pick), self._more, gap=10)))
        self._show_proposed(None)

    def ask_file(self) -> None:
        """Asks for a `.pub` file."""
        chosen, _kind = QFileDialog.getOpenFileName(QApplication.activeWindow(), _("Schlüsseldatei wählen"),
                                                    str(Path.home()), _("Schlüssel (*.pub);;Alle Dateien (*)"))
        if chosen:
            self.take_file(Path(chosen))

    def take_file(self, path: Path) -> None:
        """Shows the key in a file; raises UserError."""
        proposed = trust.proposal_from(path)
        self.text.set_texts({"text": proposed.public_key})
        self._show_proposed(proposed)
        self.form.focus("role")

    def _typed(self) -> None:
        text = str(self.text.values().get("text") or "")
        try:
            self._show_proposed(trust.proposal(text) if text else None)
            self.text.box("text").show_error("")
        except UserError as wrong:
            self._show_proposed(None)
            self.text.box("text").show_error(text_of(wrong))

    def _show_proposed(self, proposed: KeyProposal | None) -> None:
        if proposed is None or proposed != self._proposed:
            # what was compared was another key
            self.tick.setChecked(False)
        self._proposed = proposed
        self._more.setVisible(proposed is not None)
        if proposed is not None:
            self._print.put(fingerprint_box(_("Fingerabdruck"), proposed))
            if not self.form.values().get("name"):
                self.form.set_values({"name": next((key.name for key in trust.keys(self._file)), "")})
        self._show_heard()

    def _show_heard(self) -> None:
        role = self.form.values().get("role")
        taken = any(key.role == role and key.retired_on is None for key in trust.keys(self._file))
        self.form.show_field("heard", taken)
        self._show_ready()

    def _show_ready(self) -> None:
        self.button.setEnabled(self.tick.isChecked() and self._proposed is not None)
        self._reason.setVisible(not self.tick.isChecked())

    def enter(self) -> None:
        """Enters the key that is shown, once it was compared."""
        if self._proposed is None or not self.button.isEnabled() or not self.form.check():
            return
        said = self.form.values()
        try:
            trust.enter(self._file, self._proposed, str(said["role"]), str(said["name"]),
                        compared_again=str(said.get("heard") or ""))
        except UserError as refusal:
            wrong = refusal.msgid in (trust.NOT_THE_SAME, trust.COMPARE_AGAIN)
            self.form.box("heard" if wrong else "role").show_error(text_of(refusal))
            self.form.focus("heard" if wrong else "role")
            return
        self.text.set_texts({"text": ""})
        self.form.set_values({"role": None, "heard": ""})
        self.form.set_texts({"heard": "", "role": ""})
        self._show_proposed(None)
        self.entered.emit()


class TrustPart(Part):
    """The side of the offices: the keys, a new one, and the list by which the GfS changes them."""

    def __init__(self, shell: Shell, file: CaseFile) -> None:
        super().__init__()
        self._shell, self._file = shell, file
        self.keys = KeysCard(file, self._retire, large=False)
        self.enter = EnterCard(file, "primary")
        self.enter.entered.connect(self._entered)
        self.read = button(_("Schlüsselliste einlesen …"), icon="file-down", call=self.ask_list)
        self.show_cards(self.keys, self.enter, card(
            label(_("Schlüssel wechseln"), "lead"),
            label(_("Wechselt die Geschäftsführende Stelle ihre Schlüssel, so schickt sie eine Liste, die mit dem "
                    "Reserveschlüssel unterschrieben ist. Ein Anruf ist dann nicht nötig."), "muted", wrap=True),
            FlowBox(self.read), gap=10))

    def show_facts(self) -> None:
        """The keys that are known."""
        self.keys.show_keys()

    def _entered(self) -> None:
        self.keys.show_keys()
        self._shell.toast(_("Der Schlüssel ist eingetragen. Kataloge mit dieser Unterschrift werden jetzt erkannt."))
        self.enter.text.focus("text")

    def _retire(self, key_id: str) -> None:
        trust.retire(self._file, key_id)
        self.keys.show_keys()
        self._shell.toast(_("Der Schlüssel {key_id} ist außer Gebrauch.").format(key_id=key_id))

    def ask_list(self) -> None:
        """Asks for the key list."""
        chosen, _kind = QFileDialog.getOpenFileName(QApplication.activeWindow(), _("Schlüsselliste einlesen"),
                                                    str(Path.home()), _("Schlüssellisten (*.txt);;Alle Dateien (*)"))
        if chosen:
            self.take_list(Path(chosen))

    def take_list(self, path: Path) -> None:
        """Takes the new keys over, in the worker."""
        self._shell.run_task(self, lambda _step: trust.change(self._file, path), self._changed)

    def _changed(self, _keys: tuple[IssuerKey, ...]) -> None:
        self.keys.show_keys()
        self._shell.toast(_("Die neuen Schlüssel gelten, die bisherigen sind außer Gebrauch."))
