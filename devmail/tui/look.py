"""How the viewer looks: dark or light, with one yellow for what is chosen."""

from textual.theme import Theme

_YELLOW = "#ffc72c"

DARK = Theme(
    name="devmail",
    primary=_YELLOW,
    accent=_YELLOW,
    foreground="#e8e6e1",
    background="#191a1d",
    surface="#26282d",
    panel="#212327",
    error="#ff8272",
    success="#8fd08f",
    warning=_YELLOW,
    dark=True,
    variables={"muted": "#a3a19b", "rule": "#45474d", "on-primary": "#191a1d"},
)
LIGHT = Theme(
    name="devmail-light",
    primary=_YELLOW,
    accent="#7a5900",  # the yellow cannot be read on white
    foreground="#26241f",
    background="#fbfaf6",
    surface="#efece3",
    panel="#f1eee6",
    error="#b3261e",
    success="#2e6b33",
    warning="#7a5900",
    dark=False,
    variables={"muted": "#6a675f", "rule": "#cfcabd", "on-primary": "#26241f"},
)
THEMES = {"dark": DARK, "light": LIGHT}
"""The looks by the words of the command line."""
