"""„Über Klientendatei“, before a file is open and in the window: versions, licences, and that it asks no network."""

from collections.abc import Callable, Sequence
from functools import partial

from PySide6 import __version__ as pyside_version
from PySide6.QtCore import Qt, Signal, qVersion
from PySide6.QtWidgets import QApplication, QPlainTextEdit, QWidget

from app import VERSION
from app.domain.errors import UserError
from app.i18n import _, text_of
from app.store.casefile import CaseFile
from app.ui.columns import Column
from app.ui.components import Facts, PageHeader
from app.ui.controls import announce, button, label
from app.ui.gate import BROAD, Card, Gate
from app.ui.layouts import FlowBox, card, column, divider, framed, holder, page, row
from app.ui.page_parts import Slot
from app.ui.shell import Page, Shell
from app.ui.table import TableView
from app.ui.tasks import Task
from app.ui.theme import T
from app.usecases import about
from app.usecases.about import About, Part

_HEIGHT = 380
Run = Callable[..., Task]


def sentences() -> tuple[str, ...]:
    """What is promised, and where licence and source are to be had."""
    return (
        _("Dieses Programm baut keine Verbindung ins Netz auf. Es gibt keine Konten, keine Telemetrie, keine "
          "automatischen Updates."),
        _("Klientendatei ist freie Software unter der European Union Public Licence 1.2 (EUPL-1.2): Sie dürfen es "
          "benutzen, weitergeben und ändern."),
        _("Den Quelltext bekommen Sie von der Stelle, die Ihnen das Programm gegeben hat. Die Lizenz verpflichtet sie "
          "dazu."),
    )


def _columns() -> tuple[Column[Part], ...]:
    # the width of a licence is its column's; a longer one is cut, and read in full when the line is opened
    return (Column(title=_("Teil"), text=lambda part: part.name),
            Column(title=_("Version"), text=lambda part: part.version, width=110),
            Column(title=_("Lizenz"), text=lambda part: part.licence, width=210))


class LicenceText(QWidget):
    """A text to be read through, with the way back."""

    left = Signal()

    def __init__(self, title: str, text: str) -> None:
        super().__init__()
        self.box = QPlainTextEdit(text)
        self.box.setReadOnly(True)
        self.box.setTabChangesFocus(True)
        self.box.setAccessibleName(title)
        self.box.setFixedHeight(T.px(_HEIGHT))
        back = button(_("Zurück"), "quiet", "arrow-left", self.left.emit)
        self.setLayout(column(row(back, None), label(title, "strong", wrap=True), self.box, gap=8))


class AboutView(QWidget):
    """The three cards, filled beside the window; `copied` when the versions lie in the clipboard.

    Inside a card they are ``plain``, with lines between them.
    """

    copied = Signal()

    def __init__(self, run: Run, plain: bool = False) -> None:
        super().__init__()
        self._run = run
        self._about: About | None = None
        self.table: TableView[Part] | None = None
        self.text: LicenceText | None = None
        self.own = button(_("Lizenz des Programms lesen"), icon="scale", call=partial(self.read, None))
        self.copy_button = button(_("Versionen kopieren"), icon="copy", call=self.copy)
        self._own_text, self._versions, self._parts = Slot(), Slot(), Slot()
        cards: tuple[tuple[QWidget, ...], ...] = (
            (label(_("Klientendatei {version}").format(version=VERSION), "lead"),
             *(label(sentence, wrap=True) for sentence in sentences()), FlowBox(self.own), self._own_text),
            (label(_("Versionen"), "lead"), self._versions, FlowBox(self.copy_button)),
            (label(_("Teile anderer Hersteller und ihre Lizenzen"), "lead"), self._parts))
        shown = [holder(column(*items, divider(), gap=8)) if plain else card(*items, gap=8) for items in cards]
        self.setLayout(column(*shown, gap=12))

    def fill(self) -> None:
        """Reads what there is to tell, once."""
        window = (("Qt", qVersion()), ("PySide6", pyside_version))
        self._run(self, lambda step: about.look(window), self._show)

    def _show(self, found: About) -> None:
        self._about = found
        facts = Facts(190)
        for name, value in found.versions:
            facts.add(name, value)
        self._versions.put(facts)
        self._list(found)

    def _list(self, found: About) -> None:
        self.table = TableView(_("Teile"), _columns(), key=lambda part: part.name, several=False, height=34)
        self.table.set_lines(found.parts)
        words = _("Eingabe oder ein Doppelklick zeigt den Text der Lizenz.") if found.texts else _(
            "Die Texte dieser Lizenzen liegen dem gebauten Programm bei.")
        shown = QWidget()
        shown.setLayout(column(label(words, "muted", wrap=True), framed(self.table, main=self.table), gap=8))
        if found.texts:
            self.table.opened.connect(self._opened)
        self._parts.put(shown)
        self.table.fit()

    def _opened(self, _name: object) -> None:
        line = self.table.current_line() if self.table is not None else None
        if line is not None:
            self.read(line)

    def read(self, part: Part | None) -> None:
        """Shows the licence of a part, of the program itself without one."""
        self._run(self, lambda step: about.licence_text(part), partial(self._show_text, part),
                  partial(self._refused, part))

    def _refused(self, part: Part | None, error: Exception) -> None:
        if not isinstance(error, UserError):
            raise error
        self._show_text(part, text_of(error))

    def _show_text(self, part: Part | None, text: str) -> None:
        named = f"{part.name} {part.version}".strip() if part is not None else ""
        title = f"{named}, {part.licence}" if part is not None else about.LICENCE
        self.text = LicenceText(title, text)
        self.text.left.connect(partial(self._put_away, part))
        (self._own_text if part is None else self._parts).put(self.text)
        self.own.setVisible(part is not None)
        self.text.box.setFocus(Qt.FocusReason.TabFocusReason)
        announce(self.text, title)

    def _put_away(self, part: Part | None) -> None:
        self.text = None
        if part is None:
            self._own_text.put(None)
            self.own.show()
            self.own.setFocus(Qt.FocusReason.TabFocusReason)
        elif self._about is not None:
            self._list(self._about)
            assert self.table is not None
            self.table.set_current(part.name)
            self.table.setFocus(Qt.FocusReason.TabFocusReason)

    def copy(self) -> None:
        """The versions as lines of text."""
        if self._about is not None:
            QApplication.clipboard().setText("\n".join(f"{name}: {value}" for name, value in self._about.versions))
            self.copied.emit()


class AboutPage(Page):
    """The page „Über Klientendatei“."""

    def __init__(self, shell: Shell, file: CaseFile) -> None:
        self.title = _("Über Klientendatei")
        self._shell = shell
        self.view: AboutView | None = None

    def build(self, parent: QWidget) -> QWidget:
        """The three cards under each other."""
        self.view = AboutView(self._shell.run_task)
        self.view.copied.connect(partial(self._shell.toast, _("Versionen kopiert.")))
        return page(PageHeader(self.title), self.view, None, gap=12, scrolls=True)

    def refresh(self, change: object) -> None:
        """Fills the cards; nothing of it changes with the records."""
        if change is None and self.view is not None:
            self.view.fill()

    def first_focus(self) -> QWidget | None:
        """The first act."""
        return self.view.own if self.view is not None else None

    def areas(self) -> Sequence[QWidget]:
        """The cards."""
        return [self.view] if self.view is not None else []


class AboutCard(Card):
    """The same before a file is open; `left` goes back."""

    left = Signal()

    def __init__(self, gate: Gate) -> None:
        super().__init__(_("Über Klientendatei"), BROAD)
        self.view = AboutView(gate.tasks.run, plain=True)
        self.view.copied.connect(lambda: self.say("ok", _("Versionen kopiert.")))
        self.back = button(_("Zurück"), "quiet", "arrow-left", self.left.emit)
        for part in (label(_("Über Klientendatei"), "title"), self.view):
            self.inside.addWidget(part)
        self.inside.addLayout(row(self.back, None))
        self.view.fill()

    def first_focus(self) -> QWidget:
        """The way back."""
        return self.back
