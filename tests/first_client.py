"""From the first start of the built program to the first client, by the keyboard alone, as a screen reader hears it:
`/usr/bin/python3 tests/first_client.py PROGRAM SHEET [--human]` prints a JSON line for each step with its second.

Every word that is typed again is read from the screen. With ``--human`` somebody types who does not type much, reads
each page, and writes passphrase and code on paper. Uses nothing but the system's pyatspi and xdotool."""

import json
import re
import subprocess
import sys
import time
from pathlib import Path

import pyatspi
from atspi import focused, program

PATIENCE = 20.0
GROUP = re.compile(r"(\d)\. Gruppe: (.+)")
PASSPHRASE = re.compile(r"[a-z]+(-[a-z]+){4}")
LINES = (pyatspi.ROLE_TEXT, pyatspi.ROLE_PASSWORD_TEXT, pyatspi.ROLE_COMBO_BOX)


class Person:
    """Hands and eyes; their speed is what ``human`` changes, never what they do."""

    def __init__(self, command: "list[str]", human: bool) -> None:
        self._human = human
        self._began = time.monotonic()
        self.program = subprocess.Popen(command, stderr=subprocess.DEVNULL)

    def tell(self, place: str) -> None:
        """Where the person is, and when."""
        print(json.dumps({"place": place, "second": round(time.monotonic() - self._began, 1)}), flush=True)

    def read(self, seconds: float = 3) -> None:
        """Looks a page over before the hands go on."""
        if self._human:
            time.sleep(seconds)

    def write_down(self, words: str) -> None:
        """On paper, letter by letter, then compared."""
        self.read(1.2 * len(words))

    def key(self, *names: str) -> None:
        """Presses these keys one after the other."""
        for name in names:
            subprocess.run(["xdotool", "key", name], check=True)
            self.read(0.3)

    def type(self, words: str) -> None:
        """At 180 ms a key: somebody who looks for the letters now and then."""
        subprocess.run(["xdotool", "type", "--delay", "180" if self._human else "4", words], check=True)
        self.read(0.3)

    def field(self, name: str, words: str) -> None:
        """Waits until the keyboard is in a field and fills it."""
        self.until(lambda: self.here().startswith(name), f"the keyboard in {name}")
        self.type(words)

    def press(self, name: str) -> None:
        """Goes to a button by Tab and presses it."""
        for _control in range(40):
            if self.here() == name:
                return self.key("Return")
            before = self.here()
            self.key("Tab")
            self.until(lambda before=before: self.here() != before, f"Tab to leave {before}")
        raise AssertionError(f"{name} cannot be reached by Tab")

    def here(self) -> str:
        """The name of what has the keyboard."""
        root = program()
        found = (focused(root) or focused(root, cells=True)) if root is not None else None
        return found.name if found is not None else ""

    def wait(self, start: str) -> str:
        """Something whose name begins so, as soon as it shows."""
        found: list[str] = []
        self.until(lambda: found.extend(name for name in self.names() if name.startswith(start)) or found, start)
        return found[0]

    def names(self) -> "list[str]":
        """The names of everything that shows."""
        root = program()
        return list(_showing(root)) if root is not None else []

    def until(self, condition, what: str) -> None:
        """Waits for it; AssertionError names it, and what was there instead, after PATIENCE."""
        last = time.monotonic() + PATIENCE
        while not condition():
            assert time.monotonic() < last, f"waited for: {what}; the keyboard is in {self.here()!r}: {self.names()}"
            assert self.program.poll() is None, f"the program has ended with {self.program.returncode}"
            time.sleep(0.05)


def _showing(root, depth: int = 0):
    try:
        if depth > 2 and not root.getState().contains(pyatspi.STATE_SHOWING):
            return
        if root.name:
            yield root.name
        for child in root:
            if child is not None:
                yield from _showing(child, depth + 1)
    except Exception:  # it has gone while it was asked
        return


def walk(person: Person, sheet: Path) -> None:
    """The five steps of the start, then a person with the three facts that are asked."""
    person.wait("Neue Klientendatei")
    person.tell("start")
    person.read(8)
    person.press("Neue Klientendatei")
    person.read()
    person.field("Name der Dienststelle", "Teilhabemanagement Musterstadt")
    person.key("Return")
    person.field("Kommune", "Unna")
    person.key("Return")
    person.until(lambda: person.here() != "Kommune, Pflichtangabe", "the field to be left")
    if not person.here().startswith("Name"):
        person.key("Return")  # the first one took the place from the list that had opened in time
    person.field("Name der Klientendatei", "")
    person.key("Return")
    person.wait("Vorgeschlagenes Kennwort")
    person.tell("passphrase")
    person.read(5)
    person.write_down(next(name for name in person.names() if PASSPHRASE.fullmatch(name)))
    person.press("Anlegen")
    person.wait("9. Gruppe: ")
    person.tell("code")
    person.read(5)
    groups = {found[1]: found[2].replace(" ", "") for name in person.names() if (found := GROUP.fullmatch(name))}
    person.press("Blatt als PDF speichern …")
    person.until(lambda: person.here() and not person.here().startswith("Blatt als PDF"), "the dialog")
    person.key("ctrl+a")
    person.type(str(sheet))
    person.key("Return")
    person.wait("Das Blatt liegt in ")
    # what a window manager does when a dialog goes
    subprocess.run(["xdotool", "search", "--onlyvisible", "--name", "Klientendatei", "windowfocus"], check=True)
    person.write_down("".join(groups.values()))
    person.press("Weiter")
    person.tell("two groups")
    for _group in range(2):
        person.until(lambda: person.here()[1:9] == ". Gruppe" and person.here()[0] in groups, "a group")
        asked = person.here()
        person.type(groups[asked[0]])
        person.key("Return")
        person.until(lambda asked=asked: person.here() != asked, "the next field")
    person.tell("catalogue")
    person.press("Öffnen")
    person.wait("Die ersten drei Schritte")
    person.tell("Heute")
    person.read(8)
    person.press("Person aufnehmen")
    person.until(lambda: person.here() == "Familienname", "the page for a new person")
    person.read(8)
    for name, words in (("Familienname", "MUSTER"), ("Vorname", "Amira"), ("Weitere Namen", ""),
                        ("Geburtsdatum", "12.4.2003")):
        person.field(name, words)
        person.key("Return")
    person.key("ctrl+Return")
    person.wait("MUSTER, Amira")
    person.tell("first client")


def main() -> None:
    """The walk; the program is ended at its end."""
    command, sheet = sys.argv[1:3]
    person = Person([command], "--human" in sys.argv)
    try:
        walk(person, Path(sheet))
    finally:
        person.program.terminate()
        person.program.wait()


if __name__ == "__main__":
    main()
