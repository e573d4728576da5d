"""Romanisation tables as data, one row a letter, one column a system; where each comes from stands in SOURCES.md.
Only single letter correspondences and the reading of them; whose names they spell is not said here."""

import unicodedata
from collections.abc import Mapping

# Arabic script, keyed by the sign of DIN 31635: it tells the short vowels, which the script itself leaves out.
# A dot stands for „nothing is written“.
ARABIC = """
sign iso233 bgn alalc de fr persian persian_de pashto
ʾ    ʾ     ʼ   ʼ    .    .   ʼ   .    .
ʿ    ʿ     ʻ   ʻ    .    .   ʻ   .    .
ṯ    ṯ     th  th   th   th  s̄   s    s
ǧ    ǧ     j   j    dsch dj  j   dsch j
č    č     ch  ch   tsch tch ch  tsch ch
ḥ    ḥ     ḩ   ḥ    h    h   ḩ   h    h
ḫ    ẖ     kh  kh   ch   kh  kh  ch   kh
ḏ    ḏ     dh  dh   dh   dh  z̄   s    z
š    š     sh  sh   sch  ch  sh  sch  sh
ž    ž     zh  zh   sch  j   zh  sch  zh
ṣ    ṣ     ş   ṣ    s    s   ş   s    s
ḍ    ḍ     ḑ   ḍ    d    d   ẕ   s    z
ẓ    ẓ     z̧   ẓ    z    z   ẕ   s    z
ṭ    ṭ     ţ   ṭ    t    t   ţ   t    t
ġ    ġ     gh  gh   gh   gh  gh  gh   gh
q    q     q   q    k    k   q   q    q
w    w     w   w    w    ou  w   w    w
y    y     y   y    j    y   y   j    y
z    z     z   z    s    z   z   s    z
ź    ź     dz  dz   ds   dz  dz  ds   dz
ṉ    ṇ     n   n    n    n   n   n    ṉ
ā    ā     ā   ā    a    a   ā   a    ā
ī    ī     ī   ī    i    i   ī   i    ī
ū    ū     ū   ū    u    ou  ū   u    ū
ay   ay    ay  ay   ai   ei  ey  ei   ay
aw   aw    aw  aw   au   aou ow  au   aw
u    u     u   u    u    ou  o   o    u
i    i     i   i    i    i   e   e    i
"""

CYRILLIC = """
sign iso9 icao bgn  de     serbian
а    a    a    a    a      a
б    b    b    b    b      b
в    v    v    v    w      v
г    g    g    g    g      g
д    d    d    d    d      d
ђ    đ    d    đ    dj     đ
ѓ    ǵ    gj   gj   gj     gj
е    e    e    e    e      e
ж    ž    zh   zh   sch    ž
з    z    z    z    s      z
и    i    i    i    i      i
й    j    i    y    i      j
ј    ǰ    j    j    j      j
к    k    k    k    k      k
л    l    l    l    l      l
љ    l̂    lj   lj   lj     lj
м    m    m    m    m      m
н    n    n    n    n      n
њ    n̂    nj   nj   nj     nj
о    o    o    o    o      o
п    p    p    p    p      p
р    r    r    r    r      r
с    s    s    s    s      s
т    t    t    t    t      t
ћ    ć    c    ć    tsch   ć
ќ    ḱ    kj   kj   kj     ć
у    u    u    u    u      u
ф    f    f    f    f      f
х    h    kh   kh   ch     h
ц    c    ts   ts   z      c
ч    č    ch   ch   tsch   č
џ    d̂    dz   dž   dsch   dž
ш    š    sh   sh   sch    š
щ    ŝ    shch shch schtsch šč
ъ    ʺ    ie   .    .      .
ы    y    y    y    y      y
ь    ʹ    .    ʼ    .      .
э    è    e    e    e      e
ю    û    iu   yu   ju     ju
я    â    ia   ya   ja     ja
"""

# What differs in Ukrainian from the rows above; ``national`` is the resolution No. 55 of 2010.
UKRAINIAN = """
sign iso9 icao bgn  de   national
г    g    h    h    h    h
и    i    y    y    y    y
і    ì    i    i    i    i
ї    ï    i    yi   ji   i
є    ê    ie   ye   je   ie
ж    ž    zh   zh   sch  zh
х    h    kh   kh   ch   kh
ц    c    ts   ts   z    ts
ч    č    ch   ch   tsch ch
ш    š    sh   sh   sch  sh
щ    ŝ    shch shch schtsch shch
й    j    i    y    j    i
ь    ʹ    .    ʼ    .    .
ю    û    iu   yu   ju   iu
я    â    ia   ya   ja   ia
"""

GEORGIAN = """
sign bgn de
ა    a   a
ბ    b   b
გ    g   g
დ    d   d
ე    e   e
ვ    v   w
ზ    z   s
თ    t   t
ი    i   i
კ    k’  k
ლ    l   l
მ    m   m
ნ    n   n
ო    o   o
პ    p’  p
ჟ    zh  sch
რ    r   r
ს    s   s
ტ    t’  t
უ    u   u
ფ    p   p
ქ    k   k
ღ    gh  gh
ყ    q’  q
შ    sh  sch
ჩ    ch  tsch
ც    ts  z
ძ    dz  ds
წ    ts’ z
ჭ    ch’ tsch
ხ    kh  ch
ჯ    j   dsch
ჰ    h   h
"""

ARMENIAN = """
sign bgn alalc de
ա    a   a     a
բ    b   b     b
գ    g   g     g
դ    d   d     d
ե    e   e     e
զ    z   z     s
ը    y   ě     e
թ    t’  tʻ    t
ժ    zh  zh    sch
ի    i   i     i
լ    l   l     l
խ    kh  kh    ch
ծ    ts  ts    z
կ    k   k     k
հ    h   h     h
ձ    dz  dz    ds
ղ    gh  gh    gh
ճ    ch  ch    tsch
մ    m   m     m
յ    y   y     j
ն    n   n     n
շ    sh  sh    sch
ո    o   o     o
չ    ch’ chʻ   tsch
պ    p   p     p
ջ    j   j     dsch
ռ    rr  ṛ     r
ս    s   s     s
վ    v   v     w
տ    t   t     t
ր    r   r     r
ց    ts’ tsʻ   z
ու   u   u     u
փ    p’  pʻ    p
ք    k’  kʻ    k
օ    o   ō     o
ֆ    f   f     f
"""

# The first form of each row of the Ethiopic syllabary; the vowel follows from the place in the row.
ETHIOPIC = """
sign bgn alalc
ሀ    h   h
ለ    l   l
ሐ    ḥ   ḥ
መ    m   m
ሠ    s   ś
ረ    r   r
ሰ    s   s
ሸ    sh  š
ቀ    k’  q
በ    b   b
ተ    t   t
ቸ    ch  č
ኀ    h   ḫ
ነ    n   n
ኘ    ny  ñ
አ    .   ʼ
ከ    k   k
ኸ    kh  x
ወ    w   w
ዐ    ‘   ʻ
ዘ    z   z
ዠ    zh  ž
የ    y   y
ደ    d   d
ጀ    j   ǧ
ገ    g   g
ጠ    t’  ṭ
ጨ    ch’ č̣
ጸ    ts’ ṣ
ፈ    f   f
ፐ    p   p
"""
ETHIOPIC_VOWELS: Mapping[str, tuple[str, ...]] = {
    "bgn": ("e", "u", "i", "a", "ie", "", "o"),
    "alalc": ("a", "u", "i", "ā", "é", "e", "o"),
}

# Orthographies in Latin letters: ``icao`` is the zone of a passport for machines, ``de`` what is written by ear.
TURKISH = """
sign icao de
ç    c    tsch
ş    s    sch
ğ    g    gh
ı    i    i
ö    oe   ö
ü    ue   ü
ê    e    e
î    i    i
û    u    u
y    y    j
z    z    s
"""

ALBANIAN = """
sign icao de
ë    e    e
ç    c    tsch
xh   xh   dsch
sh   sh   sch
zh   zh   sch
q    q    tsch
"""

SOMALI = """
sign english de
x    h    h
c    .    .
aa   a    a
ee   e    e
ii   i    i
oo   o    o
uu   u    u
sh   sh   sch
j    j    dsch
"""

# French spelling of West African names and the one of the English-speaking neighbours.
FRENCH = """
sign english de
ou   u    u
dia  ja   dia
dié  jie  dié
djé  je   dsche
é    eh   e
ï    i    i
ci   si   ssi
ca   ka   ka
co   ko   ko
ch   sh   sch
"""

_MATRICES: Mapping[str, str] = {
    "arabic": ARABIC, "cyrillic": CYRILLIC, "ukrainian": UKRAINIAN, "georgian": GEORGIAN, "armenian": ARMENIAN,
    "ethiopic": ETHIOPIC, "turkish": TURKISH, "albanian": ALBANIAN, "somali": SOMALI, "french": FRENCH,
}


def _parsed(matrix: str) -> dict[str, dict[str, str]]:
    head, *rows = (line.split() for line in matrix.strip().splitlines())
    letters = [(row[0], ["" if cell == "." else cell for cell in row[1:]]) for row in rows]
    return {system: {sign: cells[place] for sign, cells in letters} for place, system in enumerate(head[1:])}


TABLES: Mapping[str, Mapping[str, Mapping[str, str]]] = {name: _parsed(text) for name, text in _MATRICES.items()}


def _table(script: str, system: str) -> Mapping[str, str]:
    if script == "ukrainian":
        base = TABLES["cyrillic"]["bgn" if system == "national" else system]
        return {**base, **TABLES["ukrainian"][system]}
    return TABLES[script][system]


def spelled(word: str, script: str, system: str) -> str:
    """One word written with a column of a table, longest sign first, the first letter large; KeyError for no table."""
    text = _syllables(word, system) if script == "ethiopic" else _letters(word, _table(script, system))
    # A sign of the throat may stand first; the letter behind it is the one that becomes large.
    first = next((place for place, char in enumerate(text) if char.upper() != char), 0)
    return text[:first] + text[first:first + 1].upper() + text[first + 1:]


def _letters(word: str, table: Mapping[str, str]) -> str:
    # The dot of İ would stay behind as a mark of its own; composed signs are what the tables are keyed by.
    rest = unicodedata.normalize("NFC", word.replace("İ", "i").lower())
    longest = max(map(len, table))
    written = []
    while rest:
        size = next((size for size in range(longest, 0, -1) if rest[:size] in table), 0)
        written.append(table[rest[:size]] if size else rest[0])
        rest = rest[size or 1:]
    return "".join(written)


def _syllables(word: str, system: str) -> str:
    written = []
    for place, letter in enumerate(word):
        row, order = divmod(ord(letter), 8)
        first = chr(row * 8)
        # The sixth form is read with or without a vowel; at the end of a name without one.
        vowel = "" if order == 5 and place == len(word) - 1 else ETHIOPIC_VOWELS[system][order]
        # The rows of the two throat sounds are read with a, not with e.
        written.append(TABLES["ethiopic"][system][first] + ("a" if first in "አዐ" and order == 0 else vowel))
    return "".join(written)


def plain(text: str) -> str:
    """Without marks and apostrophes, as a passport or a form prints the scholarly spelling."""
    bare = "".join(char for char in unicodedata.normalize("NFKD", text) if not unicodedata.combining(char))
    return bare.translate({ord(char): None for char in "ʾʿʼʻ’‘ʹʺ"}).translate(str.maketrans("đĐı", "dDi"))
