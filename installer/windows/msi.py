"""The MSI for IT departments: per machine, silent by `msiexec /i … /qn`, made by wixl out of the bundle's files.

Without a user interface of its own: msiexec shows its progress in the language of Windows.
"""

import hashlib
import os
import subprocess
import uuid
import xml.etree.ElementTree as ET
from pathlib import Path

from installer import dev
from installer.windows import look, wine

NAMESPACE = "http://schemas.microsoft.com/wix/2006/wi"
# The first stays the same for ever: by it Windows knows a newer MSI as the same program.
UPGRADE_CODE = "5B2C8E1D-7A64-4F0B-9C3E-2D1F6A8B4E70"
NAME, LANGUAGE, CODEPAGE = "Klientendatei", "1031", "1252"
COMPONENTS = uuid.UUID("c1d7a0f2-3b58-4f6e-8a97-60e5b4d3c2a1")
NEWER = "Auf diesem Gerät ist schon eine neuere Version der Klientendatei eingerichtet. Es wurde nichts geändert."
# the same as in klientendatei.nsi, for everybody on the device
CLASSES = {".kdsicherung": ("Klientendatei.Sicherung", "Sicherung einer Klientendatei"),
           ".kdfall": ("Klientendatei.Fall", "Übergebener Fall einer Klientendatei")}
FOLDER_VERB = r"Software\Classes\Directory\shell\Klientendatei"
OPEN = '"[INSTALLDIR]klientendatei.exe" "%1"'


def package(bundle: Path, out: Path, version: str) -> Path:
    """Writes the MSI of a bundle for Windows and returns it."""
    target, source = out / f"klientendatei-{version}-windows-x86_64.msi", wine.WORK / "klientendatei.wxs"
    icon = look.icon(wine.WORK / "klientendatei.ico")
    ET.ElementTree(document(bundle, version, icon)).write(source, encoding="utf-8", xml_declaration=True)
    # the files are named relative to the bundle, so that no path of this machine gets into the package
    command = ["wixl", "--arch", "x64", "-D", "Win64=yes", "-o", str(target.resolve()), str(source)]
    done = subprocess.run(command, cwd=bundle, capture_output=True, text=True, check=False)
    if done.returncode:
        raise dev.SetupStopped(f"wixl could not make {target.name}:\n{done.stdout}{done.stderr}")
    _say_german(target)
    return target


def _say_german(target: Path) -> None:
    """wixl writes German letters, but neither the code page they are in nor the language into the package."""
    table = wine.WORK / "codepage.idt"
    table.write_text(f"\r\n\r\n{CODEPAGE}\t_ForceCodepage\r\n", encoding="ascii", newline="")
    code = "{" + str(uuid.uuid4()).upper() + "}"
    for words in (("-i", str(table)), ("-s", NAME, NAME, f"x64;{LANGUAGE}", code)):
        done = subprocess.run(["msibuild", str(target), *words], capture_output=True, text=True, check=False)
        if done.returncode:
            raise dev.SetupStopped(f"msibuild could not finish {target.name}: {done.stdout}{done.stderr}")


def document(bundle: Path, version: str, icon: Path) -> ET.Element:
    """The source for wixl: product, upgrade rules, all files of the bundle, menu entry and file types."""
    root = ET.Element("Wix", xmlns=NAMESPACE)
    product = ET.SubElement(root, "Product", Id="*", Name=NAME, Language=LANGUAGE, Codepage=CODEPAGE,
                            Version=version, Manufacturer=NAME, UpgradeCode=UPGRADE_CODE)
    ET.SubElement(product, "Package", InstallerVersion="500", Compressed="yes", InstallScope="perMachine",
                  SummaryCodepage=CODEPAGE, Description=NAME)
    ET.SubElement(product, "MajorUpgrade", DowngradeErrorMessage=NEWER)
    ET.SubElement(product, "Media", Id="1", Cabinet="dateien.cab", EmbedCab="yes")
    # wixl takes no absolute names
    ET.SubElement(product, "Icon", Id="klientendatei.ico", SourceFile=os.path.relpath(icon, bundle))
    for name, value in (("ARPPRODUCTICON", "klientendatei.ico"), ("ARPNOMODIFY", "1"), ("ARPNOREPAIR", "1")):
        ET.SubElement(product, "Property", Id=name, Value=value)
    drive = ET.SubElement(product, "Directory", Id="TARGETDIR", Name="SourceDir")
    programs = ET.SubElement(drive, "Directory", Id="ProgramFiles64Folder")
    place = ET.SubElement(programs, "Directory", Id="INSTALLDIR", Name="Klientendatei")
    names = _folder(place, bundle, bundle)
    names.append(_registry(place))
    menu = ET.SubElement(drive, "Directory", Id="ProgramMenuFolder")
    names.append(_shortcut(menu))
    feature = ET.SubElement(product, "Feature", Id="Programm", Title="Klientendatei", Level="1")
    for name in names:
        ET.SubElement(feature, "ComponentRef", Id=name)
    return root


def _name(path: str) -> str:
    """An identifier for a file or folder: the same in every build."""
    return "k" + hashlib.sha256(path.encode()).hexdigest()[:24]


def _component(parent: ET.Element, path: str) -> ET.Element:
    guid = str(uuid.uuid5(COMPONENTS, path)).upper()
    return ET.SubElement(parent, "Component", Id="c" + _name(path), Guid=guid, Win64="yes")


def _folder(parent: ET.Element, folder: Path, bundle: Path) -> list[str]:
    """One component per file, so that Windows counts and removes each of them by itself."""
    names = []
    for path in sorted(folder.iterdir()):
        inside = path.relative_to(bundle).as_posix()
        if path.is_dir():
            names += _folder(ET.SubElement(parent, "Directory", Id="d" + _name(inside), Name=path.name), path, bundle)
        else:
            component = _component(parent, inside)
            ET.SubElement(component, "File", Id="f" + _name(inside), Name=path.name, Source=inside, KeyPath="yes")
            names.append(component.get("Id", ""))
    return names


def _registry(place: ET.Element) -> str:
    component = _component(place, "Registry")
    values = [(r"Software\Klientendatei", "InstallDir", "[INSTALLDIR]")]
    for ending, (kind, title) in CLASSES.items():
        values += [(rf"Software\Classes\{ending}", "", kind), (rf"Software\Classes\{kind}", "", title),
                   (rf"Software\Classes\{kind}\DefaultIcon", "", "[INSTALLDIR]klientendatei.exe,0"),
                   (rf"Software\Classes\{kind}\shell\open\command", "", OPEN)]
    values += [(FOLDER_VERB, "", "Mit Klientendatei öffnen"), (FOLDER_VERB, "Icon", "[INSTALLDIR]klientendatei.exe,0"),
               (FOLDER_VERB, "AppliesTo", 'System.FileName:"*.klientendatei"'), (FOLDER_VERB + r"\command", "", OPEN)]
    for number, (key, name, value) in enumerate(values):
        entry = ET.SubElement(component, "RegistryValue", Root="HKLM", Key=key, Type="string", Value=value)
        if name:
            entry.set("Name", name)
        if number == 0:
            entry.set("KeyPath", "yes")
    return component.get("Id", "")


def _shortcut(menu: ET.Element) -> str:
    component = _component(menu, "Shortcut")
    ET.SubElement(component, "Shortcut", Id="Startmenue", Name="Klientendatei", Target="[INSTALLDIR]klientendatei.exe",
                  WorkingDirectory="INSTALLDIR", Icon="klientendatei.ico")
    ET.SubElement(component, "RegistryValue", Root="HKLM", Key=r"Software\Klientendatei", Name="Startmenue",
                  Type="string", Value="1", KeyPath="yes")
    return component.get("Id", "")
