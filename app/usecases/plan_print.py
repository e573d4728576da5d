"""The plan on paper, to be signed and taken along; entered in the register. Not in `plan`: drawing loads slowly."""

from pathlib import Path

from app.documents.plan_sheet import PlanSheet, SheetGoal, SheetStep, plan_sheet_pdf
from app.domain import plan as plans
from app.domain.client import Client
from app.domain.codes import REFUSED, UNKNOWN, code_list
from app.domain.errors import N_, UserError
from app.domain.names import shown
from app.domain.policy import policy_on
from app.i18n import _
from app.store.casefile import CaseFile
from app.store.queries.client import ClientPage, page
from app.usecases import health, outgoing
from app.usecases.muster import is_muster
from app.usecases.new_file import put_down
from app.usecases.plan import plan_shown

SUBJECT, FOR = N_("Teilhabeplan, Fassung {n}"), N_("die Person selbst")
CANNOT_WRITE = N_("An diesen Ort lässt sich nichts schreiben. Der Plan ist unverändert. Wählen Sie einen anderen Ort.")
NOTHING_TO_PRINT = N_("Es ist noch kein Ziel vereinbart, das auf einem Blatt stehen könnte. Legen Sie zuerst eines an.")


def print_sheet(file: CaseFile, record: ClientPage) -> bytes:
    """The sheet of the plan as it stands, with headings in the person's language where there are words for it."""
    record = health.of_page(record, file.today())
    if not plans.on_sheet(plan_shown(record)):
        raise UserError(NOTHING_TO_PRINT)
    return plan_sheet_pdf(_sheet(file, record), office=file.meta("office"), on=file.today(),
                          muster=is_muster(file))


def write_pdf(file: CaseFile, client_id: str, target: Path) -> None:
    """Writes the sheet to a new file and enters that; raises UserError where it cannot."""
    record = page(file, client_id)
    content, version = print_sheet(file, record), plans.version(plan_shown(record).reviews)
    put_down(target, content, CANNOT_WRITE)
    outgoing.note(file, "print", SUBJECT.format(n=version), FOR, client_id)


def _sheet(file: CaseFile, record: ClientPage) -> PlanSheet:
    client, plan = record.client, plan_shown(record)
    goals, last = plans.on_sheet(plan), plans.last_review(plan.reviews)
    days = policy_on(file.today()).plan_review_days
    return PlanSheet(
        name=_name(client),
        number=client.reference, agreed_on=max([goal.agreed_on for goal in goals] + ([last.on] if last else [])),
        review_on=plans.review_due(plan, days), version=plans.version(plan.reviews),
        goals=tuple(SheetGoal(title=goal.title, area=code_list("need_area").label(goal.area),
                              result="" if goal.result == plans.OPEN else code_list("goal_result").label(goal.result),
                              steps=tuple(SheetStep(title=step.title, who=step.who, due=step.due_on,
                                                    state=_(plans.STATE_WORDS[step.state]))
                                          for step in plans.steps_of(plan, goal)))
                    for goal in goals),
        note=last.note if last else "",
        language="" if client.contact_language in (UNKNOWN, REFUSED) else client.contact_language)


def _name(client: Client) -> str:
    """The name as it is signed: without the remark of lists that it is the only one."""
    if client.family_name and client.given_name:
        return shown(family=client.family_name, given=client.given_name)
    return client.family_name or client.given_name or next(iter(client.aliases), "")
