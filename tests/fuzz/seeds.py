"""Small good files of every format, and the pieces that damage is made of."""

import io

import xlsxwriter

COLUMNS = ("angebot_id", "durchfuehrung_id", "zustand", "baustein", "titel", "beschreibung", "traeger", "beginn",
           "ende", "ue_woche", "status", "nur_frauen", "plaetze")
ROWS = (("VK-1", "VK-1-1", "aktiv", "4", "Deutsch", "<p>Deutsch &amp; Beruf</p>", "MUSTER", "09.11.2026", "31.03.2027",
         "25,5", "duldung", "ja", "15"),
        ("VK-1", "VK-1-2", "voll", "R", "Änderung", "", "MUSTER", "2026-11-09", "", "", "", "nein", "0"))
HEAD = (("Katalog", "MUSTER"), ("Nummer", "12"), ("Stand", "02.11.2026"), ("Art", "vollständig"))

CSV = "\n".join(map(";".join, (*HEAD, COLUMNS, *ROWS))).encode()
JSON = """{"katalog": "MUSTER", "nummer": 12, "stand": "2026-11-02", "art": "vollständig", "angebote": [
 {"angebot_id": "VK-1", "baustein": "4", "titel": "Deutsch", "traeger": "MUSTER", "beschreibung": "<p>a&amp;b</p>",
  "durchfuehrungen": [
   {"durchfuehrung_id": "VK-1-1", "zustand": "aktiv", "beginn": "2026-11-09", "ue_woche": 25.5, "nur_frauen": true},
   {"durchfuehrung_id": "VK-1-2", "zustand": "voll", "laufender_einstieg": true, "status": ["duldung"], "plaetze": 5}
]}]}""".encode()
OPENQ = """<?xml version="1.0" encoding="iso-8859-15"?>
<OPENQCAT version="1.1"><HEADER><CATALOG><CATALOG_ID>1</CATALOG_ID><CATALOG_NAME>MUSTER</CATALOG_NAME>
<GENERATION_DATE>2026-11-02T18:14:55.445+01:00</GENERATION_DATE></CATALOG>
<SUPPLIER><SUPPLIER_ID>1</SUPPLIER_ID><SUPPLIER_NAME>MUSTER</SUPPLIER_NAME></SUPPLIER></HEADER>
<NEW_CATALOG FULLCATALOG="true"><SERVICE><PRODUCT_ID>7</PRODUCT_ID><SERVICE_DETAILS><TITLE>Änderung</TITLE>
<DESCRIPTION_LONG>&lt;p&gt;Deutsch<![CDATA[<b>x]]></DESCRIPTION_LONG>
<SERVICE_DATE><START_DATE>2027-01-11T00:00:00.000+01:00</START_DATE></SERVICE_DATE><SERVICE_MODULE>
<EDUCATION type="true"><COURSE_ID>7</COURSE_ID><MODULE_COURSE><MAX_PARTICIPANTS>9</MAX_PARTICIPANTS>
<FLEXIBLE_START>true</FLEXIBLE_START></MODULE_COURSE></EDUCATION></SERVICE_MODULE></SERVICE_DETAILS></SERVICE>
<SERVICE><PRODUCT_ID>8</PRODUCT_ID><SERVICE_DETAILS><TITLE/><SERVICE_DATE><START_DATE>2027-03-01T23:00:00Z</START_DATE>
</SERVICE_DATE><SERVICE_MODULE><EDUCATION type="false"><COURSE_ID>7</COURSE_ID></EDUCATION></SERVICE_MODULE>
</SERVICE_DETAILS></SERVICE></NEW_CATALOG></OPENQCAT>""".encode("iso-8859-15")


def xlsx() -> bytes:
    """The rows of the CSV as a workbook."""
    out = io.BytesIO()
    book = xlsxwriter.Workbook(out, {"in_memory": True})
    sheet = book.add_worksheet("Katalog")
    for line, row in enumerate((*HEAD, COLUMNS, *ROWS)):
        sheet.write_row(line, 0, row)
    book.close()
    return out.getvalue()


PIECES = {
    "csv": (b'"', b";", b"\n", b"\r", b"\0", b"\t", b"angebot_id;", b"Katalog;", b"\xff\xfe", b"sep=;\n",
            b"\xed\xa0\x80", "\u202e".encode(), b"Nummer;9\n", b"31.02.2027", b"<![", b"9" * 30, b";" * 70),
    "json": (b'"', b"{", b"}", b"[", b"]", b",", b":", b"null", b"NaN", b"1e400", b"9" * 4400, b'\\ud800', b"\\u0000",
             b"true", b'"angebote":', b'"durchfuehrungen":[', b"[" * 2000, b'{"a":' * 1500, b"\xff", b'""', b"-0.0"),
    "openqcat": (b"<", b">", b"&", b"&amp;", b"&#0;", b"&#xD800;", b"]]>", b"<![CDATA[", b"<!--", b"-->", b"<a>" * 80,
                 b"</SERVICE>", b"<SERVICE>", b"<!DOCTYPE a [<!ENTITY b \"c\">]>", b"&b;", b"utf-16", b"utf-7",
                 b"iso-8859-15", b"idna", b'type="', b"<?xml version='1.0'?>", b"UPDATE_CATALOG", b"false",
                 b"xmlns=\"u\"", b"9999-12-31T23:00:00Z", b"0000-00-00"),
    "xlsx": (b"PK\x01\x02", b"PK\x05\x06", b"PK\x03\x04", b"\xff\xff\xff\xff", b"\0\0\0\0", b"\xff\xff", b"PK\x06\x06",
             b"PK\x06\x07", b"\x01\0", b"\x08\0"),
}
CELLS = ("", " ", "angebot_id", "durchfuehrung_id", "Katalog", "Nummer", "Stand", "Art", "ja", "R", "31.02.2027",
         "\u202e", "x" * 4_000, "<![", "9" * 30, "-1", "1e+300", "VK-1-1", "\n", "zeiten")
# Where a value stands in a file that stays well-formed, and what is put there instead.
VALUES = {"json": rb'"[^"\n]*"|\b[0-9.]+\b|true', "openqcat": rb"(?<=>)[^<]+(?=<)"}
NEW_VALUES = {
    "json": (b'""', b"null", b"[]", b"{}", b"[[1]]", b"1e400", b"-1", b"0.001", b"15.0", b"9" * 400, b'"\\ud83d"',
             b"false", b'"\\u202e\\u0000"', b'"31.02.2027"', b'"VK-1-1"', b'"beginn"', b'"' + b"x" * 4_001 + b'"',
             b'["duldung", 1]'),
    "openqcat": (b"", b" ", b"x" * 31_000, b"7", b"8", b"&#x202e;", b"true", b"1", b"2027-02-31T00:00:00",
                 b"9999-12-31T23:00:00Z", b"0000-01-01", b"\xa4", b"<a><b>c</b></a>", b"&lt;![", b"-5",
                 b"&lt;script&gt;" * 300),
}
