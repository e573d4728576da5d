"""Acts of the history in words: one row per changed field, added or removed record. No widgets, no reads."""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time
from functools import cache
from typing import Any, get_args, get_type_hints

from app.domain import outgoing
from app.domain.client import Client
from app.domain.codes import code_list, is_own
from app.domain.dates import PartialDate, german, german_partial
from app.domain.errors import N_
from app.domain.freshness import LEVEL, FactCheck
from app.domain.labels import BINDING, LABELS, label_of
from app.domain.names import folded, isolated
from app.domain.outgoing import Outgoing
from app.i18n import _, ngettext
from app.store.queries.history import Act, Acts, Entry
from app.ui.client_fields import word
from app.ui.timeline import TimelineRow
from app.usecases.history import can_restore

ADD, SET, REMOVE, BECAUSE, UNDO = "add", "set", "remove", "because", "undo"
ADDED, REMOVED = N_("{one} hinzugefügt"), N_("{one} gelöscht")
BACK = {"undo": N_("Rückgängig: {title}"), "redo": N_("Wiederholt: {title}")}
EMPTY, GONE, SECRET = N_("nicht eingetragen"), N_("nicht mehr in der Datei"), N_("vertraulich")
# the kinds of records under one chip, and their chips in the order of the tabs
GROUPS: Mapping[str, tuple[str, tuple[str, ...]]] = {
    "person": (N_("Person"), ("client", "child", "family_link", "spoken_language", "fact_check", "not_duplicate",
                              "imported_row", "accommodation")),
    "case": (N_("Fall"), ("case_", "case_step", "eligibility")),
    "papers": (N_("Aufenthalt"), ("residence_document",)),
    "education": (N_("Bildung und Arbeit"), ("language_assessment", "education_entry", "work_entry")),
    "notes": (N_("Notizen"), ("contact",)),
    "plan": (N_("Bedarf und Plan"), ("need", "goal", "plan_step", "plan_review", "goal_review")),
    "referrals": (N_("Vermittlungen"), ("referral", "referral_step", "participation", "certificate",
                                           "offer_gap")),
    "steps": (N_("Wiedervorlagen und Termine"), ("follow_up", "appointment")),
    "consents": (N_("Einwilligungen"), ("consent",)),
    "files": (N_("Anlagen und Ausgang"), ("attachment", "outgoing")),
    "flags": (N_("Merker"), ("flag",)),
}
_GROUP_OF = {entity: group for group, (_word, entities) in GROUPS.items() for entity in entities}
# what the program notes for itself; an act of these alone says nothing to anybody
SILENT = frozenset({"edited", "recorded_at", "warn_days", "rule", "source", "rule_version", "offering_key", "sha256"})
MANY, LONG = 20, 600


@dataclass(frozen=True, slots=True, kw_only=True)
class ChangeRow:
    """A row of the tab; ``entry`` and ``name`` say which field it is about where its old value can be put back."""

    row: TimelineRow
    group: str
    entry: Entry | None = None
    name: str = ""


def rows_of(acts: Acts) -> tuple[ChangeRow, ...]:
    """Everything that was changed, newest first."""
    return tuple(row for act in acts.acts for row in _of_act(act, acts))


def filtered(rows: Sequence[ChangeRow], group: str, typed: str) -> tuple[ChangeRow, ...]:
    """The rows of a group ("" for all) in which every typed word stands."""
    words = folded(typed).split()
    return tuple(one for one in rows if group in ("", one.group)
                 and all(w in folded(f"{one.row.title} {one.row.caption} {one.row.text}") for w in words))


def _of_act(act: Act, acts: Acts) -> Iterator[ChangeRow]:
    title = _(BACK[act.kind]).format(title=_(act.title)) if act.kind in BACK else _(act.title)
    if act.entries is None:
        yield _row(act, 0, "", title, _("Inhalt gelöscht"), "", "ban", "plain")
        return
    known = [entry for entry in act.entries if entry.entity in _GROUP_OF]
    # that a fact was told today is said by the fact itself
    entries = [entry for entry in known if entry.entity != "fact_check"] or known
    moved = [entry for entry in entries if entry.what == SET and entry.fields.keys() <= BINDING]
    whole = {what for what, n in Counter(entry.what for entry in entries).items() if what != SET and n > MANY}
    for what in whole:
        yield _summary(act, what, [entry for entry in entries if entry.what == what], title)
    if moved:
        words = ngettext("{n} Eintrag aus einer anderen Akte übernommen", "{n} Einträge aus einer anderen Akte "
                         "übernommen", len(moved)).format(n=len(moved))
        yield _row(act, len(entries), _GROUP_OF[moved[0].entity], words, title, "", "users", "info")
    for i, entry in enumerate(entries):
        # an act that took another back carries that one's reason along and has none of its own
        if entry not in moved and entry.what not in whole and (entry.what != BECAUSE or act.kind != UNDO):
            yield from _of_entry(act, i, entry, acts, title)


def _summary(act: Act, what: str, entries: Sequence[Entry], title: str) -> ChangeRow:
    counts = Counter(_(LABELS[entry.kind].one) for entry in entries)
    words = _("{n} Einträge hinzugefügt") if what == ADD else _("{n} Einträge gelöscht")
    return _row(act, -1 if what == ADD else -2, "", words.format(n=len(entries)), title,
                ", ".join(f"{one}: {n}" for one, n in counts.items()), *_look(what))


def _look(what: str) -> tuple[str, str]:
    return {ADD: ("plus", "ok"), REMOVE: ("trash-2", "warn"), SET: ("pencil", "info")}.get(what, ("info", "plain"))


def _of_entry(act: Act, i: int, entry: Entry, acts: Acts, title: str) -> Iterator[ChangeRow]:
    kind, group = entry.kind, _GROUP_OF[entry.entity]
    one = _(LABELS[kind].one)
    if entry.what == BECAUSE:
        yield _row(act, i, group, _("Grund"), title, isolated(entry.fields["reason"]), *_look(BECAUSE))
    elif entry.what in (ADD, REMOVE):
        # of a link it says something which two it binds
        hidden = SILENT | BINDING - ({"client_id"} if "other_id" in entry.fields else set())
        told = [f"{_(label_of(kind, name))}: {_value(entry, name, value, acts)}" for name, value in entry.fields.items()
                if name not in hidden and value not in (None, "", [], "unknown", False)]
        words = _(ADDED if entry.what == ADD else REMOVED).format(one=one)
        yield _row(act, i, group, words, title, " · ".join(told), *_look(entry.what))
    else:
        for name in [each for each in entry.fields if each not in SILENT]:
            old, new = (_value(entry, name, value, acts) for value in entry.fields[name])
            row = _row(act, i, group, _(label_of(kind, name)), f"{one} · {title}", f"{old} → {new}", *_look(SET), name)
            yield row if not can_restore(entry, name) else ChangeRow(row=row.row, group=group, entry=entry, name=name)


def _row(act: Act, i: int, group: str, title: str, caption: str, text: str, sign: str, tone: str,
         name: str = "") -> ChangeRow:
    taken_back = f"{caption} · {_('zurückgenommen')}" if act.taken_back else caption
    return ChangeRow(group=group, row=TimelineRow(
        key=(act.number, i, name), on=act.at.date(), time=f"{act.at:%H:%M}", title=title, caption=taken_back, text=text,
        sign="undo-2" if act.kind == "undo" else sign, kind=tone))


def _value(entry: Entry, name: str, value: Any, acts: Acts) -> str:
    if entry.identity in acts.confidential and name == "text" and value:
        return _(SECRET)
    return value_words(entry.kind, name, value, acts.names)


def value_words(kind: type, name: str, value: Any, names: Mapping[str, str] = {}) -> str:
    """A field in plain form as people say it; ``names`` are the words for identities of other records."""
    if value in (None, "", []):
        return _(EMPTY)
    if isinstance(value, list):
        return ", ".join(value_words(kind, name, one, names) for one in value)
    if name in BINDING or name in ("other_id", "accommodation_id", "consent_id"):
        return isolated(names.get(value, "")) or _(GONE)
    if isinstance(value, bool):
        return _("Ja") if value else _("Nein")
    found = next((one for one in LABELS[kind].lists.get(name, ()) if value in code_list(one)), "")
    if found or is_own(value):
        return word(found or LABELS[kind].lists[name][0], value)
    if kind is FactCheck and name == "fact":
        return _("Deutschstand") if value == LEVEL else _(label_of(Client, value))
    if kind is Outgoing and name == "kind":
        return _(outgoing.KINDS.get(value, value))
    return _dated(kind, name, value) or _short(isolated(str(value)))


def _dated(kind: type, name: str, value: Any) -> str:
    wanted = _type_of(kind, name)
    if wanted is date:
        return german(date.fromisoformat(value))
    if wanted is PartialDate:
        return german_partial(PartialDate.parse_iso(value))
    if wanted is datetime:
        return f"{datetime.fromisoformat(value):%d.%m.%Y, %H:%M}"
    return f"{time.fromisoformat(value):%H:%M}" if wanted is time else ""


@cache
def _type_of(kind: type, name: str) -> Any:
    hint = get_type_hints(kind)[name]
    return next((one for one in get_args(hint) if one is not type(None)), hint)


def _short(text: str) -> str:
    return text if len(text) <= LONG else f"{text[:LONG]} …"
