"""Flags say why they stand, and only a person clears them."""

from datetime import date

import pytest

from app.domain.errors import UserError
from app.domain.flag import REASON_MISSING, UNTIL_BEFORE_SET, Flag, checked, cleared, standing
from app.domain.followup import of_flags
from app.domain.rules import in_force

DAY = date(2026, 11, 23)


def flag(kind: str = "accompany", **more: object) -> Flag:
    return Flag(**{"id": kind, "client_id": "c", "kind": kind, "reason": "Grund", "set_on": DAY, **more})  # type: ignore


def refused(wrong: Flag) -> str:
    with pytest.raises(UserError) as error:
        checked(wrong)
    return error.value.msgid


def test_a_flag_needs_a_reason_to_be_set_and_one_to_be_cleared() -> None:
    assert refused(flag(reason="  ")) == REASON_MISSING
    with pytest.raises(UserError) as error:
        cleared(flag(), DAY, " ")
    assert error.value.msgid == REASON_MISSING
    done = cleared(flag(), DAY, "überholt")
    assert (done.cleared_on, done.cleared_reason, done.reason) == (DAY, "überholt", "Grund")


def test_a_flag_cannot_end_before_it_begins() -> None:
    assert refused(flag(until=date(2026, 11, 22))) == UNTIL_BEFORE_SET
    assert checked(flag(until=DAY)).until == DAY


def test_standing_flags_come_by_gravity_and_a_passed_day_clears_none() -> None:
    flags = [flag(), flag("danger", until=DAY), flag("protect", cleared_on=DAY), flag("deadline")]
    assert [one.kind for one in standing(flags)] == ["danger", "deadline", "accompany"]


def test_only_a_standing_flag_with_a_day_makes_a_follow_up() -> None:
    flags = [flag(), flag("danger", until=DAY), flag("deadline", until=DAY, cleared_on=DAY)]
    (made,) = of_flags("case", flags, in_force(DAY))
    assert (made.rule, made.source, made.due_on, made.title) == ("flag", "danger", DAY, "Merker prüfen: Grund")
