"""What stands of one referral beside its answers: the dated steps as a bar, what is known of provider and course."""

from PySide6.QtWidgets import QWidget

from app.domain.codes import code_list
from app.domain.dates import german
from app.domain.errors import N_
from app.domain.names import isolated
from app.domain.referral import OVER, ReferralState
from app.i18n import _
from app.store.queries.organisations import Entry
from app.store.queries.referral import ReferralPage
from app.ui.components import Banner, Facts
from app.ui.contact_words import reached
from app.ui.painted import StepsBar
from app.ui.referral_answer import reason_words, situation_words
from app.ui.referral_rows import PREPARED, state_words

S = ReferralState
# What one hears most often, until the referral has come so far.
_AHEAD = (S.SENT, S.CONFIRMED, S.STARTED, S.COMPLETED)
_AHEAD_WORDS = {S.SENT: N_("gesendet"), S.CONFIRMED: N_("zugesagt"), S.STARTED: N_("angetreten"),
                S.COMPLETED: N_("beendet")}


def steps_bar(page: ReferralPage) -> QWidget:
    """The dated steps, then what usually comes; preparing steps of a referral that was sent are left out."""
    steps = [s for s in page.steps if s.state not in PREPARED] or list(page.steps[-1:])
    names = [_(code_list("referral_state").label(s.state)) for s in steps]
    dates = [german(s.on) for s in steps]
    if page.state not in OVER:
        at = _AHEAD.index(page.state) if page.state in _AHEAD else 0 if page.state not in PREPARED else -1
        names += [_(_AHEAD_WORDS[state]) for state in _AHEAD[at + 1:]]
    return StepsBar(names, len(steps) - 1, dates)


def beside_banner(page: ReferralPage) -> QWidget | None:
    """Says that another course of Baustein 4 runs; it warns and bars nothing (domain.md § 10.2)."""
    if not page.running or page.state in OVER:
        return None
    titles = ", ".join(isolated(one.title) for one in page.running)
    return Banner("warn", beside_words(titles))


def beside_words(titles: str) -> str:
    """The warning in words."""
    return _("Ein anderer Kurs des FB4 läuft schon: {titles}. Zwei zugleich sind nicht vorgesehen.").format(
        titles=titles)


def facts(page: ReferralPage, entry: Entry | None) -> QWidget:
    """Provider with telephone, place and times, reasons said on the way, how it ended."""
    found, one = Facts(90), page.referral
    found.add(_("Träger"), isolated(one.provider) or _("nicht angegeben"))
    for name, value in reached(one.provider_phone, entry):
        found.add(name, value)
    for name, value in ((_("Ort"), one.place), (_("Zeiten"), one.schedule)):
        if value:
            found.add(name, isolated(value))
    for step in page.steps:
        # the reason to send without consent is kept with the steps before it too
        if step.reason and (step.state not in PREPARED or page.state in PREPARED):
            found.add(state_words(step.state), reason_words(step.reason), german(step.on))
    if (part := page.participation) is not None:
        if part.exit_kind:
            found.add(_("Ergebnis"), situation_words(part.exit_kind, part.situation_at_exit),
                      _("Nachweis gesehen") if part.certificate_seen else "")
        elif part.planned_end:
            found.add(_("Geplantes Ende"), german(part.planned_end))
    return found
