"""The place above a list where the form of a new record or the panel of an act stands, one at a time."""

from PySide6.QtCore import QTimer, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from app.store.casefile import CaseFile
from app.ui.client_parts import ActPanel
from app.ui.client_records import Entering, NewRecord
from app.ui.page_parts import Slot


class FormPlace(Slot):
    """`changed` comes when a form was opened or closed; what is typed in a new record is kept as a draft."""

    changed = Signal()

    def __init__(self, file: CaseFile) -> None:
        super().__init__()
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Maximum)
        self._file = file
        self.form: NewRecord | ActPanel | None = None
        self.owner = ""

    def enter(self, kind: Entering, owner_id: str = "") -> None:
        """The form of a new record of that kind; the one that is open already stays."""
        if not (isinstance(self.form, NewRecord) and self.owner == owner_id):
            self.owner = owner_id
            self.show_form(NewRecord(self._file, kind, owner_id, self.close_form))
        else:
            self.changed.emit()

    def ask(self, panel: ActPanel) -> None:
        """The panel of an act."""
        panel.closed.connect(self.close_form)
        self.owner = ""
        self.show_form(panel)

    def show_form(self, form: NewRecord | ActPanel) -> None:
        """Shows a form in place of the one before, whose draft is kept."""
        self.flush()
        self.form = form
        self.put(form)
        # the fields find their heights with their widths
        QTimer.singleShot(0, self, self._fit)
        self.changed.emit()

    def close_form(self) -> None:
        """Back to what stands below."""
        self.form, self.owner = None, ""
        self.put(None)
        self._fit()
        self.changed.emit()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Never lower than the form (Qt): a page that does not scroll would squeeze its fields, not the list below."""
        super().resizeEvent(event)
        self._fit()

    def _fit(self) -> None:
        needed = self._column.totalHeightForWidth(self.width()) if self.form is not None else 0
        if needed != self.minimumHeight():
            self.setMinimumHeight(max(0, needed))

    @property
    def entering(self) -> bool:
        """True while a new record is being entered."""
        return isinstance(self.form, NewRecord)

    def first(self) -> QWidget | None:
        """The control that takes the keyboard, None without a form."""
        return self.form.first() if self.form is not None else None

    def flush(self) -> None:
        """Keeps the draft now."""
        if isinstance(self.form, NewRecord):
            self.form.flush()
