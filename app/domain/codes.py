"""Code lists: what a field may hold and the German words for it, from `resources/codes/*.csv` and the own values of the
open file. Ids are stored, labels only shown. A group is a picker's heading or what counts; the list decides."""

import csv
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cache

from app import resources
from app.domain.local_codes import PREFIX, LocalCode

HEADER = ["code", "label", "group", "retired"]

# Two different things on screen and in every count: nobody asked, and the person did not want to say.
UNKNOWN = "unknown"
REFUSED = "refused"
# An own value stands before these, which close a list.
_LAST = frozenset({"other", UNKNOWN, REFUSED})


@dataclass(frozen=True, slots=True, kw_only=True)
class Code:
    """One value of a list; a retired one is still named where it is stored, but no longer offered."""

    id: str
    label: str
    group: str = ""
    retired: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class CodeList:
    """The values of one list in the order of its file; ids are unique, else ValueError."""

    name: str
    codes: tuple[Code, ...]
    _by_id: Mapping[str, Code] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        # The one write into a frozen value: the index a list of 396 communes is asked through.
        object.__setattr__(self, "_by_id", {code.id: code for code in self.codes})
        if len(self._by_id) != len(self.codes):
            raise ValueError(f"a code stands twice in {self.name}")

    def __contains__(self, code_id: object) -> bool:
        return code_id in self._by_id

    def __iter__(self) -> Iterator[Code]:
        return iter(self.codes)

    def __len__(self) -> int:
        return len(self.codes)

    @property
    def ids(self) -> tuple[str, ...]:
        """All ids, retired ones included."""
        return tuple(code.id for code in self.codes)

    def get(self, code_id: str) -> Code | None:
        """The code with this id, or None."""
        return self._by_id.get(code_id)

    def label(self, code_id: str) -> str:
        """The German words for an id; KeyError for one the list has not."""
        return self._by_id[code_id].label

    def active(self) -> tuple[Code, ...]:
        """What a picker offers: all that are not retired."""
        return tuple(code for code in self.codes if not code.retired)

    def in_group(self, group: str) -> tuple[Code, ...]:
        """The codes of one group, retired ones included."""
        return tuple(code for code in self.codes if code.group == group)


# The lists with own values of the open file, as `adopt` left them; replaced as a whole, so that threads may read.
_merged: Mapping[str, CodeList] = {}
_counts: Mapping[tuple[str, str], str] = {}


def adopt(own: Iterable[LocalCode]) -> None:
    """Makes the own values of the open Klientendatei part of what ``code_list`` returns, in place of earlier ones.

    For the whole process: it has one file open at a time, and every word of a code comes from here. ``adopt(())``
    gives the shipped lists back. The monthly report does not read this state, it maps the codes of its own file.
    """
    global _merged, _counts
    by_list: dict[str, list[LocalCode]] = {}
    for value in sorted(own, key=lambda value: (value.label.casefold(), value.id)):
        by_list.setdefault(value.list_name, []).append(value)
    _merged = {name: _with_own(shipped(name), values) for name, values in by_list.items()}
    _counts = {(name, value.code): value.counts_as for name, values in by_list.items() for value in values}


def _with_own(whole: CodeList, values: Iterable[LocalCode]) -> CodeList:
    """A list with own values behind the answers it ships; the group of each is that of the value it counts as."""
    codes = whole.codes
    end = len(codes)
    while end and codes[end - 1].id in _LAST:
        end -= 1
    added = []
    for value in values:
        pattern = whole.get(value.counts_as)
        added.append(Code(id=value.code, label=value.label, group=pattern.group if pattern else "",
                          retired=value.retired))
    return CodeList(name=whole.name, codes=(*codes[:end], *added, *codes[end:]))


def counted_as(name: str, code_id: str) -> str:
    """The state's value behind a code of list ``name``: whoever asks what a code means compares this, not the code.

    A shipped code counts as itself, and so does an own one that was assigned to none, which then means nothing.
    """
    return _counts.get((name, code_id)) or code_id


def all_counted_as(name: str, wanted: Collection[str]) -> frozenset[str]:
    """These codes of list ``name`` with all own ones that count as them, for a query that compares what is stored."""
    return frozenset(wanted).union(code for (of, code), counts in _counts.items() if of == name and counts in wanted)


def is_own(code_id: object) -> bool:
    """Whether a stored code is that of an own value, also of one that has been removed."""
    return isinstance(code_id, str) and code_id.startswith(PREFIX)


def code_list(name: str) -> CodeList:
    """The list ``name`` with the adopted own values; errors as of ``shipped``."""
    return _merged.get(name) or shipped(name)


@cache
def shipped(name: str) -> CodeList:
    """The list ``name`` as shipped; FileNotFoundError if there is none, ValueError if its file is not well-formed."""
    with resources.path("codes", f"{name}.csv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.reader(file, delimiter=";"))
    if not rows or rows[0] != HEADER or any(len(row) != len(HEADER) for row in rows):
        raise ValueError(f"code list {name} is not well-formed")
    return CodeList(name=name, codes=tuple(
        Code(id=row[0], label=row[1], group=row[2], retired=row[3] == "1") for row in rows[1:]
    ))
