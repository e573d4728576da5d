"""Commands run as a person or a script runs them: words in, exit code and both streams out."""

import io
import json
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import pytest

from app import cli
from tests.casefiles import PASSWORD, Clock

Run = Callable[..., "Ended"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Ended:
    """How a command ended: exit code and both streams."""

    code: int
    out: str
    err: str

    @property
    def result(self) -> dict[str, Any]:
        """The one object on stdout; fails where there is more or less than that."""
        found = json.loads(self.out)
        assert isinstance(found, dict)
        return found


@pytest.fixture
def run(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], clock: Clock) -> Run:
    def ended(*words: object, typed: str = PASSWORD, qt: str = "Abbrechen") -> Ended:
        monkeypatch.setattr("sys.stdin", io.StringIO(f"{typed}\nzweite Zeile\n"))
        capsys.readouterr()
        try:
            code = cli.main([str(word) for word in words], now=clock, texts_of_qt=lambda: qt)
        except SystemExit as usage:
            code = int(usage.code or 0)
        streams = capsys.readouterr()
        return Ended(code=code, out=streams.out, err=streams.err)

    return ended


def refused_with(ended: Ended, sentence: str) -> bool:
    """Whether it ended in that sentence, up to its first placeholder, and printed nothing for machines."""
    return ended.code not in (0, 2) and sentence.split("{")[0] in ended.err and ended.out == ""
