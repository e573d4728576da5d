"""Commands that have buttons elsewhere and belong in the palette too: acts on a case, parts of the settings."""

from collections.abc import Callable, Sequence
from functools import partial

from app.domain.case import CaseState
from app.i18n import _
from app.ui.actions import Action
from app.ui.client_closing import ACT_WORDS, ACTS
from app.ui.people import People
from app.ui.shell import Shell

_ICONS = {"open": "folder-open", "pause": "timer", "resume": "refresh-cw", "close": "archive", "return": "refresh-cw",
          "take_back": "undo-2", "discard": "x", "six_months": "circle-help"}


def case_acts(shell: Shell, people: People, shown: Callable[[], str],
              ask: Callable[[Action, str], object]) -> list[Action]:
    """Opening, pausing, closing … for the person shown, or for whom `ask` finds; what the state forbids says so."""
    def reason(act: str, client_id: str) -> str:
        line = next((line for line in people.lines or () if line.client_id == client_id), None)
        allowed = ACTS.get(CaseState(line.state), ()) if line is not None else (act,)
        if act in allowed:
            return ""
        return _("Jetzt möglich: {acts}.").format(
            acts=", ".join(_(ACT_WORDS[one]) for one in allowed)) if allowed else _("Für diesen Fall geht das nicht.")

    def open_panel(act: str, client_id: str) -> None:
        if why := reason(act, client_id):
            shell.toast(why)
        else:
            shell.go("client", client_id=client_id, act=act)

    def begin(act: str) -> None:
        if shown():
            open_panel(act, shown())
        else:
            ask(made[act], _("{act}: für wen? Name oder Nummer").format(act=_(ACT_WORDS[act])))

    def reason_here(act: str) -> str:
        return reason(act, shown()) if shown() else ""

    made = {act: Action(
        id=f"case.{act}", label=_("{act} …").format(act=_(words)), icon=_ICONS[act], call=partial(begin, act),
        for_client=partial(open_panel, act), label_for=_("{act}: {name}").format(act=_(words), name="{name}"),
        blocked_for=partial(reason, act), blocked=partial(reason_here, act)) for act, words in ACT_WORDS.items()}
    return list(made.values())


def practice_acts(practising: bool, change: Callable[[bool], object]) -> list[Action]:
    """To the practice file, or from it to a fresh one and back; ``change(practise)`` locks the file that is open."""
    def act(name: str, words: str, icon: str, practise: bool) -> Action:
        return Action(id=f"practice.{name}", label=words, icon=icon, menu="Datei", call=partial(change, practise))

    if not practising:
        return [act("begin", _("Mit der Übungsdatei üben …"), "graduation-cap", True)]
    return [act("end", _("Üben beenden"), "undo-2", False),
            act("anew", _("Übungsdatei neu beginnen …"), "refresh-cw", True)]


def settings_parts(shell: Shell, parts: Sequence[tuple[str, str, str]]) -> list[Action]:
    """Each part of the settings by its name."""
    return [Action(id=f"settings.{key}", label=_("Einstellungen: {part}").format(part=_(name)), icon=icon, place=True,
                   call=partial(shell.go, "settings", part=key)) for key, name, icon in parts]
