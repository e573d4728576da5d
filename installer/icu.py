"""ICU's data without the languages and encodings that no text here is in: 3 MB of 32. Linux only; needs icu-devtools.

Qt's own ICU (libicudata.so) is one symbol over a table of files; what is taken out, ICU replaces by its root rules.
"""

import re
import subprocess
from fnmatch import fnmatch
from pathlib import Path

# The root, German and English; the lists that say what there is; what collation and breaking lines stand on.
KEPT = (
    "root.res", "de.res", "de_DE.res", "en.res", "en_*.res", "pool.res", "res_index.res", "*/pool.res",
    "*/res_index.res", "*/root.res", "*/de.res", "*/en.res", "*.icu", "*.nrm", "*.spp", "coll/ucadata*",
    "supplementalData.res", "likelySubtags.res", "numberingSystems.res", "metadata.res", "keyTypeData.res",
    "timezoneTypes.res", "windowsZones.res", "zoneinfo64.res", "plurals.res", "dayPeriods.res", "genderList.res",
    "currencyNumericCodes.res", "icuver.res", "icustd.res", "langInfo.res", "tzdbNames.res", "metaZones.res",
    "ibm-5348_*.cnv", "ibm-923_*.cnv",  # Windows-1252 and ISO 8859-15, for a desktop that is not set to UTF-8
)
# names of characters, boundaries of words, other scripts, money and measures: Qt never asks ICU for them
NOT_KEPT = ("unames.icu", "brkitr/*", "translit/*", "curr/*", "unit/*", "rbnf/*")
_SYMBOL = re.compile(r"^([0-9a-f]+) \w (icudt(\d+)_dat)$", re.MULTILINE)
_SEGMENT = re.compile(r"LOAD +0x(\w+) 0x(\w+) 0x\w+ 0x(\w+)")
_ASSEMBLY = """.globl {symbol}
.type {symbol}, @object
.section .rodata
.balign 16
{symbol}:
.incbin "{data}"
.size {symbol}, .-{symbol}
.section .note.GNU-stack,"",@progbits
"""


def trimmed(library: Path, work: Path) -> Path:
    """A library of the same name and symbol in the folder ``work``, with the kept files alone.

    Raises CalledProcessError or OSError where a tool is missing or fails, StopIteration where the library is not as
    expected: then the build has to be looked at.
    """
    small = work / "small"
    small.mkdir(parents=True, exist_ok=True)
    symbol = next(_SYMBOL.finditer(_said("nm", "-D", library)))
    # ICU looks for this name inside: its version and the order of bytes
    data = work / f"icudt{symbol[3]}l.dat"
    data.write_bytes(_content(library, int(symbol[1], 16)))
    names = _said("icupkg", "-l", data).split()
    unwanted = [name for name in names if not is_kept(name)]
    (work / "unwanted.txt").write_text("\n".join(unwanted), encoding="ascii")
    _said("icupkg", "-r", work / "unwanted.txt", data, small / data.name)
    assembly, compiled, target = work / "data.s", work / "data.o", work / library.name
    assembly.write_text(_ASSEMBLY.format(symbol=symbol[2], data=small / data.name), encoding="utf-8")
    _said("as", "-o", compiled, assembly)
    _said("ld", "-shared", "-z", "noexecstack", "-soname", library.name, "-o", target, compiled)
    return target


def is_kept(name: str) -> bool:
    """Whether a file of ICU's data, by its name such as ``coll/de.res``, stays."""
    return any(fnmatch(name, pattern) for pattern in KEPT) and not any(fnmatch(name, one) for one in NOT_KEPT)


def _content(library: Path, address: int) -> bytes:
    """The bytes from the symbol to the end of the segment it lies in."""
    for found in _SEGMENT.finditer(_said("readelf", "-lW", library)):
        offset, begin, size = (int(number, 16) for number in found.groups())
        if begin <= address < begin + size:
            return library.read_bytes()[offset + address - begin:offset + size]
    raise StopIteration


def _said(*command: object) -> str:
    return subprocess.run([str(word) for word in command], capture_output=True, text=True, check=True).stdout
