"""The commands, each a thin call of a use case. Texts for people go to stderr, one JSON object to stdout on request."""

import argparse
import getpass
import json
import sys
from collections.abc import Callable, Sequence
from contextlib import closing
from dataclasses import replace
from datetime import date, datetime, time
from pathlib import Path
from typing import Any

from app import VERSION
from app.domain.catalogue import ChangeKind, Mode
from app.domain.codes import code_list
from app.domain.dates import Month
from app.domain.errors import N_, UserError
from app.i18n import _, ngettext, text_of
from app.store.casefile import CaseFile
from app.usecases import (
    backup,
    catalogue,
    demo,
    demo_offices,
    issuing,
    keys,
    monthly_export,
    old_list,
    old_list_columns,
    own_data,
    selftest,
    signing,
    updates,
    updates_here,
)
from app.usecases.local_codes import follow
from app.usecases.old_list_status import STATUSES
from app.vault.errors import VaultError

Clock = Callable[[], datetime]
UNKNOWN_AGS = N_("Den Gemeindeschlüssel {ags} gibt es in Nordrhein-Westfalen nicht. Es wurde nichts angelegt. "
                 "Er hat acht Ziffern, zum Beispiel 05315000 für Köln.")
NOT_A_MONTH = N_("„{text}“ ist kein Monat. Schreiben Sie Jahr und Monat, zum Beispiel 2026-10.")
NO_PASSWORD = N_("Es kam kein Kennwort an. Es wurde nichts geändert.")
COUNTED = {"client": N_("Klienten"), "case_": N_("Fälle"), "contact": N_("Kontakte"), "referral": N_("Vermittlungen"),
           "follow_up": N_("Wiedervorlagen"), "issued_month": N_("ausgegebene Monate"),
           "act": N_("Schritte der Geschichte")}
NO_MAPPING = N_("Es ist nicht gesagt, was die Spalten der Liste bedeuten. Ihre Klientendatei ist unverändert. Der "
                "Versuch mit --dry-run zeigt einen Vorschlag; speichern Sie ihn und nennen Sie ihn mit --mapping.")
PROBLEMS = N_("Bei der Prüfung wurden Schäden gefunden. Stellen Sie die letzte Sicherung wieder her.")


def main(arguments: Sequence[str], *, now: Clock, texts_of_qt: Callable[[], str]) -> int:
    """Runs one command; 0 done, 1 refused with a sentence, 2 wrong usage (by argparse).

    What keeps a file from opening has a code of its own: 3 wrong password or code, 4 damaged, 5 of a newer program,
    6 key derivation outside the limits, 7 too little memory.
    """
    chosen = _parser().parse_args(arguments)
    result: dict[str, Any]
    clock = _clock_at(chosen.today, now) if chosen.today else now
    try:
        if chosen.selftest:
            result = selftest.run(texts_of_qt)
        elif "act" not in chosen:
            _parser().error(_("Es fehlt der Befehl."))
        else:
            result = chosen.act(chosen, clock)
    except UserError as refusal:
        print(text_of(refusal), file=sys.stderr)
        kind, code = (refusal.kind, refusal.exit_code) if isinstance(refusal, VaultError) else ("refused", 1)
        if chosen.json:
            print(json.dumps({"ok": False, "error": text_of(refusal), "kind": kind}, ensure_ascii=False))
        return code
    # a check that finds damage has done its work and yet ends like a refusal
    ok = not result.get("problems")
    if chosen.json:
        print(json.dumps({"ok": ok, **result}, ensure_ascii=False))
    return 0 if ok else 1


def _clock_at(day: date, now: Clock) -> Clock:
    return lambda: datetime.combine(day, time(now().hour, now().minute, now().second, now().microsecond))


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="klientendatei", description="Ohne Befehl öffnet sich das Fenster.")
    parser.add_argument("--version", action="version", version=f"Klientendatei {VERSION}")
    parser.add_argument("--selftest", action="store_true", help="prüft, ob alle Teile des Programms da sind")
    common = argparse.ArgumentParser(add_help=False)
    for each in (parser, common):
        each.add_argument("--json", action="store_true", default=argparse.SUPPRESS if each is common else False)
        each.add_argument("--today", type=date.fromisoformat, metavar="JJJJ-MM-TT",
                          default=argparse.SUPPRESS if each is common else None)
    opened = argparse.ArgumentParser(add_help=False, parents=[common])
    opened.add_argument("folder", type=Path)
    opened.add_argument("--password-stdin", action="store_true", help="Kennwort aus der ersten Zeile der Eingabe")
    commands = parser.add_subparsers(metavar="BEFEHL")
    _add_demo(commands, common)
    new = commands.add_parser("new", parents=[opened], help="legt eine Klientendatei an")
    new.add_argument("--ags", required=True)
    new.add_argument("--office", default="")
    new.add_argument("--role", choices=("office", "gfs"), default="office")
    new.set_defaults(act=_new)
    recovering = commands.add_parser("recover", parents=[opened],
                                     help="öffnet mit dem Wiederherstellungscode und setzt ein neues Kennwort")
    recovering.set_defaults(act=_recover)
    check = commands.add_parser("check", parents=[opened], help="prüft Datei, Schlüssel und Geschichte")
    check.add_argument("--scan", metavar="WORT", default="")
    check.set_defaults(act=_check)
    catalogues = commands.add_parser("catalogue", help="Kataloge").add_subparsers(metavar="BEFEHL", required=True)
    importing = catalogues.add_parser("import", parents=[opened], help="liest einen Katalog ein")
    importing.add_argument("file", type=Path, help="CSV, XLSX, JSON oder openQ-cat, die Unterschrift daneben")
    importing.add_argument("--dry-run", action="store_true")
    importing.add_argument("--own-list", metavar="NAME", default="", help="Name der eigenen Liste, ohne Unterschrift")
    importing.add_argument("--older", metavar="GRUND", default="", help="warum ein älterer Katalog wieder gelten soll")
    importing.set_defaults(act=_import_catalogue)
    old = commands.add_parser("import-old", parents=[opened], help="übernimmt eine ältere Klientenliste (Tabelle, CSV)")
    old.add_argument("file", type=Path)
    old.add_argument("--mapping", type=Path, help="JSON: Spalte → Feld, dazu „defaults“")
    old.add_argument("--sheet", default="", help="Blatt der Tabelle")
    old.add_argument("--dry-run", action="store_true")
    old.set_defaults(act=_import_old)
    export = commands.add_parser("export-month", parents=[opened], help="gibt eine Monatsmeldung aus")
    export.add_argument("month", metavar="JJJJ-MM")
    export.add_argument("--out", type=Path, required=True)
    export.set_defaults(act=_export_month)
    _add_export_own(commands, opened)
    saving = commands.add_parser("backup", parents=[opened], help="macht eine Sicherung und prüft sie")
    saving.add_argument("file", type=Path)
    saving.set_defaults(act=_backup)
    restoring = commands.add_parser("restore", parents=[common], help="stellt eine Sicherung wieder her")
    restoring.add_argument("file", type=Path)
    restoring.add_argument("folder", type=Path)
    restoring.add_argument("--password-stdin", action="store_true")
    restoring.add_argument("--code", action="store_true", help="fragt statt des Kennworts nach dem "
                           "Wiederherstellungscode")
    restoring.set_defaults(act=_restore)
    updating = commands.add_parser("update", parents=[common], help="prüft eine Installationsdatei und ihre "
                                   "Unterschrift; richtet nichts ein")
    updating.add_argument("folder", type=Path, help="Ordner, in dem beide liegen")
    updating.set_defaults(act=_update)
    _add_gfs(commands, common, opened)
    return parser


def _add_export_own(commands: Any, opened: argparse.ArgumentParser) -> None:
    own = commands.add_parser("export-own", parents=[opened], help="gibt alle eigenen Daten in einer verschlüsselten "
                              "ZIP-Datei aus; nach dem Kennwort der Datei kommt das der ZIP-Datei")
    own.add_argument("file", type=Path, metavar="DATEI.zip")
    own.add_argument("--confidential", action="store_true", help="mit vertraulichen Notizen")
    own.add_argument("--health", action="store_true", help="mit Angaben zur Gesundheit")
    own.add_argument("--history", action="store_true", help="mit dem Änderungsverlauf; nur zusammen mit beidem")
    own.set_defaults(act=_export_own)


def _add_demo(commands: Any, common: argparse.ArgumentParser) -> None:
    making = commands.add_parser("demo", parents=[common], help="macht eine Musterdatei mit erfundenen Personen")
    making.add_argument("directory", type=Path)
    making.add_argument("--clients", type=int, help="Personen; ohne Angabe 120, bei mehreren Büros je 15 bis 120")
    making.add_argument("--seed", type=int, default=1)
    making.add_argument("--months", type=int, help="gespielte Monate; ohne Angabe 6, bei mehreren Büros 12 ausgegebene")
    making.add_argument("--truth", type=Path, metavar="DATEI.csv", help="schreibt die ungerundeten Zahlen jedes Monats")
    making.add_argument("--ags", default=demo.AGS, help="Gemeinde des Büros")
    making.add_argument("--offices", type=int, default=0, metavar="N",
                        help="macht so viele Büros und legt ihre Monatsmeldungen zusammen")
    making.set_defaults(act=_demo)


def _add_gfs(commands: Any, common: argparse.ArgumentParser, opened: argparse.ArgumentParser) -> None:
    gfs = commands.add_parser("gfs", help="Geschäftsführende Stelle").add_subparsers(metavar="BEFEHL", required=True)
    making = gfs.add_parser("new-keys", parents=[common], help="legt zwei Schlüsselpaare in einem Ordner an")
    making.add_argument("folder", type=Path)
    making.set_defaults(act=_new_keys)
    alone = gfs.add_parser("sign-catalogue", parents=[common], help="unterschreibt einen fertigen Katalog")
    alone.add_argument("file", type=Path)
    alone.set_defaults(act=_sign_catalogue)
    for each in (making, alone):
        each.add_argument("--password-stdin", action="store_true")
    issue = gfs.add_parser("issue", parents=[opened], help="gibt einen Katalog aus; nach dem Kennwort der Datei kommt "
                           "das der Schlüsseldatei")
    issue.add_argument("table", type=Path)
    issue.add_argument("--out", type=Path, required=True, metavar="ORDNER")
    issue.add_argument("--number", type=int, default=0)
    issue.add_argument("--changes", action="store_true", help="nur die Änderungen")
    issue.add_argument("--form", choices=tuple(issuing.WRITERS), default="csv")
    issue.set_defaults(act=_issue)
    for each in (alone, issue):
        each.add_argument("--key", type=Path, required=True, metavar="DATEI", help="zum Beispiel gfs-aktiv.key")


def _say(text: str) -> None:
    print(text, file=sys.stderr)


def _in_words(counts: dict[str, int]) -> str:
    return ", ".join(f"{counts[name]} {_(word)}" for name, word in COUNTED.items() if name in counts)


def _password(chosen: argparse.Namespace, asked: str = "") -> str:
    """The password from the first line of standard input or from a prompt; never an argument."""
    if chosen.password_stdin:
        password = sys.stdin.readline().rstrip("\r\n")
    else:
        password = getpass.getpass(asked or _("Kennwort: "))
    if not password:
        raise UserError(NO_PASSWORD)
    return password


def _open(chosen: argparse.Namespace, now: Clock) -> CaseFile:
    file = keys.unlock(chosen.folder, _password(chosen), clock=now)
    follow(file)
    updated = file.standing.updated
    if updated is not None and updated.failure is not None:
        _say(_(updates.NOT_BACKED_UP).format(version=VERSION, reason=text_of(updated.failure)))
    return file


def _demo(chosen: argparse.Namespace, now: Clock) -> dict[str, Any]:
    months = chosen.months if chosen.months is not None else 12 if chosen.offices else 6
    if chosen.offices:
        return demo_offices.make(chosen.directory, offices=chosen.offices, months=months, clients=chosen.clients,
                                 seed=chosen.seed, truth=chosen.truth, now=now, say=_say)
    clients = 120 if chosen.clients is None else chosen.clients
    return demo.make(chosen.directory, clients=clients, seed=chosen.seed, months=months, truth=chosen.truth,
                     ags=chosen.ags, now=now, say=_say)


def _new(chosen: argparse.Namespace, now: Clock) -> dict[str, Any]:
    if chosen.ags not in code_list("commune"):
        raise UserError(UNKNOWN_AGS, ags=chosen.ags)
    file = keys.create(chosen.folder, _password(chosen), office=chosen.office, ags=chosen.ags, role=chosen.role,
                       clock=now)
    code = keys.recovery_code(file)
    file.close()
    _say(_("Die Klientendatei ist angelegt."))
    if not chosen.json:
        _say(_("Wiederherstellungscode, nur dieses eine Mal: {code}").format(code=code))
    return {"folder": str(chosen.folder), "recovery_code": code}


def _recover(chosen: argparse.Namespace, now: Clock) -> dict[str, Any]:
    code, password = _password(chosen, _("Wiederherstellungscode: ")), _password(chosen, _("Neues Kennwort: "))
    keys.unlock_with_code(chosen.folder, code, password, clock=now).close()
    _say(_("Das neue Kennwort gilt. Der Wiederherstellungscode gilt weiter."))
    return {"folder": str(chosen.folder)}


def _check(chosen: argparse.Namespace, now: Clock) -> dict[str, Any]:
    with closing(_open(chosen, now)) as file:
        found = backup.inspect(file, chosen.scan)
    _say(_("Geprüft: {counts}").format(counts=_in_words(found.counts)))
    if chosen.scan:
        _say(_("„{word}“ steht {n}-mal in den entschlüsselten Seiten.").format(word=chosen.scan, n=found.found))
    for problem in (*found.problems, *([_(PROBLEMS)] if found.problems else [])):
        _say(problem)
    return {"problems": list(found.problems), "counts": found.counts, "schema": found.schema,
            "key_files": found.key_files, **({"found": found.found} if chosen.scan else {})}


def _import_catalogue(chosen: argparse.Namespace, now: Clock) -> dict[str, Any]:
    with closing(_open(chosen, now)) as file:
        incoming = catalogue.read(chosen.file)
        done = (catalogue.preview(file, incoming, chosen.own_list, older_because=chosen.older) if chosen.dry_run else
                catalogue.apply(file, incoming, own_list=chosen.own_list, older_because=chosen.older))
    counts = {kind.value: done.count(kind) for kind in ChangeKind}
    refused = [{"line": row.line, "reason": text_of(row.reason)} for row in done.source.refused]
    _say(_("Eigene Liste „{name}“, nicht unterschrieben.").format(name=done.series) if done.series else
         _("Unterschrift geprüft: {name}").format(name=done.trust.key.name if done.trust.key else ""))
    _say(_("Katalog {number}: {new} neu, {changed} geändert, {withdrawn} zurückgezogen, {refused} abgelehnt.").format(
        number=done.head.number, refused=len(refused), **counts))
    for note in done.notes:
        _say(text_of(note))
    for row in refused:
        _say(_("Zeile {line}: {reason}").format(**row))
    people = len({one.client_id for one in done.affected})
    if people:
        words = ngettext("{n} Ihrer Klienten ist betroffen.", "{n} Ihrer Klienten sind betroffen.", people)
        _say(words.format(n=people))
    return {"number": done.head.number, "written": not chosen.dry_run, "signed": done.trust.signed,
            "own_list": done.series, **counts, "refused": refused, "affected": people}


def _import_old(chosen: argparse.Namespace, now: Clock) -> dict[str, Any]:
    with closing(_open(chosen, now)) as file:
        table = old_list.look(chosen.file, chosen.sheet)
        if chosen.mapping is None and not chosen.dry_run:
            raise UserError(NO_MAPPING)
        columns = (old_list_columns.read(chosen.mapping) if chosen.mapping else
                   old_list_columns.proposed(file, table))
        shown = old_list.preview(file, table, columns.mapping, columns.defaults)
        done = None if chosen.dry_run else old_list.apply(file, shown, old_list.proposed_choices(shown))
    counts = {status: shown.count(status) for status in STATUSES}
    rows = [{"line": row.line, "status": row.status, "reason": row.told} for row in shown.rows]
    proposal = {**columns.mapping, "defaults": dict(columns.defaults)} if chosen.mapping is None else None
    if proposal is not None:
        _say(json.dumps(proposal, ensure_ascii=False, indent=1))
    _say(_("{new} neu, {duplicate} Dubletten, {known} schon da, {error} Fehler.").format(**counts))
    for row in rows:
        if row["reason"]:
            _say(_("Zeile {line}: {reason}").format(**row))
    return {"written": done is not None, "taken": done.taken if done else 0, **counts, "rows": rows,
            **({"mapping": proposal} if proposal else {})}


def _export_month(chosen: argparse.Namespace, now: Clock) -> dict[str, Any]:
    try:
        month = Month.parse(chosen.month)
    except ValueError:
        raise UserError(NOT_A_MONTH, text=chosen.month) from None
    with closing(_open(chosen, now)) as file:
        prepared = monthly_export.issue(file, month, VERSION)
        written = monthly_export.write_files(file, prepared, chosen.out)
    for path in written:
        _say(_("Geschrieben: {path}").format(path=path))
    return {"month": str(month), "files": [str(path) for path in written]}


def _export_own(chosen: argparse.Namespace, now: Clock) -> dict[str, Any]:
    wanted = own_data.Wanted(confidential=chosen.confidential, health=chosen.health, history=chosen.history)
    with closing(_open(chosen, now)) as file:
        done = own_data.write(file, chosen.file, _password(chosen, _("Kennwort der ZIP-Datei: ")), wanted)
    _say(_("Geschrieben: {path}").format(path=done.path))
    return {"file": str(done.path), "records": dict(done.records)}


def _backup(chosen: argparse.Namespace, now: Clock) -> dict[str, Any]:
    with closing(_open(chosen, now)) as file:
        made = backup.make(file, chosen.file)
    _say(_("Die Sicherung ist gemacht, wieder geöffnet und geprüft: {file}").format(file=chosen.file))
    return {"file": str(chosen.file), "counts": made.counts}


def _restore(chosen: argparse.Namespace, now: Clock) -> dict[str, Any]:
    secret = _password(chosen, _("Wiederherstellungscode: ") if chosen.code else _("Kennwort: "))
    opened = backup.look(chosen.file, code=secret) if chosen.code else backup.look(chosen.file, password=secret)
    backup.restore(opened, chosen.folder)
    made = opened.backup
    _say(_("Wiederhergestellt ist der Stand vom {when:%d.%m.%Y, %H:%M} Uhr: {counts}").format(
        when=made.created, counts=_in_words(made.counts)))
    return {"folder": str(chosen.folder), "created": made.created.isoformat(), "counts": made.counts}


def _update(chosen: argparse.Namespace, _now: Clock) -> dict[str, Any]:
    offer = updates.find([chosen.folder])
    new = offer.release
    _say(_("Geprüft: {file}, Version {version}, vom Herausgeber unterschrieben und unverändert. Eingerichtet ist "
           "Version {own}.").format(file=offer.path.name, version=new.version, own=VERSION))
    for version, sentences in offer.news.items():
        _say("\n".join([_("Neu in Version {version}").format(version=version), *(f"– {one}" for one in sentences)]))
    if not updates_here.starts_by_itself(new.kind):
        _say(updates_here.instruction(new.kind, offer.path).command)
    return {"file": str(offer.path), "version": new.version, "installed": VERSION, "platform": new.platform,
            "kind": new.kind, "size": offer.size, "sha256": new.sha256,
            "news": {version: list(said) for version, said in offer.news.items()}}


def _new_keys(chosen: argparse.Namespace, _now: Clock) -> dict[str, Any]:
    active, reserve = signing.new_keys(chosen.folder, _password(chosen, _("Kennwort der Schlüsseldatei: ")))
    for one, words in ((active, _("Aktiver Schlüssel {key_id}: {fingerprint}")),
                       (reserve, _("Reserveschlüssel {key_id}: {fingerprint}"))):
        _say(words.format(key_id=one.key_id, fingerprint=one.fingerprint))
    return {name: {"key_id": one.key_id, "fingerprint": one.fingerprint, "public_key": one.public_key}
            for name, one in (("active", active), ("reserve", reserve))}


def _sign_catalogue(chosen: argparse.Namespace, _now: Clock) -> dict[str, Any]:
    written = issuing.sign_file(chosen.file, chosen.key, _password(chosen, _("Kennwort der Schlüsseldatei: ")))
    _say(_("Geschrieben: {path}").format(path=written))
    return {"file": str(written)}


def _issue(chosen: argparse.Namespace, now: Clock) -> dict[str, Any]:
    with closing(_open(chosen, now)) as file:
        sheet = issuing.look(file, chosen.table)
        head = issuing.proposal(file, sheet)
        head = replace(head, number=chosen.number or head.number, mode=Mode.DELTA if chosen.changes else head.mode)
        done = issuing.issue(file, sheet, head, secret=chosen.key, folder=chosen.out, form=chosen.form,
                             password=_password(chosen, _("Kennwort der Schlüsseldatei: ")))
    refused = [{"line": row.line, "reason": text_of(row.reason)} for row in sheet.source.refused]
    for row in refused:
        _say(_("Zeile {line}: {reason}").format(**row))
    _say(_("Geschrieben: {path}").format(path=done.path))
    return {"number": done.issued.number, "rows": done.issued.rows, "file": str(done.path), "refused": refused}
