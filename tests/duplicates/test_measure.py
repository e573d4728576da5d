"""The figures of the finder on the pairs it was built with, with margins; the held ones are measured by hand."""

import pytest

from app.domain.caseload import Caseload
from app.ui.alike_words import REASONS, degree, reason_words
from tests.duplicates.measure import filled, of_pairs, per_twenty, traits
from tests.duplicates.pairs import pairs
from tests.duplicates.population import caseload, newcomers


@pytest.fixture(scope="module")
def people() -> tuple[Caseload, tuple]:
    residents = caseload(1000)
    return filled(residents), newcomers(100, among=residents)


def test_nearly_all_true_pairs_are_found_and_nearly_no_false_ones(people):
    figures = of_pairs(people[0], pairs("tune")[::4])
    assert figures.recall >= 0.94 and figures.false_pairs <= 0.04


def test_twenty_intakes_bring_less_than_one_false_suggestion(people):
    assert per_twenty(*people) <= 1.0


def test_every_reason_has_its_words(people):
    said = {reason for pair in pairs("tune")[::4]
            for reason in people[0].likeness(traits(pair.a), traits(pair.b)).reasons}
    assert said <= REASONS.keys() and len(said) > 12
    assert reason_words(["turned", "part"]) == [("Namen vertauscht", True), ("Namen teilweise gleich", False)]
    assert (degree(20), degree(6)) == ("sehr ähnlich", "ähnlich")
