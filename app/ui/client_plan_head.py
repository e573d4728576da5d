"""The head of the Teilhabeplan: how far it is, when it is gone through, and what can be done with all of it."""

from pathlib import Path

from PySide6.QtCore import QRectF, QSize, Signal
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QFileDialog, QSizePolicy, QWidget

from app.domain import plan as plans
from app.domain.plan import Plan
from app.i18n import _
from app.store.casefile import CaseFile
from app.store.queries.client import ClientPage as Record
from app.ui import paint
from app.ui.client_plan_words import progress_words, review_words
from app.ui.components import SectionTitle
from app.ui.controls import button, label
from app.ui.layouts import FlowBox, card, column
from app.ui.shell import Shell
from app.ui.tasks import Step
from app.ui.theme import T
from app.usecases.plan import plan_shown


class PlanBar(QWidget):
    """The steps done out of all, as a bar; the words stand beside it."""

    def __init__(self) -> None:
        super().__init__()
        self._share = 0.0
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)

    def set_plan(self, shown: Plan) -> None:
        """Shows how far another plan is."""
        done, count = plans.progress(shown.steps)
        self._share = done / count if count else 0.0
        self.setAccessibleName(progress_words(shown))
        self.update()

    def sizeHint(self) -> QSize:
        """A bar of a hand's width (Qt)."""
        return QSize(T.px(160), T.px(18))

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paints the bar (Qt)."""
        h = T.px(7)
        paint.bar(QPainter(self), QRectF(0, (self.height() - h) / 2, self.width(), h), self._share, "ok")


class PlanHead(QWidget):
    """Progress in a bar and in words, version and next review, and the four acts on the plan."""

    goal_wanted = Signal()
    step_wanted = Signal()
    talk_wanted = Signal()

    def __init__(self, shell: Shell, file: CaseFile) -> None:
        super().__init__()
        self._shell, self._file = shell, file
        self._record: Record | None = None
        self._title = SectionTitle(_("Ziele und Schritte"), icon="target")
        self._bar, self._review = PlanBar(), label("", "muted", wrap=True)
        self._done = label("", wrap=not T.wide)
        self._talk = button(_("Plan durchsprechen"), icon="users", call=self.talk_wanted.emit)
        self._acts = FlowBox(button(_("Neues Ziel"), icon="plus", call=self.goal_wanted.emit),
                             button(_("Neuer Schritt"), icon="plus", call=self.step_wanted.emit), self._talk,
                             button(_("Planblatt als PDF …"), icon="printer", call=self.ask_place), gap=8)
        self._state = FlowBox(self._bar, self._done, gap=10)
        self.setLayout(column(card(self._title, self._state, self._review, self._acts, gap=8)))

    def show_record(self, record: Record) -> None:
        """Shows how far the plan of a person's latest episode is."""
        self._record, shown = record, plan_shown(record)
        self._title.set_count(_("Fassung {n}").format(n=plans.version(shown.reviews)))
        self._bar.set_plan(shown)
        self._done.setText(progress_words(shown))
        self._review.setText(review_words(shown, self._file.today()))
        self._talk.setVisible(any(plans.goes_on(goal) for goal in shown.goals))
        self._acts.refit()
        self._state.refit()

    def ask_place(self) -> None:
        """Asks where the sheet shall lie, then writes it."""
        assert self._record is not None
        name = f"teilhabeplan-{self._record.client.reference}-{self._file.today()}.pdf"
        chosen, _filter = QFileDialog.getSaveFileName(
            self, _("Planblatt speichern"), str(Path.home() / name), _("PDF (*.pdf)"),
            options=QFileDialog.Option.DontConfirmOverwrite)
        if chosen:
            self.write(Path(chosen if chosen.endswith(".pdf") else chosen + ".pdf"))

    def write(self, target: Path) -> None:
        """Writes the sheet beside the window; it is entered in the register."""
        assert self._record is not None
        client_id = self._record.client.id

        def job(_step: Step) -> None:
            # ReportLab loads slowly
            from app.usecases import plan_print

            plan_print.write_pdf(self._file, client_id, target)

        self._shell.run_task(self, job, lambda _nothing: self._shell.toast(
            _("Gespeichert und eingetragen: {place}").format(place=target)))
