"""What matching answers, in words and signs: the group of an offering, the short line of a row, the lines of its
conditions. No widgets, nothing read."""

from collections.abc import Sequence
from dataclasses import dataclass

from app.domain.conditions import LABELS, NO, UNKNOWN, YES, Condition, phrase
from app.domain.errors import N_
from app.domain.matching import FIT_WORDS, Fit, Match
from app.i18n import _
from app.ui.paint import Pill

VERDICT_WORDS = {YES: N_("erfüllt"), NO: N_("nicht erfüllt"), UNKNOWN: N_("nicht bekannt")}
_PILLS = {Fit.FITS: ("ok", ""), Fit.ALMOST: ("warn", "circle-help"), Fit.NOT: ("bad", "circle-x")}
_SIGNS = {YES: ("check", "ok"), NO: ("x", "bad"), UNKNOWN: ("circle-help", "warn")}
# A no may be out of date where the person can tell more by now; age, place and seats are what they are.
_ASKED_AGAIN = {"german_oral": "level", "german_written": "level", "residence": "paper", "work": "work_permission",
                "job": "employment", "schooling": "certificate", "childcare": "childcare",
                "eligibility": "eligibility"}


def fit_pill(fit: Fit) -> Pill:
    """One of the three words, with its sign."""
    kind, icon = _PILLS[fit]
    return Pill(text=_(FIT_WORDS[fit]), kind=kind, icon=icon)


def fit_heading(fit: Fit) -> str:
    """The word as a heading."""
    words = _(FIT_WORDS[fit])
    return words[0].upper() + words[1:]


@dataclass(frozen=True, slots=True, kw_only=True)
class Tally:
    """How a row answers: how many conditions are fulfilled and not known, and what stands ``against``: the sentence of
    the one condition that is violated, the names of several."""

    fulfilled: int
    questions: int
    against: str

    @property
    def spoken(self) -> str:
        """The same in words."""
        said = [_("{n} erfüllt").format(n=self.fulfilled)]
        if self.questions:
            said.append(_("{n} nicht bekannt").format(n=self.questions))
        if self.against:
            said.append(_("nicht erfüllt: {reasons}").format(reasons=self.against))
        return ", ".join(said)


def tally(match: Match) -> Tally:
    """The numbers and the reasons of one match."""
    violated = [one for one in match.conditions if one.verdict is NO] if match.violated else []
    names = ", ".join(_(LABELS[one.key]) for one in violated)
    against = f"{names}: {phrase(violated[0].has, violated[0].values, _)}" if len(violated) == 1 else names
    return Tally(fulfilled=match.fulfilled, questions=match.questions, against=against)


@dataclass(frozen=True, slots=True, kw_only=True)
class ConditionRow:
    """One condition as it is shown: sign, name, what the offering asks, what holds, and the word for the answer.

    ``link`` leads to the ``fact`` of the person, both "" where asking the person does not help.
    """

    key: str
    sign: str
    tone: str
    name: str
    asks: str
    has: str
    word: str
    link: str = ""
    fact: str = ""

    @property
    def spoken(self) -> str:
        """The sentence for tool tip and reader."""
        asked = _("verlangt: {value}").format(value=self.asks)
        return ", ".join(part for part in (self.name, asked, self.has, self.word, self.link) if part)


def condition_rows(conditions: Sequence[Condition]) -> list[ConditionRow]:
    """The conditions of one offering for one person, in the order in which they are read."""
    return [_row(one) for one in conditions]


def _row(one: Condition) -> ConditionRow:
    sign, tone = _SIGNS[one.verdict]
    word, link, fact = _(VERDICT_WORDS[one.verdict]), "", ""
    if one.remark:
        sign, tone, word = "triangle-alert", "warn", _("beachten")
    elif one.verdict is UNKNOWN and one.fact:
        link, fact = _("Jetzt erfragen"), one.fact
    elif one.verdict is NO and one.key in _ASKED_AGAIN:
        link, fact = _("Stimmt das noch?"), _ASKED_AGAIN[one.key]
    return ConditionRow(key=one.key, sign=sign, tone=tone, name=_(LABELS[one.key]),
                        asks=phrase(one.asks, one.values, _), has=phrase(one.has, one.values, _), word=word, link=link,
                        fact=fact)


def asked_rows(conditions: Sequence[Condition]) -> list[ConditionRow]:
    """The same while nobody is chosen: only what the offering asks."""
    return [ConditionRow(key=one.key, sign="circle-dashed", tone="muted", name=_(LABELS[one.key]),
                         asks=phrase(one.asks, one.values, _), has=_("noch keine Person"), word="")
            for one in conditions]
