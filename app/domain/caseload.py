"""The caseload as the duplicate finder keeps it in memory: who bears which words, how rare they are, and who of all
these is like a person being typed. Kept up to date by whoever reads the file; no database here."""

from collections.abc import Callable, Collection, Iterator
from dataclasses import dataclass
from math import log

from app.domain.dates import PartialDate
from app.domain.duplicates import (
    PHONE,
    PHONE_FOR_YEAR,
    SAME_NATION,
    SAME_SEX,
    WORSE,
    Known,
    Likeness,
    Traits,
    birth_evidence,
    known,
    likeness,
)
from app.domain.names import Transliterate
from app.domain.sounds import words
from app.domain.spelling import Level, keys, level, looked_for

# Shown from here on among so many people; ten times as many bring ten times the chance likenesses.
BAR, AMONG, AMONG_LEAST = 7.5, 3000, 100
AT_MOST = 5
# Names many people bear everywhere, in a file that is still too small to tell: estimated shares.
COMMON = {"mohammad": .14, "ahmad": .06, "ali": .06, "hassan": .04, "hussein": .035, "fatima": .03, "mahmoud": .02,
          "ibrahim": .02, "abdullah": .02, "omar": .02, "yusuf": .015, "maryam": .015, "khan": .015, "mustafa": .015}
IMAGINED = 150


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """A person of the caseload who may be the one typed."""

    id: str
    likeness: Likeness


class Caseload:
    """People by identity. Not for several threads at once."""

    def __init__(self, transliterate: Transliterate | None = None) -> None:
        self._transliterate = transliterate
        self._people: dict[str, Known] = {}
        self._bearers: dict[str, set[str]] = {}
        self._phones: dict[str, set[str]] = {}
        self._keys: dict[str, set[str]] = {}
        self._near: dict[str, dict[str, Level]] = {}
        self._rarity: dict[tuple[str, Level], float] = {}
        self._imagined = {word: share * IMAGINED for word, share in COMMON.items()}
        for word in COMMON:
            self._learn(word)

    def __len__(self) -> int:
        return len(self._people)

    def put(self, identity: str, traits: Traits) -> None:
        """A person, new or changed."""
        self.drop(identity)
        person = self._people[identity] = known(traits, self._transliterate)
        for word in _words(person):
            if word not in self._bearers:
                self._learn(word)
            self._bearers[word].add(identity)
        if person.phone:
            self._phones.setdefault(person.phone, set()).add(identity)
        self._rarity.clear()

    def drop(self, identity: str) -> None:
        """Somebody who has gone, if they were there."""
        person = self._people.pop(identity, None)
        if person is None:
            return
        # the words stay: they cost little, and the next person may bear them
        for word in _words(person):
            self._bearers[word].discard(identity)
        self._phones.get(person.phone, set()).discard(identity)
        self._rarity.clear()

    def _learn(self, word: str) -> None:
        # what was typed may lie near the new word, and is the new word itself where somebody was just taken in: that
        # is looked up anew; of the words borne so far only their own
        self._near = {other: found for other, found in self._near.items() if other in self._bearers}
        self._bearers[word] = set()
        for key in keys(word):
            self._keys.setdefault(key, set()).add(word)
        if self._near:
            for other, like in self.near(word).items():
                self._near.get(other, {})[word] = like

    def warm(self, step: Callable[[int, int], None] = lambda done, total: None) -> None:
        """Compares all words with each other (two seconds for 3,000 people), so that no key has to wait for it."""
        for i, word in enumerate(self._bearers):
            if i % 50 == 0:
                step(i, len(self._bearers))
            self.near(word)

    @property
    def bar(self) -> float:
        """The score from which somebody is shown."""
        return BAR + log(max(len(self._people), AMONG_LEAST) / AMONG)

    def likeness(self, one: Traits, two: Traits) -> Likeness:
        """How like two records are, by the names of this caseload."""
        other = known(two, self._transliterate)
        return likeness(known(one, self._transliterate), other, self.rarity, self._sharing(other.phone))

    def similar(self, traits: Traits, *, at_most: int = AT_MOST, but: Collection[str] = ()) -> tuple[Found, ...]:
        """Who may be the person, the likeliest first; ``but`` are those who are known to be somebody else."""
        person = known(traits, self._transliterate)
        found = sorted(self._like(person, lambda identity: identity not in but),
                       key=lambda hit: (-hit.likeness.score, hit.id))
        return tuple(found[:at_most])

    def pairs(self, step: Callable[[int, int], None] = lambda done, total: None, *,
              but: Collection[frozenset[str]] = ()) -> tuple[tuple[str, Found], ...]:
        """All pairs that may be one person each, the likeliest first; ``but`` are those known to be two people."""
        seen: set[str] = set()
        found: list[tuple[str, Found]] = []
        for identity, person in self._people.items():
            if len(seen) % 50 == 0:
                step(len(seen), len(self._people))
            seen.add(identity)
            found += [(identity, hit) for hit in self._like(person, lambda other: other not in seen)
                      if frozenset((identity, hit.id)) not in but]
        return tuple(sorted(found, key=lambda pair: (-pair[1].likeness.score, pair[0], pair[1].id)))

    def bearing(self, typed: str, at_most: int = AT_MOST) -> tuple[str, ...]:
        """People in whose names all typed words stand, however spelled; the nearest spellings first."""
        found: dict[str, int] = {}
        for i, word in enumerate(words(typed, self._transliterate)):
            best: dict[str, int] = {}
            for other, like in self.near(word).items():
                for identity in self._bearers[other] if like < Level.SLIP else ():
                    best[identity] = min(best.get(identity, like), like)
            found = {identity: found.get(identity, 0) + like for identity, like in best.items()
                     if i == 0 or identity in found}
        known = (identity for identity in self._people if identity in found)
        return tuple(sorted(known, key=lambda identity: found[identity])[:at_most])

    def near(self, word: str) -> dict[str, Level]:
        """The words of the caseload that may be this one."""
        found = self._near.get(word)
        if found is None:
            found = self._near[word] = self._looked_up(word)
        return found

    def _looked_up(self, word: str) -> dict[str, Level]:
        if len(word) == 1:
            # the first key of a name, or an initial: everything that begins so
            return {other: Level.SHORT if other != word else Level.SAME for other in self._bearers
                    if other.startswith(word)}
        candidates = set().union(*(self._keys.get(key, ()) for key in looked_for(word)))
        candidates.update(other for other in self._bearers if other.startswith(word) or other.endswith(word))
        candidates.update(filter(self._bearers.__contains__, (word[:n] for n in range(1, len(word)))))
        candidates.update(filter(self._bearers.__contains__, (word[n:] for n in range(1, len(word) - 3))))
        if len(word) <= 4:
            candidates.update(other for other in self._bearers if other[:1] == word[:1])
        return {other: like for other in candidates if (like := level(word, other)) is not None and like < Level.LOOSE}

    def rarity(self, word: str, like: Level) -> float:
        """How little one would expect to meet such a word by chance."""
        found = self._rarity.get((word, like))
        if found is None:
            bearing = sum(len(self._bearers[other]) + self._imagined.get(other, 0)
                          for other, its in self.near(word).items() if its <= like)
            found = self._rarity[word, like] = -log((bearing + .5) / (len(self._people) + IMAGINED))
        return found

    def _sharing(self, phone: str) -> int:
        return len(self._phones.get(phone, ()))

    def _like(self, person: Known, wanted: Callable[[str], bool]) -> Iterator[Found]:
        bar = self.bar
        of_birth: dict[PartialDate | None, float] = {}
        for identity, most in self._gains(person).items():
            other = self._people[identity]
            birth = other.traits.birth
            # asked a thousand times a person, and a date is slow to look up: once, not three times
            evidence = of_birth.get(birth)
            if evidence is None:
                evidence = of_birth[birth] = birth_evidence(person.traits.birth, birth)[0]
            # most people bear a common name and nothing else of this: they are not worth the full comparison
            if most + evidence < bar or not wanted(identity):
                continue
            like = likeness(person, other, self.rarity, self._sharing(other.phone))
            if like.score >= bar:
                yield Found(id=identity, likeness=like)

    def _gains(self, person: Known) -> dict[str, float]:
        """The most that names, phone and the rest could say for everybody who has something in common."""
        sharing = self._phones.get(person.phone, set())
        gains = dict.fromkeys(sharing, _MOST_BESIDE + PHONE + PHONE_FOR_YEAR)
        for form in person.forms:
            of_form: dict[str, float] = {}
            for word in form.words:
                best: dict[str, float] = {}
                for other, like in self.near(word).items():
                    # a beginning may turn out to be one of two words written as one
                    whole = like == Level.SHORT and len(word) > 2
                    gain = self.rarity(word, Level.VARIANT if whole else like) - WORSE[like]
                    for identity in self._bearers[other]:
                        if gain > best.get(identity, 0.0):
                            best[identity] = gain
                for identity, gain in best.items():
                    of_form[identity] = of_form.get(identity, _MOST_BESIDE) + gain
            for identity, gain in of_form.items():
                gain += PHONE + PHONE_FOR_YEAR if identity in sharing else 0.0
                gains[identity] = max(gains.get(identity, 0.0), gain)
        return gains


_MOST_BESIDE = SAME_SEX + SAME_NATION


def _words(person: Known) -> frozenset[str]:
    return frozenset(word for form in person.forms for word in form.words)
