"""What the dated steps of a case and of a referral have in common: order, and the four rules for the next one."""

from collections.abc import Iterable, Mapping
from datetime import date, datetime, timedelta
from enum import StrEnum
from typing import Protocol, TypeVar

from app.domain.codes import code_list
from app.domain.errors import N_, UserError

NOT_FROM_HERE = N_("Der Stand ist „{now}“. Von dort führt kein Schritt nach „{to}“. Es wurde nichts geändert.")
NO_STATE = N_("noch kein Stand")
STEP_IN_FUTURE = N_("Das Datum liegt in der Zukunft. Es wurde nichts geändert. "
                    "Der Schritt braucht ein Datum bis heute.")
STEP_TOO_EARLY = N_("Der letzte Schritt war am {last:%d.%m.%Y}. Ein neuer Schritt kann nicht davor liegen. "
                    "Es wurde nichts geändert.")
REASON_NEEDED = N_("Für „{to}“ fehlt ein Grund. Es wurde nichts geändert. Wählen Sie einen aus der Liste.")


class Step(Protocol):
    """A dated step: ``state`` since ``on``; ``recorded_at`` orders several of one day."""

    @property
    def state(self) -> str: ...
    @property
    def on(self) -> date: ...
    @property
    def recorded_at(self) -> datetime: ...


AnyStep = TypeVar("AnyStep", bound=Step)
State = TypeVar("State", bound=StrEnum)


def ordered(steps: Iterable[AnyStep]) -> list[AnyStep]:
    """Steps by date, then by the moment they were recorded."""
    return sorted(steps, key=lambda s: (s.on, s.recorded_at))


def check(last: Step | None, to: State, follows: Mapping[State | None, frozenset[State]],
          needs_reason: frozenset[State], *, on: date, now: datetime, reason: str, labels: str) -> None:
    """Raises UserError if ``to`` cannot follow ``last``, lies before it or in the future, or lacks its reason.

    ``labels`` names the code list with the words for the states.
    """
    state = next((s for s in follows if s is not None and last is not None and s == last.state), None)
    words = code_list(labels)
    if to not in follows[state]:
        raise UserError(NOT_FROM_HERE, now=words.label(state) if state else NO_STATE, to=words.label(to))
    if on > now.date():
        raise UserError(STEP_IN_FUTURE)
    if last and on < last.on:
        raise UserError(STEP_TOO_EARLY, last=last.on)
    if to in needs_reason and not reason:
        raise UserError(REASON_NEEDED, to=words.label(to))


def recording(last: Step | None, now: datetime) -> datetime:
    """When the next step counts as recorded: now, but after the last one, so that steps of one act keep their order."""
    return max(now, last.recorded_at + timedelta(microseconds=1)) if last else now
