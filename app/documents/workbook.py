"""A workbook with tables for people, lists to be filtered and texts; what stands in it is not known here."""

import io
from collections.abc import Sequence
from datetime import datetime
from typing import Any

DASH = "–"
_GREY = "#5A6373"


class Workbook:
    """A workbook in memory that is written downwards; texts stay texts, and there is no clock in it.

    ``mark`` stands above the tables and on every printed page.
    """

    def __init__(self, title: str, made: datetime, mark: str = "") -> None:
        import xlsxwriter  # 0.1 s that only the person who exports waits for

        self._out = io.BytesIO()
        # in_memory: nothing lies in the folder of temporary files afterwards.
        self._book: Any = xlsxwriter.Workbook(self._out, {
            "in_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False})
        self._book.set_properties({"title": title, "created": made})
        self._forms = {"": None, **{name: self._book.add_format(form) for name, form in {
            "bold": {"bold": True}, "grey": {"font_color": _GREY}, "number": {"align": "right"},
            "weak": {"align": "right", "font_color": _GREY},
            "head": {"font_color": _GREY, "align": "right", "text_wrap": True, "valign": "bottom"},
            "wrap": {"text_wrap": True, "valign": "top"}}.items()}}
        self._sheet: Any = None
        self._line = 0
        self._mark = mark

    def texts(self, name: str, told: Sequence[tuple[str, str]]) -> None:
        """A new sheet for tables, with texts above them."""
        self._begin(name)
        self._sheet.set_column(0, 0, 36)
        self._sheet.set_column(1, 40, 14)
        for text, form in ((self._mark, "bold"), *told) if self._mark else told:
            self.line([(text, form)])

    def line(self, cells: Sequence[tuple[str | int | None, str]]) -> None:
        """A line of (value, form); None is a grey dash, which is different from 0 and from empty."""
        for column, (value, form) in enumerate(cells):
            if isinstance(value, int):
                self._sheet.write_number(self._line, column, value, self._forms[form])
            else:
                self._sheet.write_string(self._line, column, DASH if value is None else value,
                                         self._forms["weak" if value is None else form])
        self._line += 1

    def gap(self) -> None:
        """An empty line."""
        self._line += 1

    def list(self, name: str, header: Sequence[str], rows: Sequence[Sequence[str | int | float | None]]) -> None:
        """A new sheet with one list to be filtered; None is an empty cell."""
        self._begin(name)
        for column, word in enumerate(header):
            self._sheet.write_string(0, column, word, self._forms["bold"])
            longest = max((len(str(row[column])) for row in rows if row[column] is not None), default=0)
            self._sheet.set_column(column, column, max(longest, len(word), 8) + 2)
        for line, row in enumerate(rows, start=1):
            for column, value in enumerate(row):
                if isinstance(value, int | float):
                    self._sheet.write_number(line, column, value)
                elif value:
                    self._sheet.write_string(line, column, value)
        self._sheet.freeze_panes(1, 0)
        if rows:
            self._sheet.autofilter(0, 0, len(rows), len(header) - 1)

    def prose(self, name: str, chapters: Sequence[Sequence[str]]) -> None:
        """A new sheet of headings with their paragraphs; a heading without any is left out."""
        self._begin(name)
        self._sheet.set_column(0, 0, 110)
        for heading, *paragraphs in (each for each in chapters if len(each) > 1):
            self.line([(heading, "bold")])
            for text in paragraphs:
                self.line([(text, "wrap")])
            self.gap()

    def content(self) -> bytes:
        """The bytes of the finished workbook."""
        self._book.close()
        return self._out.getvalue()

    def _begin(self, name: str) -> None:
        self._sheet, self._line = self._book.add_worksheet(name), 0
        self._sheet.set_paper(9)
        self._sheet.set_landscape()
        self._sheet.fit_to_pages(1, 0)
        if self._mark:
            self._sheet.set_header(f"&C&14{self._mark}")
