"""What build_installer.py decides itself: the limits of the bundle, and what is handed out beside the installers."""

import shutil
import subprocess
from pathlib import Path

import pytest

import build_installer
from build_installer import BuildStopped


@pytest.fixture
def dist(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A dist/ of its own, with a bundle of three megabytes, two of them the solver."""
    folder = tmp_path / "dist"
    inside = folder / "klientendatei" / "_internal"
    (inside / "numpy.libs").mkdir(parents=True)
    (inside / "qt.so").write_bytes(bytes(1_000_000))
    (inside / "numpy.libs" / "blas.so").write_bytes(bytes(2_000_000))
    (folder / "klientendatei" / "klientendatei-cli").symlink_to("klientendatei")
    monkeypatch.setattr(build_installer, "DIST", folder)
    monkeypatch.setattr(build_installer, "BUNDLE", folder / "klientendatei")
    monkeypatch.setattr(build_installer, "INSIDE", inside)
    return folder


@pytest.mark.parametrize(("whole", "solver", "fits"), [(3, 2, True), (2.9, 2, False), (3, 1.9, False)])
def test_a_bundle_that_grew_past_a_limit_ends_the_build(dist: Path, monkeypatch: pytest.MonkeyPatch, whole: float,
                                                        solver: float, fits: bool) -> None:
    monkeypatch.setattr(build_installer, "MOST_MB", whole)
    monkeypatch.setattr(build_installer, "MOST_MB_OF_SOLVER", solver)
    if fits:
        build_installer.size()
        return
    with pytest.raises(BuildStopped, match="too large"):
        build_installer.size()


@pytest.mark.skipif(not shutil.which("sha256sum"), reason="needs sha256sum, which this system lacks")
def test_the_checksums_are_those_the_usual_program_reads(dist: Path) -> None:
    made = []
    for name in ("b.deb", "a.exe"):
        made.append(dist / name)
        made[-1].write_bytes(name.encode())
    written, = build_installer.checksums(made)
    command = ["sha256sum", "--check", "--strict", written.name]
    done = subprocess.run(command, cwd=dist, capture_output=True, check=False)
    assert done.returncode == 0 and done.stdout.decode().split() == ["a.exe:", "OK", "b.deb:", "OK"]


def test_without_a_release_key_nothing_is_signed_and_none_is_shipped(dist: Path,
                                                                     monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("KLIENTENDATEI_RELEASE_KEY", raising=False)
    build_installer.publishers_key()
    assert build_installer.signatures([dist / "x.deb"]) == []
    assert not list(dist.rglob("herausgeber.pub"))
