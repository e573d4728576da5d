"""Acts on own values of a list: add, change, assign, retire, remove – and making their words those of the program."""

from collections.abc import Iterable
from dataclasses import replace

from app.domain import codes
from app.domain.errors import N_, UserError
from app.domain.identity import new_id
from app.domain.local_codes import LISTS, UNASSIGNED, LocalCode, NotAssigned
from app.domain.names import clean, folded
from app.i18n import _, number
from app.store.casefile import CaseFile, Change
from app.store.queries import local_codes

ADD = N_("Eigenen Wert anlegen")
CHANGE = N_("Eigenen Wert ändern")
RETIRE = N_("Eigenen Wert nicht mehr anbieten")
OFFER = N_("Eigenen Wert wieder anbieten")
REMOVE = N_("Eigenen Wert entfernen")
LABEL_MISSING = N_("Ein eigener Wert braucht ein Wort. Es wurde nichts geändert.")
KNOWN = N_("„{label}“ steht schon in der Liste „{title}“. Es wurde nichts geändert.")
NO_SUCH_VALUE = N_("Diesen Wert hat das Land in der Liste „{title}“ nicht. Es wurde nichts geändert. Wählen Sie einen, "
                   "der dort steht.")
IN_USE = N_("„{label}“ steht {n}-mal in der Datei und bleibt deshalb in der Liste. Mit „Nicht mehr anbieten“ fehlt der "
            "Wert in der Auswahl, und was eingetragen ist, bleibt.")
# as a change names it
TABLE = "local_code"


def follow(file: CaseFile) -> None:
    """Makes the own values of a file that was just opened words of the program, and keeps them so after each act,
    undo included, in the thread that wrote."""
    def told(change: Change) -> None:
        if TABLE in change.entities:
            codes.adopt(local_codes.own(file))

    codes.adopt(local_codes.own(file))
    file.subscribe(told)


def assignable(list_name: str) -> tuple[codes.Code, ...]:
    """The values of the state that an own value of the list can count as; „nicht erhoben“ is none."""
    return tuple(code for code in codes.shipped(list_name).active() if code.id != codes.UNKNOWN)


def add(file: CaseFile, *, list_name: str, label: str, counts_as: str = "") -> str:
    """An own value of one of LISTS, else KeyError; returns its identity. It can be assigned later."""
    with file.write(ADD) as work:
        made = LocalCode(id=new_id(), list_name=list_name, label=label, counts_as=counts_as)
        work.add(_checked(made, work.find(LocalCode, list_name=list_name)))
    return made.id


def change(file: CaseFile, value_id: str, **fields: str) -> None:
    """Another ``label`` for what is recorded, or another ``counts_as``; months that were issued stay as they are."""
    with file.write(CHANGE) as work:
        value = replace(work.get(LocalCode, value_id), **fields)  # type: ignore[arg-type]
        work.put(_checked(value, work.find(LocalCode, list_name=value.list_name)))


def retire(file: CaseFile, value_id: str, retired: bool = True) -> None:
    """Offers it no longer, or again; where it is recorded it keeps its word and counts on."""
    with file.write(RETIRE if retired else OFFER) as work:
        work.change(LocalCode, value_id, retired=retired)


def remove(file: CaseFile, value_id: str) -> None:
    """Takes out a value that stands nowhere, such as a mistyped one; UserError with the count otherwise."""
    with file.write(REMOVE) as work:
        value = work.get(LocalCode, value_id)
        if n := local_codes.uses(work.connection, [value])[value.code]:
            raise UserError(IN_USE, label=value.label, n=number(n))
        work.remove(value)


def not_assigned(values: Iterable[LocalCode]) -> NotAssigned:
    """The refusal that names them with their lists."""
    named = sorted((value.label, _(LISTS[value.list_name])) for value in values)
    return NotAssigned(UNASSIGNED, values=", ".join(f"„{label}“ ({title})" for label, title in named))


def _checked(value: LocalCode, own: Iterable[LocalCode]) -> LocalCode:
    title, tidy = LISTS[value.list_name], replace(value, label=clean(value.label))
    if not tidy.label:
        raise UserError(LABEL_MISSING)
    others = [code.label for code in codes.shipped(value.list_name)]
    others += [other.label for other in own if other.id != value.id]
    if folded(tidy.label) in map(folded, others):
        raise UserError(KNOWN, label=tidy.label, title=_(title))
    if tidy.counts_as and tidy.counts_as not in {code.id for code in assignable(value.list_name)}:
        raise UserError(NO_SUCH_VALUE, title=_(title))
    return tidy
