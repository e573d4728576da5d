"""Phrases of invented notes and follow-ups in the Musterdatei: everyday words, no diagnosis, no real person."""

FIRST_TALK = (
    "Erstgespräch. Angebot der Begleitung erklärt, Einwilligung besprochen und unterschrieben.",
    "Erstgespräch in der Unterkunft, mit Sprachmittlung. Möchte vor allem besser Deutsch lernen.",
    "Kennenlernen im Büro. Bisheriger Weg und Wünsche aufgenommen.",
    "Kommt auf Empfehlung eines Freundes. Ablauf und Datenschutz erklärt.",
)
# Topic (list need_area) and what was talked about.
NOTES = (
    ("language", "Deutschkurs läuft gut, möchte mehr sprechen üben."),
    ("language", "Einstufungstest besprochen, Termin beim Träger steht."),
    ("language", "Fehlzeiten im Kurs erklärt: Arbeitszeiten überschneiden sich."),
    ("school", "Zeugnisse aus dem Herkunftsland liegen als Foto vor, Übersetzung fehlt noch."),
    ("school", "Hauptschulabschluss ist das Ziel, Vorkurs wäre der erste Schritt."),
    ("training", "Interesse an Elektro und Metall. Praktikum wäre ein guter Anfang."),
    ("training", "Bewerbungsmappe gemeinsam durchgesehen, Lebenslauf ergänzt."),
    ("work", "Arbeitet an drei Abenden in der Küche, sucht etwas mit festen Zeiten."),
    ("work", "Arbeitserlaubnis beantragt, Rückmeldung der Ausländerbehörde steht aus."),
    ("residence_law", "Neues Papier gesehen, Datum eingetragen."),
    ("residence_law", "Fragen zum Aufenthalt: an die Flüchtlingsberatung verwiesen, Termin vereinbart."),
    ("housing", "Zimmer in der Unterkunft ist laut, Lernen fällt schwer. Lernraum gezeigt."),
    ("housing", "Sucht eine Wohnung, Wohnberechtigungsschein erklärt."),
    ("money", "Fahrkarte für den Kurs: Antrag auf Fahrtkosten ausgefüllt."),
    ("money", "Brief vom Sozialamt gemeinsam gelesen."),
    ("family", "Kinderbetreuung am Vormittag ist gesichert, Kurs ist damit möglich."),
    ("family", "Bruder zieht in die Stadt, freut sich sehr."),
    ("mobility", "Fahrrad vorhanden, Weg zum Kursort abgefahren."),
    ("everyday", "Post sortiert, offene Schreiben in eine Mappe geheftet."),
    ("social", "Spielt jetzt zweimal in der Woche Fußball im Verein."),
    ("digital", "E-Mail-Adresse eingerichtet und Anhänge geübt."),
    ("training", "War beim Tag der offenen Tür im Berufskolleg, Anmeldung besprochen."),
)
NOT_REACHED = (
    "Nicht angetroffen, Zettel an der Tür gelassen.",
    "Anruf ohne Antwort, Nachricht auf die Mailbox gesprochen.",
    "Termin nicht wahrgenommen, neuer Vorschlag per Nachricht.",
)
WITH_OTHERS = ("Kurzer Austausch mit der Unterkunftsleitung, mit Einverständnis.",
               "Rücksprache mit dem Träger zum Kursstart.")
NEXT_STEPS = (
    "Zeugnis zur Übersetzung geben", "Einstufungstest vereinbaren", "Fahrtkosten nachfragen",
    "Rückruf der Ausländerbehörde abwarten", "Lebenslauf fertig machen", "Termin beim Berufskolleg begleiten",
    "Antrag auf Arbeitserlaubnis prüfen", "Kita-Platz nachfragen", "Praktikumsbetrieb anrufen", "Nach dem Kurs fragen",
)
DUE_NOW = ("Anrufen: Wie war der erste Kurstag", "Unterlagen für den Antrag kopieren", "Termin im Büro, 14 Uhr")
DUE_THIS_WEEK = ("Besuch in der Unterkunft", "Träger nach freiem Platz fragen", "Bewerbung gemeinsam abschicken",
                 "Gespräch mit der Familie")
LEFT_OVER = ("Bescheinigung beim Träger anfordern", "Rückruf wegen Fahrkarte")
OVERRIDE = "wird beim nächsten Gespräch ergänzt"
SOMEDAY = "Sportverein in der Nähe heraussuchen"
