"""What a new referral takes over from the one before of the same person, and what was changed since."""

from collections.abc import Mapping

from app.domain.codes import code_list
from app.domain.dates import german
from app.domain.names import isolated
from app.i18n import _
from app.store.queries.referral import PersonPage
from app.ui.referral_answer import supports_words


def taken_over(person: PersonPage | None) -> dict[str, object]:
    """The fields as they stood the last time; only what is still on offer, none for a first referral."""
    before = person.before if person is not None else None
    if before is None:
        return {}
    offered = {code.id for code in code_list("supports").active()}
    return {"note": before.note, "supports": tuple(one for one in before.supports if one in offered)}


def compared(person: PersonPage | None, values: Mapping[str, object]) -> str:
    """From which referral the fields come, and each that says something else now; "" where nothing was taken over."""
    known = taken_over(person)
    if person is None or person.before is None or person.before_on is None or not any(known.values()):
        return ""
    told = {"note": (_("Anmerkung"), isolated(person.before.note)),
            "supports": (_("Unterstützung"), supports_words(person.before.supports))}
    words, nothing = _("{field} (zuletzt: {value})"), _("nicht eingetragen")
    changed = [words.format(field=told[name][0], value=told[name][1] or nothing)
               for name, was in known.items() if (values.get(name) or type(was)()) != was]
    source = _("Übernommen aus der Vermittlung vom {date}: {title}.").format(
        date=german(person.before_on), title=isolated(person.before.title))
    return f"{source} {_('Geändert: {fields}.').format(fields=', '.join(changed))}" if changed else source
