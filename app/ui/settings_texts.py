"""Textbausteine: own ones to add, change and remove, the delivered ones to look at and take as a pattern."""

from functools import partial

from app.domain.text_module import PLACEHOLDERS, TextModule, delivered
from app.i18n import _
from app.store.casefile import CaseFile
from app.store.queries import text_modules
from app.ui.client_records import Kind, RecordsTab
from app.ui.columns import Column
from app.ui.components import SectionTitle
from app.ui.controls import button, label
from app.ui.editors import LongText, Text
from app.ui.form import Field
from app.ui.layouts import card, framed, holder, row
from app.ui.settings_part import Part
from app.ui.shell import Shell
from app.ui.table import TableView
from app.usecases import text_module

OWNER = "own"


def module_fields() -> tuple[Field, ...]:
    """Short word, title and text, with the names of what is filled in by itself."""
    known = ", ".join(f"{{{name}}}" for name in PLACEHOLDERS)
    return (
        Field("short", _("Kürzel"), Text(max_length=20), required=True, width="half",
              help=_("wird nach „/“ getippt, zum Beispiel bus")),
        Field("title", _("Bezeichnung"), Text(max_length=80), width="half"),
        Field("text", _("Text"), LongText(lines=5), required=True, width="full",
              help=_("Von selbst ausgefüllt: {names}. Anderes in geschweiften Klammern bleibt als Lücke stehen.")
              .format(names=known)),
    )


def _columns() -> tuple[Column[TextModule], ...]:
    return (Column(title=_("Bezeichnung"), text=lambda m: m.title, caption=lambda m: f"/{m.short}"),
            Column(title=_("Text"), text=lambda m: " ".join(m.text.split()), width=420))


def _spoken(module: TextModule) -> str:
    return f"{module.title}, /{module.short}. {module.text}"


class TextsPart(Part):
    """Both lists under each other; every change is an act that can be undone."""

    def __init__(self, shell: Shell, file: CaseFile) -> None:
        super().__init__()
        self._shell, self._file = shell, file
        self.own = self._own_list()
        self.own.shown.connect(self._offer_removal)
        self.shipped: TableView[TextModule] = TableView(
            _("Mitgelieferte Textbausteine"), _columns(), key=lambda m: m.id, speak=_spoken, height=44, several=False)
        self.shipped.set_lines(delivered())
        self.shipped.fit()
        take = button(_("Als eigenen übernehmen"), icon="copy", call=self.take)
        head = holder(row(SectionTitle(_("Mitgeliefert"), action=take), margins=(14, 6, 14, 6)))
        about = label(_("In einer Notiz „/“ und ein Kürzel tippen, dann Tab. Ein eigener Baustein mit dem Kürzel eines "
                        "mitgelieferten steht an dessen Stelle."), "muted", wrap=True)
        self.show_cards(card(label(_("Textbausteine"), "lead"), about), self.own, framed(head, self.shipped))

    def _own_list(self) -> RecordsTab[TextModule]:
        def add(_owner: str, values: dict[str, object]) -> None:
            text_module.add(self._file, **{name: str(value or "") for name, value in values.items()})

        return RecordsTab(self._file, Kind[TextModule](
            name="text_module", title=_("Eigene"), new=_("Neuer Textbaustein"), add_word=_("Anlegen"),
            columns=_columns(), key=lambda m: m.id, speak=_spoken,
            empty=("sticky-note", _("Noch kein eigener Textbaustein"),
                   _("Hier stehen Ihre Texte für Notizen, die sich wiederholen.")),
            new_fields=module_fields, new_values=dict, add=add, edit_fields=module_fields,
            values=lambda m: {"short": m.short, "title": m.title, "text": m.text},
            change=lambda key, name, value: text_module.change(self._file, key, **{name: str(value or "")})))

    def first_focus(self) -> RecordsTab[TextModule]:
        """The own ones."""
        return self.own

    def show_facts(self) -> None:
        """Reads the own modules again."""
        self.own.show_records(OWNER, text_modules.own(self._file))

    def _offer_removal(self) -> None:
        current = self.own.current()
        remove = button(_("Entfernen"), icon="trash-2", call=partial(self.remove, current)) if current else None
        self.own.extra(holder(row(remove, None)) if remove is not None else None)

    def remove(self, module: TextModule) -> None:
        """Takes an own module out; the toast brings it back."""
        text_module.remove(self._file, module.id)
        self._shell.toast(_("Textbaustein „{title}“ entfernt.").format(title=module.title), self._file.undo)

    def take(self) -> None:
        """Makes an own module of the delivered one that is current, to be changed."""
        module = self.shipped.current_line()
        if module is not None:
            made = text_module.add(self._file, short=module.short, title=module.title, text=module.text)
            self.show_facts()
            self.own.table.set_current(made)
            self._shell.toast(_("„{title}“ ist jetzt ein eigener Textbaustein.").format(title=module.title),
                              self._file.undo)
