"""Papers, levels, consents and the acts on the case, by keyboard on a real file."""

from datetime import date

from app.domain.dates import PartialDate
from app.store.queries.history import of_client
from app.ui.caret import caret_in
from app.ui.drafts import draft_of
from app.usecases import intake
from tests.ui.clientdesk import (
    CTRL,
    TODAY,
    Desk,
    Key,
    amira,
    at_amira,
    banners,
    click,
    fields,
    focused,
    part,
    press,
    record,
    select_all,
    type_in,
    view,
)
from tests.ui.kept import d, kept
from tests.ui.looks import settle

__all__ = ["d", "kept"]


def test_a_new_paper_is_entered_and_the_old_one_stays(d: Desk) -> None:
    client_id = at_amira(d, tab="papers")
    part(d, "papers").start()
    fields("Fiktions", "h", "1.2.2027")
    press(Key.Key_Return, CTRL)
    settle()
    papers = {paper.kind: paper for paper in record(d.file, client_id).papers}
    assert set(papers) == {"toleration_60a", "fiction"}
    assert (papers["fiction"].valid_from, papers["fiction"].valid_to) == (TODAY, date(2027, 2, 1))
    due = [f.due_on for f in record(d.file, client_id).follow_ups if f.rule == "doc_expiry" and f.state == "open"]
    assert due == [date(2027, 2, 1)]


def test_a_half_typed_paper_is_a_draft(d: Desk) -> None:
    client_id = at_amira(d, tab="papers")
    part(d, "papers").start()
    type_in("Fik")
    d.go("clients")
    kept = draft_of(d.file, f"paper:{client_id}")
    assert kept is not None and kept.content["texts"]["kind"] == "fiction"


def test_a_paper_with_contradicting_dates_is_refused_in_the_form(d: Desk) -> None:
    client_id = at_amira(d, tab="papers")
    part(d, "papers").start()
    fields("Fiktions", "1.11.2026", "1.10.2026")
    press(Key.Key_Return, CTRL)
    assert len(record(d.file, client_id).papers) == 1
    assert any("liegt vor" in said for said in banners(d))


def test_a_paper_is_corrected_by_leaving_a_field(d: Desk) -> None:
    client_id = at_amira(d, tab="papers")
    part(d, "papers").form.focus("valid_to")
    select_all()
    fields("30.11.2026")
    assert record(d.file, client_id).papers[0].valid_to == date(2026, 11, 30)


def test_german_levels_are_added_and_corrected(d: Desk) -> None:
    client_id = at_amira(d, tab="levels")
    part(d, "levels").start()
    fields("A2", "A1", "", "Einst")
    press(Key.Key_Return, CTRL)
    settle()
    (level,) = record(d.file, client_id).levels
    assert (level.oral, level.written, level.basis, level.on) == ("a2", "a1", "placement_test", TODAY)
    part(d, "levels").form.focus("written")
    fields("A2")
    assert record(d.file, client_id).levels[0].written == "a2"


def test_a_consent_is_added_and_withdrawn(d: Desk) -> None:
    client_id = amira(d.file)
    d.go("client", client_id=client_id, tab="consents")
    tab = part(d, "consents")
    tab.start()
    fields("Weitergabe")
    press(Key.Key_Return, CTRL)
    assert record(d.file, client_id).consents == ()
    tab.new.form.focus("recipients")
    fields("Träger Muster")
    press(Key.Key_Return, CTRL)
    settle()
    assert record(d.file, client_id).consents[0].recipients == ("Träger Muster",)
    click(d, "Widerrufen …")
    press(Key.Key_Return, CTRL)
    assert record(d.file, client_id).consents[0].withdrawn_on == TODAY


def test_a_prospect_is_opened_in_the_page_and_gaps_need_a_reason(d: Desk) -> None:
    client_id = intake.take_in(d.file, {"family_name": "MUSTER", "birth": PartialDate(2003), "ags": "05315000"})
    d.go("client", client_id=client_id)
    click(d, "Nächster Schritt: Fall eröffnen")
    assert caret_in(view(d).ground) == "on"
    press(Key.Key_Return, CTRL)
    assert record(d.file, client_id).state == "prospect"
    assert any(said.startswith("Zum Eröffnen fehlt noch") for said in banners(d))
    panel = view(d).acts.panel
    assert panel is not None
    panel.form.focus("override_reason")
    type_in("Unterlagen folgen")
    press(Key.Key_Return, CTRL)
    settle()
    assert record(d.file, client_id).state == "open"
    assert focused().accessibleName() == "Verlauf"


def test_esc_closes_the_panel_and_nothing_is_written(d: Desk) -> None:
    client_id = at_amira(d)
    before = record(d.file, client_id), of_client(d.file, client_id)
    view(d).open_panel("close")
    assert view(d).acts.act == "close"
    press(Key.Key_Escape)
    assert view(d).acts.act == ""
    assert (record(d.file, client_id), of_client(d.file, client_id)) == before
    assert focused().accessibleName() == "Verlauf"


def test_a_case_is_paused_resumed_closed_and_begun_again(d: Desk) -> None:
    client_id = at_amira(d)
    for act, typed, state in (
            ("pause", ("", "Haft", "+14"), "paused"), ("resume", ("",), "open"),
            ("close", ("", "Ziele", "Schule"), "closed"), ("return", ("von sich",), "prospect")):
        view(d).open_panel(act)
        fields(*typed)
        press(Key.Key_Return, CTRL)
        settle()
        assert record(d.file, client_id).state == state
    stored = record(d.file, client_id)
    assert len(stored.cases) == 2
    assert (stored.cases[0].closing_reason, stored.cases[0].outcome_situation) == ("goals_reached", "school")
    assert any(f.title == "Fall fortsetzen" for f in stored.follow_ups)


def test_a_prospect_is_discarded_with_a_reason(d: Desk) -> None:
    client_id = amira(d.file)
    d.go("client", client_id=client_id)
    view(d).open_panel("discard")
    fields("", "möchte")
    press(Key.Key_Return, CTRL)
    stored = record(d.file, client_id)
    assert (stored.state, stored.case_steps[-1].reason) == ("discarded", "not_wanted")
