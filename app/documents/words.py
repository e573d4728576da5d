"""The words of letters and sheets in the language of a person, read from `resources/letters`, one file a language. A
language without a file has no words here: nothing is guessed."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, time
from functools import cache

from app import resources
from app.documents.scripts import set_apart
from app.domain.dates import german

GERMAN, ENGLISH = "deu", "eng"
TO_LEFT = frozenset({"ara", "fas", "prs", "pus"})
# Not languages: nobody asked, or the person did not say.
NOT_KNOWN = frozenset({"", "unknown", "refused"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Words:
    """One language, by its ISO 639-3 id. ``checked`` says who read the wording as a native speaker and when, "" is
    nobody yet; ``invitation``, ``plan`` and ``slip`` hold the same keys in every language."""

    language: str
    name: str
    checked: str
    weekdays: tuple[str, ...]
    when: str
    clock: str
    open: str
    invitation: Mapping[str, str]
    plan: Mapping[str, str]
    slip: Mapping[str, str]

    @property
    def to_left(self) -> bool:
        """Whether the language is written from right to left."""
        return self.language in TO_LEFT

    def day(self, day: date | None) -> str:
        """``Dienstag, 10.11.2026``, or that it is open; the date is German in every language, as calendars differ."""
        if day is None:
            return self.open
        return self.when.format(weekday=self.weekdays[day.weekday()], day=set_apart(german(day)))

    def time(self, at: time | None) -> str:
        """``10:30 Uhr``; where a day is counted from sunrise (Tigrinya, Somali) with the remark that it is German."""
        return self.open if at is None else self.clock.format(time=set_apart(f"{at:%H:%M}"))


@cache
def languages() -> tuple[str, ...]:
    """The ids of all languages with words."""
    return tuple(sorted(file.stem for file in resources.path("letters").glob("*.json")))


@cache
def words_in(language: str) -> Words | None:
    """The words in a language of `resources/codes/language.csv`, or None if there are none."""
    if language not in languages():
        return None
    content = json.loads(resources.path("letters", f"{language}.json").read_text(encoding="utf-8"))
    return Words(**{**content, "weekdays": tuple(content["weekdays"])})


def known_words(language: str) -> Words:
    """The words in a language that has some; ValueError for another."""
    words = words_in(language)
    if words is None:
        raise ValueError(f"no words in {language}")
    return words
