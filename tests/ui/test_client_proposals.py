"""What the rules propose, on the page of a person: shown, chosen, accepted and declined by keyboard."""

from datetime import date

from PySide6.QtWidgets import QLabel

from app.domain.dates import PartialDate
from app.store.queries.client import page
from app.ui.client_proposals import ProposalsPanel
from app.ui.client_steps import StepForm
from app.usecases import casework, proposals
from tests.ui.clientdesk import (
    CTRL,
    SHIFT,
    TODAY,
    Desk,
    Key,
    at_amira,
    banners,
    fields,
    opened_amira,
    press,
    record,
    select_all,
    strong,
    texts,
    unfit,
    view,
)
from tests.ui.kept import d, kept

__all__ = ["d", "kept"]

AGE = "Antrag nach § 25a vor dem 27. Geburtstag"
LIMIT = "Altersgrenze des Programms: was geht danach?"


def checked(d: Desk) -> ProposalsPanel:
    press(Key.Key_P, CTRL | SHIFT)
    panel = view(d).acts.panel
    assert isinstance(panel, ProposalsPanel)
    return panel


def rows(panel: ProposalsPanel) -> list[tuple[str, bool]]:
    return [(row.title, row.chosen) for row in panel.list.entries.entries]


def asked(d: Desk, client_id: str) -> list[str]:
    return [one.rule.id for one in proposals.of_page(record(d.file, client_id), TODAY)]


def accepted(d: Desk, client_id: str) -> list[tuple[str, str, date | None]]:
    rules = ("age_25a", "programme_age")
    return [(one.rule, one.state, one.due_on) for one in record(d.file, client_id).follow_ups if one.rule in rules]


def test_what_is_chosen_is_made_by_one_key_and_taken_back_by_another(d: Desk) -> None:
    client_id = at_amira(d)
    assert {"Vorschläge", "2", "der erste zum 11.03.2030"} <= set(texts(d))
    panel = checked(d)
    assert rows(panel) == [(AGE, True), (LIMIT, True)] and strong(d) == ["Wiedervorlagen anlegen"]
    first = panel.list.entries.entries[0]
    assert (first.day, first.why) == ("11.03.2030", "Geburtsdatum: 12.03.2003")
    assert first.law.endswith("in der Fassung seit 31.12.2022 · Hinweis, keine Rechtsberatung")
    press(Key.Key_Down)
    press(Key.Key_Space)
    assert rows(panel) == [(AGE, True), (LIMIT, False)]
    assert panel.list.entries.entries[1].spoken.startswith("nicht gewählt, Altersgrenze")
    assert unfit(d) == []
    press(Key.Key_Return, CTRL)
    assert accepted(d, client_id) == [("age_25a", "open", date(2030, 3, 11))]
    assert view(d).acts.act == "" and "1 Wiedervorlage angelegt." in d.toast
    press(Key.Key_Z, CTRL)
    assert accepted(d, client_id) == [] and asked(d, client_id) == ["age_25a", "programme_age"]


def test_without_a_choice_nothing_is_made_and_the_panel_says_so(d: Desk) -> None:
    client_id = at_amira(d)
    panel = checked(d)
    press(Key.Key_Space)
    press(Key.Key_Down)
    press(Key.Key_Return)
    press(Key.Key_Return, CTRL)
    assert rows(panel) == [(AGE, False), (LIMIT, False)] and accepted(d, client_id) == []
    assert any(said.startswith("Kein Vorschlag ist gewählt.") for said in banners(d))


def test_a_declined_one_is_gone_until_its_date_is_another(d: Desk) -> None:
    client_id = at_amira(d)
    panel = checked(d)
    press(Key.Key_Delete)
    assert rows(panel) == [(LIMIT, True)] and accepted(d, client_id) == [("age_25a", "declined", date(2030, 3, 11))]
    press(Key.Key_Delete)
    assert view(d).acts.act == "" and "Vorschläge" not in texts(d)
    checked(d)
    assert "Zurzeit wird nichts vorgeschlagen." in texts(d) and strong(d) == []
    press(Key.Key_Escape)
    press(Key.Key_Z, CTRL)
    assert "Vorschläge" in texts(d) and asked(d, client_id) == ["programme_age"]
    casework.change_client(d.file, client_id, birth=PartialDate(2003, 3, 13))
    assert rows(checked(d)) == [(AGE, True), (LIMIT, True)]


def test_a_paper_that_is_entered_is_proposed_for_at_once(d: Desk) -> None:
    client_id = at_amira(d)
    casework.add_paper(d.file, client_id, kind="asylum_permission", valid_from=TODAY, valid_to=date(2027, 5, 3),
                       permission_until=date(2026, 12, 1))
    d.go("client", client_id=client_id)
    near = [one.text() for one in d.window.findChildren(QLabel) if one.isVisible() and one.property("role") == "warn"]
    assert near == ["Beschäftigungserlaubnis läuft ab, Verlängerung beantragt? · noch 28 Tage, bis 01.12.2026"]
    assert checked(d).list.entries.entries[0].pill.kind == "warn"


def test_a_day_set_by_hand_stays_when_the_fact_gets_another(d: Desk) -> None:
    client_id = opened_amira(d.file)
    proposals.accept(d.file, proposals.proposals(d.file, client_id))
    d.go("client", client_id=client_id)
    casework.change_client(d.file, client_id, birth=PartialDate(2003, 5, 12))
    assert dict(accepted_days(d, client_id)) == {"age_25a": date(2030, 5, 11), "programme_age": date(2031, 5, 12)}
    mine = next(one for one in page(d.file, client_id).follow_ups if one.rule == "age_25a")
    d.go("client", client_id=client_id, step=mine.id)
    form = view(d).steps.form
    assert isinstance(form, StepForm) and "repeat" not in form.form.texts()
    assert any("§ 25a" in said and said.endswith("Hinweis, keine Rechtsberatung") for said in texts(d))
    form.form.focus("due_on")
    select_all()
    fields("1.3.2030")
    casework.change_client(d.file, client_id, birth=PartialDate(2003, 3, 12))
    assert dict(accepted_days(d, client_id)) == {"age_25a": date(2030, 3, 1), "programme_age": date(2031, 3, 12)}


def accepted_days(d: Desk, client_id: str) -> list[tuple[str, date | None]]:
    return [(rule, due) for rule, _state, due in accepted(d, client_id)]


def test_a_follow_up_of_ones_own_is_repeated_by_hand(d: Desk) -> None:
    at_amira(d)
    press(Key.Key_D, CTRL)
    fields("Anrufen", "h")
    view(d).steps.list.setFocus()
    view(d).steps.list.set_current(next(row.key for row in view(d).steps.list.entries.entries
                                        if row.title == "Anrufen"))
    press(Key.Key_Return)
    fields("", "", "jeden", "")
    press(Key.Key_Space)
    rest = [(row.title, row.pill_text) for row in view(d).steps.list.entries.entries]
    assert ("Anrufen", "03.12.2026") in rest
