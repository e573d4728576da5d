"""Own values of an office in a shipped list, each counted as a value of the state's list (features.md row 72)."""

from dataclasses import dataclass

PREFIX = "own:"


@dataclass(frozen=True, slots=True, kw_only=True)
class LocalCode:
    """An own value of ``list_name``; stored in records as ``own:<id>``. Without ``counts_as`` no month is exported."""

    id: str
    list_name: str
    label: str
    counts_as: str = ""
    retired: bool = False

    @property
    def code(self) -> str:
        """How records hold this value."""
        return PREFIX + self.id
