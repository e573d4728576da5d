"""What the preview of an import shows: the difference in rows and counts, banners, chips, the foot. Decides nothing."""

from collections import Counter
from collections.abc import Callable, Collection, Iterable, Sequence
from dataclasses import dataclass
from functools import partial

from PySide6.QtWidgets import QPushButton, QWidget

from app.domain.catalogue import ChangeKind, Lifecycle, Mode
from app.domain.dates import german
from app.domain.names import isolated
from app.i18n import _, ngettext, number, text_of
from app.store.casefile import CaseFile
from app.store.queries import offers
from app.store.queries.affected import AffectedReferral
from app.ui.catalogue_changes import AFFECTED, REFUSED, ChangeRow, affected_row, change_row, refused_row
from app.ui.components import Banner
from app.ui.controls import Chip, button, label
from app.ui.layouts import FlowBox, column, holder, row
from app.ui.theme import T
from app.usecases import catalogue
from app.usecases.catalogue import Incoming, Preview

KINDS = (ChangeKind.NEW, ChangeKind.CHANGED, ChangeKind.WITHDRAWN)
NAMED = 3


@dataclass(frozen=True, slots=True, kw_only=True)
class Shown:
    """What the worker brings back: the preview with its rows; ``before`` and ``after`` count offerings.

    ``keys`` are the offerings that can be taken.
    """

    preview: Preview
    rows: tuple[ChangeRow, ...]
    people: tuple[ChangeRow, ...]
    keys: frozenset[str]
    counts: Counter[str]
    before: int
    after: int

    def keys_but(self, without: Collection[str]) -> frozenset[str]:
        """The keys that are taken when these are not ticked."""
        return self.keys.difference(without)


def look(file: CaseFile, incoming: Incoming, own_list: str, because: str, without: Collection[str] = ()) -> Shown:
    """Compares; runs in the worker, raises UserError where the file is refused as a whole."""
    preview = catalogue.preview(file, incoming, own_list, older_because=because)
    return shown(file, preview, without)


def shown(file: CaseFile, preview: Preview, without: Collection[str]) -> Shown:
    """The rows of a preview; ``without`` are the keys that are not ticked."""
    changes = [change for change in preview.changes if change.kind != ChangeKind.UNCHANGED]
    people = Counter(key for key, _client in {(one.offering_key, one.client_id) for one in preview.affected})
    rows = [change_row(change, people[change.key], change.key not in without) for change in changes]
    rows += [refused_row(refused) for refused in preview.source.refused]
    now = {one.key: one.lifecycle for one in offers.series(file, preview.series).listed}
    # a delta leaves alone what it does not name
    after = now | {change.key: change.new.lifecycle for change in changes}
    return Shown(preview=preview, rows=tuple(rows), people=tuple(map(affected_row, preview.affected)),
                 keys=frozenset(change.key for change in changes), counts=Counter(row.kind for row in rows),
                 before=_standing(now.values()),
                 after=_standing(after.values()))


def _standing(states: Iterable[str]) -> int:
    return sum(state != Lifecycle.WITHDRAWN for state in states)


def banners(result: Shown) -> list[QWidget]:
    """Whose file it is, notes, and columns that nobody reads."""
    preview = result.preview
    head, key = preview.head, preview.trust.key
    kind = _("vollständig") if head.mode == Mode.FULL else _("nur Änderungen")
    about = _("Katalog {number} „{name}“, Stand {as_of}, {kind}.").format(
        number=head.number, name=isolated(head.name), as_of=german(head.as_of), kind=kind)
    if key is not None:
        said = _("Unterschrift geprüft: {name}.").format(name=isolated(key.name))
        found: list[QWidget] = [Banner("ok", f"{said} {about}", icon="shield-check")]
    else:
        said = _("Nicht unterschrieben: Die Datei kommt nur als eigene Liste herein, der Katalog der "
                 "Geschäftsführenden Stelle bleibt daneben, wie er ist. Ob sie echt ist, wissen nur Sie.")
        found = [Banner("info", f"{about} {said}")]
    found += [Banner("warn", text_of(note), icon="triangle-alert") for note in preview.notes]
    if preview.source.unknown_columns:
        words = _("Diese Spalten kennt das Katalogprofil nicht, sie werden nicht übernommen: {columns}.")
        found.append(Banner("warn", words.format(columns=", ".join(preview.source.unknown_columns)),
                            icon="triangle-alert"))
    return found


def chips(result: Shown, only: str, show_only: Callable[[str], object]) -> QWidget:
    """How many of each kind, as filters, and how many offerings there are before and after."""
    counts, box = result.counts, FlowBox()
    gone = ngettext("{n} entfällt", "{n} entfallen", counts[ChangeKind.WITHDRAWN])
    words = [("", _("Alle {n}"), "", len(result.rows)), (ChangeKind.NEW, _("{n} neu"), "plus", None),
             (ChangeKind.CHANGED, _("{n} geändert"), "pencil", None), (ChangeKind.WITHDRAWN, gone, "minus", None),
             (REFUSED, _("{n} abgelehnt"), "triangle-alert", None)]
    if result.people:
        words.append((AFFECTED, _("{n} betroffen"), "users", len(result.people)))
    for kind, word, icon, count in words:
        chip = Chip(word.format(n=number(counts[kind] if count is None else count)), kind == only, icon)
        chip.setAutoExclusive(True)
        chip.clicked.connect(partial(_call, show_only, kind))
        box.add(chip)
    said = _("Bisher {before} Angebote, danach {after}").format(before=number(result.before),
                                                              after=number(result.after))
    if not T.wide:
        return holder(column(box, label(said, "muted"), gap=6))
    line = row(box, label(said, "muted"))
    line.setStretch(0, 1)
    return holder(line)


def _call(show_only: Callable[[str], object], kind: str, _on: bool = False) -> None:
    show_only(kind)


def take_words(result: Shown, ticked: int) -> str:
    """What the button says: how many changes it takes."""
    if not result.keys:
        return _("Katalog {number} übernehmen").format(number=result.preview.head.number)
    if ticked == 1:
        return _("1 Änderung übernehmen")
    return _("{number} Änderungen übernehmen").format(number=number(ticked))


def people_words(affected: Sequence[AffectedReferral]) -> str:
    """``3 Ihrer Klienten sind betroffen: …``, the first of them by name; "" for nobody."""
    names = list(dict.fromkeys((one.client_id, one.name) for one in affected))
    if not names:
        return ""
    said = ngettext("{n} Ihrer Klienten ist betroffen: {names}", "{n} Ihrer Klienten sind betroffen: {names}",
                    len(names))
    told = " · ".join(isolated(name) for _client, name in names[:NAMED])
    if len(names) > NAMED:
        told = _("{names} und {n} weitere").format(names=told, n=len(names) - NAMED)
    return said.format(n=len(names), names=told)


def notes_below(result: Shown, ticked: int, save_refused: Callable[[], object]) -> QWidget:
    """What stands beside the buttons: whom it concerns, what stays as it is, the way to the refused rows."""
    said = []
    if result.people:
        said.append(label(people_words(result.preview.affected), "warn", wrap=True))
    if left := len(result.keys) - ticked:
        words = ngettext("{n} Angebot bleibt, wie es ist.", "{n} Angebote bleiben, wie sie sind.", left)
        said.append(label(words.format(n=number(left)), "caption", wrap=True))
    if refused := result.counts[REFUSED]:
        words = ngettext("{n} Zeile wird nicht übernommen, ihr Angebot bleibt, wie es ist.",
                         "{n} Zeilen werden nicht übernommen, ihre Angebote bleiben, wie sie sind.", refused)
        said.append(label(words.format(n=number(refused)), "caption", wrap=True))
    items: list[QWidget] = list(said)
    if refused or result.preview.source.unknown_columns:
        save: QPushButton = button(_("Abgelehntes als Liste speichern …"), "link", call=save_refused)
        items.append(holder(row(save, None)))
    return holder(column(*items, gap=2))


def refused_table(result: Shown) -> list[list[str | int]]:
    """Line, key and reason of what is not taken, then the columns nobody reads."""
    rows: list[list[str | int]] = [[one.line, one.key, text_of(one.reason)] for one in result.preview.source.refused]
    unknown = _("Diese Spalte kennt das Katalogprofil nicht.")
    return rows + [["", column_name, unknown] for column_name in result.preview.source.unknown_columns]
