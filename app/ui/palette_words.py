"""Other words by which people look for a command or a page, and how well a row answers what was typed. Pure: no
widgets. The words are never shown, so the glossary does not bind them."""

from collections.abc import Mapping

from app.domain.names import folded

# how well a row answers: the smaller the better
BEGINS, WORDS, INSIDE, OTHER_WORDS = range(4)
# by the id of an action or a page; what other programs call it, what colleagues say
OTHER: Mapping[str, str] = {
    "intake": "aufnahme aufnehmen anlegen neuer klient neue klientin erfassen hinzufügen person new client",
    "note": "kontakt gespräch vermerk dokumentieren telefonat schreiben note",
    "follow_up": "erinnerung termin aufgabe todo frist reminder task",
    "flag": "markieren markierung hinweis flagge warnung",
    "discard": "löschen entfernen wegwerfen delete",
    "batch": "liste gruppe sammelaufnahme tabelle zehn",
    "day": "unterkunft besuch sprechstunde aufsuchend heim",
    "duplicates": "doppelte doppelt zusammenführen merge",
    "shelters": "heime adressen wohnheim häuser gu",
    "sleeping": "inaktiv kein kontakt lange nicht gesehen schlafend karteileichen",
    "figures": "statistik auswertung zählen bericht kennzahlen",
    "quality": "datenqualität plausibilität fehler widerspruch lücken unbekannt fehlende",
    "history": "protokoll änderungen rückgängig verlauf log",
    "bin": "gelöschte wiederherstellen mülleimer",
    "old_list": "excel csv import importieren umstieg tabelle",
    "restore": "backup zurückspielen rücksicherung",
    "save": "sichern speichern save",
    "undo": "zurücknehmen widerrufen undo",
    "redo": "wiederholen redo",
    "backup_usb": "backup stick sicherung datensicherung",
    "backup": "backup sicherung datensicherung kopie",
    "check": "integrität fehler prüfung",
    "update": "update upgrade version neuere installieren einrichten setup stick",
    "case.open": "start beginnen aufmachen",
    "case.close": "beenden schließen ende zumachen",
    "case.pause": "ruhen pausieren",
    "case.return": "wiederkommen rückkehr",
    "clients.filter": "einschränken suchen eingrenzen",
    "clients.save": "gemerkte speichern ansicht anheften",
    "clients.columns": "felder anzeigen",
    "clients.export": "excel csv export exportieren tabelle drucken",
    "clients.letters": "brief serienbrief anschreiben einladen",
    "window.larger": "zoom größer vergrößern",
    "window.smaller": "zoom kleiner verkleinern",
    "window.normal": "zoom 100",
    "window.lock": "abmelden sperre logout",
    "window.close": "schließen programm verlassen ende",
    "today": "start übersicht aufgaben dashboard",
    "clients": "personen leute fälle akten liste",
    "offers": "kurse katalog bausteine maßnahmen",
    "referral": "matching passende weiterleiten überweisen",
    "export": "bericht report gfs melden statistik export",
    "settings": "optionen konfiguration",
    "settings.look": "dunkel hell dark theme farben schrift zoom dichte",
    "settings.keys": "passwort ändern sperre minuten wiederherstellungscode",
    "settings.backup": "backup stick datensicherung",
    "settings.texts": "vorlagen bausteine",
    "settings.values": "wertelisten auswahl lokale codes",
    "settings.outgoing": "weitergabe protokoll briefe register",
    "settings.office": "kommune träger adresse amt",
    "settings.check": "version diagnose über hilfe integrität",
}


def match(title: str, name: str, typed: str) -> int | None:
    """How well a title, or the other words for ``name``, answer what was typed; None where they do not."""
    wanted, words = folded(typed), folded(title)
    parts = wanted.split()
    if words.startswith(wanted.strip()):
        return BEGINS
    if all(any(word.startswith(part) for word in words.split()) for part in parts):
        return WORDS
    if all(part in words for part in parts):
        return INSIDE
    others = [*folded(OTHER.get(name, "")).split(), *words.split()]
    return OTHER_WORDS if all(any(word.startswith(part) for word in others) for part in parts) else None
