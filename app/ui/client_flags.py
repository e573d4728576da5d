"""Flags on the client page: pills in the head, the card that says why, rows of the thread, panels to set and clear."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import date
from functools import partial

from PySide6.QtWidgets import QWidget

from app.domain import flag as flags
from app.domain.codes import counted_as
from app.domain.date_words import due_with_date
from app.domain.dates import german
from app.domain.errors import N_
from app.domain.flag import Flag
from app.domain.names import isolated
from app.i18n import _
from app.store.casefile import CaseFile
from app.store.queries.client import ClientPage as Record
from app.store.queries.client import FlagChange
from app.ui.client_fields import choice, due_day, word
from app.ui.client_parts import ActPanel
from app.ui.components import SectionTitle
from app.ui.controls import label, tool
from app.ui.editors import Text
from app.ui.form import Field
from app.ui.layouts import card, column, holder, row
from app.ui.paint import Pill
from app.ui.painted import StatusPill
from app.ui.timeline import TimelineRow
from app.usecases import flag as acts

# names of panels, as `go("client", act=…)` takes them; the id of the flag follows the colon
ADD, EDIT, CLEAR = "flag", "flag_edit", "flag_clear"
TONES = {"danger": "bad", "deadline": "warn"}
_SET, _CHANGED, _CLEARED = N_("Merker gesetzt: {kind}"), N_("Merker geändert: {kind}"), N_("Merker aufgehoben: {kind}")


def tone(flag: Flag) -> str:
    """Danger is red, a running deadline amber, everything else a note."""
    return TONES.get(counted_as("flag_kind", flag.kind), "info")


def flag_pills(record: Record) -> tuple[Pill, ...]:
    """The standing flags in their words, the gravest first."""
    return tuple(Pill(text=word("flag_kind", flag.kind), kind=tone(flag), icon="flag")
                 for flag in flags.standing(record.flags))


def flag_rows(record: Record) -> Iterator[TimelineRow]:
    """What became of each flag: set, changed, cleared; by the clock, where it was written down on its own day."""
    for flag in record.flags:
        moments = [change for change in record.flag_changes if change.flag_id == flag.id]
        until = _("bis {date}").format(date=german(flag.until)) if flag.until else ""
        yield _row(flag, flag.set_on, _SET, until, flag.reason, _clock(flag.set_on, moments, flags.SET))
        for change in moments:
            if change.title not in (flags.SET, flags.CLEARED):
                yield _row(flag, change.at.date(), _CHANGED, isolated(flag.reason), "", f"{change.at:%H:%M}")
        if flag.cleared_on:
            yield _row(flag, flag.cleared_on, _CLEARED, "", flag.cleared_reason,
                       _clock(flag.cleared_on, moments, flags.CLEARED))


def _clock(on: date, moments: Sequence[FlagChange], title: str) -> str:
    return next((f"{change.at:%H:%M}" for change in moments if change.title == title and change.at.date() == on), "")


def _row(flag: Flag, on: date, words: str, caption: str, text: str, time: str) -> TimelineRow:
    return TimelineRow(key=("flag", flag.id, f"{words} {on} {time}"), on=on, time=time, sign="flag", kind=tone(flag),
                       caption=caption, title=_(words).format(kind=word("flag_kind", flag.kind)), text=isolated(text))


def flags_card(record: Record, today: date, open_panel: Callable[[str], object]) -> QWidget | None:
    """The standing flags with reason and day, each with its two acts; None without any."""
    lines = [_line(flag, today, open_panel) for flag in flags.standing(record.flags)]
    return card(SectionTitle(_("Merker")), *lines, gap=8) if lines else None


def _line(flag: Flag, today: date, open_panel: Callable[[str], object]) -> QWidget:
    kind = word("flag_kind", flag.kind)
    until = [] if flag.until is None else [
        label(due_with_date(flag.until, today, _), "warn" if flag.until <= today else "caption", wrap=True)]
    head = row(StatusPill(kind, tone(flag), "flag"), None,
               tool("pencil", _("{flag} ändern").format(flag=kind), partial(open_panel, f"{EDIT}:{flag.id}")),
               tool("x", _("{flag} aufheben").format(flag=kind), partial(open_panel, f"{CLEAR}:{flag.id}")), gap=4)
    return holder(column(head, label(isolated(flag.reason), wrap=True), *until, gap=1))


def is_flag_act(act: str) -> bool:
    """Whether a panel of that name is one of these."""
    return act.partition(":")[0] in (ADD, EDIT, CLEAR)


def flag_panel(act: str, file: CaseFile, record: Record) -> ActPanel | None:
    """The panel to set, change or clear a flag; None for a flag that is no longer there."""
    name, _colon, flag_id = act.partition(":")
    flag = next((one for one in record.flags if one.id == flag_id), None)
    if name == ADD:
        return _set(file, record)
    if flag is None:
        return None
    return _edit(file, flag) if name == EDIT else _clear(file, flag)


def _fields(file: CaseFile) -> tuple[Field, ...]:
    return (
        Field("kind", _("Merker"), choice("flag_kind", empty=_("noch nicht gewählt")), required=True, width="half"),
        Field("until", _("Gilt bis"), due_day(file.today), width="half", help=_("Wird eine Wiedervorlage")),
        Field("reason", _("Grund"), Text(max_length=300), required=True, width="full",
              help=_("so, dass auch die Vertretung ihn versteht")),
    )


def _told(values: Mapping[str, object]) -> tuple[str, str, date | None]:
    until = values["until"]
    return str(values["kind"]), str(values["reason"]), until if isinstance(until, date) else None


def _set(file: CaseFile, record: Record) -> ActPanel:
    def run(values: Mapping[str, object]) -> None:
        kind, reason, until = _told(values)
        acts.put(file, record.client.id, kind=kind, reason=reason, until=until)

    return ActPanel(_("Merker setzen"), _("Steht oben auf der Akte, bis er mit einem Grund aufgehoben wird."),
                    _fields(file), _("Merker setzen"), run)


def _edit(file: CaseFile, flag: Flag) -> ActPanel:
    def run(values: Mapping[str, object]) -> None:
        kind, reason, until = _told(values)
        acts.change(file, flag.id, kind=kind, reason=reason, until=until)

    panel = ActPanel(_("Merker ändern"), "", _fields(file), _("Merker ändern"), run)
    panel.form.set_values({"kind": flag.kind, "reason": flag.reason, "until": flag.until})
    return panel


def _clear(file: CaseFile, flag: Flag) -> ActPanel:
    sentence = _("„{kind}“ verschwindet aus dem Kopf der Akte. Im Verlauf bleiben beide Gründe stehen.").format(
        kind=word("flag_kind", flag.kind))
    return ActPanel(_("Merker aufheben"), sentence,
                    (Field("reason", _("Grund der Aufhebung"), Text(max_length=300), required=True, width="full"),),
                    _("Merker aufheben"), lambda values: acts.clear(file, flag.id, str(values["reason"])))
