"""Setup and MSI for Windows: what their sources hold, that they pack, and, among the long ones, a trial under wine."""

import re
import shutil
import subprocess
import xml.etree.ElementTree as ET
from pathlib import Path

import pytest

from installer import dev
from installer.windows import build, msi, try_setup, wine

SCRIPT = build.SCRIPT.read_text(encoding="utf-8")
CODE = "\n".join(line for line in SCRIPT.splitlines() if not line.lstrip().startswith(";"))
WORKFLOW = (dev.ROOT / ".github" / "workflows" / "installers.yml").read_text(encoding="utf-8")
W = f"{{{msi.NAMESPACE}}}"


@pytest.fixture(scope="module")
def bundle(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Four small files in the places of a bundle."""
    folder = tmp_path_factory.mktemp("bundle") / "klientendatei"
    (folder / "_internal" / "resources").mkdir(parents=True)
    for name in (*build.PROGRAMS, "_internal/python311.dll", "_internal/resources/codes.json"):
        (folder / name).write_text(name)
    return folder


@pytest.fixture
def work(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Where everything temporary goes."""
    monkeypatch.setattr(wine, "WORK", tmp_path / "work")
    wine.WORK.mkdir()
    return wine.WORK


def test_the_setup_asks_for_no_rights_and_touches_only_one_persons_registry() -> None:
    assert "RequestExecutionLevel user" in CODE
    assert 'InstallDir "$LOCALAPPDATA\\Programs\\Klientendatei"' in CODE
    assert not re.search(r"HKLM|HKCR|SHCTX|SetShellVarContext", CODE)


def test_whatever_is_removed_lies_in_the_programs_folder() -> None:
    removed = re.findall(r'^\s*(?:RMDir|Delete)(?: /r)? "([^"]+)"', CODE, re.MULTILINE)
    assert len(removed) > 8
    assert {path.split("\\")[0] for path in removed} == {"$INSTDIR", "$SMPROGRAMS"}
    # the folder itself goes only when it is empty: somebody may have chosen one that holds other things
    assert not re.search(r'RMDir /r "\$INSTDIR"', CODE)


def test_every_question_has_an_answer_for_the_silent_run() -> None:
    boxes = [line for line in CODE.splitlines() if "MessageBox" in line]
    assert len(boxes) == 4
    assert all("/SD ID" in line for line in boxes)


def test_the_exit_codes_are_those_that_stand_in_the_head_and_in_the_trial() -> None:
    codes = dict(re.findall(r"!define (IS_RUNNING|IS_NEWER|TOO_OLD|NOT_WRITTEN) (\d)", CODE))
    assert codes == {"IS_RUNNING": str(try_setup.RUNNING), "IS_NEWER": str(try_setup.NEWER), "TOO_OLD": "5",
                     "NOT_WRITTEN": "6"}
    head = SCRIPT.split("Unicode true")[0]
    assert all(f"{code} " in head for code in codes.values())
    assert all(f"SetErrorLevel ${{{name}}}" in CODE for name in codes)


def test_every_file_type_that_is_entered_is_taken_out_again() -> None:
    entered = re.findall(r'!insertmacro TYPE "(\S+)" "(\S+)"', CODE)
    assert entered == re.findall(r'!insertmacro NO_TYPE "(\S+)" "(\S+)"', CODE)
    assert dict(entered) == {ending: kind for ending, (kind, _title) in msi.CLASSES.items()}
    assert {ending for ending, _kind in entered} == set(try_setup.TYPES)
    keys = set(re.findall(r'WriteReg\w+ HKCU "(\$\{\w+\})', CODE))
    assert keys == {"${OWN_KEY}", "${UNINSTALL_KEY}", "${FOLDER_VERB}"}
    assert all(f'DeleteRegKey HKCU "{key}"' in CODE for key in keys)


def test_the_setup_speaks_plain_german() -> None:
    texts = re.findall(r'LANG_GERMAN\} "(.+)"', CODE) + re.findall(r'!define MUI_\w*TEXT\w* "(.+)"', CODE)
    assert len(texts) >= 8
    assert '!insertmacro MUI_LANGUAGE "German"' in CODE
    assert not [text for text in texts if re.search(r"bitte|erfolgreich|!|\bSie können nun\b", text, re.IGNORECASE)]


@pytest.mark.usefixtures("work")
def test_the_setup_packs_in_both_ways(bundle: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    if not shutil.which("makensis"):
        pytest.skip("makensis is missing: apt-get install nsis")
    monkeypatch.delenv("KLIENTENDATEI_WINDOWS_CERTIFICATE", raising=False)
    made = build.setup(bundle, tmp_path, "1.2.3", quick=True)
    assert made.name == "klientendatei-1.2.3-windows-x86_64-setup.exe"
    quick = made.read_bytes()
    assert quick[:2] == b"MZ"
    assert "1.2.3".encode("utf-16-le") in quick
    assert build.setup(bundle, tmp_path, "1.2.3").read_bytes() != quick


@pytest.mark.usefixtures("work")
def test_a_failing_setup_stops_the_build_with_the_reason(tmp_path: Path) -> None:
    if not shutil.which("makensis"):
        pytest.skip("makensis is missing: apt-get install nsis")
    with pytest.raises(dev.SetupStopped, match="no files found"):
        build.setup(tmp_path / "nothing", tmp_path, "1.2.3", quick=True)


def test_the_msi_holds_every_file_once_for_the_whole_device(bundle: Path) -> None:
    root = msi.document(bundle, "1.2.3", bundle / "x.ico")
    files = [one.get("Source") for one in root.iter("File")]
    assert sorted(files) == sorted(path.relative_to(bundle).as_posix() for path in bundle.rglob("*") if path.is_file())
    components = [one.get("Id") for one in root.iter("Component")]
    assert len(components) == len(set(components)) == len(files) + 2
    assert [one.get("Id") for one in root.iter("ComponentRef")] == components
    package = next(root.iter("Package"))
    assert package.get("InstallScope") == "perMachine"
    assert {one.get("Root") for one in root.iter("RegistryValue")} == {"HKLM"}
    assert str(bundle) not in ET.tostring(root, encoding="unicode")


def test_the_next_version_replaces_this_one(bundle: Path) -> None:
    first, second = (msi.document(bundle, version, bundle / "x.ico") for version in ("1.2.3", "1.2.4"))
    for root in (first, second):
        product = next(root.iter("Product"))
        assert (product.get("UpgradeCode"), product.get("Id")) == ("5B2C8E1D-7A64-4F0B-9C3E-2D1F6A8B4E70", "*")
        assert "neuere Version" in next(root.iter("MajorUpgrade")).get("DowngradeErrorMessage", "")
    assert [one.get("Guid") for one in first.iter("Component")] == [one.get("Guid") for one in second.iter("Component")]


@pytest.mark.usefixtures("work")
def test_the_msi_is_german_and_names_no_place_of_this_machine(bundle: Path, tmp_path: Path) -> None:
    if not (shutil.which("wixl") and shutil.which("msibuild")):
        pytest.skip("wixl or msibuild is missing: apt-get install wixl msitools")
    made = msi.package(bundle, tmp_path, "1.2.3")
    said = [subprocess.run(["msiinfo", *words], capture_output=True, text=True, check=True).stdout
            for words in (["suminfo", made], ["export", made, "Property"], ["export", made, "_ForceCodepage"])]
    assert "Template: x64;1031" in said[0]
    assert "ProductLanguage\t1031" in said[1]
    assert "1252" in said[2]
    assert str(tmp_path).encode() not in made.read_bytes()


def test_the_workflow_says_that_it_was_never_run_and_signs_only_with_secrets() -> None:
    assert "NEVER RUN" in WORKFLOW.splitlines()[0]
    assert WORKFLOW.count("build_installer.py\n") == 3
    assert {"windows-latest", "macos-14", "debian:12"} <= set(re.findall(r"(?:runs-on|container): (\S+)", WORKFLOW))
    # a key reaches the build only behind the question whether there is one
    for name in re.findall(r'echo "(KLIENTENDATEI_\w+(?:KEY|CERTIFICATE))=', WORKFLOW):
        before = WORKFLOW[:WORKFLOW.index(f'echo "{name}=')]
        assert before.rfind('if [ -n "$') > before.rfind("fi\n")


@pytest.mark.long
def test_setup_and_msi_are_built_and_tried_in_a_clean_windows_of_wine(tmp_path: Path) -> None:
    if build.missing():
        pytest.skip(build.missing())
    setup, *_others = build.build(tmp_path, "0.1.0")
    log = try_setup.trial(setup, tmp_path / "windows" / "klientendatei")
    assert len(log) <= 20
    assert log[-1] == try_setup.LEAST_WORDS
    assert not [line for line in log if str(dev.ROOT) in line or str(tmp_path) in line]
