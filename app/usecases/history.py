"""Acts on the history: one old value of one field is put back, as a new act that can be undone itself."""

from collections.abc import Callable, Mapping
from datetime import date
from typing import Any

from app.domain import client as clients
from app.domain import flag as flags
from app.domain import followup as followups
from app.domain import residence
from app.domain.case import CaseStep
from app.domain.client import Client
from app.domain.errors import N_, UserError
from app.domain.flag import Flag
from app.domain.followup import FollowUp
from app.domain.labels import BINDING
from app.domain.referral import ReferralStep
from app.domain.residence import ResidenceDocument
from app.store import history
from app.store.casefile import CaseFile
from app.store.queries.history import Entry
from app.store.work import SET
from app.usecases.records import remind

RESTORE = N_("Früheren Wert wiederherstellen")
IS_SO = N_("Dieser Wert steht schon da. Es wurde nichts geändert.")
WHOLE_STEP = N_("Ein Schritt lässt sich nicht in Teilen zurücknehmen. Es wurde nichts geändert. Nehmen Sie den ganzen "
                "Schritt zurück (Verlauf der Schritte).")
# Fields that say one thing together: one of them alone would contradict the others.
TOGETHER = (frozenset({"state", "done_on"}), frozenset({"result", "ended_on"}),
            frozenset({"cleared_on", "cleared_reason"}))
CHECKS: Mapping[type, Callable[[Any, date], object]] = {
    Client: clients.checked, ResidenceDocument: lambda paper, _today: residence.checked(paper),
    FollowUp: lambda step, _today: followups.checked(step), Flag: lambda flag, _today: flags.checked(flag),
}


def can_restore(entry: Entry, name: str) -> bool:
    """Whether the field of that entry has an old value of its own that can be put back."""
    return entry.what == SET and name not in BINDING and entry.kind not in (CaseStep, ReferralStep)


def restore_value(file: CaseFile, entry: Entry, name: str) -> None:
    """Puts back what stood in the field before that change; raises UserError where the record has gone."""
    if not can_restore(entry, name):
        raise UserError(WHOLE_STEP)
    names = next((group for group in TOGETHER if name in group), frozenset({name}))
    values = {each: entry.fields[each][0] for each in names & entry.fields.keys()}
    with file.write(RESTORE) as work:
        restored = history.put_back(work, entry.entity, entry.identity, values)
        if not work.noted:
            raise UserError(IS_SO)
        if type(restored) in CHECKS:
            CHECKS[type(restored)](restored, file.today())
        remind(work, restored, file.today())
