"""How far it is from one commune to another: kilometres as the crow flies between their centres, by AGS. No roads, no
addresses; where the centres come from stands in `resources/geo/README.md`."""

import csv
import math
from collections.abc import Mapping
from functools import cache, lru_cache

from app import resources

_FILE = ("geo", "commune_positions.csv")
_HEADER = ["ags", "lat", "lon"]
# mean radius of the earth (IUGG), half a per cent off at most
_EARTH_KM = 6371.0088


@cache
def positions() -> Mapping[str, tuple[float, float]]:
    """Latitude and longitude in degrees (WGS 84) per AGS; ValueError if the file is not well-formed."""
    with resources.path(*_FILE).open(encoding="utf-8", newline="") as file:
        rows = list(csv.reader((line for line in file if not line.startswith("#")), delimiter=";"))
    found = {row[0]: (float(row[1]), float(row[2])) for row in rows[1:]}
    if rows[:1] != [_HEADER] or len(found) != len(rows) - 1:
        raise ValueError("the positions of the communes are not well-formed")
    return found


@lru_cache(maxsize=4096)
def km(one: str, other: str) -> float | None:
    """Kilometres between two communes, 0 within one; None where the position of either is not known."""
    known = positions()
    if one not in known or other not in known:
        return None
    (lat, lon), (to_lat, to_lon) = (tuple(map(math.radians, known[ags])) for ags in (one, other))
    # the haversine formula, exact also for neighbours
    half = math.sin((to_lat - lat) / 2) ** 2 + math.cos(lat) * math.cos(to_lat) * math.sin((to_lon - lon) / 2) ** 2
    return 2 * _EARTH_KM * math.asin(math.sqrt(half))
