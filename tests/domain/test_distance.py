"""Kilometres between communes: known distances, the shape of the data, what is not known."""

from pathlib import Path
from statistics import median

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app import resources
from app.domain.codes import shipped
from app.domain.distance import km, positions

KOELN, DUESSELDORF, AACHEN, MINDEN, MUENSTER = "05315000", "05111000", "05334002", "05770032", "05515000"
communes = st.sampled_from(shipped("commune").ids)


def test_every_commune_has_one_position_and_nothing_else_has() -> None:
    assert set(positions()) == set(shipped("commune").ids)
    assert len(positions()) == 396


def test_all_positions_lie_in_north_rhine_westphalia_and_differ() -> None:
    assert all(50.32 <= lat <= 52.54 and 5.86 <= lon <= 9.47 for lat, lon in positions().values())
    assert len(set(positions().values())) == 396


def test_every_commune_lies_near_the_others_of_its_kreis() -> None:
    far = {}
    for ags, place in positions().items():
        own = [where for other, where in positions().items() if other[:5] == ags[:5]]
        middle = median(lat for lat, _lon in own), median(lon for _lat, lon in own)
        # a degree is 111 km to the north and about 70 km to the east
        away = abs(place[0] - middle[0]) * 111 + abs(place[1] - middle[1]) * 70
        if away > 60:
            far[ags] = away
    assert far == {}


@pytest.mark.parametrize(("one", "other", "least", "most"), [
    (KOELN, DUESSELDORF, 33, 40), (AACHEN, MINDEN, 250, 258), (KOELN, MUENSTER, 115, 130), (AACHEN, KOELN, 58, 68),
])
def test_known_distances_are_right(one: str, other: str, least: float, most: float) -> None:
    assert least <= (km(one, other) or 0) <= most


@given(communes, communes, communes)
def test_a_distance_is_the_same_there_and_back_and_no_detour_is_shorter(a: str, b: str, c: str) -> None:
    ab, ba, bc, ac = km(a, b), km(b, a), km(b, c), km(a, c)
    assert ab is not None and bc is not None and ac is not None
    assert ab == pytest.approx(ba)
    assert ac <= ab + bc + 1e-9
    assert (ab == 0) == (a == b)


@pytest.mark.parametrize("unknown", ["", "05999999", "09162000", "Köln"])
def test_what_has_no_position_has_no_distance(unknown: str) -> None:
    assert km(KOELN, unknown) is None
    assert km(unknown, unknown) is None


@pytest.mark.parametrize("content", ["lat;lon\n", "ags;lat;lon\n05315000;1;2\n05315000;1;2\n", "ags;lat;lon\nx;y;z\n"])
def test_a_file_that_is_not_well_formed_is_no_guess(
    content: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch,
) -> None:
    path = tmp_path / "positions.csv"
    path.write_text(content, encoding="utf-8")
    monkeypatch.setattr(resources, "path", lambda *_: path)
    with pytest.raises(ValueError):
        positions.__wrapped__()
