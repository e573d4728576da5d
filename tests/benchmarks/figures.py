"""One measured figure beside its bare limit, and how a run is printed; measures nothing itself."""

import statistics
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

# With fewer samples the 95th percentile is only a name for the largest one.
ENOUGH_FOR_P95 = 20


@dataclass(frozen=True, slots=True, kw_only=True)
class Target:
    """``of`` is what must not exceed ``limit``: p50, p95, worst (all in the unit of the figure) or ratio."""

    of: str
    limit: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Figure:
    """Samples of the program and, where there is one, of its bare limit, taken in the same run."""

    name: str
    unit: str
    samples: Sequence[float]
    bare: Sequence[float] = ()
    bare_words: str = ""
    target: Target | None = None

    @property
    def ratio(self) -> float | None:
        """How many times the bare limit, by the medians."""
        return middle(self.samples) / middle(self.bare) if self.bare else None

    @property
    def kept(self) -> bool | None:
        """Whether the target is reached; None without one."""
        if self.target is None:
            return None
        value = {"p50": middle(self.samples), "p95": p95(self.samples), "worst": max(self.samples),
                 "ratio": self.ratio}[self.target.of]
        return value is not None and value <= self.target.limit

    def as_json(self) -> dict[str, Any]:
        """Plain values, rounded to three places."""
        return {
            "name": self.name, "unit": self.unit, "value": _summary(self.samples),
            "bare": _summary(self.bare) | {"what": self.bare_words} if self.bare else None,
            "ratio": _rounded(self.ratio),
            "target": {"of": self.target.of, "limit": self.target.limit, "kept": self.kept} if self.target else None,
        }


def middle(samples: Sequence[float]) -> float:
    """The median."""
    return statistics.median(samples)


def p95(samples: Sequence[float]) -> float:
    """The 95th percentile; of few samples the largest."""
    if len(samples) < ENOUGH_FOR_P95:
        return max(samples)
    return statistics.quantiles(samples, n=20, method="inclusive")[-1]


def table(figures: Sequence[Figure]) -> str:
    """The figures as a Markdown table."""
    lines = ["| What | Median | p95 (largest of few) | Bare limit, median | Ratio | Target |",
             "|---|--:|--:|--:|--:|---|"]
    for figure in figures:
        unit = figure.unit
        bare = f"{_short(middle(figure.bare))} {unit} ({figure.bare_words})" if figure.bare else "–"
        ratio = f"{figure.ratio:.1f} ×" if figure.ratio is not None else "–"
        most = f"{_short(p95(figure.samples))} {unit}" if len(figure.samples) > 1 else "–"
        lines.append(f"| {figure.name} | {_short(middle(figure.samples))} {unit} | {most} | {bare} | {ratio} "
                     f"| {_target_words(figure)} |")
    return "\n".join(lines)


def _target_words(figure: Figure) -> str:
    if figure.target is None:
        return "–"
    unit = "×" if figure.target.of == "ratio" else figure.unit
    of = "" if figure.target.of == "ratio" else f"{figure.target.of} "
    return f"{of}≤ {figure.target.limit:g} {unit}: {'kept' if figure.kept else '**missed**'}"


def _short(value: float) -> str:
    return f"{value:.0f}" if value >= 100 else f"{value:.1f}" if value >= 1 else f"{value:.2f}"


def _summary(samples: Sequence[float]) -> dict[str, Any]:
    return {"p50": _rounded(middle(samples)), "p95": _rounded(p95(samples)), "least": _rounded(min(samples)),
            "worst": _rounded(max(samples)), "n": len(samples)}


def _rounded(value: float | None) -> float | None:
    return None if value is None else round(value, 3)
