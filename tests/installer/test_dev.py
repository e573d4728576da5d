"""The developers' set-up: when it works anew, what it asks for, what it starts; no network and no real installation."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from installer import dev


@pytest.fixture
def checkout(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An empty checkout that is ready: a lock, a Python in .venv and a fitting stamp."""
    for name, path in (("ROOT", ""), ("LOCK", "requirements.lock"), ("VENV", ".venv"), ("STAMP", ".venv/ready")):
        monkeypatch.setattr(dev, name, tmp_path / path)
    monkeypatch.setattr(dev, "PYTHON", tmp_path / ".venv" / "python")
    monkeypatch.setattr(dev, "DEMO", tmp_path / "build" / "demo")
    (tmp_path / ".venv").mkdir()
    dev.PYTHON.touch()
    dev.LOCK.write_text("filelock==4.2.11\n")
    dev.STAMP.write_text(dev.expected_stamp())
    return tmp_path


@pytest.fixture
def started(monkeypatch: pytest.MonkeyPatch) -> list[list[str]]:
    """What would have been started, without the interpreter in front; nothing is."""
    commands: list[list[str]] = []

    def note(_python: Path, *words: str | Path) -> int:
        commands.append([str(word) for word in words])
        return 0

    monkeypatch.setattr(dev, "call", note)
    return commands


@pytest.mark.usefixtures("checkout")
def test_a_ready_checkout_stays_as_it_is(started: list[list[str]]) -> None:
    assert dev.main(["setup"]) == 0
    assert started == []


@pytest.mark.usefixtures("checkout")
def test_a_changed_lock_makes_the_environment_anew() -> None:
    dev.LOCK.write_text("filelock==4.2.12\n")
    assert not dev.is_ready()


@pytest.mark.usefixtures("checkout")
def test_another_python_makes_the_environment_anew(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(dev.platform, "python_version", lambda: "3.99.0")
    assert not dev.is_ready()


@pytest.mark.usefixtures("checkout")
def test_an_interrupted_attempt_is_repeated() -> None:
    dev.STAMP.unlink()
    assert not dev.is_ready()


def test_run_makes_the_demo_anew_and_opens_no_window_without_a_display(
    checkout: Path, started: list[list[str]], monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(dev, "has_display", lambda: False)
    leftover = checkout / "build" / "demo" / "old.txt"
    leftover.parent.mkdir(parents=True)
    leftover.touch()
    assert dev.main(["run"]) == 0
    assert started == [["-m", "app", "demo", str(dev.DEMO)]]
    assert not leftover.exists()
    assert "no display" in capsys.readouterr().out


@pytest.mark.usefixtures("checkout")
def test_run_opens_the_window_on_the_demo_where_there_is_a_display(
    started: list[list[str]], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(dev, "has_display", lambda: True)
    assert dev.main(["run"]) == 0
    assert started[1] == ["-m", "app", str(dev.DEMO / "muster.klientendatei")]


@pytest.mark.usefixtures("checkout")
def test_further_arguments_of_test_reach_pytest(started: list[list[str]]) -> None:
    assert dev.main(["test", "tests/domain", "-k", "dates"]) == 0
    assert started == [["-m", "pytest", "-n", "2", "--dist", "loadfile", "--no-loadscope-reorder",
                        "tests/domain", "-k", "dates"]]


@pytest.mark.parametrize("words", [[], ["start"], ["run", "quickly"]])
def test_unknown_words_are_refused_with_the_usage(words: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    assert dev.main(words) == 2
    assert capsys.readouterr().out.startswith("usage:")


def test_without_permission_one_line_names_every_missing_package(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(dev, "privileged", lambda: None)
    with pytest.raises(dev.SetupStopped) as stop:
        dev.install_packages(["libgl1", "libegl1", "libgl1"])
    lines = [line for line in str(stop.value).splitlines() if "apt-get" in line]
    assert lines == ["apt-get install --no-install-recommends libegl1 libgl1"]


def test_a_library_without_a_known_package_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(dev, "missing_libraries", lambda: ["libxcb.so.1", "libnew.so.7"])
    with pytest.raises(dev.SetupStopped, match=r"libnew\.so\.7"):
        dev.provide_libraries()


def test_the_script_runs_in_an_empty_environment() -> None:
    environment = {name: os.environ[name] for name in ("HOME", "PATH", "SYSTEMROOT") if name in os.environ}
    command = [sys.executable, str(Path(dev.__file__)), "start"]
    done = subprocess.run(command, env=environment, capture_output=True, text=True, check=False)
    assert (done.returncode, done.stderr) == (2, "")
