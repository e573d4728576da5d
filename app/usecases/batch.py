"""Taking several persons in at once, from the list of a shelter visit: one act, one step to take back."""

from collections.abc import Mapping, Sequence
from typing import Any

from app.domain.errors import N_
from app.store.casefile import CaseFile
from app.usecases import intake

TAKE_IN = N_("Personen aufnehmen")
DRAFT = "batch"


def take_in(file: CaseFile, people: Sequence[Mapping[str, Any]], left: dict[str, Any] | None = None
            ) -> tuple[str, ...]:
    """Takes every one of them in, or none; returns the ids of the clients in the same order.

    The values are those of `intake.take_in`. The draft of the grid is gone with it, but for ``left``, what stays in
    the grid. UserError names the first thing missing.
    """
    with file.write(TAKE_IN) as work:
        taken = tuple(intake.taken_in(work, file, values).id for values in people)
        work.discard_draft(DRAFT)
    if left is not None:
        file.save_draft(DRAFT, left, "")
    return taken
