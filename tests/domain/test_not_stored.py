"""What is not stored at all (domain.md § 9): no field and no code list may name it, whoever adds one."""

import importlib
import pkgutil
import re
from collections.abc import Iterator
from dataclasses import fields, is_dataclass

from app import domain, resources
from app.domain.codes import code_list

# religion, ethnicity, files and numbers of authorities, biometrics, bank data, political views
NEVER = re.compile(r"religio|konfession|glaube|faith|church|kirche|moschee|ethni|volksgruppe|volkszugeh|stammeszugeh|"
                   r"tribe|\brace\b|rasse(?!l)|\bazr|azr_|ausländerzentralregister|aktenzeichen|file_number|bamf_|\biban\b|"
                   r"fingerabdruck|biometr|political|politische", re.IGNORECASE)


def names() -> Iterator[str]:
    """Every field of every value, with its module."""
    for module in pkgutil.iter_modules(domain.__path__):
        for kind in vars(importlib.import_module(f"app.domain.{module.name}")).values():
            if isinstance(kind, type) and is_dataclass(kind):
                yield from (f"{kind.__name__}.{field.name}" for field in fields(kind))


def test_no_value_has_a_field_for_it() -> None:
    found = set(names())
    assert len(found) > 200 and "Client.nationalities" in found
    assert [name for name in found if NEVER.search(name)] == []


def test_no_code_list_has_a_word_for_it() -> None:
    lists = {file.stem for file in resources.path("codes").glob("*.csv")} - {"commune"}
    words = [f"{name}: {code.id} {code.label}" for name in lists
             for code in code_list(name)]
    assert len(words) > 400
    assert [word for word in words if NEVER.search(word)] == []


def test_the_walk_would_find_them() -> None:
    assert all(NEVER.search(word) for word in ("Client.religion", "azr_number", "ethnicity", "Volksgruppe", "IBAN"))
