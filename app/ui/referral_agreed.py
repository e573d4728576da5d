"""What is agreed about one referral and may change while it goes on: dates, person there, way, supports, wish, note."""

from datetime import date

from app.domain.codes import code_list
from app.domain.date_words import in_words
from app.domain.dates import german
from app.domain.referral import Referral
from app.domain.typed_dates import parse_due
from app.i18n import _
from app.store.casefile import CaseFile
from app.ui.client_fields import choice
from app.ui.contact_forms import provider_person
from app.ui.editors import Chips, Parsed, Text
from app.ui.form import Field, FormView
from app.usecases import referral

# over these nobody sends a sheet
NO_WAY_OUT = frozenset({"messenger", "sms", "shelter", "trusted_person"})
WISH_LENGTH, NOTE_LENGTH = 400, 400
SAID = ("contact_person", "channel", "wish", "note")


def said_fields(file: CaseFile, provider: str) -> tuple[Field, ...]:
    """Whom it goes to, how, why, with what help; asked at the beginning and afterwards in the same words."""
    supports = tuple((code.id, _(code.label)) for code in code_list("supports").active())
    return (
        Field("contact_person", _("Ansprechperson"), provider_person(file, provider), width="half"),
        Field("channel", _("Wie abgeschickt"), choice("contact_channel", without=NO_WAY_OUT), width="half"),
        Field("supports", _("Unterstützung"), Chips(options=supports, several=True), width="full"),
        Field("wish", _("Warum dieses Angebot"), Text(max_length=WISH_LENGTH), width="half",
              help=_("steht auf dem Blatt für den Träger")),
        Field("note", _("Anmerkung"), Text(max_length=NOTE_LENGTH), width="half", help=_("bleibt in der Akte")),
    )


class AgreedForm(FormView):
    """Each field is saved when it is left."""

    def __init__(self, file: CaseFile, one: Referral) -> None:
        self._file, self._referral_id = file, one.id
        day: Parsed[date] = Parsed(parse=lambda text: parse_due(text, file.today()), show=german,
                                   words=lambda day: in_words(day, _))
        super().__init__(
            (Field("starts_on", _("Beginn"), day, width="half"), Field("ends_on", _("Ende"), day, width="half"),
             *said_fields(file, one.provider)), self._revise, at_once=2)
        self.show_referral(one)

    def show_referral(self, one: Referral) -> None:
        """Shows what is stored now."""
        self.set_values({"starts_on": one.starts_on, "ends_on": one.ends_on, "supports": one.supports,
                         **{name: getattr(one, name) or None for name in SAID}})

    def _revise(self, attribute: str, value: object) -> None:
        empty = None if attribute in ("starts_on", "ends_on") else () if attribute == "supports" else ""
        referral.revise(self._file, self._referral_id, **{attribute: value or empty})
