"""What a screen reader hears: `/usr/bin/python3 tests/atspi.py PASSWORD COMMAND …` starts the program, walks it over
AT-SPI and prints what has the keyboard after each step, a JSON line each; `--follow COMMAND …` reads along with a
program that walks by itself. Uses nothing but the system's pyatspi."""

import json
import subprocess
import sys
import time

import pyatspi

# what is pressed on each page; after each step the focused object is written down
STEPS = (
    ("unlock", ()), ("today", ("TYPE", "Return")), ("today, next", ("Down",)),
    ("clients", ("ctrl+2",)), ("clients, next", ("Down",)), ("client", ("Return",)), ("client, facts", ("alt+2",)),
    ("offers", ("ctrl+3",)), ("offers, list", ("Down",)), ("referral", ("ctrl+4",)), ("export", ("ctrl+5",)),
    ("intake", ("ctrl+n",)), ("palette", ("ctrl+k",)),
)
PATIENCE = 6.0
# a list is read beside the window and comes a moment after its page
LISTS = ("today", "clients", "referral", "export")
VIEWS = (pyatspi.ROLE_LIST, pyatspi.ROLE_TABLE, pyatspi.ROLE_TREE)


def program() -> "pyatspi.Accessible | None":
    """The program on the accessibility bus."""
    desktop = pyatspi.Registry.getDesktop(0)
    return next((app for app in desktop if app is not None and app.childCount), None)


def focused(root: "pyatspi.Accessible", cells: bool = False, depth: int = 0) -> "pyatspi.Accessible | None":
    """The object that has the keyboard, looked for along what is showing; in lists and tables only with `cells`.

    Qt calls the current row of each list focused, whoever has the keyboard.
    """
    try:
        states = root.getState()
        if states.contains(pyatspi.STATE_FOCUSED) and root.getRole() != pyatspi.ROLE_FRAME:
            return root
        inside = cells or root.getRole() not in VIEWS
        if inside and depth < 30 and (depth < 2 or states.contains(pyatspi.STATE_SHOWING)):
            for child in root:
                found = focused(child, cells, depth + 1) if child is not None else None
                if found is not None:
                    return found
    except Exception:
        return None
    return None


def spoken_row(view: "pyatspi.Accessible") -> str:
    """What is said of the current row of a list or table."""
    for child in list(view)[:60]:
        states = child.getState()
        if states.contains(pyatspi.STATE_SELECTED) or states.contains(pyatspi.STATE_FOCUSED):
            return child.name
    return ""


def press(keys: "tuple[str, ...]", password: str) -> None:
    """Keys as a keyboard would send them."""
    for key in keys:
        words = ["type", "--delay", "2", password] if key == "TYPE" else ["key", key]
        subprocess.run(["xdotool", *words], check=True)


def look(place: str, before: str) -> "dict[str, str]":
    """Waits until something has the keyboard, and another thing than before."""
    until = time.monotonic() + PATIENCE
    said, last = describe(place), ""
    while time.monotonic() < until:
        now = json.dumps({**said, "place": ""})
        # twice the same: a page that is being opened has the keyboard itself for a moment
        there = said["row"] or place not in LISTS
        if now == last and now != before and there and said["role"] not in ("", "filler"):
            break
        last = now
        time.sleep(0.12)
        said = describe(place)
    return said


def describe(place: str) -> "dict[str, str]":
    """What has the keyboard now."""
    root = program()
    found = focused(root) or focused(root, cells=True) if root is not None else None
    if found is None:
        return {"place": place, "name": "", "role": "", "row": ""}
    row = spoken_row(found) if found.getRole() in VIEWS else ""
    return {"place": place, "name": found.name, "role": found.getRoleName(), "row": row}


def follow(command: "list[str]") -> None:
    """Reads along with a program that goes to every page by itself: it says where it is and waits for a line."""
    started = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
    for line in started.stdout:
        said, until = describe(line.strip()), time.monotonic() + PATIENCE
        while said["role"] in ("", "filler") and time.monotonic() < until:
            time.sleep(0.05)
            said = describe(line.strip())
        print(json.dumps(said, ensure_ascii=False), flush=True)
        started.stdin.write("\n")
        started.stdin.flush()
    started.wait()


def main(password: str, command: "list[str]") -> None:
    """The walk."""
    started = subprocess.Popen(command, stderr=subprocess.DEVNULL)
    try:
        before = ""
        for place, keys in STEPS:
            press(keys, password)
            said = look(place, before)
            before = json.dumps({**said, "place": ""})
            print(json.dumps(said, ensure_ascii=False), flush=True)
    finally:
        started.terminate()
        started.wait()


if __name__ == "__main__":
    if sys.argv[1] == "--follow":
        follow(sys.argv[2:])
    else:
        main(sys.argv[1], sys.argv[2:])
