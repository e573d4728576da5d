"""The keys of the Geschäftsführende Stelle (GfS) and its own file: what it makes it also enters, so that no catalogue
goes out under a key the offices do not trust. The secret halves stay on the stick. Slow: see ``signing``."""

from pathlib import Path

from app.domain.errors import N_, UserError
from app.domain.trust import ACTIVE, RESERVE, KeyProposal
from app.store.casefile import CaseFile
from app.usecases import role, signing, trust
from app.usecases.signing import Step, silent

NAME_FIRST = N_("Die Datei hat noch keinen Namen der Stelle. Es wurde nichts angelegt. Tragen Sie ihn in den "
                "Einstellungen unter „Dienststelle“ ein.")


def make(file: CaseFile, folder: Path, password: str, *, step: Step = silent) -> tuple[KeyProposal, KeyProposal]:
    """Makes both pairs in ``folder``; where no key is in force, they are entered in the file at once.

    Where one is, nothing changes until the offices get a key list (`write_key_list`). Raises UserError.
    """
    role.check_issues(file)
    name = file.meta("office")
    if not name:
        raise UserError(NAME_FIRST)
    active, reserve = signing.new_keys(folder, password, step=step)
    if all(key.retired_on is not None for key in trust.keys(file)):
        trust.enter(file, active, ACTIVE, name)
        trust.enter(file, reserve, RESERVE, name)
    return active, reserve


def write_key_list(file: CaseFile, folder: Path, old_reserve: Path, password: str, new_active: Path,
                   new_reserve: Path) -> Path:
    """Writes the list that brings the new keys to the offices, and takes them over here as an office will.

    ``old_reserve`` is the secret file of the reserve key in force, the others are the new `.pub` files.
    """
    role.check_issues(file)
    path = signing.key_list(folder, old_reserve, password, name=file.meta("office"), on=file.today(),
                            active=trust.proposal_from(new_active), reserve=trust.proposal_from(new_reserve))
    trust.change(file, path)
    return path
