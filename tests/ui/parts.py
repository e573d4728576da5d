"""A page with every component in every state, for the eye and for the picture test."""

from collections.abc import Callable
from datetime import date

from PySide6.QtWidgets import QCheckBox, QRadioButton, QWidget

from app.domain.errors import UserError
from app.ui.charts import BarChart, LineChart, Series
from app.ui.choice import Choice
from app.ui.components import Banner, Disclosure, EmptyState, Facts, PageHeader, Progress, setting_line, titled_card
from app.ui.controls import Chip, Tabs, button, key_hint, search_field, tool
from app.ui.editors import Chips, LongText, Number, Parsed, Text
from app.ui.form import Field, FormView
from app.ui.layouts import FlowBox, column, divider, holder, page, row
from app.ui.painted import CompletenessBar, CompletenessRing, StatusPill, StepsBar, Tile
from app.ui.rows import TaskList, TaskRow
from app.ui.shell import Page, Shell
from app.ui.theme import T
from app.ui.timeline import Timeline, TimelineRow

COUNTRIES = tuple((f"{n:03}", name) for n, name in enumerate((
    "Afghanistan", "Ägypten", "Albanien", "Algerien", "Angola", "Armenien", "Aserbaidschan", "Äthiopien", "Bangladesch",
    "Côte d’Ivoire", "Eritrea", "Gambia", "Georgien", "Guinea", "Irak", "Iran", "Nigeria", "Somalia", "Syrien",
    "Türkei", "Ukraine")))
SEXES = (("w", "weiblich"), ("m", "männlich"), ("d", "divers"))


def read_day(text: str) -> date:
    """A day as `TT.MM.JJJJ`; what people really type is read by the domain."""
    try:
        day, month, year = (int(part) for part in text.split("."))
        return date(year, month, day)
    except ValueError as error:
        raise UserError("Den Tag „{text}“ gibt es nicht.", text=text) from error


def day_field(attribute: str = "due", **more: object) -> Field:
    """A date field with an echo."""
    editor = Parsed(parse=read_day, show=lambda day: f"{day:%d.%m.%Y}",
                    words=lambda day: f"am {day:%d.%m.} – {day.year}")
    return Field(attribute, "Fälligkeit", editor, **more)  # type: ignore[arg-type]


FIELDS = (
    Field("family", "Familienname oder Alias", Text(), required=True, width="half"),
    Field("given", "Vorname", Text(), width="half"),
    day_field(help="zum Beispiel 05.03.2027"),
    Field("sex", "Geschlecht", Choice(options=SEXES, empty="nicht erhoben")),
    Field("country", "Staatsangehörigkeit", Choice(options=COUNTRIES, frequent=("018", "000")), help="wie zuletzt"),
    Field("children", "Kinder", Number(most=20)),
    Field("allowed", "Nachricht erlaubt", Chips(options=((True, "Ja"), (False, "Nein")))),
    Field("closed", "Gesperrt", Text(), read_only="Die Akte ist übergeben am 01.10.2026."),
    Field("needs", "Unterstützung", Chips(options=(("s", "Sprache"), ("a", "Arbeit"), ("k", "Kinderbetreuung")),
                                         several=True), width="full"),
    Field("note", "Notiz", LongText(hint="Was ist vereinbart?", lines=3), width="full"),
)


def tasks() -> list[TaskRow]:
    """Tasks in three groups."""
    return [
        TaskRow(key="a", group="Überfällig", sign="id-card", title="Duldung abgelaufen – neues Papier gesehen?",
                person="MUSTER, Muhammed Ali", pill_text="seit 2 Tagen", pill_kind="bad", urgent=True),
        TaskRow(key="b", group="Heute", sign="landmark", title="Begleitung zur Ausländerbehörde, 10:30 Uhr",
                person="MUSTER, Amira", pill_text="heute 10:30", pill_kind="warn"),
        TaskRow(key="c", group="Heute", sign="target", title="Teilhabeplan besprechen", person="MUSTER, Leyla",
                pill_text="heute", pill_kind="warn"),
        TaskRow(key="d", group="Diese Woche", sign="phone", title="Zwischenstand erfragen", person="MUSTER, Blessing",
                pill_text="Fr 06.11."),
    ]


def thread() -> list[TimelineRow]:
    """Entries of two months."""
    return [
        TimelineRow(key=1, on=date(2026, 11, 2), time="09:40", sign="send", kind="info", title="Vermittlung angemeldet",
                    caption="Baustein 4 · Bildungswerk Muster e. V. · wartet auf Rückmeldung"),
        TimelineRow(key=2, on=date(2026, 10, 30), time="14:15", sign="message-square-text", title="Gespräch, 35 Min.",
                    caption="Sprache, Ausbildung · mit Dolmetscherin (Dari)",
                    text="Möchte den Hauptschulabschluss nachholen. Das Zeugnis liegt nur als Foto vor.\nNächster "
                         "Schritt: Übersetzung bei der Behörde erfragen."),
        TimelineRow(key=3, on=date(2026, 10, 14), time="16:00", sign="eye-off", kind="secret",
                    title="Vertrauliche Notiz", caption="Nur beim Gedrückthalten sichtbar"),
    ]


def nothing() -> None:
    """What the buttons of this page do."""


class PartsPage(Page):
    """Every component in every state."""

    title = "Bauteile"

    def __init__(self, shell: Shell, act: Callable[[], object] = nothing) -> None:
        self._shell, self._act = shell, act
        self.search = search_field("Bauteile suchen")

    def build(self, parent: QWidget) -> QWidget:
        """Two columns, or one below 90 letters."""
        self.search = search_field("Bauteile suchen", "Name, Nummer, Telefon, Notiz …")
        head = PageHeader("Bauteile", "Jedes Bauteil in jedem Zustand", button("Drucken", icon="printer"),
                          button("Neue Person", "primary", "user-plus", self._act, shortcut="Ctrl+N"))
        left = column(_buttons(), _form(), _lists(), None, gap=12)
        right = column(_states(), _banners(), _facts(), _charts(), None, gap=12)
        if T.wide:
            both = row(left, right, gap=12)
            both.setStretch(0, 3)
            both.setStretch(1, 2)
            return page(head, self.search, _tiles(), holder(both), scrolls=True)
        return page(head, self.search, _tiles(), holder(left), holder(right), scrolls=True)

    def first_focus(self) -> QWidget:
        """The search."""
        return self.search


class PlainPage(Page):
    """As little as a page needs, for what the window itself does."""

    title = "Bauteile"

    def __init__(self, _shell: Shell) -> None:
        self.search = search_field("Bauteile suchen")

    def build(self, parent: QWidget) -> QWidget:
        """A search and a button."""
        self.search = search_field("Bauteile suchen")
        return page(PageHeader("Bauteile"), self.search, row(button("Drucken"), None), None)

    def first_focus(self) -> QWidget:
        """The search."""
        return self.search


def _tiles() -> QWidget:
    tiles = (Tile(3, "Überfällig", "circle-alert", "bad", checked=True), Tile(4, "Heute", "calendar-check"),
             Tile(4, "Papiere laufen ab", "id-card", "warn"), Tile(0, "Kursstarts", "graduation-cap"))
    return holder(row(*tiles, gap=10)) if T.wide else FlowBox(*tiles, gap=8)


def _buttons() -> QWidget:
    off, off_primary = button("Gesperrt"), button("Gesperrt", "primary")
    off.setEnabled(False)
    off_primary.setEnabled(False)
    box, radio = QCheckBox("Stammdaten mitgeben"), QRadioButton("Kennwort")
    box.setChecked(True)
    radio.setChecked(True)
    return titled_card(
        "Schaltflächen",
        FlowBox(button("Aufnehmen", "primary", "check"), button("Drucken", icon="printer"), off, off_primary,
                button("Still", "quiet", "pencil"), button("Verweis", "link", "arrow-right"),
                button("Endgültig löschen …", "danger", "trash-2"), tool("ellipsis", "Weitere Befehle")),
        FlowBox(Chip("Filter aus"), Chip("Filter an", True), Chip("Aktiv", True, removable=True),
                Chip("mit Zeichen", icon="users")),
        Tabs((("thread", "Verlauf"), ("facts", "Angaben"), ("paper", "Aufenthalt"), ("work", "Bildung und Arbeit")),
             "thread"),
        FlowBox(box, QCheckBox("Vertrauliche Notizen"), radio, QRadioButton("Schlüssel der Kollegin"), gap=16),
        key_hint("Eingabe öffnet", "Leertaste wählt"))


def _form() -> QWidget:
    form = FormView(FIELDS)
    form.set_values({"family": "MUSTER", "due": date(2026, 11, 10), "country": "018", "closed": "nicht änderbar",
                     "needs": ("s",)})
    form.box("children").show_error("Hier passt eine ganze Zahl von 0 bis 20.")
    return titled_card("Felder", Disclosure("Person", form, "drei Pflichtangaben, alles andere später möglich"))


def _lists() -> QWidget:
    rows, timeline = TaskList("Aufgaben"), Timeline("Verlauf")
    rows.set_rows(tasks())
    timeline.set_rows(thread())
    timeline.mark(("zeugnis",))
    rows.fit()
    timeline.fit()
    return titled_card("Listen", StepsBar(("Klärung", "Bedarf", "Plan", "Vermittlung", "Begleitung", "Abschluss"), 3,
                                          ("07.09.2026", "14.09.2026", "23.09.2026", "seit 02.11.")), rows, timeline)


def _states() -> QWidget:
    pills = FlowBox(StatusPill("erledigt", "ok"), StatusPill("noch 17 Tage", "warn"), StatusPill("überfällig", "bad"),
                    StatusPill("unvollständig", "info"), StatusPill("vertraulich", "secret"),
                    StatusPill("Do 05.11.", "plain", "calendar-days"))
    rings = FlowBox(CompletenessRing(0.3), CompletenessRing(0.58), CompletenessRing(1.0), CompletenessBar(0.86), gap=14)
    return titled_card("Zustand: Zeichen, Wort, Farbe", pills, rings, count="6")


def _banners() -> QWidget:
    progress = Progress("Katalog wird geprüft, Zeile", button("Anhalten", "quiet", "x"))
    progress.set_step(1240, 2000)
    return titled_card(
        "Hinweise in der Seite",
        Banner("info", "Entwurf von 14:03 Uhr gefunden.", button("Fortsetzen"), button("Verwerfen", "quiet")),
        Banner("bad", "Die Datei auf dem USB-Stick ist beschädigt. Ihre Klientendatei ist unverändert.",
               button("Andere Sicherung")),
        Banner("ok", "Sicherung geschrieben und zur Probe geöffnet."), progress, icon="info", token="info")


def _facts() -> QWidget:
    facts = Facts()
    facts.add("Papier", "Duldung § 60a", "noch 17 Tage, bis 20.11.2026", "warn")
    facts.add("Telefon", "0150 0000042", "bestätigt vor 4 Monaten", ask=button("Stimmt die Nummer noch?", "link"))
    empty = EmptyState("target", "Noch kein Ziel vereinbart",
                       "Hier stehen die Ziele der Person und wer bis wann was tut.", button("Erstes Ziel anlegen"))
    return titled_card("Auf einen Blick", facts, divider(), empty,
                       setting_line("Schriftgröße", "Auch mit Strg + und Strg −.", button("Kleiner", icon="minus"),
                                    button("Größer", icon="plus")), pill=StatusPill("vor 9 Tagen", "warn"))


def _charts() -> QWidget:
    bars = BarChart("Bestand", (("Duldung", 70), ("Gestattung", 35), ("Erlaubnis", 0), ("sonstige", None)))
    line = LineChart("Verlauf", ("Mai", "Jun", "Jul", "Aug", "Sep", "Okt"),
                     (Series(name="Bestand", values=(80, 85, 95, 100, 120, 125)),
                      Series(name="vermittelt", values=(10, 15, 20, 35, 30, 40))))
    return titled_card("Schaubilder", bars, line)
