"""Acts on the keys of the Geschäftsführende Stelle (GfS): propose, enter, retire, change by a signed list – and what
the signature of a catalogue is worth. Making signatures is the GfS's part and lives in ``signing``."""

import hashlib
from collections.abc import Iterable, Sequence
from datetime import date, timedelta
from pathlib import Path

from app.domain.catalogue import CatalogueHead
from app.domain.errors import N_, UserError
from app.domain.identity import new_id
from app.domain.names import clean
from app.domain.trust import (
    ACTIVE,
    NAME_LENGTH,
    RESERVE,
    ROLE_LABELS,
    IssuerKey,
    KeyList,
    KeyProposal,
    Trust,
    check_comment,
    check_key_list_comment,
    read_key_list,
)
from app.store.casefile import CaseFile
from app.store.queries import issuer_keys
from app.store.work import Work
from app.vault import minisign
from app.vault.minisign import NoPublicKey, Signature, UnreadableSignature

ENTER = N_("Schlüssel der Geschäftsführenden Stelle eintragen")
RETIRE = N_("Schlüssel der Geschäftsführenden Stelle außer Gebrauch nehmen")
CHANGE = N_("Schlüssel der Geschäftsführenden Stelle wechseln")
SUFFIX = ".minisig"
LIMIT = 64 * 1024

NAME_MISSING = N_("Zum Schlüssel fehlt der Name der Stelle. Es wurde nichts eingetragen.")
KNOWN = N_("Dieser Schlüssel ist schon eingetragen. Es ist nichts zu tun.")
SAME_PAIR = N_("Dieser Schlüssel ist schon für die andere Aufgabe eingetragen. Es wurde nichts geändert. Aktiver "
               "Schlüssel und Reserveschlüssel müssen verschieden sein.")
CLASH = N_("Dieser Schlüssel trägt die Kennung {key_id} eines anderen, der hier schon eingetragen war. Es wurde nichts "
           "geändert. Fragen Sie die Geschäftsführende Stelle, von wem er stammt.")
COMPARE_AGAIN = N_("Für diese Aufgabe gilt schon der Schlüssel {key_id}. Es wurde nichts geändert. Soll der neue ihn "
                   "ersetzen, vergleichen Sie den Fingerabdruck noch einmal am Telefon und geben ihn dabei ein.")
NOT_THE_SAME = N_("Der eingegebene Fingerabdruck ist nicht der dieses Schlüssels. Es wurde nichts geändert. "
                  "Vergleichen Sie noch einmal; bleibt es dabei, ist es nicht der Schlüssel der Geschäftsführenden "
                  "Stelle.")
NOT_IN_FORCE = N_("Der Schlüssel {key_id} ist nicht in Gebrauch. Es wurde nichts geändert.")

NO_KEY_YET = N_("Die Datei ist unterschrieben, aber es ist noch kein Schlüssel der Geschäftsführenden Stelle "
                "eingetragen. Es wurde nichts eingelesen. Tragen Sie ihn ein und vergleichen Sie den Fingerabdruck.")
FOREIGN = N_("Die Datei ist mit dem fremden Schlüssel {key_id} unterschrieben. Es wurde nichts eingelesen. Fragen Sie "
             "die Geschäftsführende Stelle, ob die Datei von ihr ist.")
RETIRED = N_("Die Datei ist mit dem Schlüssel {key_id} unterschrieben, der seit {day} nicht mehr gilt. Es wurde nichts "
             "eingelesen. Lassen Sie sich die Datei mit dem heutigen Schlüssel unterschrieben geben.")
BY_RESERVE = N_("Der Katalog ist mit dem Reserveschlüssel unterschrieben, der nur für den Wechsel der Schlüssel gilt. "
                "Es wurde nichts eingelesen. Fragen Sie die Geschäftsführende Stelle.")
BY_ACTIVE = N_("Die Schlüsselliste ist mit dem aktiven Schlüssel unterschrieben; es gilt nur der Reserveschlüssel. "
               "Ihre Schlüssel sind unverändert. Fragen Sie die Geschäftsführende Stelle.")

UNREADABLE = N_("Die Datei „{name}“ lässt sich nicht lesen. Es wurde nichts geändert. Prüfen Sie, ob der Stick noch "
                "steckt.")
TOO_LARGE = N_("Die Datei „{name}“ ist zu groß für einen Schlüssel oder eine Unterschrift. Es wurde nichts geändert. "
               "Prüfen Sie, ob es die richtige ist.")
UNSIGNED_LIST = N_("Neben der Schlüsselliste fehlt ihre Unterschrift „{name}“. Ihre Schlüssel sind unverändert. "
                   "Lassen Sie sich beide Dateien geben.")
OLDER_LIST = N_("Die Schlüsselliste vom {day} ist älter als der Schlüssel, der hier gilt. Ihre Schlüssel sind "
                "unverändert. Fragen Sie nach einer neueren, oder tragen Sie die Schlüssel mit Fingerabdruck ein.")
FUTURE_LIST = N_("Die Schlüsselliste trägt das Datum {day}, das noch nicht gekommen ist. Ihre Schlüssel sind "
                 "unverändert. Prüfen Sie das Datum dieses Computers, oder fragen Sie nach einer richtigen Liste.")
RETIRED_AGAIN = N_("Die Schlüsselliste nennt den Schlüssel {key_id}, der hier außer Gebrauch ist. Ihre Schlüssel sind "
                   "unverändert. Fragen Sie die Geschäftsführende Stelle.")
NOTHING_NEW = N_("Die Schlüssel dieser Liste sind schon eingetragen. Es ist nichts zu tun.")


def keys(file: CaseFile) -> tuple[IssuerKey, ...]:
    """Every key that was ever entered, those in force first."""
    return issuer_keys.entered(file)


def proposal(text: str) -> KeyProposal:
    """The key in a pasted line or the text of a `.pub` file, whatever blanks and breaks came along.

    Nothing is trusted by this; the fingerprint is for two people on the telephone. Raises NoPublicKey.
    """
    lines = [line for line in text.splitlines() if not line.strip("\ufeff \t").lower().startswith("untrusted comment:")]
    key = minisign.read_public_key("".join("".join(lines).replace("\ufeff", "").split()))
    return KeyProposal(key_id=minisign.key_id_of(key.key_id), fingerprint=minisign.fingerprint(key),
                       public_key=minisign.public_line(key))


def proposal_from(path: Path) -> KeyProposal:
    """The key in a `.pub` file; raises UserError where it cannot be read."""
    return proposal(_text(path, NoPublicKey()))


def enter(file: CaseFile, proposed: KeyProposal, role: str, name: str, *, compared_again: str = "") -> IssuerKey:
    """The explicit act by which a key counts from now on; the person has compared the fingerprint before.

    Where a key of that role is in force, ``compared_again`` must hold the fingerprint as heard once more (digits,
    any blanks); then the new one replaces it. Raises UserError; cannot be undone, only retired.
    """
    wanted, name = proposal(proposed.public_key), clean(name)[:NAME_LENGTH]
    if role not in ROLE_LABELS:
        raise ValueError(role)
    if not name:
        raise UserError(NAME_MISSING)
    if compared_again and _digits(compared_again) != _digits(wanted.fingerprint):
        raise UserError(NOT_THE_SAME)
    with file.write(ENTER, undoable=False) as work:
        known = work.find(IssuerKey)
        if _stands(wanted, role, known):
            raise UserError(KNOWN)
        before = _in_force(known, role)
        if before is not None and not compared_again:
            raise UserError(COMPARE_AGAIN, key_id=before.key_id)
        return _install(work, wanted, role, name, before, file.today(), file.today())


def retire(file: CaseFile, key_id: str) -> None:
    """From today the key no longer counts, for instance because it was lost; raises UserError where it did not."""
    with file.write(RETIRE, undoable=False) as work:
        found = [key for key in work.find(IssuerKey, key_id=key_id) if key.retired_on is None]
        if not found:
            raise UserError(NOT_IN_FORCE, key_id=key_id)
        work.change(IssuerKey, found[0].id, retired_on=file.today())


def change(file: CaseFile, path: Path) -> tuple[IssuerKey, ...]:
    """Takes over the keys of a key list whose `.minisig` beside it was made with the reserve key in force.

    Returns what is in force afterwards. Raises UserError for everything else: an older list, one from the future, a
    key that was retired here. Cannot be undone: an older key comes back only by `enter`, compared again.
    """
    content, signed = _bytes(path), signature_beside(path)
    if signed is None:
        raise UserError(UNSIGNED_LIST, name=path.name + SUFFIX)
    signature = minisign.read_signature(signed)
    with file.write(CHANGE, undoable=False) as work:
        known = work.find(IssuerKey)
        signer = _signer(known, signature)
        if signer.role != RESERVE:
            raise UserError(BY_ACTIVE)
        minisign.verify(content, signature, minisign.read_public_key(signer.public_key))
        listed = read_key_list(_decoded(content, UnreadableSignature()))
        check_key_list_comment(signature.comment, listed, hashlib.sha256(content).hexdigest())
        _check_day(listed, known, file.today())
        _take_over(work, listed, known, file.today())
        return tuple(key for key in work.find(IssuerKey) if key.retired_on is None)


def check(file: CaseFile, content: bytes, signature: str | None, head: CatalogueHead) -> Trust:
    """What the signature of a catalogue is worth under the keys in force; see `judged`."""
    return judged(keys(file), content, signature, head)


def judged(known: Sequence[IssuerKey], content: bytes, signature: str | None, head: CatalogueHead) -> Trust:
    """The same under given keys, for an act that has its own transaction.

    Without a signature not signed, which is no refusal. Raises UserError: unreadable, legacy form, foreign, retired or
    reserve key, altered content or comment, a comment that differs from ``head`` or from the bytes.
    """
    if signature is None:
        return Trust(signed=False)
    read = minisign.read_signature(signature)
    signer = _signer(known, read)
    if signer.role != ACTIVE:
        raise UserError(BY_RESERVE)
    minisign.verify(content, read, minisign.read_public_key(signer.public_key))
    check_comment(read.comment, head, hashlib.sha256(content).hexdigest())
    return Trust(signed=True, key=signer)


def signature_beside(path: Path) -> str | None:
    """The text of ``<name>.minisig`` in the same folder, None where there is none; raises UserError."""
    beside = path.with_name(path.name + SUFFIX)
    if not beside.exists():
        return None
    return _text(beside, UnreadableSignature())


def _signer(known: Iterable[IssuerKey], signature: Signature) -> IssuerKey:
    """The key in force that the signature names; nothing is verified by that."""
    known, key_id = list(known), minisign.key_id_of(signature.key_id)
    named = [key for key in known if key.key_id == key_id]
    in_force = [key for key in named if key.retired_on is None]
    if in_force:
        return in_force[0]
    days = [key.retired_on for key in named if key.retired_on is not None]
    if days:
        raise UserError(RETIRED, key_id=key_id, day=f"{max(days):%d.%m.%Y}")
    if not known:
        raise UserError(NO_KEY_YET)
    raise UserError(FOREIGN, key_id=key_id)


def _in_force(known: Iterable[IssuerKey], role: str) -> IssuerKey | None:
    return next((key for key in known if key.role == role and key.retired_on is None), None)


def _stands(wanted: KeyProposal, role: str, known: Iterable[IssuerKey]) -> bool:
    """Whether the key is in force for that role; raises UserError where it cannot be entered at all."""
    for key in known:
        # Signatures name keys by this number alone, and whoever makes a key may choose it.
        if key.key_id == wanted.key_id and key.public_key != wanted.public_key:
            raise UserError(CLASH, key_id=key.key_id)
        if key.public_key == wanted.public_key and key.retired_on is None:
            if key.role != role:
                raise UserError(SAME_PAIR)
            return True
    return False


def _install(work: Work, wanted: KeyProposal, role: str, name: str, before: IssuerKey | None, compared_on: date,
             today: date) -> IssuerKey:
    if before is not None:
        work.change(IssuerKey, before.id, retired_on=today)
    return work.add(IssuerKey(id=new_id(), key_id=wanted.key_id, public_key=wanted.public_key, role=role, name=name,
                              compared_on=compared_on))


def _check_day(listed: KeyList, known: Iterable[IssuerKey], today: date) -> None:
    """An old list must not bring back a key that was given up before this file ever knew of it."""
    day = f"{listed.as_of:%d.%m.%Y}"
    if listed.as_of > today + timedelta(days=1):
        raise UserError(FUTURE_LIST, day=day)
    if any(key.compared_on > listed.as_of for key in known if key.role == ACTIVE):
        raise UserError(OLDER_LIST, day=day)


def _take_over(work: Work, listed: KeyList, known: list[IssuerKey], today: date) -> None:
    wanted = {ACTIVE: proposal(listed.active), RESERVE: proposal(listed.reserve)}
    if wanted[ACTIVE].key_id == wanted[RESERVE].key_id:
        raise UserError(SAME_PAIR)
    fresh = {role: one for role, one in wanted.items() if not _stands(one, role, known)}
    if not fresh:
        raise UserError(NOTHING_NEW)
    for one in fresh.values():
        if any(key.key_id == one.key_id for key in known):
            raise UserError(RETIRED_AGAIN, key_id=one.key_id)
    for role, one in fresh.items():
        _install(work, one, role, listed.name, _in_force(known, role), listed.as_of, today)


def _digits(text: str) -> str:
    return "".join(char for char in text if char.isalnum())


def _bytes(path: Path) -> bytes:
    try:
        with path.open("rb") as file:
            data = file.read(LIMIT + 1)
    except OSError:
        raise UserError(UNREADABLE, name=path.name) from None
    if len(data) > LIMIT:
        raise UserError(TOO_LARGE, name=path.name)
    return data


def _text(path: Path, refusal: UserError) -> str:
    return _decoded(_bytes(path), refusal)


def _decoded(data: bytes, refusal: UserError) -> str:
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError:
        raise refusal from None
