"""The keys of the Geschäftsführende Stelle (GfS) on its own side: make the two pairs, sign a catalogue, sign a change
of keys. Deriving from a password takes three to six seconds and 1 GiB each time: never in the event loop."""

import hashlib
import os
from collections.abc import Callable, Mapping
from contextlib import suppress
from datetime import date
from pathlib import Path

from app.domain.catalogue import CatalogueHead
from app.domain.errors import N_, UserError
from app.domain.names import clean
from app.domain.trust import NAME_LENGTH, KeyList, KeyProposal, catalogue_comment, key_list_comment, key_list_text
from app.usecases import keys, trust
from app.vault import files, minisign
from app.vault.minisign import NoSecretKey, SecretKey

ACTIVE_FILE, RESERVE_FILE = "gfs-aktiv", "gfs-reserve"
SECRET, PUBLIC = ".key", ".pub"
Step = Callable[[int, int], None]

ALREADY_THERE = N_("In diesem Ordner liegt schon „{name}“. Es wurde nichts angelegt und nichts überschrieben. Wählen "
                   "Sie einen anderen Ordner.")
CANNOT_WRITE = N_("In diesen Ordner lässt sich nichts schreiben. Es wurde nichts angelegt. Wählen Sie einen anderen "
                  "Ordner oder Datenträger.")
UNREADABLE = N_("Die Schlüsseldatei „{name}“ lässt sich nicht lesen. Es wurde nichts unterschrieben. Prüfen Sie, ob "
                "der Stick mit den Schlüsseln steckt.")
NAME_UNFIT = N_("Der Name im Kopf der Datei fehlt oder ist länger als {limit} Zeichen. Es wurde nichts unterschrieben. "
                "Kürzen Sie ihn.")
WRONG_PAIR = N_("Eine Schlüsselliste wird mit dem bisherigen Reserveschlüssel unterschrieben, gewählt ist der neue "
                "aktive. Es wurde nichts unterschrieben. Wählen Sie die Datei „gfs-reserve.key“ der bisherigen "
                "Schlüssel.")
SAME_KEYS = N_("Aktiver Schlüssel und Reserveschlüssel sind derselbe. Es wurde nichts unterschrieben. Wählen Sie die "
               "beiden Dateien „gfs-aktiv.pub“ und „gfs-reserve.pub“.")


def silent(_done: int, _total: int) -> None:
    """The step of work that nobody watches or cancels."""


def new_keys(folder: Path, password: str, *, step: Step = silent) -> tuple[KeyProposal, KeyProposal]:
    """Makes the active and the reserve pair in ``folder``, four new files; returns both with their fingerprints.

    Nothing is ever overwritten and, cancelled or failed, nothing is left behind. Raises UserError: a password that
    could be guessed, a file already there, a folder that takes nothing. Takes as long as two derivations.
    """
    keys.check_password(password)
    _free(folder)
    texts: dict[str, str] = {}
    made = []
    for done, stem in enumerate((ACTIVE_FILE, RESERVE_FILE)):
        step(done, 2)
        secret = minisign.new_secret_key()
        public = minisign.public_file(minisign.public_of(secret))
        texts |= {stem + SECRET: minisign.lock(secret, password), stem + PUBLIC: public}
        made.append(trust.proposal(public))
    step(2, 2)
    write_new(folder, {name: text.encode("utf-8") for name, text in texts.items()}, private=True)
    return made[0], made[1]


def sign(content: bytes, secret_path: Path, password: str, head: CatalogueHead) -> str:
    """The text of the `.minisig` for a catalogue with this head; takes as long as a derivation.

    The trusted comment is that of `trust.check`. Raises UserError, as WrongSecret for another password.
    """
    _checked_name(head.name)
    secret = _secret(secret_path, password)
    return minisign.sign(content, secret, catalogue_comment(head, hashlib.sha256(content).hexdigest()))


def key_list(folder: Path, secret_path: Path, password: str, *, name: str, on: date, active: KeyProposal,
             reserve: KeyProposal) -> Path:
    """Writes the list that makes these two keys count from ``on``, signed with the reserve key that counted before.

    Returns its path; the `.minisig` lies beside it, and both are given to the offices. Never overwrites; raises
    UserError. Takes as long as a derivation.
    """
    listed = KeyList(name=_checked_name(name), as_of=on, active=active.public_key, reserve=reserve.public_key)
    if active.key_id == reserve.key_id:
        raise UserError(SAME_KEYS)
    target = folder / f"schluesselliste-{on.isoformat()}.txt"
    secret = _secret(secret_path, password)
    # Signed by the key it brings in, every office would refuse the list as foreign.
    if minisign.key_id_of(secret.key_id) == active.key_id:
        raise UserError(WRONG_PAIR)
    content = key_list_text(listed).encode("utf-8")
    comment = key_list_comment(listed, hashlib.sha256(content).hexdigest())
    signature = minisign.sign(content, secret, comment)
    write_new(folder, {target.name: content, target.name + trust.SUFFIX: signature.encode("utf-8")})
    return target


def _secret(path: Path, password: str) -> SecretKey:
    try:
        with path.open("rb") as file:
            data = file.read(trust.LIMIT)
    except OSError:
        raise UserError(UNREADABLE, name=path.name) from None
    try:
        text = data.decode("utf-8")
    except UnicodeDecodeError:
        raise NoSecretKey from None
    return minisign.unlock(text, password)


def _checked_name(name: str) -> str:
    if not clean(name) or len(clean(name)) > NAME_LENGTH:
        raise UserError(NAME_UNFIT, limit=NAME_LENGTH)
    return clean(name)


def _free(folder: Path) -> None:
    """Asked before the long derivation, so that nobody waits for a refusal."""
    if not folder.is_dir():
        raise UserError(CANNOT_WRITE)
    for stem in (ACTIVE_FILE, RESERVE_FILE):
        for name in (stem + SECRET, stem + PUBLIC):
            if (folder / name).exists():
                raise UserError(ALREADY_THERE, name=name)


def _private(path: str, flags: int) -> int:
    return os.open(path, flags, 0o600)


def write_new(folder: Path, contents: Mapping[str, bytes], *, private: bool = False) -> None:
    """Puts all of these files into the folder and onto the disk, or none; nothing is overwritten. Raises UserError.

    ``private`` files are readable by their owner alone.
    """
    written: list[Path] = []
    try:
        for name, content in contents.items():
            path = folder / name
            with open(path, "xb", opener=_private if private else None) as file:
                written.append(path)
                file.write(content)
                files.flush_to_disk(file)
        files.sync_folder(folder)
    except OSError as failure:
        with suppress(OSError):
            for path in written:
                path.unlink()
        if isinstance(failure, FileExistsError):
            raise UserError(ALREADY_THERE, name=name) from None
        raise UserError(CANNOT_WRITE) from None
