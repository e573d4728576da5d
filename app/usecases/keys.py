"""Acts with keys: create a Klientendatei, unlock it by password or recovery code, another password, another key."""

import threading
from collections.abc import Callable
from contextlib import ExitStack, suppress
from datetime import datetime
from pathlib import Path

from app.domain.errors import N_, UserError
from app.store import casefile
from app.store.casefile import DATABASE, KEY_FILE, NOT_A_FILE, CaseFile
from app.store.rekey import rekey
from app.vault import keyfile, passphrase, recovery
from app.vault.errors import Damaged, VaultError, WrongSecret
from app.vault.keyfile import KeyFile

TOO_WEAK = N_("Dieses Kennwort wäre zu leicht zu erraten. Es wurde nichts geändert. "
              "Nehmen Sie den Vorschlag aus fünf Wörtern oder ein längeres.")
NOT_SAVED = N_("Das neue Kennwort ließ sich nicht speichern. Ihre Daten sind unverändert, das bisherige Kennwort "
               "oder der Wiederherstellungscode gilt weiter. Prüfen Sie, ob in den Ordner geschrieben werden darf.")
NOT_RENEWED = N_("Der neue Schlüssel ließ sich nicht speichern. Ihre Daten sind unverändert, der bisherige Schlüssel "
                 "und sein Blatt gelten weiter. Prüfen Sie, ob in den Ordner geschrieben werden darf.")
OTHER_CODE = N_("Dieser Wiederherstellungscode gehört nicht zu dieser Klientendatei. An den Daten wurde nichts "
                "verändert. Prüfen Sie, ob das Blatt von dieser Datei stammt und ob der Schlüssel erneuert wurde.")
Clock = Callable[[], datetime]
# Each reads the key file, derives for a second and writes the next issue: two at once would lose one of both.
_TURN = threading.Lock()


def create(folder: Path, password: str, *, office: str, ags: str, clock: Clock, role: str = "office") -> CaseFile:
    """A new Klientendatei, opened; refuses a password that could be guessed."""
    check_password(password)
    return casefile.create(folder, password, office=office, ags=ags, role=role, clock=clock)


def check_password(password: str) -> None:
    """Raises UserError, with the reason where one is known, for a password below about 10^12 guesses."""
    verdict = passphrase.judge(password)
    if not verdict.accepted:
        raise UserError(verdict.sentence or TOO_WEAK)


def suggest() -> str:
    """A generated passphrase of five German words."""
    return passphrase.generate()


def unlock(folder: Path, password: str, *, clock: Clock) -> CaseFile:
    """Opens with the password; wrong password, damage, a newer file and a file in use are told apart.

    Inside a cut-off renewal the password may open two keys: the one that opens the database counts.
    """
    _exists(folder)
    failure: Damaged | None = None
    for secret in keyfile.secrets_of(folder, password):
        try:
            file = casefile.unlock(folder, secret, clock=clock)
        except Damaged as refusal:
            failure = failure or refusal
        else:
            _settle(file)
            return file
    raise failure or Damaged()


def unlock_with_code(folder: Path, code: str, new_password: str, *, clock: Clock) -> CaseFile:
    """Opens with the recovery code, which needs no key file, and sets a new password."""
    _exists(folder)
    check_password(new_password)
    secret = recovery.secret_of(code)
    with ExitStack() as undone:
        try:
            file = casefile.unlock(folder, secret, clock=clock)
        except Damaged:
            if _foreign(folder, secret):
                raise WrongSecret(OTHER_CODE) from None
            raise
        undone.callback(file.close)
        _settle(file)
        with _TURN:
            keys = keyfile.latest(folder, secret, _third_copy(file))
            _save(file, keyfile.create(secret, new_password) if keys is None
                  else keyfile.change_password(keys, secret, new_password))
        undone.pop_all()
    return file


def recovery_code(file: CaseFile) -> str:
    """The code for the office's safe; it opens the data without any key file."""
    return recovery.code_of(file.secret)


def prove(file: CaseFile, password: str) -> KeyFile:
    """The key file this password opens; raises WrongSecret: before the code is shown or the key changed."""
    return _proven(file, password)


def change_password(file: CaseFile, old: str, new: str, proof: KeyFile | None = None) -> None:
    """Another password for the same file; older backups keep opening with theirs.

    ``proof`` is what ``prove`` gave for ``old`` a moment ago; deriving the old key again would take as long once more.
    """
    check_password(new)
    with _TURN:
        keys = proof if proof is not None and proof == _current(file) else _proven(file, old)
        _save(file, keyfile.change_password(keys, file.secret, new))


def renew(file: CaseFile, password: str) -> None:
    """Another master secret under the same password: the old sheet no longer opens this file, but still old backups.

    The key files of the new secret are on the disk before the database gets it, and the old ones go only after:
    killed at any point, the same password opens (vault.md). Raises WrongSecret; UserError with everything as it was.
    """
    with _TURN:
        secret = keyfile.new_secret()
        keys = keyfile.renew(_proven(file, password), secret, password)
        with file.alone():
            try:
                keyfile.save_pending(file.folder, keys)
                rekey(file, secret)
            except (OSError, UserError) as failure:
                with suppress(OSError):
                    keyfile.forget_pending(file.folder)
                if isinstance(failure, UserError):
                    raise
                raise UserError(NOT_RENEWED) from None
            # the pending pair would do from here on: what a full disk leaves undone, the next opening does
            with suppress(OSError):
                keyfile.save(file.folder, keys)
                keyfile.forget_pending(file.folder)
            _keep_third_copy(file, keys)


def strengthen(file: CaseFile, password: str, kdf: keyfile.Kdf = keyfile.DEFAULT_KDF) -> bool:
    """Derives the key anew where the file was made on a machine with less memory; True if it is stronger now.

    For the background after an unlock: takes a second, fails silently, and never weakens anything.
    """
    with _TURN, suppress(UserError):
        keys = _current(file)
        if keys.kdf.m >= kdf.m or keys.kdf == keyfile.LIGHT_KDF:
            return False
        keyfile.unlock(keys, password)
        stronger = keyfile.change_password(keys, file.secret, password, kdf)
        # on the same small machine nothing would be won
        if stronger.kdf.m > keys.kdf.m:
            _save(file, stronger)
            return True
    return False


def _proven(file: CaseFile, password: str) -> KeyFile:
    """The key file that counts, once the password was tried on it."""
    keys = _current(file)
    keyfile.unlock(keys, password)
    return keys


def _current(file: CaseFile) -> KeyFile:
    """The key file that counts; damaged copies are healed on the way."""
    with file.alone():
        keys = keyfile.heal(file.folder, file.secret, _third_copy(file))
    if keys is None:
        raise Damaged(keyfile.BOTH_DAMAGED)
    return keys


def _settle(file: CaseFile) -> None:
    """After opening: the copies agree, a cut-off renewal is over, and the third copy is the same as both."""
    keys = keyfile.heal(file.folder, file.secret, _third_copy(file))
    if keys is not None:
        _keep_third_copy(file, keys)


def _third_copy(file: CaseFile) -> bytes:
    return file.meta(KEY_FILE).encode("utf-8")


def _keep_third_copy(file: CaseFile, keys: KeyFile) -> None:
    data = keyfile.to_bytes(keys)
    # a disk that takes nothing more must not stop the opening; the next one writes it
    with suppress(UserError):
        if _third_copy(file) != data:
            file.set_meta(**{KEY_FILE: data.decode("ascii")})


def _foreign(folder: Path, secret: bytes) -> bool:
    """Whether whole key files lie here and none was made with this secret: then the code is wrong, not the file."""
    try:
        return not any(keyfile.verifies(keys, secret) for keys in keyfile.load(folder))
    except VaultError:
        return False


def _save(file: CaseFile, keys: KeyFile) -> None:
    with file.alone():
        try:
            keyfile.save(file.folder, keys)
        except OSError:
            raise UserError(NOT_SAVED) from None
        _keep_third_copy(file, keys)


def _exists(folder: Path) -> None:
    if not (folder / DATABASE).exists():
        raise UserError(NOT_A_FILE)
