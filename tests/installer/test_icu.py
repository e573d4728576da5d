"""What is left of ICU in the bundle: Qt still sorts German as before, and the rest falls back to the root rules."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

import PySide6
import pytest

from installer import dev, icu

LIBRARY = Path(PySide6.__file__).parent / "Qt" / "lib" / "libicudata.so.73"
SORTED = """
from PySide6.QtCore import QCollator, QLocale
words = ["Zorn", "Äpfel", "apfel", "Straße", "Strasse", "Łukasz", "Lukas", "Öl", "Ol"]
print(sorted(words, key=QCollator(QLocale("de_DE")).sortKey))
"""
TOOLS = all(shutil.which(tool, path=dev.wide_path()) for tool in ("icupkg", "nm", "readelf", "as", "ld"))


def words_sorted_with(folder: str) -> str:
    environment = {**os.environ, "LD_LIBRARY_PATH": folder}
    return subprocess.run([sys.executable, "-c", SORTED], env=environment, capture_output=True, text=True,
                          check=True).stdout


@pytest.mark.skipif(not LIBRARY.exists() or not TOOLS, reason="needs Qt for Linux, binutils and icu-devtools")
def test_the_small_data_sorts_german_like_the_whole(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", dev.wide_path())
    small = icu.trimmed(LIBRARY, tmp_path)
    assert small.name == LIBRARY.name
    assert small.stat().st_size < LIBRARY.stat().st_size / 5
    assert words_sorted_with(str(tmp_path)) == words_sorted_with("")


@pytest.mark.parametrize(("name", "kept"), [("de.res", True), ("coll/root.res", True), ("fr.res", False),
                                            ("brkitr/root.res", False), ("ibm-5348_P100-1997.cnv", True)])
def test_german_english_and_the_root_stay(name: str, kept: bool) -> None:
    assert icu.is_kept(name) is kept
