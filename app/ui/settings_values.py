"""Eigene Werte: words an office adds to a list, each counted as a value of the state; added, changed, retired."""

from collections.abc import Callable
from functools import partial

from app.domain import codes
from app.domain.local_codes import LISTS, LocalCode
from app.domain.names import folded, isolated
from app.i18n import _
from app.store.casefile import CaseFile
from app.store.queries import local_codes as stored
from app.ui.choice import Choice
from app.ui.client_records import Kind, RecordsTab
from app.ui.columns import Column
from app.ui.components import Banner
from app.ui.controls import Tabs, button, label
from app.ui.editors import Editor, Text
from app.ui.form import Field
from app.ui.layouts import card, holder, row
from app.ui.page_parts import Slot
from app.ui.paint import Pill
from app.ui.settings_part import Part
from app.ui.shell import Shell
from app.usecases import local_codes


class ValuesPart(Part):
    """A tab per list, then its own values; opens on a list in which an assignment is missing, else on one in use."""

    def __init__(self, shell: Shell, file: CaseFile) -> None:
        super().__init__()
        self._shell, self._file = shell, file
        self._values: tuple[LocalCode, ...] = stored.own(file)
        self.list_name = _first(self._values)
        self.tabs = Tabs([(name, _(title)) for name, title in LISTS.items()], self.list_name)
        self.tabs.chosen.connect(self.turn_to)
        self._gaps = Slot()
        self._offered: bool | None = None
        self.own = self._records()
        self.own.shown.connect(self._offer_acts)
        about = label(_("Jeder eigene Wert zählt in der Monatsmeldung als ein Wert des Landes. Ohne Zuordnung wartet "
                        "die Monatsmeldung, sonst nichts."), "muted", wrap=True)
        self.show_cards(card(label(_("Eigene Werte"), "lead"), about, self.tabs), self._gaps, self.own)

    def _records(self) -> RecordsTab[LocalCode]:
        def add(list_name: str, values: dict[str, object]) -> None:
            local_codes.add(self._file, list_name=list_name, label=_text(values["label"]),
                            counts_as=_text(values["counts_as"]))

        columns = (
            Column[LocalCode](title=_("Eigener Wert"), text=lambda v: isolated(v.label), caption=_state),
            Column[LocalCode](title=_("Zählt als"), text=_counts, width=320,
                              pill=lambda v: None if v.counts_as else Pill(text=_("nicht zugeordnet"), kind="warn")))
        return RecordsTab(self._file, Kind[LocalCode](
            name=local_codes.TABLE, title=_("Eigene Werte der Liste"), new=_("Neuer eigener Wert"),
            add_word=_("Anlegen"), columns=columns, key=lambda v: v.id, speak=_spoken,
            empty=("layers", _("Noch kein eigener Wert in dieser Liste"),
                   _("Fehlt Ihnen hier ein Wort, zum Beispiel „Sprachcafé“, legen Sie es an.")),
            new_fields=self._fields, new_values=dict, add=add, edit_fields=self._fields,
            values=lambda v: {"label": v.label, "counts_as": v.counts_as or None},
            change=lambda key, name, value: local_codes.change(self._file, key, **{name: _text(value)})))

    def _fields(self) -> tuple[Field, ...]:
        return (Field("label", _("Ihr Wort"), Text(), required=True, width="half",
                      help=_("So steht es in der Liste „{title}“.").format(title=_(LISTS[self.list_name]))),
                Field("counts_as", _("Zählt als"), _states_values(self.list_name), width="half",
                      help=_("Wert des Landes, nur für die Zahlen")))

    def turn_to(self, list_name: str) -> None:
        """Another list; a value half typed stays there as a draft."""
        if list_name != self.list_name:
            self.own.flush()
            self.list_name = list_name
            self._show_list()
            self.own.renew_form()

    def show_facts(self) -> None:
        """Reads the own values again."""
        self._values = stored.own(self._file)
        self._show_list()

    def _show_list(self) -> None:
        mine = sorted((v for v in self._values if v.list_name == self.list_name),
                      key=lambda v: (v.retired, folded(v.label)))
        self.own.show_records(self.list_name, mine)
        waiting = sorted({_(LISTS[v.list_name]) for v in self._values if not v.counts_as})
        self._gaps.put(Banner("warn", _("Es fehlt noch eine Zuordnung: {lists}.").format(lists=", ".join(waiting)))
                       if waiting else None)

    def first_focus(self) -> RecordsTab[LocalCode]:
        """The own values."""
        return self.own

    def _offer_acts(self) -> None:
        value = self.own.current()
        offered = None if value is None else value.retired
        # the same buttons stay: one of them has the keyboard when the field before it was left and saved
        if offered is self._offered:
            return
        self._offered = offered
        if value is None:
            self.own.extra(None)
            return
        word, icon = (_("Wieder anbieten"), "undo-2") if offered else (_("Nicht mehr anbieten"), "ban")
        self.own.extra(holder(row(button(word, icon=icon, call=partial(self._with_current, self.retire)),
                                  button(_("Entfernen"), icon="trash-2", call=partial(self._with_current, self.remove)),
                                  None)))

    def _with_current(self, act: Callable[[LocalCode], object]) -> None:
        value = self.own.current()
        if value is not None:
            act(value)

    def retire(self, value: LocalCode) -> None:
        """Takes a value out of use, or brings it back."""
        local_codes.retire(self._file, value.id, not value.retired)
        words = _("„{label}“ wird wieder angeboten.") if value.retired else _("„{label}“ wird nicht mehr angeboten.")
        self._shell.toast(words.format(label=isolated(value.label)), self._file.undo)

    def remove(self, value: LocalCode) -> None:
        """Takes out a value nobody uses; the toast brings it back."""
        local_codes.remove(self._file, value.id)
        self._shell.toast(_("„{label}“ entfernt.").format(label=isolated(value.label)), self._file.undo)


def _first(values: tuple[LocalCode, ...]) -> str:
    ranked = sorted(values, key=lambda value: (bool(value.counts_as), list(LISTS).index(value.list_name)))
    return ranked[0].list_name if ranked else next(iter(LISTS))


def _states_values(list_name: str) -> Editor:
    options = tuple((code.id, _(code.label)) for code in local_codes.assignable(list_name))
    retired = tuple((code.id, _(code.label)) for code in codes.shipped(list_name) if code.retired)
    return Choice(options=options, empty=_("noch nicht zugeordnet"), former=retired)


def _counts(value: LocalCode) -> str:
    found = codes.shipped(value.list_name).get(value.counts_as)
    return _(found.label) if found else ""


def _state(value: LocalCode) -> str:
    return _("wird nicht mehr angeboten") if value.retired else ""


def _spoken(value: LocalCode) -> str:
    counts = _("zählt als {value}").format(value=_counts(value)) if value.counts_as else _("nicht zugeordnet")
    return ", ".join(part for part in (value.label, counts, _state(value)) if part)


def _text(value: object) -> str:
    return str(value or "")
