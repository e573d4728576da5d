"""What is said of an installer when it is signed, its name, what is new in it, and which of two versions is newer.
Texts in, values out; whose key counts and where files lie is decided elsewhere."""

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

News = Mapping[str, tuple[str, ...]]
FORM = "klientendatei-update/1 "
# what the format of the signature gives a comment, so that the stock program still shows it
MOST_BYTES = 8000
# how the name of an installer ends, by kind
ENDS = {"deb": ".deb", "tar.xz": ".tar.xz", "setup": ".exe", "msi": ".msi", "dmg": ".dmg"}
BUILT = (("linux-x86_64", "deb"), ("linux-x86_64", "tar.xz"), ("windows-x86_64", "setup"), ("windows-x86_64", "msi"),
         ("macos-arm64", "dmg"))
_BEGIN = "klientendatei"
_DEBIAN = {"linux-x86_64": "amd64"}
_VERSION = re.compile(r"(0|[1-9][0-9]{0,5})(\.(0|[1-9][0-9]{0,5})){0,3}")
_SHA256 = re.compile(r"[0-9a-f]{64}")
_WORDS = ("version", "platform", "kind", "sha256", "file")
_HEADING, _SENTENCE = "## ", "* "


@dataclass(frozen=True, slots=True, kw_only=True)
class Release:
    """One installer as its signature describes it; ``news`` are German sentences by version, newest first."""

    version: str
    platform: str
    kind: str
    sha256: str
    file: str
    news: News


def parts(version: str) -> tuple[int, ...]:
    """The numbers of a version, for comparing; ValueError for anything but one to four numbers with dots."""
    if not _VERSION.fullmatch(version):
        raise ValueError(f"{version!r} is no version")
    numbers = [int(number) for number in version.split(".")]
    # 1.0 and 1.0.0 are the same
    while numbers and not numbers[-1]:
        numbers.pop()
    return tuple(numbers)


def is_newer(version: str, than: str) -> bool:
    """Whether a version comes after another one; ValueError where either is none."""
    return parts(version) > parts(than)


def kind_of(name: str) -> str:
    """The kind of installer a file of this name would be, "" for none; nothing is said of what is in it."""
    name = name.casefold()
    return next((kind for kind, end in ENDS.items() if name.startswith(_BEGIN) and name.endswith(end)), "")


def file_name(version: str, platform: str, kind: str) -> str:
    """The one name under which an installer is signed."""
    if kind == "deb":
        return f"{_BEGIN}_{version}_{_DEBIAN[platform]}{ENDS[kind]}"
    return f"{_BEGIN}-{version}-{platform}{'-setup' if kind == 'setup' else ''}{ENDS[kind]}"


def comment(release: Release) -> str:
    """The one line that is signed with the installer; of the news the oldest are left out where they do not fit."""
    news = dict(release.news)
    while True:
        said = {"version": release.version, "platform": release.platform, "kind": release.kind,
                "sha256": release.sha256, "file": release.file, "news": news}
        line = FORM + json.dumps(said, ensure_ascii=False, separators=(",", ":"))
        if len(line.encode("utf-8")) <= MOST_BYTES or not news:
            return line
        del news[min(news, key=parts)]


def read_comment(line: str) -> Release:
    """The counterpart of ``comment``; ValueError for a line that is none. Whether it may be believed, it cannot say."""
    if not line.startswith(FORM):
        raise ValueError("no comment of an installer")
    said = json.loads(line.removeprefix(FORM))
    if not isinstance(said, dict):
        raise ValueError("no object")
    words = {name: word for name, word in said.items() if name in _WORDS and isinstance(word, str)}
    if len(words) != len(_WORDS):
        raise ValueError("a word is missing")
    parts(words["version"])
    if words["kind"] not in ENDS or not _SHA256.fullmatch(words["sha256"]):
        raise ValueError("unknown kind or no SHA-256")
    return Release(news=_news(said.get("news")), **words)


def _news(said: Any) -> News:
    if not isinstance(said, dict):
        raise ValueError("no news")
    for sentences in said.values():
        if not isinstance(sentences, list) or not all(isinstance(one, str) for one in sentences):
            raise ValueError("no sentences")
    return {version: tuple(said[version]) for version in sorted(said, key=parts, reverse=True)}


def read_news(text: str) -> News:
    """What `neuigkeiten.md` says, newest version first: headings ``## 0.1.0``, below them a sentence a line."""
    found: dict[str, tuple[str, ...]] = {}
    version = ""
    for line in text.splitlines():
        if line.startswith(_HEADING):
            version = line.removeprefix(_HEADING).strip()
        elif line.startswith(_SENTENCE) and version:
            found[version] = (*found.get(version, ()), line.removeprefix(_SENTENCE).strip())
    return {version: found[version] for version in sorted(found, key=parts, reverse=True)}


def between(news: News, since: str, upto: str) -> News:
    """The news of the versions after ``since`` up to ``upto``."""
    return {version: said for version, said in news.items() if is_newer(version, since) and not is_newer(version, upto)}
