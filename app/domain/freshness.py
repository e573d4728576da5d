"""„Stimmt das noch?“: facts that go stale, and when each was last typed or confirmed."""

from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True, slots=True, kw_only=True)
class FactCheck:
    """The day a perishable fact (an attribute of Client) was last typed or confirmed; one per person and fact."""

    id: str
    client_id: str
    fact: str
    on: date
