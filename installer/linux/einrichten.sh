#!/bin/sh
# Trägt die Klientendatei aus diesem Ordner in das Menü der eigenen Anmeldung ein; --entfernen nimmt das zurück.
set -eu

kennung='@APP_ID@'
ordner=$(CDPATH='' cd -- "$(dirname -- "$0")" && pwd -P)
ziel=${XDG_DATA_HOME:-$HOME/.local/share}
menue=$ziel/applications/klientendatei.desktop
art=$ziel/mime/packages/$kennung.xml

# Die Verzeichnisse der Arbeitsoberfläche werden neu gelesen, wo es die Programme dafür gibt.
neu_lesen() {
    if command -v update-mime-database >/dev/null && [ -d "$ziel/mime/packages" ]; then
        update-mime-database "$ziel/mime" || echo 'Die Dateiarten wurden nicht neu gelesen.' >&2
    fi
    if command -v update-desktop-database >/dev/null && [ -d "$ziel/applications" ]; then
        update-desktop-database -q "$ziel/applications" || echo 'Das Menü wurde nicht neu gelesen.' >&2
    fi
}

# Ein Pfad zwischen den Anführungszeichen einer Zeile Exec: erst deren Regeln, dann die des Menüs für „\“ und „%“.
exec_pfad() {
    printf '%s' "$1" | sed -e 's/[\\"`$]/\\&/g' -e 's/\\/\\\\/g' -e 's/%/%%/g'
}

eintragen() {
    mkdir -p "$ziel/applications" "$ziel/mime/packages"
    programm=$(exec_pfad "$ordner/klientendatei")
    while IFS= read -r zeile; do
        case $zeile in
            'Exec=klientendatei %f') printf 'Exec="%s" %%f\n' "$programm" ;;
            *) printf '%s\n' "$zeile" ;;
        esac
    done <"$ordner/share/applications/klientendatei.desktop" >"$menue"
    cp "$ordner/share/mime/packages/$kennung.xml" "$art"
    (cd "$ordner/share/icons/hicolor" && find . -type f -name "$kennung.*") | while IFS= read -r bild; do
        mkdir -p "$ziel/icons/hicolor/$(dirname "$bild")"
        cp "$ordner/share/icons/hicolor/$bild" "$ziel/icons/hicolor/$bild"
    done
    neu_lesen
    echo 'Klientendatei steht jetzt im Menü.'
}

entfernen() {
    rm -f "$menue" "$art"
    if [ -d "$ziel/icons/hicolor" ]; then
        find "$ziel/icons/hicolor" -type f -path "*/apps/$kennung.*" -exec rm -f {} +
    fi
    neu_lesen
    echo 'Klientendatei steht nicht mehr im Menü. Ihre Daten wurden nicht verändert.'
}

case ${1-} in
    '') eintragen ;;
    --entfernen) entfernen ;;
    *) echo 'Aufruf: einrichten.sh [--entfernen]' >&2; exit 2 ;;
esac
