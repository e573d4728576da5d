"""Updates without a network: finds a signed installer in a folder, verifies it, takes it onto this disk, and what to do
with it there. It replaces nothing itself and starts nothing."""

import hashlib
from collections.abc import Callable, Iterable, Iterator
from contextlib import ExitStack, suppress
from dataclasses import dataclass
from pathlib import Path

from app import VERSION, resources
from app.domain.errors import N_, UserError
from app.domain.release import ENDS, News, Release, between, is_newer, kind_of, parts, read_comment, read_news
from app.store import local_backups
from app.store.casefile import CaseFile
from app.store.check import room_for
from app.usecases.updates_here import SYSTEMS, own_kind, platform_id
from app.vault import minisign
from app.vault.minisign import PublicKey, Signature, SignatureRefused

NO_KEY = N_("In diesem Programm ist kein Schlüssel des Herausgebers hinterlegt, deshalb lässt sich keine "
            "Aktualisierung prüfen. Es wurde nichts verändert. Wenden Sie sich an Ihre IT.")
NO_INSTALLER = N_("Hier liegt keine Installationsdatei für dieses Programm. Es wurde nichts verändert. Wählen Sie den "
                  "Ordner, in dem sie mit ihrer Unterschrift (.minisig) liegt.")
UNSIGNED = N_("Neben „{file}“ liegt keine Unterschrift. Es wurde nichts verändert. Legen Sie „{file}.minisig“ dazu, "
              "oder lassen Sie sich beide Dateien noch einmal geben.")
UNREADABLE = N_("Die Unterschrift von „{file}“ ist beschädigt oder keine. Es wurde nichts verändert. Lassen Sie sich "
                "beide Dateien noch einmal geben.")
FOREIGN = N_("„{file}“ ist nicht vom Herausgeber dieses Programms unterschrieben. Es wurde nichts verändert. Starten "
             "Sie die Datei nicht, und fragen Sie nach, von wem sie kommt.")
ALTERED = N_("„{file}“ ist nicht mehr so, wie sie unterschrieben wurde. An diesem Gerät wurde nichts verändert. "
             "Starten Sie die Datei nicht, und lassen Sie sich beide Dateien noch einmal geben.")
UNKNOWN_FORM = N_("Die Unterschrift von „{file}“ gilt, aber sie sagt nicht so, was darin ist, dass diese Fassung es "
                  "versteht. Es wurde nichts verändert. Fragen Sie Ihre IT nach der richtigen Datei.")
RENAMED = N_("„{file}“ hieß bei der Unterschrift „{signed}“. Es wurde nichts verändert. Geben Sie der Datei und ihrer "
             "Unterschrift diesen Namen wieder.")
SAME = N_("Sie haben schon Version {version}. Es gibt nichts zu tun.")
OLDER = N_("Sie haben schon Version {own}. „{file}“ ist Version {version} und wird nicht eingerichtet. Es wurde nichts "
           "verändert. Lassen Sie sich eine neuere Datei geben.")
OTHER_KIND = N_("Dieses Programm wurde mit einer Datei eingerichtet, die auf „{own}“ endet; hier liegt nur „{file}“. "
                "Es wurde nichts verändert. Lassen Sie sich die passende Datei geben.")
OTHER_PLATFORM = N_("„{file}“ ist für {platform}, dieses Gerät braucht die Datei für {own}. Es wurde nichts verändert. "
                    "Lassen Sie sich die passende Datei geben.")
CANNOT_READ = N_("Der Datenträger lässt sich nicht lesen. Es wurde nichts verändert. Prüfen Sie, ob er noch steckt, "
                 "und versuchen Sie es noch einmal.")
CANNOT_COPY = N_("Die Installationsdatei ließ sich nicht auf dieses Gerät kopieren. Es wurde nichts eingerichtet, Ihre "
                 "Klientendatei ist unverändert. Prüfen Sie, ob der Datenträger noch steckt.")
UPDATED = N_("Dies ist jetzt Version {version}. Davor wurde eine Sicherung auf diesem Gerät angelegt.")
NOT_BACKED_UP = N_("Dies ist jetzt Version {version}. Die Sicherung davor gelang nicht: {reason} Ihre Daten sind "
                   "unverändert, Sie können arbeiten; sichern Sie bald auf einen USB-Datenträger.")
# of several refusals the first in this order is told: what is wrong with a file of ours before what is merely no use
_TOLD_FIRST = (ALTERED, FOREIGN, UNREADABLE, UNKNOWN_FORM, RENAMED, UNSIGNED, CANNOT_READ, SAME, OLDER, OTHER_KIND,
               OTHER_PLATFORM)
SIGNATURE = ".minisig"
NEWS = ("update", "neuigkeiten.md")
KEY = ("update", "herausgeber.pub")
_BLOCK = 1024 * 1024
_MOST_FOLDERS, _MOST_FILES, _MOST_SIGNATURE = 200, 100, 16 * 1024
Progress = Callable[[int, int], None]


@dataclass(frozen=True, slots=True, kw_only=True)
class Offer:
    """An installer for this device that is newer and verified: ``size`` in bytes, ``news`` of all versions between."""

    path: Path
    release: Release
    size: int
    news: News
    signed: str
    signature: Signature


def _silent(done: int, total: int) -> None:
    """Nobody watches."""


def publisher_key() -> PublicKey:
    """The key that installers are signed with, as it is shipped; UserError in a build without one."""
    try:
        return minisign.read_public_key(resources.path(*KEY).read_text(encoding="utf-8"))
    except (OSError, UnicodeDecodeError, SignatureRefused):
        raise UserError(NO_KEY) from None


def find(places: Iterable[Path], progress: Progress = _silent) -> Offer:
    """The newest installer in these folders and the folders in them, verified to its last byte.

    Raises UserError with the sentence that helps most where there is none; nothing is written anywhere.
    """
    key = publisher_key()
    offers, refusals = [], []
    for place in places:
        try:
            for path in _installers(place):
                try:
                    offers.append(_announced(path, key))
                except UserError as refusal:
                    # what is wrong with a file that is nothing for this device concerns nobody here
                    if kind_of(path.name) == own_kind() or refusal.msgid in (OTHER_KIND, OTHER_PLATFORM):
                        refusals.append(refusal)
        except OSError:
            refusals.append(UserError(CANNOT_READ))
    if not offers:
        raise min(refusals, key=lambda one: _TOLD_FIRST.index(one.msgid), default=UserError(NO_INSTALLER))
    newest = max(offers, key=lambda offer: parts(offer.release.version))
    verify(newest.path, newest, progress)
    return newest


def _installers(place: Path) -> Iterator[Path]:
    """Files by whose name they could be ours; what only administrators may look into is passed over."""
    inside = sorted(place.iterdir())
    folders = [one for one in inside if one.is_dir()][:_MOST_FOLDERS]
    for folder in (place, *folders):
        with suppress(PermissionError):
            found = (one for one in sorted(folder.iterdir()) if kind_of(one.name) and one.is_file())
            yield from list(found)[:_MOST_FILES]


def _announced(path: Path, key: PublicKey) -> Offer:
    """What the signature says of the file, once it is the publisher's; the file itself is not looked into yet."""
    try:
        with path.with_name(path.name + SIGNATURE).open("rb") as stored:
            signed = stored.read(_MOST_SIGNATURE + 1).decode("utf-8")
        signature = minisign.read_signature(signed)
        minisign.verify_comment(signature, key)
        size = path.stat().st_size
    except FileNotFoundError:
        raise UserError(UNSIGNED, file=path.name) from None
    except OSError:
        raise UserError(CANNOT_READ) from None
    except minisign.ForeignKey:
        raise UserError(FOREIGN, file=path.name) from None
    except minisign.AlteredComment:
        raise UserError(ALTERED, file=path.name) from None
    except (UnicodeDecodeError, SignatureRefused):
        raise UserError(UNREADABLE, file=path.name) from None
    release = _release(path, signature)
    _fits(path, release)
    return Offer(path=path, release=release, size=size, news=between(release.news, VERSION, release.version),
                 signed=signed, signature=signature)


def _release(path: Path, signature: Signature) -> Release:
    try:
        release = read_comment(signature.comment)
    except (ValueError, RecursionError):
        raise UserError(UNKNOWN_FORM, file=path.name) from None
    if release.file != path.name:
        raise UserError(RENAMED, file=path.name, signed=release.file)
    return release


def _fits(path: Path, release: Release) -> None:
    if release.platform != platform_id():
        own = platform_id()
        raise UserError(OTHER_PLATFORM, file=path.name, platform=SYSTEMS.get(release.platform, release.platform),
                        own=SYSTEMS.get(own, own))
    if release.kind != own_kind():
        raise UserError(OTHER_KIND, file=path.name, own=ENDS[own_kind()])
    if parts(release.version) == parts(VERSION):
        raise UserError(SAME, version=VERSION)
    if not is_newer(release.version, VERSION):
        raise UserError(OLDER, file=path.name, version=release.version, own=VERSION)


def verify(path: Path, offer: Offer, progress: Progress = _silent) -> None:
    """Returns if every byte of ``path`` is what the publisher signed; raises UserError. Reads the whole file."""
    digest, sha256, read = minisign.content_hash(), hashlib.sha256(), 0
    try:
        with path.open("rb") as stored:
            # a file that grew is no reason to read on for ever
            while (block := stored.read(_BLOCK)) and read <= offer.size:
                digest.update(block)
                sha256.update(block)
                read += len(block)
                progress(min(read, offer.size), offer.size)
    except OSError:
        raise UserError(CANNOT_READ) from None
    try:
        minisign.verify_digest(digest.digest(), offer.signature, publisher_key())
    except SignatureRefused:
        raise UserError(ALTERED, file=offer.path.name) from None
    if sha256.hexdigest() != offer.release.sha256:
        raise UserError(ALTERED, file=offer.path.name)


def take(offer: Offer, place: Path, progress: Progress = _silent) -> Path:
    """Copies the installer and its signature to ``place``, a folder of this program alone, and verifies the copy.

    Whatever is exchanged on the stick after ``find`` is refused here; an earlier installer there goes.
    """
    forget(place)
    copy = place / offer.release.file
    with ExitStack() as undone:
        # refused, or stopped by the person: nothing stays here that was not verified
        undone.callback(forget, place)
        try:
            place.mkdir(mode=0o700, parents=True, exist_ok=True)
            if place.is_symlink():
                raise UserError(CANNOT_COPY)
            place.chmod(0o700)
            room_for(copy, offer.size)
            _copy(offer, copy, lambda done, total: progress(done, 2 * total))
            copy.with_name(copy.name + SIGNATURE).write_text(offer.signed, encoding="utf-8")
        except OSError:
            raise UserError(CANNOT_COPY) from None
        verify(copy, offer, lambda done, total: progress(total + done, 2 * total))
        undone.pop_all()
    return copy


def _copy(offer: Offer, copy: Path, progress: Progress) -> None:
    written = 0
    with offer.path.open("rb") as stored, copy.open("xb") as target:
        while (block := stored.read(_BLOCK)) and written <= offer.size:
            target.write(block)
            written += len(block)
            progress(min(written, offer.size), offer.size)


def forget(place: Path) -> None:
    """Removes the installer that was taken; on Windows one that still runs goes the next time."""
    with suppress(OSError):
        for path in [] if place.is_symlink() else place.iterdir():
            if kind_of(path.name.removesuffix(SIGNATURE)):
                with suppress(OSError):
                    path.unlink()


def prepare(file: CaseFile, offer: Offer, place: Path, progress: Progress = _silent) -> Path:
    """All that comes before an update: the verified copy, a backup „vor Version …“, the copy verified once more.

    Raises UserError; then nothing has begun, and the Klientendatei is as it was.
    """
    copy = take(offer, place, lambda done, total: progress(500 * done // max(1, total), 1000))
    local_backups.before_version(file, offer.release.version,
                                 lambda done, total: progress(500 + 400 * done // max(1, total), 1000))
    verify(copy, offer, lambda done, total: progress(900 + 100 * done // max(1, total), 1000))
    return copy


def own_news(since: str = "") -> News:
    """What is new in this version, or in all after ``since``; empty where nothing is shipped."""
    try:
        news = read_news(resources.path(*NEWS).read_text(encoding="utf-8"))
    except OSError:
        return {}
    return between(news, since, VERSION) if since else {VERSION: news.get(VERSION, ())}
