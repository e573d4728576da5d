"""What the office is called and where it works: changed by a person, refused where it would say nothing."""

import pytest

from app.store.casefile import CaseFile
from app.usecases import office
from app.usecases.office import NAME_NEEDED, NOT_IN_NRW
from tests.casefiles import Opener, refusal


def test_another_name_and_another_commune_are_kept_with_the_file(opener: Opener) -> None:
    file = opener()
    office.rename(file, "  Amt \n MUSTER ")
    office.move(file, "05978036")
    file.close()
    again = opener()
    assert (again.meta("office"), again.meta("ags")) == ("Amt MUSTER", "05978036")


@pytest.mark.parametrize("ags", ["", "11000000", "5315000", "MUSTER"])
def test_no_name_and_no_commune_of_the_state_change_nothing(file: CaseFile, ags: str) -> None:
    assert refusal(lambda: office.rename(file, " \n")) == NAME_NEEDED
    assert refusal(lambda: office.move(file, ags)) == NOT_IN_NRW
    assert (file.meta("office"), file.meta("ags")) == ("MUSTER-Amt", "05315000")
