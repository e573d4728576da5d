"""Acts with keys: create a Klientendatei, unlock it by password or recovery code, choose another password."""

from collections.abc import Callable
from contextlib import ExitStack
from datetime import datetime
from pathlib import Path

from app.domain.errors import N_, UserError
from app.store import casefile
from app.store.casefile import DATABASE, NOT_A_FILE, CaseFile
from app.vault import keyfile, passphrase, recovery
from app.vault.errors import Damaged, VaultError, WrongSecret
from app.vault.keyfile import KeyFile

TOO_WEAK = N_("Dieses Kennwort wäre zu leicht zu erraten. Es wurde nichts geändert. "
              "Nehmen Sie den Vorschlag aus fünf Wörtern oder ein längeres.")
NOT_SAVED = N_("Das neue Kennwort ließ sich nicht speichern. Ihre Daten sind unverändert, das bisherige Kennwort "
               "oder der Wiederherstellungscode gilt weiter. Prüfen Sie, ob in den Ordner geschrieben werden darf.")
OTHER_CODE = N_("Dieser Wiederherstellungscode gehört nicht zu dieser Klientendatei. An den Daten wurde nichts "
                "verändert. Prüfen Sie, ob das Blatt von dieser Datei stammt und ob der Schlüssel erneuert wurde.")
Clock = Callable[[], datetime]


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
    """Opens with the password; wrong password, damage, a newer file and a file in use are told apart."""
    _exists(folder)
    secret, _ = keyfile.open_with_password(folder, password)
    return casefile.unlock(folder, secret, clock=clock)


def unlock_with_code(folder: Path, code: str, new_password: str, *, clock: Clock) -> CaseFile:
    """Opens with the recovery code, which needs no key file, and sets a new password."""
    _exists(folder)
    check_password(new_password)
    secret = keyfile.open_with_code(folder, code)
    with ExitStack() as undone:
        try:
            file = casefile.unlock(folder, secret, clock=clock)
        except Damaged:
            if _foreign(folder, secret):
                raise WrongSecret(OTHER_CODE) from None
            raise
        undone.callback(file.close)
        _save(folder, _reissued(folder, secret, new_password))
        undone.pop_all()
    return file


def recovery_code(file: CaseFile) -> str:
    """The code for the office's safe; it opens the data without any key file."""
    return recovery.code_of(file.secret)


def change_password(file: CaseFile, old: str, new: str) -> None:
    """Another password for the same file; older backups keep opening with theirs."""
    check_password(new)
    secret, keys = keyfile.open_with_password(file.folder, old)
    _save(file.folder, keyfile.change_password(keys, secret, new))


def _reissued(folder: Path, secret: bytes, password: str) -> KeyFile:
    """A key file that counts as later than any copy in the folder: after a cut the new password must be the one."""
    try:
        latest = keyfile.load(folder)[0]
    except VaultError:
        return keyfile.create(secret, password)
    return keyfile.change_password(latest, secret, password)


def _foreign(folder: Path, secret: bytes) -> bool:
    """Whether whole key files lie here and none was made with this secret: then the code is wrong, not the file."""
    try:
        return all(keyfile.sealed_with(keys.part, secret) != keys for keys in keyfile.load(folder))
    except VaultError:
        return False


def _save(folder: Path, keys: KeyFile) -> None:
    try:
        keyfile.save(folder, keys)
    except OSError:
        raise UserError(NOT_SAVED) from None


def _exists(folder: Path) -> None:
    if not (folder / DATABASE).exists():
        raise UserError(NOT_A_FILE)
