"""How a provider is reached, in words: what the referral remembers beside what the book says now. No widgets."""

from app.domain.names import isolated
from app.i18n import _
from app.store.queries.organisations import Entry

# so many persons are named; the others stand in the book
NAMED = 3


def reached(remembered: str, entry: Entry | None) -> list[tuple[str, str]]:
    """Pairs of name and value: the number the referral was made with, another one of the book, the persons there."""
    found = [(_("Telefon"), isolated(remembered))] if remembered else []
    if entry is None:
        return found
    if entry.organisation.phone not in ("", remembered):
        words = _("Im Adressbuch") if remembered else _("Telefon")
        found.append((words, isolated(entry.organisation.phone)))
    for one in entry.persons[:NAMED]:
        said = ", ".join(isolated(part) for part in (one.name, one.task, one.phone or one.mail) if part)
        found.append((_("Person dort"), said))
    return found
