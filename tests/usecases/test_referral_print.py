"""The sheet for a provider: what stands on it and what never does, by which consent it goes, what the register says."""

from pathlib import Path

import pytest

from app.domain.consent import DISCLOSURE
from app.domain.referral import Referral
from app.store.casefile import CaseFile
from app.store.check import NO_ROOM
from app.store.queries import outgoing
from app.store.queries.client import page
from app.usecases import casework, catalogue, referral, referral_print
from app.usecases.consent import SHUT, add_consent
from app.usecases.referral_print import ALIAS, CANNOT_WRITE, NUMBER, PROVIDER_MISSING, Wanted
from tests.casefiles import after, opened_case, refusal
from tests.catalogues import course, issue
from tests.documents.printed import copied


@pytest.fixture
def begun(file: CaseFile) -> tuple[str, str]:
    """A person with much that is nobody's business, and a referral that waits for a consent."""
    catalogue.apply(file, issue(1, course("K-1-1")))
    client_id, case_id = opened_case(
        file, phone="0150 0000042", aliases=("Amy",), contact_language="prs", asylum_state="rejected",
        identity_state="unclear", note="Traumatisiert", room="12")
    casework.add_level(file, client_id, on=after(-9), oral="a2", written="a1", basis="test")
    return client_id, referral.begin(
        file, case_id, "K-1-1", on=after(0), supports=("travel", "interpreter"), wish="Möchte in die Pflege",
        contact_person="Frau MUSTER 0200 6", note="nur für die Akte")


def sheet(file: CaseFile, referral_id: str, target: Path, **wanted: object) -> str:
    referral_print.write_sheet(file, referral_id, Wanted(**wanted), target)  # type: ignore[arg-type]
    (text,) = copied(target.read_bytes())
    return text


def test_the_sheet_has_what_the_provider_needs_and_nothing_else(
        file: CaseFile, begun: tuple[str, str], tmp_path: Path) -> None:
    client_id, referral_id = begun
    given = add_consent(file, client_id, kind=DISCLOSURE, given_on=after(-2), recipients=("MUSTER-Träger",))
    said = sheet(file, referral_id, tmp_path / "a.pdf", reply_to="Frau MUSTER, 0200 1")
    for words in ("MUSTER-Träger", "Frau MUSTER 0200 6", "MUSTER-Kurs K-1-1", "Beginn 01.12.2026 Ende 31.03.2027",
                  "MUSTER, Amira", "0150 0000042", "Dari", "A2 mündlich, A1 schriftlich", "Fahrtkosten, Dolmetschen",
                  "für Dari", "Möchte in die Pflege", "an Frau MUSTER, 0200 1, Zeichen K-0001",
                  "hat am 21.11.2026 eingewilligt", "Platz zugesagt", "Warteliste"):
        assert words in said, words
    for words in ("nur für die Akte", "Traumatisiert", "Duldung", "abgelehnt", "Zimmer", "Amy"):
        assert words not in said, words
    (line,) = outgoing.lines(file)
    entry = line.entry
    assert (entry.kind, entry.subject, entry.recipient, entry.client_id, entry.consent_id, entry.reason) == (
        "print", "Anmeldung: MUSTER-Kurs K-1-1", "MUSTER-Träger", client_id, given, "")
    assert file.meta(referral_print.REPLY_TO) == "Frau MUSTER, 0200 1"


def test_without_consent_for_this_provider_only_a_reason_lets_it_go(
        file: CaseFile, begun: tuple[str, str], tmp_path: Path) -> None:
    client_id, referral_id = begun
    add_consent(file, client_id, kind=DISCLOSURE, given_on=after(-2), recipients=("MUSTER-Zweite",))
    target = tmp_path / "a.pdf"
    assert refusal(lambda: sheet(file, referral_id, target)) == SHUT
    assert not target.exists() and outgoing.lines(file) == ()
    said = sheet(file, referral_id, target, called=ALIAS, phone=False, reason="mündlich erteilt")
    assert "Amy" in said and "eingewilligt" not in said
    assert "MUSTER, Amira" not in said and "0150" not in said
    (line,) = outgoing.lines(file)
    assert (line.entry.reason, line.entry.consent_id) == ("mündlich erteilt", None)
    assert "Name K-0001" in sheet(file, referral_id, tmp_path / "b.pdf", called=NUMBER, reason="Probe")


def test_a_sheet_that_cannot_be_written_is_not_entered(
        file: CaseFile, begun: tuple[str, str], tmp_path: Path) -> None:
    _client_id, referral_id = begun
    nowhere = tmp_path / "fort" / "x.pdf"
    assert refusal(lambda: sheet(file, referral_id, nowhere, reason="Probe")) in (CANNOT_WRITE, NO_ROOM)
    with file.write("Träger nicht angegeben") as work:
        work.change(Referral, referral_id, provider="")
    assert refusal(lambda: sheet(file, referral_id, tmp_path / "a.pdf", reason="Probe")) == PROVIDER_MISSING
    assert outgoing.lines(file) == ()


def test_what_is_not_known_leaves_no_empty_line(file: CaseFile, tmp_path: Path) -> None:
    catalogue.apply(file, issue(1, course("K-1-1")))
    client_id, case_id = opened_case(file, given_name="")
    referral_id = referral.begin(file, case_id, "K-1-1", on=after(0), consent_given=True)
    said = sheet(file, referral_id, tmp_path / "a.pdf")
    assert "Name MUSTER" in said
    for words in ("Telefon 0", "Sprache", "Deutsch ", "Dolmetschen", "Warum"):
        assert words not in said
    assert page(file, client_id).referrals[0].channel == ""
