"""Whether the laptop's clock can be right, judged by what was written and by the catalogue (features.md, row 84)."""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from app.domain.dates import german
from app.domain.errors import N_, UserError

BEFORE_ENTRY = N_("Die Uhr dieses Computers geht vermutlich falsch: Sie zeigt {now}, der letzte Eintrag ist vom "
                  "{known}. Ihre Daten sind unverändert. Stellen Sie die Uhr und öffnen Sie die Klientendatei dann "
                  "neu.")
BEFORE_CATALOGUE = N_("Die Uhr dieses Computers geht vermutlich falsch: Sie zeigt {now}, der Katalog hat den Stand "
                      "{known}. Ihre Daten sind unverändert. Stellen Sie die Uhr und öffnen Sie die Klientendatei dann "
                      "neu.")
# At the end of summer time the wall clock repeats an hour.
_BACKWARDS = timedelta(hours=1)
_AHEAD = timedelta(days=1)


@dataclass(frozen=True, slots=True, kw_only=True)
class ClockDoubt:
    """The clock shows ``now``, but ``known`` has been already: an entry, or the day a catalogue was made."""

    now: datetime
    known: datetime
    of_catalogue: bool

    @property
    def sentence(self) -> UserError:
        """Both dates and what to do; with the time of day where the day alone would not show the difference."""
        if self.of_catalogue:
            return UserError(BEFORE_CATALOGUE, now=german(self.now), known=german(self.known))
        words = "%d.%m.%Y, %H:%M" if self.known.date() == self.now.date() else "%d.%m.%Y"
        return UserError(BEFORE_ENTRY, now=f"{self.now:{words}}", known=f"{self.known:{words}}")


def doubt(now: datetime, last_entry: datetime | None, catalogue_of: date | None,
          confirmed: datetime | None = None) -> ClockDoubt | None:
    """The doubt about the clock, None for none; entries and catalogues up to ``confirmed`` were said to be wrong.

    Without that, one entry of a day with the clock in the future would be held against every right clock after it.
    """
    # a catalogue is of a day: made in the evening of the next one, it can be in the laptop before its day begins
    made = datetime.combine(catalogue_of, time()) if catalogue_of else None
    if last_entry is not None and last_entry - now > _BACKWARDS and not _settled(last_entry, confirmed):
        return ClockDoubt(now=now, known=last_entry, of_catalogue=False)
    if made is not None and made - now > _AHEAD and not _settled(made, confirmed):
        return ClockDoubt(now=now, known=made, of_catalogue=True)
    return None


def _settled(known: datetime, confirmed: datetime | None) -> bool:
    return confirmed is not None and known <= confirmed
