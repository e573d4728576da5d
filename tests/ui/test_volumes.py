"""Which of the mounted volumes can take a backup away."""

from pathlib import Path

import pytest
from PySide6.QtCore import QByteArray

from app.ui import volumes
from app.ui.volumes import Seen, Volume, is_plugged_in, offered


def seen(root: str, device: bytes, name: str = "", *, usable: bool = True, removable: bool = True) -> Seen:
    return Seen(root=root, name=name, device=device, free=5, usable=usable, removable=removable)


def test_those_of_other_devices_are_offered_by_name_each_once():
    found = offered([
        seen("/media/b", b"/dev/sdc1", "rot"), seen("/media/a", b"/dev/sdb1", "Blau"),
        seen("/media/b2", b"/dev/sdc1", "rot"), seen("/media/own", b"/dev/sda1", "Daten"),
        seen("/media/full", b"/dev/sdd1", usable=False), seen("/", b"/dev/sde1", removable=False)], b"/dev/sda1")
    assert found == (Volume(root=Path("/media/a"), name="Blau", free=5),
                     Volume(root=Path("/media/b"), name="rot", free=5))


def test_a_stick_without_a_name_has_a_word():
    (volume,) = offered([seen("/media/x", b"/dev/sdb1")], b"")
    assert volume.name == "USB-Datenträger"


@pytest.mark.parametrize(("root", "plugged_in"), [
    ("/media/anna/KINGSTON", True), ("/run/media/anna/KINGSTON", True), ("/mnt/stick", True), ("/mnt", True),
    ("/Volumes/KINGSTON", True), ("/", False), ("/boot/efi", False), ("/media", False)])
def test_sticks_are_known_by_where_desktops_mount_them(root, plugged_in, monkeypatch):
    monkeypatch.setattr(volumes.sys, "platform", "linux")
    assert is_plugged_in(root) is plugged_in


def test_a_stick_that_is_locked_can_bring_an_update_and_takes_no_backup(monkeypatch):
    class Locked:
        """A mounted volume, as Qt tells of it."""

        rootPath, name, device = lambda _self: "/media/a", lambda _self: "Blau", lambda _self: QByteArray(b"/dev/sdb1")
        bytesAvailable = lambda _self: 5  # noqa: E731
        isValid = isReady = isReadOnly = lambda _self: True

    monkeypatch.setattr(volumes.sys, "platform", "linux")
    assert volumes._seen(Locked(), to_write=False).usable and not volumes._seen(Locked(), to_write=True).usable


def test_this_system_can_be_asked(tmp_path):
    assert all(volume.root.is_dir() for volume in volumes.removable(tmp_path))
