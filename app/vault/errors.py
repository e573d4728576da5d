"""The five ways in which opening can fail, told apart; each is a sentence for a person, none says what is not known."""

from app.domain.errors import N_, UserError


class VaultError(UserError):
    """What all five have in common: a default sentence, so that ``raise Damaged()`` is enough."""

    # The database, the key files and the backups share these; a room that knows more passes its own sentence.
    sentence = N_("Die Klientendatei lässt sich nicht öffnen. Es wurde nichts verändert. Holen Sie sich Hilfe.")
    # how scripts tell them apart: the name in the JSON of the command line, and its exit code
    kind, exit_code = "vault", 1

    def __init__(self, msgid: str | None = None, **values: object) -> None:
        super().__init__(self.sentence if msgid is None else msgid, **values)


class WrongSecret(VaultError):
    """Everything is intact; the password or code belongs to something else or is mistyped."""

    kind, exit_code = "wrong_secret", 3
    sentence = N_(
        "Dieses Kennwort passt nicht. An den Daten wurde nichts verändert. "
        "Prüfen Sie die Feststelltaste und die Tastatur, oder öffnen Sie mit dem Wiederherstellungscode."
    )


class Damaged(VaultError):
    """The bytes are not what was written; no password could be judged by them."""

    kind, exit_code = "damaged", 4
    sentence = N_(
        "Diese Datei ist beschädigt. Sie wurde nicht verändert. "
        "Ihre Sicherungen sind davon nicht betroffen: Stellen Sie die letzte wieder her."
    )


class TooNew(VaultError):
    """Written by a later version of the program; the file is left untouched."""

    kind, exit_code = "too_new", 5
    sentence = N_(
        "Diese Datei stammt von einer neueren Fassung des Programms. Sie wurde nicht verändert. "
        "Aktualisieren Sie das Programm und öffnen Sie die Datei dann noch einmal."
    )


class ParamsRefused(VaultError):
    """The file asks for a key derivation outside the limits; nothing was derived."""

    kind, exit_code = "params_refused", 6
    sentence = N_(
        "Die Schlüsseldatei verlangt Rechenwerte außerhalb der erlaubten Grenzen. Es wurde nichts verändert. "
        "Öffnen Sie mit dem Wiederherstellungscode, oder stellen Sie die letzte Sicherung wieder her."
    )


class NoMemory(VaultError):
    """The machine cannot give the memory the key derivation needs."""

    kind, exit_code = "no_memory", 7
    sentence = N_(
        "Der freie Arbeitsspeicher reicht zum Öffnen nicht aus. An den Daten wurde nichts verändert. "
        "Schließen Sie andere Programme und versuchen Sie es noch einmal."
    )
