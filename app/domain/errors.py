"""The one error a person may see, and the marker for its German templates; defects are other exceptions."""


def N_(msgid: str) -> str:  # noqa: N802 - the customary gettext marker
    """Marks a template for translation where it is a constant; the text is translated where it is shown."""
    return msgid


class UserError(Exception):
    """A refusal or known failure in one sentence: what happened, what is safe, what to do.

    ``msgid`` is the German template, ``values`` what it is filled with; nothing was changed when it is raised.
    """

    def __init__(self, msgid: str, **values: object) -> None:
        super().__init__(msgid)
        self.msgid = msgid
        self.values = values

    def __str__(self) -> str:
        return self.msgid.format(**self.values)
