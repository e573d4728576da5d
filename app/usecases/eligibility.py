"""Who belongs to the target group of a Baustein: assessments, dated and with their reason. They warn and never block
(domain.md § 1.2); what the policy hints at is intake's."""

from datetime import date

from app.domain.case import Case, Eligibility
from app.domain.errors import N_, UserError
from app.domain.identity import new_id
from app.domain.names import clean
from app.domain.policy import policy_on
from app.store.casefile import CaseFile

ASSESS = N_("Zielgruppe einschätzen")
NEEDS_REASON = frozenset({"eligible_by_exception", "not_eligible"})
REASON_MISSING = N_("Es fehlt die Begründung. Es wurde nichts eingetragen. Ein Satz genügt.")
IN_FUTURE = N_("Geprüft wird heute oder früher. Es wurde nichts eingetragen. Prüfen Sie das Datum.")


def assess(file: CaseFile, case_id: str, *, component: str, result: str, checked_on: date, reason: str = "") -> str:
    """A new assessment of one Baustein (list referral_target) with a result of eligibility_result; earlier ones stay.

    Raises UserError where an exception or a refusal has no reason. Returns its identity.
    """
    reason = clean(reason)
    if result in NEEDS_REASON and not reason:
        raise UserError(REASON_MISSING)
    if checked_on > file.today():
        raise UserError(IN_FUTURE)
    with file.write(ASSESS) as work:
        work.get(Case, case_id)
        made = work.add(Eligibility(id=new_id(), case_id=case_id, component=component, result=result, reason=reason,
                                    checked_on=checked_on, rule_version=policy_on(checked_on).id))
    return made.id
