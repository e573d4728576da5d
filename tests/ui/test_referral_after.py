"""The question half a year after a case, on the page of a person: the follow-up asks, an answer finishes it."""

from app.usecases import closing
from tests.ui.clientdesk import CTRL, TODAY, Desk, Key, case_of, fields, opened_amira, press, record, texts, unfit, view
from tests.ui.kept import d, kept
from tests.ui.looks import settle

__all__ = ["d", "kept"]


def test_the_follow_up_asks_and_the_answer_finishes_it(d: Desk) -> None:
    client_id = opened_amira(d.file)
    closing.close(d.file, case_of(d.file, client_id), closing.Closing(
        on=TODAY, reason="goal_reached", outcome_situation="school", six_months_form="signed"))
    d.go("client", client_id=client_id)
    (asks,) = (one for one in record(d.file, client_id).follow_ups if one.rule == "followup_6m")
    view(d).steps.list.done.emit(asks.id)
    settle()
    assert view(d).acts.act == "six_months" and "Was macht die Person jetzt?" in " ".join(texts(d))
    assert unfit(d) == []
    press(Key.Key_Return, CTRL)
    assert record(d.file, client_id).case.situation_6m_on is None
    fields("nein, nicht")
    press(Key.Key_Return, CTRL)
    shown = record(d.file, client_id)
    assert (shown.case.asked_6m, shown.case.situation_6m, shown.case.situation_6m_on) == ("no", "not_reached", TODAY)
    assert [one.state for one in shown.follow_ups if one.rule == "followup_6m"] == ["done"]
    d.file.undo()
    settle()
    d.go("client", client_id=client_id, act="six_months")
    fields("", "Schule oder")
    press(Key.Key_Return, CTRL)
    assert record(d.file, client_id).case.situation_6m == "school"
    view(d).open_panel("six_months")
    settle()
    assert "Schule oder Studium" in " ".join(texts(d))
