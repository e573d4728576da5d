"""The sheet of the plan: what stands on it, in which languages, and what the register learns of it."""

from pathlib import Path

from app.store.casefile import CaseFile
from app.store.check import NO_ROOM
from app.store.queries import outgoing
from app.store.queries.client import page
from app.usecases import plan, plan_print
from app.usecases.new_file import ALREADY_THERE
from app.usecases.plan import Talk
from app.usecases.plan_print import CANNOT_WRITE, NOTHING_TO_PRINT
from tests.casefiles import after, opened_case, refusal
from tests.documents.printed import copied


def planned(file: CaseFile, **fields: str) -> tuple[str, str]:
    client_id, case_id = opened_case(file, contact_language="prs", **fields)
    plan.add_goal(file, case_id, title="Arbeit finden", area="work", agreed_on=after(0),
                  steps=({"title": "Betrieb anrufen", "who": "beide", "due_on": after(7)},))
    return client_id, case_id


def test_the_sheet_names_goals_steps_and_the_next_talk_also_in_the_language_of_the_person(file: CaseFile) -> None:
    client_id, case_id = planned(file)
    plan.add_goal(file, case_id, title="Abschluss", area="school", agreed_on=after(-400))
    plan.change_goal(file, next(g.id for g in page(file, client_id).goals if g.area == "school"), result="dropped")
    sheet = copied(plan_print.print_sheet(file, page(file, client_id)))[0]
    for words in ("Fassung 1", "MUSTER, Amira", "Arbeit und Praktikum", "Arbeit finden", "Betrieb anrufen", "beide",
                  "30.11.2026", "offen", "21.02.2027", "هدف"):
        assert words in sheet
    assert "Abschluss" not in sheet
    (goal,) = (g for g in page(file, client_id).goals if g.area == "work")
    plan.review(file, case_id, Talk(on=after(0), results={goal.id: "reached"}, note="Geschafft im November"))
    sheet = copied(plan_print.print_sheet(file, page(file, client_id)))[0]
    for words in ("Fassung 2", "erreicht", "entfällt", "Geschafft im November"):
        assert words in sheet


def test_it_is_written_to_a_new_file_only_and_entered(file: CaseFile, tmp_path: Path) -> None:
    client_id, _case_id = opened_case(file)
    target = tmp_path / "plan.pdf"
    assert refusal(lambda: plan_print.write_pdf(file, client_id, target)) == NOTHING_TO_PRINT
    client_id, _case_id = planned(file, given_name="")
    assert "Für MUSTER Vereinbart" in copied(plan_print.print_sheet(file, page(file, client_id)))[0]
    plan_print.write_pdf(file, client_id, target)
    assert refusal(lambda: plan_print.write_pdf(file, client_id, target)) == ALREADY_THERE
    nowhere = tmp_path / "fort" / "x.pdf"
    assert refusal(lambda: plan_print.write_pdf(file, client_id, nowhere)) in (CANNOT_WRITE, NO_ROOM)
    (line,) = outgoing.lines(file)
    entry = line.entry
    assert (entry.kind, entry.subject, entry.recipient, entry.client_id) == (
        "print", "Teilhabeplan, Fassung 1", "die Person selbst", client_id)
