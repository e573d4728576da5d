"""What the check reads takes the same number of statements however many persons there are."""

from app.domain.dates import Month
from app.store.casefile import CaseFile
from app.store.queries import data_quality
from app.usecases.data_quality import findings
from tests.casefiles import opened_case
from tests.store.test_queries import statements


def test_the_check_asks_as_often_for_five_persons_as_for_one(file: CaseFile) -> None:
    counts = []
    for more in (1, 4):
        for _person in range(more):
            opened_case(file)
        with statements(file) as asked:
            findings(file, Month.of(file.today()))
        counts.append(len(asked))
    assert counts[0] == counts[1] <= 24


def test_every_person_is_named_and_has_the_case_of_the_last_episode(file: CaseFile) -> None:
    who, case_id = opened_case(file)
    checked = data_quality.read(file)
    assert checked.names[who].name == "MUSTER, Amira" and checked.records.latest == {who: case_id}
    assert [state for state, _on in checked.records.steps[case_id]] == ["prospect", "open"]
