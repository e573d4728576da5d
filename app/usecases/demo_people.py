"""Invented people for the Musterdatei, drawn with the shares of North Rhine-Westphalia; nobody here exists and nothing
is written. All of them are called MUSTER, so that no print can be taken for a real one."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from random import Random
from typing import Any, TypeVar

from app.domain.dates import PartialDate, add_years

FAMILY = "MUSTER"
# People in the annex of the report on the programme (Landtag NRW, Vorlage 17/4367, 8 December 2020): all communes.
GESTATTET, GEDULDET = 12_092, 10_698
PERSIAN = "موستر"
T = TypeVar("T")
Weighted = Mapping[T, int]


@dataclass(frozen=True, slots=True, kw_only=True)
class Origin:
    """People of one region: nationality codes with weights, contact languages, given names, MUSTER in their script."""

    nationalities: Weighted[str]
    languages: Weighted[str]
    men: str
    women: str
    script: str = ""

    @property
    def weight(self) -> int:
        """How frequent the region is, in the same unit for all of them."""
        return sum(self.nationalities.values())


# Frequent nationalities of domain.md § 7.1; the weights are an estimate, so are those further down without a source.
ORIGINS = (
    Origin(nationalities={"423": 14, "439": 5}, languages={"prs": 6, "fas": 4, "pus": 3}, script=PERSIAN,
           men="Ahmad Ali Reza Mohammed Omid Farhad Jawad Nasir", women="Zahra Maryam Shirin Parisa Laila"),
    Origin(nationalities={"475": 10, "438": 13, "451": 2}, languages={"ara": 6, "kmr": 4, "ckb": 2}, script=PERSIAN,
           men="Muhammed Yousef Omar Hassan Karwan Rebin Khaled Ibrahim", women="Fatima Nour Amira Rojin Hala"),
    Origin(nationalities={"224": 4}, languages={"tir": 1}, script="ሙስተር",
           men="Filmon Yonas Samuel Robel Tesfay", women="Selam Helen Rahwa Feven"),
    Origin(nationalities={"273": 4}, languages={"som": 1},
           men="Abdi Mahad Liban Said", women="Hodan Ayaan Sahra Ifrah"),
    Origin(nationalities={"261": 9, "232": 6, "237": 3}, languages={"fra": 4, "ful": 3, "eng": 5, "mnk": 2},
           men="Mamadou Alpha Ousmane Lamin Emeka Ebrima Ibrahima", women="Aissatou Mariama Blessing Fatou Joy"),
    Origin(nationalities={"121": 4, "170": 4, "150": 3, "144": 3}, languages={"sqi": 3, "rmy": 2, "srp": 2},
           men="Arben Dardan Nenad Bekim Łukasz", women="Elira Jelena Besa Mirjana"),
    Origin(nationalities={"163": 6}, languages={"tur": 3, "kmr": 2},
           men="Emre Baran Yılmaz Çağrı", women="Elif Dilan Zeynep Gülşen"),
    Origin(nationalities={"430": 3, "422": 3}, languages={"kat": 1, "hye": 1, "rus": 1}, script="Мустер",
           men="Giorgi Levan Armen Tigran", women="Nino Tamar Anahit Lusine"),
    Origin(nationalities={"460": 2, "461": 3}, languages={"ben": 2, "urd": 3}, script="موسٹر",
           men="Rahim Imran Bilal Tariq", women="Ayesha Nadia Sumaiya"),
    Origin(nationalities={"252": 3, "221": 2, "998": 1}, languages={"ara": 3, "fra": 2}, script=PERSIAN,
           men="Younes Amine Karim Sofiane", women="Salma Imane Yasmine"),
)
GIVEN_IN_SCRIPT = {"Mohammed": "محمد", "Muhammed": "محمد", "Ali": "علي", "Fatima": "فاطمة", "Selam": "ሰላም"}
# About three quarters are men.
SEX = {"m": 76, "w": 23, "d": 1}
AGES = {16: 1, 17: 3, 18: 7, 19: 9, 20: 10, 21: 10, 22: 10, 23: 10, 24: 9, 25: 8, 26: 7, 27: 6, 28: 3, 29: 2, 31: 2,
        34: 2, 39: 1}
ORAL = {"0": 8, "alpha": 6, "a1": 25, "a2": 26, "b1": 19, "b2": 6, "c1": 1, "unknown": 9}
LADDER = ("0", "alpha", "a1", "a2", "b1", "b2", "c1")
BASIS = {"impression": 5, "placement_test": 2, "certificate": 2, "self_assessment": 1}
SCHOOL = {"0": 9, "1_4": 13, "5_8": 27, "9_10": 26, "11plus": 15, "unknown": 8, "refused": 2}
CERTIFICATE = {"none": 42, "foreign_primary": 14, "foreign_lower_secondary": 20, "foreign_university_entrance": 7,
               "esa": 6, "unknown": 11}
EMPLOYMENT = {"job_seeking": 38, "language_course": 17, "work_ban": 10, "marginal": 8, "employed_part": 6,
              "employed_full": 5, "care": 5, "school": 4, "training_company": 2, "unknown": 5}
ACCESS = {"outreach": 22, "ki": 12, "social_office": 12, "recommendation": 12, "refugee_counselling": 11, "self": 8,
          "immigration_office": 7, "jmd": 5, "mbe": 3, "volunteers": 4, "employment_agency": 2, "language_school": 2}
ACCOMMODATION = {"municipal_shared": 55, "municipal_flat": 20, "own_flat": 12, "with_family": 7, "land_zue": 3,
                 "unknown": 3}
COMMUNES = {"05978036": 5, "05978024": 4, "05978020": 2, "05978028": 2, "05978004": 2, "05978032": 1}
# one in each commune
SHELTERS = dict(zip(COMMUNES, ("GU Musterweg 4", "GU Musterstraße 12", "GU Am Musterplatz 1", "Haus Musterhof",
                               "GU Musterallee 30", "Haus Musterblick"), strict=True))
WINGS = "ABCDE"
GESTATTUNG = {"asylum_permission": 94, "arrival_proof": 6}
DULDUNG = {"toleration_60a": 83, "toleration_60b": 9, "toleration_60c": 6, "toleration_60d": 2}
WORK = {"with_authority_permit": 60, "banned": 15, "employment": 10, "unknown": 15}
ASKED_LATER = {"sex": "unknown", "nationalities": (), "contact_language": "unknown", "phone": "",
               "access_route": "unknown", "accommodation": "unknown"}
WORK_OF_KIND = {"toleration_60b": {"banned": 1}, "toleration_60c": {"employer_specific": 1},
                "toleration_60d": {"employer_specific": 1}}


@dataclass(frozen=True, slots=True, kw_only=True)
class Person:
    """One invented person on the day of intake: what is typed then and what is asked in the first weeks."""

    intake: Mapping[str, Any]
    level: Mapping[str, str]
    entry: Mapping[str, str]


def choose(rng: Random, weights: Weighted[T]) -> T:
    """One of the keys, by its weight."""
    return rng.choices(list(weights), list(weights.values()))[0]


def chance(rng: Random, percent: float) -> bool:
    """True in so many of a hundred draws."""
    return rng.random() * 100 < percent


def draw(rng: Random, number: int, day: date) -> Person:
    """The person taken in as number ``number`` on ``day``."""
    origin = rng.choices(ORIGINS, [each.weight for each in ORIGINS])[0]
    sex, oral = choose(rng, SEX), choose(rng, ORAL)
    intake: dict[str, Any] = {
        **_name(rng, origin, sex), "birth": _birth(rng, day), "sex": sex,
        "ags": (home := choose(rng, COMMUNES)),
        "nationalities": (choose(rng, origin.nationalities),), "contact_language": choose(rng, origin.languages),
        "interpreter": _interpreter(rng, oral), "phone": f"0150 {number:07d}" if chance(rng, 88) else "",
        **_home(rng, home), "arrived": _arrival(rng, day), "access_route": choose(rng, ACCESS), **_paper(rng, day),
    }
    # a quick intake leaves gaps: one fact in twenty-five is asked later
    intake |= {name: empty for name, empty in ASKED_LATER.items() if chance(rng, 4)}
    level = {"oral": oral, "written": _written(rng, oral), "basis": choose(rng, BASIS)}
    entry = {"entry_employment": choose(rng, EMPLOYMENT), "entry_school_years": choose(rng, SCHOOL),
             "entry_certificate": choose(rng, CERTIFICATE), "entry_german_oral": oral}
    return Person(intake=intake, level=level, entry=entry)


def paper_days(rng: Random, kind: str) -> int:
    """For how many days such a paper is commonly given; Duldungen are the shorter ones."""
    if kind in ("toleration_60c", "toleration_60d"):
        return rng.choice((365, 540))
    return rng.choice((60, 90, 90, 120, 180, 180) if kind.startswith("toleration") else (90, 180, 180))


def _name(rng: Random, origin: Origin, sex: str) -> dict[str, Any]:
    """One name in twenty stands alone, one person in twelve has an alias, every third script is written down."""
    given = rng.choice((origin.women if sex == "w" else origin.men).split())
    alias = (f"{given[:3]} {FAMILY}",) if chance(rng, 8) else ()
    script = origin.script if chance(rng, 35) else ""
    if chance(rng, 5):
        given = ""
    if script and given in GIVEN_IN_SCRIPT:
        script = f"{GIVEN_IN_SCRIPT[given]} {script}"
    return {"family_name": FAMILY, "given_name": given, "order_known": bool(given), "aliases": alias,
            "original_script": script}


def _birth(rng: Random, day: date) -> PartialDate:
    """Many birth dates were given by an authority: 1 January, or a year alone."""
    years = choose(rng, AGES)
    born = add_years(day, -years) - timedelta(days=rng.randrange(365))
    kind = choose(rng, {"exact": 70, "assigned": 18, "estimated": 8, "month": 4})
    if kind == "assigned":
        return PartialDate(born.year, 1, 1)
    if kind == "estimated":
        return PartialDate(born.year, estimated=True)
    return PartialDate(born.year, born.month) if kind == "month" else PartialDate.of(born)


def _arrival(rng: Random, day: date) -> PartialDate | None:
    """In Germany for some months up to six years; the day is seldom known."""
    if chance(rng, 25):
        return None
    arrived = day - timedelta(days=rng.randrange(120, 6 * 365))
    return PartialDate(arrived.year) if chance(rng, 40) else PartialDate(arrived.year, arrived.month)


def _interpreter(rng: Random, oral: str) -> str:
    if oral in ("b1", "b2", "c1"):
        return "none"
    return choose(rng, {"none": 3, "lay": 4, "professional": 2, "remote": 1, "unknown": 1})


def _home(rng: Random, ags: str) -> dict[str, str]:
    """In a shared house of the commune with the wing and the number of the room, or somewhere of one's own."""
    kind = choose(rng, ACCOMMODATION)
    if kind != "municipal_shared":
        return {"accommodation": kind, "shelter": "", "room": ""}
    return {"accommodation": kind, "shelter": SHELTERS[ags], "room": f"{rng.choice(WINGS)}{rng.randrange(101, 340)}"}


def _paper(rng: Random, day: date) -> dict[str, Any]:
    """The paper that is shown at intake, some time after it was given; one in twenty lies elsewhere."""
    if chance(rng, 5):
        return {"paper_kind": "unknown"}
    held = choose(rng, {"gestattung": GESTATTET, "duldung": GEDULDET})
    kind = choose(rng, GESTATTUNG if held == "gestattung" else DULDUNG)
    left = rng.randrange(3, paper_days(rng, kind) + 1)
    return {"paper_kind": kind, "paper_valid_to": None if chance(rng, 5) else day + timedelta(days=left),
            "paper_work_permission": choose(rng, WORK_OF_KIND.get(kind, WORK))}


def _written(rng: Random, oral: str) -> str:
    """Writing is mostly as good as speaking or one step behind."""
    if oral not in LADDER or chance(rng, 20):
        return "unknown"
    return LADDER[max(0, LADDER.index(oral) - rng.choice((0, 1, 1)))]
