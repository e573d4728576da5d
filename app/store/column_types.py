"""How Python types are stored in columns, and the base of all rows; private to the store."""

import json
from datetime import date, datetime, time
from typing import Any

from sqlalchemy import Date, DateTime, Dialect, LargeBinary, Text, Time
from sqlalchemy.orm import DeclarativeBase
from sqlalchemy.types import TypeDecorator

from app.domain.dates import PartialDate


class PartialDateText(TypeDecorator[PartialDate]):
    """A date of known precision as its text, ``2001-03~``."""

    impl = Text
    cache_ok = True

    def process_bind_param(self, value: PartialDate | None, dialect: Dialect) -> str | None:
        return value.iso() if value else None

    def process_result_value(self, value: str | None, dialect: Dialect) -> PartialDate | None:
        return PartialDate.parse_iso(value) if value else None


class Several(TypeDecorator[tuple[Any, ...]]):
    """A short tuple of strings or numbers as a JSON list."""

    impl = Text
    cache_ok = True

    def process_bind_param(self, value: tuple[Any, ...] | None, dialect: Dialect) -> str:
        return json.dumps(value or (), ensure_ascii=False)

    def process_result_value(self, value: str | None, dialect: Dialect) -> tuple[Any, ...]:
        return tuple(json.loads(value)) if value and value != "[]" else ()


class Row(DeclarativeBase):
    """What all rows share: how Python types are stored."""

    type_annotation_map = {  # noqa: RUF012 - SQLAlchemy's own way
        str: Text, bytes: LargeBinary, date: Date, datetime: DateTime, time: Time, PartialDate: PartialDateText,
        tuple[str, ...]: Several, tuple[int, ...]: Several,
    }
