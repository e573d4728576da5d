"""The book of providers, offices and the people there: whom one calls; filled by catalogues and by hand."""

from dataclasses import dataclass

PROVIDER = "provider"


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
