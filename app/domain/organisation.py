"""The book of providers, offices and the people there: whom one calls; filled by catalogues and by hand."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from app.domain.catalogue import Offering
from app.domain.names import clean, folded

PROVIDER = "provider"
LONGEST = 200


@dataclass(frozen=True, slots=True, kw_only=True)
class Organisation:
    """``kind`` is of the list organisation_kind, ``components`` of referral_target.

    ``from_catalogue`` is True while nobody has changed what a catalogue said: the next catalogue may renew it then.
    """

    id: str
    name: str
    kind: str = PROVIDER
    address: str = ""
    ags: str = ""
    phone: str = ""
    mail: str = ""
    components: tuple[str, ...] = ()
    note: str = ""
    from_catalogue: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class ContactPerson:
    """Somebody at an organisation; ``task`` says what for."""

    id: str
    organisation_id: str
    name: str
    task: str = ""
    phone: str = ""
    mail: str = ""
    note: str = ""


def named(known: Iterable[Organisation], name: str) -> Organisation | None:
    """The organisation of that name, however it is spelled; one that a person has written before one of a catalogue."""
    alike = [one for one in known if folded(one.name) == folded(name)]
    return min(alike, key=lambda one: (one.from_catalogue, one.id), default=None)


def told_by(offerings: Sequence[Offering]) -> tuple[Organisation, ...]:
    """The providers that offerings name, by name and without identities: what most of their offerings say of each."""
    # thousands of offerings are of a few providers
    written: dict[str, list[Offering]] = {}
    for offering in offerings:
        written.setdefault(offering.provider, []).append(offering)
    found: dict[str, list[Offering]] = {}
    for name, told in written.items():
        if clean(name):
            found.setdefault(folded(name), []).extend(told)
    return tuple(Organisation(
        id="", name=_mostly(o.provider for o in told)[:LONGEST], phone=_mostly(o.provider_phone for o in told),
        mail=_mostly(o.provider_mail for o in told), components=tuple(sorted({o.component for o in told})),
        from_catalogue=True) for _name, told in sorted(found.items()))


def renewed(kept: Organisation, told: Organisation) -> Organisation:
    """A kept organisation with what the catalogue says now; one that a person has changed stays as it is."""
    if not kept.from_catalogue:
        return kept
    return replace(kept, phone=told.phone or kept.phone, mail=told.mail or kept.mail, components=told.components)


def _mostly(words: Iterable[str]) -> str:
    """The word said most often, of several the first; what is empty says nothing."""
    counted: Counter[str] = Counter()
    for word, times in Counter(words).items():
        if cleaned := clean(word):
            counted[cleaned] += times
    return counted.most_common(1)[0][0] if counted else ""
