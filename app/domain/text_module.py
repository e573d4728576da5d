"""Text modules (Textbausteine): a short word that stands for a longer text with placeholders."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class TextModule:
    """An own text module; ``short`` is typed after a slash, ``text`` may hold placeholders like ``{name}``."""

    id: str
    short: str
    title: str
    text: str
