"""Every field that is stored has a German label, every coded one a list that exists."""

from dataclasses import fields

import pytest

from app.domain.client import Client
from app.domain.codes import code_list
from app.domain.labels import BINDING, LABELS, label_of
from app.store.schema import ROWS


def test_every_field_of_every_stored_record_has_a_label() -> None:
    missing = []
    for kind in ROWS:
        for field in fields(kind):
            try:
                assert label_of(kind, field.name)
            except KeyError:
                missing.append(f"{kind.__name__}.{field.name}")
    assert missing == []
    with pytest.raises(KeyError):
        label_of(Client, "religion")


def test_no_label_speaks_of_a_field_that_does_not_exist() -> None:
    for kind, labels in LABELS.items():
        known = {field.name for field in fields(kind)}
        assert set(labels.fields) <= known, kind
        assert set(labels.lists) <= known - BINDING, kind
        assert all(len(code_list(name)) for lists in labels.lists.values() for name in lists)


def test_two_fields_of_one_record_are_never_called_the_same() -> None:
    for kind in ROWS:
        words = [label_of(kind, field.name) for field in fields(kind) if field.name not in BINDING]
        assert len(words) == len(set(words)), kind
