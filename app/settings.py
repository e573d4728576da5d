"""What a person sets on this computer, in one JSON file: look, text size, language, window. A leaf; no client data."""

import json
import os
from dataclasses import asdict, dataclass, fields
from pathlib import Path

THEMES = ("system", "light", "dark")
DENSITIES = ("normal", "dense")
LANGUAGES = ("de", "en")


@dataclass(frozen=True, slots=True, kw_only=True)
class Settings:
    """The settings of one computer. `zoom` 0.8 to 2.0, 0 as long as nobody chose one; `geometry` is Qt's, as hex.

    `client_columns` and `client_sort` of the list of persons are ids with commas, „-“ before a falling order.
    """

    language: str = "de"
    theme: str = "system"
    density: str = "normal"
    zoom: float = 0.0
    menu_bar: bool = False
    geometry: str = ""
    lock_minutes: int = 5
    hide_from_capture: bool = True
    client_columns: str = ""
    client_sort: str = ""

    def __post_init__(self) -> None:
        chosen = ((self.language, LANGUAGES), (self.theme, THEMES), (self.density, DENSITIES))
        for value, allowed in chosen:
            if value not in allowed:
                raise ValueError(f"{value!r} is not one of {allowed}")
        if self.zoom and not 0.8 <= self.zoom <= 2.0:
            raise ValueError(f"zoom {self.zoom} is outside 0.8 to 2.0")
        if not 1 <= self.lock_minutes <= 60:
            raise ValueError(f"lock_minutes {self.lock_minutes} is outside 1 to 60")


def load(path: Path) -> Settings:
    """The settings kept in `path`; what is missing, unknown or damaged falls back to the default, value by value."""
    try:
        kept = json.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return Settings()
    if not isinstance(kept, dict):
        return Settings()
    good: dict[str, object] = {}
    for field in fields(Settings):
        value = kept.get(field.name)
        wanted = type(getattr(Settings(), field.name))
        # a whole number is a valid zoom in JSON, but True is no number of minutes
        if type(value) is not wanted and not (wanted is float and type(value) is int):
            continue
        try:
            Settings(**{field.name: value})  # type: ignore[arg-type]
        except ValueError:
            continue
        good[field.name] = value
    return Settings(**good)  # type: ignore[arg-type]


def save(settings: Settings, path: Path) -> None:
    """Writes the settings as a whole, so that a power cut leaves the old or the new ones; OSError on a full disk."""
    path.parent.mkdir(parents=True, exist_ok=True)
    beside = path.with_suffix(".new")
    beside.write_text(json.dumps(asdict(settings), ensure_ascii=False, indent=2) + "\n", encoding="utf-8")
    os.replace(beside, path)
