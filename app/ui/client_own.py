"""A short list of what is kept of a person by itself (`usecases.person.ACTS`): children, languages, schools, jobs."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Generic, Protocol, TypeVar

from app.store.casefile import CaseFile
from app.store.queries.client import ClientPage as Record
from app.ui.client_fields import shown_values, stored_values
from app.ui.client_records import Kind
from app.ui.client_short import Short, ShortList
from app.ui.form import Field
from app.ui.shell import Shell
from app.usecases import person


class Kept(Protocol):
    """A record with an identity."""

    @property
    def id(self) -> str: ...


R = TypeVar("R", bound=Kept)


@dataclass(frozen=True, slots=True, kw_only=True)
class Words:
    """What the list says: its title, what would stand in it, and its acts."""

    title: str
    empty: str
    new: str
    add: str
    removed: str


# no slots: with them `Own[Record](…)` raises a TypeError in Python 3.11
@dataclass(frozen=True, kw_only=True)
class Own(Generic[R]):
    """How one kind is told of: its name in drafts, its fields, a line and what stands below it."""

    name: str
    fields: Callable[[], Sequence[Field]]
    of: Callable[[Record], Sequence[R]]
    speak: Callable[[R], str]
    caption: Callable[[R], str]


def own_list(shell: Shell, file: CaseFile, record: type[R], own: Own[R], words: Words) -> ShortList[R]:
    """The list; a field of the form is an attribute of the record."""
    def add(owner: str, values: dict[str, object]) -> str:
        return person.add(file, record, owner, **stored_values(record, values))

    def change(key: str, name: str, value: object) -> None:
        person.change(file, record, key, **stored_values(record, {name: value}))

    kind = Kind[R](
        name=own.name, title=words.title, columns=(), key=lambda one: one.id, speak=own.speak,
        empty=("", "", words.empty), new=words.new, add_word=words.add, new_fields=own.fields, new_values=dict, add=add,
        edit_fields=own.fields, change=change,
        values=lambda one: shown_values(one, [field.attribute for field in own.fields()]))
    return ShortList(shell, file, kind, Short[R](
        of=lambda page: (page.client.id, own.of(page)), caption=own.caption,
        remove=partial(person.remove, file, record), removed=words.removed))
