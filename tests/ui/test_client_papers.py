"""The tabs Aufenthalt and Bildung und Arbeit: what is asked depends on the paper, hints warn, records are short."""

from datetime import date

import pytest

from app.domain.client import Client
from app.domain.consent import Consent
from app.domain.dates import PartialDate
from app.ui.client_legal import turning_27
from app.ui.client_papers import PapersTab
from app.ui.form import FormView
from app.usecases import casework
from app.usecases.eligibility import REASON_MISSING
from tests.ui.clientdesk import (
    CTRL,
    TODAY,
    Desk,
    Key,
    at_amira,
    banners,
    control,
    fields,
    focused,
    part,
    press,
    record,
    said_at,
    select_all,
    texts,
    type_in,
    view,
)
from tests.ui.kept import d, kept
from tests.ui.looks import settle

__all__ = ["d", "kept"]


def at_papers(d: Desk) -> tuple[str, PapersTab]:
    """Amira's papers on the screen."""
    client_id = at_amira(d, tab="papers")
    tab = part(d, "papers")
    assert isinstance(tab, PapersTab)
    tab.parts.all()
    return client_id, tab


def asked(form: FormView) -> set[str]:
    """The fields that stand there only sometimes, and do now."""
    some = ("reason_group", "work_ban_reason", "permission_until", "condition_ags", "condition_until")
    return {name for name in some if not form.box(name).isHidden()}


def offered(form: FormView) -> list[str]:
    """The words of the reasons of a Duldung."""
    box = control(form, "reason_group")
    return [box.itemText(i) for i in range(box.count())]  # type: ignore[attr-defined]


def test_what_goes_with_the_paper_is_asked_and_a_medical_reason_behind_its_consent(d: Desk) -> None:
    client_id, tab = at_papers(d)
    assert "medizinische Gründe" not in offered(tab.form)
    assert "Einwilligung" in said_at(tab.form, "reason_group")
    with d.file.write("Probe") as work:
        work.add(Consent(id="h", client_id=client_id, kind="health", given_on=TODAY))
    settle()
    assert "medizinische Gründe" in offered(tab.form)
    tab.form.focus("reason_group")
    fields("medizinische")
    assert record(d.file, client_id).papers[0].reason_group == "medical"
    assert asked(tab.form) == {"reason_group"}
    paper_id = record(d.file, client_id).papers[0].id
    casework.change_paper(d.file, paper_id, work_permission="banned", residence_condition="municipality")
    settle()
    assert asked(tab.form) == {"reason_group", "work_ban_reason", "condition_ags", "condition_until"}
    casework.change_paper(d.file, paper_id, kind="asylum_permission", work_permission="employment",
                          residence_condition="none", condition_until=date(2027, 1, 1))
    settle()
    # what was typed once stays in sight
    assert asked(tab.form) == {"reason_group", "permission_until", "condition_until"}
    tab.start()
    assert tab.new is not None
    assert asked(tab.new.form) == set()
    fields("Duldung für Personen")
    assert asked(tab.new.form) == {"reason_group"}


def test_a_number_of_an_authority_is_warned_of_and_procedure_and_identity_are_kept(d: Desk) -> None:
    client_id, tab = at_papers(d)
    tab.form.focus("condition_text")
    fields("siehe 123 456 789 012")
    box = tab.form.box("condition_text")
    assert box.control.targets()[0].accessibleDescription().startswith("Das sieht nach einer AZR-Nummer aus.")
    assert record(d.file, client_id).papers[0].condition_text == "siehe 123 456 789 012"
    tab.form.focus("condition_text")
    select_all()
    type_in("nur mit Begleitung")
    press(Key.Key_Tab)
    # the cards come later than the form above them, and are yet behind it
    assert focused().accessibleName() == "Asylverfahren"
    assert "AZR" not in box.control.targets()[0].accessibleDescription()
    view(d).show_fact("asylum_state")
    fields("endgültig", "5.2022", "", "2023", "geklärt durch Pass", "heute")
    client = record(d.file, client_id).client
    assert (client.asylum_state, client.asylum_applied, client.first_toleration) == (
        "rejected_final", PartialDate(2022, 5), PartialDate(2023))
    assert (client.identity_state, client.identity_on) == ("clarified_passport", TODAY)
    assert any(text.startswith("wird 27 am 12.03.2030") for text in texts(d))


@pytest.mark.parametrize(("birth", "said"), [
    (PartialDate(2003, 3, 12), "wird 27 am 12.03.2030"), (PartialDate(2003), "wird 27 frühestens am 01.01.2030"),
    (PartialDate(1999, 11, 3), "ist seit 03.11.2026 27 oder älter"), (None, ""),
])
def test_the_27th_birthday_is_said_as_exactly_as_it_is_known(birth: PartialDate | None, said: str) -> None:
    assert turning_27(Client(id="1", number=1, birth=birth), TODAY) == said


def test_an_assessment_warns_asks_for_a_reason_and_never_blocks(d: Desk) -> None:
    client_id, tab = at_papers(d)
    casework.change_client(d.file, client_id, accommodation="land_zue")
    settle()
    assert any(sentence.startswith("In Landeseinrichtungen") for sentence in banners(d))
    listed = tab.parts.lists()[0]
    listed.start()
    press(Key.Key_Space)
    assert listed.new is not None
    listed.new.form.focus("result")
    fields("begründeter")
    press(Key.Key_Return, CTRL)
    assert REASON_MISSING in banners(d)
    listed.new.form.focus("reason")
    fields("wohnt nur vorübergehend dort")
    press(Key.Key_Return, CTRL)
    settle()
    made = [e for e in record(d.file, client_id).eligibilities if e.result == "eligible_by_exception"]
    assert [(e.component, e.reason, e.checked_on) for e in made] == [("1", "wohnt nur vorübergehend dort", TODAY)]
    tab.start()
    listed.start()
    # one strong button at a time
    assert tab.new is None and tab.busy
    assert "begründeter Einzelfall, geprüft am 03.11.2026 – wohnt nur vorübergehend dort" in texts(d)


def test_school_and_work_are_short_records_beside_german(d: Desk) -> None:
    client_id = at_amira(d)
    view(d).show_fact("livelihood")
    fields("Asylbewerber")
    tab = part(d, "levels")
    tab.parts.all()
    schools, works = tab.parts.lists()
    schools.start()
    fields("Schule", "Kabul", "Afghanistan", "2009", "2018")
    press(Key.Key_Return, CTRL)
    works.start()
    fields("Schneiderin", "", "", "2019")
    press(Key.Key_Return, CTRL)
    settle()
    stored = record(d.file, client_id)
    assert stored.client.livelihood == "asylblg"
    assert [(e.kind, e.country, e.ended) for e in stored.education] == [("school", "423", PartialDate(2018))]
    assert [(w.job, w.started) for w in stored.works] == [("Schneiderin", PartialDate(2019))]
    assert {"Schule · Kabul", "2009 bis 2018 · Afghanistan", "seit 2019"} <= set(texts(d))
