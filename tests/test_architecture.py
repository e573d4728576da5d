"""The house rules as tests: import contracts, who may read the clock or catch everything, what no file may name."""

import ast
import re
import subprocess
import sys
import tomllib
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest
from importlinter.cli import lint_imports
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

ROOT = Path(__file__).resolve().parents[1]
APP = ROOT / "app"
MODULES = sorted(path for path in APP.rglob("*.py") if path.stat().st_size)  # an empty __init__ says nothing
CRASH_HOOK = APP / "__main__.py"
TASK_RUNNER = APP / "ui" / "tasks.py"

# The top level is closed (README), so walking it also reaches files that nobody has added to git yet.
TOP_LEVEL = (".ci", "app", "installer", "resources", "tests", "*.toml", "*.py", "*.md", "*.lock", ".gitignore")
HOSTS = re.compile(
    r"\b(pypi\.org|pythonhosted\.org|npmjs\.(org|com)|crates\.io|deb\.debian\.org|proxy\.golang\.org)\b", re.IGNORECASE
)
# Homes and work trees of one machine; /usr, /etc and the like are the same everywhere.
MACHINE_PATHS = re.compile(r"(?<![\w.~>})/-])/(root|work|home/\w+|Users/\w+)/|\b[A-Z]:[\\/]+Users[\\/]+\w")


@cache
def tree_of(path: Path) -> ast.Module:
    return ast.parse(path.read_text(encoding="utf-8"), filename=str(path))


@cache
def nodes_of(path: Path) -> list[ast.AST]:
    """What the rules look at; walking all trees again for each of them takes a second."""
    kept = (ast.Call, ast.Import, ast.ImportFrom, ast.ExceptHandler)
    return [node for node in ast.walk(tree_of(path)) if isinstance(node, kept)]


def name_of(path: Path) -> str:
    return path.relative_to(ROOT).as_posix()


def calls_of(path: Path) -> Iterator[tuple[str, int]]:
    """Every call written as ``name.attribute(...)`` or longer, with its line; only the last two words count."""
    for node in nodes_of(path):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute):
            of = node.func.value
            before = of.id if isinstance(of, ast.Name) else of.attr if isinstance(of, ast.Attribute) else ""
            yield f"{before}.{node.func.attr}", node.lineno


def imports_of(path: Path) -> Iterator[str]:
    """Every imported name in full: ``from app import paths`` is ``app.paths``."""
    for node in nodes_of(path):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            yield from (f"{'.' * node.level}{node.module}.{alias.name}" for alias in node.names)


def catches_everything(handler: ast.ExceptHandler) -> bool:
    caught = ast.unparse(handler.type) if handler.type else "Exception"
    return re.search(r"\b(Base)?Exception\b", caught) is not None


@cache
def texts() -> list[tuple[str, str]]:
    """Name and content of every text file of the project; pictures and case files are not text."""
    return list(_texts())


def _texts() -> Iterator[tuple[str, str]]:
    for pattern in TOP_LEVEL:
        for top in sorted(ROOT.glob(pattern)):
            for path in sorted(top.rglob("*")) if top.is_dir() else [top]:
                if path.is_dir() or "__pycache__" in path.parts:
                    continue
                content = path.read_bytes()
                if b"\0" not in content:
                    yield name_of(path), content.decode("utf-8", errors="replace")


def requirements() -> list[Requirement]:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    return [Requirement(text) for text in project["dependencies"] + project["optional-dependencies"]["dev"]]


def locked() -> dict[str, list[str]]:
    """Each locked package with its version and hashes, read from requirements.lock."""
    lock = (ROOT / "requirements.lock").read_text(encoding="utf-8").replace("\\\n", " ")
    return {name: rest.split() for name, _, rest in (line.partition("==") for line in lock.splitlines())}


def test_the_import_contracts_are_kept(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    monkeypatch.chdir(ROOT)
    status = lint_imports(config_filename="pyproject.toml", no_cache=True, no_logo=True)
    assert status == 0, capsys.readouterr().out


def test_the_domain_stands_on_the_standard_library_alone() -> None:
    own = ("app.domain.", "app.resources")
    names = [(name_of(path), name) for path in sorted((APP / "domain").rglob("*.py")) for name in imports_of(path)
             if name.partition(".")[0] not in sys.stdlib_module_names]
    assert [(path, name) for path, name in names if not name.startswith(own)] == []


def test_the_developers_set_up_stands_on_the_standard_library_alone() -> None:
    names = {name.partition(".")[0] for name in imports_of(ROOT / "installer" / "dev.py")}
    assert names <= sys.stdlib_module_names


def test_every_module_says_in_three_lines_what_lives_in_it() -> None:
    said = {name_of(path): ast.get_docstring(tree_of(path)) or "" for path in MODULES}
    assert len(said) > 200
    assert [path for path, docstring in said.items() if not 1 <= len(docstring.splitlines()) <= 3] == []


def test_the_window_stands_before_what_draws_pages_and_reads_spreadsheets_is_loaded() -> None:
    heavy = "{'reportlab', 'xlsxwriter', 'python_calamine', 'pypdfium2', 'highspy', 'numpy'}"
    loaded = subprocess.run([sys.executable, "-c", f"import sys, app.ui.office; print(*{heavy} & set(sys.modules))"],
                            capture_output=True, text=True, check=True, cwd=ROOT)
    assert loaded.stdout.split() == []


def test_only_the_entry_point_reads_the_clock() -> None:
    clocks = {"date.today", "datetime.today", "datetime.now", "datetime.utcnow", "time.localtime"}
    assert [(name_of(path), line) for path in MODULES if path != CRASH_HOOK
            for name, line in calls_of(path) if name in clocks] == []


def test_only_the_crash_hook_and_the_task_runner_catch_everything() -> None:
    handlers = [(name_of(path), node) for path in MODULES if path not in (CRASH_HOOK, TASK_RUNNER)
                for node in nodes_of(path) if isinstance(node, ast.ExceptHandler)]
    assert [(path, handler.lineno) for path, handler in handlers if catches_everything(handler)] == []


def test_no_file_names_a_package_registry() -> None:
    assert [(name, found[0]) for name, text in texts() if (found := HOSTS.search(text))] == []


def test_no_file_names_a_path_of_one_machine() -> None:
    assert [(name, found[0]) for name, text in texts() if (found := MACHINE_PATHS.search(text))] == []


def test_every_declared_dependency_is_locked_in_a_version_it_allows() -> None:
    versions = {name: words[0] for name, words in locked().items()}
    wrong = [
        str(requirement)
        for requirement in requirements()
        if not requirement.specifier.contains(versions.get(canonicalize_name(requirement.name), "0"))
    ]
    assert wrong == []


def test_every_locked_package_carries_hashes() -> None:
    assert [name for name, words in locked().items() if not any(w.startswith("--hash=sha256:") for w in words)] == []
