"""Whose signature counts: keys are entered by an explicit act, changed by the reserve key, and every doubt has its
own sentence."""

import hashlib
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from app.domain import trust as rules
from app.domain.catalogue import CatalogueHead, Mode
from app.domain.errors import UserError
from app.domain.trust import ACTIVE, RESERVE, IssuerKey, KeyList, Trust
from app.store import history
from app.store.casefile import CaseFile
from app.usecases import trust
from app.vault import minisign
from app.vault.minisign import PublicKey, SecretKey, public_of
from tests.casefiles import Clock, after, every_row, refusal

CONTENT = "Katalog;Kurse für Köln\nNummer;4\n".encode()
HEAD = CatalogueHead(name="Kurse für Köln", number=4, as_of=date(2026, 11, 2), mode=Mode.FULL,
                     valid_until=date(2027, 1, 31))
SHA256 = hashlib.sha256(CONTENT).hexdigest()
COMMENT = f"katalog=Kurse für Köln nr=4 gueltig-bis=2027-01-31 sha256={SHA256}"
FIRST, SPARE, SECOND, THIRD = (SecretKey(key_id=bytes([n]) * 8, seed=bytes([n]) * 32) for n in (1, 2, 3, 4))
GFS = "GfS MUSTER"


def line(secret: SecretKey) -> str:
    return minisign.public_line(public_of(secret))


def signed(secret: SecretKey = FIRST, content: bytes = CONTENT, comment: str = COMMENT) -> str:
    return minisign.sign(content, secret, comment)


@pytest.fixture
def trusting(file: CaseFile) -> CaseFile:
    """A file that knows both keys of the GfS."""
    trust.enter(file, trust.proposal(line(FIRST)), ACTIVE, GFS)
    trust.enter(file, trust.proposal(line(SPARE)), RESERVE, GFS)
    return file


def in_force(file: CaseFile) -> dict[str, str]:
    return {key.role: key.public_key for key in trust.keys(file) if key.retired_on is None}


def listed(folder: Path, by: SecretKey = SPARE, *, on: date | None = None, active: SecretKey = SECOND,
           reserve: SecretKey = SPARE, comment: str | None = None) -> Path:
    """A key list with its signature beside it."""
    keys = KeyList(name=GFS, as_of=on or after(0), active=line(active), reserve=line(reserve))
    content, path = rules.key_list_text(keys).encode(), folder / "schluesselliste.txt"
    path.write_bytes(content)
    written = rules.key_list_comment(keys, hashlib.sha256(content).hexdigest()) if comment is None else comment
    path.with_name(path.name + ".minisig").write_text(minisign.sign(content, by, written), encoding="utf-8")
    return path


@pytest.mark.parametrize("around", [
    "{line}", "  {line}\n", "untrusted comment: minisign public key 01\n{line}\n",
    "\ufeffUntrusted comment: x\r\n{line}", "{half}\n {rest}", "\t{half} {rest} ",
])
def test_a_pasted_key_is_proposed_whatever_blanks_came_along_and_trusted_by_nobody(file: CaseFile, around: str) -> None:
    text = line(FIRST)
    found = trust.proposal(around.format(line=text, half=text[:20], rest=text[20:]))
    assert (found.public_key, found.key_id) == (text, "01" * 8)
    assert found.fingerprint == minisign.fingerprint(public_of(FIRST)) and len(found.fingerprint.split()) == 6
    assert trust.keys(file) == ()


@pytest.mark.parametrize("text", ["", "Guten Tag", line(FIRST)[:-1], line(FIRST) + line(SPARE), signed()])
def test_a_text_without_exactly_one_key_is_no_proposal(text: str) -> None:
    assert refusal(lambda: trust.proposal(text)) == minisign.NoPublicKey.sentence


def test_a_key_comes_from_its_file(tmp_path: Path) -> None:
    path = tmp_path / "gfs-aktiv.pub"
    path.write_text(minisign.public_file(public_of(FIRST)), encoding="utf-8")
    assert trust.proposal_from(path) == trust.proposal(line(FIRST))
    path.write_bytes(b"\xff\xfe")
    assert refusal(lambda: trust.proposal_from(path)) == minisign.NoPublicKey.sentence
    path.write_bytes(bytes(trust.LIMIT + 1))
    assert refusal(lambda: trust.proposal_from(path)) == trust.TOO_LARGE
    assert refusal(lambda: trust.proposal_from(tmp_path / "fehlt.pub")) == trust.UNREADABLE


def test_keys_are_entered_once_each_with_the_day_and_no_step_back(trusting: CaseFile) -> None:
    first, spare = trust.keys(trusting)
    assert (first.role, first.key_id, first.name, first.compared_on) == (ACTIVE, "01" * 8, GFS, after(0))
    assert (spare.role, spare.public_key, spare.retired_on) == (RESERVE, line(SPARE), None)
    before = every_row(trusting)
    for role, secret, sentence in [(ACTIVE, FIRST, trust.KNOWN), (RESERVE, SPARE, trust.KNOWN),
                                   (RESERVE, FIRST, trust.SAME_PAIR), (ACTIVE, SPARE, trust.SAME_PAIR),
                                   (ACTIVE, SECOND, trust.COMPARE_AGAIN)]:
        proposed = trust.proposal(line(secret))
        assert refusal(lambda p=proposed, r=role: trust.enter(trusting, p, r, GFS)) == sentence
    assert refusal(lambda: trust.enter(trusting, trust.proposal(line(SECOND)), ACTIVE, " ")) == trust.NAME_MISSING
    assert refusal(trusting.undo) == history.NOTHING_TO_UNDO
    assert every_row(trusting) == before
    with pytest.raises(ValueError):
        trust.enter(trusting, trust.proposal(line(SECOND)), "Chef", GFS)


def test_another_active_key_replaces_the_one_before_only_with_the_fingerprint_compared_again(
    trusting: CaseFile, clock: Clock,
) -> None:
    clock.go_to(after(9))
    proposed = trust.proposal(line(SECOND))
    wrong = trust.proposal(line(THIRD)).fingerprint
    assert refusal(
        lambda: trust.enter(trusting, proposed, ACTIVE, GFS, compared_again=wrong)) == trust.NOT_THE_SAME
    heard = proposed.fingerprint.replace(" ", "-")
    trust.enter(trusting, proposed, ACTIVE, GFS, compared_again=heard)
    assert in_force(trusting) == {ACTIVE: line(SECOND), RESERVE: line(SPARE)}
    assert trust.keys(trusting)[2].retired_on == after(9)


def test_a_key_under_the_number_of_another_is_refused_though_retired(trusting: CaseFile) -> None:
    twin = PublicKey(key_id=FIRST.key_id, point=public_of(SECOND).point)
    trust.retire(trusting, "01" * 8)
    proposed = trust.proposal(minisign.public_line(twin))
    assert refusal(lambda: trust.enter(trusting, proposed, ACTIVE, GFS)) == trust.CLASH


def test_a_retired_key_no_longer_counts_until_it_is_compared_and_entered_again(
    trusting: CaseFile, clock: Clock,
) -> None:
    clock.go_to(after(3))
    trust.retire(trusting, "01" * 8)
    assert in_force(trusting) == {RESERVE: line(SPARE)}
    with pytest.raises(UserError) as refused:
        trust.check(trusting, CONTENT, signed(), HEAD)
    assert refused.value.msgid == trust.RETIRED and f"{after(3):%d.%m.%Y}" in str(refused.value)
    assert refusal(lambda: trust.retire(trusting, "01" * 8)) == trust.NOT_IN_FORCE
    trust.enter(trusting, trust.proposal(line(FIRST)), ACTIVE, GFS)
    assert trust.check(trusting, CONTENT, signed(), HEAD).signed


def test_a_signed_catalogue_is_trusted_and_an_unsigned_one_is_not(trusting: CaseFile) -> None:
    found = trust.check(trusting, CONTENT, signed(), HEAD)
    assert found == Trust(signed=True, key=trust.keys(trusting)[0])
    assert trust.check(trusting, CONTENT, None, HEAD) == Trust(signed=False)


@pytest.mark.parametrize(("signature", "sentence"), [
    (signed(content=CONTENT + b" "), minisign.AlteredContent.sentence),
    (signed().replace("nr=4", "nr=5"), minisign.AlteredComment.sentence),
    (signed(SECOND), trust.FOREIGN),
    (signed(SPARE), trust.BY_RESERVE),
    ("", minisign.UnreadableSignature.sentence),
    (signed() + "mehr", minisign.UnreadableSignature.sentence),
    # the two letters say that the file itself was signed, not its hash
    (signed().replace("\nRUQ", "\nRWQ"), minisign.LegacySignature.sentence),
    (signed(comment="timestamp:1790000000\tfile:katalog.csv\thashed"), rules.NO_CATALOGUE_COMMENT),
    (signed(comment=COMMENT.replace("Köln", "Bonn")), rules.OTHER_NAME),
    (signed(comment=COMMENT.replace("nr=4", "nr=14")), rules.OTHER_NUMBER),
    (signed(comment=COMMENT.replace("2027-01-31", "2027-02-28")), rules.OTHER_EXPIRY),
    (signed(comment=COMMENT.replace("2027-01-31", "-")), rules.OTHER_EXPIRY),
    (signed(comment=COMMENT.replace(SHA256, "0" * 64)), rules.OTHER_CONTENT),
])
def test_every_doubt_about_a_signature_has_its_own_sentence(
    trusting: CaseFile, signature: str, sentence: str,
) -> None:
    with pytest.raises(UserError) as refused:
        trust.check(trusting, CONTENT, signature, HEAD)
    assert refused.value.msgid == sentence
    assert "{" not in str(refused.value)


@pytest.mark.parametrize(("name", "until", "comment"), [
    ("Kurse nr=9 gueltig-bis=-", None, f"katalog=Kurse nr=9 gueltig-bis=- nr=4 gueltig-bis=-  sha256={SHA256}"),
    ("Köln", None, f"katalog=Ko\u0308ln  nr=04 gueltig-bis=- sha256={SHA256.upper()}"),
])
def test_a_comment_typed_by_hand_may_have_blanks_and_a_name_like_a_number(
    trusting: CaseFile, name: str, until: date | None, comment: str,
) -> None:
    head = replace(HEAD, name=name, valid_until=until)
    assert trust.check(trusting, CONTENT, signed(comment=comment), head).signed
    assert refusal(lambda: trust.check(trusting, CONTENT, signed(comment=comment), replace(head, number=9))) \
        == rules.OTHER_NUMBER


def test_a_signed_file_without_any_key_entered_says_what_to_do(file: CaseFile) -> None:
    assert refusal(lambda: trust.check(file, CONTENT, signed(), HEAD)) == trust.NO_KEY_YET


def test_the_signature_lies_beside_the_file_or_nowhere(tmp_path: Path) -> None:
    path, beside = tmp_path / "katalog.csv", tmp_path / "katalog.csv.minisig"
    assert trust.signature_beside(path) is None
    beside.write_text(signed(), encoding="utf-8")
    assert trust.signature_beside(path) == signed()
    beside.write_bytes(b"\xff\xff")
    assert refusal(lambda: trust.signature_beside(path)) == minisign.UnreadableSignature.sentence


def test_a_list_signed_with_the_reserve_key_changes_the_keys(trusting: CaseFile, tmp_path: Path, clock: Clock) -> None:
    clock.go_to(after(30))
    now = trust.change(trusting, listed(tmp_path, on=after(20), reserve=THIRD))
    assert {key.role: key.public_key for key in now} == in_force(trusting) == {
        ACTIVE: line(SECOND), RESERVE: line(THIRD)}
    assert {key.compared_on for key in now} == {after(20)}
    retired = [key for key in trust.keys(trusting) if key.retired_on]
    assert {key.public_key: key.retired_on for key in retired} == {line(FIRST): after(30), line(SPARE): after(30)}
    assert trust.check(trusting, CONTENT, signed(SECOND), HEAD).signed
    assert refusal(lambda: trust.check(trusting, CONTENT, signed(), HEAD)) == trust.RETIRED
    assert refusal(trusting.undo) == history.NOTHING_TO_UNDO


def test_an_unchanged_reserve_key_stays_and_the_same_list_again_is_nothing_to_do(
    trusting: CaseFile, tmp_path: Path,
) -> None:
    spare = trust.keys(trusting)[1]
    path = listed(tmp_path)
    assert spare in trust.change(trusting, path)
    assert refusal(lambda: trust.change(trusting, path)) == trust.NOTHING_NEW


@pytest.mark.parametrize(("how", "sentence"), [
    ({"by": FIRST}, trust.BY_ACTIVE),
    ({"by": SECOND}, trust.FOREIGN),
    ({"comment": COMMENT}, rules.OTHER_KEY_LIST),
    ({"on": after(-1)}, trust.OLDER_LIST),
    ({"on": after(2)}, trust.FUTURE_LIST),
    ({"active": SPARE, "reserve": THIRD}, trust.SAME_PAIR),
    ({"active": SECOND, "reserve": FIRST}, trust.SAME_PAIR),
    ({"active": SECOND, "reserve": SECOND}, trust.SAME_PAIR),
])
def test_every_other_key_list_is_refused_and_nothing_changes(
    trusting: CaseFile, tmp_path: Path, how: dict[str, object], sentence: str,
) -> None:
    before = every_row(trusting)
    path = listed(tmp_path, **how)  # type: ignore[arg-type]
    assert refusal(lambda: trust.change(trusting, path)) == sentence
    assert every_row(trusting) == before


def test_a_list_cannot_bring_back_a_key_that_was_given_up(trusting: CaseFile, tmp_path: Path) -> None:
    trust.change(trusting, listed(tmp_path))
    path = listed(tmp_path, active=FIRST)
    assert refusal(lambda: trust.change(trusting, path)) == trust.RETIRED_AGAIN
    trust.retire(trusting, "02" * 8)
    assert refusal(lambda: trust.change(trusting, path)) == trust.RETIRED
    assert in_force(trusting) == {ACTIVE: line(SECOND)}


def test_a_list_altered_unsigned_or_of_another_kind_is_refused(trusting: CaseFile, tmp_path: Path) -> None:
    path = listed(tmp_path)
    content, beside = path.read_bytes(), path.with_name(path.name + ".minisig")
    path.write_bytes(content.replace(b"GfS", b"Gfs"))
    assert refusal(lambda: trust.change(trusting, path)) == minisign.AlteredContent.sentence
    path.write_bytes(CONTENT)
    beside.write_text(signed(SPARE), encoding="utf-8")
    assert refusal(lambda: trust.change(trusting, path)) == rules.NO_KEY_LIST
    beside.unlink()
    assert refusal(lambda: trust.change(trusting, path)) == trust.UNSIGNED_LIST
    assert in_force(trusting) == {ACTIVE: line(FIRST), RESERVE: line(SPARE)}


@pytest.mark.parametrize("spoil", [
    lambda text: "", lambda text: text.replace(";1", ";2", 1), lambda text: text + "aktiv;noch einer\n",
    lambda text: text.replace("2026-11-23", "2026-02-30"), lambda text: text.replace("reserve", "aktiv"),
])
def test_a_text_that_is_no_key_list_is_refused_and_a_whole_one_read_again(spoil) -> None:
    keys = KeyList(name=GFS, as_of=after(0), active=line(SECOND), reserve=line(SPARE))
    text = rules.key_list_text(keys)
    assert rules.read_key_list(text) == rules.read_key_list(text.replace("\n", "\r\n")) == keys
    assert refusal(lambda: rules.read_key_list(spoil(text))) == rules.NO_KEY_LIST


def test_the_keys_judge_without_a_file_inside_an_act_of_somebody_else(trusting: CaseFile) -> None:
    with trusting.write("Probe") as work:
        assert trust.judged(work.find(IssuerKey), CONTENT, signed(), HEAD).signed
