"""What a person brings along: schools, trainings and work so far, each as a short dated record."""

from dataclasses import dataclass

from app.domain.dates import PartialDate


@dataclass(frozen=True, slots=True, kw_only=True)
class EducationEntry:
    """A school, training or study; ``kind`` is of the list education_kind, ``country`` a nationality code."""

    id: str
    client_id: str
    kind: str = "unknown"
    country: str = ""
    place: str = ""
    started: PartialDate | None = None
    ended: PartialDate | None = None
    certificate: str = ""
    recognition: str = "unknown"


@dataclass(frozen=True, slots=True, kw_only=True)
class WorkEntry:
    """A job or internship; ``kind`` is of the list employment."""

    id: str
    client_id: str
    job: str
    kind: str = "unknown"
    country: str = ""
    started: PartialDate | None = None
    ended: PartialDate | None = None
