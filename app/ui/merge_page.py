"""The page „Akten zusammenführen“: two files side by side, what moves, and the one act that makes one file of them."""

from collections.abc import Hashable, Sequence
from functools import partial

from PySide6.QtWidgets import QWidget

from app.domain.client import Client
from app.domain.errors import UserError
from app.domain.labels import label_of
from app.domain.merging import COMPARED, bound, differing, proposed
from app.i18n import _, ngettext, text_of
from app.store.casefile import CaseFile
from app.store.queries import client as clients
from app.store.queries import duplicates
from app.store.queries.client import ClientPage as Record
from app.ui import history
from app.ui.client_history_words import value_words
from app.ui.client_parts import SAVE_KEYS, keys
from app.ui.client_words import context_of, name_of
from app.ui.components import Banner, Disclosure, EmptyState, PageHeader, SectionTitle
from app.ui.controls import announce, button, key_hint, label
from app.ui.layouts import FlowBox, beside, card, column, footer, framed, holder, page, row
from app.ui.merge_rows import GAP, LABEL, PAD, FieldList, FieldRow
from app.ui.page_parts import Slot
from app.ui.shell import Page, Shell
from app.ui.theme import T
from app.usecases import apart, merge
from app.usecases.merge import Preview


class MergePage(Page):
    """`go("merge", keep=…, give=…)`: the file on the left stays. Strg+Eingabe merges, Strg+T turns the sides."""

    def __init__(self, shell: Shell, file: CaseFile) -> None:
        self.title = _("Akten zusammenführen")
        self._shell, self._file = shell, file
        self._keep_id = self._give_id = ""
        self._two: tuple[Record, Record] | None = None
        self._chosen: frozenset[str] = frozenset()
        self._built = False

    def arrive(self, **where: object) -> None:
        """Another pair, with nothing decided yet."""
        self._keep_id, self._give_id = str(where.get("keep") or ""), str(where.get("give") or "")
        self._two = None

    def where(self) -> dict[str, str]:
        """The two files, as they were left and right."""
        return {"keep": self._keep_id, "give": self._give_id}

    def build(self, parent: QWidget) -> QWidget:
        """Head, differing fields, what moves, the acts."""
        self.list = FieldList(_("Angaben, die sich unterscheiden"))
        self.list.chosen.connect(self.choose)
        self._gone, self._heads, self._moves, self._equal = Slot(), Slot(), Slot(), Slot()
        turn = button(_("Seiten tauschen"), call=self.turn, shortcut="Ctrl+T")
        head = PageHeader(self.title, _("Die linke Akte bleibt. Alles aus der rechten kommt dazu, nichts geht "
                                        "verloren."), turn)
        self._fields = framed(self._heads, self.list)
        hint = [key_hint(_("← → wählt die Angabe"), _("↑ ↓ nächste Zeile"))] if T.wide else []
        acts = [button(_("Abbrechen"), "quiet", call=self._shell.back),
                button(_("Kein Duplikat"), icon="x", call=self.set_apart),
                button(_("Zusammenführen"), "primary", "check", self.merge, shortcut=SAVE_KEYS[0])]
        self._foot = footer(*hint, None, *acts) if T.wide else footer(FlowBox(*acts, right=True))
        self._body = beside(holder(column(self._fields, self._equal, None, gap=12)), self._moves, 316)
        self.list.fit()
        ground = page(head, self._gone, self._body, None, gap=12, scrolls=True, footer=self._foot)
        keys(ground, SAVE_KEYS, self.merge)
        keys(ground, ("Ctrl+T",), self.turn)
        self._built = True
        return ground

    def refresh(self, change: object) -> None:
        """Both files as they are stored now; a choice made stays."""
        if not self._built:
            return
        try:
            keep, give = (clients.page(self._file, identity) for identity in (self._keep_id, self._give_id))
        except UserError as error:
            self._show_gone(text_of(error))
            return
        if self._two is None:
            self._chosen = proposed(keep.client, give.client)
        self._two = keep, give
        self._show(keep, give)

    def _show_gone(self, sentence: str) -> None:
        self._two = None
        back = button(_("Zu den möglichen Dubletten"), "primary", call=partial(self._shell.go, "duplicates"))
        self._gone.put(EmptyState("users", _("Eine der beiden Akten ist nicht mehr da"), sentence, back))
        self._body.hide()
        self._foot.hide()

    def _show(self, keep: Record, give: Record) -> None:
        self._gone.put(None)
        self._body.show()
        self._foot.show()
        left, right = self._head(_("Bleibt"), keep), self._head(_("Kommt dazu"), give)
        self._heads.put(self._columns(left, right) if T.wide else
                        holder(column(left, right, gap=6, margins=(PAD, 10, PAD, 8))))
        differ = differing(keep.client, give.client)
        self.list.show_entries([FieldRow(key=name, label=_(label_of(Client, name)), right=name in self._chosen,
                                         left_value=_value(keep, name), right_value=_value(give, name))
                                for name in differ])
        self.list.setVisible(bool(differ))
        same = [name for name in COMPARED if name not in differ and getattr(keep.client, name) not in
                (None, "", (), "unknown")]
        self._equal.put(self._folded(keep, same) if same else None)
        self._moves.put(_moves_card(merge.preview(keep, give), keep, give))

    @staticmethod
    def _columns(left: QWidget, right: QWidget) -> QWidget:
        """Each head over its column of the list."""
        before = label("")
        before.setFixedWidth(T.px(LABEL))
        layout = row(before, left, right, gap=GAP, margins=(PAD, 10, PAD, 8))
        for place in (1, 2):
            layout.setStretch(place, 1)
        return holder(layout)

    def _head(self, word: str, record: Record) -> QWidget:
        name = label(name_of(record.client), "lead", wrap=True)
        return holder(column(label(word, "caption"), name,
                             label(context_of(record.client, self._file.today()), "muted", wrap=True), None, gap=2))

    @staticmethod
    def _folded(record: Record, names: Sequence[str]) -> QWidget:
        lines = [label(f"{_(label_of(Client, name))}: {_value(record, name)}", wrap=True) for name in names]
        count = ngettext("{n} Angabe", "{n} Angaben", len(names)).format(n=len(names))
        return card(Disclosure(_("In beiden gleich"), holder(column(*lines, gap=4)), count, False))

    def choose(self, name: Hashable, right: bool) -> None:
        """Takes a value from the right file or leaves the left one; what belongs together goes together."""
        names = bound(str(name))
        self._chosen = self._chosen | names if right else self._chosen - names
        if self._two is not None:
            self._show(*self._two)
            announce(self.list, next((entry.spoken for entry in self.list.entries.entries if entry.key == name), ""))

    def turn(self) -> None:
        """The other file is the one that stays; every field keeps the value that was chosen."""
        if self._two is None:
            return
        keep, give = self._two
        self._keep_id, self._give_id = self._give_id, self._keep_id
        self._chosen = frozenset(differing(keep.client, give.client)) - self._chosen
        self.refresh(None)

    def merge(self) -> None:
        """One file of two, and to it; „Rückgängig“ takes it back."""
        if self._two is None:
            return
        keep, give = self._two
        merge.merge(self._file, self._keep_id, self._give_id, self._chosen)
        self._shell.open_client(self._keep_id)
        self._shell.toast(_("{reference} ist jetzt Teil von {name}.").format(
            reference=give.client.reference, name=name_of(keep.client)),
            partial(history.undo, self._shell, self._file))

    def set_apart(self) -> None:
        """The two are two persons."""
        apart.set_apart(self._file, self._keep_id, self._give_id)
        self._shell.go("duplicates")
        self._shell.toast(_("Festgehalten: Das sind zwei Personen."), partial(history.undo, self._shell, self._file))

    def first_focus(self) -> QWidget | None:
        """The differing fields."""
        return self.list if self._two is not None and not self.list.isHidden() else None

    def areas(self) -> Sequence[QWidget]:
        """The fields, then the acts."""
        return (self._fields, self._foot) if self._two is not None else (self._gone,)


def _value(record: Record, name: str) -> str:
    names = {record.shelter.id: record.shelter.name} if record.shelter is not None else {}
    return value_words(Client, name, duplicates.spoken(record.client)[name], names)


def move_words(moved: Preview) -> list[str]:
    """„12 Notizen“, „2 Vermittlungen“ …; what there is none of is left out."""
    counted = (
        (moved.cases, ngettext("{n} Fall", "{n} Fälle", moved.cases)),
        (moved.contacts, ngettext("{n} Notiz", "{n} Notizen", moved.contacts)),
        (moved.referrals, ngettext("{n} Vermittlung", "{n} Vermittlungen", moved.referrals)),
        (moved.follow_ups, ngettext("{n} Wiedervorlage", "{n} Wiedervorlagen", moved.follow_ups)),
        (moved.papers, ngettext("{n} Papier", "{n} Papiere", moved.papers)),
        (moved.consents, ngettext("{n} Einwilligung", "{n} Einwilligungen", moved.consents)),
        (moved.attachments, ngettext("{n} Anlage", "{n} Anlagen", moved.attachments)),
        (moved.others, ngettext("{n} weitere Angabe", "{n} weitere Angaben", moved.others)),
    )
    return [words.format(n=n) for n, words in counted if n]


def _moves_card(moved: Preview, keep: Record, give: Record) -> QWidget:
    sentences = [label(words) for words in move_words(moved)]
    into = _("Aus {reference} kommt zu {name}").format(reference=give.client.reference, name=name_of(keep.client))
    found = _("Namen und Nummer der anderen Akte bleiben als weitere Namen und werden gefunden. 30 Tage lang lässt "
              "sich alles rückgängig machen.")
    warned = [Banner("info", _("Beide Akten haben einen laufenden Fall. Sie bleiben zwei Fälle derselben Person; der "
                               "spätere steht vorn. Schließen Sie den ab, der nicht weitergeht."))]
    moving = card(SectionTitle(_("Was umzieht")), label(into, "muted", wrap=True), *sentences,
                  *(warned if moved.two_open else ()), label(found, "muted", wrap=True), gap=8)
    return holder(column(moving, None, gap=0))
