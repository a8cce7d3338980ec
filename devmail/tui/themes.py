"""How the viewer looks: dark or light, with one yellow for what is chosen."""

from textual.theme import Theme

_YELLOW = "#ffc72c"


def _variables(muted: str, rule: str, panel: str, foreground: str, on_primary: str) -> dict[str, str]:
    """Return whole colours in place of Textual's blends, which turn olive in terminals of 256 colours."""
    return {
        "muted": muted,
        "rule": rule,
        "on-primary": on_primary,
        "block-cursor-foreground": on_primary,
        "block-cursor-background": _YELLOW,
        "block-cursor-text-style": "none",
        "block-cursor-blurred-foreground": foreground,
        "block-cursor-blurred-background": rule,
        "block-hover-background": rule,
        "input-selection-background": rule,
        "footer-foreground": foreground,
        "footer-background": panel,
        "footer-description-foreground": foreground,
        "scrollbar": muted,
        "scrollbar-hover": foreground,
        "scrollbar-active": foreground,
        "scrollbar-background": panel,
        "scrollbar-background-hover": panel,
        "scrollbar-background-active": panel,
    }


THEMES = {
    "dark": Theme(
        name="devmail",
        primary=_YELLOW,
        accent=_YELLOW,
        foreground="#e8e6e1",
        background="#191a1d",
        surface="#26282d",
        panel="#212327",
        error="#ff8272",
        dark=True,
        variables=_variables("#a3a19b", "#45474d", "#212327", "#e8e6e1", "#191a1d"),
    ),
    "light": Theme(
        name="devmail-light",
        primary=_YELLOW,
        accent="#7a5900",  # the yellow can't be read on white
        foreground="#26241f",
        background="#fbfaf6",
        surface="#efece3",
        panel="#f1eee6",
        error="#b3261e",
        dark=False,
        variables=_variables("#6a675f", "#cfcabd", "#f1eee6", "#26241f", "#26241f"),
    ),
}
"""The looks by the words of the command line."""
