"""Acts on the Klientendatei as a whole: what the office is called and which commune it works for."""

from app.domain.codes import code_list
from app.domain.errors import N_, UserError
from app.domain.names import clean
from app.store.casefile import CaseFile

NAME_NEEDED = N_("Die Dienststelle braucht einen Namen. Der bisherige bleibt.")
NOT_IN_NRW = N_("Diese Kommune steht nicht in der Liste. Die bisherige bleibt.")


def rename(file: CaseFile, office: str) -> None:
    """The name on letters and reports; UserError for an empty one."""
    name = clean(office)
    if not name:
        raise UserError(NAME_NEEDED)
    file.set_meta(office=name)


def move(file: CaseFile, ags: str) -> None:
    """The commune of later monthly reports, by its AGS; UserError for one that is not in the list."""
    if ags not in code_list("commune"):
        raise UserError(NOT_IN_NRW)
    file.set_meta(ags=ags)
