"""The filters of the list of persons: groups of values, joined with „oder“ inside a group and „und“ between groups.
Their ids (``german:b1``) are kept in saved lists. Pure: no widgets, no reads."""

from collections.abc import Callable, Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from app.domain.case import IN_STOCK, CaseState
from app.domain.catalogue import COMPONENT_LABELS
from app.domain.codes import code_list
from app.domain.errors import N_
from app.domain.names import isolated
from app.domain.policy import policy_on
from app.i18n import _
from app.store.queries.clients import ClientLine
from app.ui.client_words import PHASE_WORDS

Fits = Callable[[ClientLine], bool]
Option = tuple[str, str]

DEFAULT = frozenset({"state:active", "state:prospect"})
# always in sight as chips, in this order; `contact` stands for the days of the policy
QUICK = ("state:active", "state:prospect", "state:closed", "paper:expiring", "contact")
_STATES = {
    "active": (N_("Aktiv"), frozenset(IN_STOCK)), "prospect": (N_("Aufnahme"), frozenset({CaseState.PROSPECT})),
    "closed": (N_("Abgeschlossen"), frozenset({CaseState.CLOSED, CaseState.LOCKED, CaseState.DISCARDED})),
}
_PAPERS = {
    "expiring": N_("Papier läuft ab"), "expired": N_("Papier abgelaufen"), "none": N_("Papier nicht erhoben"),
}
_DUE = {"none": N_("ohne Wiedervorlage"), "over": N_("Wiedervorlage überfällig")}
_SILENT_DAYS = (30, 60, 90, 180)


@dataclass(frozen=True, slots=True, kw_only=True)
class Group:
    """One question with its answers. ``fits(values, today)`` makes the test; ``options(lines, today)`` are the values
    that can be chosen, with their words; ``word`` is put before a value where the value alone says too little."""

    id: str
    title: str
    fits: Callable[[frozenset[str], date], Fits]
    options: Callable[[Sequence[ClientLine], date], Sequence[Option]]
    word: str = "{value}"


def quiet_days(line: ClientLine, today: date) -> int:
    """Days since the last contact or, where that is later, since the case came into its state."""
    return (today - max(line.since, line.last_contact or line.since)).days


def silent(line: ClientLine, today: date) -> bool:
    """A running case without contact for longer than the policy says."""
    return line.state == CaseState.OPEN and quiet_days(line, today) > policy_on(today).no_contact_days


def sleeping(line: ClientLine, today: date) -> bool:
    """A running case without contact for three months, for which nobody has planned anything after today."""
    return (line.state == CaseState.OPEN and quiet_days(line, today) >= policy_on(today).sleeping_days
            and (line.reminder is None or line.reminder <= today))


def paper_kind(line: ClientLine, today: date) -> str:
    """The status of the paper: expired, within the longest warning, or nothing to say."""
    if line.paper_until is None:
        return ""
    days = (line.paper_until - today).days
    return "bad" if days < 0 else "warn" if days <= max(policy_on(today).doc_expiry_warn_days) else ""


def _state(values: frozenset[str], _today: date) -> Fits:
    states = frozenset().union(*(_STATES[value][1] for value in values if value in _STATES))
    return lambda line: line.state in states


def _paper(values: frozenset[str], today: date) -> Fits:
    running = IN_STOCK | {CaseState.PROSPECT}

    def fits(line: ClientLine) -> bool:
        kind = paper_kind(line, today)
        return line.state in running and (
            ("expiring" in values and kind != "") or ("expired" in values and kind == "bad")
            or ("none" in values and line.paper_kind in ("", "unknown")))

    return fits


def _contact(values: frozenset[str], today: date) -> Fits:
    days = min((int(value) for value in values if value.isdigit()), default=0)
    return lambda line: line.state == CaseState.OPEN and quiet_days(line, today) > days


def _due(values: frozenset[str], today: date) -> Fits:
    def fits(line: ClientLine) -> bool:
        if line.next_due is None:
            return "none" in values and line.state in IN_STOCK
        return "over" in values and line.next_due < today

    return fits


def _one(attribute: str) -> Callable[[frozenset[str], date], Fits]:
    return lambda values, _today: lambda line: getattr(line, attribute) in values


def _several(attribute: str) -> Callable[[frozenset[str], date], Fits]:
    return lambda values, _today: lambda line: not values.isdisjoint(getattr(line, attribute))


def _gaps(_values: frozenset[str], _today: date) -> Fits:
    return lambda line: line.filled < 100


def _listed(name: str, attribute: str) -> Callable[[Sequence[ClientLine], date], Sequence[Option]]:
    """The values of a code list that occur."""
    def options(lines: Sequence[ClientLine], _today: date) -> Sequence[Option]:
        there = {getattr(line, attribute) for line in lines}
        return [(code.id, _(code.label)) for code in code_list(name) if code.id in there]

    return options


def _words(words: dict[str, str]) -> Callable[[Sequence[ClientLine], date], Sequence[Option]]:
    return lambda _lines, _today: [(value, _(word)) for value, word in words.items()]


def _shelters(lines: Sequence[ClientLine], _today: date) -> Sequence[Option]:
    names = {line.shelter_id: isolated(line.shelter) for line in lines if line.shelter_id}
    return sorted(names.items(), key=lambda option: option[1].casefold())


def _silences(_lines: Sequence[ClientLine], today: date) -> Sequence[Option]:
    days = sorted({*_SILENT_DAYS, policy_on(today).no_contact_days})
    return [(str(n), _("Kein Kontakt > {days} Tage").format(days=n)) for n in days]


GROUPS: Sequence[Group] = (
    Group(id="state", title=N_("Fall"), fits=_state,
          options=_words({key: word for key, (word, _states) in _STATES.items()})),
    Group(id="phase", title=N_("Phase"), fits=_one("phase"), word=N_("Phase {value}"),
          options=_words({phase.value: word for phase, word in PHASE_WORDS.items()})),
    Group(id="paper", title=N_("Aufenthaltspapier"), fits=_paper, options=_words(_PAPERS)),
    Group(id="contact", title=N_("Letzter Kontakt"), fits=_contact, options=_silences),
    Group(id="due", title=N_("Wiedervorlage"), fits=_due, options=_words(_DUE)),
    Group(id="shelter", title=N_("Unterkunft"), fits=_one("shelter_id"), options=_shelters),
    Group(id="commune", title=N_("Kommune"), fits=_one("ags"), options=_listed("commune", "ags")),
    Group(id="language", title=N_("Sprache"), fits=_one("language"), options=_listed("language", "language"),
          word=N_("Sprache {value}")),
    Group(id="german", title=N_("Deutsch mündlich"), fits=_one("german"), options=_listed("cefr", "german"),
          word=N_("Deutsch {value}")),
    Group(id="written", title=N_("Deutsch schriftlich"), fits=_one("german_written"),
          options=_listed("cefr", "german_written"), word=N_("Deutsch schriftlich {value}")),
    Group(id="certificate", title=N_("Schulabschluss"), fits=_one("certificate"),
          options=_listed("certificate", "certificate"), word=N_("Abschluss: {value}")),
    Group(id="component", title=N_("Vermittlung"), fits=_several("components"), word=N_("{value} läuft"),
          options=_words(COMPONENT_LABELS)),
    Group(id="flag", title=N_("Merker"), fits=_several("flags"), word=N_("Merker {value}"),
          options=lambda _lines, _today: [(code.id, _(code.label)) for code in code_list("flag_kind")]),
    Group(id="gaps", title=N_("Füllstand"), fits=_gaps,
          options=_words({"entry": N_("unvollständig")})),
)
_BY_ID = {group.id: group for group in GROUPS}


def full_id(key: str, today: date) -> str:
    """The id of a chip that is always in sight: the one for silence goes by the policy of the day."""
    return f"contact:{policy_on(today).no_contact_days}" if key == "contact" else key


def fits_all(filters: Iterable[str], today: date) -> Fits:
    """Who fits one value of every group that is asked for; everybody without any. What nobody knows asks nothing."""
    wanted: dict[str, set[str]] = {}
    for one in filters:
        group, _colon, value = one.partition(":")
        if group in _BY_ID:
            wanted.setdefault(group, set()).add(value)
    tests = [_BY_ID[group].fits(frozenset(values), today) for group, values in wanted.items()]
    if len(tests) == 1:
        return tests[0]
    return lambda line: all(fits(line) for fits in tests)


def words_of(one: str, lines: Sequence[ClientLine], today: date) -> str:
    """What a chip says: „Deutsch B1“; the bare value where it no longer occurs."""
    name, _colon, value = one.partition(":")
    group = _BY_ID.get(name)
    if group is None:
        return one
    options = dict(group.options(lines, today)) or {}
    plain = options.get(value) or _unused(name, value)
    return _(group.word).format(value=plain)


def _unused(group: str, value: str) -> str:
    lists = {"commune": "commune", "language": "language", "german": "cefr", "written": "cefr",
             "certificate": "certificate"}
    found = code_list(lists[group]).get(value) if group in lists else None
    if group == "contact":
        return _("Kein Kontakt > {days} Tage").format(days=value)
    return _(found.label) if found else _("unbekannt")


def ordered(filters: Collection[str]) -> list[str]:
    """In the order of the groups, so that the same chips always stand in the same order."""
    places = {group.id: place for place, group in enumerate(GROUPS)}
    return sorted(filters, key=lambda one: (places.get(one.partition(":")[0], len(places)), one))
