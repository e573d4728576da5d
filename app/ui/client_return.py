"""Back to where one was on the page of a person after a lock: which form is open, and opening it again."""

from app.ui.client_view import ClientView

# what `go("client", …)` may be given besides the person and the part of the page
WISHES = ("act", "whole", "record", "entry", "note", "step", "follow_up", "fact")


def opened(view: ClientView) -> dict[str, str]:
    """The panel, the forms and the record that are open, by wish."""
    if view.acts.act:
        return {"act": view.acts.act}
    return {**view.tabs.in_hand(), **view.steps.in_hand()}


def open_again(view: ClientView, wish: str, which: str) -> None:
    """Opens what was open; what has gone meanwhile is passed over."""
    if wish == "act":
        view.open_panel(which)
    elif wish == "note":
        view.write_note()
    elif wish == "fact":
        view.show_fact(which)
    elif wish == "follow_up":
        view.steps.add()
    elif wish == "step":
        view.steps.edit(which)
    else:
        view.tabs.open_again(wish, which)
