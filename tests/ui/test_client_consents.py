"""Consents by keyboard: entering one, what was agreed, the withdrawal and where it leads, the gate at the hand-out."""

from datetime import date
from pathlib import Path

import pytest
from PySide6.QtWidgets import QFileDialog, QLabel

from app.store.queries import outgoing as register
from app.ui.attachment_handout import HandOutPanel
from app.ui.client_parts import ActPanel
from app.usecases import attachments
from app.usecases.consent import add_consent
from tests.attached import pdf
from tests.ui.clientdesk import (
    CTRL,
    TODAY,
    Desk,
    Key,
    amira,
    at_amira,
    click,
    fields,
    opened_amira,
    part,
    press,
    record,
    said_at,
    texts,
    view,
)
from tests.ui.kept import d, kept
from tests.ui.looks import settle
from tests.ui.office import work_done

__all__ = ["d", "kept"]


def panel_of(d: Desk) -> ActPanel:
    (panel,) = (p for p in view(d).ground.findChildren(ActPanel) if p.isVisible())
    return panel


def test_a_release_is_entered_in_full_and_only_its_recording_is_corrected_later(d: Desk) -> None:
    client_id = at_amira(d, tab="consents")
    tab = part(d, "consents")
    tab.start()
    assert not tab.new.form.box("recipients").isVisible()
    fields("Weiterg", "", "", "VHS Arnsberg, Jobcenter")
    tab.new.form.set_values({"purposes": ("referral",), "scope": "Name"})
    press(Key.Key_Return, CTRL)
    kept = next(c for c in record(d.file, client_id).consents if c.kind == "disclosure")
    assert (kept.recipients, kept.purposes, kept.scope, kept.special_categories) == (
        ("VHS Arnsberg", "Jobcenter"), ("referral",), "Name", False)
    tab.table.set_current(kept.id)
    settle()
    assert {"VHS Arnsberg, Jobcenter", "Vermittlung in Angebote"} <= set(texts(d))
    assert set(tab.form.texts()) == {"paper_location", "template_version", "language", "interpreter"}
    tab.form.focus("paper_location")
    fields("Ordner 4")
    assert next(c for c in record(d.file, client_id).consents if c.id == kept.id).paper_location == "Ordner 4"


def test_withdrawing_the_casework_says_what_follows_and_leads_to_the_closing(d: Desk) -> None:
    client_id = opened_amira(d.file)
    add_consent(d.file, client_id, kind="disclosure", given_on=TODAY, recipients=("VHS",))
    d.go("client", client_id=client_id, tab="consents")
    tab = part(d, "consents")
    casework = next(c for c in record(d.file, client_id).consents if c.kind == "casework")
    tab.table.set_current(casework.id)
    click(d, "Widerrufen …")
    said = "\n".join(w.text() for w in panel_of(d).findChildren(QLabel))
    assert "Zu informieren: VHS." in said and "Löschung prüfen" in said and "Einwilligung widerrufen" in said
    press(Key.Key_Return, CTRL)
    settle()
    stored = record(d.file, client_id)
    assert next(c for c in stored.consents if c.id == casework.id).withdrawn_on == TODAY
    assert [f.rule for f in stored.follow_ups if f.rule == "deletion_review"] == ["deletion_review"]
    assert view(d).acts.act == "close:consent_withdrawn"
    assert panel_of(d).form.values()["reason"] == "consent_withdrawn"


def test_without_a_case_nothing_is_closed(d: Desk) -> None:
    client_id = amira(d.file)
    add_consent(d.file, client_id, kind="casework", given_on=TODAY)
    d.go("client", client_id=client_id, tab="consents")
    click(d, "Widerrufen …")
    assert any("Verwerfen Sie danach die Aufnahme" in w.text() for w in panel_of(d).findChildren(QLabel))
    press(Key.Key_Return, CTRL)
    settle()
    assert view(d).acts.act == "" and record(d.file, client_id).consents[0].withdrawn_on == TODAY


def test_the_hand_out_says_why_it_stops_and_keeps_the_reason(
    d: Desk, tmp_path: Path, monkeypatch: pytest.MonkeyPatch,
) -> None:
    client_id = opened_amira(d.file)
    add_consent(d.file, client_id, kind="disclosure", given_on=date(2026, 10, 1), expires_on=date(2026, 10, 9),
                recipients=("Jobcenter",))
    source, target = tmp_path / "Brief.pdf", tmp_path / "aus.pdf"
    source.write_bytes(pdf())
    attachments.add(d.file, client_id, source)
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_args, **_more: (str(target), ""))
    d.go("client", client_id=client_id, tab="attachments")
    part(d, "attachments").ask_recipient()
    panel = panel_of(d)
    assert isinstance(panel, HandOutPanel) and not panel.form.box("reason").isVisible()
    fields("Jobcenter")
    expected = "Die Einwilligung zur Weitergabe an Jobcenter ist seit 09.10.2026 abgelaufen."
    assert said_at(panel.form, "recipient") == expected
    press(Key.Key_Return, CTRL)
    settle()
    assert not target.exists() and panel.form.box("reason").isVisible()
    panel.form.focus("reason")
    fields("Frist heute")
    press(Key.Key_Return, CTRL)
    work_done(d.window)
    (line,) = register.lines(d.file)
    assert (line.entry.recipient, line.entry.reason, line.entry.consent_id) == ("Jobcenter", "Frist heute", None)
    assert target.exists()
