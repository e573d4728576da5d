"""The tab Anlagen: the files of a person, kept inside the vault; adding, looking, renaming, handing out, removing."""

from collections.abc import Sequence
from pathlib import Path

from PySide6.QtCore import QEvent, QObject, Signal
from PySide6.QtGui import QDragEnterEvent, QDragMoveEvent, QDropEvent
from PySide6.QtWidgets import QFileDialog, QScrollArea, QWidget

from app.domain.attachment import Attachment
from app.domain.dates import german
from app.domain.errors import UserError
from app.domain.names import isolated
from app.i18n import _, text_of
from app.store.casefile import CaseFile
from app.store.queries.client import ClientPage as Record
from app.ui import history
from app.ui.attachment_handout import HandOutPanel
from app.ui.attachment_viewer import AttachmentViewer
from app.ui.client_parts import keys
from app.ui.client_words import FILE_SIGNS, file_words
from app.ui.columns import Column
from app.ui.components import Banner, EmptyState, SectionTitle
from app.ui.controls import announce, button, key_hint
from app.ui.editors import Text
from app.ui.form import Field, FormView
from app.ui.layouts import FlowBox, card, column, framed, holder, row
from app.ui.page_parts import Slot
from app.ui.progress import ProgressSlot
from app.ui.shell import Shell
from app.ui.table import TableView
from app.ui.tasks import Step
from app.usecases import attachments


def _columns() -> tuple[Column[Attachment], ...]:
    return (
        Column(title=_("Anlage"), text=lambda a: isolated(a.name)),
        Column(title=_("Art und Größe"), text=file_words, width=150, sign=lambda a: FILE_SIGNS[a.kind],
               sort=lambda a: a.size),
        Column(title=_("Hinzugefügt am"), text=lambda a: german(a.added_at.date()), width=130,
               sort=lambda a: a.added_at),
    )


class FileDrop(QObject):
    """Takes files that are dropped anywhere on a page; `dropped` carries their paths."""

    dropped = Signal(list)

    def __init__(self, target: QWidget) -> None:
        super().__init__(target)
        target.setAcceptDrops(True)
        # a scrolling page hears of it only through its viewport
        for heard in (target, target.viewport()) if isinstance(target, QScrollArea) else (target,):
            heard.installEventFilter(self)

    def eventFilter(self, _watched: QObject, event: QEvent) -> bool:
        """Accepts local files, and nothing else that is dragged (Qt)."""
        if not isinstance(event, QDragEnterEvent | QDragMoveEvent | QDropEvent):
            return False
        paths = [Path(url.toLocalFile()) for url in event.mimeData().urls() if url.isLocalFile()]
        if not paths:
            return False
        event.acceptProposedAction()
        if event.type() == QEvent.Type.Drop:
            self.dropped.emit(paths)
        return True


class Attachments(QWidget):
    """The list with its acts below; `writing` says that a form with a strong button is open."""

    writing = Signal(bool)

    def __init__(self, shell: Shell, file: CaseFile) -> None:
        super().__init__()
        self._shell, self._file = shell, file
        self._client_id, self._wanted = "", ""
        self._records: Sequence[Attachment] = ()
        self.busy = False
        self.table: TableView[Attachment] = TableView(_("Anlagen"), _columns(), key=lambda a: a.id, several=False)
        self.table.opened.connect(lambda _key: self.look())
        self.table.current_changed.connect(lambda _key: self._show_current())
        keys(self.table, ("Del",), self.remove)
        keys(self.table, ("F2",), self._to_name)
        keys(self, ("Ins",), self.choose)
        add = button(_("Anlage hinzufügen …"), icon="plus", call=self.choose, shortcut="Ins")
        head = holder(row(SectionTitle(_("Anlagen"), action=add), margins=(14, 6, 14, 6)))
        self._list = framed(head, self.table)
        self._begin = button(_("Anlage hinzufügen …"), icon="plus", call=self.choose, shortcut="Ins")
        self._nothing = card(EmptyState(
            "paperclip", _("Noch keine Anlage"),
            _("Hier liegen Schriftstücke und Fotos, verschlüsselt wie alles andere: PDF, JPEG und PNG bis 20 MB. "
              "Sie können Dateien auch auf diese Seite ziehen."), self._begin))
        self.form = FormView((Field("name", _("Name"), Text(max_length=200), required=True, width="full"),),
                             save=lambda _attribute, value: self._rename(value))
        self.form.finished.connect(self.table.setFocus)
        self.progress, self.trouble, self.panel = ProgressSlot(), Slot(), Slot()
        self._current = self._acts()
        self.setLayout(column(self.trouble, self.progress, self._list, self._nothing, self._current, self.panel, None,
                              gap=12))

    def _acts(self) -> QWidget:
        acts = FlowBox(button(_("Ansehen"), icon="eye", call=self.look),
                       button(_("Ausgeben …"), icon="file-up", call=self.ask_recipient),
                       button(_("Entfernen"), icon="trash-2", call=self.remove, shortcut="Del"), gap=8)
        hint = key_hint(_("Eingabe öffnet"), _("F2 benennt um"), _("Entf entfernt"), _("Einfg fügt hinzu"))
        return card(SectionTitle(_("Ausgewählte Anlage")), self.form, acts, hint, gap=10)

    def show_record(self, record: Record) -> None:
        """Shows the attachments of a person, newest first."""
        if record.client.id != self._client_id:
            self._client_id = record.client.id
            self._close_panel()
            self.trouble.put(None)
        # what is added first hides the button that had the keyboard
        had = self._begin.hasFocus()
        self._records = sorted(record.attachments, key=lambda a: a.added_at, reverse=True)
        self.table.set_lines(self._records)
        if self._wanted and self.table.set_current(self._wanted):
            self._wanted = ""
        self.table.fit()
        self._list.setVisible(bool(self._records))
        self._nothing.setVisible(not self._records)
        if had and self._records:
            self.table.setFocus()
        self._show_current()

    def current(self) -> Attachment | None:
        """The attachment the acts are about."""
        return self.table.current_line()

    def _show_current(self) -> None:
        current = self.current()
        self._current.setVisible(current is not None and not self.busy)
        if current is not None:
            self.form.set_values({"name": current.name})

    def first(self) -> QWidget:
        """The control that takes the keyboard."""
        return self.table if self._records else self._begin

    def choose(self) -> None:
        """Asks for files, then takes them in."""
        chosen, _filter = QFileDialog.getOpenFileNames(
            self, _("Anlage hinzufügen"), "", _("PDF und Bilder (*.pdf *.jpg *.jpeg *.png)"))
        self.take([Path(path) for path in chosen])

    def take(self, paths: Sequence[Path]) -> None:
        """Takes files in, one after the other, beside the window."""
        self.trouble.put(None)
        client_id = self._client_id

        def job(step: Step) -> list[Attachment | UserError]:
            results: list[Attachment | UserError] = []
            for done, path in enumerate(paths):
                step(done, len(paths))
                try:
                    results.append(attachments.add(self._file, client_id, path))
                except UserError as error:
                    results.append(error)
            return results

        if paths:
            self.progress.follow(self._shell.run_task(self, job, self._taken), _("Anlagen werden aufgenommen"))

    def _taken(self, results: list[Attachment | UserError]) -> None:
        made = [result for result in results if isinstance(result, Attachment)]
        self._refuse(*(result for result in results if isinstance(result, UserError)))
        if made:
            self._wanted = made[-1].id
            one = _("Anlage „{name}“ hinzugefügt.").format(name=isolated(made[-1].name))
            more = _("{n} Anlagen hinzugefügt.").format(n=len(made))
            self._said(one if len(made) == 1 else more, len(made))

    def _said(self, sentence: str, acts: int = 1) -> None:
        def undo() -> None:
            for _act in range(acts):
                history.undo(self._shell, self._file)

        self._shell.toast(sentence, undo)

    def _refused(self, error: Exception) -> None:
        if not isinstance(error, UserError):
            raise error
        self._refuse(error)

    def _refuse(self, *errors: UserError) -> None:
        """Says what was not taken in or handed out; one banner a file."""
        sentences = [text_of(error) for error in errors]
        self.trouble.put(holder(column(*(Banner("bad", said) for said in sentences))) if errors else None)
        announce(self, " ".join(sentences))

    def look(self) -> None:
        """Opens the current one in the viewer."""
        current = self.current()
        if current is not None:
            AttachmentViewer(self.window(), self._shell, self._file, current).start()

    def _to_name(self) -> None:
        if self.current() is not None:
            self.form.focus("name")

    def _rename(self, value: object) -> None:
        current = self.current()
        if current is not None and value != current.name:
            attachments.rename(self._file, current.id, str(value))
            self._said(_("Anlage umbenannt in „{name}“.").format(name=isolated(str(value))))

    def remove(self) -> None:
        """Takes the current one out; the toast brings it back."""
        current = self.current()
        if current is not None:
            self._close_panel()
            attachments.remove(self._file, current.id)
            self._said(_("Anlage „{name}“ entfernt.").format(name=isolated(current.name)))

    def ask_recipient(self) -> None:
        """Opens the panel that asks for whom it goes out."""
        current = self.current()
        if current is None:
            return
        panel = HandOutPanel(self, self._shell, self._file, current, self._refused)
        panel.closed.connect(self._close_panel)
        self._set_busy(True)
        self.panel.put(panel)
        panel.form.focus("recipient")

    def _close_panel(self) -> None:
        if self.busy:
            self.panel.put(None)
            self._set_busy(False)
            self.first().setFocus()

    def _set_busy(self, on: bool) -> None:
        self.busy = on
        self._show_current()
        self.writing.emit(on)
