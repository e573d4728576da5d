"""Code lists: what a field may hold and the German words for it, read from `resources/codes/*.csv`. Ids are stored,
labels only shown. A group is the heading in a picker or what the code counts as; which one, the list decides."""

import csv
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import cache

from app import resources

HEADER = ["code", "label", "group", "retired"]

# Two different things on screen and in every count: nobody asked, and the person did not want to say.
UNKNOWN = "unknown"
REFUSED = "refused"


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


@cache
def code_list(name: str) -> CodeList:
    """The shipped list ``name``; FileNotFoundError if there is none, ValueError if its file is not well-formed."""
    with resources.path("codes", f"{name}.csv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.reader(file, delimiter=";"))
    if not rows or rows[0] != HEADER or any(len(row) != len(HEADER) for row in rows):
        raise ValueError(f"code list {name} is not well-formed")
    return CodeList(name=name, codes=tuple(
        Code(id=row[0], label=row[1], group=row[2], retired=row[3] == "1") for row in rows[1:]
    ))


def code_list_names() -> tuple[str, ...]:
    """The names of all shipped lists, in alphabetical order."""
    return tuple(sorted(file.stem for file in resources.path("codes").glob("*.csv")))
